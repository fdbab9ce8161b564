//! What remains of a mailing: the proof of what was approved and by whom, image loads, and every try and event in the
//! order they are exported.

use super::Store;
use super::backend::on_driver;
use super::error::StoreError;
use crate::clock::Millis;
use crate::model::ids::{DeliveryId, MailingId, ReleaseId};
use crate::model::mailing::MailingState;

/// One of the mailings of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sibling {
    pub id: MailingId,
    pub state: MailingState,
    pub approved: i64,
    pub created: Millis,
}

/// The mailings of a release, newest first.
pub async fn mailings(store: &Store, release: ReleaseId) -> Result<Vec<Sibling>, StoreError> {
    const MAILINGS: &str =
        "SELECT id, state, approved_count, created_ms FROM mailings WHERE release_id = $1 ORDER BY id DESC LIMIT 100";
    let rows: Vec<(i64, String, i64, Millis)> =
        on_driver!(store.reader(), |c| sqlx::query_as(MAILINGS).bind(release.0).fetch_all(c).await)?;
    let sibling = |(id, state, approved, created): (i64, String, i64, Millis)| {
        let corrupt = || StoreError::Corrupt { table: "mailings", column: "state", row: id.to_string() };
        let state = MailingState::parse(&state).ok_or_else(corrupt)?;
        Ok(Sibling { id: MailingId(id), state, approved, created })
    };
    rows.into_iter().map(sibling).collect()
}

/// What was approved, by whom and when; it does not change any more.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Proof {
    pub version: i64,
    pub seal: String,
    pub audience_digest: String,
    pub submitter: String,
    /// `None`: nobody else had to approve.
    pub approver: Option<String>,
    /// Why somebody else's word was done without, where the rules ask for it.
    pub alone: Option<String>,
    #[sqlx(rename = "created_ms")]
    pub at: Millis,
    #[sqlx(rename = "voided_ms")]
    pub voided: Option<Millis>,
    /// A copy that was accepted, or else any.
    copy: Option<i64>,
}

impl Proof {
    pub fn copy(&self) -> Option<DeliveryId> {
        self.copy.map(DeliveryId)
    }
}

pub async fn proof(store: &Store, mailing: MailingId) -> Result<Option<Proof>, StoreError> {
    const PROOF: &str = "SELECT m.version, m.approval_digest AS seal, m.audience_digest, a.submitter, a.approver, a.alone, a.created_ms, a.voided_ms, \
             COALESCE((SELECT MIN(d.id) FROM deliveries d WHERE d.mailing_id = m.id AND d.state = 'accepted'), \
                 (SELECT MIN(d.id) FROM deliveries d WHERE d.mailing_id = m.id)) AS copy \
         FROM mailings m JOIN approvals a ON a.mailing_id = m.id WHERE m.id = $1";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(PROOF).bind(mailing.0).fetch_optional(c).await)?)
}

/// Image loads of a mailing by what probably loaded them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loads {
    pub human: i64,
    pub proxy: i64,
    pub machine: i64,
}

/// The counted loads together with those of people who agreed to be counted by name.
pub async fn loads(store: &Store, mailing: MailingId) -> Result<Loads, StoreError> {
    const LOADS: &str = "SELECT class, CAST(SUM(n) AS BIGINT) FROM ( \
             SELECT class, loads AS n FROM image_loads WHERE mailing_id = $1 \
             UNION ALL SELECT e.detail AS class, CAST(1 AS BIGINT) AS n FROM events e JOIN deliveries d ON d.id = e.delivery_id \
             WHERE d.mailing_id = $1 AND e.kind = 'opened') AS every_load GROUP BY class";
    let rows: Vec<(String, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(LOADS).bind(mailing.0).fetch_all(c).await)?;
    let of = |class: &str| rows.iter().find(|(known, _)| known == class).map_or(0, |(_, loads)| *loads);
    Ok(Loads { human: of("human_likely"), proxy: of("proxy_unknown"), machine: of("machine_likely") })
}

/// One try for one person.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Tried {
    pub delivery_id: i64,
    pub relay: String,
    pub at_ms: Millis,
    pub phase: Option<String>,
    pub outcome: Option<String>,
    pub code: Option<i64>,
    pub reply: Option<String>,
}

/// Every try of these deliveries, by delivery and in their order.
pub async fn tries(store: &Store, deliveries: &[DeliveryId]) -> Result<Vec<Tried>, StoreError> {
    const TRIES: &str = "SELECT delivery_id, relay, at_ms, phase, outcome, code, reply FROM attempts \
         WHERE delivery_id IN (SELECT CAST(value ->> 'id' AS BIGINT) FROM json_each($1)) ORDER BY delivery_id, fence";
    let ids = deliveries.iter().map(|id| serde_json::json!({ "id": id.0 })).collect();
    let ids = serde_json::Value::Array(ids).to_string();
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(TRIES).bind(&ids).fetch_all(c).await)?)
}

/// What a reporter or a server did afterwards.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Happened {
    pub id: i64,
    pub at_ms: Millis,
    pub kind: String,
    pub delivery_id: i64,
    pub address: String,
    pub detail: String,
}

/// The next events of a mailing after one.
pub async fn events(store: &Store, mailing: MailingId, after: i64, limit: i64) -> Result<Vec<Happened>, StoreError> {
    const EVENTS: &str = "SELECT e.id, e.at_ms, e.kind, e.delivery_id, COALESCE(d.address, '') AS address, e.detail \
         FROM events e LEFT JOIN deliveries d ON d.id = e.delivery_id \
         WHERE e.mailing_id = $1 AND e.id > $2 ORDER BY e.id LIMIT $3";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(EVENTS).bind(mailing.0).bind(after).bind(limit).fetch_all(c).await)?)
}

/// What happened to one copy afterwards, oldest first.
pub async fn events_of(store: &Store, delivery: DeliveryId) -> Result<Vec<Happened>, StoreError> {
    const EVENTS: &str = "SELECT id, at_ms, kind, delivery_id, '' AS address, detail FROM events \
         WHERE delivery_id = $1 ORDER BY at_ms, id LIMIT 100";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(EVENTS).bind(delivery.0).fetch_all(c).await)?)
}

/// The release a mailing is of.
pub async fn release_of(store: &Store, mailing: MailingId) -> Result<Option<ReleaseId>, StoreError> {
    const RELEASE: &str = "SELECT release_id FROM mailings WHERE id = $1";
    let id: Option<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(RELEASE).bind(mailing.0).fetch_optional(c).await)?;
    Ok(id.map(ReleaseId))
}
