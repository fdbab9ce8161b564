//! The budget of acknowledgements, and senders that write too fast to be people. Both are counted in the database, in the
//! transaction that acts on it; when it cannot be asked, nothing is acknowledged.

use super::backend::{Touched, Tx, on_tx};
use super::queue::{NewSingle, put};
use super::{Store, StoreError, wake};
use crate::clock::{DAY, HOUR, MINUTE, Millis};
use crate::model::ids::{DeliveryId, InquiryId};

/// The alert under which nothing is acknowledged until a person clears it.
pub const BREAKER: &str = "inbox:acknowledgements";

/// Above so many within five minutes something answers us.
const AT_ONCE: i64 = 60;

/// What an acknowledgement is counted by.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    pub inquiry: InquiryId,
    pub address_key: &'a str,
    pub domain: &'a str,
    /// The subject without numbers and prefixes.
    pub subject_key: &'a str,
    /// Of the new text without its numbers; empty = nothing to compare.
    pub digest: &'a str,
}

/// Which limit refused it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// It was acknowledged before, or answered, or is over.
    Inquiry,
    /// One to a sender in a day.
    Sender,
    /// Three to a sender in a week.
    SenderWeek,
    /// Twenty to a domain in an hour.
    Domain,
    /// One to a subject of a domain in a day.
    Subject,
    /// One to the same text in a day.
    Text,
    /// Sixty in five minutes: off until somebody looks.
    Breaker,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Queued(DeliveryId),
    Refused(Limit),
}

const SENDER: &str = "SELECT COUNT(*) FROM acknowledged WHERE address_key = $1 AND at_ms > $2";
const DOMAIN: &str = "SELECT COUNT(*) FROM acknowledged WHERE domain = $1 AND at_ms > $2";

/// Queues an acknowledgement, if every limit has room for it.
pub async fn queue(store: &Store, counted: Counted<'_>, single: &NewSingle<'_>, now: Millis) -> Result<Outcome, StoreError> {
    // The limits are asked in the statement that counts it.
    const COUNT: &str = "INSERT INTO acknowledged (inquiry_id, address_key, domain, subject_key, digest, at_ms) \
         SELECT i.id, $2, $3, $4, $5, $6 FROM inquiries i WHERE i.id = $1 AND i.first_answer_ms IS NULL AND i.state <> 'closed' \
           AND NOT EXISTS (SELECT 1 FROM acknowledged a WHERE a.address_key = $2 AND a.at_ms > $7) \
           AND (SELECT COUNT(*) FROM acknowledged a WHERE a.address_key = $2 AND a.at_ms > $8) < 3 \
           AND (SELECT COUNT(*) FROM acknowledged a WHERE a.domain = $3 AND a.at_ms > $9) < 20 \
           AND NOT EXISTS (SELECT 1 FROM acknowledged a WHERE a.domain = $3 AND a.subject_key = $4 AND a.at_ms > $7) \
           AND NOT EXISTS (SELECT 1 FROM acknowledged a WHERE a.digest = $5 AND a.digest <> '' AND a.at_ms > $7) \
           AND (SELECT COUNT(*) FROM acknowledged a WHERE a.at_ms > $10) < $11 \
           AND NOT EXISTS (SELECT 1 FROM alerts WHERE matter = $12 AND cleared_ms IS NULL) \
         ON CONFLICT (inquiry_id) DO NOTHING";
    let mut tx = store.begin_telling().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(COUNT)
        .bind(counted.inquiry.0)
        .bind(counted.address_key)
        .bind(counted.domain)
        .bind(counted.subject_key)
        .bind(counted.digest)
        .bind(now)
        .bind(now - DAY)
        .bind(now - 7 * DAY)
        .bind(now - HOUR)
        .bind(now - 5 * MINUTE)
        .bind(AT_ONCE)
        .bind(BREAKER)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    if touched == 0 {
        let limit = refused_by(&mut tx, counted, now).await?;
        tx.commit().await?;
        return Ok(Outcome::Refused(limit));
    }
    let (_, delivery) = put(&mut tx, single, now).await?;
    tx.commit().await?;
    wake::announce(store).await;
    Ok(Outcome::Queued(delivery))
}

