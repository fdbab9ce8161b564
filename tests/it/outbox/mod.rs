//! The delivery protocol, driven through real workers.

mod queue;
