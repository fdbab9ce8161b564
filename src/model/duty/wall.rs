//! The clock on the wall of one place: which instants a local time names, and when the next ones come at which something
//! may change there. Shifts and hours are always judged by the wall, so a day with a repeated or a missing hour leaves
//! neither a gap nor two at once.

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};

use crate::clock::Millis;

/// How far ahead is looked, in days.
pub(super) const AHEAD: i32 = 14;

pub(super) fn stamp(at: Millis) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap_or(if at < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// What the wall shows at an instant.
pub(super) fn local(zone: &TimeZone, at: Millis) -> DateTime {
    zone.to_datetime(stamp(at))
}

/// Minutes since the wall's midnight.
pub(super) fn minute(time: DateTime) -> u16 {
    u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs())
}

pub(super) fn shifted(day: Date, days: i32) -> Option<Date> {
    day.checked_add(days.days()).ok()
}

/// The instants at which the wall shows `minute` of a day (1440 = midnight at its end): two when an hour is repeated; when
/// it is left out, the one at which the wall goes past it.
pub(super) fn instants(zone: &TimeZone, day: Date, minute: u16) -> Vec<Millis> {
    let (day, minute) = if minute >= 1440 { (shifted(day, 1).unwrap_or(day), minute - 1440) } else { (day, minute) };
    let (Ok(hour), Ok(rest)) = (i8::try_from(minute / 60), i8::try_from(minute % 60)) else { return Vec::new() };
    let time = day.at(hour.min(23), rest, 0, 0);
    let at = |offset: jiff::tz::Offset| offset.to_timestamp(time).ok().map(Timestamp::as_millisecond);
    match zone.to_ambiguous_timestamp(time).offset() {
        AmbiguousOffset::Unambiguous { offset } => at(offset).into_iter().collect(),
        AmbiguousOffset::Fold { before, after } => [at(before), at(after)].into_iter().flatten().collect(),
        AmbiguousOffset::Gap { after, .. } => {
            let before_it = at(after).and_then(|at| Timestamp::from_millisecond(at).ok());
            before_it
                .and_then(|at| zone.following(at).next())
                .map(|change| change.timestamp().as_millisecond())
                .into_iter()
                .collect()
        }
    }
}

/// The instants in `(from, to)` at which the wall jumps.
pub(super) fn jumps(zone: &TimeZone, from: Millis, to: Millis) -> impl Iterator<Item = Millis> + use<'_> {
    zone.following(stamp(from)).map(|change| change.timestamp().as_millisecond()).take_while(move |at| *at < to)
}

/// Midnight at the beginning of a day, the first one.
pub(super) fn midnight(zone: &TimeZone, day: Date) -> Option<Millis> {
    instants(zone, day, 0).first().copied()
}
