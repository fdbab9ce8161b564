//! What can go wrong with the store, by who must act.

use thiserror::Error;

#[derive(Debug, Error)]
pub enum StoreError {
    /// Somebody else changed the row first: read it again and decide anew.
    #[error("{what} changed meanwhile: expected {expected} row(s), touched {touched}")]
    Stale { what: &'static str, expected: u64, touched: u64 },
    /// The database's own rule refused the row; the caller knows which rule and what to tell the person.
    #[error("the database refused the row ({constraint})")]
    Conflict { constraint: String },
    /// A stored value cannot be read back: the operator must look.
    #[error("cannot read {table}.{column} of row {row}")]
    Corrupt { table: &'static str, column: &'static str, row: String },
    /// The result of a COMMIT did not arrive: nobody knows whether it is kept.
    #[error("the database did not confirm a commit")]
    CommitUnknown(#[source] sqlx::Error),
    /// Locked for longer than we wait, or out of connections: try again.
    #[error("the database is busy")]
    Busy(#[source] sqlx::Error),
    /// The URL is not one we can open: the operator must correct `database.url`.
    #[error("`{0}` is not a database URL; use sqlite:FILE or postgres://…")]
    BadUrl(String),
    /// This program is older than the database: install the newer one.
    #[error("the database has schema {found}, this program knows {known}; install the newer dateline")]
    NewerSchema { found: i64, known: i64 },
    #[error("the database is not up to date (schema {found} of {known}); run `dateline migrate`")]
    OlderSchema { found: i64, known: i64 },
    #[error("the database schema could not be changed")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    #[error("the database could not answer")]
    Unavailable(#[source] sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::PoolTimedOut = error {
            return Self::Busy(error);
        }
        if let Some(db) = error.as_database_error() {
            if db.is_unique_violation() || db.is_check_violation() || db.is_foreign_key_violation() {
                return Self::Conflict { constraint: db.constraint().unwrap_or(db.message()).to_owned() };
            }
            // SQLITE_BUSY and its extended codes; PostgreSQL serialization failure, deadlock, lock timeout.
            if matches!(db.code().as_deref(), Some("5" | "261" | "517" | "773" | "40001" | "40P01" | "55P03")) {
                return Self::Busy(error);
            }
        }
        Self::Unavailable(error)
    }
}

impl StoreError {
    /// Whether doing the same again later can help.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Busy(_) | Self::CommitUnknown(_) | Self::Unavailable(_))
    }

    /// `Ok` when `touched` is what the state of the rows promised.
    pub(crate) fn expect_rows(what: &'static str, expected: u64, touched: u64) -> Result<(), Self> {
        if touched == expected { Ok(()) } else { Err(Self::Stale { what, expected, touched }) }
    }
}
