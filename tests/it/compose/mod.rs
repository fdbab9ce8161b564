//! Promises of the mail itself: what a reader gets, whatever the text was.

mod dkim;
mod dkim_command;
mod mail;
mod nasty;
mod samples;
mod speed;
