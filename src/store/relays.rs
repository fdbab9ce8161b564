//! The stored level of each relay's and lane's rate (GCRA), so it holds over workers and restarts, and how each stands:
//! trouble, how far it is slowed down, whether only a person can mend it. Lane '' is the relay itself.

use super::Store;
use super::audit::note;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::error::StoreError;
use crate::clock::Millis;

/// A rate as GCRA wants it: one message every `interval_us`, up to `tolerance_us` ahead of it in a burst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    pub interval_us: i64,
    pub tolerance_us: i64,
}

/// How a relay, or one lane of it, stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Level {
    pub relay: String,
    pub lane: String,
    /// Theoretical arrival time of the next message, Unix microseconds.
    pub arrival_us: i64,
    /// Troubles in a row.
    pub failures: i64,
    /// It is left alone until then.
    #[sqlx(rename = "retry_ms")]
    pub retry_at: Millis,
    /// Steps below the allowed pace, and when the last was taken.
    pub slow: i64,
    #[sqlx(rename = "slowed_ms")]
    pub slowed_at: Millis,
    /// Set when only a person can mend it (credentials, certificate), with the reply.
    #[sqlx(rename = "halted_ms")]
    pub halted: Option<Millis>,
    pub halt_reason: Option<String>,
}

const DRAW: &str = "INSERT INTO relay_levels (relay, lane, arrival_us) VALUES ($1, $2, $3 + $4) \
     ON CONFLICT (relay, lane) DO UPDATE SET arrival_us = \
         (CASE WHEN relay_levels.arrival_us > $3 THEN relay_levels.arrival_us ELSE $3 END) + $4 RETURNING arrival_us";

/// Reserves `count` slots after each other and returns the first's time and the level as it was: slot `i` is at
/// `max(now, level + i·interval − tolerance)`. Slots that are not used lapse.
pub async fn draw(store: &Store, relay: &str, lane: &str, pace: Pace, count: i64, now_us: i64) -> Result<i64, StoreError> {
    let after: i64 = on_driver!(store.writer(), |c| sqlx::query_scalar(DRAW)
        .bind(relay)
        .bind(lane)
        .bind(now_us)
        .bind(pace.interval_us * count)
        .fetch_one(c)
        .await)?;
    Ok(after - pace.interval_us * count)
}

/// As [`draw`], for the relay itself, as part of a larger transaction.
pub(super) async fn draw_in(tx: &mut Tx, relay: &str, pace: Pace, count: i64, now_us: i64) -> Result<i64, StoreError> {
    let after: i64 = on_tx!(tx, |c| sqlx::query_scalar(DRAW)
        .bind(relay)
        .bind("")
        .bind(now_us)
        .bind(pace.interval_us * count)
        .fetch_one(c)
        .await)?;
    Ok(after - pace.interval_us * count)
}

/// Every relay and lane that was ever spoken of.
pub async fn levels(store: &Store) -> Result<Vec<Level>, StoreError> {
    const LEVELS: &str = "SELECT relay, lane, arrival_us, failures, retry_ms, slow, slowed_ms, halted_ms, halt_reason \
         FROM relay_levels ORDER BY relay, lane";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(LEVELS).fetch_all(c).await)?)
}

