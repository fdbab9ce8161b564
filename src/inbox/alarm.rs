//! When somebody must be told of an inquiry, and whom: alarms before its deadline, steps while nobody takes it, and the
//! desk's own promise of a first answer. What is to be done comes back as values; `tell` puts it into words.

use std::collections::BTreeMap;

use crate::clock::{MINUTE, Millis};
use crate::model::duty::{Desk, Duty, OnCall, Opening};
use crate::model::ids::{InquiryId, OfficerId, RotaId};
use crate::model::inquiry::State;
use crate::store::timers::{self, Kind};

/// A timer that is taken up later than this was missed, and its notice says so.
const LATE: Millis = 2 * MINUTE;

/// Told no sooner than this after an inquiry came, however near its deadline.
const AT_LEAST: Millis = MINUTE;

/// When to sound before a deadline, seen from `now`: 60 and 15 minutes before, or after 50 % and 85 % of the time where an
/// hour is not left; and at the deadline itself. Nothing for one that is past.
pub fn alarms(deadline: Millis, now: Millis) -> Vec<(Kind, Millis)> {
    let left = deadline.saturating_sub(now);
    if left <= 0 {
        return Vec::new();
    }
    let (first, last) = if left >= 60 * MINUTE {
        (deadline - 60 * MINUTE, deadline - 15 * MINUTE)
    } else {
        (now + left / 2, now + left / 100 * 85 + left % 100 * 85 / 100)
    };
    vec![(Kind::First, first), (Kind::Last, last), (Kind::Passed, deadline)]
}

/// When to go further while nobody takes it: to the desk, its lead, the rota, everybody, each after the desk's own time, or
/// a quarter of the time to the deadline where that is shorter.
pub fn unclaimed(desk: &Desk, deadline: Option<Millis>, now: Millis) -> Vec<(Kind, Millis)> {
    let minutes = match desk.opening(now) {
        Opening::Open { .. } => desk.unclaimed_in,
        Opening::Closed { .. } => desk.unclaimed_out,
    };
    let own = minutes.max(1).saturating_mul(MINUTE);
    let quarter = deadline.map_or(own, |deadline| (deadline.saturating_sub(now) / 4).max(AT_LEAST));
    let step = own.min(quarter);
    (1..).zip(Kind::UNCLAIMED).map(|(n, kind)| (kind, now.saturating_add(step.saturating_mul(n)))).collect()
}

/// When a first answer is due by the desk's promise, counted in its hours.
pub fn target(desk: &Desk, now: Millis) -> Millis {
    desk.add_hours(now, desk.target)
}

/// What is to be done. One of kind [`Kind::Acknowledge`] names nobody: it is for `acknowledge`, and settled after that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub kind: Kind,
    pub inquiry: InquiryId,
    /// In the order of their numbers; empty = nobody need be told.
    pub whom: Vec<OfficerId>,
    /// It should have been done before.
    pub late: bool,
    /// Nobody has taken it.
    pub unclaimed: bool,
    /// The rota names nobody now.
    pub gap: bool,
    /// The timers this settles: of several of one sort that were missed, one notice tells.
    pub timers: Vec<i64>,
    /// The facts the notice is made of.
    pub facts: timers::Due,
}

/// Sorts due timers into what is to be done now.
pub fn sort(due: Vec<timers::Due>, duty: &Duty, now: Millis) -> Vec<Due> {
    let mut sorts: BTreeMap<(InquiryId, u8), Vec<timers::Due>> = BTreeMap::new();
    for one in due {
        let sort = match one.kind {
            Kind::First | Kind::Last | Kind::Passed => 0,
            Kind::Desk | Kind::Lead | Kind::Rota | Kind::Everybody => 1,
            Kind::Acknowledge => 2,
            Kind::Target => 3,
        };
        sorts.entry((one.inquiry, sort)).or_default().push(one);
    }
    sorts.into_values().filter_map(|same| one(same, duty, now)).collect()
}

/// Of several missed steps the furthest counts.
fn one(same: Vec<timers::Due>, duty: &Duty, now: Millis) -> Option<Due> {
    let timers = same.iter().map(|one| one.id).collect();
    let facts = same.into_iter().max_by_key(|one| (one.kind, one.due))?;
    let unclaimed = facts.state == State::New;
    let (whom, gap) = whom(&facts, duty, now);
    Some(Due { kind: facts.kind, inquiry: facts.inquiry, whom, late: now - facts.due > LATE, unclaimed, gap, timers, facts })
}

