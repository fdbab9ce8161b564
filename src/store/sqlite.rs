//! SQLite's side of the named differences: pools and pragmas, the claim, the gate lock, where the database lives.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqlitePool};

use super::error::StoreError;

/// The writer (one connection) and the readers (opened read-only, so a write through them fails at once).
pub(super) async fn open(path: &Path) -> Result<(SqlitePool, SqlitePool), StoreError> {
    let base = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .pragma("cache_size", "-16384")
        .pragma("temp_store", "MEMORY")
        .pragma("journal_size_limit", "67108864")
        // Statements carry values; what is slow is for us to measure.
        .disable_statement_logging();
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(base.clone().create_if_missing(true))
        .await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(4)
        .acquire_timeout(Duration::from_secs(30))
        // Four of them: what they keep adds up, and the system keeps the file anyway.
        .connect_with(base.read_only(true).pragma("cache_size", "-4096"))
        .await?;
    Ok((writer, readers))
}

/// Takes due rows of one mailing and lane under a lease. `$1` mailing, `$2` now, `$3` how many, `$4` worker, `$5`
/// lease, `$6` relay: a copy another relay deferred waits ten minutes for it, since greylisting knows the sender (RFC
/// 6647); `$7` lane.
pub(super) const CLAIM: &str = "UPDATE deliveries SET state = 'claimed', fence = fence + 1, owner = $4, lease_ms = $5 \
     WHERE id IN (SELECT id FROM deliveries \
         WHERE mailing_id = $1 AND lane = $7 AND state IN ('pending', 'deferred') AND due_ms <= $2 \
           AND (relay IS NULL OR relay = $6 OR due_ms <= $2 - 600000) ORDER BY due_ms, id LIMIT $3) \
     RETURNING id, fence, mailing_id, single_id, contact_id, address, tries, sha256";

macro_rules! claim_mail {
    ($lane:literal, $order:literal) => {
        concat!(
            "UPDATE inbound SET fence = fence + 1, tries = tries + 1, lease_ms = $2 WHERE id IN (SELECT id FROM inbound \
             WHERE state = 'ready' AND ",
            $lane,
            "due_ms <= $1 AND (lease_ms IS NULL OR lease_ms <= $1) ORDER BY ",
            $order,
            " LIMIT $3) RETURNING id, fence, tries"
        )
    };
}

/// Takes mail to be read: people we know newest first, the newest of all, the oldest of all. `$1` now, `$2` lease, `$3` how
/// many.
pub(super) const CLAIM_MAIL: [&str; 3] =
    [claim_mail!("lane = 0 AND ", "id DESC"), claim_mail!("", "id DESC"), claim_mail!("", "id")];
