//! The numbers of an audience: from who matches to who will receive it, some of them by name, how they are spread, what
//! is odd, and who else there would be when nobody is.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{draft, languages};
use crate::compose::letter::why;
use crate::model::audience::{Excluded, Resolved, Waterfall as Sums};
use crate::model::ids::{ContactId, IssueId, RegionId};
use crate::model::reason::Matched as Pair;
use crate::model::release::{Placement, Release};
use crate::model::vocabulary::Vocabulary;
use crate::review::Spread;
use crate::store::audience::Matched;
use crate::store::narrowing::{Chosen, largest_alike};
use crate::web::desk::Desk;
use crate::web::desk::parts::{Bar, Bars, Count, Out, Waterfall, Words};
use crate::web::desk::problem::Problem;
use crate::web::desk::who::Who;

#[derive(Debug, Default, Serialize)]
pub struct Counted {
    pub n: i64,
    pub href: String,
    pub waterfall: Waterfall,
    pub sample: Vec<Person>,
    pub left_out: Count,
    pub nearest: Vec<Near>,
    pub warnings: Vec<Warning>,
    pub by: Vec<Bars>,
}

#[derive(Debug, Serialize)]
pub struct Person {
    pub name: String,
    pub href: String,
    pub why: Words,
}

#[derive(Debug, Serialize)]
pub struct Near {
    label: String,
    n: i64,
    href: String,
}

#[derive(Debug, Serialize)]
pub struct Warning {
    key: &'static str,
    n: i64,
    what: String,
    href: String,
}

/// Names shown as examples.
const SAMPLE: usize = 10;
/// Rows of a distribution.
const BARS: usize = 6;

/// What the numbers are about.
pub struct About<'a> {
    pub desk: &'a Desk,
    pub who: &'a Who,
    pub words: &'a Vocabulary,
    pub release: &'a Release,
    pub chosen: &'a Chosen,
    /// The fields of a form that is not saved, as a query; `""` for what is stored.
    pub query: &'a str,
}

