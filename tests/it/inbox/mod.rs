//! The media inbox.

mod acknowledging;
mod alarms;
mod command;
mod deadlines;
mod duty;
mod world;
