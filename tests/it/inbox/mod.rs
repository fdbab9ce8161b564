//! The media inbox.

mod acts;
mod kit;
mod placed;
mod routed;
mod threads;
