//! A calendar invitation (RFC 5545, RFC 5546) among the parts of a message: what, and when it begins.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::{charset, decode};
use crate::clock::Millis;
use crate::model::inbound::Read;

/// Bytes of a calendar that are read.
const LIMIT: usize = 256 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// `REQUEST`, `CANCEL`, `REPLY` …
    pub method: String,
    pub summary: String,
    pub begins: Begins,
}

/// When it begins, as exactly as the invitation says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begins {
    At(Millis),
    /// The wall clock, in no zone that is known here (its name, or empty).
    Local {
        wall: String,
        zone: String,
    },
    /// A whole day, `2026-11-24`.
    Day(String),
}

/// The first event of the first calendar among the parts.
pub fn find(raw: &[u8], read: &Read) -> Option<Invitation> {
    let part = read.parts.iter().find(|part| part.declared == "text/calendar" || part.declared == "application/ics")?;
    let bytes = decode::beginning(raw, part, LIMIT);
    parse(&charset::text(bytes.get(..LIMIT).unwrap_or(&bytes), None))
}

fn parse(calendar: &str) -> Option<Invitation> {
    // A line that begins with white space goes on the one before (RFC 5545 §3.1).
    let unfolded = calendar.replace("\n ", "").replace("\n\t", "");
    let mut method = String::new();
    let mut summary = String::new();
    let mut begins = None;
    let mut in_event = false;
    for line in unfolded.lines() {
        let Some((name, value)) = split(line) else { continue };
        let (name, parameters) = name.split_once(';').unwrap_or((name, ""));
        match name.to_ascii_uppercase().as_str() {
            "METHOD" => method = value.trim().to_ascii_uppercase(),
            "BEGIN" if value.eq_ignore_ascii_case("VEVENT") => in_event = true,
            "END" if value.eq_ignore_ascii_case("VEVENT") => break,
            "SUMMARY" if in_event => summary = value.replace("\\n", " ").replace("\\,", ",").replace("\\;", ";"),
            "DTSTART" if in_event => begins = when(parameters, value.trim()),
            _ => {}
        }
    }
    begins.map(|begins| Invitation { method, summary, begins })
}

/// At the first colon outside of quotation marks.
fn split(line: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let colon = line.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ':' && !quoted
    })?;
    Some((&line[..colon.0], &line[colon.0 + 1..]))
}

fn when(parameters: &str, value: &str) -> Option<Begins> {
    if value.len() == 8 {
        let day = jiff::civil::Date::strptime("%Y%m%d", value).ok()?;
        return Some(Begins::Day(day.to_string()));
    }
    let utc = value.strip_suffix('Z');
    let wall = DateTime::strptime("%Y%m%dT%H%M%S", utc.unwrap_or(value)).ok()?;
    if utc.is_some() {
        return wall.to_zoned(TimeZone::UTC).ok().map(|at| Begins::At(at.timestamp().as_millisecond()));
    }
    let zone = parameters.split(';').find_map(|one| one.strip_prefix("TZID=")).unwrap_or_default().trim_matches('"');
    let known = TimeZone::get(zone).ok().and_then(|zone| wall.to_zoned(zone).ok());
    Some(match known {
        Some(at) => Begins::At(at.timestamp().as_millisecond()),
        None => Begins::Local { wall: wall.to_string(), zone: zone.to_owned() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(line: &str) -> Option<Begins> {
        parse(&format!("BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Live at three\\, \n local\n{line}\nEND:VEVENT\n"))
            .map(|i| {
                assert_eq!((i.method.as_str(), i.summary.as_str()), ("REQUEST", "Live at three, local"));
                i.begins
            })
    }

    #[test]
    fn an_event_begins_when_it_says() {
        let at = 1_795_705_200_000;
        assert_eq!(begins("DTSTART:20261126T150000Z"), Some(Begins::At(at)));
        assert_eq!(begins("DTSTART;TZID=America/New_York:20261126T100000"), Some(Begins::At(at)));
        assert_eq!(begins("DTSTART;VALUE=DATE:20261126"), Some(Begins::Day("2026-11-26".to_owned())));
        let outlook = begins("DTSTART;TZID=\"Eastern: US\":20261126T100000");
        assert_eq!(outlook, Some(Begins::Local { wall: "2026-11-26T10:00:00".to_owned(), zone: "Eastern: US".to_owned() }));
        assert_eq!(begins("DTSTART:soon"), None);
    }
}
