//! Promises of the directory: regions and issues, and what comes in from spreadsheets.

mod import;
mod people;
mod vocabulary;
