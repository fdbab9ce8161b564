//! The inbox's own signs of life: one is queued in the transaction that notes it, and noted again when it comes in.

use super::backend::{Touched, Tx, on_driver, on_tx};
use super::queue::{NewSingle, put};
use super::{Store, StoreError, wake};
use crate::clock::{DAY, Millis};

/// Queues the canary of a round. `false` when another process did so before.
pub async fn send(store: &Store, round: i64, single: &NewSingle<'_>, now: Millis) -> Result<bool, StoreError> {
    const SENT: &str = "INSERT INTO canaries (round, sent_ms) VALUES ($1, $2) ON CONFLICT (round) DO NOTHING";
    const FORGET: &str = "DELETE FROM canaries WHERE sent_ms < $1";
    let mut tx = store.begin().await?;
    let new = on_tx!(&mut tx, |c| sqlx::query(SENT).bind(round).bind(now).execute(c).await.map(|r| r.touched()))?;
    if new == 0 {
        return Ok(false);
    }
    on_tx!(&mut tx, |c| sqlx::query(FORGET).bind(now - 7 * DAY).execute(c).await.map(drop))?;
    put(&mut tx, single, now).await?;
    tx.commit().await?;
    wake::announce(store).await;
    Ok(true)
}

/// It came in.
pub(super) async fn seen(tx: &mut Tx, round: i64, now: Millis) -> Result<(), StoreError> {
    const SEEN: &str = "UPDATE canaries SET seen_ms = COALESCE(seen_ms, $2) WHERE round = $1";
    on_tx!(tx, |c| sqlx::query(SEEN).bind(round).bind(now).execute(c).await.map(drop))?;
    Ok(())
}

/// Of the latest rounds that were sent before `before`, newest first: whether each came in.
pub async fn latest(store: &Store, before: Millis, how_many: i64) -> Result<Vec<bool>, StoreError> {
    const LATEST: &str = "SELECT seen_ms IS NOT NULL FROM canaries WHERE sent_ms < $1 ORDER BY round DESC LIMIT $2";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(LATEST).bind(before).bind(how_many).fetch_all(c).await)?)
}
