//! A desk's hours: whether it is open, until when or from when on, and when so much of its time will have passed.

use jiff::civil::DateTime;

use super::wall::{self, AHEAD, minute};
use super::{Desk, Opening};
use crate::clock::{DAY, MINUTE, Millis};

/// A desk that is open for minutes a week still comes to an end here.
const STRETCHES: usize = 2_000;

impl Desk {
    /// Whether it is open at this instant, and when that changes within 14 days. The holiday is the one of this very day.
    pub fn opening(&self, at: Millis) -> Opening {
        let now = wall::local(&self.zone, at);
        let open = self.is_open(now);
        let change = self.changes(at).into_iter().find(|then| self.is_open(wall::local(&self.zone, *then)) != open);
        if open {
            return Opening::Open { closes: change };
        }
        let holiday = self.holidays.iter().find(|(day, _)| *day == now.date()).map(|(_, name)| name.clone());
        Opening::Closed { opens: change, holiday }
    }

    /// The instant at which `minutes` of its hours will have passed since `from`. A desk that has no hours within 14 days
    /// of some instant counts every minute from there on.
    pub fn add_hours(&self, from: Millis, minutes: i64) -> Millis {
        let (mut at, mut rest) = (from, minutes.max(0).saturating_mul(MINUTE));
        for _ in 0..STRETCHES {
            match self.opening(at) {
                Opening::Open { closes: Some(closes) } if closes - at < rest => {
                    rest -= closes - at;
                    at = closes;
                }
                Opening::Closed { opens: Some(opens), .. } if rest > 0 => at = opens,
                _ => return at.saturating_add(rest),
            }
        }
        at.saturating_add(rest)
    }

    fn is_open(&self, wall: DateTime) -> bool {
        let (weekday, now) = (wall.weekday().to_monday_one_offset(), minute(wall));
        self.hours.iter().any(|(day, opens, closes)| *day == weekday && *opens <= now && now < *closes)
            && !self.holidays.iter().any(|(day, _)| *day == wall.date())
    }

