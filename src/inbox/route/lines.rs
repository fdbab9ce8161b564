//! The decision: ⓐ the inquiry's own owner, ⓑ a pinned reporter, ⓒ the office's lines, ⓓ the press contact of the release,
//! ⓔ the desk of the language, ⓕ the fallback. The first that leads to somebody decides.

use std::collections::BTreeMap;

use super::facts::{Existing, Facts, UNSURE, World, fits};
use super::resolve::{Ends, Reach, Resolver};
use super::trace::{Fact, From, Looked, Miss, Person, Step, Trace};
use super::{follow_up, labels};
use crate::model::ids::{DeskId, OfficerId, RotaId};
use crate::model::routing::{Line, Ruleset, Target};

/// The rules in force, and what changes with every decision.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    pub version: i64,
    pub rules: &'a Ruleset,
    pub world: World<'a>,
    /// Inquiries each officer has to answer.
    pub loads: &'a BTreeMap<OfficerId, i64>,
}

/// Whose it is, and who hears of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub owner: Option<OfficerId>,
    pub desk: Option<DeskId>,
    pub told: Vec<OfficerId>,
    pub urgent: bool,
    pub restricted: bool,
    /// Whose turn it was at which desk.
    pub turn: Option<(DeskId, OfficerId)>,
    /// A rota with nobody on call: trouble somebody must hear of.
    pub gap: Option<RotaId>,
    pub labels: Vec<String>,
    pub trace: Trace,
}

struct Deciding<'a> {
    standing: Standing<'a>,
    facts: &'a Facts,
    looked: Vec<Looked>,
    steps: Vec<Step>,
    /// The first rota found empty on the way.
    gap: Option<RotaId>,
}

/// What a line adds beside its target.
#[derive(Clone, Copy, Debug, Default)]
struct Extras<'a> {
    watchers: &'a [OfficerId],
    urgent: bool,
    restricted: bool,
}

/// Decides. Labels that fit are added to the facts first.
pub fn decide(standing: Standing<'_>, facts: &mut Facts) -> Decision {
    labels::set(standing.rules, facts, standing.world);
    let mut deciding = Deciding { standing, facts, looked: Vec::new(), steps: Vec::new(), gap: None };
    let (ends, extras) = deciding.first();
    deciding.done(ends, extras)
}

impl<'a> Deciding<'a> {
    fn first(&mut self) -> (Ends, Extras<'a>) {
        if let Some(ends) = self.same_inquiry() {
            return (ends, Extras::default());
        }
        if let Some(ends) = self.pinned() {
            return (ends, Extras::default());
        }
        for (at, line) in self.standing.rules.lines.iter().enumerate() {
            if let Some(ends) = self.line(at, line) {
                return (ends, Extras { watchers: &line.watchers, urgent: line.urgent, restricted: line.restricted });
            }
        }
        if let Some(ends) = self.release_contact() {
            return (ends, Extras::default());
        }
        if let Some(ends) = self.language() {
            return (ends, Extras::default());
        }
        self.look("f", Vec::new(), None);
        (self.resolver(None).fallback_into(&mut self.steps), Extras::default())
    }

    fn look(&mut self, line: &str, facts: Vec<Fact>, no: Option<Miss>) {
        self.looked.push(Looked { line: line.to_owned(), name: String::new(), facts, no });
    }

