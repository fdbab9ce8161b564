//! How many copies were begun on a day, where the office set a cap for it.

use super::Store;
use super::backend::on_driver;
use super::error::StoreError;
use crate::clock::{DAY, Millis};

/// Adds copies that were just begun.
pub async fn add(store: &Store, begun: i64, now: Millis) -> Result<(), StoreError> {
    const ADD: &str = "INSERT INTO days (day, begun) VALUES ($1, $2) ON CONFLICT (day) DO UPDATE SET begun = days.begun + $2";
    on_driver!(store.writer(), |c| sqlx::query(ADD).bind(now / DAY).bind(begun).execute(c).await.map(drop))?;
    Ok(())
}

/// Copies begun since midnight UTC.
pub async fn today(store: &Store, now: Millis) -> Result<i64, StoreError> {
    const TODAY: &str = "SELECT begun FROM days WHERE day = $1";
    let begun: Option<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(TODAY).bind(now / DAY).fetch_optional(c).await)?;
    Ok(begun.unwrap_or(0))
}
