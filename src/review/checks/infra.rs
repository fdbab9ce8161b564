//! Whether anything can leave the house at all. What only makes it wait is said and does not forbid.

use super::{Facts, Findings};
use crate::clock::DAY;

pub(super) fn look(facts: &Facts<'_>, found: &mut Findings) {
    brakes(facts, found);
    relays(facts, found);
    quota(facts, found);
}

fn brakes(facts: &Facts<'_>, found: &mut Findings) {
    let brakes = &facts.past.brakes;
    if brakes.killed.is_some() {
        let by = brakes.killed_by.as_deref().unwrap_or_default();
        found.warn("infra.killed", "sending", "Sending is stopped for everything. It waits until that ends.").what(by);
    }
    if brakes.quarantined.is_some() {
        let text = "The database has moved, so nothing is sent until somebody says that it may. It waits until then.";
        found.warn("infra.quarantine", "sending", text);
    }
}

fn relays(facts: &Facts<'_>, found: &mut Findings) {
    let (names, now) = (facts.means.relays, facts.means.now);
    if names.is_empty() {
        found.block("infra.no_relay", "relay", "Name a relay in the settings; mail is handed to nobody else.");
        return;
    }
    let is_down = |name: &String| {
        let mut levels = facts.past.levels.iter().filter(|level| level.lane.is_empty() && level.relay == *name);
        levels.any(|level| level.halted.is_some() || level.retry_at > now)
    };
    if names.iter().all(is_down) {
        let text = "The relay does not answer. You can still go on; sending starts when it is back.";
        found.warn("infra.relay_down", "relay", text).what(names.join(", "));
    }
}

/// Of the day (UTC) on which it begins.
fn quota(facts: &Facts<'_>, found: &mut Findings) {
    let Some(cap) = facts.means.around.cap_per_day.map(i64::from) else { return };
    let is_today = facts.not_before / DAY == facts.means.now / DAY;
    let left = cap - if is_today { facts.past.begun_today } else { 0 };
    let later = facts.everybody.count - left.max(0);
    if later > 0 {
        let text = format!(
            "{later} of them get it after midnight UTC only: no more than {cap} copies are begun on a day (`outbox.cap_per_day`)."
        );
        found.warn("infra.quota", "outbox.cap_per_day", text).n(later).what(cap.to_string());
    }
}
