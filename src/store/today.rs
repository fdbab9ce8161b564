//! What an officer begins the day with: mailings that are not over, the last that are, drafts nobody has sent, embargoes
//! that end soon.

use sqlx::FromRow;

use super::backend::on_driver;
use super::report::{self, MailingReport};
use super::{Store, StoreError};
use crate::clock::Millis;

/// Mailings that are not over (at most 20, newest first), and the last five that are.
pub async fn mailings(store: &Store, now: Millis) -> Result<(Vec<MailingReport>, Vec<MailingReport>), StoreError> {
    const OPEN: &str =
        "SELECT id FROM mailings WHERE state IN ('planning', 'sending', 'paused', 'missed') ORDER BY id DESC LIMIT 20";
    const OVER: &str = "SELECT id FROM mailings WHERE state IN ('done', 'stopped', 'withdrawn') ORDER BY id DESC LIMIT 5";
    let open: Vec<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(OPEN).fetch_all(c).await)?;
    let over: Vec<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(OVER).fetch_all(c).await)?;
    Ok((report::of(store, &open, now).await?, report::of(store, &over, now).await?))
}

/// A release on the page of today.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Mentioned {
    pub id: i64,
    pub title: String,
    pub language: String,
    /// When it was made, or its embargo ends.
    pub at_ms: Millis,
    /// Where it was read; empty = it was written here.
    pub source: String,
}

/// Drafts read from a newsroom since then that nobody has sent yet, newest first, at most 10.
pub async fn drafts(store: &Store, since: Millis) -> Result<Vec<Mentioned>, StoreError> {
    const DRAFTS: &str = "SELECT r.id, v.title, v.language, r.created_ms AS at_ms, COALESCE(r.source_url, '') AS source \
         FROM releases r JOIN release_versions v ON v.release_id = r.id AND v.version = r.version \
         WHERE r.source_id IS NOT NULL AND r.created_ms > $1 AND v.withdrawn_ms IS NULL \
           AND NOT EXISTS (SELECT 1 FROM mailings m WHERE m.release_id = r.id AND m.state <> 'void') \
           AND NOT EXISTS (SELECT 1 FROM requests q WHERE q.release_id = r.id AND q.version = r.version AND q.state = 'waiting') \
         ORDER BY r.created_ms DESC, r.id DESC LIMIT 10";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(DRAFTS).bind(since).fetch_all(c).await)?)
}

/// Releases whose embargo ends between two moments, earliest first, at most 20.
pub async fn embargoes(store: &Store, from: Millis, to: Millis) -> Result<Vec<Mentioned>, StoreError> {
    const EMBARGOES: &str = "SELECT r.id, v.title, v.language, v.embargo_ms AS at_ms, '' AS source \
         FROM releases r JOIN release_versions v ON v.release_id = r.id AND v.version = r.version \
         WHERE v.embargo_ms > $1 AND v.embargo_ms <= $2 AND v.withdrawn_ms IS NULL ORDER BY v.embargo_ms, r.id LIMIT 20";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(EMBARGOES).bind(from).bind(to).fetch_all(c).await)?)
}

/// Whether the office has begun: a release, a reporter, a newsroom's item, something sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Begun {
    pub reporters: i64,
    pub from_newsroom: i64,
    pub tests: i64,
    pub mailings: i64,
}

pub async fn begun(store: &Store) -> Result<Begun, StoreError> {
    const BEGUN: &str = "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM contacts LIMIT 1) AS a) AS reporters, \
         (SELECT COUNT(*) FROM (SELECT 1 FROM releases WHERE source_id IS NOT NULL LIMIT 1) AS b) AS from_newsroom, \
         (SELECT COUNT(*) FROM (SELECT 1 FROM singles WHERE purpose = 'test' LIMIT 1) AS c) AS tests, \
         (SELECT COUNT(*) FROM (SELECT 1 FROM mailings LIMIT 1) AS d) AS mailings";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(BEGUN).fetch_one(c).await)?)
}

/// How many things wait for a person: mailings that missed their time, and mailings with copies in doubt.
pub async fn needing(store: &Store) -> Result<i64, StoreError> {
    const NEEDING: &str = "SELECT (SELECT COUNT(*) FROM mailings WHERE state = 'missed') \
         + (SELECT COUNT(DISTINCT mailing_id) FROM deliveries WHERE state = 'in_doubt' AND mailing_id > 0)";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(NEEDING).fetch_one(c).await)?)
}
