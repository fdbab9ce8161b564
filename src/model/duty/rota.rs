//! Who a rota names at an instant, and where it names nobody.

use jiff::civil::{Date, DateTime};

use super::wall::{self, AHEAD, minute};
use super::{OnCall, Override, Rota, Shift, Weeks};
use crate::clock::{DAY, Millis};

/// Whose stretch an instant is in; it changes where who is on call, or why, may change.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stretch<'a> {
    over: Option<&'a Override>,
    /// With the day on which it began.
    shift: Option<(&'a Shift, Date)>,
}

impl Rota {
    /// Who is on call at this instant. Where shifts overlap the first in the list holds.
    pub fn on_call(&self, at: Millis) -> OnCall {
        let now = self.stretch(at);
        let horizon = at.saturating_add(Millis::from(AHEAD) * DAY);
        let change = self.changes(at, horizon).into_iter().find(|then| self.stretch(*then) != now);
        let until = change.unwrap_or(horizon);
        match (now.over, now.shift) {
            (Some(over), shift) => OnCall::Override {
                officer: over.officer,
                instead: shift.map(|(shift, _)| shift.primary),
                until,
                made_by: over.made_by.clone(),
            },
            (None, Some((shift, _))) => OnCall::Shift { primary: shift.primary, backup: shift.backup, until },
            (None, None) => OnCall::Gap { until: change },
        }
    }

    /// The stretches in which nobody is on call, within `days` (at most 366) local days from this instant on: starts and
    /// ends in order.
    pub fn gaps(&self, from: Millis, days: i32) -> Vec<(Millis, Millis)> {
        let mut gaps = Vec::new();
        for (starts, ends) in self.stretches(from, days) {
            let nobody = self.stretch(starts);
            if nobody.over.is_none() && nobody.shift.is_none() {
                match gaps.last_mut() {
                    Some((_, end)) if *end == starts => *end = ends,
                    _ => gaps.push((starts, ends)),
                }
            }
        }
        gaps
    }

    /// Who is on call when, in order and without a hole, within `days` (at most 366) local days from this instant on. The
    /// `until` of each is where it ends or where that time does.
    pub fn week(&self, from: Millis, days: i32) -> Vec<(Millis, OnCall)> {
        self.stretches(from, days)
            .into_iter()
            .map(|(starts, ends)| {
                let on_call = match self.on_call(starts) {
                    OnCall::Shift { primary, backup, .. } => OnCall::Shift { primary, backup, until: ends },
                    OnCall::Override { officer, instead, made_by, .. } => {
                        OnCall::Override { officer, instead, until: ends, made_by }
                    }
                    OnCall::Gap { .. } => OnCall::Gap { until: Some(ends) },
                };
                (starts, on_call)
            })
            .collect()
    }

    /// The first shift that covers a minute of the week this one covers too.
    pub fn overlapping(&self, new: &Shift) -> Option<&Shift> {
        self.shifts.iter().find(|old| {
            let meet = old.weeks == Weeks::Every || new.weeks == Weeks::Every || old.weeks == new.weeks;
            // What goes over Sunday's midnight goes into a week of the other kind.
            let next = old.weeks == Weeks::Every || new.weeks == Weeks::Every || old.weeks != new.weeks;
            (meet && crosses(old, new, 0)) || (next && (crosses(old, new, WEEK) || crosses(old, new, -WEEK)))
        })
    }

    fn stretches(&self, from: Millis, days: i32) -> Vec<(Millis, Millis)> {
        let today = wall::local(&self.zone, from).date();
        let last = wall::shifted(today, days.clamp(0, 366)).and_then(|day| wall::midnight(&self.zone, day));
        let to = last.unwrap_or(from);
        let mut found = Vec::new();
        let mut starts = from;
        for then in self.changes(from, to).into_iter().chain([to]) {
            if then > starts && (then == to || self.stretch(then) != self.stretch(starts)) {
                found.push((starts, then));
                starts = then;
            }
        }
        found
    }

