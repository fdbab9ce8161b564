//! The lists behind the numbers of a mailing, or of all mailings of a period: who is in them, by name, page by page,
//! and how they divide by receiving service, region, issue and outlet.

use super::Store;
use super::backend::on_driver;
use super::error::StoreError;
use crate::clock::Millis;
use crate::model::delivery::{DeliveryState, LeftOut};
use crate::model::ids::{ContactId, DeliveryId, IssueId, MailingId, RegionId};

/// Which deliveries a list takes in: those of the mailings from `first` to `last`, narrowed by whatever else is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub first: MailingId,
    pub last: MailingId,
    /// Empty = in any state.
    pub states: Vec<DeliveryState>,
    pub left_out: Option<LeftOut>,
    /// Empty = any.
    pub lane: String,
    pub region: Option<RegionId>,
    pub issue: Option<IssueId>,
    /// Empty = any.
    pub outlet: String,
    /// Only whoever unsubscribed by a link of this very copy.
    pub gone: bool,
}

impl Wanted {
    /// Everybody of one mailing.
    pub fn of(mailing: MailingId) -> Self {
        Self::between(mailing, mailing)
    }

    /// Everybody of the mailings from `first` to `last`, both included.
    pub fn between(first: MailingId, last: MailingId) -> Self {
        Self {
            first,
            last,
            states: Vec::new(),
            left_out: None,
            lane: String::new(),
            region: None,
            issue: None,
            outlet: String::new(),
            gone: false,
        }
    }

    /// Single messages are mailing 0 and in none of these lists.
    fn from(&self) -> i64 {
        self.first.0.max(1)
    }

    fn states(&self) -> String {
        let states: Vec<_> = self.states.iter().map(|state| serde_json::json!({ "state": state.as_str() })).collect();
        serde_json::Value::Array(states).to_string()
    }
}

/// Where a list goes on: after the last one of the part before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct After {
    pub mailing: i64,
    pub address_key: String,
}

/// One person in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub delivery: DeliveryId,
    pub mailing: MailingId,
    pub contact: ContactId,
    pub address: String,
    pub address_key: String,
    /// Empty once the person was erased.
    pub name: String,
    pub outlet: String,
    pub state: DeliveryState,
    pub left_out: Option<LeftOut>,
    /// When it is due (again); meaningful while it waits or is deferred.
    pub due: Millis,
    pub tries: i64,
    pub relay: String,
    pub lane: String,
    pub code: Option<i64>,
    pub reply: String,
    pub settled: Option<Millis>,
    /// When the last attempt began.
    pub begun: Option<Millis>,
}

impl Line {
    pub fn place(&self) -> After {
        After { mailing: self.mailing.0, address_key: self.address_key.clone() }
    }
}

/// `$2` to `$9`, over `d` deliveries: the same words for the list and its number, which begin at `$1` in their own ways.
macro_rules! wanted {
    () => {
        "d.mailing_id <= $2 \
         AND ($3 = '[]' OR d.state IN (SELECT value ->> 'state' FROM json_each($3))) \
         AND ($4 = '' OR d.left_out = $4) AND ($5 = '' OR d.lane = $5) \
         AND ($6 < 0 OR d.region_id = $6) AND ($7 < 0 OR d.issue_id = $7) \
         AND ($8 = '' OR EXISTS (SELECT 1 FROM delivery_slots w WHERE w.delivery_id = d.id AND w.outlet = $8)) \
         AND ($9 = 0 OR EXISTS (SELECT 1 FROM events e WHERE e.delivery_id = d.id AND e.kind = 'unsubscribed'))"
    };
}

/// Binds `$1` and what [`wanted!`] needs.
macro_rules! bind_wanted {
    ($query:expr, $from:expr, $wanted:expr, $states:expr) => {
        $query
            .bind($from)
            .bind($wanted.last.0)
            .bind($states)
            .bind($wanted.left_out.map_or("", LeftOut::as_str))
            .bind(&$wanted.lane)
            .bind($wanted.region.map_or(-1, |id| id.0))
            .bind($wanted.issue.map_or(-1, |id| id.0))
            .bind(&$wanted.outlet)
            .bind(i64::from($wanted.gone))
    };
}

/// How many are in a list.
pub async fn count(store: &Store, wanted: &Wanted) -> Result<i64, StoreError> {
    const COUNT: &str = concat!("SELECT COUNT(*) FROM deliveries d WHERE d.mailing_id >= $1 AND ", wanted!());
    let states = wanted.states();
    Ok(on_driver!(store.reader(), |c| bind_wanted!(sqlx::query_scalar(COUNT), wanted.from(), wanted, &states)
        .fetch_one(c)
        .await)?)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    mailing_id: i64,
    contact_id: i64,
    address: String,
    address_key: String,
    name: Option<String>,
    outlet: Option<String>,
    state: String,
    left_out: Option<String>,
    due_ms: Millis,
    tries: i64,
    relay: Option<String>,
    lane: String,
    code: Option<i64>,
    reply: Option<String>,
    settled_ms: Option<Millis>,
    begun_ms: Option<Millis>,
}

