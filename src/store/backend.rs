//! The two databases behind one set of functions: small enums over the drivers, and the macros that expand a query
//! once per driver with native types. Nothing outside `store` sees any of this.

use sqlx::pool::PoolConnection;
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool};

use super::error::StoreError;

/// A pool to read from, or to write a single statement to.
#[derive(Clone, Debug)]
pub(crate) enum Db {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// An open transaction. If it is not committed the connection is closed, which rolls back whatever state it is in:
/// after a full disk SQLite has already rolled back by itself, and a cancelled `BEGIN` on PostgreSQL may or may not
/// have run.
#[derive(Debug)]
pub(crate) enum Tx {
    Sqlite(Held<Sqlite>),
    Postgres(Held<Postgres>),
}

#[derive(Debug)]
pub(crate) struct Held<DB: sqlx::Database> {
    conn: Option<PoolConnection<DB>>,
    committed: bool,
}

impl<DB: sqlx::Database> Held<DB> {
    fn new(conn: PoolConnection<DB>) -> Self {
        Self { conn: Some(conn), committed: false }
    }

    /// A connection that is closed unless somebody says that all of its work is committed.
    pub(crate) async fn acquire(pool: &sqlx::Pool<DB>) -> Result<Self, StoreError> {
        Ok(Self::new(pool.acquire().await?))
    }

    pub(crate) fn is_committed(&mut self) {
        self.committed = true;
    }

    #[expect(clippy::expect_used, reason = "only drop takes the connection")]
    pub(crate) fn conn(&mut self) -> &mut DB::Connection {
        self.conn.as_mut().expect("a held connection is there until it is dropped")
    }
}

impl<DB: sqlx::Database> Drop for Held<DB> {
    fn drop(&mut self) {
        if !self.committed
            && let Some(conn) = self.conn.take()
        {
            drop(conn.detach());
        }
    }
}

impl Db {
    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        match self {
            Self::Sqlite(pool) => {
                let mut held = Held::new(pool.acquire().await?);
                sqlx::query("BEGIN IMMEDIATE").execute(held.conn()).await?;
                Ok(Tx::Sqlite(held))
            }
            Self::Postgres(pool) => {
                let mut held = Held::new(pool.acquire().await?);
                sqlx::query("BEGIN").execute(held.conn()).await?;
                Ok(Tx::Postgres(held))
            }
        }
    }

    /// For reading several things as they are at one moment. On SQLite only the readers' pool is read-only.
    pub(crate) async fn begin_reading(&self) -> Result<Tx, StoreError> {
        match self {
            Self::Sqlite(pool) => {
                let mut held = Held::new(pool.acquire().await?);
                sqlx::query("BEGIN").execute(held.conn()).await?;
                Ok(Tx::Sqlite(held))
            }
            Self::Postgres(pool) => {
                let mut held = Held::new(pool.acquire().await?);
                sqlx::query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").execute(held.conn()).await?;
                Ok(Tx::Postgres(held))
            }
        }
    }

    /// As [`Db::begin`], with a statement that is taken along.
    pub(crate) async fn begin_with(&self, on_postgres: &'static str) -> Result<Tx, StoreError> {
        match self {
            Self::Sqlite(_) => self.begin().await,
            Self::Postgres(pool) => {
                let mut held = Held::new(pool.acquire().await?);
                sqlx::raw_sql(on_postgres).execute(held.conn()).await?;
                Ok(Tx::Postgres(held))
            }
        }
    }
}

impl Tx {
    /// An error here means that nobody knows whether the work is kept: read the rows again before acting on it.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        match &mut self {
            Self::Sqlite(held) => {
                sqlx::query("COMMIT").execute(held.conn()).await.map_err(StoreError::CommitUnknown)?;
                held.committed = true;
            }
            Self::Postgres(held) => {
                sqlx::query("COMMIT").execute(held.conn()).await.map_err(StoreError::CommitUnknown)?;
                held.committed = true;
            }
        }
        Ok(())
    }
}

/// Runs the body against a pool: `on_driver!(store.reader(), |c| sqlx::query_as::<_, Row>(SQL).bind(id).fetch_all(c).await)?`.
macro_rules! on_driver {
    ($db:expr, |$c:ident| $body:expr) => {
        match $db {
            $crate::store::backend::Db::Sqlite(pool) => {
                let $c = pool;
                $body
            }
            $crate::store::backend::Db::Postgres(pool) => {
                let $c = pool;
                $body
            }
        }
    };
}

/// Runs the body inside a transaction: `on_tx!(tx, |c| sqlx::query(SQL).bind(id).execute(c).await)?`.
macro_rules! on_tx {
    ($tx:expr, |$c:ident| $body:expr) => {
        match &mut *$tx {
            $crate::store::backend::Tx::Sqlite(held) => {
                let $c = held.conn();
                $body
            }
            $crate::store::backend::Tx::Postgres(held) => {
                let $c = held.conn();
                $body
            }
        }
    };
}

/// How many rows a statement touched, on either driver.
pub(crate) trait Touched {
    fn touched(&self) -> u64;
}

impl Touched for sqlx::sqlite::SqliteQueryResult {
    fn touched(&self) -> u64 {
        self.rows_affected()
    }
}

impl Touched for sqlx::postgres::PgQueryResult {
    fn touched(&self) -> u64 {
        self.rows_affected()
    }
}

pub(crate) use {on_driver, on_tx};
