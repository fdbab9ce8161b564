//! What becomes of messages that came in: who reads which now, and the one transaction in which a message is decided
//! together with everything that follows from it.

use sqlx::FromRow;

use super::backend::{Touched, Tx, on_driver, on_tx};
use super::inbound::list_of;
use super::{Store, StoreError, canaries};
use crate::clock::Millis;
use crate::model::ids::{InboundId, SourceId};
use crate::model::inbound::{Envelope, Finding};

/// So often a message is tried before it is parked.
pub const TRIES: i64 = 3;

/// A message this process reads now, until its lease is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Claim {
    #[sqlx(rename = "id")]
    number: i64,
    fence: i64,
    /// With this one.
    pub tries: i64,
}

impl Claim {
    pub fn id(&self) -> InboundId {
        InboundId(self.number)
    }
}

/// A message as it came, for whoever decides what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    pub id: InboundId,
    pub source: SourceId,
    pub received: Millis,
    pub envelope: Envelope,
    /// Recipients that were off by one letter, and taken for ours all the same.
    pub misspelt: Vec<String>,
    pub size: i64,
    pub sha256: String,
    /// Exactly as it came.
    pub body: Vec<u8>,
    /// It was too large: the body is its header only.
    pub partial: bool,
    /// Best guess from the header.
    pub subject: String,
}

/// What a message was found to be, and what is remembered of it to find others by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub finding: Finding,
    /// By which state of the rules.
    pub pipeline: i64,
    /// Without angle brackets; empty = none.
    pub message_id: String,
    pub digest: String,
    pub duplicate_of: Option<InboundId>,
    pub from_line: String,
    pub subject: String,
}

/// Takes messages that are due, under a lease: people we know and our own tokens, newest first; then the newest of all; and
/// always some of the oldest, so that a flood neither delays what comes now nor leaves anything behind. What one share does
/// not use goes to the next.
pub async fn claim(store: &Store, shares: [i64; 3], lease_until: Millis, now: Millis) -> Result<Vec<Claim>, StoreError> {
    const ANY: &str = "SELECT EXISTS (SELECT 1 FROM inbound WHERE state = 'ready' AND due_ms <= $1)";
    let any: bool = on_driver!(store.reader(), |c| sqlx::query_scalar(ANY).bind(now).fetch_one(c).await)?;
    if !any {
        return Ok(Vec::new());
    }
    let (mut claims, mut left) = (Vec::new(), 0);
    let mut tx = store.begin().await?;
    for (sql, share) in store.claim_mail_sql().into_iter().zip(shares) {
        left += share;
        let some: Vec<Claim> =
            on_tx!(&mut tx, |c| sqlx::query_as(sql).bind(now).bind(lease_until).bind(left).fetch_all(c).await)?;
        left -= i64::try_from(some.len()).unwrap_or(left);
        claims.extend(some);
    }
    tx.commit().await?;
    Ok(claims)
}

#[derive(FromRow)]
struct RawRow {
    source_id: i64,
    received_ms: i64,
    return_path: String,
    recipients: String,
    misspelt: String,
    size: i64,
    sha256: String,
    body: Option<Vec<u8>>,
    partial: bool,
    subject: String,
}

/// The message whole; `None` when there is none, or its body was removed when its time was over.
pub async fn raw(store: &Store, id: InboundId) -> Result<Option<Raw>, StoreError> {
    const RAW: &str = "SELECT source_id, received_ms, return_path, recipients, misspelt, size, sha256, body, partial = 1 AS partial, \
         subject FROM inbound WHERE id = $1";
    let row: Option<RawRow> = on_driver!(store.reader(), |c| sqlx::query_as(RAW).bind(id.0).fetch_optional(c).await)?;
    Ok(row.and_then(|row| {
        Some(Raw {
            id,
            source: SourceId(row.source_id),
            received: row.received_ms,
            envelope: Envelope { return_path: row.return_path, recipients: list_of(&row.recipients) },
            misspelt: list_of(&row.misspelt),
            size: row.size,
            sha256: row.sha256,
            body: row.body?,
            partial: row.partial,
            subject: row.subject,
        })
    }))
}