impl About<'_> {
    /// The list behind a number.
    fn list(&self, list: &str) -> String {
        let and = if self.query.is_empty() { "" } else { "&" };
        format!("/releases/{}/audience/people?list={list}{and}{}", self.release.id, self.query)
    }

    /// The sentence of the footer of this person's copy.
    pub fn reason(&self, one: &Matched) -> Words {
        let issues: Vec<IssueId> = self.chosen.issues.iter().map(|place| place.id).collect();
        let regions: Vec<RegionId> = self.chosen.regions.iter().map(|place| place.id).collect();
        let pair = Pair { issue: IssueId(one.issue), region: RegionId(one.region) };
        let said = why(self.words, pair, &issues, &regions, &self.release.language);
        if said.is_empty() {
            return Words::new(self.who.say("people-by-hand", &[]), self.who.lang.tag());
        }
        Words::new(said, &self.release.language)
    }

    pub async fn count(&self) -> Result<Counted, Problem> {
        let resolved = draft::resolve(self.desk, self.words, self.chosen).await?;
        let found = self.desk.counts.spread(&self.desk.store, &resolved).await?;
        let n = found.waterfall.will_receive;
        let out = found.waterfall.matched - n;
        let mut counted = Counted {
            n,
            href: if n > 0 { self.list("will") } else { String::new() },
            waterfall: self.waterfall(&found.waterfall),
            left_out: Count::new(out, self.list("out")),
            ..Counted::default()
        };
        counted.warnings = self.warnings(&found).await?;
        if n == 0 {
            counted.nearest = self.nearest().await?;
            return Ok(counted);
        }
        counted.sample = self.sample(&resolved).await?;
        counted.by = self.bars(&found);
        Ok(counted)
    }

    fn waterfall(&self, sums: &Sums) -> Waterfall {
        let out = Excluded::ALL.map(|why| (why, out_for(sums, why)));
        Waterfall {
            matched: Count::new(sums.matched, self.list("matched")),
            will: Count::new(sums.will_receive, self.list("will")),
            out: out
                .into_iter()
                .filter(|(_, n)| *n > 0)
                .map(|(why, n)| Out { why: why.as_str(), n, href: format!("{}&why={}", self.list("out"), why.as_str()) })
                .collect(),
        }
    }

    async fn sample(&self, resolved: &Resolved) -> Result<Vec<Person>, Problem> {
        let found = self.desk.counts.some(&self.desk.store, resolved, ContactId(0), SAMPLE).await?;
        let person = |one: &Matched| Person {
            name: if one.name.is_empty() { one.address.clone() } else { one.name.clone() },
            href: format!("/reporters/{}", one.contact),
            why: self.reason(one),
        };
        Ok(found.iter().map(person).collect())
    }

    fn bars(&self, found: &Spread) -> Vec<Bars> {
        let by_hand = self.who.say("people-by-hand", &[]);
        let place = |tree: &crate::model::tree::Tree, id: i64| {
            if id == 0 { by_hand.clone() } else { tree.name(id).to_owned() }
        };
        let rows = |counts: &BTreeMap<i64, i64>, field: &str, tree| {
            counts.iter().map(|(id, n)| (place(tree, *id), *n, format!("{}&{field}={id}", self.list("will")))).collect()
        };
        let tongues = found.languages.iter().map(|(tag, n)| {
            let label = if tag.is_empty() { self.who.say("reporter-unsaid", &[]) } else { languages::name(tag) };
            let tag: String = form_urlencoded::byte_serialize(tag.as_bytes()).collect();
            (label, *n, format!("{}&language={tag}", self.list("will")))
        });
        [
            ("bars-by-region", rows(&found.regions, "by_region", &self.words.regions)),
            ("bars-by-issue", rows(&found.issues, "by_issue", &self.words.issues)),
            ("bars-by-language", tongues.collect()),
        ]
        .into_iter()
        .map(|(head, rows)| self.chart(head, rows, found.waterfall.will_receive))
        .collect()
    }

    fn chart(&self, head: &str, mut rows: Vec<(String, i64, String)>, whole: i64) -> Bars {
        rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let first = rows.first().map(|(label, ..)| label.clone()).unwrap_or_default();
        let bar = |(label, n, href): (String, i64, String)| Bar {
            label,
            lang: String::new(),
            dir: "auto",
            n,
            href,
            percent: n * 100 / whole.max(1),
        };
        Bars {
            caption: self.who.say("bars-most", &[("what", (&first).into())]),
            head: self.who.say(head, &[]),
            rows: rows.into_iter().take(BARS).map(bar).collect(),
        }
    }

    async fn warnings(&self, found: &Spread) -> Result<Vec<Warning>, Problem> {
        let warning = |key, n, what: String, href: String| Warning { key, n, what, href };
        let mut warnings = Vec::new();
        if self.chosen.regions.is_empty() || self.chosen.issues.is_empty() {
            warnings.push(warning("check-audience-not-placed", 0, String::new(), String::new()));
        }
        let n = found.waterfall.will_receive;
        let issues: Vec<IssueId> = self.chosen.issues.iter().map(|place| place.id).collect();
        let usual = largest_alike(&self.desk.store, self.release.id, &issues).await?;
        if usual > 0 && n * 2 > usual * 3 {
            warnings.push(warning("check-audience-too-big", n, String::new(), String::new()));
        }
        let unsaid = found.languages.get("").copied().unwrap_or(0);
        if unsaid > 0 {
            let href = format!("{}&language=", self.list("will"));
            warnings.push(warning("check-audience-language-fallback", unsaid, languages::name(&self.release.language), href));
        }
        Ok(warnings)
    }

    /// A little wider, one step at a time: who would be reached then.
    async fn nearest(&self) -> Result<Vec<Near>, Problem> {
        let mut near = Vec::new();
        for (label, chosen) in self.wider() {
            let resolved = draft::resolve(self.desk, self.words, &chosen).await?;
            let n = self.desk.counts.waterfall(&self.desk.store, &resolved).await?.will_receive;
            if n > 0 {
                near.push(Near { label, n, href: format!("/releases/{}/audience?{}", self.release.id, draft::query(&chosen)) });
            }
        }
        Ok(near)
    }

    fn wider(&self) -> Vec<(String, Chosen)> {
        let name = |chosen: &Chosen| {
            let first = |names: Vec<&str>| names.into_iter().take(2).collect::<Vec<_>>().join(", ");
            let issues = first(chosen.issues.iter().map(|place| self.words.issues.name(place.id.0)).collect());
            let regions = first(chosen.regions.iter().map(|place| self.words.regions.name(place.id.0)).collect());
            self.who.say("audience-near", &[("what", (&issues).into()), ("who", (&regions).into())])
        };
        let mut found = Vec::new();
        if self.chosen.narrowing.rule.is_some() {
            let mut wide = self.chosen.clone();
            (wide.narrowing.rule, wide.narrowing.segment) = (None, None);
            found.push((name(&wide), wide));
        }
        if !self.chosen.narrowing.down {
            let mut wide = self.chosen.clone();
            wide.narrowing.down = true;
            found.push((name(&wide), wide));
        }
        let up_region = |place: &Placement<RegionId>| self.words.regions.get(place.id.0).and_then(|node| node.parent);
        let mut parents: Vec<i64> = self.chosen.regions.iter().filter_map(up_region).collect();
        parents.sort_unstable();
        parents.dedup();
        for parent in parents.into_iter().take(2) {
            let wide = Chosen { regions: vec![Placement::chosen(RegionId(parent))], ..self.chosen.clone() };
            found.push((name(&wide), wide));
        }
        let up_issue = |place: &Placement<IssueId>| self.words.issues.get(place.id.0).and_then(|node| node.parent);
        if let Some(parent) = self.chosen.issues.iter().find_map(up_issue) {
            let wide = Chosen { issues: vec![Placement::chosen(IssueId(parent))], ..self.chosen.clone() };
            found.push((name(&wide), wide));
        }
        found.retain(|(_, wide)| !wide.regions.is_empty() && !wide.issues.is_empty());
        found
    }
}

/// How many of the waterfall are out for this reason.
pub fn out_for(sums: &Sums, why: Excluded) -> i64 {
    match why {
        Excluded::OptedOut => sums.opted_out,
        Excluded::Bounced => sums.bounced,
        Excluded::Paused => sums.paused,
        Excluded::SamePerson => sums.same_person,
    }
}
