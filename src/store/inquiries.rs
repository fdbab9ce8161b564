//! Inquiries: reading them, opening one, and changing one by an act that sees it as it stands. What is said in them is in
//! `inquiry_messages`, what ties them together in `inquiry_ties`, the lists are in `inquiry_lists`.

use serde_json::Value;
use sqlx::FromRow;
use uuid::Uuid;

use super::Store;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::error::StoreError;
use crate::clock::Millis;
use crate::model::ids::{ContactId, DeliveryId, DeskId, InquiryId, OfficerId, ReleaseId, new_uid};
use crate::model::inquiry::{Outcome, SenderCheck, State};

/// What stands for "no deadline", so that those without one are last.
pub const NO_DEADLINE: Millis = 1 << 53;

/// A reporter's question as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inquiry {
    pub id: InquiryId,
    pub uid: Uuid,
    pub subject: String,
    pub release: Option<ReleaseId>,
    /// The copy that led to it.
    pub delivery: Option<DeliveryId>,
    pub contact: Option<ContactId>,
    pub outlet: Option<i64>,
    pub reporter_address: String,
    pub reporter_key: String,
    pub reporter_name: String,
    pub desk: Option<DeskId>,
    pub owner: Option<OfficerId>,
    pub state: State,
    pub outcome: Option<Outcome>,
    pub urgent: bool,
    /// For its owner and those who may see everything.
    pub restricted: bool,
    /// The last answer did not reach the reporter.
    pub bounced_reply: bool,
    pub sender_check: SenderCheck,
    /// BCP 47 primary subtag; empty = unsure.
    pub language: String,
    pub deadline: Option<Millis>,
    pub opened: Millis,
    pub claimed: Option<Millis>,
    pub first_answer: Option<Millis>,
    pub last_inbound: Millis,
    /// Until when a first answer is due by the desk's own promise.
    pub target: Option<Millis>,
    pub snoozed: Option<Millis>,
    pub closed: Option<Millis>,
    /// Moved on by every change.
    pub seen: i64,
    pub merged_into: Option<InquiryId>,
}

macro_rules! columns {
    () => {
        "id, uid, subject, release_id, delivery_id, contact_id, outlet_id, reporter_address, reporter_key, reporter_name, desk_id, \
         owner_id, state, outcome, urgent, restricted, bounced_reply, sender_check, language, deadline_ms, opened_ms, claimed_ms, \
         first_answer_ms, last_inbound_ms, target_ms, snoozed_ms, closed_ms, seen, merged_into"
    };
}
pub(super) use columns;

#[derive(FromRow)]
pub(super) struct Row {
    id: i64,
    uid: Uuid,
    subject: String,
    release_id: Option<i64>,
    delivery_id: Option<i64>,
    contact_id: Option<i64>,
    outlet_id: Option<i64>,
    reporter_address: String,
    reporter_key: String,
    reporter_name: String,
    desk_id: Option<i64>,
    owner_id: Option<i64>,
    state: String,
    outcome: Option<String>,
    urgent: i64,
    restricted: i64,
    bounced_reply: i64,
    sender_check: String,
    language: String,
    deadline_ms: Millis,
    opened_ms: Millis,
    claimed_ms: Option<Millis>,
    first_answer_ms: Option<Millis>,
    last_inbound_ms: Millis,
    target_ms: Option<Millis>,
    snoozed_ms: Option<Millis>,
    closed_ms: Option<Millis>,
    seen: i64,
    merged_into: Option<i64>,
}

impl TryFrom<Row> for Inquiry {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let corrupt = |column| StoreError::Corrupt { table: "inquiries", column, row: row.id.to_string() };
        Ok(Self {
            id: InquiryId(row.id),
            uid: row.uid,
            state: State::parse(&row.state).ok_or_else(|| corrupt("state"))?,
            outcome: row.outcome.as_deref().map(|text| Outcome::parse(text).ok_or_else(|| corrupt("outcome"))).transpose()?,
            sender_check: SenderCheck::parse(&row.sender_check).ok_or_else(|| corrupt("sender_check"))?,
            subject: row.subject,
            release: row.release_id.map(ReleaseId),
            delivery: row.delivery_id.map(DeliveryId),
            contact: row.contact_id.map(ContactId),
            outlet: row.outlet_id,
            reporter_address: row.reporter_address,
            reporter_key: row.reporter_key,
            reporter_name: row.reporter_name,
            desk: row.desk_id.map(DeskId),
            owner: row.owner_id.map(OfficerId),
            urgent: row.urgent != 0,
            restricted: row.restricted != 0,
            bounced_reply: row.bounced_reply != 0,
            language: row.language,
            deadline: Some(row.deadline_ms).filter(|at| *at < NO_DEADLINE),
            opened: row.opened_ms,
            claimed: row.claimed_ms,
            first_answer: row.first_answer_ms,
            last_inbound: row.last_inbound_ms,
            target: row.target_ms,
            snoozed: row.snoozed_ms,
            closed: row.closed_ms,
            seen: row.seen,
            merged_into: row.merged_into.map(InquiryId),
        })
    }
}

