//! (empty)

pub mod mailbox;
