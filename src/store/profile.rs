//! One reporter: what is written about them, what comes to them, what they got, and all of it at once.

use serde_json::{Value, json};
use sqlx::FromRow;

use super::backend::on_driver;
use super::{Store, StoreError, directory, suppressions};
use crate::clock::Millis;
use crate::model::contact::{Consent, Contact};
use crate::model::delivery::{DeliveryState, LeftOut};
use crate::model::ids::{ContactId, DeliveryId, ReleaseId};
use crate::model::version;

/// A contact with what the desk keeps beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub contact: Contact,
    pub consent: Consent,
    pub consent_at: Option<Millis>,
    /// By whose word.
    pub consent_source: String,
    /// Agreed to keep embargoes; who wrote that down.
    pub embargo: Option<(Millis, String)>,
    /// The entry this one became part of.
    pub merged_into: Option<ContactId>,
}

impl Profile {
    /// Changes whenever anything an editor can change does.
    pub fn version(&self) -> String {
        let Contact { address, name, outlet, role, language, time_zone, phone, notes, regions, issues, .. } = &self.contact;
        let embargo = self.embargo.is_some();
        version::of(&(
            (address, name, outlet, role, language, time_zone, phone, notes),
            (regions, issues),
            (self.consent, embargo),
        ))
    }

    pub fn is_placed(&self) -> bool {
        !self.contact.regions.is_empty() && !self.contact.issues.is_empty()
    }
}

#[derive(FromRow)]
struct Beside {
    consent: String,
    consent_ms: Option<Millis>,
    consent_source: String,
    embargo_ms: Option<Millis>,
    embargo_by: String,
    merged_into: Option<i64>,
}

pub async fn find(store: &Store, id: ContactId) -> Result<Option<Profile>, StoreError> {
    const BESIDE: &str =
        "SELECT consent, consent_ms, consent_source, embargo_ms, embargo_by, merged_into FROM contacts WHERE id = $1";
    let Some(contact) = directory::by_ids(store, &[id.0]).await?.pop() else { return Ok(None) };
    let beside: Option<Beside> = on_driver!(store.reader(), |c| sqlx::query_as(BESIDE).bind(id.0).fetch_optional(c).await)?;
    let Some(beside) = beside else { return Ok(None) };
    let corrupt = || StoreError::Corrupt { table: "contacts", column: "consent", row: id.to_string() };
    Ok(Some(Profile {
        contact,
        consent: Consent::parse(&beside.consent).ok_or_else(corrupt)?,
        consent_at: beside.consent_ms,
        consent_source: beside.consent_source,
        embargo: beside.embargo_ms.map(|at| (at, beside.embargo_by)),
        merged_into: beside.merged_into.map(ContactId),
    }))
}

/// Entries that became part of this one.
pub async fn merged(store: &Store, id: ContactId) -> Result<Vec<Contact>, StoreError> {
    const MERGED: &str = "SELECT id FROM contacts WHERE merged_into = $1 ORDER BY id";
    let ids: Vec<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(MERGED).bind(id.0).fetch_all(c).await)?;
    directory::by_ids(store, &ids).await
}

/// A copy that is planned for them and not sent yet.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Coming {
    pub release: i64,
    pub title: String,
    pub language: String,
    pub at: Millis,
    pub reason: String,
}

/// What is planned for an address, soonest first; a few.
pub async fn coming(store: &Store, address_key: &str) -> Result<Vec<Coming>, StoreError> {
    const COMING: &str = "SELECT m.release_id AS release, v.title, v.language, \
             CASE WHEN d.due_ms > m.not_before_ms THEN d.due_ms ELSE m.not_before_ms END AS at, COALESCE(s.reason, '') AS reason \
         FROM deliveries d JOIN mailings m ON m.id = d.mailing_id \
         JOIN release_versions v ON v.release_id = m.release_id AND v.version = m.version \
         LEFT JOIN delivery_slots s ON s.delivery_id = d.id \
         WHERE d.address_key = $1 AND d.mailing_id <> 0 AND d.state IN ('pending', 'claimed', 'attempting', 'deferred') \
           AND m.state IN ('planning', 'sending', 'paused') ORDER BY 4, d.id LIMIT 20";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(COMING).bind(address_key).fetch_all(c).await)?)
}

/// A thing that happened between the office and them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    pub at: Millis,
    pub what: Happened,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// A copy came to its end.
    Copy {
        delivery: DeliveryId,
        release: Option<ReleaseId>,
        title: String,
        language: String,
        state: DeliveryState,
        left_out: Option<LeftOut>,
        reply: String,
    },
    /// They left or paused, or had to be left alone.
    Suppressed { reason: suppressions::Reason, scope: suppressions::Scope },
}

#[derive(FromRow)]
struct PastRow {
    at: Millis,
    id: i64,
    release: Option<i64>,
    title: String,
    language: String,
    state: String,
    detail: String,
    reply: String,
    scope_id: i64,
}

const PAST: &str = "SELECT COALESCE(d.settled_ms, d.due_ms) AS at, d.id, m.release_id AS release, COALESCE(v.title, '') AS title, \
         COALESCE(v.language, '') AS language, d.state, COALESCE(d.left_out, '') AS detail, COALESCE(d.reply, '') AS reply, \
         CAST(0 AS BIGINT) AS scope_id \
     FROM deliveries d LEFT JOIN mailings m ON m.id = d.mailing_id \
     LEFT JOIN release_versions v ON v.release_id = m.release_id AND v.version = m.version \
     WHERE d.address_key = $1 AND d.state IN ('accepted', 'refused', 'in_doubt', 'left_out') \
     UNION ALL SELECT s.created_ms, s.id, NULL, '', '', 'suppressed', s.reason, s.scope, s.scope_id \
     FROM suppressions s WHERE s.address_key = $1 \
     ORDER BY 1 DESC, 2 DESC LIMIT $2 OFFSET $3";

