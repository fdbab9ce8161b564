//! "Try it": what would become of a message, or of an inquiry as it came in. The database itself refuses to write.

use std::collections::BTreeMap;

use super::facts::{Existing, World};
use super::gather::Question;
use super::lines::{Decision, Standing, decide};
use super::replay::facts_of;
use crate::clock::Millis;
use crate::inbox::place::{Arrived, Means, decided, find, with_turns};
use crate::inbox::reporter::{self, Keep};
use crate::inbox::thread::{self, Place};
use crate::model::ids::{InquiryId, OfficerId};
use crate::model::inquiry::SenderCheck;
use crate::model::routing::Ruleset;
use crate::store::{Store, StoreError, inquiries, routing_facts, routings};

/// Where a message would belong, and who would get it.
#[derive(Clone, Debug)]
pub struct Tried {
    pub thread: thread::Decision,
    pub route: Decision,
}

/// Tries a message on the rules in force.
pub async fn message(store: &Store, means: Means<'_>, arrived: &Arrived<'_>, now: Millis) -> Result<Tried, StoreError> {
    let mut tx = store.begin_reading().await?;
    let (found, evidence) = find(&mut tx, means, arrived).await?;
    let inquiry = match &found.place {
        Place::Join { inquiry, .. } => inquiries::get(&mut tx, *inquiry).await?,
        Place::New(_) => None,
    };
    let (release, unverified) = match (&found.place, &inquiry) {
        (_, Some(inquiry)) => (inquiry.release, false),
        (Place::New(opening), None) => (opening.release, opening.unverified),
        (Place::Join { .. }, None) => (None, false),
    };
    let outlet = match arrived.sender {
        Some(address) => reporter::outlet(&mut tx, address, arrived.sender_name, evidence.contact, Keep::Nothing).await?,
        None => None,
    };
    let duty = with_turns(means.world.duty, routings::turns(&mut tx).await?);
    let key = arrived.key();
    let (deadline, urgent) = arrived.deadline();
    let question = Question {
        at: now,
        subject: &arrived.read.subject,
        fresh: &arrived.read.fresh,
        release,
        contact: evidence.contact,
        outlet,
        reporter_key: inquiry.as_ref().map_or(&key, |inquiry| &inquiry.reporter_key),
        language: arrived.read.language.as_deref().unwrap_or_default(),
        written_to: arrived.written_to(means.ours),
        deadline: deadline.or(inquiry.as_ref().and_then(|inquiry| inquiry.deadline)),
        urgent: urgent || inquiry.as_ref().is_some_and(|inquiry| inquiry.urgent),
        sender: if unverified { SenderCheck::Unverified } else { arrived.check },
        existing: inquiry.as_ref().map(|inquiry| Existing { owner: inquiry.owner, desk: inquiry.desk }),
    };
    let route = decided(&mut tx, question, World { duty: &duty, words: means.world.words }).await?;
    tx.commit().await?;
    Ok(Tried { thread: found, route })
}

/// Tries an inquiry, as it came in, on these rules (`None` = those in force). `None` when there is no such inquiry.
pub async fn inquiry(
    store: &Store,
    id: InquiryId,
    rules: Option<&Ruleset>,
    means: Means<'_>,
) -> Result<Option<Decision>, StoreError> {
    let mut tx = store.begin_reading().await?;
    let (version, in_force) = routings::current_in(&mut tx).await?;
    let rules = rules.unwrap_or(&in_force);
    let Some(past) = routing_facts::one(&mut tx, id).await? else { return Ok(None) };
    let duty = with_turns(means.world.duty, routings::turns(&mut tx).await?);
    let world = World { duty: &duty, words: means.world.words };
    let loads: BTreeMap<OfficerId, i64> = inquiries::loads(&mut tx).await?.into_iter().collect();
    let mut facts = facts_of(&mut tx, &past, rules, (world, means.ours)).await?;
    tx.commit().await?;
    Ok(Some(decide(Standing { version, rules, world, loads: &loads }, &mut facts)))
}
