//! Who a rule takes in and who will receive, out of the sets: the same reading as the text in `store::audience`.

use std::collections::{BTreeMap, HashMap, HashSet};

use roaring::RoaringTreemap as Ids;

use super::asked::{Asked, NAMED};
use super::{Index, Out};
use crate::model::audience::{Excluded, RANK, Resolved, Waterfall, pair, place_of};
use crate::model::ids::{ContactId, IssueId, RegionId};
use crate::store::audience_list::Fits;
use crate::store::facts::Suppressed;
use crate::store::suppressions::{Reason, Scope};

/// An audience by its parts: those who will receive by the region and the issue that took them in (0 = named by hand) and
/// by language, as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    pub waterfall: Waterfall,
    pub regions: BTreeMap<i64, i64>,
    pub issues: BTreeMap<i64, i64>,
    pub languages: BTreeMap<String, i64>,
}

/// What leaving or pausing a place by name adds to its key (see `model::audience::Item`).
const PAUSED: i64 = 8 * RANK;
const LEFT: i64 = 16 * RANK;

/// An audience at one moment.
pub(in crate::review) struct Found<'a> {
    index: &'a Index,
    asked: Asked<'a>,
    pub(in crate::review) waterfall: Waterfall,
    will: Ids,
    /// Of those who will receive, whom an opt-out by name leaves another place than their best one.
    keys: HashMap<u64, (i64, i64)>,
}

/// What a contact's opt-outs come to.
enum Verdict {
    Out(Excluded),
    /// Gets it, by these places.
    By(i64, i64),
    /// As if there were none.
    Free,
}

impl Index {
    pub(in crate::review) fn ask<'a>(&'a self, rule: &'a Resolved, holders: &[i64]) -> Found<'a> {
        let asked = Asked::of(rule, holders);
        let mut will = asked.matched(self);
        let mut waterfall = Waterfall { matched: count(will.len()), ..Waterfall::default() };
        let (mut out, mut keys) = (Ids::new(), HashMap::new());
        for (&id, one) in self.outs.iter().filter(|(id, _)| will.contains(**id)) {
            match one.judge(&asked, rule) {
                Verdict::Out(why) => {
                    out.insert(id);
                    match why {
                        Excluded::OptedOut => waterfall.opted_out += 1,
                        Excluded::Bounced => waterfall.bounced += 1,
                        Excluded::Paused => waterfall.paused += 1,
                        Excluded::SamePerson => waterfall.same_person += 1,
                    }
                }
                Verdict::By(region, issue) => drop(keys.insert(id, (region, issue))),
                Verdict::Free => {}
            }
        }
        will -= out;
        let twins = self.twins(&will);
        waterfall.same_person += count(twins.len());
        will -= twins;
        keys.retain(|id, _| will.contains(*id));
        waterfall.will_receive = count(will.len());
        Found { index: self, asked, waterfall, will, keys }
    }

    /// Of one person's addresses the first gets it; these are the others.
    fn twins(&self, will: &Ids) -> Ids {
        let mut seen = HashSet::new();
        let here = self.persons.iter().filter(|(id, _)| will.contains(**id));
        here.filter(|(_, person)| !seen.insert(**person)).map(|(id, _)| *id).collect()
    }
}

impl Out {
    fn judge(&self, asked: &Asked<'_>, rule: &Resolved) -> Verdict {
        let is_active = |row: &&Suppressed| row.since <= rule.as_of && row.until.is_none_or(|until| until > rule.pauses_at);
        let active: Vec<&Suppressed> = self.rows.iter().filter(is_active).collect();
        let of_office = active.iter().filter(|row| row.scope == Scope::Office);
        let office = of_office.map(|row| match row.reason {
            Reason::Bounced => Excluded::Bounced,
            Reason::Paused => Excluded::Paused,
            _ => Excluded::OptedOut,
        });
        // In the order of the enumeration: who left and bounced has left.
        if let Some(why) = office.min() {
            return Verdict::Out(why);
        }
        if active.is_empty() {
            return Verdict::Free;
        }
        let penalty = |scope: Scope| {
            let against = active.iter().filter(|row| row.scope == scope);
            against.map(|row| if row.reason == Reason::Paused { PAUSED } else { LEFT }).max().unwrap_or(0)
        };
        let region = asked.regions.key(&self.regions, |id| penalty(Scope::Region(RegionId(id))));
        let issue = asked.issues.key(&self.issues, |id| penalty(Scope::Issue(IssueId(id))));
        match region.max(issue) {
            LEFT.. => Verdict::Out(Excluded::OptedOut),
            PAUSED.. => Verdict::Out(Excluded::Paused),
            _ => Verdict::By(region, issue),
        }
    }
}

impl Found<'_> {
    /// The audience by its parts.
    pub(in crate::review) fn spread(&self) -> Spread {
        let (regions, issues) =
            (self.asked.regions.covering(&self.index.regions), self.asked.issues.covering(&self.index.issues));
        // Who fits in one half only is there because somebody named them.
        let placed = &self.will & regions & issues;
        let languages = self.index.languages.iter().map(|(text, spelled)| (text, self.will.intersection_len(&spelled.ids)));
        Spread {
            waterfall: self.waterfall,
            regions: self.split(&placed, &self.asked.regions.by_fit, &self.index.regions, |keys| keys.0),
            issues: self.split(&placed, &self.asked.issues.by_fit, &self.index.issues, |keys| keys.1),
            languages: languages.filter(|(_, n)| *n > 0).map(|(text, n)| (text.clone(), count(n))).collect(),
        }
    }

    /// Each one of `placed` counted at the best place they carry; the others at 0.
    fn split(
        &self,
        placed: &Ids,
        by_fit: &[i64],
        sets: &HashMap<i64, Ids>,
        half: impl Fn(&(i64, i64)) -> i64,
    ) -> BTreeMap<i64, i64> {
        let mut counts = BTreeMap::new();
        let by_hand = self.will.len() - placed.len();
        if by_hand > 0 {
            counts.insert(0, count(by_hand));
        }
        let mut rest = placed.clone();
        for (id, keys) in &self.keys {
            if rest.remove(*id) {
                *counts.entry(place_of(half(keys))).or_default() += 1;
            }
        }
        for (key, set) in by_fit.iter().filter_map(|key| Some((key, sets.get(&place_of(*key))?))) {
            let n = rest.intersection_len(set);
            if n > 0 {
                *counts.entry(place_of(*key)).or_default() += count(n);
                rest -= set;
            }
        }
        counts
    }

    /// The first few who will receive it, after a contact, with the region and issue that took them in.
    pub(in crate::review) fn some(&self, after: ContactId, most: usize) -> Vec<Fits> {
        let start = super::id(after.0).saturating_add(1);
        let mut ids = self.will.iter();
        ids.advance_to(start);
        ids.take(most).map(|id| self.fits(id)).collect()
    }

    fn fits(&self, id: u64) -> Fits {
        let (region_key, issue_key) = self.keys.get(&id).copied().unwrap_or_else(|| {
            let best = |by_fit: &[i64], sets: &HashMap<i64, Ids>| {
                let carries = |key: &&i64| sets.get(&place_of(**key)).is_some_and(|set| set.contains(id));
                by_fit.iter().find(carries).copied().unwrap_or(NAMED)
            };
            (best(&self.asked.regions.by_fit, &self.index.regions), best(&self.asked.issues.by_fit, &self.index.issues))
        });
        let (region, issue) = pair(region_key, issue_key);
        Fits { contact: ContactId(i64::try_from(id).unwrap_or(i64::MAX)), region, issue }
    }
}

fn count(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
