//! From the media inbox to a desk. Mail comes in by a source and is kept raw before it is acknowledged; what it is, whose
//! question it is, until when and for whom is decided afterwards, and can be decided again.
//!
//! sources → parse → classify → thread → route → (acknowledge, tell) → answer

pub mod canary;
pub mod head;
pub mod health;
pub mod keep;
pub mod ours;
pub mod round;
pub mod sources;
pub mod parse;
pub mod strip;
pub mod returns;
pub mod classify;
pub mod sender;
pub mod absence;
pub mod dedupe;
pub mod shown;
pub mod inquiry;
pub mod addresses;
pub mod place;
pub mod route;
pub(crate) mod reporter;
pub mod thread;
pub mod words;
pub mod acknowledge;
pub mod alarm;
pub mod deadline;
pub mod tell;
