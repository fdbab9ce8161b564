//! The demo's mailbox: what its catcher took, as pages a person can look at. Only the demo mounts these.

mod caught;

pub use caught::{Mail, Mailbox, Tally};
