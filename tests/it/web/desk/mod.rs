//! The press officer's desk.

mod account;
mod api;
mod audit;
mod door;
mod help;
mod matrix;
mod pages;
mod rules;
mod sign_in_link;
mod team;
pub mod world;
