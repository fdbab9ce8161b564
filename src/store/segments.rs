//! Saved rules, by name.

use super::backend::on_driver;
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::ids::{SegmentId, new_uid};
use crate::model::segment::Rule;
use crate::model::vocabulary::term_key;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub id: SegmentId,
    pub name: String,
    pub rule: Rule,
}

fn segment((id, name, rule): (i64, String, String)) -> Result<Segment, StoreError> {
    let rule = serde_json::from_str(&rule).map_err(|_| StoreError::Corrupt {
        table: "segments",
        column: "rule",
        row: id.to_string(),
    })?;
    Ok(Segment { id: SegmentId(id), name, rule })
}

/// Saves a rule under a new name; `None` when the name is taken.
pub async fn insert(store: &Store, name: &str, rule: &Rule, now: Millis) -> Result<Option<SegmentId>, StoreError> {
    const INSERT: &str = "INSERT INTO segments (uid, name, name_key, rule, created_ms, updated_ms) VALUES ($1, $2, $3, $4, $5, $5) \
         ON CONFLICT (name_key) DO NOTHING RETURNING id";
    let text = serde_json::json!(rule).to_string();
    let id: Option<i64> = on_driver!(store.writer(), |c| sqlx::query_scalar(INSERT)
        .bind(new_uid(now))
        .bind(name)
        .bind(term_key(name))
        .bind(&text)
        .bind(now)
        .fetch_optional(c)
        .await)?;
    Ok(id.map(SegmentId))
}

pub async fn find(store: &Store, name: &str) -> Result<Option<Segment>, StoreError> {
    const FIND: &str = "SELECT id, name, rule FROM segments WHERE name_key = $1";
    let row = on_driver!(store.reader(), |c| sqlx::query_as(FIND).bind(term_key(name)).fetch_optional(c).await)?;
    row.map(segment).transpose()
}

pub async fn list(store: &Store) -> Result<Vec<Segment>, StoreError> {
    const LIST: &str = "SELECT id, name, rule FROM segments ORDER BY name_key";
    let rows: Vec<(i64, String, String)> = on_driver!(store.reader(), |c| sqlx::query_as(LIST).fetch_all(c).await)?;
    rows.into_iter().map(segment).collect()
}