    fn stretch(&self, at: Millis) -> Stretch<'_> {
        let over = self.overrides.iter().rfind(|over| over.starts <= at && at < over.ends);
        Stretch { over, shift: self.shift(wall::local(&self.zone, at)) }
    }

    fn shift(&self, wall: DateTime) -> Option<(&Shift, Date)> {
        let (today, now) = (wall.date(), minute(wall));
        let yesterday = wall::shifted(today, -1);
        let holds = |shift: &Shift, day: Date| shift.weekday == day.weekday().to_monday_one_offset() && shift.weeks.take_in(day);
        self.shifts.iter().find_map(|shift| {
            if holds(shift, today) && shift.starts <= now && (now < shift.ends || shift.ends <= shift.starts) {
                return Some((shift, today));
            }
            let begun = yesterday.filter(|day| shift.ends <= shift.starts && now < shift.ends && holds(shift, *day))?;
            Some((shift, begun))
        })
    }

    /// Every instant in `(from, to)`, in order, at which somebody else may be on call.
    fn changes(&self, from: Millis, to: Millis) -> Vec<Millis> {
        let (first, last) = (wall::local(&self.zone, from).date(), wall::local(&self.zone, to).date());
        let mut found: Vec<Millis> = wall::jumps(&self.zone, from, to).collect();
        found.extend(self.overrides.iter().flat_map(|over| [over.starts, over.ends]));
        let mut day = wall::shifted(first, -1).filter(|day| *day <= last);
        while let Some(today) = day {
            let weekday = today.weekday().to_monday_one_offset();
            for shift in self.shifts.iter().filter(|shift| shift.weekday == weekday) {
                found.extend(wall::instants(&self.zone, today, shift.starts));
                let over_midnight = if shift.ends <= shift.starts { 1440 } else { 0 };
                found.extend(wall::instants(&self.zone, today, shift.ends + over_midnight));
            }
            day = wall::shifted(today, 1).filter(|day| *day <= last);
        }
        found.retain(|then| from < *then && *then < to);
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Minutes of a week.
const WEEK: i32 = 7 * 1440;

fn crosses(old: &Shift, new: &Shift, later: i32) -> bool {
    let span = |shift: &Shift| {
        let starts = (i32::from(shift.weekday) - 1) * 1440 + i32::from(shift.starts);
        let over_midnight = if shift.ends <= shift.starts { 1440 } else { 0 };
        (starts, (i32::from(shift.weekday) - 1) * 1440 + i32::from(shift.ends) + over_midnight)
    };
    let ((a, b), (c, d)) = (span(old), span(new));
    a + later < d && c < b + later
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::clock::{HOUR, MINUTE};
    use crate::model::ids::{OfficerId, RotaId};

    const NIGHT: OfficerId = OfficerId(1);
    const SPARE: OfficerId = OfficerId(2);
    const DAYTIME: OfficerId = OfficerId(3);
    const ELSE: OfficerId = OfficerId(4);

    fn shift(weeks: Weeks, weekday: i8, (starts, ends): (u16, u16), primary: OfficerId) -> Shift {
        Shift { weeks, weekday, starts, ends, primary, backup: Some(SPARE) }
    }

    fn rota(shifts: Vec<Shift>) -> Rota {
        let zone = TimeZone::get("America/New_York").unwrap();
        Rota { id: RotaId(1), name: "Duty".to_owned(), zone, shifts, overrides: Vec::new() }
    }

    fn nights() -> Vec<Shift> {
        (1..=7).map(|weekday| shift(Weeks::Every, weekday, (1200, 480), NIGHT)).collect()
    }

    fn at(text: &str) -> Millis {
        text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
    }

    /// Nights of 20:00 to 08:00 and the days between them, over both changes of the clock: at no minute nobody, and the
    /// one who is on duty is the one the clock on the wall names.
    #[test]
    fn at_every_minute_of_both_changes_of_the_clock_exactly_one_officer_is_on_duty() {
        let mut shifts = nights();
        shifts.extend((1..=7).map(|weekday| shift(Weeks::Every, weekday, (480, 1200), DAYTIME)));
        let rota = rota(shifts);
        for from in ["2026-10-31T12:00:00Z", "2027-03-13T12:00:00Z"] {
            for minutes in 0..48 * 60 {
                let now = at(from) + minutes * MINUTE;
                let hour = wall::local(&rota.zone, now).hour();
                let expected = if (8..20).contains(&hour) { DAYTIME } else { NIGHT };
                let OnCall::Shift { primary, until, .. } = rota.on_call(now) else { panic!("nobody at {now}") };
                assert_eq!(primary, expected, "{now}");
                assert!(until > now && rota.stretch(until) != rota.stretch(now) && rota.stretch(until - 1) == rota.stretch(now));
            }
            assert_eq!(rota.gaps(at(from), 14), []);
        }
    }

    #[test]
    fn the_repeated_and_the_missing_hour_belong_to_the_night() {
        let rota = rota(nights());
        // Sunday 2026-11-01: the second 01:30, then 2027-03-14 03:05, the first minutes after the gap.
        for (now, until) in [("2026-11-01T06:30:00Z", "2026-11-01T13:00:00Z"), ("2027-03-14T07:05:00Z", "2027-03-14T12:00:00Z")] {
            let until = at(until);
            assert_eq!(rota.on_call(at(now)), OnCall::Shift { primary: NIGHT, backup: Some(SPARE), until });
            assert_eq!(rota.on_call(until), OnCall::Gap { until: Some(until + 12 * HOUR) });
        }
    }

    #[test]
    fn a_change_of_shift_inside_the_missing_or_the_repeated_hour_leaves_no_hole() {
        let rota = rota(vec![
            shift(Weeks::Every, 6, (0, 1440), DAYTIME),
            shift(Weeks::Every, 7, (0, 150), NIGHT),
            shift(Weeks::Every, 7, (150, 1440), DAYTIME),
            shift(Weeks::Every, 1, (0, 1440), DAYTIME),
        ]);
        for from in ["2026-10-31T12:00:00Z", "2027-03-13T12:00:00Z"] {
            assert_eq!(rota.gaps(at(from), 2), []);
        }
        // 02:30 is left out: the shift that begins then begins at 03:00.
        let night = rota.on_call(at("2027-03-14T06:59:00Z"));
        assert_eq!(night, OnCall::Shift { primary: NIGHT, backup: Some(SPARE), until: at("2027-03-14T07:00:00Z") });
    }

    #[test]
    fn weeks_a_and_b_take_turns_and_a_night_belongs_to_the_week_it_began_in() {
        let rota = rota(vec![shift(Weeks::Odd, 7, (1200, 480), NIGHT), shift(Weeks::Even, 7, (1200, 480), ELSE)]);
        let who = |day, time: &str| match rota.on_call(at(&format!("2026-11-{day:02}T{time}:00Z"))) {
            OnCall::Shift { primary, .. } => Some(primary),
            _ => None,
        };
        assert!(Weeks::Odd.take_in(date(2026, 11, 22)) != Weeks::Even.take_in(date(2026, 11, 22)));
        // Sunday the 22nd ends ISO week 47, Sunday the 29th week 48; 04:00 UTC on Monday is still Sunday's night.
        assert_eq!((who(23, "04:00"), who(23, "12:59"), who(23, "13:00")), (Some(NIGHT), Some(NIGHT), None));
        assert_eq!((who(30, "04:00"), who(30, "12:59")), (Some(ELSE), Some(ELSE)));
    }

    #[test]
    fn the_newest_override_wins_and_names_whom_it_replaces() {
        let mut rota = rota(nights());
        let (from, to) = (at("2026-11-24T02:00:00Z"), at("2026-11-24T06:00:00Z"));
        let over = |officer, starts, ends| Override { starts, ends, officer, made_by: "Sam".to_owned() };
        rota.overrides = vec![over(DAYTIME, from, to), over(ELSE, from + HOUR, to - HOUR)];
        let on_call = |officer, until| OnCall::Override { officer, instead: Some(NIGHT), until, made_by: "Sam".to_owned() };
        assert_eq!(rota.on_call(from - 1), OnCall::Shift { primary: NIGHT, backup: Some(SPARE), until: from });
        assert_eq!(rota.on_call(from), on_call(DAYTIME, from + HOUR));
        assert_eq!(rota.on_call(from + HOUR), on_call(ELSE, to - HOUR));
        assert_eq!(rota.on_call(to - HOUR), on_call(DAYTIME, to));
        assert!(matches!(rota.on_call(to), OnCall::Shift { primary: NIGHT, .. }));
    }

    #[test]
    fn gaps_are_named_from_their_first_to_their_last_minute() {
        let mut rota = rota(nights());
        rota.shifts.retain(|shift| shift.weekday != 3);
        // From Wednesday 2026-11-25 08:00 to Thursday 20:00, New York; the other days have twelve hours each.
        let gaps = rota.gaps(at("2026-11-24T05:00:00Z"), 4);
        assert_eq!(
            gaps,
            [
                (at("2026-11-24T13:00:00Z"), at("2026-11-25T01:00:00Z")),
                (at("2026-11-25T13:00:00Z"), at("2026-11-27T01:00:00Z")),
                (at("2026-11-27T13:00:00Z"), at("2026-11-28T01:00:00Z")),
            ]
        );
        let none = Rota { shifts: Vec::new(), ..rota.clone() };
        assert_eq!(none.gaps(at("2026-11-24T05:00:00Z"), 2), [(at("2026-11-24T05:00:00Z"), at("2026-11-26T05:00:00Z"))]);
        assert_eq!(none.on_call(0), OnCall::Gap { until: None });
    }

    #[test]
    fn the_week_is_told_without_a_hole() {
        let rota = rota(nights());
        let from = at("2026-11-24T14:00:00Z");
        let week = rota.week(from, 7);
        let mut next = from;
        for (starts, on_call) in week {
            assert_eq!(starts, next);
            next = match on_call {
                OnCall::Shift { until, .. } | OnCall::Override { until, .. } | OnCall::Gap { until: Some(until) } => until,
                OnCall::Gap { until: None } => panic!("a week ends"),
            };
        }
        assert_eq!(next, at("2026-12-01T05:00:00Z"));
    }

    #[test]
    fn a_shift_that_meets_another_is_found_also_over_midnight_and_the_end_of_the_week() {
        let night = shift(Weeks::Odd, 7, (1200, 480), NIGHT);
        let rota = rota(vec![night.clone()]);
        let meets = |weeks, weekday, times| rota.overlapping(&shift(weeks, weekday, times, ELSE)).is_some();
        assert!(meets(Weeks::Odd, 7, (1000, 1201)) && meets(Weeks::Every, 1, (0, 60)) && meets(Weeks::Even, 1, (479, 600)));
        assert!(!meets(Weeks::Even, 7, (1000, 1201)) && !meets(Weeks::Every, 1, (480, 600)) && !meets(Weeks::Odd, 1, (0, 60)));
    }
}
