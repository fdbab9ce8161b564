//! The press officer's desk.

mod account;
mod api;
mod approving;
mod audience;
mod audit;
mod door;
mod following;
mod help;
mod imports;
mod live;
mod mailings;
mod matrix;
mod newsrooms;
mod pages;
mod people;
mod releases;
mod rules;
mod segments;
mod send;
mod sending;
mod settings_sending;
mod settling;
mod sign_in_link;
mod team;
mod topics;
pub mod world;
mod writing;
