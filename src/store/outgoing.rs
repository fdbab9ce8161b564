//! What has become of one release on its way out: its newest mailing, who has it or may have it, which versions went
//! out, and how large this office's mailings usually are.

use super::backend::on_driver;
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::ids::{MailingId, ReleaseId};
use crate::model::mailing::MailingState;

/// One mailing, as far as the pages before it need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub id: MailingId,
    pub version: i64,
    pub state: MailingState,
    pub approved: i64,
    pub not_before: Millis,
    pub created: Millis,
}

impl Outgoing {
    /// A copy of it may still be begun, so it can be stopped.
    pub fn is_open(&self) -> bool {
        matches!(self.state, MailingState::Planning | MailingState::Sending | MailingState::Paused | MailingState::Missed)
    }
}

/// The newest mailing of a release.
pub async fn newest(store: &Store, release: ReleaseId) -> Result<Option<Outgoing>, StoreError> {
    const NEWEST: &str = "SELECT id, version, state, approved_count, not_before_ms, created_ms FROM mailings \
         WHERE release_id = $1 ORDER BY id DESC LIMIT 1";
    let row: Option<(i64, i64, String, i64, i64, i64)> =
        on_driver!(store.reader(), |c| sqlx::query_as(NEWEST).bind(release.0).fetch_optional(c).await)?;
    let Some((id, version, state, approved, not_before, created)) = row else { return Ok(None) };
    let state = MailingState::parse(&state).ok_or_else(|| StoreError::Corrupt {
        table: "mailings",
        column: "state",
        row: id.to_string(),
    })?;
    Ok(Some(Outgoing { id: MailingId(id), version, state, approved, not_before, created }))
}

/// The largest of the last `lately` mailings; `None` when there were none.
pub async fn largest(store: &Store, lately: i64) -> Result<Option<i64>, StoreError> {
    const LARGEST: &str = "SELECT MAX(approved_count) FROM (SELECT approved_count FROM mailings WHERE state <> 'void' \
         ORDER BY id DESC LIMIT $1) AS lately";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(LARGEST).bind(lately).fetch_one(c).await)?)
}

/// Versions of a release that went out, or were to go out, and are not withdrawn.
pub async fn versions(store: &Store, release: ReleaseId) -> Result<Vec<i64>, StoreError> {
    const VERSIONS: &str = "SELECT DISTINCT m.version FROM mailings m \
         JOIN release_versions v ON v.release_id = m.release_id AND v.version = m.version \
         WHERE m.release_id = $1 AND m.state <> 'void' AND v.withdrawn_ms IS NULL ORDER BY m.version";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(VERSIONS).bind(release.0).fetch_all(c).await)?)
}

/// People of a release, each counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holders {
    /// They have a copy, or may have one.
    pub have: i64,
    /// They wait for a first copy.
    pub wait: i64,
    /// They have none, because it was withdrawn before.
    pub missed: i64,
}

/// Who has a release, who may have it, and who waits for it, over all its mailings.
pub async fn holders(store: &Store, release: ReleaseId) -> Result<Holders, StoreError> {
    const HOLDERS: &str = "SELECT COALESCE(SUM(CASE WHEN best = 1 THEN 1 ELSE 0 END), 0), \
           COALESCE(SUM(CASE WHEN best = 2 THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN best = 3 THEN 1 ELSE 0 END), 0) \
         FROM (SELECT d.contact_id, MIN(CASE WHEN d.state IN ('accepted', 'in_doubt', 'attempting') THEN 1 \
               WHEN d.state IN ('pending', 'claimed', 'deferred') THEN 2 WHEN d.left_out = 'withdrawn' THEN 3 ELSE 4 END) AS best \
             FROM deliveries d WHERE d.mailing_id IN (SELECT id FROM mailings WHERE release_id = $1) GROUP BY d.contact_id) AS people";
    let (have, wait, missed): (i64, i64, i64) =
        on_driver!(store.reader(), |c| sqlx::query_as(HOLDERS).bind(release.0).fetch_one(c).await)?;
    Ok(Holders { have, wait, missed })
}
