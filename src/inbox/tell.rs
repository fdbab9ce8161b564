//! Officers told of an inquiry by mail: what is due, until when, why they are told, and where to go. A notice is a single
//! message of the same queue, stamped so that nothing automatic answers it; the round calls [`Teller::tell`].

use std::collections::HashSet;

use aws_lc_rs::rand;
use data_encoding::BASE32_NOPAD;
use jiff::tz::TimeZone;
use thiserror::Error;
use tracing::warn;

use super::acknowledge::stamp;
use super::alarm::Due;
use super::deadline::said;
use crate::clock::{MINUTE, Millis};
use crate::compose::letter::Copy;
use crate::compose::single::{self, Origin, Single};
use crate::compose::{ComposeError, Office};
use crate::model::address::EmailAddress;
use crate::model::duty::Duty;
use crate::model::ids::{OfficerId, new_uid};
use crate::secrets::Keyring;
use crate::store::officers::Officer;
use crate::store::queue::{NewSingle, Purpose};
use crate::store::timers::{self, Kind, Notice};
use crate::store::{Store, StoreError};

#[derive(Debug, Error)]
pub enum TellError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the notice cannot be made")]
    Compose(#[from] ComposeError),
    #[error("the system gave no randomness for a notice")]
    NoRandomness,
}

/// Who writes, and to whom it may be.
#[derive(Clone, Copy, Debug)]
pub struct Teller<'a> {
    pub store: &'a Store,
    pub keys: &'a Keyring,
    pub office: &'a Office,
    pub duty: &'a Duty,
    pub officers: &'a [Officer],
}

struct Ready {
    officer: OfficerId,
    to: EmailAddress,
    canary: String,
    copy: Copy,
}

impl Teller<'_> {
    /// Tells those it names, and settles the timers. `None`: another process did. How many were told otherwise; also nobody
    /// is an answer, and settles them.
    pub async fn tell(&self, due: &Due, now: Millis) -> Result<Option<usize>, TellError> {
        let ready = self.ready(due, now)?;
        let notices: Vec<_> = ready
            .iter()
            .map(|one| Notice {
                officer: one.officer,
                inquiry: due.inquiry,
                seen: due.facts.seen,
                canary: &one.canary,
                single: NewSingle {
                    purpose: Purpose::Notice,
                    author: "dateline",
                    to: &one.to,
                    sender: &one.copy.envelope_from,
                    message: &one.copy.bytes,
                },
            })
            .collect();
        let told = timers::settle(self.store, &due.timers, &notices, now).await?;
        Ok(told.then_some(notices.len()))
    }

    /// One notice for each mailbox; two officers may share one.
    fn ready(&self, due: &Due, now: Millis) -> Result<Vec<Ready>, TellError> {
        let (mut seen, mut ready) = (HashSet::new(), Vec::new());
        for officer in self.officers.iter().filter(|officer| due.whom.contains(&officer.id)) {
            let Ok(to) = EmailAddress::parse(&officer.address) else {
                warn!(officer.id = officer.id.0, "this officer's address is not one");
                continue;
            };
            if !seen.insert(to.key()) {
                continue;
            }
            let canary = canary()?;
            let single = Single {
                uid: new_uid(now),
                date: now,
                to: to.clone(),
                to_name: officer.name.clone(),
                language: "en".to_owned(),
                in_reply_to: None,
            };
            let (subject, text) = self.words(due, officer.id, &canary, now);
            let stamp = stamp::field(self.keys, self.office);
            let copy = single::stamped(self.office, self.keys, &single, (&subject, &text), Origin::Machine, &stamp)?;
            ready.push(Ready { officer: officer.id, to, canary, copy });
        }
        Ok(ready)
    }

    /// Subject and text.
    fn words(&self, due: &Due, officer: OfficerId, canary: &str, now: Millis) -> (String, String) {
        let facts = &due.facts;
        let zone = facts.desk.and_then(|desk| self.duty.desk(desk)).map_or(TimeZone::UTC, |desk| desk.zone.clone());
        let at = |instant: Option<Millis>| instant.map(|instant| said(instant, &zone, &zone, now)).unwrap_or_default();
        let deadline = at(facts.deadline);
        let subject = if facts.restricted { "a restricted inquiry".to_owned() } else { format!("“{}”", facts.subject) };
        let from = if facts.restricted { String::new() } else { format!(" of {}", facts.reporter) };
        let head = match due.kind {
            Kind::First | Kind::Last => format!("Due {deadline}: {subject}"),
            Kind::Passed => format!("Deadline passed: {subject}"),
            Kind::Target => format!("First answer due {}: {subject}", at(facts.target)),
            Kind::Desk | Kind::Lead | Kind::Rota | Kind::Everybody | Kind::Acknowledge => format!("Nobody has taken {subject}"),
        };
        let mut text = match due.kind {
            Kind::First | Kind::Last => format!("The question{from}, {subject}, is due {deadline}."),
            Kind::Passed => {
                format!(
                    "The question{from}, {subject}, was due {deadline}. It is open still: answer it, or close it with what came of it."
                )
            }
            Kind::Target => {
                format!("The question{from}, {subject}, has no answer yet. The desk answers by {}.", at(facts.target))
            }
            Kind::Desk | Kind::Lead | Kind::Rota | Kind::Everybody | Kind::Acknowledge if deadline.is_empty() => {
                format!("The question{from}, {subject}, has nobody who answers it.")
            }
            Kind::Desk | Kind::Lead | Kind::Rota | Kind::Everybody | Kind::Acknowledge => {
                format!("The question{from}, {subject}, has nobody who answers it. It is due {deadline}.")
            }
        };
        text.push_str("\n\n");
        text.push_str(&self.why(due, officer));
        if due.late {
            let minutes = (now - facts.due) / MINUTE;
            text.push_str(&format!(" This notice is {minutes} minutes late: nothing was running when it was due."));
        }
        if due.gap {
            text.push_str(" The rota names nobody for now: please see to it.");
        }
        text.push_str(&format!("\n\n{}/inbox/{}\n\n[{canary}]\n", self.office.public_url, due.inquiry));
        (head.split_whitespace().collect::<Vec<_>>().join(" "), text)
    }

    fn why(&self, due: &Due, officer: OfficerId) -> String {
        let desk = due.facts.desk.and_then(|desk| self.duty.desk(desk)).map_or("", |desk| desk.name.as_str());
        match due.kind {
            _ if due.facts.owner == Some(officer) => "You have it.".to_owned(),
            Kind::Desk => format!("You are told because you are at the desk {desk}."),
            Kind::Lead => format!("You are told because you lead the desk {desk}, and it was not taken there."),
            Kind::Everybody => "Everybody is told, since neither the desk nor the rota has taken it.".to_owned(),
            _ if due.unclaimed => "You are told because you are on duty, and nobody has taken it.".to_owned(),
            _ => {
                let owner = due.facts.owner.and_then(|owner| self.duty.name(owner)).unwrap_or("whoever has it");
                format!("You are told because you are on duty, and {owner} is off.")
            }
        }
    }
}

/// A word nobody writes by chance.
fn canary() -> Result<String, TellError> {
    let mut bytes = [0; 10];
    rand::fill(&mut bytes).map_err(|_| TellError::NoRandomness)?;
    Ok(format!("dl-{}", BASE32_NOPAD.encode(&bytes).to_lowercase()))
}
