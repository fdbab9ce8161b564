//! One binary for every promise: the store on both databases, the stages, the flows, the pages.

mod demo;
mod directory;
mod layout;
mod report;
mod review;
mod outbox;
mod store;
mod support;