/// Part of a list, by mailing and address: `limit` lines after `after`, `skip` of them passed over.
pub async fn page(store: &Store, wanted: &Wanted, after: &After, skip: i64, limit: i64) -> Result<Vec<Line>, StoreError> {
    const PAGE: &str = concat!(
        "SELECT d.id, d.mailing_id, d.contact_id, d.address, d.address_key, s.name, s.outlet, d.state, d.left_out, d.due_ms, d.tries, \
             d.relay, d.lane, d.code, d.reply, d.settled_ms, d.begun_ms \
         FROM deliveries d LEFT JOIN delivery_slots s ON s.delivery_id = d.id WHERE ",
        wanted!(),
        " AND (d.mailing_id, d.address_key) > ($1, $10) ORDER BY d.mailing_id, d.address_key LIMIT $11 OFFSET $12"
    );
    // One lower bound and no other, or SQLite begins each part at the first row of the mailing.
    let (from, key) = match after.mailing >= wanted.from() {
        true => (after.mailing, after.address_key.as_str()),
        false => (wanted.from(), ""),
    };
    let states = wanted.states();
    let rows: Vec<Row> = on_driver!(store.reader(), |c| bind_wanted!(sqlx::query_as(PAGE), from, wanted, &states)
        .bind(key)
        .bind(limit)
        .bind(skip)
        .fetch_all(c)
        .await)?;
    rows.into_iter().map(Row::into_line).collect()
}

impl Row {
    fn into_line(self) -> Result<Line, StoreError> {
        let corrupt = |column| StoreError::Corrupt { table: "deliveries", column, row: self.id.to_string() };
        let left_out = self.left_out.as_deref().map(|text| LeftOut::parse(text).ok_or_else(|| corrupt("left_out")));
        Ok(Line {
            delivery: DeliveryId(self.id),
            mailing: MailingId(self.mailing_id),
            contact: ContactId(self.contact_id),
            state: DeliveryState::parse(&self.state).ok_or_else(|| corrupt("state"))?,
            left_out: left_out.transpose()?,
            address: self.address,
            address_key: self.address_key,
            name: self.name.unwrap_or_default(),
            outlet: self.outlet.unwrap_or_default(),
            due: self.due_ms,
            tries: self.tries,
            relay: self.relay.unwrap_or_default(),
            lane: self.lane,
            code: self.code,
            reply: self.reply.unwrap_or_default(),
            settled: self.settled_ms,
            begun: self.begun_ms,
        })
    }
}

/// How a receiving service took the copies of some mailings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane {
    pub lane: String,
    /// Handed over by; empty while nobody tried.
    pub relays: Vec<String>,
    pub all: i64,
    pub accepted: i64,
    pub retrying: i64,
    pub refused: i64,
    pub in_doubt: i64,
}

/// The mailings from `first` to `last` by receiving service, in the order of their names.
pub async fn lanes(store: &Store, first: MailingId, last: MailingId) -> Result<Vec<Lane>, StoreError> {
    const LANES: &str = "SELECT lane, COALESCE(relay, '') AS relay, state, COUNT(*) FROM deliveries \
         WHERE mailing_id >= $1 AND mailing_id <= $2 GROUP BY lane, COALESCE(relay, ''), state ORDER BY 1, 2, 3";
    let rows: Vec<(String, String, String, i64)> =
        on_driver!(store.reader(), |c| sqlx::query_as(LANES).bind(first.0.max(1)).bind(last.0).fetch_all(c).await)?;
    let mut lanes: Vec<Lane> = Vec::new();
    for (name, relay, state, people) in rows {
        if lanes.last().is_none_or(|lane| lane.lane != name) {
            lanes.push(Lane { lane: name, ..Lane::default() });
        }
        let Some(lane) = lanes.last_mut() else { continue };
        lane.all += people;
        match DeliveryState::parse(&state) {
            Some(DeliveryState::Accepted) => lane.accepted += people,
            Some(DeliveryState::Deferred) => lane.retrying += people,
            Some(DeliveryState::Refused) => lane.refused += people,
            Some(DeliveryState::InDoubt) => lane.in_doubt += people,
            _ => {}
        }
        if !relay.is_empty() && !lane.relays.contains(&relay) {
            lane.relays.push(relay);
        }
    }
    Ok(lanes)
}

/// By what a mailing is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    Regions,
    Issues,
    Outlets,
}

/// So many of a list under one heading. `id` is 0 where nobody matched by it (named by hand), and for outlets.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Share {
    pub id: i64,
    pub name: String,
    pub people: i64,
}

/// The largest shares of the mailings from `first` to `last`, largest first.
pub async fn shares(
    store: &Store,
    (first, last): (MailingId, MailingId),
    by: Split,
    most: i64,
) -> Result<Vec<Share>, StoreError> {
    const REGIONS: &str = "SELECT g.id, COALESCE(r.name, '') AS name, g.people FROM (SELECT region_id AS id, COUNT(*) AS people \
         FROM deliveries WHERE mailing_id >= $1 AND mailing_id <= $2 GROUP BY region_id ORDER BY people DESC, region_id LIMIT $3) g \
         LEFT JOIN regions r ON r.id = g.id ORDER BY g.people DESC, g.id";
    const ISSUES: &str = "SELECT g.id, COALESCE(i.name, '') AS name, g.people FROM (SELECT issue_id AS id, COUNT(*) AS people \
         FROM deliveries WHERE mailing_id >= $1 AND mailing_id <= $2 GROUP BY issue_id ORDER BY people DESC, issue_id LIMIT $3) g \
         LEFT JOIN issues i ON i.id = g.id ORDER BY g.people DESC, g.id";
    const OUTLETS: &str = "SELECT CAST(0 AS BIGINT) AS id, s.outlet AS name, COUNT(*) AS people \
         FROM deliveries d JOIN delivery_slots s ON s.delivery_id = d.id \
         WHERE d.mailing_id >= $1 AND d.mailing_id <= $2 AND s.outlet <> '' GROUP BY s.outlet ORDER BY people DESC, s.outlet LIMIT $3";
    let sql = match by {
        Split::Regions => REGIONS,
        Split::Issues => ISSUES,
        Split::Outlets => OUTLETS,
    };
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(sql).bind(first.0.max(1)).bind(last.0).bind(most).fetch_all(c).await)?)
}
