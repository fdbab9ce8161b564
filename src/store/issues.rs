//! Issues: the office's own tree of subject areas.

use std::collections::HashMap;

use super::audit::note;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::vocabulary::{self, Origin};
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::ids::{ALL_ISSUES, IssueId};
use crate::model::tree::Node;
use crate::model::vocabulary::{Place, Synonym, term_key};

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

/// What became of a change to the issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    Done,
    /// There is no such issue (for a new one: no such parent).
    NoSuch,
    /// Another issue has this name.
    NameTaken,
}

/// Adds an issue below another, with the other names it goes by.
pub async fn add(
    store: &Store,
    name: &str,
    parent: IssueId,
    others: &[String],
    actor: &str,
    now: Millis,
) -> Result<Settled, StoreError> {
    const ADD: &str = "INSERT INTO issues (name, name_key, parent_id, created_ms) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (name_key) DO NOTHING RETURNING id";
    const PARENT: &str = "SELECT COUNT(*) FROM issues WHERE id = $1";
    let mut tx = store.begin().await?;
    let there: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(PARENT).bind(parent.0).fetch_one(c).await)?;
    if there == 0 {
        tx.commit().await?;
        return Ok(Settled::NoSuch);
    }
    let id: Option<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(ADD)
        .bind(name)
        .bind(term_key(name))
        .bind(parent.0)
        .bind(now)
        .fetch_optional(c)
        .await)?;
    let Some(id) = id else {
        tx.commit().await?;
        return Ok(Settled::NameTaken);
    };
    also_called(&mut tx, IssueId(id), others).await?;
    note(&mut tx, now, actor, "issue.add", &format!("issue {id}"), name).await?;
    tx.commit().await?;
    Ok(Settled::Done)
}

/// Gives an issue this name, and exactly these others besides its old name: what was filed under it stays so.
pub async fn change(
    store: &Store,
    id: IssueId,
    name: &str,
    others: &[String],
    actor: &str,
    now: Millis,
) -> Result<Settled, StoreError> {
    const OLD: &str = "SELECT name FROM issues WHERE id = $1";
    const TAKEN: &str = "SELECT COUNT(*) FROM issues WHERE name_key = $1 AND id <> $2";
    const RENAME: &str = "UPDATE issues SET name = $2, name_key = $3 WHERE id = $1";
    const FORGET: &str = "DELETE FROM synonyms WHERE kind = 'issue' AND target_id = $1";
    let mut tx = store.begin().await?;
    let old: Option<String> = on_tx!(&mut tx, |c| sqlx::query_scalar(OLD).bind(id.0).fetch_optional(c).await)?;
    let Some(old) = old.filter(|_| id != ALL_ISSUES) else {
        tx.commit().await?;
        return Ok(Settled::NoSuch);
    };
    let taken: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(TAKEN).bind(term_key(name)).bind(id.0).fetch_one(c).await)?;
    if taken > 0 {
        tx.commit().await?;
        return Ok(Settled::NameTaken);
    }
    let touched = on_tx!(&mut tx, |c| sqlx::query(RENAME)
        .bind(id.0)
        .bind(name)
        .bind(term_key(name))
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    StoreError::expect_rows("the issue", 1, touched)?;
    on_tx!(&mut tx, |c| sqlx::query(FORGET).bind(id.0).execute(c).await.map(drop))?;
    let mut others = others.to_vec();
    if term_key(&old) != term_key(name) {
        others.push(old);
    }
    also_called(&mut tx, id, &others).await?;
    note(&mut tx, now, actor, "issue.change", &format!("issue {id}"), name).await?;
    tx.commit().await?;
    Ok(Settled::Done)
}

async fn also_called(tx: &mut Tx, id: IssueId, others: &[String]) -> Result<(), StoreError> {
    let mut keys: Vec<_> = others.iter().map(|term| term_key(term)).collect();
    keys.sort_unstable();
    keys.dedup();
    let synonyms: Vec<_> = keys.into_iter().map(|term_key| Synonym { term_key, what: Place::Issue(id) }).collect();
    vocabulary::settle_in(tx, &synonyms, Origin::Office).await
}

/// How many reporters cover each issue itself, and how many releases are about it.
pub async fn used(store: &Store) -> Result<HashMap<i64, (i64, i64)>, StoreError> {
    const USED: &str = "SELECT id, CAST(SUM(reporters) AS BIGINT), CAST(SUM(releases) AS BIGINT) FROM ( \
         SELECT issue_id AS id, COUNT(*) AS reporters, 0 AS releases FROM contact_issues GROUP BY issue_id \
         UNION ALL SELECT issue_id, 0, COUNT(*) FROM release_issues GROUP BY issue_id) u GROUP BY id";
    let rows: Vec<(i64, i64, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(USED).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id, reporters, releases)| (id, (reporters, releases))).collect())
}