const GET: &str = concat!("SELECT ", columns!(), " FROM inquiries WHERE id = $1");

pub async fn load(store: &Store, id: InquiryId) -> Result<Option<Inquiry>, StoreError> {
    let row: Option<Row> = on_driver!(store.reader(), |c| sqlx::query_as(GET).bind(id.0).fetch_optional(c).await)?;
    row.map(Inquiry::try_from).transpose()
}

/// By what stands in its address.
pub async fn by_uid(store: &Store, uid: Uuid) -> Result<Option<Inquiry>, StoreError> {
    const BY_UID: &str = concat!("SELECT ", columns!(), " FROM inquiries WHERE uid = $1");
    let row: Option<Row> = on_driver!(store.reader(), |c| sqlx::query_as(BY_UID).bind(uid).fetch_optional(c).await)?;
    row.map(Inquiry::try_from).transpose()
}

/// As [`load`], seeing what the transaction wrote.
pub(crate) async fn get(tx: &mut Tx, id: InquiryId) -> Result<Option<Inquiry>, StoreError> {
    let row: Option<Row> = on_tx!(tx, |c| sqlx::query_as(GET).bind(id.0).fetch_optional(c).await)?;
    row.map(Inquiry::try_from).transpose()
}

/// What an inquiry begins as.
#[derive(Clone, Debug)]
pub struct New<'a> {
    pub subject: &'a str,
    pub release: Option<ReleaseId>,
    pub delivery: Option<DeliveryId>,
    pub contact: Option<ContactId>,
    pub outlet: Option<i64>,
    pub reporter_address: &'a str,
    /// Empty when nobody can say who wrote.
    pub reporter_key: &'a str,
    pub reporter_name: &'a str,
    pub sender_check: SenderCheck,
    pub language: &'a str,
    /// When the question was asked: its clocks begin then.
    pub asked: Millis,
}

/// Opens it as `new`, with nobody's name on it.
pub(crate) async fn open(tx: &mut Tx, new: &New<'_>, now: Millis) -> Result<InquiryId, StoreError> {
    const OPEN: &str = "INSERT INTO inquiries (uid, subject, release_id, delivery_id, contact_id, outlet_id, reporter_address, reporter_key, \
         reporter_name, state, sender_check, language, opened_ms, last_inbound_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'new', $10, $11, $12, $12) RETURNING id";
    let id: i64 = on_tx!(tx, |c| sqlx::query_scalar(OPEN)
        .bind(new_uid(now))
        .bind(new.subject)
        .bind(new.release.map(|id| id.0))
        .bind(new.delivery.map(|id| id.0))
        .bind(new.contact.map(|id| id.0))
        .bind(new.outlet)
        .bind(new.reporter_address)
        .bind(new.reporter_key)
        .bind(new.reporter_name)
        .bind(new.sender_check.as_str())
        .bind(new.language)
        .bind(new.asked)
        .fetch_one(c)
        .await)?;
    Ok(InquiryId(id))
}

/// One line of what happened to an inquiry: what, and more of it as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub kind: &'static str,
    pub detail: Value,
}

