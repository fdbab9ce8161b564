//! The press officer's desk.

mod door;
mod imports;
mod matrix;
mod pages;
pub mod world;
