//! What became of a mailing, computed from its rows and from nothing else: the arithmetic, who got what by which
//! reply, and what the relays and senders are doing.

use std::collections::BTreeMap;

use super::Store;
use super::backend::on_driver;
use super::deliveries::{Claimed, ClaimedSlots};
use super::error::StoreError;
use crate::clock::{MINUTE, Millis};
use crate::model::delivery::{DeliveryState, Ledger, LeftOut};
use crate::model::ids::{ContactId, DeliveryId, MailingId, ReleaseId, SingleId};
use crate::model::mailing::MailingState;

/// One mailing as its rows stood at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailingReport {
    pub id: MailingId,
    pub release: ReleaseId,
    pub version: i64,
    pub title: String,
    pub state: MailingState,
    pub state_reason: String,
    pub not_before: Millis,
    pub useful_until: Millis,
    pub created: Millis,
    pub started: Option<Millis>,
    pub finished: Option<Millis>,
    pub ledger: Ledger,
    /// Approved people whose row is not written: still to be planned, or never now that the mailing was closed.
    pub unplanned: i64,
    /// Of those waiting: a worker holds them at this moment.
    pub in_hand: i64,
    pub left_out: BTreeMap<LeftOut, i64>,
    /// The earliest time at which somebody deferred is due again.
    pub next_try: Option<Millis>,
    /// Settled within the last minute.
    pub last_minute: i64,
}

/// The mailings, newest first, `before` the given one.
pub async fn list(store: &Store, before: Option<MailingId>, limit: i64, now: Millis) -> Result<Vec<MailingReport>, StoreError> {
    const IDS: &str = "SELECT id FROM mailings WHERE id < $1 ORDER BY id DESC LIMIT $2";
    let before = before.map_or(i64::MAX, |id| id.0);
    let ids: Vec<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(IDS).bind(before).bind(limit).fetch_all(c).await)?;
    count(store, &ids, now).await
}

pub async fn find(store: &Store, id: MailingId, now: Millis) -> Result<Option<MailingReport>, StoreError> {
    Ok(count(store, &[id.0], now).await?.pop())
}

/// These mailings, newest first.
pub async fn of(store: &Store, ids: &[i64], now: Millis) -> Result<Vec<MailingReport>, StoreError> {
    if ids.is_empty() { Ok(Vec::new()) } else { count(store, ids, now).await }
}

#[derive(sqlx::FromRow)]
struct CountRow {
    id: i64,
    release_id: i64,
    version: i64,
    title: String,
    state: String,
    state_reason: String,
    approved_count: i64,
    not_before_ms: Millis,
    useful_until_ms: Millis,
    created_ms: Millis,
    started_ms: Option<Millis>,
    finished_ms: Option<Millis>,
    delivery_state: Option<String>,
    left_out: Option<String>,
    people: Option<i64>,
    next_ms: Option<Millis>,
    recent: Option<i64>,
}

/// One statement, so that the counts and the mailing's own state belong to the same moment.
async fn count(store: &Store, ids: &[i64], now: Millis) -> Result<Vec<MailingReport>, StoreError> {
    const COUNT: &str = "WITH chosen AS (SELECT CAST(value ->> 'id' AS BIGINT) AS id FROM json_each($1)), \
         counts AS (SELECT d.mailing_id, d.state, d.left_out, COUNT(*) AS people, MIN(d.due_ms) AS next_ms, \
             CAST(SUM(CASE WHEN d.settled_ms > $2 THEN 1 ELSE 0 END) AS BIGINT) AS recent \
             FROM deliveries d WHERE d.mailing_id IN (SELECT id FROM chosen) GROUP BY d.mailing_id, d.state, d.left_out) \
         SELECT m.id, m.release_id, m.version, v.title, m.state, m.state_reason, m.approved_count, m.not_before_ms, \
             m.useful_until_ms, m.created_ms, m.started_ms, m.finished_ms, \
             counts.state AS delivery_state, counts.left_out, counts.people, counts.next_ms, counts.recent \
         FROM mailings m JOIN release_versions v ON v.release_id = m.release_id AND v.version = m.version \
         LEFT JOIN counts ON counts.mailing_id = m.id \
         WHERE m.id IN (SELECT id FROM chosen) ORDER BY m.id DESC, counts.state";
    let ids = json_ids(ids.iter().copied());
    let rows: Vec<CountRow> =
        on_driver!(store.reader(), |c| sqlx::query_as(COUNT).bind(&ids).bind(now - MINUTE).fetch_all(c).await)?;
    let mut reports: Vec<MailingReport> = Vec::new();
    for row in rows {
        if reports.last().is_none_or(|report| report.id.0 != row.id) {
            reports.push(MailingReport::begin(&row)?);
        }
        if let Some(report) = reports.last_mut() {
            report.add(&row)?;
        }
    }
    for report in &mut reports {
        report.close();
    }
    Ok(reports)
}

