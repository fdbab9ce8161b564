//! Who gets what: labels first, then the lines, then from the target to people. Every decision keeps how it came about and
//! says it in one sentence.

pub mod check;
pub mod facts;
mod follow_up;
pub(crate) mod gather;
pub mod keywords;
mod labels;
pub mod lines;
pub mod move_it;
pub mod replay;
mod resolve;
pub mod save;
pub mod sentence;
pub mod trace;
pub mod try_it;
