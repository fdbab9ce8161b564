//! From newsroom to draft: what a feed or file says becomes a release, once, and nothing in it does harm.

mod categories;
mod command;
mod feeds;
mod fetching;
mod hostile;
mod kept;
pub mod server;
mod watch;
