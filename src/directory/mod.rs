//! From spreadsheet to contacts, and back: a file in any encoding and with any delimiter is read in one pass, each row
//! is judged, and chunks of rows go to the store in sets. What a row could not say is named with its row number.

mod cells;
mod columns;
pub mod encoding;
pub mod export;
pub mod field;
pub mod import;
pub mod mailbox;
mod records;
pub mod rejects;
mod row;
pub mod staged;
pub mod table;
mod verdict;
pub mod workbook;

pub use self::cells::guarded;
pub use self::import::{Event, ImportError, Options, Outcome, Problem, import};
pub use self::row::{Code, Flaw};

/// What somebody probably meant to write in a cell that holds no good address; only ever offered.
pub fn meant(cell: &str) -> Option<String> {
    mailbox::mended(cell)
}
