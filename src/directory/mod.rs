//! From spreadsheet to contacts, and back: a file in any encoding and with any delimiter is read in one pass, each row
//! is judged, and chunks of rows go to the store in sets. What a row could not say is named with its row number.

mod cells;
mod columns;
pub mod encoding;
pub mod export;
pub mod import;
pub mod mailbox;
mod records;
mod row;

pub use self::import::{Event, ImportError, Options, Outcome, Problem, import};
pub use self::row::Code;
