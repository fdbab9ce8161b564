//! Contacts leave as a spreadsheet.
