//! Who takes questions when: desks with their hours, rotas by the clock on the wall, and who is away. One picture of it is
//! read from the database; who is on duty at an instant is worked out from the picture alone, never stored.

mod hours;
mod rota;
mod wall;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ids::{DeskId, OfficerId, RotaId};
use crate::clock::Millis;

/// How a desk's members share its inquiries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// All are told; who claims it, has it.
    Pick,
    Turns,
    /// The one with the fewest open inquiries.
    Fewest,
}

#[derive(Clone, Debug)]
pub struct Desk {
    pub id: DeskId,
    pub name: String,
    pub zone: TimeZone,
    pub mode: Mode,
    pub members: Vec<OfficerId>,
    pub lead: Option<OfficerId>,
    pub after: Option<RotaId>,
    /// Weekly: ISO weekday (1 = Monday), minutes of the local day at which it opens and closes.
    pub hours: Vec<(i8, u16, u16)>,
    /// Days on which it is closed although the week says otherwise, with their names.
    pub holidays: Vec<(Date, String)>,
    /// Whose turn was last (mode turns).
    pub last_turn: Option<OfficerId>,
    /// Minutes until an unclaimed inquiry is told further.
    pub unclaimed_in: i64,
    pub unclaimed_out: i64,
    /// Minutes of desk hours until a first answer is due.
    pub target: i64,
}

/// In which weeks a shift is held, by the ISO week's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weeks {
    Every,
    Odd,
    Even,
}

/// A stretch of a week. One that ends at or before its start goes over midnight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shift {
    pub weeks: Weeks,
    pub weekday: i8,
    pub starts: u16,
    pub ends: u16,
    pub primary: OfficerId,
    pub backup: Option<OfficerId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    pub starts: Millis,
    pub ends: Millis,
    pub officer: OfficerId,
    pub made_by: String,
}

#[derive(Clone, Debug)]
pub struct Rota {
    pub id: RotaId,
    pub name: String,
    pub zone: TimeZone,
    pub shifts: Vec<Shift>,
    /// The newest last; a later one wins.
    pub overrides: Vec<Override>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    pub officer: OfficerId,
    pub starts: Millis,
    pub ends: Millis,
    pub deputy: Option<OfficerId>,
}

/// All of it, as it stands now.
#[derive(Clone, Debug, Default)]
pub struct Duty {
    pub desks: Vec<Desk>,
    pub rotas: Vec<Rota>,
    pub absences: Vec<Absence>,
    /// Officers who may take an inquiry, with their names.
    pub officers: Vec<(OfficerId, String)>,
}

impl Mode {
    pub const ALL: [Self; 3] = [Self::Pick, Self::Turns, Self::Fewest];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pick => "pick",
            Self::Turns => "turns",
            Self::Fewest => "fewest",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == text)
    }
}

impl Weeks {
    pub const ALL: [Self; 3] = [Self::Every, Self::Odd, Self::Even];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Every => "every",
            Self::Odd => "odd",
            Self::Even => "even",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|weeks| weeks.as_str() == text)
    }

    /// Whether the week of this day is one of them.
    pub fn take_in(self, day: Date) -> bool {
        match self {
            Self::Every => true,
            Self::Odd => day.iso_week_date().week() % 2 == 1,
            Self::Even => day.iso_week_date().week() % 2 == 0,
        }
    }
}

impl Duty {
    pub fn desk(&self, id: DeskId) -> Option<&Desk> {
        self.desks.iter().find(|desk| desk.id == id)
    }

    pub fn rota(&self, id: RotaId) -> Option<&Rota> {
        self.rotas.iter().find(|rota| rota.id == id)
    }

    /// The name of an officer who may take an inquiry.
    pub fn name(&self, officer: OfficerId) -> Option<&str> {
        self.officers.iter().find(|(id, _)| *id == officer).map(|(_, name)| name.as_str())
    }

