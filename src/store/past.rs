//! What a review compares a release with: mailings of the days around it, who got them, and whether anything that it
//! looked at has changed since.

use serde_json::{Value, json};

use super::Store;
use super::backend::on_driver;
use super::error::StoreError;
use crate::clock::Millis;
use crate::model::ids::{MailingId, ReleaseId};

/// A mailing of the last days or of those to come.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Near {
    pub id: i64,
    #[sqlx(rename = "release_id")]
    pub release: i64,
    pub state: String,
    #[sqlx(rename = "not_before_ms")]
    pub not_before: Millis,
    pub title: String,
}

impl Near {
    pub fn mailing(&self) -> MailingId {
        MailingId(self.id)
    }

    /// Its rows are not all written yet, so who gets it cannot be asked.
    pub fn is_planning(&self) -> bool {
        self.state == "planning"
    }
}

/// Mailings that went out, or will, after `since`; newest first. Void and withdrawn ones, and those stopped before they
/// began, are none.
pub async fn near(store: &Store, since: Millis) -> Result<Vec<Near>, StoreError> {
    const NEAR: &str = "SELECT m.id, m.release_id, m.state, m.not_before_ms, v.title FROM mailings m \
         JOIN release_versions v ON v.release_id = m.release_id AND v.version = m.version \
         WHERE m.not_before_ms > $1 AND m.state NOT IN ('void', 'withdrawn') ORDER BY m.id DESC LIMIT 200";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(NEAR).bind(since).fetch_all(c).await)?)
}

/// What a mailing said.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Said {
    pub id: i64,
    #[sqlx(rename = "release_id")]
    pub release: i64,
    pub title: String,
    pub teaser: String,
    pub body: String,
}

/// The texts of other releases' mailings created after `since`, newest first, at most fifty.
pub async fn texts(store: &Store, release: ReleaseId, since: Millis) -> Result<Vec<Said>, StoreError> {
    const TEXTS: &str = "SELECT m.id, m.release_id, v.title, v.teaser, v.body FROM mailings m \
         JOIN release_versions v ON v.release_id = m.release_id AND v.version = m.version \
         WHERE m.release_id <> $1 AND m.created_ms > $2 AND m.state <> 'void' ORDER BY m.id DESC LIMIT 50";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(TEXTS).bind(release.0).bind(since).fetch_all(c).await)?)
}

/// Title and body of every version of a release, oldest first.
pub async fn versions(store: &Store, release: ReleaseId) -> Result<Vec<(String, String)>, StoreError> {
    const VERSIONS: &str = "SELECT title, body FROM release_versions WHERE release_id = $1 ORDER BY version";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(VERSIONS).bind(release.0).fetch_all(c).await)?)
}

/// How many of these addresses each of these mailings goes to.
pub async fn shared(store: &Store, mailings: &[MailingId], keys: &[String]) -> Result<Vec<(MailingId, i64)>, StoreError> {
    const SHARED: &str = "SELECT m.id, COUNT(*) FROM (SELECT CAST(value ->> 'id' AS BIGINT) AS id FROM json_each($1)) AS m \
         CROSS JOIN (SELECT value ->> 'key' AS address_key FROM json_each($2)) AS k \
         JOIN deliveries d ON d.mailing_id = m.id AND d.address_key = k.address_key AND d.single_id = 0 \
         WHERE d.state NOT IN ('left_out', 'refused') GROUP BY m.id";
    if mailings.is_empty() || keys.is_empty() {
        return Ok(Vec::new());
    }
    let ids = Value::from_iter(mailings.iter().map(|id| json!({"id": id.0}))).to_string();
    let keys = rows(keys);
    let found: Vec<(i64, i64)> =
        on_driver!(store.reader(), |c| sqlx::query_as(SHARED).bind(&ids).bind(&keys).fetch_all(c).await)?;
    Ok(found.into_iter().map(|(id, n)| (MailingId(id), n)).collect())
}

