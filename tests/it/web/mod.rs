//! Pages, through the router that production serves, on both databases.

mod desk;
mod images;
mod leaving;
mod looking;
mod pages;
mod serving;
mod world;
