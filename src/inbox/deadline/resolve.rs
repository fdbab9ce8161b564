//! From words to instants: in whose zone a time is, which day is meant, and how sure that is. Of several readings the
//! earliest that is still to come holds.

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan};

use super::Around;
use super::times::{Clock, Day, Part, Vague, Written};
use super::zones::Said;
use crate::clock::{DAY, HOUR, MINUTE, Millis};
use crate::model::inquiry::{Confidence, Deadline, TimeKind, ZoneFrom};

/// Minutes of the day for words that name none.
const EVENING: u16 = 18 * 60;
const MIDNIGHT: u16 = 1440;
/// A date without a year that is further back than this is next year's.
const BACK: i64 = 30;

/// A zone, where it is from, and whether the words settle it.
struct Zone {
    zone: TimeZone,
    from: ZoneFrom,
    said: bool,
}

/// One reading of a day, and whether the words leave no other.
struct Days {
    dates: Vec<Date>,
    said: bool,
}

/// The reading that holds. `today_is_said`: the same sentence says "today".
pub(super) fn read(
    text: &str,
    time: &Written,
    span: (usize, usize),
    kind: TimeKind,
    around: &Around<'_>,
    today_is_said: bool,
) -> Option<Deadline> {
    let zone = zone(time, around);
    let base = around.base();
    let (instant, confidence) = if time.vague == Some(Vague::AsSoonAsPossible) {
        (around.received.saturating_add(HOUR), Confidence::Low)
    } else if let Some(minutes) = time.after {
        let sure = if minutes >= 2 * 1440 { Confidence::Medium } else { Confidence::High };
        (base.saturating_add(minutes.saturating_mul(MINUTE)), sure)
    } else {
        at_clock(time, &zone, around, kind, today_is_said)?
    };
    Some(Deadline {
        kind,
        instant,
        zone: name(&zone.zone, instant),
        zone_from: zone.from,
        words: text.get(span.0..span.1)?.split_whitespace().collect::<Vec<_>>().join(" "),
        span,
        confidence,
        urgent: time.vague == Some(Vague::AsSoonAsPossible),
        passed: instant < around.received,
    })
}

fn zone(time: &Written, around: &Around<'_>) -> Zone {
    let inferred = || {
        let header =
            around.offset.and_then(|minutes| minutes.checked_mul(60)).and_then(|seconds| Offset::from_seconds(seconds).ok());
        let (zone, from) = match (around.contact_zone, around.outlet_zone, header) {
            (Some(zone), ..) => (zone.clone(), ZoneFrom::Contact),
            (None, Some(zone), _) => (zone.clone(), ZoneFrom::Outlet),
            (None, None, Some(offset)) => (offset.to_time_zone(), ZoneFrom::Header),
            (None, None, None) => (around.desk_zone.clone(), ZoneFrom::Desk),
        };
        Zone { zone, from, said: false }
    };
    match &time.zone {
        None | Some(Said::Mine) => inferred(),
        Some(Said::Yours) => Zone { zone: around.desk_zone.clone(), from: ZoneFrom::Desk, said: false },
        Some(Said::Zone { zone, doubtful }) => Zone { zone: zone.clone(), from: ZoneFrom::Words, said: !doubtful },
    }
}

fn at_clock(
    time: &Written,
    zone: &Zone,
    around: &Around<'_>,
    kind: TimeKind,
    today_is_said: bool,
) -> Option<(Millis, Confidence)> {
    let base = around.base();
    let now = local(&zone.zone, base);
    let (minute, vague) = minute(time, now, kind, around.is_english());
    let days = days(time, zone, around, minute)?;
    let readings = days.dates.iter().filter_map(|date| instant(&zone.zone, *date, minute)).collect::<Vec<_>>();
    let first = readings.iter().copied().filter(|at| *at >= around.received).min().or_else(|| readings.iter().copied().max())?;
    let day_is_said = days.said || (time.day.is_none() && today_is_said && local(&zone.zone, first - 1).date() == now.date());
    let confidence = match (vague, time.clock.is_some() && day_is_said && zone.said) {
        (true, _) => Confidence::Low,
        (false, true) => Confidence::High,
        (false, false) => Confidence::Medium,
    };
    Some((first, confidence))
}

/// The minute of the day, and whether the words are vague about it.
fn minute(time: &Written, now: DateTime, kind: TimeKind, english: bool) -> (u16, bool) {
    let late = now.hour() >= 18 && matches!(time.day, None | Some(Day::In(0)));
    match (time.clock, time.vague, time.part) {
        (Some(clock), ..) => (whole(clock, time.part, kind, english), false),
        (None, Some(Vague::EndOfDay), _) => (if late { MIDNIGHT } else { EVENING }, true),
        (None, Some(Vague::FirstThing), _) => (9 * 60, true),
        (None, _, Some(Part::Morning)) => (12 * 60, true),
        (None, _, Some(Part::Afternoon)) => (17 * 60, true),
        (None, _, Some(Part::Evening)) => (21 * 60, true),
        (None, _, None) => (if late && time.day.is_some() { MIDNIGHT } else { EVENING }, time.day == Some(Day::EndOfWeek)),
    }
}

