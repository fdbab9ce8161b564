//! What is wrong with rules: what keeps them from being saved, since a message could reach nobody, and what a person should
//! know before they are.

use super::resolve::zone_name;
use crate::clock::{DAY, Millis};
use crate::model::duty::Duty;
use crate::model::ids::{OfficerId, RotaId};
use crate::model::routing::{Field, Line, MOST_ROWS, Row, Ruleset, Target, Until};
use crate::model::tree::Tree;
use crate::model::vocabulary::Vocabulary;

/// Rules like this are not saved. Lines are numbered from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The fallback is empty, or names nobody who is still here.
    NoFallback,
    /// Everybody of the fallback is away at this time.
    FallbackAway(Millis),
    TooManyRows(usize),
    /// A field without a value fits nothing.
    EmptyRow(usize),
    Nameless(usize),
    /// After hours it leads to the desk that is closed.
    Circle(usize),
    /// A label rule without a name or a condition.
    EmptyLabel(String),
}

/// Worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lint {
    /// It never decides, since an earlier one fits all that it fits.
    Shadowed {
        line: usize,
        by: usize,
    },
    /// There is nobody at its end: no such desk, officer or rota, or an empty one.
    Unreachable {
        line: usize,
        target: Target,
    },
    /// Nobody is on call from then until then.
    Gap {
        rota: RotaId,
        name: String,
        from: Millis,
        until: Millis,
        zone: String,
    },
    UnknownLabel {
        line: usize,
        label: String,
    },
}

/// How far ahead gaps and absences are looked for.
const AHEAD: i32 = 14;

/// What keeps the rules from being saved; empty when nothing does.
pub fn wrong(rules: &Ruleset, duty: &Duty, now: Millis) -> Vec<Wrong> {
    let mut found = Vec::new();
    for (at, line) in rules.lines.iter().enumerate() {
        let number = at + 1;
        if line.name.trim().is_empty() {
            found.push(Wrong::Nameless(number));
        }
        if line.when.len() + usize::from(line.except.is_some()) > MOST_ROWS {
            found.push(Wrong::TooManyRows(number));
        }
        if line.when.iter().chain(&line.except).any(|row| row.is.is_empty()) {
            found.push(Wrong::EmptyRow(number));
        }
        if line.after_hours == Some(line.target) {
            found.push(Wrong::Circle(number));
        }
    }
    for rule in &rules.labels {
        let empty = rule.when.is_empty() || rule.when.iter().chain(&rule.except).any(|row| row.is.is_empty());
        if rule.label.trim().is_empty() || empty {
            found.push(Wrong::EmptyLabel(rule.label.clone()));
        }
    }
    found.extend(fallback(&rules.fallback, duty, now));
    found
}

fn fallback(fallback: &[OfficerId], duty: &Duty, now: Millis) -> Option<Wrong> {
    let here: Vec<OfficerId> = fallback.iter().copied().filter(|who| duty.name(*who).is_some()).collect();
    if here.is_empty() {
        return Some(Wrong::NoFallback);
    }
    // Somebody is missing anew only when an absence begins.
    let until = now + Millis::from(AHEAD) * DAY;
    let begins = duty.absences.iter().filter(|one| here.contains(&one.officer)).map(|one| one.starts.max(now));
    let mut moments: Vec<Millis> = begins.filter(|at| *at < until).collect();
    moments.push(now);
    moments.sort_unstable();
    moments.into_iter().find(|at| here.iter().all(|who| duty.away(*who, *at).is_some())).map(Wrong::FallbackAway)
}

/// What a person should know before saving. `labels` are those there are.
pub fn lints(rules: &Ruleset, labels: &[String], duty: &Duty, words: &Vocabulary, now: Millis) -> Vec<Lint> {
    let mut found = Vec::new();
    for (at, line) in rules.lines.iter().enumerate().filter(|(_, line)| line.enabled) {
        let earlier = rules.lines[..at].iter().position(|earlier| shadows(earlier, line, words));
        found.extend(earlier.map(|by| Lint::Shadowed { line: at + 1, by: by + 1 }));
        let ends = [Some(line.target), line.after_hours].into_iter().flatten();
        found.extend(ends.filter(|target| !reaches(*target, duty)).map(|target| Lint::Unreachable { line: at + 1, target }));
        for row in line.when.iter().chain(&line.except) {
            let Field::Label(names) = &row.is else { continue };
            let set = |name: &&String| {
                rules.labels.iter().map(|rule| &rule.label).chain(labels).any(|label| label.to_lowercase() == name.to_lowercase())
            };
            found.extend(
                names.iter().filter(|name| !set(name)).map(|name| Lint::UnknownLabel { line: at + 1, label: name.clone() }),
            );
        }
    }
    for id in rotas(rules, duty) {
        if let Some(rota) = duty.rota(id) {
            let gap = |(from, until)| Lint::Gap { rota: id, name: rota.name.clone(), from, until, zone: zone_name(&rota.zone) };
            found.extend(rota.gaps(now, AHEAD).into_iter().map(gap));
        }
    }
    found
}

