//! What the readers' pages look up: the copy a link stands for, what of it was left through that very link, and the
//! letter of a mailing.

use sqlx::FromRow;

use super::Store;
use super::backend::on_driver;
use super::error::StoreError;
use super::suppressions::Scope;
use crate::clock::Millis;
use crate::model::address::EmailAddress;
use crate::model::ids::{ALL_ISSUES, DeliveryId, IssueId, MailingId, RegionId, WORLD};
use crate::model::mailing::MailingState;

/// The copy whose link somebody follows. Needs the delivery's row only: contact, release and slots may be gone.
#[derive(Clone, Debug)]
pub struct ReaderCopy {
    pub delivery: DeliveryId,
    /// `None` once it was erased.
    pub address: Option<EmailAddress>,
    pub address_key: String,
    /// Of the mail; empty when unknown.
    pub language: String,
    /// What it was sent for, by name; `None` where that is everything.
    pub issue: Option<(IssueId, String)>,
    pub region: Option<(RegionId, String)>,
}

#[derive(FromRow)]
struct CopyRow {
    id: i64,
    address: String,
    address_key: String,
    language: String,
    issue_id: i64,
    issue: Option<String>,
    region_id: i64,
    region: Option<String>,
}

/// The copy, if its row is (still) there and it is one of a mailing.
pub async fn find_copy(store: &Store, delivery: DeliveryId) -> Result<Option<ReaderCopy>, StoreError> {
    const FIND: &str = "SELECT d.id, d.address, d.address_key, COALESCE(s.language, '') AS language, \
             d.issue_id, i.name AS issue, d.region_id, r.name AS region \
         FROM deliveries d LEFT JOIN delivery_slots s ON s.delivery_id = d.id \
         LEFT JOIN issues i ON i.id = d.issue_id LEFT JOIN regions r ON r.id = d.region_id \
         WHERE d.id = $1 AND d.mailing_id <> 0";
    let row: Option<CopyRow> = on_driver!(store.reader(), |c| sqlx::query_as(FIND).bind(delivery.0).fetch_optional(c).await)?;
    Ok(row.map(|row| ReaderCopy {
        delivery: DeliveryId(row.id),
        address: EmailAddress::parse(&row.address).ok(),
        address_key: row.address_key,
        language: row.language,
        issue: row.issue.map(|name| (IssueId(row.issue_id), name)).filter(|(id, _)| *id != ALL_ISSUES),
        region: row.region.map(|name| (RegionId(row.region_id), name)).filter(|(id, _)| *id != WORLD),
    }))
}

/// What is in force because this very copy's link was used. Only that may be taken back with the same link: a
/// forwarded mail must not bring back somebody who left elsewhere.
pub async fn left_through(store: &Store, copy: &ReaderCopy, now: Millis) -> Result<Vec<Scope>, StoreError> {
    const LIST: &str = "SELECT scope, scope_id FROM suppressions WHERE address_key = $1 AND delivery_id = $2 \
         AND lifted_ms IS NULL AND reason IN ('unsubscribed', 'paused') AND (until_ms IS NULL OR until_ms > $3) ORDER BY id";
    let rows: Vec<(String, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(LIST)
        .bind(&copy.address_key)
        .bind(copy.delivery.0)
        .bind(now)
        .fetch_all(c)
        .await)?;
    Ok(rows
        .into_iter()
        .filter_map(|(scope, id)| match scope.as_str() {
            "office" => Some(Scope::Office),
            "issue" => Some(Scope::Issue(IssueId(id))),
            "region" => Some(Scope::Region(RegionId(id))),
            _ => None,
        })
        .collect())
}

/// A mailing's letter as stored, and whether it may be shown.
#[derive(Clone, Debug)]
pub struct StoredLetter {
    /// JSON, as `compose` wrote it.
    pub letter: String,
    pub language: String,
    pub state: MailingState,
    /// When its first copy may go out; before that nobody has the link.
    pub not_before: Millis,
    pub withdrawn: bool,
}

#[derive(FromRow)]
struct LetterRow {
    letter: String,
    language: String,
    state: String,
    not_before_ms: i64,
    withdrawn_ms: Option<i64>,
}

/// The letter of a mailing whose language has this primary subtag (`en` finds `en-GB`).
pub async fn find_letter(store: &Store, mailing: MailingId, language: &str) -> Result<Option<StoredLetter>, StoreError> {
    const FIND: &str = "SELECT l.letter, l.language, m.state, m.not_before_ms, v.withdrawn_ms \
         FROM letters l JOIN mailings m ON m.id = l.mailing_id \
         JOIN release_versions v ON v.release_id = m.release_id AND v.version = m.version \
         WHERE l.mailing_id = $1 AND (l.language = $2 OR l.language LIKE $3) ORDER BY l.language LIMIT 1";
    let family = format!("{language}-%");
    let row: Option<LetterRow> = on_driver!(store.reader(), |c| sqlx::query_as(FIND)
        .bind(mailing.0)
        .bind(language)
        .bind(&family)
        .fetch_optional(c)
        .await)?;
    row.map(|row| {
        let corrupt = || StoreError::Corrupt { table: "mailings", column: "state", row: mailing.to_string() };
        Ok(StoredLetter {
            state: MailingState::parse(&row.state).ok_or_else(corrupt)?,
            letter: row.letter,
            language: row.language,
            not_before: row.not_before_ms,
            withdrawn: row.withdrawn_ms.is_some(),
        })
    })
    .transpose()
}
