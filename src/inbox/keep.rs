//! Keeps what came in, before anybody says that it came: the raw message and its envelope in one commit. What it is is
//! decided afterwards, by the round.

use std::sync::Arc;

use aws_lc_rs::digest::{Context, SHA256};
use data_encoding::HEXLOWER;

use super::head::{Head, line};
use super::ours::{Ours, Recipient};
use crate::clock::{Clock, DAY, Millis};
use crate::model::ids::SourceId;
use crate::model::inbound::Envelope;
use crate::store::inbound::{self, New, Sameness};
use crate::store::sources::Cursor;
use crate::store::{Store, StoreError, wake};

pub use crate::store::inbound::Kept;

/// A sender that saw no reply gives up within it (RFC 5321 §4.5.4.1). The same bytes to the same recipients that come later
/// are a message of their own.
const RETRIED: Millis = 7 * DAY;

/// What the source calls a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A name that is never given twice; the same bytes under another name are the same message all the same.
    Named(String),
    /// It has none. A transport that tries again after a lost reply sends the same bytes with the same return path, to the
    /// same recipients or to those whose reply was lost: so these are the name, for as long as anybody tries.
    Content,
    /// As `Content`, for ever: what is imported twice is one message.
    Import,
}

/// A message at the door.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub source: SourceId,
    pub key: Key,
    /// Without recipients, they are read from the header; the return path likewise.
    pub envelope: Envelope,
    /// Host or address it came from, and how that introduced itself.
    pub peer: String,
    pub helo: String,
    /// When it came, if that was not now.
    pub received: Option<Millis>,
    pub body: Vec<u8>,
    /// For one that is too large: how large; the body is its header only.
    pub too_large: Option<u64>,
    /// Why it is parked instead of being read.
    pub parked: Option<&'static str>,
    /// Where the source stands once it is kept.
    pub cursor: Option<Cursor>,
}

impl Arrival {
    pub fn new(source: SourceId, key: Key, envelope: Envelope, body: Vec<u8>) -> Self {
        Self {
            source,
            key,
            envelope,
            peer: String::new(),
            helo: String::new(),
            received: None,
            body,
            too_large: None,
            parked: None,
            cursor: None,
        }
    }
}

/// Where everything that comes in is kept. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Keeper {
    pub store: Store,
    pub clock: Clock,
    pub ours: Arc<Ours>,
    /// The largest message that is taken whole, in bytes.
    pub limit: usize,
}

const TOO_LARGE: &str = "larger than `inbox.max_megabytes`: only its header was taken; the whole message is still in the mailbox";

impl Keeper {
    /// When this returns `Ok`, the message is on disk, once, however often it is given. It works to its end also when the
    /// caller goes away.
    pub async fn keep(&self, arrival: Arrival) -> Result<Kept, StoreError> {
        let keeper = self.clone();
        match tokio::spawn(async move { keeper.write(arrival).await }).await {
            Ok(kept) => kept,
            Err(ended) => match ended.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // The process ends; nobody is told anything any more.
                Err(_) => std::future::pending().await,
            },
        }
    }

    async fn write(&self, arrival: Arrival) -> Result<Kept, StoreError> {
        let Arrival { source, key, mut envelope, peer, helo, received, body, too_large, parked, cursor } = arrival;
        let head = Head::read(&body);
        let came_without = envelope.recipients.is_empty();
        if came_without {
            envelope.recipients = head.recipients(&self.ours);
            if envelope.return_path.is_empty() {
                envelope.return_path.clone_from(&head.return_path);
            }
        }
        envelope.return_path = line(&envelope.return_path);
        let judged: Vec<_> = envelope.recipients.iter().map(|one| (one.clone(), self.ours.judge(one))).collect();
        let first = judged.iter().any(|(_, is)| matches!(is, Recipient::Token(..)));
        let misspelt: Vec<_> =
            judged.into_iter().filter(|(_, is)| matches!(is, Recipient::Typo(_))).map(|(address, _)| address).collect();
        let size = too_large.unwrap_or(body.len() as u64);
        let sha256 = sha256(&[&body]);
        let now = self.clock.now();
        let received = received.unwrap_or(now);
        let (key, since, sameness) = match key {
            // Of what nothing was taken, nothing is the same.
            Key::Named(name) => (name, 0, if body.is_empty() { Sameness::Name } else { Sameness::Bytes }),
            Key::Content => (content_key(&sha256, &envelope), now - RETRIED, Sameness::Envelope),
            Key::Import => (content_key(&sha256, &envelope), 0, Sameness::Envelope),
        };
        let new = New {
            source,
            key: &key,
            since,
            sameness,
            cursor,
            received,
            envelope: &envelope,
            misspelt: &misspelt,
            peer: &line(&peer),
            helo: &line(&helo),
            size: i64::try_from(size).unwrap_or(i64::MAX),
            sha256: &sha256,
            body: &body,
            partial: too_large.is_some(),
            parked: parked.or(too_large.map(|_| TOO_LARGE)),
            first,
            from_key: &head.from_key,
            message_id: &head.message_id,
            from_line: &head.from_line,
            subject: &head.subject,
        };
        let kept = inbound::keep(&self.store, &new).await?;
        if let Kept::New(id) = kept {
            tracing::debug!(message.id = id.0, size, "kept");
            wake::announce_mail(&self.store).await;
        }
        Ok(kept)
    }
}

/// The bytes (the Message-ID is among them), the return path and the recipients in any order.
fn content_key(sha256: &str, envelope: &Envelope) -> String {
    let mut recipients: Vec<_> = envelope.recipients.iter().map(|one| one.to_lowercase()).collect();
    recipients.sort();
    recipients.dedup();
    let mut parts = vec![sha256, envelope.return_path.as_str()];
    parts.extend(recipients.iter().map(String::as_str));
    let all = parts.join("\0");
    self::sha256(&[all.as_bytes()])
}

/// In hexadecimal.
pub fn sha256(parts: &[&[u8]]) -> String {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(part);
    }
    HEXLOWER.encode(context.finish().as_ref())
}
