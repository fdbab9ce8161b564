//! What comes back: people leaving, images being loaded, and what mail systems return.

pub mod leaving;
pub mod opens;
pub mod returned;
