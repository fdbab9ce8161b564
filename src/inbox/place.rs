//! Where a message that was read goes: into its inquiry or a new one, with its reporter, outlet and release, to whoever the
//! rules name. One transaction does all of it, or nothing.

use std::collections::BTreeMap;

use serde_json::json;

use super::addresses::Addresses;
use super::inquiry::{join, open};
use super::reporter::{self, Keep};
use super::route::facts::{Existing, World};
use super::route::gather::{Question, gather};
use super::route::lines::{Decision, Standing, decide};
use super::thread::{self, Asking, Place, clues};
use crate::clock::{MINUTE, Millis};
use crate::model::address::EmailAddress;
use crate::model::duty::Duty;
use crate::model::ids::{DeskId, InboundId, InquiryId, OfficerId};
use crate::model::inbound::{Envelope, Read};
use crate::model::inquiry::{Deadline, SenderCheck, TimeKind};
use crate::model::thread::Named;
use crate::secrets::Keyring;
use crate::store::backend::Tx;
use crate::store::evidence::{self, Evidence};
use crate::store::inquiries::{self, Event, Inquiry};
use crate::store::{Store, StoreError, routings};

/// A message that was read and is a person's, or a machine's that may belong to an inquiry.
#[derive(Clone, Copy, Debug)]
pub struct Arrived<'a> {
    pub inbound: Option<InboundId>,
    pub received: Millis,
    pub envelope: &'a Envelope,
    pub read: &'a Read,
    /// Who wrote it, which is not always who is named in `From`.
    pub sender: Option<&'a EmailAddress>,
    pub sender_name: &'a str,
    /// `group`, `forward`, `alias`; empty = by `From`.
    pub recovered: &'a str,
    pub check: SenderCheck,
    pub times: &'a [Deadline],
    /// From a person: only that opens an inquiry, opens it again or restarts a clock.
    pub human: bool,
}

/// What placing works with.
#[derive(Clone, Copy, Debug)]
pub struct Means<'a> {
    pub keys: &'a Keyring,
    pub ours: &'a Addresses,
    pub world: World<'a>,
}

/// So many new inquiries about one release within [`BURST`] are told of together.
pub const MANY: i64 = 20;
pub const BURST: Millis = 10 * MINUTE;

/// What became of a message.
#[derive(Clone, Debug)]
pub struct Placed {
    pub inquiry: InquiryId,
    pub opened: bool,
    pub reopened: bool,
    /// `None` for a machine's message: nobody is told of it.
    pub decision: Option<Decision>,
    /// More than [`MANY`] were opened on its release within [`BURST`]: tell of them together, unless it has a deadline.
    pub burst: bool,
    /// Who had it before, when somebody else covers now.
    pub previous: Option<OfficerId>,
}

impl Arrived<'_> {
    pub(crate) fn key(&self) -> String {
        self.sender.map(EmailAddress::key).unwrap_or_default()
    }

    /// Keys of our addresses it was written to.
    pub(crate) fn written_to(&self, ours: &Addresses) -> Vec<String> {
        let visible = self.read.to.iter().chain(&self.read.cc).map(|one| one.address.as_str());
        let mut found: Vec<String> = Vec::new();
        for address in self.envelope.recipients.iter().map(String::as_str).chain(visible) {
            if let Some(which) = ours.which(address)
                && !found.iter().any(|known| known == which)
            {
                found.push(which.to_owned());
            }
        }
        found
    }

    /// The first deadline that holds, and whether the words are urgent.
    pub(crate) fn deadline(&self) -> (Option<Millis>, bool) {
        let deadlines = self.times.iter().filter(|time| time.kind == TimeKind::Deadline);
        (deadlines.clone().map(|time| time.instant).min(), deadlines.clone().any(|time| time.urgent))
    }
}

/// Puts it in its place. `None`: a machine's message that belongs to no inquiry.
pub(crate) async fn place(
    tx: &mut Tx,
    means: Means<'_>,
    arrived: &Arrived<'_>,
    now: Millis,
) -> Result<Option<Placed>, StoreError> {
    let (found, evidence) = find(tx, means, arrived).await?;
    match found.place {
        Place::Join { inquiry, colleague } => {
            let (before, after) = join::join(tx, means.ours, inquiry, arrived, colleague, &found.trace, now).await?;
            let reopened = before.state != after.state;
            let placed = Placed { inquiry, opened: false, reopened, decision: None, burst: false, previous: None };
            if !arrived.human {
                return Ok(Some(placed));
            }
            let decision =
                route(tx, means, arrived, &after, Some(Existing { owner: after.owner, desk: after.desk }), now).await?;
            let previous = after.owner.filter(|owner| decision.owner.is_some_and(|new| new != *owner));
            Ok(Some(Placed { decision: Some(decision), previous, ..placed }))
        }
        Place::New(_) if !arrived.human => Ok(None),
        Place::New(opening) => {
            let inquiry = open::open(tx, means, arrived, &opening, &found.trace, now).await?;
            debug_assert_eq!(evidence.contact, opening.contact, "whom an address belongs to does not depend on the place");
            let decision = route(tx, means, arrived, &inquiry, None, now).await?;
            let burst = match inquiry.release {
                Some(release) => inquiries::opened_on(tx, release, now - BURST).await? > MANY,
                None => false,
            };
            Ok(Some(Placed {
                inquiry: inquiry.id,
                opened: true,
                reopened: false,
                decision: Some(decision),
                burst,
                previous: None,
            }))
        }
    }
}