impl MailingReport {
    fn begin(row: &CountRow) -> Result<Self, StoreError> {
        let state = MailingState::parse(&row.state).ok_or_else(|| corrupt("mailings", "state", row.id))?;
        Ok(Self {
            id: MailingId(row.id),
            release: ReleaseId(row.release_id),
            version: row.version,
            title: row.title.clone(),
            state,
            state_reason: row.state_reason.clone(),
            not_before: row.not_before_ms,
            useful_until: row.useful_until_ms,
            created: row.created_ms,
            started: row.started_ms,
            finished: row.finished_ms,
            ledger: Ledger { approved: row.approved_count, ..Ledger::default() },
            unplanned: 0,
            in_hand: 0,
            left_out: BTreeMap::new(),
            next_try: None,
            last_minute: 0,
        })
    }

    fn add(&mut self, row: &CountRow) -> Result<(), StoreError> {
        let (Some(state), Some(people)) = (&row.delivery_state, row.people) else { return Ok(()) };
        let state = DeliveryState::parse(state).ok_or_else(|| corrupt("deliveries", "state", row.id))?;
        self.ledger.add(state, people);
        self.last_minute += row.recent.unwrap_or(0);
        match state {
            DeliveryState::Claimed | DeliveryState::Attempting => self.in_hand += people,
            DeliveryState::Deferred => self.next_try = row.next_ms,
            DeliveryState::LeftOut => {
                let reason = row.left_out.as_deref().and_then(LeftOut::parse);
                *self.left_out.entry(reason.ok_or_else(|| corrupt("deliveries", "left_out", row.id))?).or_default() += people;
            }
            _ => {}
        }
        Ok(())
    }

    /// Who has no row yet is waiting for one while the mailing is planned; once it was closed nobody will write it.
    /// In any other state a missing row is a fault, which [`MailingReport::closes`] then shows.
    fn close(&mut self) {
        let missing = self.ledger.approved - self.ledger.sum();
        if missing <= 0 {
            return;
        }
        match self.state {
            MailingState::Planning => self.ledger.waiting += missing,
            MailingState::Stopped | MailingState::Withdrawn | MailingState::Void => self.ledger.left_out += missing,
            MailingState::Sending | MailingState::Paused | MailingState::Done | MailingState::Missed => return,
        }
        self.unplanned = missing;
    }

    /// Whether everybody approved is accounted for, once.
    pub fn closes(&self) -> bool {
        self.ledger.sum() == self.ledger.approved
    }
}

/// One person of a mailing, and every try made for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub delivery: DeliveryId,
    pub mailing: MailingId,
    pub contact: ContactId,
    pub address: String,
    pub name: String,
    pub state: DeliveryState,
    pub left_out: Option<LeftOut>,
    /// When it is due (again); meaningful while it waits or is deferred.
    pub due: Millis,
    pub tries: i64,
    pub relay: Option<String>,
    pub code: Option<i64>,
    pub reply: Option<String>,
    pub settled: Option<Millis>,
    pub attempts: Vec<Attempt>,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Attempt {
    pub relay: String,
    pub at: Millis,
    pub ended: Option<Millis>,
    pub phase: Option<String>,
    pub outcome: Option<String>,
    pub code: Option<i64>,
    pub reply: Option<String>,
}