/// The rotas that the rules lead to, by themselves or by a desk that is closed.
fn rotas(rules: &Ruleset, duty: &Duty) -> Vec<RotaId> {
    let lines = rules.lines.iter().filter(|line| line.enabled);
    let targets = lines.flat_map(|line| [Some(line.target), line.after_hours]).flatten();
    let targets = targets.chain(rules.languages.iter().map(|one| Target::Desk(one.desk)));
    let mut found: Vec<RotaId> = targets
        .filter_map(|target| match target {
            Target::Rota(id) => Some(id),
            Target::Desk(id) => duty.desk(id).and_then(|desk| desk.after),
            Target::Officer(_) | Target::ReleaseContact | Target::LastHandler(_) => None,
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether there is anybody at its end, on some day.
fn reaches(target: Target, duty: &Duty) -> bool {
    let is_one = |who: &OfficerId| duty.name(*who).is_some();
    match target {
        Target::Officer(officer) => is_one(&officer),
        Target::Desk(id) => duty.desk(id).is_some_and(|desk| {
            desk.members.iter().any(is_one)
                || desk.lead.as_ref().is_some_and(is_one)
                || desk.after.is_some_and(|rota| reaches(Target::Rota(rota), duty))
        }),
        Target::Rota(id) => duty.rota(id).is_some_and(|rota| {
            let shifts = rota.shifts.iter().any(|shift| is_one(&shift.primary) || shift.backup.as_ref().is_some_and(is_one));
            shifts || rota.overrides.iter().any(|one| is_one(&one.officer))
        }),
        // Who that is, the message says.
        Target::ReleaseContact | Target::LastHandler(_) => true,
    }
}

/// Whether `earlier` decides whenever `later` would fit.
fn shadows(earlier: &Line, later: &Line, words: &Vocabulary) -> bool {
    let always = earlier.enabled
        && earlier.except.is_none()
        && !matches!(earlier.target, Target::ReleaseContact | Target::LastHandler(_))
        && earlier.from.is_none_or(|from| later.from.is_some_and(|later| later >= from))
        && earlier.until.is_none_or(|until| later.until.is_some_and(|later| later <= until));
    always && earlier.when.iter().all(|wider| later.when.iter().any(|narrower| implies(narrower, wider, words)))
}

/// Whether whatever fits the narrower row fits the wider one.
fn implies(narrower: &Row, wider: &Row, words: &Vocabulary) -> bool {
    if narrower.not != wider.not {
        return false;
    }
    // "None of A, B" is wider when it excludes less.
    let (inner, outer) = if narrower.not { (&wider.is, &narrower.is) } else { (&narrower.is, &wider.is) };
    match (inner, outer) {
        (Field::Release(a), Field::Release(b)) => within(a, b),
        (Field::AnyRelease(a), Field::AnyRelease(b)) => a == b,
        (Field::Release(a), Field::AnyRelease(true)) => !a.is_empty(),
        (Field::Region(a), Field::Region(b)) => {
            inside(&words.regions, a.iter().map(|id| id.0), &b.iter().map(|id| id.0).collect::<Vec<_>>())
        }
        (Field::Issue(a), Field::Issue(b)) => {
            inside(&words.issues, a.iter().map(|id| id.0), &b.iter().map(|id| id.0).collect::<Vec<_>>())
        }
        (Field::Segment(a), Field::Segment(b)) => within(a, b),
        (Field::Outlet(a), Field::Outlet(b)) | (Field::OutletTier(a), Field::OutletTier(b)) => within(a, b),
        (Field::Language(a), Field::Language(b))
        | (Field::Keywords(a), Field::Keywords(b))
        | (Field::OutletKind(a), Field::OutletKind(b))
        | (Field::Reporter(a), Field::Reporter(b))
        | (Field::WrittenTo(a), Field::WrittenTo(b))
        | (Field::Label(a), Field::Label(b)) => within(&lower(a), &lower(b)),
        // More words to be there make it narrower.
        (Field::AllKeywords(a), Field::AllKeywords(b)) => within(&lower(b), &lower(a)),
        (Field::AllKeywords(a), Field::Keywords(b)) => lower(a).iter().any(|word| lower(b).contains(word)),
        (Field::Time(a), Field::Time(b)) => a.desk == b.desk && within(&a.any_of, &b.any_of),
        (Field::Deadline(Until::Within(a)), Field::Deadline(Until::Within(b))) => a <= b,
        (Field::Deadline(a), Field::Deadline(b)) => a == b,
        (Field::Sender(a), Field::Sender(b)) => within(a, b),
        _ => false,
    }
}

fn within<T: PartialEq>(inner: &[T], outer: &[T]) -> bool {
    inner.iter().all(|one| outer.contains(one))
}

fn lower(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| text.trim().to_lowercase()).collect()
}

fn inside(tree: &Tree, mut inner: impl Iterator<Item = i64>, outer: &[i64]) -> bool {
    inner.all(|id| outer.contains(&id) || tree.ancestors(id).iter().any(|around| outer.contains(around)))
}
