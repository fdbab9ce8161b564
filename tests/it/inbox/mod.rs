//! The media inbox.

mod acknowledging;
mod alarms;
mod deadlines;
mod duty;
mod world;
