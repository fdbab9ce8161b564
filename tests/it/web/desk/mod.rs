//! The press officer's desk.

mod door;
mod matrix;
mod newsrooms;
mod pages;
mod topics;
pub mod world;
