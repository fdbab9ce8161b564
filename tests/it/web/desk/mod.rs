//! The press officer's desk.

mod door;
mod matrix;
mod pages;
mod releases;
pub mod world;
mod writing;
