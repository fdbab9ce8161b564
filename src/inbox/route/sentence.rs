//! A routing decision as people read it: who has it, which line said so by which facts, and how it came to this person.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::trace::{Fact, Looked, Miss, Step, Trace};
use crate::clock::Millis;
use crate::inbox::words::say;

/// The whole decision in one paragraph.
pub fn sentence(trace: &Trace, language: &str) -> String {
    let mut said = vec![format!("{} {}", whose(trace, language), why(trace, language))];
    said.extend(trace.steps.iter().map(|one| step(one, language)));
    let owner = trace.owner.as_ref().map(|owner| owner.id);
    let others: Vec<&str> = trace.told.iter().filter(|one| Some(one.id) != owner).map(|one| one.name.as_str()).collect();
    if owner.is_some() && !others.is_empty() {
        said.push(say(language, "route-told-too", &[("who", &list(&others, language))]));
    }
    said.join(" ")
}

fn whose(trace: &Trace, language: &str) -> String {
    let names: Vec<&str> = trace.told.iter().map(|one| one.name.as_str()).collect();
    match (&trace.owner, &trace.desk) {
        (Some(owner), _) => say(language, "route-to-owner", &[("who", &owner.name)]),
        (None, Some((_, desk))) if !names.is_empty() => {
            say(language, "route-to-desk", &[("desk", desk), ("who", &list(&names, language))])
        }
        (None, _) if names.is_empty() => say(language, "route-to-nobody", &[]),
        (None, _) => say(language, "route-to-many", &[("who", &list(&names, language))]),
    }
}

/// Which line, by which facts.
fn why(trace: &Trace, language: &str) -> String {
    let Some(line) = trace.decided() else { return say(language, "route-because-f", &[]) };
    let facts: Vec<String> = line.facts.iter().map(|one| fact(one, language)).collect();
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    let facts = list(&facts, language);
    match line.line.as_str() {
        built_in @ ("a" | "f") => say(language, &format!("route-because-{built_in}"), &[]),
        built_in @ ("b" | "d" | "e") => say(language, &format!("route-because-{built_in}"), &[("facts", &facts)]),
        number if line.facts.is_empty() => say(language, "route-because-always", &[("line", number), ("name", &line.name)]),
        number => say(language, "route-because-line", &[("line", number), ("name", &line.name), ("facts", &facts)]),
    }
}

/// One fact: "the region is MENA (from the release)".
pub fn fact(fact: &Fact, language: &str) -> String {
    let field = say(language, &format!("route-field-{}", fact.field.replace('_', "-")), &[]);
    let from = say(language, &format!("route-from-{}", fact.from.as_str()), &[]);
    let args = [("field", field.as_str()), ("value", fact.value.as_str()), ("from", from.as_str())];
    match (fact.not, fact.value.is_empty()) {
        (false, false) => say(language, "route-fact", &args),
        (false, true) => say(language, "route-fact-none", &args),
        (true, false) => say(language, "route-fact-not", &args),
        (true, true) => say(language, "route-fact-not-known", &args),
    }
}

/// Why a line did not decide, for the table under the sentence; `None` for the one that did.
pub fn passed_by(line: &Looked, language: &str) -> Option<String> {
    let field = |field: &str| say(language, &format!("route-field-{}", field.replace('_', "-")), &[]);
    Some(match line.no.as_ref()? {
        Miss::Row { field: name, value } if value.is_empty() => say(language, "route-no-unknown", &[("field", &field(name))]),
        Miss::Row { field: name, value } => say(language, "route-no-row", &[("field", &field(name)), ("value", value)]),
        Miss::Excepted { field: name, value } => say(language, "route-no-excepted", &[("field", &field(name)), ("value", value)]),
        Miss::NoTarget => say(language, "route-no-target", &[]),
        Miss::NewInquiry => say(language, "route-no-new", &[]),
        Miss::NobodyHasIt => say(language, "route-no-owner", &[]),
        Miss::NotPinned => say(language, "route-no-pin", &[]),
        Miss::NoRelease => say(language, "route-no-release", &[]),
        Miss::NoContact => say(language, "route-no-contact", &[]),
        Miss::NoDesk => say(language, "route-no-desk", &[]),
    })
}