/// How many of these addresses took in at least `most` different releases by these mailings.
pub async fn tired(store: &Store, mailings: &[(MailingId, ReleaseId)], keys: &[String], most: i64) -> Result<i64, StoreError> {
    const TIRED: &str = "SELECT COUNT(*) FROM (SELECT d.address_key FROM \
             (SELECT CAST(value ->> 'id' AS BIGINT) AS id, CAST(value ->> 'release' AS BIGINT) AS about FROM json_each($1)) AS m \
             CROSS JOIN (SELECT value ->> 'key' AS address_key FROM json_each($2)) AS k \
             JOIN deliveries d ON d.mailing_id = m.id AND d.address_key = k.address_key AND d.single_id = 0 \
             WHERE d.state = 'accepted' GROUP BY d.address_key HAVING COUNT(DISTINCT m.about) >= $3) AS tired";
    if mailings.is_empty() || keys.is_empty() {
        return Ok(0);
    }
    let ids = Value::from_iter(mailings.iter().map(|(id, release)| json!({"id": id.0, "release": release.0}))).to_string();
    let keys = rows(keys);
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(TIRED).bind(&ids).bind(&keys).bind(most).fetch_one(c).await)?)
}

fn rows(keys: &[String]) -> String {
    Value::from_iter(keys.iter().map(|key| json!({"key": key}))).to_string()
}

/// The most people any of the last twenty mailings was approved for; `None` when there was none yet.
pub async fn largest(store: &Store) -> Result<Option<i64>, StoreError> {
    const LARGEST: &str = "SELECT MAX(approved_count) FROM \
         (SELECT approved_count FROM mailings WHERE state <> 'void' ORDER BY id DESC LIMIT 20) AS last";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(LARGEST).fetch_one(c).await)?)
}

/// How many contacts there are.
pub async fn contacts(store: &Store) -> Result<i64, StoreError> {
    const CONTACTS: &str = "SELECT COUNT(*) FROM contacts";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(CONTACTS).fetch_one(c).await)?)
}

/// What a review depends on, as a few numbers that change when it does. Two equal stamps a minute apart mean that
/// nothing a person would notice has changed; sending looks again all the same.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Stamp {
    pub version: i64,
    updated_ms: i64,
    sha256: String,
    withdrawn_ms: Option<i64>,
    contacts_changed: Option<i64>,
    directory: i64,
    placed: i64,
    last_mailing: Option<i64>,
    approvers: i64,
    rules_changed: Option<i64>,
    killed_ms: Option<i64>,
    quarantined_ms: Option<i64>,
    looks_changed: Option<i64>,
}

/// `None` when there is no such release.
pub async fn stamp(store: &Store, release: ReleaseId) -> Result<Option<Stamp>, StoreError> {
    const STAMP: &str = "SELECT r.version, r.updated_ms, v.sha256, v.withdrawn_ms, \
         (SELECT MAX(updated_ms) FROM contacts) AS contacts_changed, \
         (SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM directory_changes) AS directory, \
         (SELECT COUNT(*) FROM release_regions WHERE release_id = $1) + \
             (SELECT COUNT(*) FROM release_issues WHERE release_id = $1) AS placed, \
         (SELECT MAX(id) FROM mailings) AS last_mailing, \
         (SELECT COUNT(*) FROM officers WHERE role IN ('approver', 'admin') AND removed_ms IS NULL) AS approvers, \
         (SELECT MAX(changed_ms) FROM rules) AS rules_changed, i.killed_ms, i.quarantined_ms, \
         (SELECT MAX(version) FROM mail_templates) AS looks_changed \
         FROM releases r JOIN release_versions v ON v.release_id = r.id AND v.version = r.version CROSS JOIN instance i \
         WHERE r.id = $1 AND i.id = 1";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(STAMP).bind(release.0).fetch_optional(c).await)?)
}
