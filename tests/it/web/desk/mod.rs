//! The press officer's desk.

mod approving;
mod door;
mod following;
mod matrix;
mod pages;
mod send;
mod sending;
pub mod world;