    /// The absence an officer is in at this instant; of several the one that lasts longest.
    pub fn away(&self, officer: OfficerId, at: Millis) -> Option<&Absence> {
        self.absences.iter().filter(|one| one.officer == officer && one.starts <= at && at < one.ends).max_by_key(|one| one.ends)
    }

    /// Whether an officer may be given something at this instant: one of ours, and not away.
    pub fn is_here(&self, officer: OfficerId, at: Millis) -> bool {
        self.name(officer).is_some() && self.away(officer, at).is_none()
    }

    /// The members of a desk who may be given something at this instant, in the order of their numbers.
    pub fn present(&self, desk: &Desk, at: Millis) -> Vec<OfficerId> {
        let mut here: Vec<_> = desk.members.iter().copied().filter(|member| self.is_here(*member, at)).collect();
        here.sort_unstable();
        here.dedup();
        here
    }

    /// Whoever stands in for an officer who is away: the deputy, the deputy's deputy and so on, until one is here. `None`
    /// when nobody is named, or they name each other.
    pub fn deputy(&self, officer: OfficerId, at: Millis) -> Option<OfficerId> {
        let mut asked = vec![officer];
        loop {
            let next = self.away(*asked.last()?, at)?.deputy?;
            if asked.contains(&next) {
                return None;
            }
            if self.is_here(next, at) {
                return Some(next);
            }
            asked.push(next);
        }
    }
}

impl Desk {
    /// Whose turn it is among these: the one after whoever had the last, in the order of their numbers. `None` when there
    /// is nobody.
    pub fn turn(&self, among: &[OfficerId]) -> Option<OfficerId> {
        let after = among.iter().copied().filter(|one| self.last_turn.is_none_or(|last| *one > last)).min();
        after.or_else(|| among.iter().copied().min())
    }
}

/// Whether a desk is open, and until when it stays so (`None` = as far as is looked: 14 days).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    Open { closes: Option<Millis> },
    Closed { opens: Option<Millis>, holiday: Option<String> },
}

/// Who a rota names at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnCall {
    Shift {
        primary: OfficerId,
        backup: Option<OfficerId>,
        until: Millis,
    },
    /// Somebody took over; `instead` is who the week names.
    Override {
        officer: OfficerId,
        instead: Option<OfficerId>,
        until: Millis,
        made_by: String,
    },
    /// Nobody: to be told as trouble.
    Gap {
        until: Option<Millis>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn absence(officer: i64, ends: Millis, deputy: Option<i64>) -> Absence {
        Absence { officer: OfficerId(officer), starts: 10, ends, deputy: deputy.map(OfficerId) }
    }

    fn duty(absences: Vec<Absence>) -> Duty {
        let officers = (1..=4).map(|n| (OfficerId(n), format!("Officer {n}"))).collect();
        Duty { absences, officers, ..Duty::default() }
    }

    #[test]
    fn somebody_is_away_from_the_first_instant_to_before_the_last() {
        let duty = duty(vec![absence(1, 20, None), absence(1, 30, None)]);
        assert_eq!(duty.away(OfficerId(1), 15).map(|one| one.ends), Some(30));
        assert_eq!((duty.away(OfficerId(1), 9), duty.away(OfficerId(1), 30), duty.away(OfficerId(2), 15)), (None, None, None));
        assert!(duty.is_here(OfficerId(1), 30) && !duty.is_here(OfficerId(1), 10) && !duty.is_here(OfficerId(9), 10));
    }

    #[test]
    fn deputies_stand_in_for_deputies_and_a_circle_is_nobody() {
        let chain = duty(vec![absence(1, 20, Some(2)), absence(2, 20, Some(3))]);
        assert_eq!((chain.deputy(OfficerId(1), 15), chain.deputy(OfficerId(1), 25)), (Some(OfficerId(3)), None));
        let circle = duty(vec![absence(1, 20, Some(2)), absence(2, 20, Some(1))]);
        assert_eq!(circle.deputy(OfficerId(1), 15), None);
        let gone = duty(vec![absence(1, 20, Some(9))]);
        assert_eq!(gone.deputy(OfficerId(1), 15), None);
    }
}
