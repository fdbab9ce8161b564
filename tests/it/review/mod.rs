//! From draft to approved: who will receive, what is sealed, and what happens to whoever tries something else.

mod audience;
mod counts;
mod house;
mod keeper;
mod links;
mod mistakes;
mod morning;
mod outside;
mod send;
mod words;
mod world;
