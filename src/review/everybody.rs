//! One pass over the audience: who they are, whether each one's copy can be made, and what else is to be counted of them.

use std::collections::BTreeMap;

use super::past::Past;
use super::{Means, ReviewError};
use crate::compose::letter::{Letter, Slots, why};
use crate::model::address::EmailAddress;
use crate::model::audience::{Resolved, Waterfall};
use crate::model::clocks;
use crate::model::ids::{DeliveryId, IssueId, MailingId, RegionId};
use crate::model::reason::Matched as Pair;
use crate::model::release::Release;
use crate::model::vocabulary::Vocabulary;
use crate::store::audience::{self, AudienceDigest, Matched};
use crate::store::past;

/// Releases within [`super::past::WEEK`] from which on a reporter has had enough.
const TIRED: i64 = 3;

#[derive(Debug, Default)]
pub(super) struct Everybody {
    pub waterfall: Waterfall,
    pub digest: String,
    pub count: i64,
    /// Contact numbers whose copy cannot be made; the first few, and how many.
    pub unmakeable: (Vec<i64>, i64),
    /// How many live by which clock; '' = it is not said.
    pub zones: BTreeMap<String, i64>,
    /// The same, as far as it follows from where they are; `None` = by the office's.
    pub clocks: BTreeMap<Option<String>, i64>,
    /// How many have no language set.
    pub no_language: i64,
    /// How many of them each mailing of these days goes to.
    pub shared: BTreeMap<MailingId, i64>,
    /// How many had so many releases lately that one more is too many.
    pub tired: i64,
}

pub(super) async fn look(
    means: &Means<'_>,
    release: &Release,
    words: &Vocabulary,
    rule: &Resolved,
    letter: Option<&Letter>,
    past: &Past,
) -> Result<Everybody, ReviewError> {
    let mut found = Everybody::default();
    let mut digest = AudienceDigest::default();
    let mut places = BTreeMap::new();
    let mut next = Some(0);
    while let Some(after) = next {
        let (page, more) = audience::page(means.store, rule, after, 1).await?;
        next = more;
        let mut keys = Vec::with_capacity(page.len());
        for one in page {
            found.waterfall.add(one.excluded, 1);
            if one.excluded.is_some() {
                continue;
            }
            digest.add(one.contact.0, &one.address_key, one.region, one.issue);
            if letter.is_some_and(|letter| !can_be_made(means, release, words, letter, &one)) {
                found.unmakeable.1 += 1;
                if found.unmakeable.0.len() < 5 {
                    found.unmakeable.0.push(one.contact.0);
                }
            }
            found.no_language += i64::from(one.language.trim().is_empty());
            *places.entry((one.time_zone, one.region)).or_default() += 1;
            keys.push(one.address_key);
        }
        found.meet(means, past, &keys).await?;
    }
    (found.digest, found.count) = digest.finish();
    found.place(places, words);
    Ok(found)
}

impl Everybody {
    /// By which clocks they live; by zone and region how many there are.
    fn place(&mut self, places: BTreeMap<(String, i64), i64>, words: &Vocabulary) {
        for ((time_zone, region), n) in places {
            let region = words.regions.get(region).map_or("", |node| node.code.as_str());
            *self.clocks.entry(clocks::of(&time_zone, region).map(str::to_owned)).or_default() += n;
            *self.zones.entry(time_zone).or_default() += n;
        }
    }

    /// Counts whom of these other mailings reach too.
    async fn meet(&mut self, means: &Means<'_>, past: &Past, keys: &[String]) -> Result<(), ReviewError> {
        for (mailing, n) in past::shared(means.store, &past.to_compare(), keys).await? {
            *self.shared.entry(mailing).or_default() += n;
        }
        let week = past.of_the_week(means.now);
        let releases: std::collections::BTreeSet<_> = week.iter().map(|(_, release)| *release).collect();
        if i64::try_from(releases.len()).is_ok_and(|releases| releases >= TIRED) {
            self.tired += past::tired(means.store, &week, keys, TIRED).await?;
        }
        Ok(())
    }
}

fn can_be_made(means: &Means<'_>, release: &Release, words: &Vocabulary, letter: &Letter, one: &Matched) -> bool {
    let Ok(address) = EmailAddress::parse(&one.address) else { return false };
    let issues: Vec<IssueId> = release.issues.iter().map(|place| place.id).collect();
    let regions: Vec<RegionId> = release.regions.iter().map(|place| place.id).collect();
    let pair = Pair { issue: IssueId(one.issue), region: RegionId(one.region) };
    let slots = Slots {
        delivery: DeliveryId(one.contact.0),
        address,
        name: one.name.clone(),
        outlet: one.outlet.clone(),
        reason: why(words, pair, &issues, &regions, &release.language),
        consented: one.consented,
        in_reply_to: None,
    };
    letter.copy(means.keys, &slots).is_ok()
}
