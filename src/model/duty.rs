//! Who takes questions when: desks with their hours, rotas by the clock on the wall, and who is away. One picture of it is
//! read from the database; who is on duty at an instant is worked out from the picture alone, never stored.

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
