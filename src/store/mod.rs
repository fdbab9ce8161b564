//! Where it is kept: all SQL and nothing but SQL, one file per table group. One text per query, run on SQLite and
//! PostgreSQL alike; the few differences are named in `sqlite.rs` and `postgres.rs`.

pub mod acknowledged;
pub mod afterwards;
pub mod audience;
mod audience_digest;
pub mod audience_list;
pub mod alerts;
pub mod audit;
pub(crate) mod backend;
pub mod calendar;
pub mod categories;
pub mod changes;
pub mod canaries;
pub mod contacts;
pub mod credentials;
pub mod control;
pub mod days;
pub mod deciding;
pub mod deliveries;
pub mod desks;
pub mod directory;
pub mod doubts;
pub mod domains;
pub mod duty;
pub mod editing;
pub mod erasing;
mod error;
pub mod evidence;
pub mod events;
pub mod facets;
pub mod facts;
pub mod feedback;
pub mod gate;
pub mod issues;
pub mod links;
pub mod lists;
pub mod mail_templates;
pub mod mailings;
pub mod merging;
pub mod narrowing;
pub mod newsroom_items;
pub mod newsrooms;
pub mod notices;
pub mod officers;
pub mod outgoing;
pub mod outlets;
pub mod overview;
pub mod people;
pub mod planning;
pub mod presses;
pub mod profile;
mod named;
mod placements;
pub mod health;
pub mod import_rows;
pub mod imports;
pub mod inbound;
pub mod inquiries;
pub mod inquiry_lists;
pub mod inquiry_messages;
pub mod inquiry_ties;
pub mod journal;
pub mod past;
mod postgres;
pub mod releases;
pub mod report;
pub mod queue;
pub mod regions;
pub mod relays;
pub mod requests;
pub mod returned;
pub mod routing_facts;
pub mod routings;
pub mod rotas;
pub mod rules;
pub mod sessions;
pub mod sources;
mod sqlite;
pub mod segments;
pub mod standing;
pub mod suggestions;
pub mod suppressions;
pub mod team;
pub mod thinning;
pub mod tidying;
pub mod today;
pub mod timers;
pub mod tokens;
pub mod vocabulary;
pub mod wake;
pub mod workers;
pub mod writing;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::migrate::Migrator;
use tokio::sync::Notify;

use self::backend::{Db, Tx, on_driver};
pub use self::error::StoreError;

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// The database, open. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    reader: Db,
    writer: Db,
    /// The file, on SQLite.
    path: Option<PathBuf>,
    /// New work was put in by this process.
    work: Arc<Notify>,
    /// New mail was kept by this process.
    mail: Arc<Notify>,
}

/// Which of the two databases this is; for messages, and for the few places where one sender must be the only one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

