//! The press officer's desk.

mod door;
mod matrix;
mod pages;
mod audience;
mod people;
mod segments;
pub mod world;