/// Writes down trouble: how often in a row, and until when it is left alone. The longest wait of all workers counts.
pub async fn record_trouble(store: &Store, relay: &str, lane: &str, failures: i64, retry_at: Millis) -> Result<(), StoreError> {
    const TROUBLE: &str = "INSERT INTO relay_levels (relay, lane, arrival_us, failures, retry_ms) VALUES ($1, $2, 0, $3, $4) \
         ON CONFLICT (relay, lane) DO UPDATE SET failures = $3, \
             retry_ms = CASE WHEN relay_levels.retry_ms > $4 THEN relay_levels.retry_ms ELSE $4 END";
    on_driver!(store.writer(), |c| sqlx::query(TROUBLE)
        .bind(relay)
        .bind(lane)
        .bind(failures)
        .bind(retry_at)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

/// It works (again).
pub async fn record_health(store: &Store, relay: &str, lane: &str) -> Result<(), StoreError> {
    const HEALTH: &str = "UPDATE relay_levels SET failures = 0, retry_ms = 0 \
         WHERE relay = $1 AND lane = $2 AND (failures > 0 OR retry_ms > 0)";
    on_driver!(store.writer(), |c| sqlx::query(HEALTH).bind(relay).bind(lane).execute(c).await.map(drop))?;
    Ok(())
}

/// One step slower, unless the last was less than `every` ago or it is `slowest` already. Whether it was taken.
pub async fn slow_down(
    store: &Store,
    (relay, lane): (&str, &str),
    (every, slowest): (Millis, i64),
    now: Millis,
) -> Result<bool, StoreError> {
    const SLOW: &str = "INSERT INTO relay_levels (relay, lane, arrival_us, slow, slowed_ms) VALUES ($1, $2, 0, 1, $3) \
         ON CONFLICT (relay, lane) DO UPDATE SET slow = relay_levels.slow + 1, slowed_ms = $3 \
         WHERE relay_levels.slow < $5 AND relay_levels.slowed_ms <= $3 - $4";
    let taken = on_driver!(store.writer(), |c| sqlx::query(SLOW)
        .bind(relay)
        .bind(lane)
        .bind(now)
        .bind(every)
        .bind(slowest)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    Ok(taken > 0)
}

/// One step faster for whatever had no signal for `quiet`. Returns how many.
pub async fn speed_up(store: &Store, quiet: Millis, now: Millis) -> Result<u64, StoreError> {
    const SPEED_UP: &str = "UPDATE relay_levels SET slow = slow - 1, slowed_ms = $1 WHERE slow > 0 AND slowed_ms <= $1 - $2";
    Ok(on_driver!(store.writer(), |c| sqlx::query(SPEED_UP).bind(now).bind(quiet).execute(c).await.map(|r| r.touched()))?)
}

/// Only a person can mend it: nothing is handed to it until someone says that it may be tried again.
pub async fn halt(store: &Store, relay: &str, reason: &str, now: Millis) -> Result<(), StoreError> {
    const HALT: &str = "INSERT INTO relay_levels (relay, lane, arrival_us, halted_ms, halt_reason) VALUES ($1, '', 0, $2, $3) \
         ON CONFLICT (relay, lane) DO UPDATE SET halted_ms = $2, halt_reason = $3";
    let mut tx = store.begin().await?;
    on_tx!(&mut tx, |c| sqlx::query(HALT).bind(relay).bind(now).bind(reason).execute(c).await.map(drop))?;
    note(&mut tx, now, "dateline", "relay.halt", relay, reason).await?;
    tx.commit().await
}

/// A sender starts, with settings that may have been mended: the relay itself may be tried. Its lanes stand as they did.
pub async fn start(store: &Store, relay: &str) -> Result<(), StoreError> {
    const START: &str = "UPDATE relay_levels SET failures = 0, retry_ms = 0, halted_ms = NULL, halt_reason = NULL \
         WHERE relay = $1 AND lane = '' AND (failures > 0 OR retry_ms > 0 OR halted_ms IS NOT NULL)";
    on_driver!(store.writer(), |c| sqlx::query(START).bind(relay).execute(c).await.map(drop))?;
    Ok(())
}

/// A person says that a relay may be tried again: halt and waits are over, those of its lanes too.
/// `false` when it stood that way already.
pub async fn try_again(store: &Store, relay: &str, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const AGAIN: &str = "UPDATE relay_levels SET failures = 0, retry_ms = 0, halted_ms = NULL, halt_reason = NULL \
         WHERE relay = $1 AND (failures > 0 OR retry_ms > 0 OR halted_ms IS NOT NULL)";
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(AGAIN).bind(relay).execute(c).await.map(|r| r.touched()))?;
    if touched > 0 {
        note(&mut tx, now, actor, "relay.try_again", relay, "").await?;
    }
    tx.commit().await?;
    Ok(touched > 0)
}

/// A person tried a relay's connection; nothing about it changes by that.
pub async fn note_test(store: &Store, relay: &str, is_well: bool, actor: &str, now: Millis) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    note(&mut tx, now, actor, "relay.test", relay, if is_well { "well" } else { "failed" }).await?;
    tx.commit().await
}

/// Names of the relays only a person can let go on.
pub async fn halted(store: &Store) -> Result<Vec<String>, StoreError> {
    const HALTED: &str = "SELECT relay FROM relay_levels WHERE lane = '' AND halted_ms IS NOT NULL ORDER BY relay";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(HALTED).fetch_all(c).await)?)
}
