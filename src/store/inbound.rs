//! Messages as they came in: kept whole and once, looked at, put back to be read again. What becomes of them is decided in
//! `deciding`.

use sqlx::FromRow;

use super::audit::note;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::sources::{Cursor, advance};
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::ids::{InboundId, SourceId, new_uid};
use crate::model::inbound::Envelope;

/// What makes two messages of one source the same, beside their name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sameness {
    Name,
    /// The same bytes under another name: where names change and envelopes are unknown.
    Bytes,
    /// The same bytes and return path, to recipients that had it: a client that saw only some of its replies sends it again to
    /// the others.
    Envelope,
}

/// A message to be kept. Its texts are free of NUL; its body is exactly what came.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    pub source: SourceId,
    /// What the source calls it.
    pub key: &'a str,
    /// A message of this name that is older is another one.
    pub since: Millis,
    pub sameness: Sameness,
    /// Where the source stands once this is kept.
    pub cursor: Option<Cursor>,
    pub received: Millis,
    pub envelope: &'a Envelope,
    pub misspelt: &'a [String],
    pub peer: &'a str,
    pub helo: &'a str,
    pub size: i64,
    pub sha256: &'a str,
    pub body: &'a [u8],
    /// The body is the header only.
    pub partial: bool,
    /// Why nobody will read it before a person has looked; else it is ready.
    pub parked: Option<&'a str>,
    /// It carries a token of ours, or is written by one of us.
    pub first: bool,
    /// Whose mail goes first when the directory knows it.
    pub from_key: &'a str,
    pub message_id: &'a str,
    pub from_line: &'a str,
    pub subject: &'a str,
}

/// Whether it was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    New(InboundId),
    Again(InboundId),
}

impl Kept {
    pub fn id(self) -> InboundId {
        match self {
            Self::New(id) | Self::Again(id) => id,
        }
    }
}

/// Keeps a message: when this returns `Ok` it is on disk, once. An error means that it may or may not be: give it again.
pub async fn keep(store: &Store, new: &New<'_>) -> Result<Kept, StoreError> {
    let mut tx = store.begin().await?;
    let kept = match known(&mut tx, new).await? {
        Some(id) => Kept::Again(id),
        None => insert(&mut tx, new).await?,
    };
    if let Some(cursor) = new.cursor {
        advance(&mut tx, new.source, cursor).await?;
    }
    crate::failpoint!("inbox.before_commit");
    tx.commit().await?;
    crate::failpoint!("inbox.after_commit");
    Ok(kept)
}

async fn known(tx: &mut Tx, new: &New<'_>) -> Result<Option<InboundId>, StoreError> {
    const BY_KEY: &str = "SELECT id FROM inbound WHERE source_id = $1 AND transport_key = $2 AND received_ms >= $3 \
         UNION ALL SELECT inbound_id FROM inbound_again WHERE source_id = $1 AND transport_key = $2 LIMIT 1";
    const SAME_BYTES: &str = "SELECT id, return_path, recipients FROM inbound \
         WHERE source_id = $1 AND sha256 = $2 AND size = $3 AND received_ms >= $4 ORDER BY id LIMIT 100";
    const AGAIN: &str = "INSERT INTO inbound_again (source_id, transport_key, inbound_id, at_ms) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (source_id, transport_key) DO NOTHING";
    let (source, key, since) = (new.source.0, new.key, new.since);
    let by_key: Option<i64> =
        on_tx!(tx, |c| sqlx::query_scalar(BY_KEY).bind(source).bind(key).bind(since).fetch_optional(c).await)?;
    if by_key.is_some() || new.sameness == Sameness::Name {
        return Ok(by_key.map(InboundId));
    }
    let same: Vec<(i64, String, String)> =
        on_tx!(tx, |c| sqlx::query_as(SAME_BYTES).bind(source).bind(new.sha256).bind(new.size).bind(since).fetch_all(c).await)?;
    if new.sameness == Sameness::Envelope {
        let had = |return_path: &str, recipients: &str| {
            let recipients = list_of(recipients);
            let knows = |one: &String| recipients.iter().any(|had| had.eq_ignore_ascii_case(one));
            return_path == new.envelope.return_path && new.envelope.recipients.iter().all(knows)
        };
        return Ok(same.into_iter().find(|(_, path, recipients)| had(path, recipients)).map(|(id, ..)| InboundId(id)));
    }
    let Some((id, ..)) = same.into_iter().next() else { return Ok(None) };
    on_tx!(tx, |c| sqlx::query(AGAIN).bind(source).bind(key).bind(id).bind(new.received).execute(c).await.map(drop))?;
    Ok(Some(InboundId(id)))
}