impl Attempt {
    fn under_way(relay: String, at: Millis) -> Self {
        Self { relay, at, ended: None, phase: None, outcome: None, code: None, reply: None }
    }
}

/// A page of people in the order of their addresses. `after` is the last address of the page before, `""` at first;
/// empty `states` mean all.
pub async fn people(
    store: &Store,
    mailing: MailingId,
    states: &[DeliveryState],
    after: &str,
    limit: i64,
) -> Result<Vec<Person>, StoreError> {
    const PEOPLE: &str = "SELECT d.id, d.mailing_id, d.contact_id, d.address, s.name, d.state, d.left_out, d.due_ms, d.tries, d.relay, \
             d.code, d.reply, d.settled_ms, d.begun_ms \
         FROM deliveries d LEFT JOIN delivery_slots s ON s.delivery_id = d.id \
         WHERE d.mailing_id = $1 AND d.address_key > $2 AND d.state IN (SELECT value ->> 'state' FROM json_each($3)) \
         ORDER BY d.address_key LIMIT $4";
    let states = if states.is_empty() { &DeliveryState::ALL[..] } else { states };
    let states: Vec<_> = states.iter().map(|state| serde_json::json!({ "state": state.as_str() })).collect();
    let states = serde_json::Value::Array(states).to_string();
    let after = after.to_lowercase();
    let rows: Vec<PersonRow> = on_driver!(store.reader(), |c| {
        sqlx::query_as(PEOPLE).bind(mailing.0).bind(&after).bind(&states).bind(limit).fetch_all(c).await
    })?;
    with_attempts(store, rows).await
}

/// One delivery by its number, of a mailing or single.
pub async fn person(store: &Store, delivery: DeliveryId) -> Result<Option<Person>, StoreError> {
    const PERSON: &str = "SELECT d.id, d.mailing_id, d.contact_id, d.address, s.name, d.state, d.left_out, d.due_ms, d.tries, d.relay, \
             d.code, d.reply, d.settled_ms, d.begun_ms \
         FROM deliveries d LEFT JOIN delivery_slots s ON s.delivery_id = d.id WHERE d.id = $1";
    let rows: Vec<PersonRow> = on_driver!(store.reader(), |c| sqlx::query_as(PERSON).bind(delivery.0).fetch_all(c).await)?;
    Ok(with_attempts(store, rows).await?.pop())
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: i64,
    mailing_id: i64,
    contact_id: i64,
    address: String,
    name: Option<String>,
    state: String,
    left_out: Option<String>,
    due_ms: Millis,
    tries: i64,
    relay: Option<String>,
    code: Option<i64>,
    reply: Option<String>,
    settled_ms: Option<Millis>,
    begun_ms: Option<Millis>,
}

type AttemptRow = (i64, String, Millis, Option<Millis>, Option<String>, Option<String>, Option<i64>, Option<String>);

async fn with_attempts(store: &Store, rows: Vec<PersonRow>) -> Result<Vec<Person>, StoreError> {
    const ATTEMPTS: &str = "SELECT delivery_id, relay, at_ms, ended_ms, phase, outcome, code, reply FROM attempts \
         WHERE delivery_id IN (SELECT CAST(value ->> 'id' AS BIGINT) FROM json_each($1)) ORDER BY delivery_id, fence";
    let ids = json_ids(rows.iter().map(|row| row.id));
    let found: Vec<AttemptRow> = on_driver!(store.reader(), |c| sqlx::query_as(ATTEMPTS).bind(&ids).fetch_all(c).await)?;
    let mut attempts: BTreeMap<i64, Vec<Attempt>> = BTreeMap::new();
    for (delivery, relay, at, ended, phase, outcome, code, reply) in found {
        attempts.entry(delivery).or_default().push(Attempt { relay, at, ended, phase, outcome, code, reply });
    }
    rows.into_iter()
        .map(|row| {
            let left_out =
                row.left_out.as_deref().map(|text| LeftOut::parse(text).ok_or_else(|| corrupt("deliveries", "left_out", row.id)));
            let state = DeliveryState::parse(&row.state).ok_or_else(|| corrupt("deliveries", "state", row.id))?;
            let mut attempts = attempts.remove(&row.id).unwrap_or_default();
            if let (DeliveryState::Attempting, Some(at)) = (state, row.begun_ms) {
                attempts.push(Attempt::under_way(row.relay.clone().unwrap_or_default(), at));
            }
            Ok(Person {
                delivery: DeliveryId(row.id),
                mailing: MailingId(row.mailing_id),
                contact: ContactId(row.contact_id),
                address: row.address,
                name: row.name.unwrap_or_default(),
                state,
                left_out: left_out.transpose()?,
                due: row.due_ms,
                tries: row.tries,
                relay: row.relay,
                code: row.code,
                reply: row.reply,
                settled: row.settled_ms,
                attempts,
            })
        })
        .collect()
}

