//! From mailing to relay.

pub mod outcome;
pub mod transport;
