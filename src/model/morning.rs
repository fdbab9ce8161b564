//! "In each reporter's morning": the first half past eight by somebody's own clock.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;

use crate::clock::{DAY, Millis};

/// The time of day that is meant, and the clock of whoever has not said where they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Morning {
    time: Time,
    zone: TimeZone,
}

impl Morning {
    /// `zone` is the office's.
    pub fn of(zone: &TimeZone) -> Self {
        // What has no name cannot be written down.
        let zone = if zone.iana_name().is_some() { zone.clone() } else { TimeZone::UTC };
        Self { time: Time::constant(8, 30, 0, 0), zone }
    }

    /// As it is written in a mailing's terms: `08:30 Europe/Berlin`.
    pub fn parse(text: &str) -> Option<Self> {
        let (time, zone) = text.split_once(' ')?;
        Some(Self { time: time.parse().ok()?, zone: TimeZone::get(zone).ok()? })
    }

    /// The first such moment at or after `from`, by this clock or, where it is none, the office's.
    pub fn first(&self, clock: Option<&str>, from: Millis) -> Millis {
        let zone = clock.and_then(|name| TimeZone::get(name).ok()).unwrap_or_else(|| self.zone.clone());
        let Ok(start) = Timestamp::from_millisecond(from) else { return from };
        let today = start.to_zoned(zone.clone()).date();
        let at = |date: DateTime| date.to_zoned(zone.clone()).ok().map(|moment| moment.timestamp().as_millisecond());
        let mornings = [Some(today), today.tomorrow().ok()].into_iter().flatten();
        // Where the clocks skip that time, or the calendar a day, it is a day later at the latest.
        mornings.filter_map(|date| at(date.to_datetime(self.time))).find(|moment| *moment >= from).unwrap_or(from + DAY)
    }
}

impl fmt::Display for Morning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.time.strftime("%H:%M"), self.zone.iana_name().unwrap_or("UTC"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Millis {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    fn berlin() -> Morning {
        Morning::of(&TimeZone::get("Europe/Berlin").unwrap())
    }

    #[test]
    fn it_is_the_first_one_that_comes_by_ones_own_clock() {
        for (clock, from, first) in [
            (None, "2026-11-26T09:00:00Z", "2026-11-27T07:30:00Z"),
            (None, "2026-11-26T07:30:00Z", "2026-11-26T07:30:00Z"),
            (Some("America/New_York"), "2026-11-26T09:00:00Z", "2026-11-26T13:30:00Z"),
            (Some("Asia/Tokyo"), "2026-11-26T09:00:00Z", "2026-11-26T23:30:00Z"),
            (Some("Pacific/Kiritimati"), "2026-11-26T09:00:00Z", "2026-11-26T18:30:00Z"),
            (Some("Mars/Base"), "2026-11-26T09:00:00Z", "2026-11-27T07:30:00Z"),
            // The nights in which the clocks go forward and back.
            (None, "2026-03-28T12:00:00Z", "2026-03-29T06:30:00Z"),
            (None, "2026-10-24T12:00:00Z", "2026-10-25T07:30:00Z"),
            // Samoa had no 30 December 2011.
            (Some("Pacific/Apia"), "2011-12-30T05:00:00Z", "2011-12-30T18:30:00Z"),
        ] {
            assert_eq!(berlin().first(clock, at(from)), at(first), "{clock:?} from {from}");
        }
    }

    #[test]
    fn it_is_written_as_it_is_read() {
        assert_eq!(berlin().to_string(), "08:30 Europe/Berlin");
        for morning in [berlin(), Morning::of(&TimeZone::UTC)] {
            assert_eq!(Morning::parse(&morning.to_string()), Some(morning));
        }
        for wrong in ["", "08:30", "25:00 UTC", "08:30 Mars/Base"] {
            assert_eq!(Morning::parse(wrong), None, "{wrong}");
        }
    }
}