    fn resolver(&self, after: Option<Target>) -> Resolver<'a> {
        Resolver::new(self.standing, self.facts, after)
    }

    /// Follows a target to its end. Where nobody is reached the fallback is; only a target that names no person at all lets
    /// the next line try.
    fn follow(&mut self, target: Target, after: Option<Target>) -> Option<Ends> {
        let mut resolver = self.resolver(after);
        let reach = resolver.target(target);
        self.gap = self.gap.or(resolver.gap());
        let steps = resolver.into_steps();
        match reach {
            Reach::Passes => None,
            Reach::Ends(ends) => {
                self.steps.extend(steps);
                Some(ends)
            }
            Reach::Nobody(desk) => {
                self.steps.extend(steps);
                let ends = self.resolver(None).fallback_into(&mut self.steps);
                Some(Ends { desk, ..ends })
            }
        }
    }

    fn same_inquiry(&mut self) -> Option<Ends> {
        let Some(existing) = self.facts.existing else {
            self.look("a", Vec::new(), Some(Miss::NewInquiry));
            return None;
        };
        match existing {
            Existing { owner: Some(owner), desk } if self.standing.world.duty.name(owner).is_some() => {
                self.look("a", Vec::new(), None);
                Some(self.follow_up(owner, desk))
            }
            Existing { desk: Some(desk), .. } if self.standing.world.duty.desk(desk).is_some() => {
                self.look("a", Vec::new(), None);
                self.follow(Target::Desk(desk), None)
            }
            _ => {
                self.look("a", Vec::new(), Some(Miss::NobodyHasIt));
                None
            }
        }
    }

    /// It stays with its owner, unless they are off and it cannot wait until they are back.
    fn follow_up(&mut self, owner: OfficerId, desk: Option<DeskId>) -> Ends {
        let duty = self.standing.world.duty;
        match follow_up::of(duty, owner, self.facts) {
            follow_up::Keeps::OnDuty(step) | follow_up::Keeps::CanWait(step) => {
                self.steps.extend(step);
                Ends { owner: Some(owner), desk, told: vec![owner], turn: None }
            }
            follow_up::Keeps::NeedsCover(step) => {
                self.steps.push(step);
                match self.follow(Target::Officer(owner), None) {
                    Some(mut ends) => {
                        ends.desk = ends.desk.or(desk);
                        if !ends.told.contains(&owner) {
                            ends.told.push(owner);
                        }
                        ends
                    }
                    None => Ends { owner: Some(owner), desk, told: vec![owner], turn: None },
                }
            }
        }
    }

    fn pinned(&mut self) -> Option<Ends> {
        let officer = self.facts.pinned.filter(|officer| self.standing.world.duty.name(*officer).is_some());
        let Some(officer) = officer else {
            self.look("b", Vec::new(), Some(Miss::NotPinned));
            return None;
        };
        let who = Fact { field: "reporter".to_owned(), value: self.facts.reporter_key.clone(), from: From::Sender, not: false };
        self.look("b", vec![who], None);
        self.follow(Target::Officer(officer), None)
    }

    fn line(&mut self, at: usize, line: &'a Line) -> Option<Ends> {
        if !line.holds(self.facts.at) {
            return None;
        }
        let mut looked = Looked { line: (at + 1).to_string(), name: line.name.clone(), facts: Vec::new(), no: None };
        for row in &line.when {
            match fits(row, self.facts, self.standing.world) {
                Ok(fact) => looked.facts.push(fact),
                Err(instead) => {
                    looked.no = Some(Miss::Row { field: row.is.name().to_owned(), value: instead.unwrap_or_default() });
                    looked.facts.clear();
                    self.looked.push(looked);
                    return None;
                }
            }
        }
        if let Some(row) = &line.except
            && let Ok(fact) = fits(row, self.facts, self.standing.world)
        {
            looked.no = Some(Miss::Excepted { field: fact.field, value: fact.value });
            looked.facts.clear();
            self.looked.push(looked);
            return None;
        }
        let ends = self.follow(line.target, line.after_hours);
        if ends.is_none() {
            looked.no = Some(Miss::NoTarget);
        }
        self.looked.push(looked);
        ends
    }

    fn release_contact(&mut self) -> Option<Ends> {
        let Some((_, title)) = &self.facts.release else {
            self.look("d", Vec::new(), Some(Miss::NoRelease));
            return None;
        };
        let fact = Fact { field: "release".to_owned(), value: title.clone(), from: From::Message, not: false };
        match self.follow(Target::ReleaseContact, None) {
            Some(ends) => {
                self.look("d", vec![fact], None);
                Some(ends)
            }
            None => {
                self.look("d", Vec::new(), Some(Miss::NoContact));
                None
            }
        }
    }

    fn language(&mut self) -> Option<Ends> {
        let (language, from) = &self.facts.language;
        let desk = self.standing.rules.languages.iter().find(|one| one.language.eq_ignore_ascii_case(language));
        let Some(desk) = desk.filter(|_| language != UNSURE) else {
            self.look("e", Vec::new(), Some(Miss::NoDesk));
            return None;
        };
        let fact = Fact { field: "language".to_owned(), value: language.clone(), from: *from, not: false };
        self.look("e", vec![fact], None);
        self.follow(Target::Desk(desk.desk), None)
    }

    fn done(self, ends: Ends, extras: Extras<'_>) -> Decision {
        let duty = self.standing.world.duty;
        let person = |id: OfficerId| Person { id, name: duty.name(id).unwrap_or_default().to_owned() };
        let mut told = ends.told;
        for watcher in extras.watchers {
            if duty.name(*watcher).is_some() && !told.contains(watcher) {
                told.push(*watcher);
            }
        }
        let urgent = extras.urgent || self.facts.urgent;
        let trace = Trace {
            ruleset: self.standing.version,
            at: self.facts.at,
            facts: self.facts.told(self.standing.world),
            labels: self.facts.labels.clone(),
            lines: self.looked,
            steps: self.steps,
            owner: ends.owner.map(person),
            desk: ends.desk.and_then(|id| duty.desk(id)).map(|desk| (desk.id, desk.name.clone())),
            told: told.iter().copied().map(person).collect(),
            urgent,
            restricted: extras.restricted,
        };
        Decision {
            owner: ends.owner,
            desk: ends.desk,
            told,
            urgent,
            restricted: extras.restricted,
            turn: ends.turn,
            gap: self.gap,
            labels: self.facts.labels.clone(),
            trace,
        }
    }
}
