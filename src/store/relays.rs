//! The stored level of each relay's rate (GCRA), so it holds over workers and restarts, and a relay's health.

use super::Store;
use super::backend::{on_driver, on_tx};
use super::error::StoreError;
use crate::clock::Millis;

/// A rate as GCRA wants it: one message every `interval_us`, up to `tolerance_us` ahead of it in a burst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    pub interval_us: i64,
    pub tolerance_us: i64,
}

/// A relay's stored state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// Theoretical arrival time of the next message, Unix microseconds.
    pub arrival_us: i64,
    /// Troubles in a row, and when it may be tried again.
    pub failures: i64,
    pub retry_at: Millis,
    /// Set when only a person can mend it (credentials, certificate), with the reply.
    pub halted: Option<Millis>,
    pub halt_reason: Option<String>,
}

/// Reserves `count` slots after each other and returns the first's time and the level as it was: slot `i` is at
/// `max(now, level + i·interval − tolerance)`. Slots that are not used lapse.
pub async fn draw(store: &Store, relay: &str, lane: &str, pace: Pace, count: i64, now_us: i64) -> Result<i64, StoreError> {
    const DRAW: &str = "INSERT INTO relay_levels (relay, lane, arrival_us) VALUES ($1, $2, $3 + $4) \
         ON CONFLICT (relay, lane) DO UPDATE SET arrival_us = \
             (CASE WHEN relay_levels.arrival_us > $3 THEN relay_levels.arrival_us ELSE $3 END) + $4 RETURNING arrival_us";
    let after: i64 = on_driver!(store.writer(), |c| sqlx::query_scalar(DRAW)
        .bind(relay)
        .bind(lane)
        .bind(now_us)
        .bind(pace.interval_us * count)
        .fetch_one(c)
        .await)?;
    Ok(after - pace.interval_us * count)
}

pub async fn level(store: &Store, relay: &str, lane: &str) -> Result<Level, StoreError> {
    const LEVEL: &str =
        "SELECT arrival_us, failures, retry_ms, halted_ms, halt_reason FROM relay_levels WHERE relay = $1 AND lane = $2";
    type Row = (i64, i64, i64, Option<i64>, Option<String>);
    let row: Option<Row> = on_driver!(store.reader(), |c| sqlx::query_as(LEVEL).bind(relay).bind(lane).fetch_optional(c).await)?;
    Ok(row
        .map(|(arrival_us, failures, retry_at, halted, halt_reason)| Level {
            arrival_us,
            failures,
            retry_at,
            halted,
            halt_reason,
        })
        .unwrap_or_default())
}

/// Counts a relay's trouble; it is left alone until `retry_at`.
pub async fn record_trouble(store: &Store, relay: &str, retry_at: Millis) -> Result<(), StoreError> {
    const TROUBLE: &str = "INSERT INTO relay_levels (relay, lane, arrival_us, failures, retry_ms) VALUES ($1, '', 0, 1, $2) \
         ON CONFLICT (relay, lane) DO UPDATE SET failures = relay_levels.failures + 1, retry_ms = $2";
    on_driver!(store.writer(), |c| sqlx::query(TROUBLE).bind(relay).bind(retry_at).execute(c).await.map(drop))?;
    Ok(())
}

/// It works (again).
pub async fn record_health(store: &Store, relay: &str) -> Result<(), StoreError> {
    const HEALTH: &str = "UPDATE relay_levels SET failures = 0, retry_ms = 0, halted_ms = NULL, halt_reason = NULL \
         WHERE relay = $1 AND lane = '' AND (failures > 0 OR halted_ms IS NOT NULL)";
    on_driver!(store.writer(), |c| sqlx::query(HEALTH).bind(relay).execute(c).await.map(drop))?;
    Ok(())
}

/// Only a person can mend it: nothing is handed to it until it is tried with other settings.
pub async fn halt(store: &Store, relay: &str, reason: &str, now: Millis) -> Result<(), StoreError> {
    const HALT: &str = "INSERT INTO relay_levels (relay, lane, arrival_us, halted_ms, halt_reason) VALUES ($1, '', 0, $2, $3) \
         ON CONFLICT (relay, lane) DO UPDATE SET halted_ms = $2, halt_reason = $3";
    let mut tx = store.begin().await?;
    on_tx!(&mut tx, |c| sqlx::query(HALT).bind(relay).bind(now).bind(reason).execute(c).await.map(drop))?;
    super::audit::note(&mut tx, now, "dateline", "relay.halt", relay, reason).await?;
    tx.commit().await
}