/// Whom to tell, and whether the rota has a gap now.
fn whom(facts: &timers::Due, duty: &Duty, now: Millis) -> (Vec<OfficerId>, bool) {
    let open = matches!(facts.state, State::New | State::Open | State::WaitingUs);
    let unclaimed = facts.state == State::New;
    let desk = facts.desk.and_then(|desk| duty.desk(desk));
    match facts.kind {
        Kind::First | Kind::Last | Kind::Passed if open => owner_and_rota(facts, desk, duty, now),
        Kind::Target if open && !facts.answered => owner_and_rota(facts, desk, duty, now),
        Kind::Desk if unclaimed => (first_of([present(desk, duty, now), lead(desk, duty, now), everybody(duty, now)]), false),
        Kind::Lead if unclaimed => (first_of([lead(desk, duty, now), present(desk, duty, now), everybody(duty, now)]), false),
        Kind::Rota if unclaimed => {
            let (rota, gap) = rota(desk, duty, now);
            (first_of([rota, everybody(duty, now)]), gap)
        }
        Kind::Everybody if unclaimed => (everybody(duty, now), false),
        _ => (Vec::new(), false),
    }
}

/// The owner; and the rota, when nobody has taken it or the owner is off.
fn owner_and_rota(facts: &timers::Due, desk: Option<&Desk>, duty: &Duty, now: Millis) -> (Vec<OfficerId>, bool) {
    let mut whom: Vec<OfficerId> = facts.owner.into_iter().collect();
    let on_shift = facts.owner.is_some_and(|owner| is_on_shift(owner, desk, duty, now));
    if facts.state != State::New && on_shift {
        return (whom, false);
    }
    let (rota, gap) = rota(desk, duty, now);
    whom.extend(first_of([rota, present(desk, duty, now), everybody(duty, now)]));
    whom.sort_unstable();
    whom.dedup();
    (whom, gap)
}

fn is_on_shift(officer: OfficerId, desk: Option<&Desk>, duty: &Duty, now: Millis) -> bool {
    let in_hours = desk.is_none_or(|desk| matches!(desk.opening(now), Opening::Open { .. }));
    duty.is_here(officer, now) && (in_hours || rota(desk, duty, now).0.contains(&officer))
}

fn present(desk: Option<&Desk>, duty: &Duty, now: Millis) -> Vec<OfficerId> {
    desk.map(|desk| duty.present(desk, now)).unwrap_or_default()
}

fn lead(desk: Option<&Desk>, duty: &Duty, now: Millis) -> Vec<OfficerId> {
    let lead = desk.and_then(|desk| desk.lead);
    lead.and_then(|lead| here(lead, duty, now)).into_iter().collect()
}

/// Who is on call for a desk, and whether that is nobody although it has a rota.
fn rota(desk: Option<&Desk>, duty: &Duty, now: Millis) -> (Vec<OfficerId>, bool) {
    let Some(rota) = desk.and_then(|desk| desk.after).and_then(|id: RotaId| duty.rota(id)) else { return (Vec::new(), false) };
    match rota.on_call(now) {
        OnCall::Shift { primary, backup, .. } => {
            let who = here(primary, duty, now).or_else(|| backup.and_then(|backup| here(backup, duty, now)));
            (who.into_iter().collect(), false)
        }
        OnCall::Override { officer, instead, .. } => {
            let who = here(officer, duty, now).or_else(|| instead.and_then(|instead| here(instead, duty, now)));
            (who.into_iter().collect(), false)
        }
        OnCall::Gap { .. } => (Vec::new(), true),
    }
}

/// The officer, or whoever stands in for them.
fn here(officer: OfficerId, duty: &Duty, now: Millis) -> Option<OfficerId> {
    if duty.is_here(officer, now) { Some(officer) } else { duty.deputy(officer, now) }
}

/// Everybody who is here; where all are away, everybody.
fn everybody(duty: &Duty, now: Millis) -> Vec<OfficerId> {
    let all = || duty.officers.iter().map(|(officer, _)| *officer);
    let mut whom: Vec<_> = all().filter(|officer| duty.is_here(*officer, now)).collect();
    if whom.is_empty() {
        whom.extend(all());
    }
    whom.sort_unstable();
    whom
}

