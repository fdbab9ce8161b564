//! From a target to people: an officer, or whoever stands in for them; a desk, by its hours and its way of sharing; a rota,
//! by the clock on the wall. Bounded: no target is asked twice.

use super::facts::Facts;
use super::lines::Standing;
use super::trace::Step;
use crate::clock::DAY;
use crate::model::duty::{Desk, Duty, Mode, OnCall, Opening};
use crate::model::ids::{DeskId, OfficerId, RotaId};
use crate::model::routing::Target;

/// Where it ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    pub owner: Option<OfficerId>,
    pub desk: Option<DeskId>,
    pub told: Vec<OfficerId>,
    pub turn: Option<(DeskId, OfficerId)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    Ends(Ends),
    /// The target names no person now; another line may.
    Passes,
    /// Nobody is there; the desk it went through, if any.
    Nobody(Option<DeskId>),
}

#[derive(Debug)]
pub struct Resolver<'a> {
    standing: Standing<'a>,
    facts: &'a Facts,
    /// The line's own answer to a closed desk; used once.
    after: Option<Target>,
    asked: Vec<Target>,
    desk: Option<DeskId>,
    gap: Option<RotaId>,
    steps: Vec<Step>,
}

impl<'a> Resolver<'a> {
    pub fn new(standing: Standing<'a>, facts: &'a Facts, after: Option<Target>) -> Self {
        Self { standing, facts, after, asked: Vec::new(), desk: None, gap: None, steps: Vec::new() }
    }

    pub fn gap(&self) -> Option<RotaId> {
        self.gap
    }

    pub fn into_steps(self) -> Vec<Step> {
        self.steps
    }

    fn duty(&self) -> &'a Duty {
        self.standing.world.duty
    }

    fn named(&self, officer: OfficerId) -> String {
        self.duty().name(officer).unwrap_or_default().to_owned()
    }

    /// Follows it to its end.
    pub fn target(&mut self, target: Target) -> Reach {
        if self.asked.contains(&target) {
            return Reach::Nobody(self.desk);
        }
        self.asked.push(target);
        match target {
            Target::Officer(officer) => self.officer(officer),
            Target::Desk(desk) => match self.duty().desk(desk) {
                Some(desk) => self.at_desk(desk),
                None => self.gone(),
            },
            Target::Rota(rota) => self.rota(rota),
            Target::ReleaseContact => match self.facts.release_contact {
                Some(officer) => self.officer(officer),
                None => Reach::Passes,
            },
            Target::LastHandler(days) => {
                let since = self.facts.at - days.clamp(0, 3_650) * DAY;
                let lately = self.facts.last_handler.filter(|(_, at)| *at >= since);
                match lately.filter(|(officer, _)| self.duty().name(*officer).is_some()) {
                    Some((officer, _)) => self.officer(officer),
                    None => Reach::Passes,
                }
            }
        }
    }

    fn gone(&mut self) -> Reach {
        self.steps.push(Step::Gone);
        Reach::Nobody(self.desk)
    }

    fn given(&self, officer: OfficerId) -> Reach {
        Reach::Ends(Ends { owner: Some(officer), desk: self.desk, told: vec![officer], turn: None })
    }

    fn officer(&mut self, officer: OfficerId) -> Reach {
        let at = self.facts.at;
        let who = self.named(officer);
        match presence(self.duty(), officer, at) {
            Presence::Gone => return self.gone(),
            Presence::OnDuty => {
                self.steps.push(Step::OnDuty { who });
                return self.given(officer);
            }
            Presence::Away(step) | Presence::OffShift(step, _) => self.steps.push(step),
        }
        if let Some(deputy) = self.duty().deputy(officer, at) {
            self.steps.push(Step::Deputy { who: self.named(deputy), of: who });
            return self.given(deputy);
        }
        let desk = self.duty().desks.iter().find(|desk| desk.members.contains(&officer));
        match desk {
            Some(desk) if !self.asked.contains(&Target::Desk(desk.id)) => {
                self.steps.push(Step::TheirDesk { who, desk: desk.name.clone() });
                self.target(Target::Desk(desk.id))
            }
            _ => Reach::Nobody(self.desk),
        }
    }

    fn at_desk(&mut self, desk: &Desk) -> Reach {
        self.desk = self.desk.or(Some(desk.id));
        let (name, zone) = (desk.name.clone(), zone_name(&desk.zone));
        let until = match desk.opening(self.facts.at) {
            Opening::Open { closes } => closes,
            Opening::Closed { opens, holiday } => {
                self.steps.push(Step::DeskClosed { desk: name, opens, holiday, zone });
                return self.after_hours(desk);
            }
        };
        self.steps.push(Step::DeskOpen { desk: name.clone(), until, zone });
        let here = self.duty().present(desk, self.facts.at);
        let (owner, step) = match desk.mode {
            _ if here.is_empty() => {
                self.steps.push(Step::NobodyOnShift { desk: name });
                return self.lead(desk);
            }
            Mode::Pick => {
                let n = i64::try_from(here.len()).unwrap_or(i64::MAX);
                self.steps.push(Step::Picks { desk: name, n });
                return Reach::Ends(Ends { owner: None, desk: self.desk, told: here, turn: None });
            }
            Mode::Turns => {
                let owner = desk.turn(&here);
                (owner, owner.map(|who| Step::Turn { who: self.named(who), desk: name }))
            }
            Mode::Fewest => {
                let load = |who: &OfficerId| self.standing.loads.get(who).copied().unwrap_or(0);
                let least = here.iter().map(load).min().unwrap_or(0);
                let equal: Vec<OfficerId> = here.iter().copied().filter(|who| load(who) == least).collect();
                let owner = desk.turn(&equal);
                (owner, owner.map(|who| Step::Fewest { who: self.named(who), desk: name, n: least }))
            }
        };
        self.steps.extend(step);
        match owner {
            Some(owner) => {
                let turn = Some((desk.id, owner));
                Reach::Ends(Ends { owner: Some(owner), desk: self.desk, told: vec![owner], turn })
            }
            None => self.lead(desk),
        }
    }

    fn lead(&mut self, desk: &Desk) -> Reach {
        match desk.lead.filter(|lead| self.duty().is_here(*lead, self.facts.at)) {
            Some(lead) => {
                self.steps.push(Step::Lead { who: self.named(lead), desk: desk.name.clone() });
                self.given(lead)
            }
            None => self.after_hours(desk),
        }
    }

    fn after_hours(&mut self, desk: &Desk) -> Reach {
        let next = self.after.take().or(desk.after.map(Target::Rota));
        match next {
            Some(next) => {
                self.steps.push(Step::AfterHours { desk: desk.name.clone() });
                match self.target(next) {
                    // "The last handler" may be nobody here too; then the desk's own rota is asked.
                    Reach::Passes => self.after_hours(desk),
                    reach => reach,
                }
            }
            None => Reach::Nobody(self.desk),
        }
    }

    fn rota(&mut self, id: RotaId) -> Reach {
        let at = self.facts.at;
        let Some(rota) = self.duty().rota(id) else { return self.gone() };
        let (name, zone) = (rota.name.clone(), zone_name(&rota.zone));
        let (first, second) = match rota.on_call(at) {
            OnCall::Shift { primary, backup, until } => {
                self.steps.push(Step::Shift { who: self.named(primary), rota: name.clone(), until, zone: zone.clone() });
                (primary, backup)
            }
            OnCall::Override { officer, instead, until, made_by } => {
                let who = self.named(officer);
                let other = instead.map(|id| self.named(id));
                self.steps.push(Step::Override { who, rota: name.clone(), instead: other, until, zone: zone.clone(), made_by });
                (officer, instead)
            }
            OnCall::Gap { .. } => {
                self.steps.push(Step::Gap { rota: name });
                self.gap = self.gap.or(Some(id));
                return Reach::Nobody(self.desk);
            }
        };
        if self.duty().is_here(first, at) {
            return self.given(first);
        }
        if let Some(away) = self.duty().away(first, at) {
            self.steps.push(Step::Away { who: self.named(first), until: away.ends, zone });
        }
        match second.filter(|second| self.duty().is_here(*second, at)) {
            Some(second) => {
                self.steps.push(Step::Backup { who: self.named(second), rota: name });
                self.given(second)
            }
            None => {
                self.steps.push(Step::NobodyOnCall { rota: name });
                Reach::Nobody(self.desk)
            }
        }
    }

    /// All of the fallback are told, also who is away: it is the last place.
    pub fn fallback_into(self, steps: &mut Vec<Step>) -> Ends {
        let told: Vec<OfficerId> =
            self.standing.rules.fallback.iter().copied().filter(|who| self.standing.world.duty.name(*who).is_some()).collect();
        steps.push(Step::Fallback { n: i64::try_from(told.len()).unwrap_or(i64::MAX) });
        Ends { owner: None, desk: None, told, turn: None }
    }
}

