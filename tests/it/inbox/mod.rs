//! The media inbox.

mod acts;
mod kit;
mod placed;
mod routed;
mod threads;
mod acknowledging;
mod alarms;
mod deadlines;
mod duty;
mod world;
