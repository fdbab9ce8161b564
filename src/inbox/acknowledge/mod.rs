//! One automatic word to a reporter: we have it, who in terms of roles, until when we understand it is needed, and where to
//! call. Six walls keep it from answering a machine: the stamp, what may never be answered, the budget, notices that are no
//! threads, hops, and the pace of a sender.

mod keys;
mod may;
pub mod stamp;
mod words;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use thiserror::Error;

pub use self::keys::{sender, subject, text};
pub use self::may::{Facts, Why, may_acknowledge};
use super::deadline::short_zone;
use crate::clock::{MINUTE, Millis};
use crate::compose::letter::Copy;
use crate::compose::single::{self, Origin, Single};
use crate::compose::{ComposeError, Office};
use crate::model::address::EmailAddress;
use crate::model::duty::{Desk, Opening};
use crate::model::ids::{DeskId, InquiryId, new_uid};
use crate::model::inquiry::{Deadline, State, TimeKind};
use crate::secrets::Keyring;
use crate::store::acknowledged::{self, BREAKER, Counted, Limit, Outcome, Pace, Rule};
use crate::store::queue::{NewSingle, Purpose};
use crate::store::{Store, StoreError, alerts, desks};

/// How long an officer has to take it before it is acknowledged in the desk's hours.
const PATIENCE: Millis = 15 * MINUTE;

#[derive(Debug, Error)]
pub enum AcknowledgeError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the acknowledgement cannot be made")]
    Compose(#[from] ComposeError),
}

/// When it is due: at once out of hours, else when nobody has taken the inquiry for a while.
pub fn when(desk: &Desk, now: Millis) -> Millis {
    match desk.opening(now) {
        Opening::Open { .. } => now + PATIENCE,
        Opening::Closed { .. } => now,
    }
}

/// Whether it is wanted still when its time has come: an officer who has taken it in hours answers soon.
pub fn is_wanted(state: State, answered: bool, desk: Option<&Desk>, now: Millis) -> bool {
    let closed = desk.is_some_and(|desk| matches!(desk.opening(now), Opening::Closed { .. }));
    !answered && (state == State::New || (closed && matches!(state, State::Open | State::WaitingUs)))
}

/// What it answers.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    pub inquiry: InquiryId,
    pub desk: Option<DeskId>,
    pub to: &'a EmailAddress,
    pub to_name: &'a str,
    /// BCP 47, of the message; empty = unsure.
    pub language: &'a str,
    pub subject: &'a str,
    /// With its angle brackets, as a header names it.
    pub message_id: Option<&'a str>,
    /// What is new in the message.
    pub fresh: &'a str,
    /// As it was understood.
    pub deadline: Option<&'a Deadline>,
    /// Out of hours: the duty officer has it.
    pub on_duty: bool,
}

/// Who writes.
#[derive(Clone, Copy, Debug)]
pub struct Acknowledger<'a> {
    pub store: &'a Store,
    pub keys: &'a Keyring,
    pub office: &'a Office,
}

impl Acknowledger<'_> {
    /// Queues the acknowledgement, if the budget has room; when the budget cannot be asked, there is none. Whether it may be
    /// answered at all is [`may_acknowledge`]'s to say before.
    pub async fn acknowledge(&self, about: About<'_>, now: Millis) -> Result<Outcome, AcknowledgeError> {
        let terms = match about.desk {
            Some(desk) => desks::terms(self.store, desk).await?,
            None => None,
        };
        let copy = self.compose(about, terms.as_ref(), now)?;
        let (address_key, subject_key, digest) = (sender(about.to), subject(about.subject), text(about.fresh));
        let counted = Counted {
            inquiry: about.inquiry,
            address_key: &address_key,
            domain: about.to.domain(),
            subject_key: &subject_key,
            digest: &digest,
        };
        let single = NewSingle {
            purpose: Purpose::Acknowledgement,
            author: "dateline",
            to: about.to,
            sender: &copy.envelope_from,
            message: &copy.bytes,
        };
        let outcome = acknowledged::queue(self.store, counted, &single, now).await?;
        if outcome == Outcome::Refused(Limit::Breaker) {
            let message = "60 acknowledgements were written within five minutes, so something answers them. None is written until \
                           this alert is cleared; the mail itself is taken in as ever.";
            alerts::raise(self.store, BREAKER, message, now).await?;
        }
        Ok(outcome)
    }

    fn compose(&self, about: About<'_>, terms: Option<&desks::Terms>, now: Millis) -> Result<Copy, ComposeError> {
        let to = Single {
            uid: new_uid(now),
            date: now,
            to: about.to.clone(),
            to_name: about.to_name.to_owned(),
            language: words::of(about.language).language.to_owned(),
            in_reply_to: about.message_id.map(str::to_owned),
        };
        let (subject, text) = wording(about, terms, &self.office.name);
        single::stamped(self.office, self.keys, &to, (&subject, &text), Origin::Reply, &stamp::field(self.keys, self.office))
    }
}

