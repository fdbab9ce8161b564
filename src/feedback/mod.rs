//! What comes back: people leaving, and images being loaded.

pub mod leaving;
pub mod opens;
