//! Versions that were saved by themselves grow fewer as they grow old: all of the last day, then the last of each hour for
//! a week, then the last of each day (UTC). What a person saved, sent, asked to send or took up again stays.

use super::backend::{Touched, on_driver};
use super::{Store, StoreError};
use crate::clock::{DAY, HOUR, Millis};

/// In one statement: no write holds others up for long.
const CHUNK: i64 = 200;
const WEEK: Millis = 7 * DAY;

/// Thins a little; true when there may be more to thin.
pub async fn thin(store: &Store, now: Millis) -> Result<bool, StoreError> {
    const THIN: &str = "DELETE FROM release_versions WHERE (release_id, version) IN ( \
         SELECT v.release_id, v.version FROM release_versions v \
         WHERE v.act = 'autosaved' AND v.created_ms < $1 \
           AND EXISTS (SELECT 1 FROM release_versions n WHERE n.release_id = v.release_id AND n.version > v.version \
             AND n.act = 'autosaved' AND n.created_ms < $1 \
             AND n.created_ms / (CASE WHEN v.created_ms < $2 THEN CAST($4 AS BIGINT) ELSE CAST($3 AS BIGINT) END) \
               = v.created_ms / (CASE WHEN v.created_ms < $2 THEN CAST($4 AS BIGINT) ELSE CAST($3 AS BIGINT) END)) \
           AND v.version <> (SELECT r.version FROM releases r WHERE r.id = v.release_id) \
           AND NOT EXISTS (SELECT 1 FROM mailings m WHERE m.release_id = v.release_id AND m.version = v.version) \
           AND NOT EXISTS (SELECT 1 FROM requests q WHERE q.release_id = v.release_id AND q.version = v.version) \
           AND NOT EXISTS (SELECT 1 FROM release_versions o WHERE o.release_id = v.release_id AND o.restored = v.version) \
         LIMIT $5)";
    let touched = on_driver!(store.writer(), |c| sqlx::query(THIN)
        .bind(now - DAY)
        .bind(now - WEEK)
        .bind(HOUR)
        .bind(DAY)
        .bind(CHUNK)
        .execute(c)
        .await
        .map(|done| done.touched()))?;
    Ok(i64::try_from(touched).unwrap_or(CHUNK) >= CHUNK)
}
