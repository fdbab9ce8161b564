//! Newsrooms: the feeds that are looked at by themselves, who looks now, and how the last look went. What was found in
//! them is in `newsroom_items`.

use sqlx::FromRow;

use super::audit::note;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::{Store, StoreError, newsroom_items};
use crate::clock::Millis;
use crate::model::ids::NewsroomId;

/// A source as it stands.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Newsroom {
    #[sqlx(rename = "id")]
    number: i64,
    pub url: String,
    pub name: String,
    /// `rss`, `atom` or `json`.
    pub kind: String,
    pub added_by: String,
    pub added_ms: Millis,
    /// What the last answer said of itself.
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// The last good answer, also one without anything new.
    pub fetched_ms: Option<Millis>,
    /// The last good answer with something new or changed.
    pub changed_ms: Option<Millis>,
    /// When it is looked at next.
    pub due_ms: Millis,
    /// In a row.
    pub failures: i64,
    /// Of the last failure, while it lasts.
    pub last_problem: String,
    /// Items in the last answer that was not "unchanged", and those of them that could not be read.
    pub items: i64,
    pub unread: i64,
    /// Title of the newest item in it.
    pub newest: String,
}

impl Newsroom {
    pub fn id(&self) -> NewsroomId {
        NewsroomId(self.number)
    }
}

/// A source to be added.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    pub url: &'a str,
    pub name: &'a str,
    pub kind: &'a str,
}

/// Adds a source, due at once. `None` when it is there already. One that was removed comes back: what it had then is
/// known still.
pub async fn add(store: &Store, new: New<'_>, actor: &str, now: Millis) -> Result<Option<NewsroomId>, StoreError> {
    const ADD: &str = "INSERT INTO newsrooms (url, name, kind, added_by, added_ms, due_ms) VALUES ($1, $2, $3, $4, $5, $5) \
         ON CONFLICT (url) DO UPDATE SET name = excluded.name, kind = excluded.kind, added_by = excluded.added_by, \
           added_ms = excluded.added_ms, due_ms = excluded.due_ms, etag = NULL, last_modified = NULL, fetched_ms = NULL, \
           failures = 0, last_problem = '', removed_ms = NULL, fence = newsrooms.fence + 1 \
         WHERE newsrooms.removed_ms IS NOT NULL RETURNING id";
    let mut tx = store.begin().await?;
    let id: Option<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(ADD)
        .bind(new.url)
        .bind(new.name)
        .bind(new.kind)
        .bind(actor)
        .bind(now)
        .fetch_optional(c)
        .await)?;
    if let Some(id) = id {
        note(&mut tx, now, actor, "newsroom.add", &format!("newsroom {id}"), new.url).await?;
    }
    tx.commit().await?;
    Ok(id.map(NewsroomId))
}

/// The sources, in the order they were added.
pub async fn list(store: &Store) -> Result<Vec<Newsroom>, StoreError> {
    const LIST: &str = "SELECT id, url, name, kind, added_by, added_ms, etag, last_modified, fetched_ms, changed_ms, due_ms, \
         failures, last_problem, items, unread, newest FROM newsrooms WHERE removed_ms IS NULL ORDER BY id";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(LIST).fetch_all(c).await)?)
}

pub async fn find(store: &Store, id: NewsroomId) -> Result<Option<Newsroom>, StoreError> {
    const FIND: &str = "SELECT id, url, name, kind, added_by, added_ms, etag, last_modified, fetched_ms, changed_ms, due_ms, \
         failures, last_problem, items, unread, newest FROM newsrooms WHERE id = $1 AND removed_ms IS NULL";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(FIND).bind(id.0).fetch_optional(c).await)?)
}

/// It is not looked at any more, and what waits to become a draft does not. Drafts that were made stay. `false` when
/// there is no such source.
pub async fn remove(store: &Store, id: NewsroomId, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const REMOVE: &str = "UPDATE newsrooms SET removed_ms = $2, fence = fence + 1 WHERE id = $1 AND removed_ms IS NULL";
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(REMOVE).bind(id.0).bind(now).execute(c).await.map(|r| r.touched()))?;
    if touched > 0 {
        newsroom_items::forget_settling(&mut tx, id).await?;
        note(&mut tx, now, actor, "newsroom.remove", &format!("newsroom {id}"), "").await?;
    }
    tx.commit().await?;
    Ok(touched > 0)
}

/// It is looked at next. `false` when there is no such source.
pub async fn hurry(store: &Store, id: NewsroomId, now: Millis) -> Result<bool, StoreError> {
    const HURRY: &str = "UPDATE newsrooms SET due_ms = $2 WHERE id = $1 AND removed_ms IS NULL";
    let touched = on_driver!(store.writer(), |c| sqlx::query(HURRY).bind(id.0).bind(now).execute(c).await.map(|r| r.touched()))?;
    Ok(touched > 0)
}