/// As `place`, in a transaction of its own.
pub async fn place_alone(
    store: &Store,
    means: Means<'_>,
    arrived: &Arrived<'_>,
    now: Millis,
) -> Result<Option<Placed>, StoreError> {
    let mut tx = store.begin().await?;
    let placed = place(&mut tx, means, arrived, now).await?;
    tx.commit().await?;
    Ok(placed)
}

/// Where it belongs, by everything known, writing nothing.
pub(crate) async fn find(
    tx: &mut Tx,
    means: Means<'_>,
    arrived: &Arrived<'_>,
) -> Result<(thread::Decision, Evidence), StoreError> {
    let clues = clues::of(means.keys, arrived.envelope, arrived.read);
    let named: Vec<Named> = clues.ordered.iter().filter_map(|clue| clue.named).collect();
    let refs: Vec<String> = clues.ordered.iter().map(|clue| clue.sha256.clone()).filter(|sha256| !sha256.is_empty()).collect();
    let key = arrived.key();
    let wanted = evidence::Wanted {
        named: &named,
        refs: &refs,
        left: &clues.left(),
        sender_key: &key,
        urls: &clues.urls,
        mailings: &clues.viewed,
        now: arrived.received,
    };
    let evidence = evidence::gather(tx, wanted).await?;
    let read = arrived.read;
    let asking = Asking { sender_key: &key, subject: &read.subject, quoted: &read.quoted, received: arrived.received };
    Ok((thread::decide(asking, &clues, &evidence), evidence))
}

/// Routes an inquiry and writes down whose it is and why.
async fn route(
    tx: &mut Tx,
    means: Means<'_>,
    arrived: &Arrived<'_>,
    inquiry: &Inquiry,
    existing: Option<Existing>,
    now: Millis,
) -> Result<Decision, StoreError> {
    let duty = with_turns(means.world.duty, routings::hold_turns(tx).await?);
    let world = World { duty: &duty, words: means.world.words };
    let outlet = match arrived.sender {
        Some(address) => reporter::outlet(tx, address, arrived.sender_name, inquiry.contact, Keep::Nothing).await?,
        None => None,
    };
    let (deadline, urgent) = arrived.deadline();
    let question = Question {
        at: now,
        subject: &arrived.read.subject,
        fresh: &arrived.read.fresh,
        release: inquiry.release,
        contact: inquiry.contact,
        outlet,
        reporter_key: &inquiry.reporter_key,
        language: arrived.read.language.as_deref().unwrap_or_default(),
        written_to: arrived.written_to(means.ours),
        deadline: deadline.or(inquiry.deadline),
        urgent: urgent || inquiry.urgent,
        sender: inquiry.sender_check,
        existing,
    };
    let decision = decided(tx, question, world).await?;
    give(tx, inquiry, &decision, now).await?;
    routings::decided(tx, inquiry.id, arrived.inbound, (decision.trace.ruleset, &decision.trace.to_json()), now).await?;
    Ok(decision)
}

/// The decision alone; nothing is written.
pub(crate) async fn decided(tx: &mut Tx, question: Question<'_>, world: World<'_>) -> Result<Decision, StoreError> {
    let (version, rules) = routings::current_in(tx).await?;
    let loads: BTreeMap<OfficerId, i64> = inquiries::loads(tx).await?.into_iter().collect();
    let mut facts = gather(tx, question, &rules, world).await?;
    Ok(decide(Standing { version, rules: &rules, world, loads: &loads }, &mut facts))
}

/// The picture of who is on duty, with the turns as the transaction sees them.
pub(crate) fn with_turns(duty: &Duty, turns: Vec<(DeskId, Option<OfficerId>)>) -> Duty {
    let mut duty = duty.clone();
    for (id, last) in turns {
        if let Some(desk) = duty.desks.iter_mut().find(|desk| desk.id == id) {
            desk.last_turn = last;
        }
    }
    duty
}

async fn give(tx: &mut Tx, inquiry: &Inquiry, decision: &Decision, now: Millis) -> Result<(), StoreError> {
    if let Some((desk, officer)) = decision.turn {
        routings::took_turn(tx, desk, officer).await?;
    }
    routings::label(tx, inquiry.id, &decision.labels, "rule").await?;
    let told: Vec<i64> = decision.told.iter().map(|who| who.0).collect();
    let detail = json!({"owner": decision.owner, "desk": decision.desk, "told": told,
        "line": decision.trace.decided().map(|line| line.line.clone())});
    let event = Event { kind: "routed", detail };
    let mut changed = inquiry.clone();
    changed.owner = decision.owner;
    changed.desk = decision.desk.or(inquiry.desk);
    changed.urgent |= decision.urgent;
    changed.restricted |= decision.restricted;
    let before = changed.seen;
    inquiries::save(tx, &mut changed, before, &event, "routing", now).await
}
