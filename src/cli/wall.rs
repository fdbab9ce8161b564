//! Times as they are typed for desks and rotas: by the clock on the wall of a zone.

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;

use crate::clock::Millis;
use crate::store::Store;
use crate::store::officers::{self, Officer};

/// Weekdays in the order of ISO.
pub(super) const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// ISO weekday (Monday = 1).
pub(super) fn weekday(text: &str) -> Result<i8, String> {
    let wanted = text.trim().to_lowercase();
    (1..)
        .zip(DAYS)
        .find(|(_, day)| {
            wanted.get(..3) == Some(day) && "monday tuesday wednesday thursday friday saturday sunday".contains(&wanted)
        })
        .map(|(number, _)| number)
        .ok_or_else(|| format!("`{text}` is no weekday; write mon, tue, wed, thu, fri, sat or sun"))
}

/// `mon-fri` or `sat`; `sun-tue` goes over the end of the week.
pub(super) fn weekdays(text: &str) -> Result<Vec<i8>, String> {
    let Some((from, to)) = text.split_once('-') else { return Ok(vec![weekday(text)?]) };
    let (from, to) = (weekday(from)?, weekday(to)?);
    Ok((0..=(to - from).rem_euclid(7)).map(|day| (from - 1 + day) % 7 + 1).collect())
}

/// Minutes of the day; `24:00` is its end.
pub(super) fn minute(text: &str) -> Result<u16, String> {
    if text.trim() == "24:00" {
        return Ok(1440);
    }
    let time: Time = text.trim().parse().map_err(|_| format!("`{text}` is no time of day; write 09:00"))?;
    Ok(u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs()))
}

/// `09:00-18:00`.
pub(super) fn span(text: &str) -> Result<(u16, u16), String> {
    let (from, to) = text.split_once('-').ok_or_else(|| format!("`{text}` is no stretch of a day; write 09:00-18:00"))?;
    Ok((minute(from)?, minute(to)?))
}

/// `mon-fri 09:00-18:00`.
pub(super) fn hours(text: &str) -> Result<Vec<(i8, u16, u16)>, String> {
    let (days, times) =
        text.trim().split_once(' ').ok_or_else(|| format!("`{text}` are no hours; write \"mon-fri 09:00-18:00\""))?;
    let (opens, closes) = span(times)?;
    if opens >= closes {
        return Err(format!(
            "`{text}` closes before it opens; hours over midnight are two: 20:00-24:00 and 00:00-02:00 of the next day"
        ));
    }
    Ok(weekdays(days)?.into_iter().map(|day| (day, opens, closes)).collect())
}

pub(super) fn shown(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

pub(super) fn zone(text: &str) -> Result<String, String> {
    let known = TimeZone::get(text).ok().and_then(|zone| zone.iana_name().map(str::to_owned));
    known.ok_or_else(|| format!("`{text}` is no time zone; write a place, as America/New_York"))
}

/// `2026-11-24T20:00` (or with a blank), by the clock of the zone; the earlier of two where an hour is repeated.
pub(super) fn instant(text: &str, zone: &TimeZone) -> anyhow::Result<Millis> {
    let local: DateTime = text
        .trim()
        .replacen(' ', "T", 1)
        .parse()
        .map_err(|_| anyhow::anyhow!("`{text}` is no day and time; write 2026-11-24T20:00"))?;
    Ok(zone.to_timestamp(local)?.as_millisecond())
}

/// `Tue 24 Nov 20:00`, by the clock of the zone.
pub(super) fn told(at: Millis, zone: &TimeZone) -> String {
    let stamp = jiff::Timestamp::from_millisecond(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    zone.to_datetime(stamp).strftime("%a %d %b %H:%M").to_string()
}

pub(super) async fn officer(store: &Store, name: &str) -> anyhow::Result<Officer> {
    officers::find(store, name)
        .await?
        .ok_or_else(|| anyhow::anyhow!("there is no officer `{name}`; `dateline officer list` shows them"))
}