/// What happened with an address, newest first, and how much there is.
pub async fn past(store: &Store, address_key: &str, limit: i64, offset: i64) -> Result<(Vec<Past>, i64), StoreError> {
    const COUNT: &str = "SELECT (SELECT COUNT(*) FROM deliveries WHERE address_key = $1 \
             AND state IN ('accepted', 'refused', 'in_doubt', 'left_out')) \
         + (SELECT COUNT(*) FROM suppressions WHERE address_key = $1)";
    let rows: Vec<PastRow> =
        on_driver!(store.reader(), |c| sqlx::query_as(PAST).bind(address_key).bind(limit).bind(offset).fetch_all(c).await)?;
    let n: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(COUNT).bind(address_key).fetch_one(c).await)?;
    Ok((rows.into_iter().map(past_of).collect::<Result<_, _>>()?, n))
}

fn past_of(row: PastRow) -> Result<Past, StoreError> {
    let corrupt = |table, column| StoreError::Corrupt { table, column, row: row.id.to_string() };
    let what = if row.state == "suppressed" {
        let reason = suppressions::Reason::parse(&row.detail).ok_or_else(|| corrupt("suppressions", "reason"))?;
        let scope = suppressions::Scope::read(&row.reply, row.scope_id).ok_or_else(|| corrupt("suppressions", "scope"))?;
        Happened::Suppressed { reason, scope }
    } else {
        Happened::Copy {
            delivery: DeliveryId(row.id),
            release: row.release.map(ReleaseId),
            title: row.title,
            language: row.language,
            state: DeliveryState::parse(&row.state).ok_or_else(|| corrupt("deliveries", "state"))?,
            left_out: LeftOut::parse(&row.detail),
            reply: row.reply,
        }
    };
    Ok(Past { at: row.at, what })
}

#[derive(FromRow)]
struct CopyRow {
    id: i64,
    mailing_id: i64,
    state: String,
    left_out: Option<String>,
    settled_ms: Option<Millis>,
    reply: Option<String>,
    name: Option<String>,
    outlet: Option<String>,
    reason: Option<String>,
}

/// Everything the office holds about somebody, as data to be given to them.
pub async fn everything(store: &Store, profile: &Profile, now: Millis) -> Result<Value, StoreError> {
    const COPIES: &str = "SELECT d.id, d.mailing_id, d.state, d.left_out, d.settled_ms, d.reply, s.name, s.outlet, s.reason \
         FROM deliveries d LEFT JOIN delivery_slots s ON s.delivery_id = d.id WHERE d.address_key = $1 ORDER BY d.id";
    const EVENTS: &str = "SELECT e.at_ms, e.kind, e.mailing_id, e.detail FROM events e JOIN deliveries d ON d.id = e.delivery_id \
         WHERE d.address_key = $1 ORDER BY e.id";
    const LEFT: &str = "SELECT scope, scope_id, reason, source, until_ms, created_ms, lifted_ms FROM suppressions \
         WHERE address_key = $1 ORDER BY id";
    type LeftRow = (String, i64, String, String, Option<Millis>, Millis, Option<Millis>);
    let contact = &profile.contact;
    let key = &contact.address_key;
    let copies: Vec<CopyRow> = on_driver!(store.reader(), |c| sqlx::query_as(COPIES).bind(key).fetch_all(c).await)?;
    let events: Vec<(Millis, String, i64, String)> =
        on_driver!(store.reader(), |c| sqlx::query_as(EVENTS).bind(key).fetch_all(c).await)?;
    let left: Vec<LeftRow> = on_driver!(store.reader(), |c| sqlx::query_as(LEFT).bind(key).fetch_all(c).await)?;
    let others = directory::same_person(store, contact).await?;
    Ok(json!({
        "written_ms": now,
        "contact": {
            "id": contact.id, "uid": contact.uid, "address": contact.address, "name": contact.name, "outlet": contact.outlet,
            "role": contact.role, "language": contact.language, "time_zone": contact.time_zone, "phone": contact.phone,
            "notes": contact.notes, "regions": contact.regions, "issues": contact.issues,
            "created_ms": contact.created, "updated_ms": contact.updated,
            "consent": {"ground": profile.consent, "at_ms": profile.consent_at, "source": profile.consent_source},
            "embargo": profile.embargo.as_ref().map(|(at, by)| json!({"at_ms": at, "by": by})),
            "other_addresses": others.iter().map(|other| &other.address).collect::<Vec<_>>(),
        },
        "copies": copies.iter().map(|copy| json!({"delivery": copy.id, "mailing": copy.mailing_id, "state": copy.state,
            "left_out": copy.left_out, "settled_ms": copy.settled_ms, "reply": copy.reply, "name": copy.name,
            "outlet": copy.outlet, "reason": copy.reason})).collect::<Vec<_>>(),
        "events": events.iter().map(|(at, kind, mailing, detail)|
            json!({"at_ms": at, "kind": kind, "mailing": mailing, "detail": detail})).collect::<Vec<_>>(),
        "not_written_to": left.iter().map(|(scope, id, reason, source, until, created, lifted)|
            json!({"scope": scope, "scope_id": id, "reason": reason, "source": source, "until_ms": until,
                "created_ms": created, "lifted_ms": lifted})).collect::<Vec<_>>(),
    }))
}
