//! One binary for every promise: the store on both databases, the stages, the flows, the pages.

mod compose;
mod demo;
mod directory;
mod layout;
mod newsroom;
mod outbox;
mod report;
mod review;
mod store;
mod support;
mod web;
