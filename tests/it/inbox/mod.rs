//! The media inbox.

mod deadlines;
