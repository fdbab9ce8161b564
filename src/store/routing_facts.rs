//! What the routing asks the database about one message: its release, its reporter, the segments they are in; and the
//! inquiries of the last weeks, to try other rules on.

use serde_json::json;
use sqlx::FromRow;

use super::Store;
use super::backend::{Tx, on_driver, on_tx};
use super::error::StoreError;
use crate::clock::Millis;
use crate::model::ids::{ContactId, InquiryId, OfficerId, ReleaseId, SegmentId};
use crate::model::inquiry::SenderCheck;
use crate::model::segment::Rule;

/// The newest version of a release, as far as routing looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfRelease {
    pub title: String,
    pub language: String,
    /// Its press contact as it is printed; empty = the office's.
    pub contact: String,
    pub regions: Vec<i64>,
    pub issues: Vec<i64>,
}

pub(crate) async fn release(tx: &mut Tx, id: ReleaseId) -> Result<Option<OfRelease>, StoreError> {
    const RELEASE: &str = "SELECT v.title, v.language, COALESCE(v.contact, '') FROM releases r \
         JOIN release_versions v ON v.release_id = r.id AND v.version = r.version WHERE r.id = $1";
    const REGIONS: &str = "SELECT region_id FROM release_regions WHERE release_id = $1 ORDER BY region_id";
    const ISSUES: &str = "SELECT issue_id FROM release_issues WHERE release_id = $1 ORDER BY issue_id";
    let row: Option<(String, String, String)> = on_tx!(tx, |c| sqlx::query_as(RELEASE).bind(id.0).fetch_optional(c).await)?;
    let Some((title, language, contact)) = row else { return Ok(None) };
    let regions = on_tx!(tx, |c| sqlx::query_scalar(REGIONS).bind(id.0).fetch_all(c).await)?;
    let issues = on_tx!(tx, |c| sqlx::query_scalar(ISSUES).bind(id.0).fetch_all(c).await)?;
    Ok(Some(OfRelease { title, language, contact, regions, issues }))
}

/// A reporter of the directory, as far as routing looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfContact {
    pub id: i64,
    pub name: String,
    pub outlet: String,
    pub language: String,
    pub regions: Vec<i64>,
    pub issues: Vec<i64>,
}

pub(crate) async fn contact(tx: &mut Tx, id: ContactId) -> Result<Option<OfContact>, StoreError> {
    const CONTACT: &str = "SELECT id, name, outlet, language FROM contacts WHERE id = $1";
    const REGIONS: &str = "SELECT region_id FROM contact_regions WHERE contact_id = $1 ORDER BY region_id";
    const ISSUES: &str = "SELECT issue_id FROM contact_issues WHERE contact_id = $1 ORDER BY issue_id";
    let row: Option<(i64, String, String, String)> = on_tx!(tx, |c| sqlx::query_as(CONTACT).bind(id.0).fetch_optional(c).await)?;
    let Some((id, name, outlet, language)) = row else { return Ok(None) };
    let regions = on_tx!(tx, |c| sqlx::query_scalar(REGIONS).bind(id).fetch_all(c).await)?;
    let issues = on_tx!(tx, |c| sqlx::query_scalar(ISSUES).bind(id).fetch_all(c).await)?;
    Ok(Some(OfContact { id, name, outlet, language, regions, issues }))
}

/// Segments by number, with their names and rules. What is gone is left out.
pub(crate) async fn segments(tx: &mut Tx, ids: &[SegmentId]) -> Result<Vec<(SegmentId, String, Rule)>, StoreError> {
    const SEGMENTS: &str =
        "SELECT id, name, rule FROM segments WHERE id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1)) ORDER BY id";
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = json!(ids.iter().map(|id| [id.0]).collect::<Vec<_>>()).to_string();
    let rows: Vec<(i64, String, String)> = on_tx!(tx, |c| sqlx::query_as(SEGMENTS).bind(&rows).fetch_all(c).await)?;
    rows.into_iter()
        .map(|(id, name, rule)| {
            let corrupt = |_| StoreError::Corrupt { table: "segments", column: "rule", row: id.to_string() };
            Ok((SegmentId(id), name, serde_json::from_str(&rule).map_err(corrupt)?))
        })
        .collect()
}

