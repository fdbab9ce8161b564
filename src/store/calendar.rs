//! What goes out when: mailings, the end of embargoes, and drafts by their own date.

use sqlx::FromRow;

use super::backend::on_driver;
use super::{Store, StoreError};
use crate::clock::Millis;

/// More of one kind than anybody reads of a month.
const MOST: i64 = 400;

/// Something with a moment.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Entry {
    pub release_id: i64,
    pub title: String,
    pub language: String,
    pub at_ms: Millis,
}

/// Something with a day, `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Dated {
    pub release_id: i64,
    pub title: String,
    pub language: String,
    pub dated: String,
}

/// Mailings that go out or went out with `from <= at < to`; none that will never.
pub async fn mailings(store: &Store, from: Millis, to: Millis) -> Result<Vec<Entry>, StoreError> {
    const MAILINGS: &str = "SELECT m.release_id, v.title, v.language, m.not_before_ms AS at_ms FROM mailings m \
         JOIN release_versions v ON v.release_id = m.release_id AND v.version = m.version \
         WHERE m.not_before_ms >= $1 AND m.not_before_ms < $2 AND m.state <> 'void' \
         AND NOT (m.state IN ('stopped', 'withdrawn') AND m.started_ms IS NULL) ORDER BY m.not_before_ms, m.id LIMIT $3";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(MAILINGS).bind(from).bind(to).bind(MOST).fetch_all(c).await)?)
}

/// Embargoes of the newest versions that end with `from <= at < to`.
pub async fn embargoes(store: &Store, from: Millis, to: Millis) -> Result<Vec<Entry>, StoreError> {
    const EMBARGOES: &str = "SELECT v.release_id, v.title, v.language, v.embargo_ms AS at_ms FROM release_versions v \
         JOIN releases r ON r.id = v.release_id AND r.version = v.version \
         WHERE v.embargo_ms >= $1 AND v.embargo_ms < $2 AND v.withdrawn_ms IS NULL ORDER BY v.embargo_ms, v.release_id LIMIT $3";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(EMBARGOES).bind(from).bind(to).bind(MOST).fetch_all(c).await)?)
}

/// Releases nobody has sent yet, by the date they carry, `from <= date < to`.
pub async fn drafts(store: &Store, from: &str, to: &str) -> Result<Vec<Dated>, StoreError> {
    const DRAFTS: &str = "SELECT v.release_id, v.title, v.language, v.dated FROM release_versions v \
         JOIN releases r ON r.id = v.release_id AND r.version = v.version \
         WHERE v.dated >= $1 AND v.dated < $2 AND NOT EXISTS (SELECT 1 FROM mailings m WHERE m.release_id = r.id) \
         ORDER BY v.dated, v.release_id DESC LIMIT $3";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(DRAFTS).bind(from).bind(to).bind(MOST).fetch_all(c).await)?)
}