/// A source that this process looks at now; nobody else does before `lease` is over.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Claim {
    #[sqlx(flatten)]
    pub newsroom: Newsroom,
    fence: i64,
}

/// Takes the source that has been due for longest, if one is.
pub async fn claim(store: &Store, lease: Millis, now: Millis) -> Result<Option<Claim>, StoreError> {
    const ANY: &str = "SELECT COUNT(*) FROM newsrooms WHERE removed_ms IS NULL AND due_ms <= $1";
    // Asked again outside: on PostgreSQL a second one waits for the first one's row and must then find it taken.
    const CLAIM: &str = "UPDATE newsrooms SET due_ms = $1 + $2, fence = fence + 1 \
         WHERE id = (SELECT id FROM newsrooms WHERE removed_ms IS NULL AND due_ms <= $1 ORDER BY due_ms, id LIMIT 1) \
           AND removed_ms IS NULL AND due_ms <= $1 \
         RETURNING id, url, name, kind, added_by, added_ms, etag, last_modified, fetched_ms, changed_ms, due_ms, \
           failures, last_problem, items, unread, newest, fence";
    let due: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(ANY).bind(now).fetch_one(c).await)?;
    if due == 0 {
        return Ok(None);
    }
    Ok(on_driver!(store.writer(), |c| sqlx::query_as(CLAIM).bind(now).bind(lease).fetch_optional(c).await)?)
}

/// A good answer, and what is asked with next time.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    pub etag: Option<&'a str>,
    pub last_modified: Option<&'a str>,
    pub items: i64,
    pub unread: i64,
    pub newest: &'a str,
    pub due: Millis,
}

/// Nothing new. `false` when somebody else has taken the source meanwhile.
pub async fn unchanged(store: &Store, claim: &Claim, due: Millis, now: Millis) -> Result<bool, StoreError> {
    const UNCHANGED: &str = "UPDATE newsrooms SET fetched_ms = $3, due_ms = $4, failures = 0, last_problem = '' \
         WHERE id = $1 AND fence = $2";
    let touched = on_driver!(store.writer(), |c| sqlx::query(UNCHANGED)
        .bind(claim.newsroom.number)
        .bind(claim.fence)
        .bind(now)
        .bind(due)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    Ok(touched > 0)
}

/// Writes down an answer and the items that are new or changed in it, together. `false` when somebody else has taken
/// the source meanwhile: then nothing is written.
pub async fn answered(
    store: &Store,
    claim: &Claim,
    answer: Answered<'_>,
    items: &newsroom_items::Changes,
    now: Millis,
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    if !write_answer(&mut tx, claim, answer, !items.is_empty(), now).await? {
        return Ok(false);
    }
    newsroom_items::write(&mut tx, claim.newsroom.id(), items, now).await?;
    tx.commit().await?;
    Ok(true)
}

async fn write_answer(tx: &mut Tx, claim: &Claim, answer: Answered<'_>, changed: bool, now: Millis) -> Result<bool, StoreError> {
    const ANSWERED: &str = "UPDATE newsrooms SET fetched_ms = $3, due_ms = $4, failures = 0, last_problem = '', etag = $5, \
         last_modified = $6, items = $7, unread = $8, newest = $9, changed_ms = CASE WHEN $10 = 1 THEN $3 ELSE changed_ms END \
         WHERE id = $1 AND fence = $2";
    let touched = on_tx!(tx, |c| sqlx::query(ANSWERED)
        .bind(claim.newsroom.number)
        .bind(claim.fence)
        .bind(now)
        .bind(answer.due)
        .bind(answer.etag)
        .bind(answer.last_modified)
        .bind(answer.items)
        .bind(answer.unread)
        .bind(answer.newest)
        .bind(i64::from(changed))
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    Ok(touched > 0)
}

/// No good answer. `false` when somebody else has taken the source meanwhile.
pub async fn failed(store: &Store, claim: &Claim, problem: &str, due: Millis) -> Result<bool, StoreError> {
    const FAILED: &str =
        "UPDATE newsrooms SET failures = failures + 1, last_problem = $3, due_ms = $4 WHERE id = $1 AND fence = $2";
    let touched = on_driver!(store.writer(), |c| sqlx::query(FAILED)
        .bind(claim.newsroom.number)
        .bind(claim.fence)
        .bind(problem)
        .bind(due)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    Ok(touched > 0)
}

pub use super::newsroom_items::{Changed, changed};
