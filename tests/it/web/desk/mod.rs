//! The press officer's desk.

mod approving;
mod door;
mod following;
mod matrix;
mod pages;
mod releases;
mod send;
mod sending;
pub mod world;
mod writing;
