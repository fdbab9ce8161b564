//! The directory as sets of contact ids, in memory. A question that SQL answers by walking over every contact is here
//! a few unions and intersections; the truth stays in the database, and what is sealed and planned is read from there.

mod asked;
mod audience;
mod facets;

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;

use roaring::RoaringTreemap as Ids;
use uuid::Uuid;

pub(super) use self::audience::Found;
pub use self::audience::Spread;
pub use self::facets::Facets;
use crate::store::facts::{Fact, Suppressed};

/// Everybody, by each thing a rule can ask for.
#[derive(Debug, Default)]
pub(super) struct Index {
    people: Ids,
    /// Entries that became part of another one.
    merged: Ids,
    regions: HashMap<i64, Ids>,
    issues: HashMap<i64, Ids>,
    /// By the text as it is stored.
    languages: BTreeMap<String, Spelled>,
    outlets: BTreeMap<String, Spelled>,
    /// Those who share a person with somebody, or did.
    persons: BTreeMap<u64, Uuid>,
    /// Those somebody may not write to, at least for some time or about some subject.
    outs: BTreeMap<u64, Out>,
}

#[derive(Debug, Default)]
struct Spelled {
    /// As the database writes it in small letters.
    key: String,
    ids: Ids,
}

/// A contact that left something, with all that it covers: which of it is left decides.
#[derive(Debug)]
struct Out {
    rows: Vec<Suppressed>,
    regions: Vec<i64>,
    issues: Vec<i64>,
}

/// An id as the sets hold it. Ids are dense and begin at 1.
fn id(contact: i64) -> u64 {
    u64::try_from(contact).unwrap_or(0)
}

impl Index {
    /// Puts `facts` in the place of all that was known of these ids.
    pub(super) fn replace(&mut self, ids: RangeInclusive<u64>, facts: Vec<Fact>) {
        self.forget(ids);
        for fact in facts {
            self.put(fact);
        }
    }

    fn forget(&mut self, ids: RangeInclusive<u64>) {
        for set in [&mut self.people, &mut self.merged] {
            set.remove_range(ids.clone());
        }
        for sets in [&mut self.regions, &mut self.issues] {
            sets.retain(|_, set| {
                set.remove_range(ids.clone());
                !set.is_empty()
            });
        }
        for texts in [&mut self.languages, &mut self.outlets] {
            texts.retain(|_, spelled| {
                spelled.ids.remove_range(ids.clone());
                !spelled.ids.is_empty()
            });
        }
        let gone: Vec<u64> = self.persons.range(ids.clone()).map(|(id, _)| *id).collect();
        for id in gone {
            self.persons.remove(&id);
        }
        let gone: Vec<u64> = self.outs.range(ids).map(|(id, _)| *id).collect();
        for id in gone {
            self.outs.remove(&id);
        }
    }

    fn put(&mut self, fact: Fact) {
        let id = id(fact.contact);
        self.people.insert(id);
        if fact.is_merged {
            self.merged.insert(id);
        }
        for (sets, places) in [(&mut self.regions, &fact.regions), (&mut self.issues, &fact.issues)] {
            for &place in places {
                sets.entry(place).or_default().insert(id);
            }
        }
        spell(&mut self.languages, fact.language, fact.language_key, id);
        spell(&mut self.outlets, fact.outlet, fact.outlet_key, id);
        if let Some(person) = fact.person {
            self.persons.insert(id, person);
        }
        if !fact.outs.is_empty() {
            self.outs.insert(id, Out { rows: fact.outs, regions: fact.regions, issues: fact.issues });
        }
    }
}

fn spell(texts: &mut BTreeMap<String, Spelled>, text: String, key: String, id: u64) {
    let spelled = texts.entry(text).or_default();
    spelled.key = key;
    spelled.ids.insert(id);
}