/// For the trace only: the first limit that has no room.
async fn refused_by(tx: &mut Tx, counted: Counted<'_>, now: Millis) -> Result<Limit, StoreError> {
    const AT_ONCE_NOW: &str = "SELECT COUNT(*) FROM acknowledged WHERE at_ms > $1";
    const OFF: &str = "SELECT COUNT(*) FROM alerts WHERE matter = $1 AND cleared_ms IS NULL";
    const OPEN: &str = "SELECT COUNT(*) FROM inquiries i WHERE i.id = $1 AND i.first_answer_ms IS NULL AND i.state <> 'closed' \
         AND NOT EXISTS (SELECT 1 FROM acknowledged a WHERE a.inquiry_id = i.id)";
    const SUBJECT: &str = "SELECT COUNT(*) FROM acknowledged WHERE domain = $1 AND subject_key = $2 AND at_ms > $3";
    let off: i64 = on_tx!(tx, |c| sqlx::query_scalar(OFF).bind(BREAKER).fetch_one(c).await)?;
    let at_once: i64 = on_tx!(tx, |c| sqlx::query_scalar(AT_ONCE_NOW).bind(now - 5 * MINUTE).fetch_one(c).await)?;
    if off > 0 || at_once >= AT_ONCE {
        return Ok(Limit::Breaker);
    }
    let open: i64 = on_tx!(tx, |c| sqlx::query_scalar(OPEN).bind(counted.inquiry.0).fetch_one(c).await)?;
    if open == 0 {
        return Ok(Limit::Inquiry);
    }
    for (text, key, since, room, limit) in [
        (SENDER, counted.address_key, now - DAY, 1, Limit::Sender),
        (SENDER, counted.address_key, now - 7 * DAY, 3, Limit::SenderWeek),
        (DOMAIN, counted.domain, now - HOUR, 20, Limit::Domain),
    ] {
        let n: i64 = on_tx!(tx, |c| sqlx::query_scalar(text).bind(key).bind(since).fetch_one(c).await)?;
        if n >= room {
            return Ok(limit);
        }
    }
    let subject: i64 = on_tx!(tx, |c| sqlx::query_scalar(SUBJECT)
        .bind(counted.domain)
        .bind(counted.subject_key)
        .bind(now - DAY)
        .fetch_one(c)
        .await)?;
    Ok(if subject > 0 { Limit::Subject } else { Limit::Text })
}

/// How a sender stands after one more message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    Human,
    /// Too fast since this very message: one alert is due.
    SlowedNow(Rule),
    Slowed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// More than ten messages within ten minutes.
    Speed,
    /// The same text three times within a day.
    SameText,
}

/// Counts a message of a sender, and slows the sender down for an hour when it is too much; each further message makes it
/// an hour from then. `sender` is the address without what changes from mail to mail.
pub async fn count(store: &Store, sender: &str, digest: &str, now: Millis) -> Result<Pace, StoreError> {
    const SLOWED: &str = "SELECT COUNT(*) FROM slowed_senders WHERE key = $1 AND until_ms > $2";
    const SLOW: &str = "UPDATE slowed_senders SET until_ms = $2 WHERE key = $1";
    let mut tx = store.begin_telling().await?;
    let before: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(SLOWED).bind(sender).bind(now).fetch_one(c).await)?;
    let fast = one_more(&mut tx, sender, "sender", 10 * MINUTE, now).await?;
    let same = if digest.is_empty() { 0 } else { one_more(&mut tx, &format!("{sender} {digest}"), "text", DAY, now).await? };
    let rule = if fast > 10 { Some(Rule::Speed) } else { (same >= 3).then_some(Rule::SameText) };
    if before > 0 || rule.is_some() {
        on_tx!(&mut tx, |c| sqlx::query(SLOW).bind(sender).bind(now + HOUR).execute(c).await.map(drop))?;
    }
    tx.commit().await?;
    Ok(match (before, rule) {
        (0, None) => Pace::Human,
        (0, Some(rule)) => Pace::SlowedNow(rule),
        _ => Pace::Slowed,
    })
}

/// Somebody known has said until when an answer is of use: a person after all.
pub async fn lift(store: &Store, sender: &str) -> Result<bool, StoreError> {
    const LIFT: &str = "UPDATE slowed_senders SET until_ms = NULL, counted = 0 WHERE key = $1 AND until_ms IS NOT NULL";
    let touched =
        super::backend::on_driver!(store.writer(), |c| sqlx::query(LIFT).bind(sender).execute(c).await.map(|r| r.touched()))?;
    Ok(touched > 0)
}

/// Forgets counters whose time is over. Returns how many.
pub async fn forget(store: &Store, now: Millis) -> Result<u64, StoreError> {
    const FORGET: &str = "DELETE FROM slowed_senders WHERE since_ms < $1 AND (until_ms IS NULL OR until_ms < $2)";
    Ok(super::backend::on_driver!(store.writer(), |c| sqlx::query(FORGET)
        .bind(now - DAY)
        .bind(now)
        .execute(c)
        .await
        .map(|r| r.touched()))?)
}

/// The count within its window, with this one.
async fn one_more(tx: &mut Tx, key: &str, kind: &str, window: Millis, now: Millis) -> Result<i64, StoreError> {
    const MORE: &str = "INSERT INTO slowed_senders (key, kind, counted, since_ms) VALUES ($1, $2, 1, $3) \
         ON CONFLICT (key) DO UPDATE SET \
           counted = CASE WHEN slowed_senders.since_ms > $4 THEN slowed_senders.counted + 1 ELSE 1 END, \
           since_ms = CASE WHEN slowed_senders.since_ms > $4 THEN slowed_senders.since_ms ELSE $3 END \
         RETURNING counted";
    Ok(on_tx!(tx, |c| sqlx::query_scalar(MORE).bind(key).bind(kind).bind(now).bind(now - window).fetch_one(c).await)?)
}
