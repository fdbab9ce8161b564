//! Who is meant by one release at one moment: the choice a person made, the same choice as the ids a contact may
//! carry, and the arithmetic from "matched" to "will receive".

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::model::segment::Rule;
use crate::model::tree::{Relation, Tree};

/// What was chosen, as stored with a mailing and resolved again while planning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub regions: Vec<i64>,
    pub issues: Vec<i64>,
    /// Whether somebody covering only a part of a region or issue is meant too.
    pub down: bool,
    /// Narrows: a contact must match this rule as well, or be named by it.
    pub segment: Option<Rule>,
    /// Suppressions made after this moment are left to the gate, so an approved audience stays the one approved.
    pub as_of: Millis,
    /// Whoever paused until later than this is out.
    pub pauses_at: Millis,
}

impl Choice {
    /// The saved rule by itself.
    pub fn of_segment(rule: &Rule, now: Millis) -> Self {
        Self {
            regions: rule.regions.clone(),
            issues: rule.issues.clone(),
            down: rule.down,
            segment: Some(rule.clone()),
            as_of: now,
            pauses_at: now,
        }
    }

    pub fn resolve(&self, regions: &Tree, issues: &Tree, opt_outs: &ScopedOptOuts) -> Resolved {
        let mut items = Vec::new();
        place_items(&mut items, "region", regions, &self.regions, self.down, &opt_outs.regions);
        place_items(&mut items, "issue", issues, &self.issues, self.down, &opt_outs.issues);
        if let Some(rule) = &self.segment {
            narrow(&mut items, "also_region", regions, &rule.regions, rule.down, (&self.regions, self.down));
            narrow(&mut items, "also_issue", issues, &rule.issues, rule.down, (&self.issues, self.down));
            rule.further_items(&mut items);
        }
        Resolved { items, as_of: self.as_of, pauses_at: self.pauses_at }
    }
}

/// Whom a rule fits, for a list: as in an audience, but that a side nobody chose asks for nothing.
pub fn fitting(rule: &Rule, regions: &Tree, issues: &Tree) -> Vec<Item> {
    let mut items = Vec::new();
    for (what, tree, ids) in [("region", regions, &rule.regions), ("issue", issues, &rule.issues)] {
        items.extend(tree.matching(ids, rule.down).into_iter().map(|id| Item::id(what, id)));
    }
    rule.further_items(&mut items);
    items
}

impl Rule {
    fn further_items(&self, items: &mut Vec<Item>) {
        texts(items, "language", self.languages.iter().map(|tag| tag.to_lowercase()));
        texts(items, "outlet", self.outlets.iter().flat_map(|name| [name.clone(), name.to_lowercase()]));
        texts(items, "without_outlet", self.without_outlets.iter().flat_map(|name| [name.clone(), name.to_lowercase()]));
        items.extend(self.with.iter().map(|&id| Item::id("with", id)));
        items.extend(self.without.iter().map(|&id| Item::id("without", id)));
        let what = |and_waiting| if and_waiting { "holders_and_waiting" } else { "holders" };
        items.extend(self.holders.iter().map(|holders| Item::id(what(holders.and_waiting), holders.release)));
    }
}

/// Regions and issues somebody opted out of by name, without leaving altogether.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopedOptOuts {
    pub regions: Vec<i64>,
    pub issues: Vec<i64>,
}

/// A [`Choice`] with the trees already walked: what a contact may carry, how well each fits, and what blocks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    pub items: Vec<Item>,
    pub as_of: Millis,
    pub pauses_at: Millis,
}

/// One record of a resolved choice. The store reads them as rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    pub what: &'static str,
    pub id: i64,
    /// How well a place fits (lower is better) in its upper half and its id in the lower, so that the minimum is the
    /// reason to record; for a block, the region or issue opted out of.
    pub k: i64,
    pub text: String,
}

impl Item {
    fn id(what: &'static str, id: i64) -> Self {
        Self { what, id, k: 0, text: String::new() }
    }
}

/// One rank step of [`Item::k`]. A rank of [`NAMED_RANK`] is "named by hand"; from 8 on it is opted out of.
pub const RANK: i64 = 1 << 32;
pub const NAMED_RANK: i64 = 7;

/// The region or issue in a key; 0 when the contact was named by hand.
pub fn place_of(key: i64) -> i64 {
    key % RANK
}