/// One step, a sentence of its own.
pub fn step(step: &Step, language: &str) -> String {
    let open_end = |key: &str, until: &Option<Millis>, zone: &str, args: &[(&str, &str)]| {
        let Some(until) = until else { return say(language, &format!("{key}-open-ended"), args) };
        let when = when(*until, zone);
        let mut args = args.to_vec();
        args.push(("when", when.as_str()));
        say(language, key, &args)
    };
    match step {
        Step::OnDuty { who } => say(language, "route-step-on-duty", &[("who", who)]),
        Step::Away { who, until, zone } => say(language, "route-step-away", &[("who", who), ("when", &when(*until, zone))]),
        Step::OffShift { who, until, zone } => open_end("route-step-off-shift", until, zone, &[("who", who)]),
        Step::Gone => say(language, "route-step-gone", &[]),
        Step::Deputy { who, of } => say(language, "route-step-deputy", &[("who", who), ("of", of)]),
        Step::TheirDesk { who, desk } => say(language, "route-step-their-desk", &[("who", who), ("desk", desk)]),
        Step::DeskOpen { desk, until, zone } => open_end("route-step-desk-open", until, zone, &[("desk", desk)]),
        Step::DeskClosed { desk, opens, holiday: None, zone } => {
            open_end("route-step-desk-closed", opens, zone, &[("desk", desk)])
        }
        Step::DeskClosed { desk, opens, holiday: Some(name), zone } => {
            open_end("route-step-holiday", opens, zone, &[("desk", desk), ("name", name)])
        }
        Step::Turn { who, desk } => say(language, "route-step-turn", &[("who", who), ("desk", desk)]),
        Step::Fewest { who, desk, n } => {
            say(language, "route-step-fewest", &[("who", who), ("desk", desk), ("n", &n.to_string())])
        }
        Step::Picks { desk, n } => say(language, "route-step-picks", &[("desk", desk), ("n", &n.to_string())]),
        Step::NobodyOnShift { desk } => say(language, "route-step-nobody", &[("desk", desk)]),
        Step::Lead { who, desk } => say(language, "route-step-lead", &[("who", who), ("desk", desk)]),
        Step::AfterHours { desk } => say(language, "route-step-after", &[("desk", desk)]),
        Step::Shift { who, rota, until, zone } => {
            say(language, "route-step-shift", &[("who", who), ("rota", rota), ("when", &when(*until, zone))])
        }
        Step::Override { who, rota, instead, until, zone, made_by } => {
            let when = when(*until, zone);
            let args = [
                ("who", who.as_str()),
                ("rota", rota),
                ("when", &when),
                ("by", made_by),
                ("of", instead.as_deref().unwrap_or_default()),
            ];
            say(language, if instead.is_some() { "route-step-override" } else { "route-step-override-gap" }, &args)
        }
        Step::Backup { who, rota } => say(language, "route-step-backup", &[("who", who), ("rota", rota)]),
        Step::Gap { rota } => say(language, "route-step-gap", &[("rota", rota)]),
        Step::NobodyOnCall { rota } => say(language, "route-step-nobody-on-call", &[("rota", rota)]),
        Step::Stays { who } => say(language, "route-step-stays", &[("who", who)]),
        Step::Covered { who } => say(language, "route-step-covered", &[("who", who)]),
        Step::Fallback { n } => say(language, "route-step-fallback", &[("n", &n.to_string())]),
    }
}

fn list(items: &[&str], language: &str) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => {
            let rest = rest.join(&say(language, "route-list-comma", &[]));
            say(language, "route-list-and", &[("rest", &rest), ("last", last)])
        }
    }
}

/// `2026-11-23 09:00 (America/New_York)`: a day and a clock nobody can misread in any language.
fn when(at: Millis, zone: &str) -> String {
    let zoned = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    match Timestamp::from_millisecond(at) {
        Ok(at) => at.to_zoned(zoned).strftime("%Y-%m-%d %H:%M (%Q)").to_string(),
        Err(_) => String::new(),
    }
}
