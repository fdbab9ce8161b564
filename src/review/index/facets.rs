//! How many reporters there are for each thing a rule can choose.

use std::collections::HashMap;

use roaring::RoaringTreemap as Ids;

use super::Index;
use crate::model::tree::Tree;
use crate::model::vocabulary::Vocabulary;

/// Reporters for each choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Who covers it or a part of it.
    pub regions: HashMap<i64, i64>,
    pub issues: HashMap<i64, i64>,
    /// By primary language (`en` for `en-GB`), most first.
    pub languages: Vec<(String, i64)>,
    /// The biggest, most first.
    pub outlets: Vec<(String, i64)>,
}

/// Outlets beyond this are found by their name.
const OUTLETS: usize = 150;

impl Index {
    pub(in crate::review) fn facets(&self, words: &Vocabulary) -> Facets {
        Facets {
            regions: places(&self.regions, &words.regions),
            issues: places(&self.issues, &words.issues),
            languages: self.spoken(),
            outlets: self.biggest(),
        }
    }

    /// Who has no region or no issue: no rule can match them.
    pub(in crate::review) fn not_placed(&self) -> i64 {
        let regions = super::asked::union(self.regions.values());
        let placed = regions.intersection_len(&super::asked::union(self.issues.values()));
        i64::try_from(self.people.len() - placed).unwrap_or(i64::MAX)
    }

    fn spoken(&self) -> Vec<(String, i64)> {
        let mut counts: HashMap<String, i64> = HashMap::new();
        for (tag, spelled) in self.languages.iter().filter(|(tag, _)| !tag.is_empty()) {
            let primary = tag.split('-').next().unwrap_or_default().to_lowercase();
            *counts.entry(primary).or_default() += self.standing(&spelled.ids);
        }
        most_first(counts.into_iter())
    }

    fn biggest(&self) -> Vec<(String, i64)> {
        // By the same letters in another case: one outlet, spelled as the first of its spellings.
        let mut counts: HashMap<&str, (&str, i64)> = HashMap::new();
        for (name, spelled) in self.outlets.iter().filter(|(_, spelled)| !spelled.key.is_empty()) {
            counts.entry(spelled.key.as_str()).or_insert((name.as_str(), 0)).1 += self.standing(&spelled.ids);
        }
        let mut found = most_first(counts.into_values().map(|(name, n)| (name.to_owned(), n)));
        found.truncate(OUTLETS);
        found
    }

    /// How many of them are entries of their own.
    fn standing(&self, ids: &Ids) -> i64 {
        i64::try_from(ids.difference_len(&self.merged)).unwrap_or(i64::MAX)
    }
}

fn most_first(counts: impl Iterator<Item = (String, i64)>) -> Vec<(String, i64)> {
    let mut found: Vec<_> = counts.filter(|(_, n)| *n > 0).collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found
}

/// Each contact once for every place it covers a part of.
fn places(sets: &HashMap<i64, Ids>, tree: &Tree) -> HashMap<i64, i64> {
    let mut covered: HashMap<i64, Ids> = HashMap::new();
    for (&place, set) in sets {
        for up in tree.ancestors(place).into_iter().chain([place]) {
            *covered.entry(up).or_default() |= set;
        }
    }
    covered.into_iter().map(|(place, set)| (place, i64::try_from(set.len()).unwrap_or(i64::MAX))).collect()
}