/// The transaction in which a message is decided: what follows from it is written through `Deciding::tx`, by functions of
/// the store; [`Deciding::settle`] commits all of it. Dropped, nothing was written.
#[derive(Debug)]
pub struct Deciding {
    tx: Tx,
    claim: Claim,
}

impl Deciding {
    /// `None` when somebody else reads the message by now, or has decided it.
    pub async fn begin(store: &Store, claim: Claim) -> Result<Option<Self>, StoreError> {
        const HOLD: &str = "UPDATE inbound SET fence = fence WHERE id = $1 AND fence = $2 AND state = 'ready'";
        let mut tx = store.begin().await?;
        let held =
            on_tx!(&mut tx, |c| sqlx::query(HOLD).bind(claim.number).bind(claim.fence).execute(c).await.map(|r| r.touched()))?;
        Ok(if held == 1 { Some(Self { tx, claim }) } else { None })
    }

    pub fn id(&self) -> InboundId {
        self.claim.id()
    }

    #[expect(dead_code, reason = "what follows from a message is written by the rooms that decide it")]
    pub(crate) fn tx(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// It is a sign of life of our own that came in.
    pub async fn canary_seen(&mut self, round: i64, now: Millis) -> Result<(), StoreError> {
        canaries::seen(&mut self.tx, round, now).await
    }

    /// Decides it and commits everything.
    pub async fn settle(mut self, decided: &Decided, now: Millis) -> Result<(), StoreError> {
        const SETTLE: &str = "UPDATE inbound SET state = 'decided', class = $3, evidence = $4, pipeline = $5, message_id = $6, \
             digest = $7, duplicate_of = $8, from_line = $9, subject = $10, decided_ms = $11, lease_ms = NULL, trouble = '' \
             WHERE id = $1 AND fence = $2 AND state = 'ready'";
        let evidence = serde_json::to_string(&decided.finding.evidence).unwrap_or_else(|_| "[]".to_owned());
        let touched = on_tx!(&mut self.tx, |c| sqlx::query(SETTLE)
            .bind(self.claim.number)
            .bind(self.claim.fence)
            .bind(decided.finding.class.as_str())
            .bind(without_nul(&evidence))
            .bind(decided.pipeline)
            .bind(without_nul(&decided.message_id))
            .bind(&decided.digest)
            .bind(decided.duplicate_of.map(|id| id.0))
            .bind(without_nul(&decided.from_line))
            .bind(without_nul(&decided.subject))
            .bind(now)
            .execute(c)
            .await
            .map(|r| r.touched()))?;
        StoreError::expect_rows("the message that is decided", 1, touched)?;
        crate::failpoint!("inbox.before_settle");
        self.tx.commit().await
    }
}

fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

/// It could not be decided: tried again at `due`, or parked where people see it when it was tried often enough. Returns
/// whether it is parked; `None` when somebody else reads it by now.
pub async fn failed(store: &Store, claim: Claim, trouble: &str, due: Millis) -> Result<Option<bool>, StoreError> {
    const FAILED: &str = "UPDATE inbound SET state = CASE WHEN tries >= $5 THEN 'parked' ELSE 'ready' END, trouble = $3, due_ms = $4, \
         lease_ms = NULL WHERE id = $1 AND fence = $2 AND state = 'ready'";
    let touched = on_driver!(store.writer(), |c| sqlx::query(FAILED)
        .bind(claim.number)
        .bind(claim.fence)
        .bind(without_nul(trouble))
        .bind(due)
        .bind(TRIES)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    Ok((touched > 0).then_some(claim.tries >= TRIES))
}

/// Nobody reads it any more, and nothing was wrong with it: the try does not count.
pub async fn give_back(store: &Store, claim: Claim, due: Millis) -> Result<(), StoreError> {
    const GIVE_BACK: &str = "UPDATE inbound SET tries = tries - 1, due_ms = $3, lease_ms = NULL \
         WHERE id = $1 AND fence = $2 AND state = 'ready' AND tries > 0";
    on_driver!(store.writer(), |c| sqlx::query(GIVE_BACK)
        .bind(claim.number)
        .bind(claim.fence)
        .bind(due)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}
