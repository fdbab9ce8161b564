//! One binary for every promise: the store on both databases, the stages, the flows, the pages.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that panics has failed, and says where")]

mod compose;
mod demo;
mod directory;
mod inbox;
mod layout;
mod newsroom;
mod outbox;
mod protocol;
mod report;
mod review;
mod store;
mod support;
mod web;
