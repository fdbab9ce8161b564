//! A resolved rule, read for the sets.

use std::collections::{BTreeMap, HashMap, HashSet};

use roaring::RoaringTreemap as Ids;

use super::{Index, Spelled, id};
use crate::model::audience::{Item, NAMED_RANK, RANK, Resolved, place_of};

/// A key that says "named by hand".
pub(super) const NAMED: i64 = NAMED_RANK * RANK;

/// One side of a rule: regions, or issues.
#[derive(Default)]
pub(super) struct Places {
    /// Keys of [`Item::k`], best first; each names its place.
    pub(super) by_fit: Vec<i64>,
    keys: HashMap<i64, i64>,
    /// Which opt-outs stand against a place.
    blocks: HashMap<i64, Vec<i64>>,
    /// What the narrowing rule wants besides; `None` = nothing.
    also: Option<Vec<i64>>,
}

impl Places {
    fn of(items: &[Item], what: &str) -> Self {
        let (block, also) = (format!("block_{what}"), format!("also_{what}"));
        let mut places = Self::default();
        for item in items {
            if item.what == what {
                places.by_fit.push(item.k);
                places.keys.insert(item.id, item.k);
            } else if item.what == block {
                places.blocks.entry(item.id).or_default().push(item.k);
            } else if item.what == also {
                places.also.get_or_insert_default().push(item.id);
            }
        }
        places.by_fit.sort_unstable();
        places
    }

    /// Everybody who carries one of them.
    pub(super) fn covering(&self, sets: &HashMap<i64, Ids>) -> Ids {
        union(self.by_fit.iter().filter_map(|key| sets.get(&place_of(*key))))
    }

    /// How a contact that carries `carried` fits; `penalty` is what leaving the given region or issue adds. Without any
    /// fitting place: named by hand.
    pub(super) fn key(&self, carried: &[i64], penalty: impl Fn(i64) -> i64) -> i64 {
        let of = |place: &i64| {
            let key = self.keys.get(place)?;
            let worst = self.blocks.get(place).into_iter().flatten().map(|left| penalty(*left)).max();
            Some(key + worst.unwrap_or(0))
        };
        carried.iter().filter_map(of).min().unwrap_or(NAMED)
    }
}

/// A rule as sets are asked.
pub(super) struct Asked<'r> {
    pub(super) regions: Places,
    pub(super) issues: Places,
    languages: Vec<&'r str>,
    outlets: HashSet<&'r str>,
    without_outlets: HashSet<&'r str>,
    with: Vec<i64>,
    without: Vec<i64>,
}

impl<'r> Asked<'r> {
    /// `holders`: who is taken in for having an earlier release.
    pub(super) fn of(rule: &'r Resolved, holders: &[i64]) -> Self {
        let items = &rule.items;
        let texts = |what: &'static str| items.iter().filter(move |item| item.what == what).map(|item| item.text.as_str());
        let ids = |what: &'static str| items.iter().filter(move |item| item.what == what).map(|item| item.id);
        Self {
            regions: Places::of(items, "region"),
            issues: Places::of(items, "issue"),
            languages: texts("language").collect(),
            outlets: texts("outlet").collect(),
            without_outlets: texts("without_outlet").collect(),
            with: ids("with").chain(holders.iter().copied()).collect(),
            without: ids("without").collect(),
        }
    }

    /// Everybody the rule takes in, whether they may be written to or not.
    pub(super) fn matched(&self, index: &Index) -> Ids {
        let named = self.with.iter().map(|contact| id(*contact)).collect::<Ids>() & &index.people;
        let mut matched = self.regions.covering(&index.regions) & self.issues.covering(&index.issues);
        self.narrow(index, &mut matched);
        matched |= named;
        for contact in &self.without {
            matched.remove(id(*contact));
        }
        matched
    }

    fn narrow(&self, index: &Index, matched: &mut Ids) {
        if !self.languages.is_empty() {
            *matched &= spelled(&index.languages, |_, key| self.languages.iter().any(|tag| is_or_begins(key, tag)));
        }
        if !self.outlets.is_empty() {
            *matched &= spelled(&index.outlets, |text, key| self.outlets.contains(text) || self.outlets.contains(key));
        }
        if !self.without_outlets.is_empty() {
            let without = &self.without_outlets;
            *matched -= spelled(&index.outlets, |text, key| without.contains(text) || without.contains(key));
        }
        for (also, sets) in [(&self.regions.also, &index.regions), (&self.issues.also, &index.issues)] {
            if let Some(also) = also {
                *matched &= union(also.iter().filter_map(|place| sets.get(place)));
            }
        }
    }
}

/// `en-GB` is spoken by who is asked for `en`.
fn is_or_begins(language: &str, tag: &str) -> bool {
    language.strip_prefix(tag).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn spelled(texts: &BTreeMap<String, Spelled>, is_meant: impl Fn(&str, &str) -> bool) -> Ids {
    union(texts.iter().filter(|(text, spelled)| is_meant(text, &spelled.key)).map(|(_, spelled)| &spelled.ids))
}

pub(super) fn union<'s>(sets: impl Iterator<Item = &'s Ids>) -> Ids {
    let mut all = Ids::new();
    sets.for_each(|set| all |= set);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_asked_for_with_all_its_regions() {
        assert!(is_or_begins("en", "en") && is_or_begins("en-gb", "en") && !is_or_begins("eng", "en") && !is_or_begins("", "en"));
    }
}
