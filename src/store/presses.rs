//! Forms that were sent. The same form again, from a second press or a reload, does nothing and leads to the same place.

use super::backend::{Touched, on_driver};
use super::{Store, StoreError};
use crate::clock::{DAY, Millis};
use crate::model::ids::OfficerId;

/// Whether this is the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pressed {
    First,
    /// It led here (`None` = the first press is not done yet, or failed).
    Again(Option<String>),
}

/// Takes down a press, once.
pub async fn begin(store: &Store, once: &str, officer: OfficerId, now: Millis) -> Result<Pressed, StoreError> {
    const BEGIN: &str = "INSERT INTO presses (once, officer_id, at_ms) VALUES ($1, $2, $3) ON CONFLICT (once) DO NOTHING";
    const TIDY: &str = "DELETE FROM presses WHERE at_ms < $1";
    const LED: &str = "SELECT led_to FROM presses WHERE once = $1 AND officer_id = $2";
    on_driver!(store.writer(), |c| sqlx::query(TIDY).bind(now - 2 * DAY).execute(c).await.map(drop))?;
    let touched = on_driver!(store.writer(), |c| sqlx::query(BEGIN)
        .bind(once)
        .bind(officer.0)
        .bind(now)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    if touched == 1 {
        return Ok(Pressed::First);
    }
    let led: Option<Option<String>> =
        on_driver!(store.writer(), |c| sqlx::query_scalar(LED).bind(once).bind(officer.0).fetch_optional(c).await)?;
    Ok(Pressed::Again(led.flatten()))
}

/// Where it led.
pub async fn done(store: &Store, once: &str, led_to: &str) -> Result<(), StoreError> {
    const DONE: &str = "UPDATE presses SET led_to = $2 WHERE once = $1";
    on_driver!(store.writer(), |c| sqlx::query(DONE).bind(once).bind(led_to).execute(c).await.map(drop))?;
    Ok(())
}

/// It did nothing, so that it may be sent once more with what was wrong put right.
pub async fn undone(store: &Store, once: &str) -> Result<(), StoreError> {
    const UNDONE: &str = "DELETE FROM presses WHERE once = $1 AND led_to IS NULL";
    on_driver!(store.writer(), |c| sqlx::query(UNDONE).bind(once).execute(c).await.map(drop))?;
    Ok(())
}
