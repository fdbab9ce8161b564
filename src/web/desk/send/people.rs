//! Who will receive it, on the send and approval pages: the arithmetic, a few of them by name, and why each.

use serde::Serialize;

use super::looked::Glance;
use super::sentence::{issue, region};
use crate::model::ids::{ContactId, IssueId, RegionId, ReleaseId};
use crate::model::release::Placement;
use crate::model::vocabulary::Vocabulary;
use crate::store::audience::{self, Matched};
use crate::web::desk::Desk;
use crate::web::desk::parts::{Count, Out, Waterfall};
use crate::web::desk::problem::Problem;
use crate::web::desk::who::Who;

/// How many are named.
const NAMED: usize = 5;

#[derive(Debug, Serialize)]
pub struct People {
    n: i64,
    href: String,
    waterfall: Waterfall,
    sample: Vec<Named>,
    left_out: Count,
    audience: String,
    /// Its places that nobody chose by hand, with what they are known or guessed from.
    places: Vec<Because>,
}

#[derive(Debug, Serialize)]
struct Because {
    label: String,
    key: &'static str,
    what: String,
}

#[derive(Debug, Serialize)]
struct Named {
    name: String,
    href: String,
    why: String,
}

/// `original`: the title of what it follows, where it goes to who has that.
pub async fn people(
    desk: &Desk,
    who: &Who,
    found: &Glance,
    words: &Vocabulary,
    original: Option<&str>,
) -> Result<People, Problem> {
    let release = found.release.id;
    let opt_outs = audience::scoped_opt_outs(&desk.store).await?;
    let rule = found.choice.resolve(&words.regions, &words.issues, &opt_outs);
    let sample = desk.counts.some(&desk.store, &rule, ContactId(0), NAMED).await?;
    Ok(People {
        n: found.count,
        href: list(release, "will"),
        waterfall: waterfall(found),
        sample: sample.into_iter().map(|one| named(who, words, original, one)).collect(),
        left_out: Count::new(found.waterfall.matched - found.waterfall.will_receive, list(release, "out")),
        audience: format!("/releases/{release}/audience"),
        places: places(who, found, words),
    })
}

fn places(who: &Who, found: &Glance, words: &Vocabulary) -> Vec<Because> {
    fn because<Id>(place: &Placement<Id>, label: String) -> Option<Because> {
        let (key, what) = match place.category() {
            Some(category) => ("places-category", category),
            None => ("places-words", place.reason.as_str()),
        };
        (!what.is_empty()).then(|| Because { label, key, what: what.to_owned() })
    }
    let (regions, issues) = (found.release.regions.iter(), found.release.issues.iter());
    let issues = issues.filter_map(|place| because(place, issue(who, words, place.id)));
    issues.chain(regions.filter_map(|place| because(place, region(who, words, place.id)))).collect()
}

fn named(who: &Who, words: &Vocabulary, original: Option<&str>, one: Matched) -> Named {
    let why = match (one.issue, one.region, original) {
        (0, 0, Some(title)) => who.say("send-why-holder", &[("what", title.into())]),
        _ => covers(who, words, &one),
    };
    let name = [one.name, one.outlet, one.address].into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    Named { name, href: format!("/reporters/{}", one.contact), why }
}

/// Why a rule takes somebody in.
pub fn covers(who: &Who, words: &Vocabulary, one: &Matched) -> String {
    if (one.issue, one.region) == (0, 0) {
        return who.say("send-why-named", &[]);
    }
    let (issue, region) = (issue(who, words, IssueId(one.issue)), region(who, words, RegionId(one.region)));
    who.say("send-why-covers", &[("issue", (&issue).into()), ("region", (&region).into())])
}

fn waterfall(found: &Glance) -> Waterfall {
    let release = found.release.id;
    let sum = &found.waterfall;
    let out = [("opted_out", sum.opted_out), ("bounced", sum.bounced), ("paused", sum.paused), ("same_person", sum.same_person)];
    let out = out.into_iter().filter(|(_, n)| *n > 0);
    Waterfall {
        matched: Count::new(sum.matched, format!("/releases/{release}/audience/people")),
        will: Count::new(sum.will_receive, list(release, "will")),
        out: out.map(|(why, n)| Out { why, n, href: format!("{}&why={why}", list(release, "out")) }).collect(),
    }
}

fn list(release: ReleaseId, list: &str) -> String {
    format!("/releases/{release}/audience/people?list={list}")
}
