//! The media inbox: mail comes in, is kept before it is acknowledged, once, and is never lost.

mod backlog;
mod bounces;
mod command;
mod decide;
mod health;
mod imap;
mod imap_server;
mod kinds;
mod lmtp;
mod lmtp_limits;
mod maildir;
mod returned;
mod round;
pub mod world;