fn first_of<const N: usize>(choices: [Vec<OfficerId>; N]) -> Vec<OfficerId> {
    choices.into_iter().find(|choice| !choice.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::clock::HOUR;
    use crate::model::duty::{Absence, Mode, Override, Rota};
    use crate::model::ids::DeskId;

    const OWNER: OfficerId = OfficerId(1);
    const LEAD: OfficerId = OfficerId(2);
    const DUTY: OfficerId = OfficerId(3);

    /// A desk of officers 1 and 2, open always or never, with officer 3 on call; officer 4 is at no desk.
    fn duty(open: bool) -> Duty {
        let over = Override { starts: i64::MIN, ends: i64::MAX, officer: DUTY, made_by: "Sam".to_owned() };
        Duty {
            desks: vec![Desk {
                id: DeskId(1),
                name: "News".to_owned(),
                zone: TimeZone::UTC,
                mode: Mode::Pick,
                members: vec![OWNER, LEAD],
                lead: Some(LEAD),
                after: Some(RotaId(1)),
                hours: if open { (1..=7).map(|day| (day, 0, 1440)).collect() } else { Vec::new() },
                holidays: Vec::new(),
                last_turn: None,
                unclaimed_in: 30,
                unclaimed_out: 15,
                target: 240,
            }],
            rotas: vec![Rota {
                id: RotaId(1),
                name: "Nights".to_owned(),
                zone: TimeZone::UTC,
                shifts: Vec::new(),
                overrides: vec![over],
            }],
            absences: Vec::new(),
            officers: (1..=4).map(|n| (OfficerId(n), format!("Officer {n}"))).collect(),
        }
    }

    fn timer(kind: Kind, owner: Option<OfficerId>, state: State) -> timers::Due {
        timers::Due {
            id: i64::from(kind as u8),
            kind,
            due: 0,
            inquiry: InquiryId(7),
            subject: String::new(),
            reporter: String::new(),
            desk: Some(DeskId(1)),
            owner,
            state,
            answered: false,
            restricted: false,
            deadline: None,
            target: None,
            seen: 1,
        }
    }

    fn told(duty: &Duty, timer: timers::Due) -> Vec<i64> {
        sort(vec![timer], duty, 0).remove(0).whom.into_iter().map(|officer| officer.0).collect()
    }

    #[test]
    fn alarms_are_an_hour_and_a_quarter_before_or_at_half_and_most_of_a_shorter_time() {
        let at = |deadline| alarms(deadline, 0).into_iter().map(|(_, at)| at / MINUTE).collect::<Vec<_>>();
        assert_eq!(at(5 * HOUR), [240, 285, 300]);
        assert_eq!(at(60 * MINUTE), [0, 45, 60]);
        assert_eq!(at(40 * MINUTE), [20, 34, 40]);
        assert!(at(0).is_empty() && at(-HOUR).is_empty());
    }

    #[test]
    fn an_unclaimed_inquiry_goes_further_after_the_desks_time_or_a_quarter_of_what_is_left() {
        let steps = |open, deadline| {
            unclaimed(&duty(open).desks[0], deadline, 0).into_iter().map(|(_, at)| at / MINUTE).collect::<Vec<_>>()
        };
        assert_eq!(steps(true, None), [30, 60, 90, 120]);
        assert_eq!(steps(false, None), [15, 30, 45, 60]);
        assert_eq!(steps(true, Some(40 * MINUTE)), [10, 20, 30, 40]);
        assert_eq!(steps(true, Some(MINUTE)), [1, 2, 3, 4]);
        assert_eq!(steps(true, Some(-HOUR)), [1, 2, 3, 4]);
    }

    #[test]
    fn each_step_tells_more_people_and_none_once_it_is_claimed() {
        let duty = duty(true);
        let steps = Kind::UNCLAIMED.map(|kind| told(&duty, timer(kind, None, State::New)));
        assert_eq!(steps, [vec![1, 2], vec![2], vec![3], vec![1, 2, 3, 4]]);
        for kind in Kind::UNCLAIMED {
            assert!(told(&duty, timer(kind, Some(OWNER), State::Open)).is_empty());
        }
    }

    #[test]
    fn an_alarm_is_for_the_owner_and_for_the_rota_while_it_is_unclaimed_or_the_owner_is_off() {
        let mut open = duty(true);
        assert_eq!(told(&open, timer(Kind::First, Some(OWNER), State::Open)), [1]);
        assert_eq!(told(&open, timer(Kind::First, Some(OWNER), State::New)), [1, 3]);
        assert_eq!(told(&open, timer(Kind::First, None, State::New)), [3]);
        assert_eq!(told(&duty(false), timer(Kind::Last, Some(OWNER), State::Open)), [1, 3]);
        assert_eq!(told(&duty(false), timer(Kind::Last, Some(DUTY), State::Open)), [3]);
        open.absences.push(Absence { officer: OWNER, starts: -1, ends: 1, deputy: None });
        assert_eq!(told(&open, timer(Kind::First, Some(OWNER), State::Open)), [1, 3]);
        for state in [State::Answered, State::Closed, State::WaitingReporter] {
            assert!(told(&open, timer(Kind::First, Some(OWNER), state)).is_empty());
        }
    }

    #[test]
    fn a_gap_in_the_rota_is_said_and_nobody_is_forgotten() {
        let mut open = duty(true);
        open.rotas[0].overrides.clear();
        let due = sort(vec![timer(Kind::Rota, None, State::New)], &open, 0).remove(0);
        assert!(due.gap && due.whom.len() == 4);
        open.absences = (1..=4).map(|n| Absence { officer: OfficerId(n), starts: -1, ends: 1, deputy: None }).collect();
        assert_eq!(told(&open, timer(Kind::Everybody, None, State::New)).len(), 4);
    }

    #[test]
    fn a_restart_over_two_alarms_gives_one_that_says_it_is_late() {
        let due = vec![timer(Kind::Last, Some(OWNER), State::Open), timer(Kind::First, Some(OWNER), State::Open)];
        let done = sort(due, &duty(true), 3 * MINUTE);
        assert_eq!(done.len(), 1);
        assert_eq!((done[0].kind, done[0].late, done[0].timers.len()), (Kind::Last, true, 2));
        assert!(!sort(vec![timer(Kind::Last, Some(OWNER), State::Open)], &duty(true), MINUTE)[0].late);
    }
}
