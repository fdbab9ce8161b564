//! What comes back about a copy: found by its number or its Message-ID, and written down once, with what it proves.

use sqlx::FromRow;
use uuid::Uuid;

use super::backend::{Touched, on_driver, on_tx};
use super::error::StoreError;
use super::{Store, doubts};
use crate::clock::Millis;
use crate::model::delivery::DeliveryState;
use crate::model::ids::{DeliveryId, MailingId};

/// A copy that something came back about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub delivery: DeliveryId,
    /// 0 = a single message.
    pub mailing: MailingId,
    pub address_key: String,
    pub state: DeliveryState,
    /// When it was handed over; when it was due if that is not known.
    pub at: Millis,
    /// Of a single message: `answer`, `acknowledgement`, `notice` …, and its author.
    pub purpose: Option<String>,
    pub author: Option<String>,
    /// Something of the kind was written down before.
    pub bounced: bool,
    pub complained: bool,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    mailing_id: i64,
    address_key: String,
    state: String,
    at_ms: i64,
    purpose: Option<String>,
    author: Option<String>,
    bounced: i64,
    complained: i64,
}

impl Row {
    fn sent(self) -> Result<Sent, StoreError> {
        let corrupt = || StoreError::Corrupt { table: "deliveries", column: "state", row: self.id.to_string() };
        Ok(Sent {
            delivery: DeliveryId(self.id),
            mailing: MailingId(self.mailing_id),
            state: DeliveryState::parse(&self.state).ok_or_else(corrupt)?,
            address_key: self.address_key,
            at: self.at_ms,
            purpose: self.purpose,
            author: self.author,
            bounced: self.bounced > 0,
            complained: self.complained > 0,
        })
    }
}

macro_rules! sent {
    ($where:literal) => {
        concat!(
            "SELECT d.id, d.mailing_id, d.address_key, d.state, COALESCE(d.settled_ms, d.due_ms) AS at_ms, s.purpose, s.author, \
             (SELECT COUNT(*) FROM events e WHERE e.delivery_id = d.id AND e.kind = 'bounced') AS bounced, \
             (SELECT COUNT(*) FROM events e WHERE e.delivery_id = d.id AND e.kind = 'complained') AS complained \
             FROM deliveries d LEFT JOIN singles s ON s.id = d.single_id AND d.single_id <> 0 WHERE ",
            $where
        )
    };
}

pub async fn find(store: &Store, delivery: DeliveryId) -> Result<Option<Sent>, StoreError> {
    const FIND: &str = sent!("d.id = $1");
    let row: Option<Row> = on_driver!(store.reader(), |c| sqlx::query_as(FIND).bind(delivery.0).fetch_optional(c).await)?;
    row.map(Row::sent).transpose()
}

/// The copy of a single message, by the uid in its Message-ID.
pub async fn find_single(store: &Store, uid: Uuid) -> Result<Option<Sent>, StoreError> {
    const FIND: &str = sent!("d.mailing_id = 0 AND s.uid = $1");
    let row: Option<Row> = on_driver!(store.reader(), |c| sqlx::query_as(FIND).bind(uid).fetch_optional(c).await)?;
    row.map(Row::sent).transpose()
}

/// The copy of an officer's answer, by the Message-ID it was given.
pub async fn find_answer(store: &Store, message_id: &str) -> Result<Option<Sent>, StoreError> {
    const FIND: &str =
        sent!("d.id = (SELECT MAX(m.delivery_id) FROM messages m WHERE m.message_id = $1 AND m.direction = 'out')");
    let row: Option<Row> = on_driver!(store.reader(), |c| sqlx::query_as(FIND).bind(message_id).fetch_optional(c).await)?;
    row.map(Row::sent).transpose()
}

/// What is written down about a copy.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    /// `bounced` or `complained`; `None` when it only proves that the copy was handed over.
    pub event: Option<&'static str>,
    /// `5.1.1 no such user`.
    pub detail: &'a str,
    /// May pass: counted for the address.
    pub soft: bool,
    /// How a doubt about the copy is settled by it.
    pub proof: &'a str,
}

/// Writes it down, once a copy and kind. `false` when it stood there. Whatever comes back was handed over: a doubt is over.
pub async fn record(store: &Store, delivery: DeliveryId, note: Note<'_>, now: Millis) -> Result<bool, StoreError> {
    const EVENT: &str = "INSERT INTO events (at_ms, kind, mailing_id, delivery_id, detail) \
         SELECT $1, $2, d.mailing_id, d.id, $4 FROM deliveries d WHERE d.id = $3 \
         AND NOT EXISTS (SELECT 1 FROM events e WHERE e.delivery_id = d.id AND e.kind = $2)";
    const SOFT: &str =
        "INSERT INTO soft_bounces (delivery_id, at_ms, detail) VALUES ($1, $2, $3) ON CONFLICT (delivery_id) DO NOTHING";
    let mut tx = store.begin().await?;
    doubts::arrived(&mut tx, delivery, note.proof, now).await?;
    let mut written = 0;
    if let Some(event) = note.event {
        written = on_tx!(&mut tx, |c| sqlx::query(EVENT)
            .bind(now)
            .bind(event)
            .bind(delivery.0)
            .bind(note.detail)
            .execute(c)
            .await
            .map(|done| done.touched()))?;
    }
    if note.soft {
        on_tx!(&mut tx, |c| sqlx::query(SOFT).bind(delivery.0).bind(now).bind(note.detail).execute(c).await.map(drop))?;
    }
    tx.commit().await?;
    Ok(written > 0)
}

/// How many copies to an address came back for reasons that may pass, since a time.
pub async fn soft_bounces(store: &Store, address_key: &str, since: Millis) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM soft_bounces s JOIN deliveries d ON d.id = s.delivery_id \
         WHERE d.address_key = $1 AND s.at_ms >= $2";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(COUNT).bind(address_key).bind(since).fetch_one(c).await)?)
}

/// Whether a person wrote to us from this address since a time: then its mailbox lives, whatever a report says.
pub async fn has_written(store: &Store, address_key: &str, since: Millis) -> Result<bool, StoreError> {
    const WROTE: &str =
        "SELECT COUNT(*) FROM messages WHERE direction = 'in' AND machine = 0 AND LOWER(from_address) = $1 AND at_ms >= $2";
    let count: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(WROTE).bind(address_key).bind(since).fetch_one(c).await)?;
    Ok(count > 0)
}

/// Whether we have the address among the reporters, or ever wrote to it.
pub async fn is_known(store: &Store, address_key: &str) -> Result<bool, StoreError> {
    const KNOWN: &str = "SELECT (SELECT COUNT(*) FROM contacts WHERE address_key = $1) \
         + (SELECT COUNT(*) FROM (SELECT 1 FROM deliveries WHERE address_key = $1 LIMIT 1) AS one)";
    let count: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(KNOWN).bind(address_key).fetch_one(c).await)?;
    Ok(count > 0)
}
