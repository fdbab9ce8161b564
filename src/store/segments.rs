//! Saved rules, by name.

use super::backend::{Touched, on_driver, on_tx};
use super::{Store, StoreError, audit};
use crate::clock::Millis;
use crate::model::ids::{SegmentId, new_uid};
use crate::model::segment::Rule;
use crate::model::version;
use crate::model::vocabulary::term_key;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub id: SegmentId,
    pub name: String,
    pub rule: Rule,
}

impl Segment {
    /// Changes whenever its name or rule does.
    pub fn version(&self) -> String {
        version::of(&(&self.name, &self.rule))
    }
}

/// What became of changing or deleting one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Done,
    /// Somebody else changed it since it was looked at.
    Meanwhile,
    NameTaken,
    /// So many mailings that are not over use it.
    InUse(i64),
    Gone,
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

pub async fn get(store: &Store, id: SegmentId) -> Result<Option<Segment>, StoreError> {
    let row = on_driver!(store.reader(), |c| sqlx::query_as(GET).bind(id.0).fetch_optional(c).await)?;
    row.map(segment).transpose()
}

const GET: &str = "SELECT id, name, rule FROM segments WHERE id = $1";

/// Writes down who made one.
pub async fn note(store: &Store, id: SegmentId, act: &str, actor: &str, now: Millis) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    audit::note(&mut tx, now, actor, act, &format!("segment {id}"), "").await?;
    tx.commit().await
}

/// Puts name and rule in the place of those whose version somebody saw.
pub async fn change(
    store: &Store,
    id: SegmentId,
    (name, rule): (&str, &Rule),
    seen: &str,
    actor: &str,
    now: Millis,
) -> Result<Changed, StoreError> {
    const TOUCH: &str = "UPDATE segments SET updated_ms = $2 WHERE id = $1";
    const CHANGE: &str = "UPDATE segments SET name = $2, name_key = $3, rule = $4 WHERE id = $1";
    const TAKEN: &str = "SELECT COUNT(*) FROM segments WHERE name_key = $1 AND id <> $2";
    let mut tx = store.begin().await?;
    on_tx!(&mut tx, |c| sqlx::query(TOUCH).bind(id.0).bind(now).execute(c).await.map(drop))?;
    let row = on_tx!(&mut tx, |c| sqlx::query_as(GET).bind(id.0).fetch_optional(c).await)?;
    let Some(before) = row.map(segment).transpose()? else { return Ok(Changed::Gone) };
    if before.version() != seen {
        return Ok(Changed::Meanwhile);
    }
    let key = term_key(name);
    let taken: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(TAKEN).bind(&key).bind(id.0).fetch_one(c).await)?;
    if taken > 0 {
        return Ok(Changed::NameTaken);
    }
    let text = serde_json::json!(rule).to_string();
    on_tx!(&mut tx, |c| sqlx::query(CHANGE).bind(id.0).bind(name).bind(&key).bind(&text).execute(c).await.map(drop))?;
    audit::note(&mut tx, now, actor, "segment.change", &format!("segment {id}"), "").await?;
    tx.commit().await?;
    Ok(Changed::Done)
}

const IN_USE: &str = "SELECT COUNT(*) FROM mailings m JOIN releases r ON r.id = m.release_id \
     WHERE r.segment_id = $1 AND m.state IN ('planning', 'sending', 'paused', 'missed')";

/// Mailings that are not over and whose release takes its audience from this segment.
pub async fn in_use(store: &Store, id: SegmentId) -> Result<i64, StoreError> {
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(IN_USE).bind(id.0).fetch_one(c).await)?)
}

/// Deletes it, unless a mailing that is not over uses it. Releases keep the rule they took from it.
pub async fn delete(store: &Store, id: SegmentId, actor: &str, now: Millis) -> Result<Changed, StoreError> {
    const FREE: &str = "UPDATE releases SET segment_id = NULL WHERE segment_id = $1";
    const DELETE: &str = "DELETE FROM segments WHERE id = $1";
    let mut tx = store.begin().await?;
    let used: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(IN_USE).bind(id.0).fetch_one(c).await)?;
    if used > 0 {
        return Ok(Changed::InUse(used));
    }
    on_tx!(&mut tx, |c| sqlx::query(FREE).bind(id.0).execute(c).await.map(drop))?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(DELETE).bind(id.0).execute(c).await.map(|r| r.touched()))?;
    if touched == 0 {
        return Ok(Changed::Gone);
    }
    audit::note(&mut tx, now, actor, "segment.delete", &format!("segment {id}"), "").await?;
    tx.commit().await?;
    Ok(Changed::Done)
}
