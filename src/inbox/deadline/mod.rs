//! Until when an answer is of use: the times in a reporter's message, read in English, Spanish and French. A reading is a
//! guess with the words it came from, so that an officer and the reporter can put it right.
//!
//! text → sentences → times → what each is for → instants → the one that holds

mod clocks;
mod purpose;
mod resolve;
mod said;
mod spans;
mod text;
mod times;
mod words;
mod zones;

use std::cmp::Reverse;

use jiff::tz::TimeZone;

pub use self::said::said;
pub(super) use self::said::short as short_zone;
use crate::clock::Millis;
use crate::model::inquiry::{Confidence, Deadline, TimeKind};

/// What is known around a message.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The message's `Date`; it counts when it is within 24 hours of when the message came.
    pub anchor: Option<Millis>,
    pub received: Millis,
    /// The `Date`'s offset from UTC, in minutes.
    pub offset: Option<i32>,
    pub contact_zone: Option<&'a TimeZone>,
    pub outlet_zone: Option<&'a TimeZone>,
    /// ISO 3166-1 alpha-2, in capitals.
    pub outlet_country: Option<&'a str>,
    pub desk_zone: &'a TimeZone,
    /// Of the message, BCP 47.
    pub language: Option<&'a str>,
}

/// The times found. `chosen` is the earliest deadline still to come, else an appointment, else an embargo of theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub chosen: Option<Deadline>,
    /// In the order of the text.
    pub others: Vec<Deadline>,
}

/// Reads the new text of a message (its subject first, on a line of its own; quotations are cut off before). The spans are
/// byte ranges of `text`.
pub fn find(text: &str, around: &Around<'_>) -> Found {
    let mut all = Vec::new();
    for sentence in text::sentences(text) {
        let times = times::find(&sentence, around.outlet_country);
        let today = times.iter().any(|time| time.day == Some(times::Day::In(0)));
        for time in &times {
            let Some(kind) = purpose::of(&sentence, time) else { continue };
            let (Some(first), Some(last)) = (sentence.get(time.from), sentence.get(time.to.saturating_sub(1))) else { continue };
            all.extend(resolve::read(text, time, (first.span.0, last.span.1), kind, around, today));
        }
    }
    let Some(index) = (0..all.len()).min_by_key(|index| rank(&all[*index])) else { return Found::default() };
    let mut chosen = all.remove(index);
    chosen.urgent |= all.iter().any(|other| other.urgent && other.kind == chosen.kind);
    all.retain(|other| other.span != chosen.span);
    Found { chosen: Some(chosen), others: all }
}

/// The lowest holds: a deadline before others, what is to come before what is past, said words before "as soon as
/// possible", then the earliest, then the surest.
fn rank(one: &Deadline) -> (u8, bool, bool, Millis, Reverse<Confidence>) {
    let kind = match one.kind {
        TimeKind::Deadline => 0,
        TimeKind::Appointment => 1,
        TimeKind::Embargo => 2,
    };
    let when = if one.passed { one.instant.saturating_neg() } else { one.instant };
    (kind, one.passed, one.urgent, when, Reverse(one.confidence))
}