impl Store {
    /// Opens `sqlite:FILE` (created and migrated on first use) or `postgres://…` (migrated by `dateline migrate`).
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let store = Self::connect(url).await?;
        match store.dialect() {
            Dialect::Sqlite => store.migrate().await?,
            Dialect::Postgres => store.check_schema().await?,
        }
        Ok(store)
    }

    /// Opens without looking at the schema; only `migrate` wants this.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = Path::new(path.strip_prefix("//").unwrap_or(path)).to_owned();
            let (writer, reader) = sqlite::open(&path).await?;
            Ok(Self {
                reader: Db::Sqlite(reader),
                writer: Db::Sqlite(writer),
                path: Some(path),
                work: Arc::default(),
                mail: Arc::default(),
            })
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let pool = Db::Postgres(postgres::open(url).await?);
            Ok(Self { reader: pool.clone(), writer: pool, path: None, work: Arc::default(), mail: Arc::default() })
        } else {
            Err(StoreError::BadUrl(url.split(':').next().unwrap_or_default().to_owned()))
        }
    }

    pub fn dialect(&self) -> Dialect {
        match self.writer {
            Db::Sqlite(_) => Dialect::Sqlite,
            Db::Postgres(_) => Dialect::Postgres,
        }
    }

    /// The database file, on SQLite.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    pub(crate) fn reader(&self) -> &Db {
        &self.reader
    }

    /// For a write of a single statement; more than one belong in [`Store::begin`].
    pub(crate) fn writer(&self) -> &Db {
        &self.writer
    }

    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        self.writer.begin().await
    }

    /// A transaction in which the database itself refuses to write anything.
    pub(crate) async fn begin_reading(&self) -> Result<Tx, StoreError> {
        self.reader.begin_reading().await
    }

    /// A transaction that may close the gate: no intent commits between its first statement and its end. SQLite's
    /// single writer gives that by itself.
    pub(crate) async fn begin_closing_gate(&self) -> Result<Tx, StoreError> {
        self.writer.begin_with(postgres::BEGIN_CLOSING_GATE).await
    }

    /// A transaction in which connections are shared out, one sender at a time.
    pub(crate) async fn begin_sharing(&self) -> Result<Tx, StoreError> {
        self.writer.begin_with(postgres::BEGIN_SHARING).await
    }

    /// A transaction that tells officers of an alert: one at a time, so that the budget is counted exactly.
    pub(crate) async fn begin_telling(&self) -> Result<Tx, StoreError> {
        self.writer.begin_with(postgres::BEGIN_TELLING).await
    }

    /// The claim, in this database's words.
    pub(crate) fn claim_sql(&self) -> &'static str {
        match self.dialect() {
            Dialect::Sqlite => sqlite::CLAIM,
            Dialect::Postgres => postgres::CLAIM,
        }
    }

    /// As [`Store::claim_sql`], for mail that came in: people we know, the newest, the oldest.
    pub(crate) fn claim_mail_sql(&self) -> [&'static str; 3] {
        match self.dialect() {
            Dialect::Sqlite => sqlite::CLAIM_MAIL,
            Dialect::Postgres => postgres::CLAIM_MAIL,
        }
    }

    /// Brings the schema up to date. Forward only; refuses a database that is newer than this program.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let (found, known) = self.schema().await?;
        if found > known {
            return Err(StoreError::NewerSchema { found, known });
        }
        if found < known {
            match &self.writer {
                Db::Sqlite(pool) => SQLITE_MIGRATIONS.run(pool).await,
                Db::Postgres(pool) => POSTGRES_MIGRATIONS.run(pool).await,
            }
            .map_err(StoreError::Migrate)?;
        }
        regions::seed(self).await
    }

    async fn check_schema(&self) -> Result<(), StoreError> {
        let (found, known) = self.schema().await?;
        match found.cmp(&known) {
            std::cmp::Ordering::Less => Err(StoreError::OlderSchema { found, known }),
            std::cmp::Ordering::Equal => Ok(()),
            std::cmp::Ordering::Greater => Err(StoreError::NewerSchema { found, known }),
        }
    }

    /// The newest migration applied (0 = none), and the newest this program has.
    pub async fn schema(&self) -> Result<(i64, i64), StoreError> {
        const FOUND: &str = "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations WHERE success";
        const HAS: &str = "SELECT COUNT(*) FROM sqlite_master WHERE name = '_sqlx_migrations'";
        const HAS_POSTGRES: &str = "SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass('_sqlx_migrations')";
        let known = SQLITE_MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0);
        let has = match self.dialect() {
            Dialect::Sqlite => HAS,
            Dialect::Postgres => HAS_POSTGRES,
        };
        let there: i64 = on_driver!(self.writer(), |c| sqlx::query_scalar(has).fetch_one(c).await)?;
        if there == 0 {
            return Ok((0, known));
        }
        let found: i64 = on_driver!(self.writer(), |c| sqlx::query_scalar(FOUND).fetch_one(c).await)?;
        Ok((found, known))
    }

    pub async fn close(&self) {
        match &self.reader {
            Db::Sqlite(pool) => pool.close().await,
            Db::Postgres(pool) => pool.close().await,
        }
        match &self.writer {
            Db::Sqlite(pool) => pool.close().await,
            Db::Postgres(pool) => pool.close().await,
        }
    }
}
