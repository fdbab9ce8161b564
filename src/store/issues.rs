//! Issues: the office's own tree of subject areas.

use super::backend::{on_driver, on_tx};
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::ids::IssueId;
use crate::model::tree::Node;
use crate::model::vocabulary::term_key;

/// An issue as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    pub id: IssueId,
    pub name: String,
    pub parent: Option<IssueId>,
    /// IPTC Media Topic, `medtop:20000593`.
    pub media_topic: Option<String>,
}

pub async fn list(store: &Store) -> Result<Vec<Issue>, StoreError> {
    const LIST: &str = "SELECT id, name, parent_id, media_topic FROM issues ORDER BY id";
    let rows: Vec<(i64, String, Option<i64>, Option<String>)> =
        on_driver!(store.reader(), |c| sqlx::query_as(LIST).fetch_all(c).await)?;
    let issue =
        |(id, name, parent, media_topic)| Issue { id: IssueId(id), name, parent: Option::map(parent, IssueId), media_topic };
    Ok(rows.into_iter().map(issue).collect())
}

pub(super) async fn nodes(store: &Store) -> Result<Vec<Node>, StoreError> {
    let node = |issue: Issue| Node {
        id: issue.id.0,
        parent: issue.parent.map(|parent| parent.0),
        code: String::new(),
        name: issue.name,
    };
    Ok(list(store).await?.into_iter().map(node).collect())
}

/// Adds an issue, or finds the one of that name. The second value says whether it is new.
pub async fn insert(
    store: &Store,
    name: &str,
    parent: IssueId,
    media_topic: Option<&str>,
    now: Millis,
) -> Result<(IssueId, bool), StoreError> {
    const INSERT: &str = "INSERT INTO issues (name, name_key, parent_id, media_topic, created_ms) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (name_key) DO NOTHING RETURNING id";
    const FIND: &str = "SELECT id FROM issues WHERE name_key = $1";
    let key = term_key(name);
    let mut tx = store.begin().await?;
    let new: Option<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(INSERT)
        .bind(name)
        .bind(&key)
        .bind(parent.0)
        .bind(media_topic)
        .bind(now)
        .fetch_optional(c)
        .await)?;
    let found = match new {
        Some(id) => (IssueId(id), true),
        None => (IssueId(on_tx!(&mut tx, |c| sqlx::query_scalar(FIND).bind(&key).fetch_one(c).await)?), false),
    };
    tx.commit().await?;
    Ok(found)
}
