//! Conformance: each promise of the store, on SQLite and on PostgreSQL.

mod releases;
mod schema;
mod thinning;
