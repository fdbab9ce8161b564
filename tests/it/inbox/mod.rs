//! The media inbox: what comes in, what it is found to be, and what it does.

mod bounces;
mod kinds;
mod returned;
