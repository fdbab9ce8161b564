//! What is said in an inquiry, by whom, and under which ids: messages in and out, notes among us, people taking part.

use serde_json::{Value, json};
use sqlx::FromRow;

use super::Store;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::error::StoreError;
use crate::clock::Millis;
use crate::model::ids::{DeliveryId, InboundId, InquiryId, MessageId, OfficerId};
use crate::model::thread::RefKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    In,
    Out,
    Note,
}

impl Direction {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Note => "note",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    Mail,
    Telephone,
    Web,
}

impl Channel {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Telephone => "telephone",
            Self::Web => "web",
        }
    }
}

/// Something to be written down.
#[derive(Clone, Debug)]
pub struct NewMessage<'a> {
    pub inbound: Option<InboundId>,
    pub direction: Direction,
    pub channel: Channel,
    /// From a machine: attached, but it neither opens nor answers for anything.
    pub machine: bool,
    pub at: Millis,
    pub from_name: &'a str,
    pub from_address: &'a str,
    pub reply_to: &'a str,
    pub to: &'a [String],
    pub cc: &'a [String],
    pub subject: &'a str,
    /// Without angle brackets.
    pub message_id: &'a str,
    pub text_all: &'a str,
    pub text_new: &'a str,
    pub author: Option<OfficerId>,
    /// `group`, `forward`, `alias`; empty = by its From.
    pub recovered: &'a str,
}

/// Writes it down. The same inbound message twice is refused by the database.
pub(crate) async fn add(tx: &mut Tx, id: InquiryId, new: &NewMessage<'_>) -> Result<MessageId, StoreError> {
    const ADD: &str = "INSERT INTO messages (inquiry_id, inbound_id, direction, channel, machine, at_ms, from_name, from_address, reply_to, \
         to_addresses, cc_addresses, subject, message_id, text_all, text_new, author_id, recovered) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING id";
    let id: i64 = on_tx!(tx, |c| sqlx::query_scalar(ADD)
        .bind(id.0)
        .bind(new.inbound.map(|id| id.0))
        .bind(new.direction.as_str())
        .bind(new.channel.as_str())
        .bind(i64::from(new.machine))
        .bind(new.at)
        .bind(new.from_name)
        .bind(new.from_address)
        .bind(new.reply_to)
        .bind(json!(new.to).to_string())
        .bind(json!(new.cc).to_string())
        .bind(new.subject)
        .bind(new.message_id)
        .bind(new.text_all)
        .bind(new.text_new)
        .bind(new.author.map(|id| id.0))
        .bind(new.recovered)
        .fetch_one(c)
        .await)?;
    Ok(MessageId(id))
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    pub address_key: String,
    pub address: String,
    pub name: String,
    /// `reporter`, `copied` or `colleague`.
    pub role: &'static str,
}

/// Adds people; who takes part already keeps their role.
pub(crate) async fn add_people(tx: &mut Tx, id: InquiryId, people: &[Participant]) -> Result<(), StoreError> {
    const ADD: &str = "INSERT INTO inquiry_participants (inquiry_id, address_key, address, name, role) \
         SELECT $1, value ->> 'key', value ->> 'address', value ->> 'name', value ->> 'role' FROM json_each($2) WHERE TRUE \
         ON CONFLICT (inquiry_id, address_key) DO NOTHING";
    let mut rows: Vec<Value> = Vec::with_capacity(people.len());
    for (at, one) in people.iter().enumerate() {
        if !one.address_key.is_empty() && !people[..at].iter().any(|before| before.address_key == one.address_key) {
            rows.push(json!({"key": one.address_key, "address": one.address, "name": one.name, "role": one.role}));
        }
    }
    let rows = Value::from(rows).to_string();
    on_tx!(tx, |c| sqlx::query(ADD).bind(id.0).bind(&rows).execute(c).await.map(drop))?;
    Ok(())
}

/// Whoever takes part in one takes part in the other.
pub(crate) async fn copy_people(tx: &mut Tx, from: InquiryId, to: InquiryId) -> Result<(), StoreError> {
    const COPY: &str = "INSERT INTO inquiry_participants (inquiry_id, address_key, address, name, role) \
         SELECT $2, address_key, address, name, role FROM inquiry_participants WHERE inquiry_id = $1 \
         ON CONFLICT (inquiry_id, address_key) DO NOTHING";
    on_tx!(tx, |c| sqlx::query(COPY).bind(from.0).bind(to.0).execute(c).await.map(drop))?;
    Ok(())
}

/// Where an id leads from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ref {
    pub sha256: String,
    pub kind: RefKind,
    pub inquiry: Option<InquiryId>,
    pub delivery: Option<DeliveryId>,
}

