//! Promises of the mail itself: what a reader gets, whatever the text was.

mod mail;
mod nasty;
mod samples;
mod speed;
