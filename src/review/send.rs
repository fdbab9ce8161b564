//! A person's word, and what it sets in motion: the mailing with its approval, signed with a key that is not in the
//! database. Planning and sending are the outbox's.

use data_encoding::HEXLOWER;

use super::{Means, Order, Review, ReviewError, Seal, review};
use crate::clock::{MINUTE, Millis};
use crate::compose::letter::{Frame, compile};
use crate::model::approval::{PURPOSE, Terms};
use crate::model::ids::MailingId;
use crate::store::mailings::{self, Frozen, Inserted};

pub use crate::store::mailings::{Alone, Word};

/// Whoever sends without a second person can be stopped for so long by the others, who are told at once.
pub const ALONE_HOLD: Millis = 5 * MINUTE;

/// What came of asking to send.
#[derive(Debug)]
pub enum Sent {
    New {
        mailing: MailingId,
        review: Box<Review>,
    },
    /// The same seal was sent before; nothing was added.
    Known(MailingId),
    /// A blocking check fails.
    Blocked(Box<Review>),
    /// Not what was reviewed: the seal or the count is another now.
    Changed(Box<Review>),
    /// The policy wants somebody else's word too.
    NeedsSecond(Box<Review>),
}

/// Sends exactly what the seal stands for, to exactly `count` reporters. `request` is a first person's [`request`].
pub async fn send(
    means: &Means<'_>,
    order: &Order,
    seal: &str,
    count: i64,
    actor: &str,
    requested: Option<(&str, &str)>,
) -> Result<Sent, ReviewError> {
    if let Some(start) = Seal::stored_start(seal)
        && let Some(mailing) = mailings::find_sealed(means.store, order.release, &start).await?
    {
        return Ok(Sent::Known(mailing));
    }
    let found = Box::new(review(means, order).await?);
    if !found.seal.is(seal) || found.count != count {
        return Ok(Sent::Changed(found));
    }
    give(means, found, actor, requested, Word::default()).await
}

/// As [`send`], on a review that was just made and whose seal is the one that was seen.
pub async fn give(
    means: &Means<'_>,
    found: Box<Review>,
    actor: &str,
    requested: Option<(&str, &str)>,
    word: Word<'_>,
) -> Result<Sent, ReviewError> {
    if found.is_blocked() {
        return Ok(Sent::Blocked(found));
    }
    let first = requested.filter(|(by, token)| is_request(means, &found, by, token) && *by != actor).map(|(by, _)| by);
    let alone = word.alone.filter(|_| first.is_none() && found.may_go_alone(means.now));
    if found.needs_second && first.is_none() && alone.is_none() {
        return Ok(Sent::NeedsSecond(found));
    }
    let found = if alone.is_some() { Box::new(found.held_longer(means.now)) } else { found };
    let word = Word { template: Some(found.templates.stored()), ..word };
    let terms = Terms {
        alone: alone.map(|alone| alone.reason.to_owned()),
        ..terms(means, &found, first.unwrap_or(actor), first.map(|_| actor))
    };
    let inserted = mailings::insert_with(means.store, &terms, word, means.now, |id| freeze(means, &found, &terms, id)).await?;
    Ok(match inserted {
        Inserted::New(mailing) => Sent::New { mailing, review: found },
        Inserted::Known(mailing) => Sent::Known(mailing),
    })
}

/// A first person's word on a review: a token that another person hands in with theirs. Nothing is stored.
pub fn request(means: &Means<'_>, review: &Review, by: &str) -> Option<String> {
    let mac = means.keys.mac(means.keys.current(), "request", request_text(review, by).as_bytes())?;
    Some(HEXLOWER.encode(&mac[..10]))
}

fn request_text(review: &Review, by: &str) -> String {
    format!("{}\n{}\n{by}", review.seal.hex(), review.count)
}

fn is_request(means: &Means<'_>, review: &Review, by: &str, token: &str) -> bool {
    let Some(expected) = request(means, review, by) else { return false };
    aws_lc_rs::constant_time::verify_slices_are_equal(expected.as_bytes(), token.to_ascii_lowercase().as_bytes()).is_ok()
}

fn terms(means: &Means<'_>, review: &Review, submitter: &str, approver: Option<&str>) -> Terms {
    Terms {
        release: review.release.id,
        version: review.release.version,
        priority: review.priority.as_i64(),
        rule: serde_json::to_string(&review.choice).unwrap_or_default(),
        again: review.again,
        audience_digest: review.audience_digest.clone(),
        count: review.count,
        seal: review.seal.hex(),
        not_before: review.not_before,
        morning: review.morning.as_ref().map(ToString::to_string),
        useful_until: review.useful_until,
        doubt_policy: review.doubt.as_str().to_owned(),
        date: review.not_before,
        token_key: means.keys.current().to_owned(),
        submitter: submitter.to_owned(),
        approver: approver.map(str::to_owned),
        alone: None,
        sentence: review.sentence.clone(),
        approved_at: means.now,
    }
}

/// The letter with its mailing's number, and the MAC over all of it.
fn freeze(means: &Means<'_>, review: &Review, terms: &Terms, mailing: MailingId) -> Result<Frozen, ReviewError> {
    let signing = means.keys.dkim().signing(means.office.from.domain(), terms.date)?;
    let frame = Frame { mailing, date: terms.date, key_id: terms.token_key.clone(), signing };
    let letter = compile(means.office, &review.templates, &review.release, &review.release.language, &frame)?;
    let letters = vec![(review.release.language.clone(), serde_json::to_string(&letter)?)];
    let key_id = means.keys.current().to_owned();
    let mac = means.keys.mac(&key_id, PURPOSE, &terms.signed_bytes(mailing, &letters)).ok_or(ReviewError::NoKey)?;
    Ok(Frozen { letters, mac: HEXLOWER.encode(&mac), key_id })
}
