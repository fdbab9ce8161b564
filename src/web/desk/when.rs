//! Moments in the officer's language and zone: always with the weekday, 24 hours, never a bare date.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::messages::{self, Lang};
use super::parts::Moment;
use crate::clock::Millis;

struct Calendar {
    /// Monday first.
    days: [&'static str; 7],
    months: [&'static str; 12],
}

const ENGLISH: Calendar = Calendar {
    days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};
const SPANISH: Calendar = Calendar {
    days: ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    months: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
};
const ARABIC: Calendar = Calendar {
    days: ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
    months: ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"],
};

fn calendar(lang: Lang) -> &'static Calendar {
    match lang {
        Lang::En => &ENGLISH,
        Lang::Es => &SPANISH,
        Lang::Ar => &ARABIC,
    }
}

/// The short name of a weekday, Monday = 0.
pub fn weekday(lang: Lang, day: usize) -> &'static str {
    calendar(lang).days[day % 7]
}

pub fn month(lang: Lang, month: i8) -> &'static str {
    calendar(lang).months[usize::try_from(month - 1).unwrap_or(0) % 12]
}

/// A moment in a zone; one no calendar knows is the epoch.
pub fn zoned(at: Millis, zone: &TimeZone) -> Zoned {
    Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone())
}

/// `Thu 26 Nov 2026, 10:00`.
pub fn text(at: Millis, lang: Lang, zone: &TimeZone) -> String {
    let time = zoned(at, zone);
    let comma = if lang == Lang::Ar { "،" } else { "," };
    format!("{}{comma} {}", date(&time, lang), clock(&time))
}

/// `Thu 26 Nov 2026`.
pub fn date(time: &Zoned, lang: Lang) -> String {
    let names = calendar(lang);
    let day = names.days[usize::try_from(time.weekday().to_monday_zero_offset()).unwrap_or(0) % 7];
    let comma = if lang == Lang::Ar { "،" } else { "" };
    format!("{day}{comma} {} {} {}", time.day(), month(lang, time.month()), time.year())
}

/// `10:00`.
pub fn clock(time: &Zoned) -> String {
    time.strftime("%H:%M").to_string()
}

/// `Thu 26 Nov 2026, 10:00 (Europe/Berlin, UTC+1)`, for whatever is decided by it.
pub fn exact(at: Millis, lang: Lang, zone: &TimeZone) -> String {
    let place = place(zone).map(|name| format!("{name}, ")).unwrap_or_default();
    format!("{} ({place}{})", text(at, lang, zone), offset(&zoned(at, zone)))
}

/// `Berlin`; `None` for UTC itself and for a zone without a name.
pub fn place(zone: &TimeZone) -> Option<String> {
    let name = zone.iana_name().map(|name| name.rsplit('/').next().unwrap_or(name).replace('_', " "));
    name.filter(|name| name != "UTC")
}

/// `UTC+1`.
pub fn offset(time: &Zoned) -> String {
    let seconds = time.offset().seconds();
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
    let sign = if seconds < 0 { '−' } else { '+' };
    if minutes == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{minutes:02}") }
}

pub fn moment(at: Millis, lang: Lang, zone: &TimeZone) -> Moment {
    let time = zoned(at, zone);
    Moment { iso: time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(), text: text(at, lang, zone) }
}

/// `in 18 minutes`, whole units, from now on.
pub fn away(ms: Millis, lang: Lang) -> String {
    let minutes = ms / 60_000;
    let (unit, n) = match minutes {
        ..1 => ("now", 0),
        1..120 => ("minutes", minutes),
        120..2_880 => ("hours", minutes / 60),
        _ => ("days", minutes / 1_440),
    };
    messages::text(lang, "when-away", &[("unit", unit.into()), ("n", n.into())])
}

/// Why a date and a time are no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    NoDate,
    NoTime,
    /// The clocks skip it.
    Skipped,
    /// The clocks show it twice.
    Twice,
}

/// From `2026-11-26` and `10:00` (also `1000`, `10.00`) in a zone.
pub fn parse(date: &str, time: &str, zone: &TimeZone) -> Result<Millis, Unclear> {
    let moments = both(date, time, zone)?;
    if moments.0 == moments.1 { Ok(moments.0) } else { Err(Unclear::Twice) }
}

/// As [`parse`]; of a time that the clocks show twice, both moments.
pub fn both(date: &str, time: &str, zone: &TimeZone) -> Result<(Millis, Millis), Unclear> {
    let date: jiff::civil::Date = date.trim().parse().map_err(|_| Unclear::NoDate)?;
    let time = time.trim().replace(['.', 'h', 'H'], ":");
    let (hour, minute) = match time.split_once(':') {
        Some((hour, minute)) => (hour, minute),
        None if time.len() == 4 && time.is_ascii() => time.split_at(2),
        None => return Err(Unclear::NoTime),
    };
    let number = |text: &str| text.parse::<i8>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
    let (hour, minute) = number(hour).zip(number(minute)).ok_or(Unclear::NoTime)?;
    let time = jiff::civil::Time::new(hour, minute, 0, 0).map_err(|_| Unclear::NoTime)?;
    let ambiguous = zone.to_ambiguous_zoned(date.to_datetime(time));
    match ambiguous.offset() {
        jiff::tz::AmbiguousOffset::Gap { .. } => Err(Unclear::Skipped),
        jiff::tz::AmbiguousOffset::Fold { .. } | jiff::tz::AmbiguousOffset::Unambiguous { .. } => {
            let millis = |zoned: Result<Zoned, jiff::Error>| {
                zoned.map(|zoned| zoned.timestamp().as_millisecond()).map_err(|_| Unclear::NoDate)
            };
            Ok((millis(ambiguous.clone().earlier())?, millis(ambiguous.later())?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    #[test]
    fn a_time_the_clocks_skip_or_show_twice_is_asked_about() {
        assert_eq!(parse("2027-03-28", "02:30", &berlin()), Err(Unclear::Skipped));
        assert_eq!(parse("2026-10-25", "02:30", &berlin()), Err(Unclear::Twice));
        let (first, second) = both("2026-10-25", "02:30", &berlin()).unwrap();
        assert_eq!(second - first, 3_600_000);
        assert_eq!(parse("2026-11-26", "1000", &berlin()), Ok(1_795_683_600_000));
        for time in ["", "25:00", "10:60", "ten", "10:0x", "-1:00"] {
            assert_eq!(parse("2026-11-26", time, &berlin()), Err(Unclear::NoTime), "{time}");
        }
        assert_eq!(parse("26.11.2026", "10:00", &berlin()), Err(Unclear::NoDate));
    }

    #[test]
    fn a_moment_has_weekday_zone_and_twenty_four_hours() {
        let at = 1_795_683_600_000;
        assert_eq!(exact(at, Lang::En, &berlin()), "Thu 26 Nov 2026, 10:00 (Berlin, UTC+1)");
        assert_eq!(text(at, Lang::Es, &berlin()), "jue 26 nov 2026, 10:00");
        assert_eq!(moment(at, Lang::Ar, &berlin()).text, "الخميس، 26 نوفمبر 2026، 10:00");
        assert_eq!(moment(at, Lang::En, &berlin()).iso, "2026-11-26T10:00:00+01:00");
    }
}
