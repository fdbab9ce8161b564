//! A feed's date: the moment, and the day it was where it was written. A release of half past midnight in Berlin
//! carries Berlin's day, not the day before in UTC.

use jiff::civil::{Date, Time};
use jiff::fmt::{rfc2822, strtime, temporal};

use crate::clock::Millis;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct When {
    pub millis: Millis,
    pub date: Date,
}

static RFC2822: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
static ISO: temporal::DateTimeParser = temporal::DateTimeParser::new();

/// As people write them by hand, all without a zone.
const BY_HAND: [&str; 8] =
    ["%d %b %Y %H:%M:%S", "%d %b %Y %H:%M", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d.%m.%Y", "%Y/%m/%d"];

pub(super) fn parse(text: &str) -> Option<When> {
    let text = text.trim();
    if text.len() > 80 {
        return None;
    }
    let found = mail_date(text).or_else(|| iso(text)).or_else(|| by_hand(text))?;
    (1970..=2200).contains(&found.date.year()).then_some(found)
}

fn mail_date(text: &str) -> Option<When> {
    let text = text.replace(" UTC", " GMT").replace(" Z", " GMT");
    let zoned = RFC2822.parse_zoned(&text).ok().or_else(|| {
        // A weekday in another language says nothing the date does not.
        let (_, rest) = text.split_once(',')?;
        RFC2822.parse_zoned(rest.trim()).ok()
    })?;
    Some(When { millis: zoned.timestamp().as_millisecond(), date: zoned.date() })
}

fn iso(text: &str) -> Option<When> {
    let pieces = ISO.parse_pieces(text).ok()?;
    let (date, time) = (pieces.date(), pieces.time().unwrap_or(Time::midnight()));
    let offset = pieces.to_numeric_offset().unwrap_or(jiff::tz::Offset::UTC);
    let at = offset.to_timestamp(date.to_datetime(time)).ok()?;
    Some(When { millis: at.as_millisecond(), date })
}

fn by_hand(text: &str) -> Option<When> {
    let candidates = [Some(text), text.split_once(',').map(|(_, rest)| rest.trim())];
    for text in candidates.into_iter().flatten() {
        for format in BY_HAND {
            let Ok(parsed) = strtime::parse(format, text) else { continue };
            let Ok(date) = parsed.to_date() else { continue };
            let at = jiff::tz::Offset::UTC.to_timestamp(date.to_datetime(parsed.to_time().unwrap_or(Time::midnight()))).ok()?;
            return Some(When { millis: at.as_millisecond(), date });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_day_is_the_writers_day() {
        for (text, day) in [
            ("Tue, 31 Mar 2020 16:00:00 +0000", date(2020, 3, 31)),
            ("Wed, 31 Mar 2020 16:00:00 GMT", date(2020, 3, 31)),
            ("mar., 31 Mar 2020 16:00:00 +0200", date(2020, 3, 31)),
            ("2026-11-24T00:30:00+01:00", date(2026, 11, 24)),
            ("2026-11-24T00:30:00Z", date(2026, 11, 24)),
            ("2026-11-24 00:30:00", date(2026, 11, 24)),
            ("2026-11-24", date(2026, 11, 24)),
            ("November 24, 2026", date(2026, 11, 24)),
            ("24 Nov 2026", date(2026, 11, 24)),
            ("Tuesday, November 24, 2026", date(2026, 11, 24)),
            ("24.11.2026", date(2026, 11, 24)),
            ("Tue, 24 Nov 2026 16:00:00 EST", date(2026, 11, 24)),
        ] {
            assert_eq!(parse(text).map(|when| when.date), Some(day), "{text}");
        }
        assert_eq!(parse("2026-11-24T00:30:00+01:00").unwrap().millis, 1_795_476_600_000);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "yesterday", "0001-01-01T00:00:00Z", "2026-13-45", &"9".repeat(1000)] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
