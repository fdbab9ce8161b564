//! Who would receive it: nobody, far more than usual, everybody, the same people again and again.

use super::{Facts, Findings, reporters};
use crate::model::language;

/// In a smaller directory everybody is no surprise.
const MANY: i64 = 50;

pub(super) fn look(facts: &Facts<'_>, found: &mut Findings) {
    placed(facts, found);
    size(facts, found);
    people(facts, found);
}

fn placed(facts: &Facts<'_>, found: &mut Findings) {
    let release = facts.release;
    if release.regions.is_empty() || release.issues.is_empty() {
        found.block(
            "audience.not_placed",
            "regions",
            "Say which regions and issues this is about; World and All issues are choices too.",
        );
    } else if facts.everybody.count == 0 {
        found.block("audience.empty", "audience", "Nobody would receive this.");
    }
    if release.regions.iter().any(|place| place.proposed) || release.issues.iter().any(|place| place.proposed) {
        found.warn("audience.proposed", "regions", "Regions or issues are proposals nobody has accepted yet.");
    }
}

fn size(facts: &Facts<'_>, found: &mut Findings) {
    let count = facts.everybody.count;
    if let Some(cap) = facts.means.cap.filter(|cap| count > i64::from(*cap)) {
        let text = format!("{count} would receive this; no mailing may reach more than {cap} (`outbox.cap_per_mailing`).");
        found.block("audience.over_cap", "audience", text).n(count).what(cap.to_string());
    }
    let usual = facts.rules.usual.map(i64::from);
    if usual.is_some() {
        if let Some(usual) = usual.filter(|_| facts.rules.is_unusual(count)) {
            let text = format!("{} are far more than this office usually writes to ({usual}).", reporters(count));
            found.warn("audience.too_big", "audience", text).n(count).what(usual.to_string());
        }
    } else if let Some(largest) = facts.past.largest.filter(|largest| count * 2 > *largest * 3) {
        let text = format!("{} are far more than any of the last mailings reached ({largest}).", reporters(count));
        found.warn("audience.too_big", "audience", text).n(count).what(largest.to_string());
    }
    let placed = facts.past.contacts - facts.not_placed;
    if placed >= MANY && facts.everybody.waterfall.matched >= placed {
        let text = format!("This is for everybody in the directory: {}.", reporters(count));
        found.warn("audience.everyone", "audience", text).n(count);
    }
}

fn people(facts: &Facts<'_>, found: &mut Findings) {
    let everybody = facts.everybody;
    if everybody.tired > 0 && !facts.is_mending() {
        let text = format!("{} of them got three releases or more in the last 7 days.", everybody.tired);
        found.warn("audience.fatigue", "audience", text).n(everybody.tired);
    }
    if everybody.no_language > 0 {
        let name = language::own_name(&facts.release.language);
        let text = format!("{} of them have no language set and get {name}.", everybody.no_language);
        found.info("audience.language_fallback", "audience", text).n(everybody.no_language).what(name);
    }
    if facts.have_it > 0 {
        let text = format!("{} addresses have this version already; they are left out.", facts.have_it);
        found.info("audience.already_has_it", "audience", text).n(facts.have_it);
    }
}