    /// Every instant after `at`, in order, at which it may open or close.
    fn changes(&self, at: Millis) -> Vec<Millis> {
        let today = wall::local(&self.zone, at).date();
        let until = at.saturating_add(Millis::from(AHEAD) * DAY);
        let mut found: Vec<Millis> = wall::jumps(&self.zone, at, until).collect();
        for day in (-1..=AHEAD).filter_map(|days| wall::shifted(today, days)) {
            let weekday = day.weekday().to_monday_one_offset();
            found.extend(wall::instants(&self.zone, day, 0));
            for (_, opens, closes) in self.hours.iter().filter(|(of, _, _)| *of == weekday) {
                found.extend(wall::instants(&self.zone, day, *opens));
                found.extend(wall::instants(&self.zone, day, *closes));
            }
        }
        found.retain(|then| at < *then && *then <= until);
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::clock::HOUR;
    use crate::model::duty::Mode;
    use crate::model::ids::{DeskId, OfficerId};

    fn desk(hours: Vec<(i8, u16, u16)>) -> Desk {
        Desk {
            id: DeskId(1),
            name: "News".to_owned(),
            zone: TimeZone::get("America/New_York").unwrap(),
            mode: Mode::Turns,
            members: Vec::new(),
            lead: None,
            after: None,
            hours,
            holidays: vec![(date(2026, 11, 26), "Thanksgiving".to_owned())],
            last_turn: None,
            unclaimed_in: 30,
            unclaimed_out: 15,
            target: 240,
        }
    }

    fn weekdays() -> Desk {
        desk((1..=5).map(|weekday| (weekday, 540, 1080)).collect())
    }

    fn at(text: &str) -> Millis {
        text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn a_desk_says_until_when_it_is_open_and_when_it_opens_again() {
        let desk = weekdays();
        let tuesday = at("2026-11-24T14:00:00Z");
        assert_eq!(desk.opening(tuesday), Opening::Open { closes: Some(at("2026-11-24T23:00:00Z")) });
        assert_eq!(desk.opening(tuesday - 1), Opening::Closed { opens: Some(tuesday), holiday: None });
        assert_eq!(
            desk.opening(at("2026-11-25T23:00:00Z")),
            Opening::Closed { opens: Some(at("2026-11-27T14:00:00Z")), holiday: None }
        );
        assert_eq!(
            desk.opening(at("2026-11-26T15:00:00Z")),
            Opening::Closed { opens: Some(at("2026-11-27T14:00:00Z")), holiday: Some("Thanksgiving".to_owned()) }
        );
        let never = Desk { hours: Vec::new(), ..weekdays() };
        assert_eq!(never.opening(tuesday), Opening::Closed { opens: None, holiday: None });
    }

    #[test]
    fn a_desk_that_never_closes_says_so_and_midnight_is_no_closing() {
        let mut desk = desk((1..=7).map(|weekday| (weekday, 0, 1440)).collect());
        assert_eq!(desk.opening(at("2026-12-01T03:00:00Z")), Opening::Open { closes: None });
        // The holiday is 14 days away at most.
        assert_eq!(desk.opening(at("2026-11-20T03:00:00Z")), Opening::Open { closes: Some(at("2026-11-26T05:00:00Z")) });
        desk.holidays.clear();
        assert_eq!(desk.opening(at("2026-11-20T03:00:00Z")), Opening::Open { closes: None });
    }

    #[test]
    fn desk_hours_pass_only_while_it_is_open() {
        let desk = weekdays();
        // Friday 17:00 + 2 h = Monday 10:00; Wednesday evening + 1 h = Friday 10:00, since Thursday is a holiday.
        assert_eq!(desk.add_hours(at("2026-11-20T22:00:00Z"), 120), at("2026-11-23T15:00:00Z"));
        assert_eq!(desk.add_hours(at("2026-11-26T01:00:00Z"), 60), at("2026-11-27T15:00:00Z"));
        assert_eq!(desk.add_hours(at("2026-11-24T15:00:00Z"), 240), at("2026-11-24T19:00:00Z"));
        assert_eq!(desk.add_hours(at("2026-11-24T15:00:00Z"), 0), at("2026-11-24T15:00:00Z"));
        // To the last minute of the day is that day, not the next.
        assert_eq!(desk.add_hours(at("2026-11-24T22:00:00Z"), 60), at("2026-11-24T23:00:00Z"));
    }

    #[test]
    fn a_day_with_a_missing_hour_has_an_hour_less() {
        let desk = desk(vec![(7, 0, 240)]);
        // 2027-03-14: from 00:00 to 04:00 on the wall are three hours.
        let starts = at("2027-03-14T05:00:00Z");
        assert_eq!(desk.opening(starts), Opening::Open { closes: Some(starts + 3 * HOUR) });
        assert_eq!(desk.add_hours(starts, 181), at("2027-03-21T04:01:00Z"));
    }

    #[test]
    fn a_desk_without_hours_counts_every_minute() {
        let never = Desk { hours: Vec::new(), ..weekdays() };
        assert_eq!(never.add_hours(0, 240), 4 * HOUR);
        assert_eq!(never.add_hours(Millis::MAX, i64::MAX), Millis::MAX);
    }

    #[test]
    fn turns_go_round_among_those_who_are_there() {
        let mut desk = weekdays();
        let mut taken = [0; 4];
        let here = [OfficerId(1), OfficerId(3)];
        for _ in 0..9 {
            let next = desk.turn(&here).unwrap();
            desk.last_turn = Some(next);
            taken[usize::try_from(next.0).unwrap()] += 1;
        }
        assert_eq!(taken, [0, 5, 0, 4]);
        // The one whose turn was last may have left meanwhile.
        desk.last_turn = Some(OfficerId(2));
        assert_eq!((desk.turn(&here), desk.turn(&[])), (Some(OfficerId(3)), None));
    }
}
