//! The delivery protocol as a whole: any order of workers, relays, people, clocks and planners, against a model in
//! plain Rust (`machine`); every order there is, for one copy and two workers (`exhaustive`); and what happens when a
//! guard is missing (`guards`).

mod act;
mod command;
mod exhaustive;
mod facts;
mod guards;
mod fixture;
mod machine;
mod model;
mod people;
mod planner;
mod one_delivery;
mod promises;
mod real;
mod stories;
mod texts;
mod workers;