/// The region and issue that took somebody in. Who was named by hand has none, also when one half of it would fit.
pub fn pair(region_key: i64, issue_key: i64) -> (i64, i64) {
    let named = NAMED_RANK * RANK;
    if region_key == named || issue_key == named { (0, 0) } else { (place_of(region_key), place_of(issue_key)) }
}

fn rank(relation: Relation) -> i64 {
    match relation {
        Relation::Same => 0,
        Relation::Inside => 1,
        Relation::Contains => 2,
    }
}

fn place_items(items: &mut Vec<Item>, what: &'static str, tree: &Tree, about: &[i64], down: bool, opted_out: &[i64]) {
    // What each place is related to among those the release is about, and how well at best.
    let mut found: BTreeMap<i64, (i64, BTreeSet<i64>)> = BTreeMap::new();
    let mut relate = |place: i64, to: i64, relation: Relation| {
        let entry = found.entry(place).or_insert((rank(relation), BTreeSet::new()));
        entry.0 = entry.0.min(rank(relation));
        entry.1.insert(to);
    };
    for &id in about {
        relate(id, id, Relation::Same);
        tree.ancestors(id).into_iter().for_each(|place| relate(place, id, Relation::Contains));
        if down {
            // What a region lies inside stays "contains"; a set that shares a part with it counts as inside.
            let above = tree.ancestors(id);
            let rest = tree.matching(&[id], true).into_iter().filter(|place| *place != id && !above.contains(place));
            rest.for_each(|place| relate(place, id, Relation::Inside));
        }
    }
    items.extend(found.iter().map(|(&id, &(rank, _))| Item { what, id, k: rank * RANK + id, text: String::new() }));
    let block = if what == "region" { "block_region" } else { "block_issue" };
    for &out in opted_out {
        let mut below: BTreeSet<i64> = tree.descendants(out).into_iter().collect();
        below.insert(out);
        let blocked = found.iter().filter(|(place, (_, related))| below.contains(place) || related.is_subset(&below));
        items.extend(blocked.map(|(&id, _)| Item { what: block, id, k: out, text: String::new() }));
    }
}

/// A rule that says the same as the release, or everything, narrows nothing.
fn narrow(items: &mut Vec<Item>, what: &'static str, tree: &Tree, ids: &[i64], down: bool, release: (&[i64], bool)) {
    let matching = tree.matching(ids, down);
    if (ids, down) == release || (!matching.is_empty() && matching.len() == tree.nodes().count()) {
        return;
    }
    // An id no contact carries keeps the condition there when the rule matches nobody.
    items.push(Item::id(what, 0));
    items.extend(matching.into_iter().map(|id| Item::id(what, id)));
}

fn texts(items: &mut Vec<Item>, what: &'static str, found: impl Iterator<Item = String>) {
    let distinct: BTreeSet<String> = found.collect();
    items.extend(distinct.into_iter().map(|text| Item { what, id: 0, k: 0, text }));
}

/// Why somebody the rule matches will not get the release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Excluded {
    OptedOut,
    Bounced,
    Paused,
    /// Another address of the same person gets it.
    SamePerson,
}

impl Excluded {
    pub const ALL: [Self; 4] = [Self::OptedOut, Self::Bounced, Self::Paused, Self::SamePerson];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::OptedOut => "opted_out",
            Self::Bounced => "bounced",
            Self::Paused => "paused",
            Self::SamePerson => "same_person",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }

    /// For people, after a name or a number.
    pub fn words(self) -> &'static str {
        match self {
            Self::OptedOut => "opted out",
            Self::Bounced => "address bounced before",
            Self::Paused => "paused",
            Self::SamePerson => "same person twice",
        }
    }
}

/// matched − opted out − bounced − paused − same person twice = will receive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waterfall {
    pub matched: i64,
    pub opted_out: i64,
    pub bounced: i64,
    pub paused: i64,
    pub same_person: i64,
    pub will_receive: i64,
}

impl Waterfall {
    pub fn add(&mut self, excluded: Option<Excluded>, count: i64) {
        self.matched += count;
        match excluded {
            None => self.will_receive += count,
            Some(Excluded::OptedOut) => self.opted_out += count,
            Some(Excluded::Bounced) => self.bounced += count,
            Some(Excluded::Paused) => self.paused += count,
            Some(Excluded::SamePerson) => self.same_person += count,
        }
    }

    pub fn closes(&self) -> bool {
        self.matched - self.opted_out - self.bounced - self.paused - self.same_person == self.will_receive
    }
}
