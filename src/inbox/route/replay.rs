//! Rules that are not saved yet, tried on the inquiries of the last weeks: how many would go elsewhere, and which. Who is on
//! duty is taken as it is now, for both sides alike.

use std::collections::BTreeMap;

use super::facts::{Facts, World};
use super::gather::{Question, gather};
use super::lines::{Decision, Standing, decide};
use super::sentence::sentence;
use crate::clock::{DAY, Millis};
use crate::inbox::addresses::Addresses;
use crate::inbox::reporter::{self, Keep};
use crate::model::address::EmailAddress;
use crate::model::ids::InquiryId;
use crate::model::routing::Ruleset;
use crate::store::backend::Tx;
use crate::store::routing_facts::{Past, opened_since};
use crate::store::{Store, StoreError, routings};

/// One that would go elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    pub inquiry: InquiryId,
    pub subject: String,
    /// Where it goes by the rules in force, and by the new ones.
    pub before: String,
    pub after: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replay {
    pub looked: i64,
    pub elsewhere: i64,
    /// The first of them, at most [`LISTED`].
    pub listed: Vec<Elsewhere>,
}

/// How far back is looked.
pub const BACK: Millis = 30 * DAY;
pub const LISTED: usize = 500;
const PAGE: i64 = 200;

/// Tries `rules` against those in force. Nothing is written.
pub async fn replay(
    store: &Store,
    rules: &Ruleset,
    (world, ours): (World<'_>, &Addresses),
    language: &str,
    now: Millis,
) -> Result<Replay, StoreError> {
    let (version, in_force) = routings::current(store).await?;
    let loads = BTreeMap::new();
    let mut found = Replay::default();
    let mut after = InquiryId(0);
    loop {
        let page = opened_since(store, now - BACK, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(found) };
        after = last.id;
        let mut tx = store.begin_reading().await?;
        for past in page {
            let facts = facts_of(&mut tx, &past, &in_force, (world, ours)).await?;
            let with = facts_of(&mut tx, &past, rules, (world, ours)).await?;
            let by = |rules, version, mut facts| decide(Standing { version, rules, world, loads: &loads }, &mut facts);
            let (old, new) = (by(&in_force, version, facts), by(rules, version + 1, with));
            found.looked += 1;
            if ends(&old) != ends(&new) {
                found.elsewhere += 1;
                if found.listed.len() < LISTED {
                    let (before, after) = (sentence(&old.trace, language), sentence(&new.trace, language));
                    found.listed.push(Elsewhere { inquiry: past.id, subject: past.subject, before, after });
                }
            }
        }
        tx.commit().await?;
    }
}

fn ends(decision: &Decision) -> impl PartialEq + use<> {
    (decision.owner, decision.desk, decision.told.clone(), decision.restricted, decision.urgent)
}

/// The facts of an inquiry as it came in.
pub(super) async fn facts_of(
    tx: &mut Tx,
    past: &Past,
    rules: &Ruleset,
    (world, ours): (World<'_>, &Addresses),
) -> Result<Facts, StoreError> {
    let outlet = match EmailAddress::parse(&past.reporter_key) {
        Ok(address) => reporter::outlet(tx, &address, "", past.contact, Keep::Nothing).await?,
        Err(_) => None,
    };
    let to: Vec<String> = serde_json::from_str(&past.to).unwrap_or_default();
    let question = Question {
        at: past.opened,
        subject: &past.subject,
        fresh: &past.fresh,
        release: past.release,
        contact: past.contact,
        outlet,
        reporter_key: &past.reporter_key,
        language: &past.language,
        written_to: to.iter().filter_map(|address| ours.which(address)).map(str::to_owned).collect(),
        deadline: past.deadline,
        urgent: false,
        sender: past.sender,
        existing: None,
    };
    gather(tx, question, rules, world).await
}
