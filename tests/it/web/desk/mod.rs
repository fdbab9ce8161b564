//! The press officer's desk.

mod approving;
mod door;
mod following;
mod imports;
mod live;
mod mailings;
mod matrix;
mod pages;
mod audience;
mod people;
mod releases;
mod segments;
mod send;
mod sending;
mod settings_sending;
mod settling;
pub mod world;
mod writing;
