//! PostgreSQL's side of the named differences, under the same names as `sqlite.rs`.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, Connection, PgConnection, PgPool};

use super::error::StoreError;

pub(super) async fn open(url: &str) -> Result<PgPool, StoreError> {
    let options: PgConnectOptions = url.parse().map_err(|_| StoreError::BadUrl("postgres://…".to_owned()))?;
    let options = options.application_name("dateline").disable_statement_logging();
    // The pool would go on trying for its whole timeout and then not say why.
    PgConnection::connect_with(&options).await?.close().await?;
    Ok(PgPoolOptions::new().max_connections(10).acquire_timeout(Duration::from_secs(30)).connect_with(options).await?)
}

/// Everything that may close the gate (leave, pause, stop, kill, withdraw, void) takes it exclusively before it
/// writes; every group of intents takes it shared before its first statement, so each sees the other's commit.
pub(super) const BEGIN_THROUGH_GATE: &str = "BEGIN; SELECT pg_advisory_xact_lock_shared(7305001)";
pub(super) const BEGIN_SHARING: &str = "BEGIN; SELECT pg_advisory_xact_lock(7305003)";
pub(super) const BEGIN_CLOSING_GATE: &str = "BEGIN; SELECT pg_advisory_xact_lock(7305001)";

/// Notices are counted and queued by one sender at a time.
pub(super) const BEGIN_TELLING: &str = "BEGIN; SELECT pg_advisory_xact_lock(7305003)";

/// Lines of the audit trail follow one another; held until the end of the transaction.
pub(super) const LOCK_AUDIT: &str = "SELECT pg_advisory_xact_lock(7305004)";

/// As in `sqlite.rs`; two workers never wait for each other's rows.
pub(super) const CLAIM: &str = "UPDATE deliveries SET state = 'claimed', fence = fence + 1, owner = $4, lease_ms = $5 \
     WHERE id IN (SELECT id FROM deliveries \
         WHERE mailing_id = $1 AND lane = $7 AND state IN ('pending', 'deferred') AND due_ms <= $2 \
           AND (relay IS NULL OR relay = $6 OR due_ms <= $2 - 600000) ORDER BY due_ms, id LIMIT $3 \
         FOR UPDATE SKIP LOCKED) \
     RETURNING id, fence, mailing_id, single_id, contact_id, address, tries, sha256";

macro_rules! claim_mail {
    ($lane:literal, $order:literal) => {
        concat!(
            "UPDATE inbound SET fence = fence + 1, tries = tries + 1, lease_ms = $2 WHERE id IN (SELECT id FROM inbound \
             WHERE state = 'ready' AND ",
            $lane,
            "due_ms <= $1 AND (lease_ms IS NULL OR lease_ms <= $1) ORDER BY ",
            $order,
            " LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING id, fence, tries"
        )
    };
}

/// As in `sqlite.rs`; two readers never wait for each other's rows.
pub(super) const CLAIM_MAIL: [&str; 3] =
    [claim_mail!("lane = 0 AND ", "id DESC"), claim_mail!("", "id DESC"), claim_mail!("", "id")];
