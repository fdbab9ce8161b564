//! From draft to approved: who will receive, what is sealed, and what happens to whoever tries something else.

mod audience;
mod send;
mod world;