/// Remembers ids; one may lead to several places.
pub(crate) async fn add_refs(tx: &mut Tx, refs: &[Ref]) -> Result<(), StoreError> {
    const ADD: &str = "INSERT INTO message_refs (sha256, kind, inquiry_id, delivery_id) \
         SELECT value ->> 'sha256', value ->> 'kind', CAST(value ->> 'inquiry' AS BIGINT), CAST(value ->> 'delivery' AS BIGINT) \
         FROM json_each($1) WHERE TRUE ON CONFLICT (sha256, kind, inquiry_id, delivery_id) DO NOTHING";
    let row = |one: &Ref| {
        json!({"sha256": one.sha256, "kind": one.kind.as_str(), "inquiry": one.inquiry.map_or(0, |id| id.0),
            "delivery": one.delivery.map_or(0, |id| id.0)})
    };
    let rows = Value::from_iter(refs.iter().map(row)).to_string();
    on_tx!(tx, |c| sqlx::query(ADD).bind(&rows).execute(c).await.map(drop))?;
    Ok(())
}

/// As `add_refs`, by itself: what a relay called messages of ours.
pub async fn remember(store: &Store, refs: &[Ref]) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    add_refs(&mut tx, refs).await?;
    tx.commit().await
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Message {
    pub id: i64,
    pub inquiry_id: i64,
    pub inbound_id: Option<i64>,
    pub delivery_id: Option<i64>,
    /// `in`, `out` or `note`.
    pub direction: String,
    /// `mail`, `telephone` or `web`.
    pub channel: String,
    pub machine: i64,
    pub at_ms: Millis,
    pub from_name: String,
    pub from_address: String,
    pub reply_to: String,
    /// JSON arrays.
    pub to_addresses: String,
    pub cc_addresses: String,
    pub subject: String,
    pub message_id: String,
    pub text_all: String,
    pub text_new: String,
    pub author_id: Option<i64>,
    pub recovered: String,
}

/// All that was said in it and in what was merged into it, in order of time; the next `limit` after `after` (time, number).
pub async fn said(store: &Store, id: InquiryId, after: (Millis, i64), limit: i64) -> Result<Vec<Message>, StoreError> {
    const SAID: &str = "WITH RECURSIVE family (id) AS (SELECT CAST($1 AS BIGINT) \
           UNION SELECT i.id FROM inquiries i JOIN family f ON i.merged_into = f.id) \
         SELECT m.id, m.inquiry_id, m.inbound_id, m.delivery_id, m.direction, m.channel, m.machine, m.at_ms, m.from_name, m.from_address, \
           m.reply_to, m.to_addresses, m.cc_addresses, m.subject, m.message_id, m.text_all, m.text_new, m.author_id, m.recovered \
         FROM family f JOIN messages m ON m.inquiry_id = f.id WHERE m.at_ms > $2 OR (m.at_ms = $2 AND m.id > $3) \
         ORDER BY m.at_ms, m.id LIMIT $4";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(SAID)
        .bind(id.0)
        .bind(after.0)
        .bind(after.1)
        .bind(limit)
        .fetch_all(c)
        .await)?)
}

/// Who takes part: address, name and role.
pub async fn people(store: &Store, id: InquiryId) -> Result<Vec<(String, String, String)>, StoreError> {
    const PEOPLE: &str = "SELECT address, name, role FROM inquiry_participants WHERE inquiry_id = $1 \
         ORDER BY CASE role WHEN 'reporter' THEN 0 WHEN 'colleague' THEN 1 ELSE 2 END, address_key";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(PEOPLE).bind(id.0).fetch_all(c).await)?)
}

/// Puts messages of one inquiry into another, with the ids others know them by. Returns those that were moved, oldest first.
pub(crate) async fn move_to(
    tx: &mut Tx,
    from: InquiryId,
    to: InquiryId,
    messages: &[MessageId],
    digest: impl Fn(&str) -> String,
) -> Result<u64, StoreError> {
    const IDS: &str = "SELECT message_id FROM messages WHERE inquiry_id = $1 AND message_id <> '' \
         AND id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($2))";
    const MOVE: &str = "UPDATE messages SET inquiry_id = $2 WHERE inquiry_id = $1 \
         AND id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($3))";
    const REFS: &str = "UPDATE message_refs SET inquiry_id = $2 WHERE inquiry_id = $1 AND kind IN ('theirs', 'provider') \
         AND sha256 IN (SELECT value ->> 'sha256' FROM json_each($3))";
    let rows = json!(messages.iter().map(|id| [id.0]).collect::<Vec<_>>()).to_string();
    let ids: Vec<String> = on_tx!(tx, |c| sqlx::query_scalar(IDS).bind(from.0).bind(&rows).fetch_all(c).await)?;
    let moved = on_tx!(tx, |c| sqlx::query(MOVE).bind(from.0).bind(to.0).bind(&rows).execute(c).await.map(|r| r.touched()))?;
    let refs = Value::from_iter(ids.iter().map(|id| json!({ "sha256": digest(id) }))).to_string();
    on_tx!(tx, |c| sqlx::query(REFS).bind(from.0).bind(to.0).bind(&refs).execute(c).await.map(drop))?;
    Ok(moved)
}
