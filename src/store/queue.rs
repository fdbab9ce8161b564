//! What a worker looks at between claims: which mailings are open and on what terms, their letters, and the single
//! messages; and how a single message gets into the queue.

use super::backend::{Tx, on_driver, on_tx};
use super::error::StoreError;
use super::{Store, wake};
use crate::clock::Millis;
use crate::model::address::EmailAddress;
use crate::model::ids::{DeliveryId, MailingId, SingleId, new_uid};
use crate::model::provider;

/// A mailing that is being sent, and the terms the gate will hold it to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenMailing {
    pub id: MailingId,
    pub priority: i64,
    pub not_before: Millis,
    pub useful_until: Millis,
    pub approval_digest: String,
    pub key_id: String,
    /// The lanes it has copies in.
    pub lanes: Vec<String>,
}

/// Mailings in state `sending`, most urgent first.
pub async fn open_mailings(store: &Store) -> Result<Vec<OpenMailing>, StoreError> {
    const OPEN: &str = "SELECT id, priority, not_before_ms, useful_until_ms, approval_digest, key_id FROM mailings \
         WHERE state = 'sending' ORDER BY priority, id";
    let rows: Vec<(i64, i64, i64, i64, String, String)> =
        on_driver!(store.reader(), |c| sqlx::query_as(OPEN).fetch_all(c).await)?;
    Ok(rows
        .into_iter()
        .map(|(id, priority, not_before, useful_until, approval_digest, key_id)| OpenMailing {
            id: MailingId(id),
            priority,
            not_before,
            useful_until,
            approval_digest,
            key_id,
            lanes: Vec::new(),
        })
        .collect())
}

/// The lanes of each open mailing, and of the single messages (mailing 0).
pub async fn open_lanes(store: &Store) -> Result<Vec<(MailingId, String)>, StoreError> {
    const LANES: &str = "SELECT mailing_id, lane FROM mailing_lanes \
         WHERE mailing_id = 0 OR mailing_id IN (SELECT id FROM mailings WHERE state = 'sending') ORDER BY mailing_id, lane";
    let rows: Vec<(i64, String)> = on_driver!(store.reader(), |c| sqlx::query_as(LANES).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id, lane)| (MailingId(id), lane)).collect())
}

/// The frozen letter of a mailing in one language, as JSON.
pub async fn letter(store: &Store, mailing: MailingId, language: &str) -> Result<Option<String>, StoreError> {
    const LETTER: &str = "SELECT letter FROM letters WHERE mailing_id = $1 AND language = $2";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(LETTER).bind(mailing.0).bind(language).fetch_optional(c).await)?)
}

/// A mailing's letter in the first of its languages, as JSON.
pub async fn any_letter(store: &Store, mailing: MailingId) -> Result<Option<String>, StoreError> {
    const LETTER: &str = "SELECT letter FROM letters WHERE mailing_id = $1 ORDER BY language LIMIT 1";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(LETTER).bind(mailing.0).fetch_optional(c).await)?)
}

/// Why somebody gets a single message; each purpose has its own author and budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// An officer's answer to a reporter; needs an officer as author.
    Answer,
    Acknowledgement,
    Notice,
    Confirmation,
    /// To officers only.
    Test,
}

impl Purpose {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Acknowledgement => "acknowledgement",
            Self::Notice => "notice",
            Self::Confirmation => "confirmation",
            Self::Test => "test",
        }
    }
}

/// A message to one person, composed and ready.
#[derive(Clone, Debug)]
pub struct NewSingle<'a> {
    pub purpose: Purpose,
    pub author: &'a str,
    pub to: &'a EmailAddress,
    /// Envelope sender.
    pub sender: &'a str,
    /// The whole message as it goes out; the same on every attempt.
    pub message: &'a [u8],
}

/// Puts a single message into the queue. There is no second sender: the outbox sends it like any delivery.
pub async fn queue_single(store: &Store, single: &NewSingle<'_>, now: Millis) -> Result<(SingleId, DeliveryId), StoreError> {
    let mut tx = store.begin().await?;
    let queued = put(&mut tx, single, now).await?;
    tx.commit().await?;
    wake::announce(store).await;
    Ok(queued)
}

/// As [`queue_single`], as part of a larger transaction; what is new is announced after its commit.
pub(super) async fn put(tx: &mut Tx, single: &NewSingle<'_>, now: Millis) -> Result<(SingleId, DeliveryId), StoreError> {
    const SINGLE: &str =
        "INSERT INTO singles (uid, purpose, author, sender, message, created_ms) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    const DELIVERY: &str = "INSERT INTO deliveries (mailing_id, single_id, contact_id, address, address_key, lane, state, due_ms) \
         VALUES (0, $1, 0, $2, $3, $5, 'pending', $4) RETURNING id";
    const LANE: &str = "INSERT INTO mailing_lanes (mailing_id, lane) VALUES (0, $1) ON CONFLICT (mailing_id, lane) DO NOTHING";
    let lane = provider::of_address(single.to.as_str());
    let id: i64 = on_tx!(tx, |c| sqlx::query_scalar(SINGLE)
        .bind(new_uid(now))
        .bind(single.purpose.as_str())
        .bind(single.author)
        .bind(single.sender)
        .bind(single.message)
        .bind(now)
        .fetch_one(c)
        .await)?;
    let delivery: i64 = on_tx!(tx, |c| sqlx::query_scalar(DELIVERY)
        .bind(id)
        .bind(single.to.as_str())
        .bind(single.to.key())
        .bind(now)
        .bind(lane)
        .fetch_one(c)
        .await)?;
    on_tx!(tx, |c| sqlx::query(LANE).bind(lane).execute(c).await.map(drop))?;
    Ok((SingleId(id), DeliveryId(delivery)))
}

/// Envelope sender and bytes of a single message.
pub async fn single(store: &Store, id: SingleId) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    const SINGLE: &str = "SELECT sender, message FROM singles WHERE id = $1";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(SINGLE).bind(id.0).fetch_optional(c).await)?)
}

/// Copies and single messages that wait or are tried again, over everything.
pub async fn waiting(store: &Store) -> Result<i64, StoreError> {
    const WAITING: &str = "SELECT COUNT(*) FROM deliveries WHERE state IN ('pending', 'deferred')";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(WAITING).fetch_one(c).await)?)
}
