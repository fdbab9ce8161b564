//! The demo: its catcher's conversations, its mailbox, and a whole run.

mod catcher;
mod mailbox;
mod run;
