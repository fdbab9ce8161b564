//! Who takes questions when, until when they are of use, who is alarmed, and what reporters are told at once.

mod acknowledging;
mod alarms;
mod command;
mod deadlines;
mod standing;
mod world;
