//! When it goes out: not in the past, not after its event, not at night, not together with something else.

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use super::{Facts, Findings, reporters};
use crate::clock::MINUTE;

pub(super) fn look(facts: &Facts<'_>, found: &mut Findings) {
    if facts.order.at.is_some_and(|at| at < facts.means.now - MINUTE) {
        found.block("time.past", "at", "The time to send at has passed.");
    }
    let late: i64 = facts.mornings.map_or(0, |mornings| mornings.each.range(facts.useful_until..).map(|(_, n)| n).sum());
    if facts.useful_until > facts.not_before && late > 0 {
        let text = format!("The event will be over in the morning of {}. Choose one time for all.", reporters(late));
        found.block("time.morning_after_event", "at", text).n(late);
    }
    if facts.useful_until <= facts.not_before {
        found.block("time.after_event", "event", "The event will be over when this goes out.");
    }
    if !facts.is_mending() {
        hours(facts, found);
        clash(facts, found);
    }
}

/// By the clock of each reporter, or else the office's. What was agreed on the desk comes before the configuration.
fn hours(facts: &Facts<'_>, found: &mut Findings) {
    let around = facts.means.around;
    let agreed = facts.rules.quiet.as_ref();
    let (hours, office) = agreed.map_or((around.quiet, &around.zone), |quiet| (quiet.hours, &quiet.zone));
    let (mut quiet, mut weekend) = (0, 0);
    for (clock, n) in clocks(facts) {
        let at = facts.mornings.map_or(facts.not_before, |mornings| mornings.morning.first(clock, facts.not_before));
        let Ok(at) = Timestamp::from_millisecond(at) else { continue };
        let zone = clock.and_then(|zone| TimeZone::get(zone).ok());
        let local = at.to_zoned(zone.unwrap_or_else(|| office.clone()));
        quiet += if hours.take_in(local.time()) { n } else { 0 };
        weekend += if matches!(local.weekday(), Weekday::Saturday | Weekday::Sunday) { n } else { 0 };
    }
    if quiet > 0 {
        let text = format!("It would go out in quiet hours for {}.", reporters(quiet));
        found.warn("time.quiet_hours", "at", text).n(quiet);
    }
    if weekend > 0 {
        let text = format!("It would go out at the weekend for {}.", reporters(weekend));
        found.warn("time.weekend", "at", text).n(weekend);
    }
}

/// How many live by which clock. In their mornings it counts where they are; else only what somebody has said.
fn clocks<'a>(facts: &Facts<'a>) -> Vec<(Option<&'a str>, i64)> {
    match facts.mornings {
        Some(_) => facts.everybody.clocks.iter().map(|(clock, n)| (clock.as_deref(), *n)).collect(),
        None => facts.everybody.zones.iter().map(|(zone, n)| (Some(zone.as_str()).filter(|zone| !zone.is_empty()), *n)).collect(),
    }
}

fn clash(facts: &Facts<'_>, found: &mut Findings) {
    for other in &facts.past.clashing {
        let n = facts.everybody.shared.get(&other.mailing()).copied().unwrap_or(0);
        if n > 0 {
            let text = format!("“{}” goes to {n} of them within half an hour.", other.title);
            found.warn("time.clash", "at", text).n(n).what(other.title.as_str());
        }
    }
}
