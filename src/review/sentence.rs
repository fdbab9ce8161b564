//! What is about to happen, in one sentence that a person can say no to.

use super::Means;
use crate::clock::Millis;
use crate::model::ids::RegionId;
use crate::model::mailing::Priority;
use crate::model::reason::region_name;
use crate::model::release::Release;
use crate::model::segment::Rule;
use crate::model::vocabulary::Vocabulary;

/// When it goes out, as it was chosen.
pub(super) struct When {
    pub at: Option<Millis>,
    /// In each reader's morning: the first of them.
    pub first: Option<Millis>,
}

pub(super) fn say(
    means: &Means<'_>,
    words: &Vocabulary,
    release: &Release,
    (when, priority): (When, Priority),
    people: (i64, i64),
    segment: Option<&Rule>,
) -> String {
    let when = match when.at {
        _ if let Some(first) = when.first => format!("At 08:30 by each reporter’s own clock, first on {}", moment(first)),
        Some(at) => format!("On {}, {}", moment(at), away(at - means.now)),
        None if means.hold > 0 => format!("When it is sent, after {} seconds in which it can be stopped", means.hold / 1_000),
        None => "As soon as it is sent".to_owned(),
    };
    let issues: Vec<String> = release.issues.iter().map(|place| words.issues.name(place.id.0).to_owned()).collect();
    let regions: Vec<String> = release.regions.iter().map(|place| region_name(&words.regions, RegionId(place.id.0))).collect();
    let (count, have_it) = people;
    let people = if count == 1 { "reporter" } else { "reporters" };
    let again = if have_it > 0 { "; whoever has this version already gets no second copy" } else { "" };
    let terms = match release.embargo.filter(|lift| *lift > means.now) {
        Some(lift) => format!("under embargo until {}", moment(lift)),
        None => "for immediate release".to_owned(),
    };
    let order = match priority {
        Priority::Urgent => ", before everything else that waits",
        Priority::Bulk => ", after everything else that waits",
        _ => "",
    };
    let office = means.office;
    let whom = match segment.and_then(|rule| rule.holders) {
        Some(held) => format!("who have release {} or may have it", held.release),
        None => format!("covering {} in {}", list(&issues), list(&regions)),
    };
    format!(
        "{when}, {count} {people} {whom} will receive “{}” from {} <{}>, {terms}{order}{again}.",
        // Quotation marks inside ours are single ones.
        release.title.replace('“', "‘").replace('”', "’"),
        office.from_name,
        office.from.as_str()
    )
}

pub(super) fn moment(at: Millis) -> String {
    let zone = jiff::tz::TimeZone::system();
    jiff::Timestamp::from_millisecond(at)
        .map(|time| time.to_zoned(zone).strftime("%a %-d %b %Y at %H:%M (%Z)").to_string())
        .unwrap_or_else(|_| format!("{at} ms"))
}

fn away(ms: Millis) -> String {
    match ms / 60_000 {
        minutes if minutes < 1 => "at once".to_owned(),
        minutes if minutes < 120 => format!("in {minutes} minutes"),
        minutes if minutes < 48 * 60 => format!("in {} hours", minutes / 60),
        minutes => format!("in {} days", minutes / 1_440),
    }
}

fn list(names: &[String]) -> String {
    match names {
        [] => "(not said yet)".to_owned(),
        [one] => one.clone(),
        [one, two] => format!("{one} or {two}"),
        [one, two, three] => format!("{one}, {two} or {three}"),
        [one, two, rest @ ..] => format!("{one}, {two} or {} others", rest.len()),
    }
}