async fn insert(tx: &mut Tx, new: &New<'_>) -> Result<Kept, StoreError> {
    // Its name is free again once it is too old to be the same.
    const LAPSE: &str = "UPDATE inbound SET transport_key = transport_key || '/' || CAST(id AS TEXT) \
         WHERE source_id = $1 AND transport_key = $2 AND received_ms < $3";
    const INSERT: &str = "INSERT INTO inbound (uid, source_id, transport_key, received_ms, return_path, recipients, misspelt, peer, \
           helo, size, sha256, body, partial, state, lane, due_ms, message_id, from_line, subject, trouble) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, \
           CASE WHEN $15 = 1 OR EXISTS (SELECT 1 FROM contacts WHERE address_key = $16) THEN 0 ELSE 1 END, \
           $4, $17, $18, $19, $20) \
         ON CONFLICT (source_id, transport_key) DO NOTHING RETURNING id";
    const ONE_MORE: &str = "UPDATE sources SET kept = kept + 1 WHERE id = $1";
    const SAME: &str = "SELECT id FROM inbound WHERE source_id = $1 AND transport_key = $2";
    let (source, key) = (new.source.0, new.key);
    on_tx!(tx, |c| sqlx::query(LAPSE).bind(source).bind(key).bind(new.since).execute(c).await.map(drop))?;
    let inserted: Option<i64> = on_tx!(tx, |c| sqlx::query_scalar(INSERT)
        .bind(new_uid(new.received))
        .bind(source)
        .bind(key)
        .bind(new.received)
        .bind(&new.envelope.return_path)
        .bind(json(&new.envelope.recipients))
        .bind(json(new.misspelt))
        .bind(new.peer)
        .bind(new.helo)
        .bind(new.size)
        .bind(new.sha256)
        .bind(new.body)
        .bind(i64::from(new.partial))
        .bind(if new.parked.is_some() { "parked" } else { "ready" })
        .bind(i64::from(new.first))
        .bind(new.from_key)
        .bind(new.message_id)
        .bind(new.from_line)
        .bind(new.subject)
        .bind(new.parked.unwrap_or_default())
        .fetch_optional(c)
        .await)?;
    match inserted {
        Some(id) => {
            on_tx!(tx, |c| sqlx::query(ONE_MORE).bind(source).execute(c).await.map(drop))?;
            Ok(Kept::New(InboundId(id)))
        }
        // Another connection kept the same one a moment ago.
        None => {
            let id: i64 = on_tx!(tx, |c| sqlx::query_scalar(SAME).bind(source).bind(key).fetch_one(c).await)?;
            Ok(Kept::Again(InboundId(id)))
        }
    }
}

fn json(list: &[String]) -> String {
    serde_json::Value::from(list).to_string()
}

/// A list as [`New`] was given it; what cannot be read is an empty one.
pub(super) fn list_of(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}

/// A line about a message, without its body.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Line {
    #[sqlx(rename = "id")]
    number: i64,
    pub source: String,
    pub received_ms: Millis,
    pub size: i64,
    pub sha256: String,
    /// `ready`, `decided` or `parked`.
    pub state: String,
    pub tries: i64,
    pub class: Option<String>,
    /// JSON, as the table says.
    pub evidence: String,
    pub return_path: String,
    /// JSON arrays.
    pub recipients: String,
    pub misspelt: String,
    pub message_id: String,
    pub from_line: String,
    pub subject: String,
    pub peer: String,
    pub helo: String,
    pub trouble: String,
    /// The body is the header only.
    pub partial: bool,
    pub decided_ms: Option<Millis>,
}

impl Line {
    pub fn id(&self) -> InboundId {
        InboundId(self.number)
    }

    pub fn recipients(&self) -> Vec<String> {
        list_of(&self.recipients)
    }

    pub fn misspelt(&self) -> Vec<String> {
        list_of(&self.misspelt)
    }
}

macro_rules! lines {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, s.name AS source, i.received_ms, i.size, i.sha256, i.state, i.tries, i.class, i.evidence, i.return_path, \
             i.recipients, i.misspelt, i.message_id, i.from_line, i.subject, i.peer, i.helo, i.trouble, i.partial = 1 AS partial, \
             i.decided_ms FROM inbound i JOIN sources s ON s.id = i.source_id WHERE ",
            $rest
        )
    };
}

pub async fn find(store: &Store, id: InboundId) -> Result<Option<Line>, StoreError> {
    const FIND: &str = lines!("i.id = $1");
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(FIND).bind(id.0).fetch_optional(c).await)?)
}

/// What nobody could read, oldest first, after the one named; at most a hundred.
pub async fn parked(store: &Store, after: InboundId) -> Result<Vec<Line>, StoreError> {
    const PARKED: &str = lines!("i.state = 'parked' AND i.id > $1 ORDER BY i.id LIMIT 100");
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(PARKED).bind(after.0).fetch_all(c).await)?)
}

/// All messages after the one named, oldest first; at most a hundred.
pub async fn page(store: &Store, after: InboundId) -> Result<Vec<Line>, StoreError> {
    const PAGE: &str = lines!("i.id > $1 ORDER BY i.id LIMIT 100");
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(PAGE).bind(after.0).fetch_all(c).await)?)
}

/// The message exactly as it came; `None` when there is none, or its body was removed when its time was over.
pub async fn body(store: &Store, id: InboundId) -> Result<Option<Vec<u8>>, StoreError> {
    const BODY: &str = "SELECT body FROM inbound WHERE id = $1";
    let found: Option<Option<Vec<u8>>> =
        on_driver!(store.reader(), |c| sqlx::query_scalar(BODY).bind(id.0).fetch_optional(c).await)?;
    Ok(found.flatten())
}

/// It is read again from its raw form, with three tries before it: what is parked, or (`decided`) what was decided by older
/// rules. `false` when it is in no such state.
pub async fn again(store: &Store, id: InboundId, decided: bool, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const AGAIN: &str = "UPDATE inbound SET state = 'ready', class = NULL, decided_ms = NULL, tries = 0, trouble = '', due_ms = $2, \
           lease_ms = NULL, fence = fence + 1 WHERE id = $1 AND state = $3 AND body IS NOT NULL";
    let state = if decided { "decided" } else { "parked" };
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(AGAIN).bind(id.0).bind(now).bind(state).execute(c).await.map(|r| r.touched()))?;
    if touched > 0 {
        note(&mut tx, now, actor, "inbox.again", &format!("message {id}"), state).await?;
    }
    tx.commit().await?;
    Ok(touched > 0)
}

/// How many wait to be read.
pub async fn waiting(store: &Store) -> Result<i64, StoreError> {
    const WAITING: &str = "SELECT COUNT(*) FROM inbound WHERE state = 'ready'";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(WAITING).fetch_one(c).await)?)
}