/// Writes a line; it is never changed afterwards.
pub(crate) async fn note_event(tx: &mut Tx, id: InquiryId, event: &Event, actor: &str, now: Millis) -> Result<(), StoreError> {
    const NOTE: &str = "INSERT INTO inquiry_events (inquiry_id, at_ms, actor, kind, detail) VALUES ($1, $2, $3, $4, $5)";
    on_tx!(tx, |c| sqlx::query(NOTE)
        .bind(id.0)
        .bind(now)
        .bind(actor)
        .bind(event.kind)
        .bind(event.detail.to_string())
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

/// What a change came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed<R> {
    /// As it is now.
    Done(Inquiry),
    /// The act does not fit how it stands, which is this.
    Refused(R, Inquiry),
    Gone,
}

/// Reads an inquiry and holds it until the end of the transaction.
pub(crate) async fn hold(tx: &mut Tx, id: InquiryId) -> Result<Option<Inquiry>, StoreError> {
    const HOLD: &str = concat!("UPDATE inquiries SET seen = seen WHERE id = $1 RETURNING ", columns!());
    let row: Option<Row> = on_tx!(tx, |c| sqlx::query_as(HOLD).bind(id.0).fetch_optional(c).await)?;
    row.map(Inquiry::try_from).transpose()
}

/// Writes everything of it that may change, moves `seen` on and notes what happened. It must have been held at `before`.
pub(crate) async fn save(
    tx: &mut Tx,
    changed: &mut Inquiry,
    before: i64,
    event: &Event,
    actor: &str,
    now: Millis,
) -> Result<(), StoreError> {
    const SAVE: &str = "UPDATE inquiries SET subject = $3, release_id = $4, delivery_id = $5, contact_id = $6, outlet_id = $7, desk_id = $8, \
         owner_id = $9, state = $10, outcome = $11, urgent = $12, restricted = $13, bounced_reply = $14, deadline_ms = $15, \
         claimed_ms = $16, first_answer_ms = $17, last_inbound_ms = $18, target_ms = $19, snoozed_ms = $20, closed_ms = $21, \
         merged_into = $22, language = $23, seen = seen + 1 WHERE id = $1 AND seen = $2";
    let row = &*changed;
    let touched = on_tx!(tx, |c| sqlx::query(SAVE)
        .bind(row.id.0)
        .bind(before)
        .bind(&row.subject)
        .bind(row.release.map(|id| id.0))
        .bind(row.delivery.map(|id| id.0))
        .bind(row.contact.map(|id| id.0))
        .bind(row.outlet)
        .bind(row.desk.map(|id| id.0))
        .bind(row.owner.map(|id| id.0))
        .bind(row.state.as_str())
        .bind(row.outcome.map(Outcome::as_str))
        .bind(i64::from(row.urgent))
        .bind(i64::from(row.restricted))
        .bind(i64::from(row.bounced_reply))
        .bind(row.deadline.unwrap_or(NO_DEADLINE))
        .bind(row.claimed)
        .bind(row.first_answer)
        .bind(row.last_inbound)
        .bind(row.target)
        .bind(row.snoozed)
        .bind(row.closed)
        .bind(row.merged_into.map(|id| id.0))
        .bind(&row.language)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    StoreError::expect_rows("the inquiry", 1, touched)?;
    changed.seen = before + 1;
    note_event(tx, changed.id, event, actor, now).await
}

/// One act on one inquiry as part of a larger transaction: it is held, judged and written, or left as it was.
pub(crate) async fn change_in<R>(
    tx: &mut Tx,
    id: InquiryId,
    act: impl FnOnce(&mut Inquiry) -> Result<Event, R>,
    actor: &str,
    now: Millis,
) -> Result<Changed<R>, StoreError> {
    let Some(before) = hold(tx, id).await? else { return Ok(Changed::Gone) };
    let mut changed = before.clone();
    match act(&mut changed) {
        Err(why) => Ok(Changed::Refused(why, before)),
        Ok(event) => {
            save(tx, &mut changed, before.seen, &event, actor, now).await?;
            Ok(Changed::Done(changed))
        }
    }
}

/// As [`change_in`], in a transaction of its own.
pub(crate) async fn change<R>(
    store: &Store,
    id: InquiryId,
    act: impl FnOnce(&mut Inquiry) -> Result<Event, R>,
    actor: &str,
    now: Millis,
) -> Result<Changed<R>, StoreError> {
    let mut tx = store.begin().await?;
    let changed = change_in(&mut tx, id, act, actor, now).await?;
    tx.commit().await?;
    Ok(changed)
}

/// A line of the history.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Happened {
    pub id: i64,
    pub at_ms: Millis,
    pub actor: String,
    pub kind: String,
    /// JSON.
    pub detail: String,
}

/// Everything that happened to it, in order.
pub async fn history(store: &Store, id: InquiryId, limit: i64) -> Result<Vec<Happened>, StoreError> {
    const HISTORY: &str = "SELECT id, at_ms, actor, kind, detail FROM inquiry_events WHERE inquiry_id = $1 ORDER BY id LIMIT $2";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(HISTORY).bind(id.0).bind(limit).fetch_all(c).await)?)
}

/// The newest line of this kind about that other inquiry, as JSON: `before` in its detail.
pub(crate) async fn last_event(store: &Store, id: InquiryId, kind: &str, about: InquiryId) -> Result<Option<Value>, StoreError> {
    const LAST: &str = "SELECT detail FROM inquiry_events WHERE inquiry_id = $1 AND kind = $2 ORDER BY id DESC LIMIT 100";
    let details: Vec<String> = on_driver!(store.reader(), |c| sqlx::query_scalar(LAST).bind(id.0).bind(kind).fetch_all(c).await)?;
    let mut read = details.iter().filter_map(|text| serde_json::from_str::<Value>(text).ok());
    Ok(read
        .find(|detail| detail.get("inquiry").and_then(Value::as_i64) == Some(about.0))
        .and_then(|detail| detail.get("before").cloned()))
}

/// Inquiries about one release that were opened after `since`: more than twenty in ten minutes are told of together.
pub(crate) async fn opened_on(tx: &mut Tx, release: ReleaseId, since: Millis) -> Result<i64, StoreError> {
    const OPENED: &str = "SELECT COUNT(*) FROM inquiries WHERE release_id = $1 AND opened_ms > $2";
    Ok(on_tx!(tx, |c| sqlx::query_scalar(OPENED).bind(release.0).bind(since).fetch_one(c).await)?)
}

/// How many inquiries each officer has to answer: neither answered nor closed.
pub(crate) async fn loads(tx: &mut Tx) -> Result<Vec<(OfficerId, i64)>, StoreError> {
    const LOADS: &str = "SELECT owner_id, COUNT(*) FROM inquiries WHERE owner_id IS NOT NULL AND merged_into IS NULL \
         AND state IN ('new', 'open', 'waiting_us') GROUP BY owner_id ORDER BY owner_id";
    let rows: Vec<(i64, i64)> = on_tx!(tx, |c| sqlx::query_as(LOADS).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(officer, n)| (OfficerId(officer), n)).collect())
}
