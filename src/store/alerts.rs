//! What somebody must look at: raised by a sender, once per matter, until the matter is over or a person clears it.

use super::audit::note;
use super::backend::{Touched, on_driver, on_tx};
use super::error::StoreError;
use super::{Store, notices};
use crate::clock::Millis;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Alert {
    pub id: i64,
    /// What it is about, as `relay:office`, `lane:office/google`, `mailing:12`; one open alert for each.
    pub matter: String,
    pub message: String,
    pub raised_ms: Millis,
}

/// Raises an alert. `false` when one about the same matter is open: it keeps its first words.
pub async fn raise(store: &Store, matter: &str, message: &str, now: Millis) -> Result<bool, StoreError> {
    const RAISE: &str = "INSERT INTO alerts (matter, message, raised_ms) VALUES ($1, $2, $3) \
         ON CONFLICT (matter) WHERE cleared_ms IS NULL DO NOTHING";
    let raised = on_driver!(store.writer(), |c| sqlx::query(RAISE)
        .bind(matter)
        .bind(message)
        .bind(now)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    Ok(raised > 0)
}

/// The matter is over, or a person has seen to it. `false` when no alert about it is open.
pub async fn clear(store: &Store, matter: &str, by: &str, now: Millis) -> Result<bool, StoreError> {
    const CLEAR: &str =
        "UPDATE alerts SET cleared_ms = $2, cleared_by = $3 WHERE matter = $1 AND cleared_ms IS NULL RETURNING id";
    let mut tx = store.begin().await?;
    let cleared: Option<i64> =
        on_tx!(&mut tx, |c| sqlx::query_scalar(CLEAR).bind(matter).bind(now).bind(by).fetch_optional(c).await)?;
    if let Some(alert) = cleared {
        notices::call_back(&mut tx, alert, now).await?;
        if by != "dateline" {
            note(&mut tx, now, by, "alert.clear", matter, "").await?;
        }
    }
    tx.commit().await?;
    Ok(cleared.is_some())
}

/// Open alerts, oldest first.
pub async fn open(store: &Store) -> Result<Vec<Alert>, StoreError> {
    const OPEN: &str = "SELECT id, matter, message, raised_ms FROM alerts WHERE cleared_ms IS NULL ORDER BY id LIMIT 1000";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(OPEN).fetch_all(c).await)?)
}
