//! What is so, whoever sends: the mailings and what was approved, who left, what is switched off, what time it is.
//! Kept by what was acknowledged; no SQL.

use dateline::clock::{HOUR, MINUTE, Millis};
use dateline::model::mailing::MailingState;
use dateline::store::suppressions::Reason;

use super::command::Terms;

pub const START: Millis = 1_800_000_000_000;

/// Mailings by their number in the database; 0 is where the single messages lie.
pub const SINGLES: usize = 0;
pub const FIRST: usize = 1;
/// The same version to people some of whom the first one reaches as well.
pub const SECOND: usize = 2;
/// The same version once more, on purpose.
pub const AGAIN: usize = 3;

/// Contacts by number, with the person whose address it is; contact 7 has the address of contact 2.
const AUDIENCES: [&[(i64, usize)]; 4] =
    [&[], &[(1, 0), (2, 1), (3, 2), (4, 3), (7, 1)], &[(2, 1), (3, 2), (5, 4), (6, 5)], &[(1, 0), (3, 2)]];
/// The directory ends here.
pub const LAST_CONTACT: i64 = 7;

pub fn issue_of(person: usize) -> i64 {
    if person.is_multiple_of(2) { 10 } else { 11 }
}

pub fn region_of(person: usize) -> i64 {
    if person < 3 { 20 } else { 21 }
}

pub fn key_of(person: usize) -> String {
    format!("p{person}@paper.example")
}

/// The digest a person approved and a worker verified.
pub fn seal_of(mailing: usize) -> String {
    if mailing == SINGLES { String::new() } else { format!("SEAL{mailing}") }
}

/// What somebody leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Office,
    Issue(i64),
    Region(i64),
}

#[derive(Clone, Debug)]
pub struct Suppression {
    pub person: usize,
    pub part: Part,
    pub reason: Reason,
    pub until: Option<Millis>,
    pub lifted: bool,
}

#[derive(Clone, Debug)]
pub struct Mailing {
    pub state: MailingState,
    /// Approved and written down; the third is approved only when its planner is called for the first time.
    pub is_there: bool,
    pub started: Option<Millis>,
    pub planned_to: i64,
    pub digest: String,
    pub approval: String,
    pub voided: bool,
    pub not_before: Millis,
    pub useful_until: Millis,
    pub resend_once: bool,
    pub again: bool,
}

impl Mailing {
    fn new(number: usize, terms: Terms) -> Self {
        let embargoed = terms.embargoed && number == FIRST;
        Self {
            state: MailingState::Planning,
            is_there: number != AGAIN,
            started: None,
            planned_to: 0,
            digest: seal_of(number),
            approval: seal_of(number),
            voided: false,
            not_before: START + if embargoed { 8 * MINUTE } else { 0 },
            useful_until: START + if terms.short_lived { 45 * MINUTE } else { 72 * HOUR },
            resend_once: terms.resend_once,
            again: number == AGAIN,
        }
    }

    pub fn is_useful(&self, now: Millis) -> bool {
        now < self.useful_until
    }
}

pub fn audience(mailing: usize) -> &'static [(i64, usize)] {
    AUDIENCES[mailing]
}

/// How many addresses were approved.
pub fn approved(mailing: usize) -> usize {
    let mut people: Vec<_> = audience(mailing).iter().map(|(_, person)| *person).collect();
    people.sort_unstable();
    people.dedup();
    people.len()
}

#[derive(Clone, Debug)]
pub struct Facts {
    pub now: Millis,
    pub killed: bool,
    pub quarantined: bool,
    /// How often the database was moved.
    pub place: usize,
    pub withdrawn: bool,
    pub suppressions: Vec<Suppression>,
    /// By number; the one at 0 only fills the place.
    pub mailings: Vec<Mailing>,
    /// Whose planner has the release.
    pub planning: Option<usize>,
}

impl Facts {
    pub fn new(terms: Terms) -> Self {
        Self {
            now: START,
            killed: false,
            quarantined: false,
            place: 0,
            withdrawn: false,
            suppressions: Vec::new(),
            mailings: (0..4).map(|number| Mailing::new(number, terms)).collect(),
            planning: None,
        }
    }

    /// Suppressions not lifted that concern this copy, whether or not their time is over.
    fn concerning(&self, mailing: usize, person: usize) -> impl Iterator<Item = &Suppression> {
        self.suppressions.iter().filter(move |one| one.person == person && !one.lifted && covers(one.part, mailing, person))
    }

    /// Whether this copy must not be begun, by what its reader or a server said.
    pub fn is_suppressed(&self, mailing: usize, person: usize) -> bool {
        if mailing == SINGLES {
            return self.concerning(mailing, person).any(|one| one.reason == Reason::Bounced && one.part == Part::Office);
        }
        self.concerning(mailing, person).any(|one| one.until.is_none_or(|until| until > self.now))
    }

    /// Why a waiting copy of a mailing can never be sent.
    pub fn never(&self, mailing: usize, person: usize) -> Option<&'static str> {
        let terms = &self.mailings[mailing];
        let chose_to_leave = |one: &Suppression| matches!(one.reason, Reason::Unsubscribed | Reason::Complained);
        match terms.state {
            MailingState::Stopped | MailingState::Void => Some("stopped"),
            MailingState::Withdrawn => Some("withdrawn"),
            _ if self.withdrawn => Some("withdrawn"),
            _ if !terms.is_useful(self.now) => Some("expired"),
            _ if self.concerning(mailing, person).any(chose_to_leave) => Some("unsubscribed"),
            _ if self.is_suppressed(mailing, person) => Some("suppressed"),
            _ => None,
        }
    }
}

/// Whether a part of our mail includes this copy.
pub fn covers(part: Part, mailing: usize, person: usize) -> bool {
    match part {
        Part::Office => true,
        Part::Issue(id) => mailing != SINGLES && id == issue_of(person),
        Part::Region(id) => mailing != SINGLES && id == region_of(person),
    }
}