/// "5" is between 8 and 20 o'clock, if no part of the day is said.
fn whole(clock: Clock, part: Option<Part>, kind: TimeKind, english: bool) -> u16 {
    let noon = 12 * 60;
    let hour = clock.minute / 60;
    match part {
        Some(Part::Afternoon | Part::Evening) if (1..12).contains(&hour) => clock.minute + noon,
        Some(_) => clock.minute,
        // The other languages count to 24, and an embargo ends at any hour.
        None if clock.half && !english && !clock.minute.is_multiple_of(60) => clock.minute,
        None if clock.half && !english && kind == TimeKind::Embargo => clock.minute,
        None if clock.half && hour < 8 => clock.minute + noon,
        None => clock.minute,
    }
}

fn days(time: &Written, zone: &Zone, around: &Around<'_>, minute: u16) -> Option<Days> {
    let base = around.base();
    let today = local(&zone.zone, base).date();
    let is_over = |date: Date| instant(&zone.zone, date, minute).is_none_or(|at| at < base);
    Some(match time.day {
        None => {
            let date = if is_over(today) { shifted(today, 1)? } else { today };
            Days { dates: vec![date], said: false }
        }
        Some(Day::In(days)) => {
            // The writer's own day may be another than that of the place they name.
            let theirs = local(&around.writers_zone(), base).date();
            let mut dates = vec![shifted(today, days)?];
            if theirs != today {
                dates.push(shifted(theirs, days)?);
            }
            Days { said: dates.len() == 1, dates }
        }
        Some(Day::Weekday { day, next }) => {
            let date = on_or_after(today, day)?;
            let date = if is_over(date) { shifted(date, 7)? } else { date };
            // Midnight of a day is its beginning or its end.
            if minute == MIDNIGHT {
                return Some(Days { dates: vec![shifted(date, -1)?, date], said: false });
            }
            Days { dates: vec![date], said: !next }
        }
        Some(Day::EndOfWeek) => {
            let friday = on_or_after(today, 5)?;
            Days { dates: vec![if is_over(friday) { shifted(friday, 7)? } else { friday }], said: true }
        }
        Some(Day::Date { year, month, day, weekday }) => {
            let date = dated(today, year, month, day)?;
            Days { dates: vec![date], said: weekday.is_none_or(|weekday| weekday == date.weekday().to_monday_one_offset()) }
        }
        Some(Day::Slashed(first, second, year)) => slashed(today, first, second, year, around)?,
    })
}

fn slashed(today: Date, first: i8, second: i8, year: Option<i16>, around: &Around<'_>) -> Option<Days> {
    let month_first = || dated(today, year, first, second);
    let day_first = || dated(today, year, second, first);
    let order = match around.outlet_country {
        Some("US" | "PH" | "FM" | "PW" | "MH" | "BZ") => [month_first(), None],
        Some(_) => [day_first(), None],
        None if !around.is_english() => [day_first(), None],
        None => [month_first(), day_first()],
    };
    let mut dates: Vec<Date> = order.into_iter().flatten().collect();
    if dates.is_empty() {
        dates.extend([month_first(), day_first()].into_iter().flatten());
    }
    dates.dedup();
    if dates.is_empty() { None } else { Some(Days { said: dates.len() == 1, dates }) }
}

fn dated(today: Date, year: Option<i16>, month: i8, day: i8) -> Option<Date> {
    let this = Date::new(year.unwrap_or(today.year()), month, day).ok()?;
    if year.is_some() || this >= today.checked_sub(BACK.days()).ok()? {
        return Some(this);
    }
    Date::new(today.year() + 1, month, day).ok()
}

fn on_or_after(today: Date, weekday: i8) -> Option<Date> {
    let days = (weekday - today.weekday().to_monday_one_offset()).rem_euclid(7);
    shifted(today, i32::from(days))
}

fn shifted(day: Date, days: i32) -> Option<Date> {
    day.checked_add(days.days()).ok()
}

pub(super) fn local(zone: &TimeZone, at: Millis) -> DateTime {
    zone.to_datetime(Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH))
}

/// The first instant at which the clock on the wall shows it; where that hour is left out, as much later.
fn instant(zone: &TimeZone, day: Date, minute: u16) -> Option<Millis> {
    let (day, minute) = if minute >= MIDNIGHT { (shifted(day, 1)?, minute - MIDNIGHT) } else { (day, minute) };
    let time = day.at(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0);
    zone.to_timestamp(time).ok().map(Timestamp::as_millisecond)
}

/// The IANA name, or the offset at that instant.
fn name(zone: &TimeZone, at: Millis) -> String {
    if let Some(name) = zone.iana_name() {
        return name.to_owned();
    }
    let offset = zone.to_offset(Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH)).seconds() / 60;
    format!("{}{:02}:{:02}", if offset < 0 { '-' } else { '+' }, offset.abs() / 60, offset.abs() % 60)
}

impl Around<'_> {
    /// From when on "tomorrow" and "in two hours" are counted: the message's own date, if it can be true.
    pub(super) fn base(&self) -> Millis {
        self.anchor.filter(|at| at.abs_diff(self.received) <= DAY.unsigned_abs()).unwrap_or(self.received)
    }

    fn writers_zone(&self) -> TimeZone {
        zone(&Written::default(), self).zone
    }

    /// As far as is known; most mail is.
    fn is_english(&self) -> bool {
        self.language.is_none_or(|language| language.starts_with("en"))
    }
}