/// What the bytes of a delivery are made from; for looking at, never for sending.
pub async fn copy(store: &Store, delivery: DeliveryId) -> Result<Option<Claimed>, StoreError> {
    const COPY: &str = "SELECT d.fence, d.mailing_id, d.single_id, d.address, d.tries, d.sha256, s.name, s.outlet, s.language, s.reason, \
             s.consented, s.in_reply_to \
         FROM deliveries d LEFT JOIN delivery_slots s ON s.delivery_id = d.id WHERE d.id = $1";
    let row: Option<CopyRow> = on_driver!(store.reader(), |c| sqlx::query_as(COPY).bind(delivery.0).fetch_optional(c).await)?;
    Ok(row.map(|row| Claimed {
        id: delivery,
        fence: row.fence,
        mailing: MailingId(row.mailing_id),
        single: SingleId(row.single_id),
        address: row.address,
        tries: row.tries,
        sha256: row.sha256,
        slots: row.language.map(|language| ClaimedSlots {
            name: row.name.unwrap_or_default(),
            outlet: row.outlet.unwrap_or_default(),
            language,
            reason: row.reason.unwrap_or_default(),
            consented: row.consented.unwrap_or_default(),
            in_reply_to: row.in_reply_to,
        }),
    }))
}

#[derive(sqlx::FromRow)]
struct CopyRow {
    fence: i64,
    mailing_id: i64,
    single_id: i64,
    address: String,
    tries: i64,
    sha256: Option<String>,
    name: Option<String>,
    outlet: Option<String>,
    language: Option<String>,
    reason: Option<String>,
    consented: Option<bool>,
    in_reply_to: Option<String>,
}

/// How a relay, or one lane of it (`lane` not empty), stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelayHealth {
    pub relay: String,
    pub lane: String,
    pub failures: i64,
    /// Nothing is handed over before this.
    pub rests_until: Millis,
    pub halted: Option<Millis>,
    pub halt_reason: Option<String>,
}

pub async fn relays(store: &Store) -> Result<Vec<RelayHealth>, StoreError> {
    const RELAYS: &str = "SELECT relay, lane, failures, retry_ms, halted_ms, halt_reason FROM relay_levels ORDER BY relay, lane";
    type Row = (String, String, i64, Millis, Option<Millis>, Option<String>);
    let rows: Vec<Row> = on_driver!(store.reader(), |c| sqlx::query_as(RELAYS).fetch_all(c).await)?;
    let health = |(relay, lane, failures, rests_until, halted, halt_reason)| RelayHealth {
        relay,
        lane,
        failures,
        rests_until,
        halted,
        halt_reason,
    };
    Ok(rows.into_iter().map(health).collect())
}

/// Senders that gave a sign of life after `since`.
pub async fn senders_seen(store: &Store, since: Millis) -> Result<i64, StoreError> {
    const SEEN: &str = "SELECT COUNT(*) FROM workers WHERE ended_ms IS NULL AND seen_ms > $1";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(SEEN).bind(since).fetch_one(c).await)?)
}

fn json_ids(ids: impl Iterator<Item = i64>) -> String {
    serde_json::Value::Array(ids.map(|id| serde_json::json!({ "id": id })).collect()).to_string()
}

fn corrupt(table: &'static str, column: &'static str, row: i64) -> StoreError {
    StoreError::Corrupt { table, column, row: row.to_string() }
}
