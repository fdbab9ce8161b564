//! What every test stands on: a database of its own (of either kind), and the world at Dateline's edges.

mod db;
pub mod sink;
mod raw;

pub use db::TestDb;
pub(crate) use db::both_databases;
