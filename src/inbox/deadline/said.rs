//! A deadline as both ends of it read it: by the reporter's clock and by one's own.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::clock::Millis;

/// `5:00 pm ET · 2:00 pm your time`; the same clock is named once. The weekday is said where the day is not `today`'s of
/// that zone, the date where it is more than six days away.
pub fn said(instant: Millis, theirs: &TimeZone, mine: &TimeZone, now: Millis) -> String {
    let there = clock(instant, theirs, now);
    let here = clock(instant, mine, now);
    let (Ok(at), false) = (Timestamp::from_millisecond(instant), there.is_empty()) else { return String::new() };
    let named = format!("{there} {}", short(theirs, at));
    if theirs.to_datetime(at) == mine.to_datetime(at) { named } else { format!("{named} · {here} your time") }
}

fn clock(instant: Millis, zone: &TimeZone, now: Millis) -> String {
    let (Ok(at), Ok(now)) = (Timestamp::from_millisecond(instant), Timestamp::from_millisecond(now)) else {
        return String::new();
    };
    let (at, today) = (zone.to_datetime(at), zone.to_datetime(now).date());
    let (hour, half) = match at.hour() {
        0 => (12, "am"),
        hour @ 1..=11 => (hour, "am"),
        12 => (12, "pm"),
        hour => (hour - 12, "pm"),
    };
    let clock = format!("{hour}:{:02} {half}", at.minute());
    let days = at.date().duration_since(today).as_hours() / 24;
    match days {
        0 => clock,
        1..=6 => format!("{} {clock}", at.strftime("%A")),
        _ => format!("{} {clock}", at.strftime("%B %-d, %Y")),
    }
}

/// The name Americans say, which is the same in summer; else the zone's own abbreviation, the place or the offset.
pub(in crate::inbox) fn short(zone: &TimeZone, at: Timestamp) -> String {
    const SAID: [(&str, &str); 5] = [
        ("America/New_York", "ET"),
        ("America/Chicago", "CT"),
        ("America/Denver", "MT"),
        ("America/Los_Angeles", "PT"),
        ("America/Toronto", "ET"),
    ];
    let name = zone.iana_name();
    if let Some((_, said)) = name.and_then(|name| SAID.iter().find(|(zone, _)| *zone == name)) {
        return (*said).to_owned();
    }
    let info = zone.to_offset_info(at);
    let abbreviation = info.abbreviation();
    if abbreviation.chars().all(|c| c.is_ascii_alphabetic()) {
        return abbreviation.to_owned();
    }
    match name.and_then(|name| name.rsplit('/').next()) {
        Some(place) => format!("{} time", place.replace('_', " ")),
        None => format!("UTC{abbreviation}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn at(text: &str) -> Millis {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn a_deadline_is_said_by_both_clocks() {
        let (now, five) = (at("2026-11-24T15:00:00Z"), at("2026-11-24T22:00:00Z"));
        let ny = zone("America/New_York");
        assert_eq!(said(five, &ny, &zone("America/Los_Angeles"), now), "5:00 pm ET · 2:00 pm your time");
        assert_eq!(said(five, &ny, &zone("America/Toronto"), now), "5:00 pm ET");
        assert_eq!(said(five, &zone("Europe/London"), &ny, now), "10:00 pm GMT · 5:00 pm your time");
        assert_eq!(said(five, &zone("Asia/Kolkata"), &ny, now), "Wednesday 3:30 am IST · 5:00 pm your time");
        assert_eq!(said(five, &zone("America/Bogota"), &zone("America/Bogota"), now), "5:00 pm Bogota time");
        let far = at("2026-12-15T17:00:00Z");
        assert_eq!(said(far, &ny, &ny, now), "December 15, 2026 12:00 pm ET");
    }
}
