//! The press officer's desk.

mod door;
mod matrix;
mod pages;
pub mod world;