/// Subject and text.
fn wording(about: About<'_>, terms: Option<&desks::Terms>, office: &str) -> (String, String) {
    let words = words::of(about.language);
    let line: String = about.subject.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
    let own = terms.and_then(|terms| terms.acknowledgements.get(words.language)).filter(|own| !own.trim().is_empty());
    let with = if about.on_duty { words.with_duty } else { words.with_desk };
    let first = own.map_or_else(|| format!("{} {with}", words.got_it.replacen("{}", &line, 1)), |own| own.trim().to_owned());
    let deadline = match about.deadline.filter(|deadline| deadline.kind == TimeKind::Deadline && !deadline.passed) {
        None => words.no_deadline.to_owned(),
        Some(deadline) if deadline.urgent => words.soon.to_owned(),
        Some(deadline) => words.deadline.replacen("{}", &moment(deadline, words.language), 1),
    };
    let mut paragraphs = vec![first, deadline];
    if let Some(number) = terms.map(|terms| terms.telephone.trim()).filter(|number| !number.is_empty()) {
        paragraphs.push(words.telephone.replacen("{}", number, 1));
    }
    paragraphs.extend([office.to_owned(), words.automatic.to_owned()]);
    let has_re = line.to_lowercase().starts_with(words.re.trim().to_lowercase().as_str());
    (if has_re { line } else { format!("{}{line}", words.re) }, paragraphs.join("\n\n"))
}

/// Day and time by the clock the deadline was read on, with its zone.
fn moment(deadline: &Deadline, language: &str) -> String {
    let zone = zone_named(&deadline.zone);
    let Ok(at) = Timestamp::from_millisecond(deadline.instant) else { return String::new() };
    let wall = zone.to_datetime(at);
    let clock = if language == "en" { wall.strftime("%-I:%M %P") } else { wall.strftime("%H:%M") };
    format!("{}, {clock} {}", crate::compose::date_in(language, wall.date()), short_zone(&zone, at))
}

/// An IANA name, or an offset as `+02:00`.
fn zone_named(name: &str) -> TimeZone {
    if let Ok(zone) = TimeZone::get(name) {
        return zone;
    }
    let offset = (|| {
        let (hours, minutes) = name.get(1..)?.split_once(':')?;
        let seconds = hours.parse::<i32>().ok()?.checked_mul(60)?.checked_add(minutes.parse::<i32>().ok()?)?.checked_mul(60)?;
        jiff::tz::Offset::from_seconds(if name.starts_with('-') { -seconds } else { seconds }).ok()
    })();
    offset.map_or(TimeZone::UTC, jiff::tz::Offset::to_time_zone)
}

/// Counts a message of this sender, and raises one alert when it writes too fast to be a person. Somebody known who says a
/// deadline is one all the same.
pub async fn pace(store: &Store, from: &EmailAddress, fresh: &str, said_by_known: bool, now: Millis) -> Result<Pace, StoreError> {
    let key = sender(from);
    if said_by_known {
        acknowledged::lift(store, &key).await?;
        return Ok(Pace::Human);
    }
    let pace = acknowledged::count(store, &key, &text(fresh), now).await?;
    if let Pace::SlowedNow(rule) = pace {
        let what = match rule {
            Rule::Speed => "more than 10 messages within 10 minutes",
            Rule::SameText => "the same text three times within a day",
        };
        let message = format!(
            "{key} wrote {what}: its messages are kept and grouped, but nobody is told of each and none is acknowledged, until an hour \
             after the last. Nothing is lost; look at them in the inbox."
        );
        alerts::raise(store, &format!("loop:{key}"), &message, now).await?;
    }
    Ok(pace)
}
