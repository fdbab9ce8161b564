//! The press officer's desk.

mod door;
mod live;
mod mailings;
mod matrix;
mod pages;
mod sending;
mod settling;
pub mod world;
