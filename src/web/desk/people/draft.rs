//! Whom a release is for while it is being chosen: as stored, as typed, or as taken from a segment or another release.

use serde_json::json;

use super::rule;
use crate::model::audience::{Choice, Resolved};
use crate::model::ids::{ALL_ISSUES, IssueId, RegionId, ReleaseId, SegmentId, WORLD};
use crate::model::release::{Placement, Release};
use crate::model::segment::Rule;
use crate::model::vocabulary::Vocabulary;
use crate::store::narrowing::{Chosen, Narrowing, narrowing};
use crate::store::{audience, releases, segments};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::parts::Wrong;
use crate::web::desk::problem::Problem;

/// What is stored of a release.
pub async fn stored(desk: &Desk, release: &Release) -> Result<Chosen, Problem> {
    let narrowing = narrowing(&desk.store, release.id).await?.ok_or(Problem::NotFound)?;
    Ok(Chosen { regions: release.regions.clone(), issues: release.issues.clone(), narrowing })
}

/// What is looked at: the form's fields where there are any, else what is stored, perhaps with a segment or as another
/// release has it.
pub async fn shown(
    desk: &Desk,
    words: &Vocabulary,
    release: &Release,
    fields: &Fields,
    errors: &mut Vec<Wrong>,
) -> Result<Chosen, Problem> {
    if fields.has("set") {
        return typed(desk, words, release, fields, errors).await;
    }
    let mut chosen = stored(desk, release).await?;
    if let Some(like) = fields.number("like") {
        let other = releases::load(&desk.store, ReleaseId(like), None).await?.ok_or(Problem::NotFound)?;
        let other = stored(desk, &other).await?;
        chosen.regions = other.regions.iter().map(|place| Placement::chosen(place.id)).collect();
        chosen.issues = other.issues.iter().map(|place| Placement::chosen(place.id)).collect();
        chosen.narrowing = other.narrowing;
    }
    if let Some(id) = fields.number("segment") {
        let segment = segments::get(&desk.store, SegmentId(id)).await?.ok_or(Problem::NotFound)?;
        chosen.narrowing.rule = Some(segment.rule);
        chosen.narrowing.segment = Some(segment.id);
    }
    Ok(chosen)
}

/// From the form: what is ticked there, and of the proposals those that are.
async fn typed(
    desk: &Desk,
    words: &Vocabulary,
    release: &Release,
    fields: &Fields,
    errors: &mut Vec<Wrong>,
) -> Result<Chosen, Problem> {
    let read = rule::read(desk, words, fields, errors).await?;
    let accepted: Vec<&str> = fields.all("accept").collect();
    let mut regions: Vec<Placement<RegionId>> = read.regions.iter().map(|id| Placement::chosen(RegionId(*id))).collect();
    let mut issues: Vec<Placement<IssueId>> = read.issues.iter().map(|id| Placement::chosen(IssueId(*id))).collect();
    take(&mut regions, &release.regions, |id| accepted.contains(&format!("r{id}").as_str()));
    take(&mut issues, &release.issues, |id| accepted.contains(&format!("i{id}").as_str()));
    let segment = match fields.number("segment") {
        Some(id) => segments::get(&desk.store, SegmentId(id)).await?,
        None => None,
    };
    let down = read.down;
    let rule = narrowed(read, segment.as_ref().map(|segment| &segment.rule));
    Ok(Chosen { regions, issues, narrowing: Narrowing { rule, segment: segment.map(|segment| segment.id), down } })
}

/// A proposal that is accepted keeps its reason; so does a choice that was one.
fn take<Id: PartialEq + Copy + std::fmt::Display>(
    chosen: &mut Vec<Placement<Id>>,
    known: &[Placement<Id>],
    is_accepted: impl Fn(Id) -> bool,
) {
    for place in known {
        if let Some(one) = chosen.iter_mut().find(|one| one.id == place.id) {
            one.reason.clone_from(&place.reason);
        } else if place.proposed && is_accepted(place.id) {
            chosen.push(Placement { proposed: false, ..place.clone() });
        }
    }
}

/// What narrows besides the release's own places; nothing when nothing does.
fn narrowed(read: Rule, segment: Option<&Rule>) -> Option<Rule> {
    let (regions, issues, down) = match segment {
        Some(rule) => (rule.regions.clone(), rule.issues.clone(), rule.down),
        None => (vec![WORLD.0], vec![ALL_ISSUES.0], true),
    };
    let rule = Rule { regions, issues, down, ..read };
    let says_more = !(rule.languages.is_empty()
        && rule.outlets.is_empty()
        && rule.without_outlets.is_empty()
        && rule.with.is_empty()
        && rule.without.is_empty());
    (says_more || segment.is_some()).then_some(rule)
}

/// As the form shows it: the release's places with what narrows them. Proposals are ticked apart.
pub fn as_rule(chosen: &Chosen) -> Rule {
    let narrowing = chosen.narrowing.rule.clone().unwrap_or_default();
    Rule {
        regions: chosen.regions.iter().filter(|place| !place.proposed).map(|place| place.id.0).collect(),
        issues: chosen.issues.iter().filter(|place| !place.proposed).map(|place| place.id.0).collect(),
        down: chosen.narrowing.down,
        ..narrowing
    }
}

/// The whole of it as a query for this release's pages: every place counts as chosen.
pub fn query(chosen: &Chosen) -> String {
    let rule = Rule {
        regions: chosen.regions.iter().map(|place| place.id.0).collect(),
        issues: chosen.issues.iter().map(|place| place.id.0).collect(),
        ..as_rule(chosen)
    };
    let segment = chosen.narrowing.segment.map(|id| format!("&segment={id}")).unwrap_or_default();
    format!("set=1&{}{segment}", rule::query(&rule))
}

/// As the store asks, at this moment.
pub async fn resolve(desk: &Desk, words: &Vocabulary, chosen: &Chosen) -> Result<Resolved, Problem> {
    let now = desk.now();
    let choice = Choice {
        regions: chosen.regions.iter().map(|place| place.id.0).collect(),
        issues: chosen.issues.iter().map(|place| place.id.0).collect(),
        down: chosen.narrowing.down,
        segment: chosen.narrowing.rule.clone(),
        as_of: now,
        pauses_at: now,
    };
    Ok(choice.resolve(&words.regions, &words.issues, &audience::scoped_opt_outs(&desk.store).await?))
}

/// Two choices that mean the same people, for telling a form that changes nothing.
pub fn same(one: &Chosen, other: &Chosen) -> bool {
    let text = |chosen: &Chosen| json!([query(chosen), chosen.narrowing]).to_string();
    text(one) == text(other)
}