/// Officers with the addresses they are known by, for telling whom a press contact names.
pub(crate) async fn officers(tx: &mut Tx) -> Result<Vec<(OfficerId, String, String)>, StoreError> {
    const OFFICERS: &str = "SELECT id, name, address FROM officers WHERE removed_ms IS NULL ORDER BY id";
    let rows: Vec<(i64, String, String)> = on_tx!(tx, |c| sqlx::query_as(OFFICERS).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id, name, address)| (OfficerId(id), name, address)).collect())
}

/// Who had this reporter's last inquiry before this moment, and when it was last written in.
pub(crate) async fn last_handler(
    tx: &mut Tx,
    reporter_key: &str,
    before: Millis,
) -> Result<Option<(OfficerId, Millis)>, StoreError> {
    const LAST: &str = "SELECT owner_id, last_inbound_ms FROM inquiries WHERE reporter_key = $1 AND owner_id IS NOT NULL \
         AND opened_ms < $2 ORDER BY id DESC LIMIT 1";
    if reporter_key.is_empty() {
        return Ok(None);
    }
    let found: Option<(i64, Millis)> =
        on_tx!(tx, |c| sqlx::query_as(LAST).bind(reporter_key).bind(before).fetch_optional(c).await)?;
    Ok(found.map(|(officer, at)| (OfficerId(officer), at)))
}

/// An inquiry as it came in, for trying rules on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    pub id: InquiryId,
    pub subject: String,
    pub fresh: String,
    /// JSON array: whom it was written to.
    pub to: String,
    pub release: Option<ReleaseId>,
    pub contact: Option<ContactId>,
    pub reporter_key: String,
    pub language: String,
    pub sender: SenderCheck,
    pub deadline: Option<Millis>,
    pub urgent: bool,
    pub opened: Millis,
}

#[derive(FromRow)]
struct PastRow {
    id: i64,
    subject: String,
    fresh: Option<String>,
    to_addresses: Option<String>,
    release_id: Option<i64>,
    contact_id: Option<i64>,
    reporter_key: String,
    language: String,
    sender_check: String,
    deadline_ms: Option<Millis>,
    urgent: i64,
    opened_ms: Millis,
}

macro_rules! past {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.subject, substr(m.text_new, 1, 20000) AS fresh, m.to_addresses, i.release_id, i.contact_id, i.reporter_key, \
       i.language, i.sender_check, (SELECT MIN(d.instant_ms) FROM inquiry_deadlines d WHERE d.inquiry_id = i.id AND d.kind = 'deadline' \
         AND d.confidence <> 'set') AS deadline_ms, i.urgent, i.opened_ms \
     FROM inquiries i LEFT JOIN messages m ON m.id = (SELECT MIN(f.id) FROM messages f WHERE f.inquiry_id = i.id AND f.direction = 'in') ",
            $rest
        )
    };
}

fn past(row: PastRow) -> Result<Past, StoreError> {
    let sender = SenderCheck::parse(&row.sender_check).ok_or_else(|| StoreError::Corrupt {
        table: "inquiries",
        column: "sender_check",
        row: row.id.to_string(),
    })?;
    Ok(Past {
        id: InquiryId(row.id),
        subject: row.subject,
        fresh: row.fresh.unwrap_or_default(),
        to: row.to_addresses.unwrap_or_else(|| "[]".to_owned()),
        release: row.release_id.map(ReleaseId),
        contact: row.contact_id.map(ContactId),
        reporter_key: row.reporter_key,
        language: row.language,
        sender,
        deadline: row.deadline_ms,
        urgent: row.urgent != 0,
        opened: row.opened_ms,
    })
}

/// The next inquiries opened since, after this one.
pub async fn opened_since(store: &Store, since: Millis, after: InquiryId, limit: i64) -> Result<Vec<Past>, StoreError> {
    const SQL: &str = past!("WHERE i.opened_ms >= $1 AND i.id > $2 ORDER BY i.id LIMIT $3");
    let rows: Vec<PastRow> =
        on_driver!(store.reader(), |c| sqlx::query_as(SQL).bind(since).bind(after.0).bind(limit).fetch_all(c).await)?;
    rows.into_iter().map(past).collect()
}

/// One inquiry as it came in.
pub(crate) async fn one(tx: &mut Tx, id: InquiryId) -> Result<Option<Past>, StoreError> {
    const SQL: &str = past!("WHERE i.id = $1");
    let row: Option<PastRow> = on_tx!(tx, |c| sqlx::query_as(SQL).bind(id.0).fetch_optional(c).await)?;
    row.map(past).transpose()
}