/// Whether an officer can be given something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    OnDuty,
    Away(Step),
    /// None of their desks is open and no rota names them; when the first opens.
    OffShift(Step, Option<i64>),
    Gone,
}

/// On duty: here, and one of their desks is open, or a rota names them, or they belong to no desk.
pub fn presence(duty: &Duty, officer: OfficerId, at: i64) -> Presence {
    let Some(name) = duty.name(officer) else { return Presence::Gone };
    let who = name.to_owned();
    let desks: Vec<&Desk> = duty.desks.iter().filter(|desk| desk.members.contains(&officer)).collect();
    let zone = desks.first().map_or_else(|| "UTC".to_owned(), |desk| zone_name(&desk.zone));
    if let Some(away) = duty.away(officer, at) {
        return Presence::Away(Step::Away { who, until: away.ends, zone });
    }
    let mut opens: Option<i64> = None;
    for desk in &desks {
        match desk.opening(at) {
            Opening::Open { .. } => return Presence::OnDuty,
            Opening::Closed { opens: Some(at), .. } => opens = Some(opens.map_or(at, |first| first.min(at))),
            Opening::Closed { opens: None, .. } => {}
        }
    }
    let on_call = duty.rotas.iter().any(|rota| match rota.on_call(at) {
        OnCall::Shift { primary, .. } => primary == officer,
        OnCall::Override { officer: named, .. } => named == officer,
        OnCall::Gap { .. } => false,
    });
    if desks.is_empty() || on_call {
        return Presence::OnDuty;
    }
    Presence::OffShift(Step::OffShift { who, until: opens, zone }, opens)
}

/// The zone's own name, `UTC` where it has none.
pub fn zone_name(zone: &jiff::tz::TimeZone) -> String {
    zone.iana_name().unwrap_or("UTC").to_owned()
}
