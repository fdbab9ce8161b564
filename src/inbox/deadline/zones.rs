//! Names of time zones as reporters write them. "EST" in July means the clock on the wall in New York, so the American
//! and European names stand for places; a name that two parts of the world use is settled by the outlet's country.

use jiff::tz::{Offset, TimeZone};

use super::text::Token;
use super::words::phrase;

/// What the words say of the zone.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    Zone {
        zone: TimeZone,
        /// Settled by nothing in the message: two parts of the world say so.
        doubtful: bool,
    },
    /// "My time."
    Mine,
    /// "Your time."
    Yours,
}

/// Names that mean one place, and which one.
const PLAIN: [(&str, &str); 31] = [
    ("et", "America/New_York"),
    ("est", "America/New_York"),
    ("edt", "America/New_York"),
    ("eastern", "America/New_York"),
    ("ct", "America/Chicago"),
    ("cdt", "America/Chicago"),
    ("central", "America/Chicago"),
    ("mt", "America/Denver"),
    ("mst", "America/Denver"),
    ("mdt", "America/Denver"),
    ("mountain", "America/Denver"),
    ("pt", "America/Los_Angeles"),
    ("pst", "America/Los_Angeles"),
    ("pdt", "America/Los_Angeles"),
    ("pacific", "America/Los_Angeles"),
    ("akst", "America/Anchorage"),
    ("akdt", "America/Anchorage"),
    ("hst", "Pacific/Honolulu"),
    ("cet", "Europe/Paris"),
    ("cest", "Europe/Paris"),
    ("eet", "Europe/Athens"),
    ("eest", "Europe/Athens"),
    ("msk", "Europe/Moscow"),
    ("eat", "Africa/Nairobi"),
    ("sast", "Africa/Johannesburg"),
    ("wat", "Africa/Lagos"),
    ("pkt", "Asia/Karachi"),
    ("jst", "Asia/Tokyo"),
    ("aest", "Australia/Sydney"),
    ("aedt", "Australia/Sydney"),
    ("brt", "America/Sao_Paulo"),
];

/// Countries, and the place whose clock they mean.
type ByCountry = &'static [(&'static [&'static str], &'static str)];

/// Names of two or more places: the countries that decide, and what it is without one.
const SHARED: [(&str, ByCountry, &str); 4] = [
    ("bst", &[(&["GB", "IE", "IM", "JE", "GG"], "Europe/London"), (&["BD"], "Asia/Dhaka")], "Europe/London"),
    ("ist", &[(&["IN", "LK"], "Asia/Kolkata"), (&["IL", "PS"], "Asia/Jerusalem"), (&["IE"], "Europe/Dublin")], "Asia/Kolkata"),
    (
        "cst",
        &[
            (&["US", "CA"], "America/Chicago"),
            (&["CN", "HK", "MO"], "Asia/Shanghai"),
            (&["TW"], "Asia/Taipei"),
            (&["CU"], "America/Havana"),
            (&["MX"], "America/Mexico_City"),
            (&["CR"], "America/Costa_Rica"),
            (&["GT"], "America/Guatemala"),
            (&["SV"], "America/El_Salvador"),
            (&["HN"], "America/Tegucigalpa"),
            (&["NI"], "America/Managua"),
        ],
        "America/Chicago",
    ),
    (
        "ast",
        &[
            (&["SA", "KW", "QA", "BH", "IQ", "YE"], "Asia/Riyadh"),
            (&["PR", "VI"], "America/Puerto_Rico"),
            (&["CA", "BM"], "America/Halifax"),
            (&["DO"], "America/Santo_Domingo"),
        ],
        "America/Halifax",
    ),
];

/// Places whose time is named by their name, without accents.
const PLACES: [(&str, &str); 56] = [
    ("london", "Europe/London"),
    ("londres", "Europe/London"),
    ("uk", "Europe/London"),
    ("dublin", "Europe/Dublin"),
    ("paris", "Europe/Paris"),
    ("madrid", "Europe/Madrid"),
    ("barcelona", "Europe/Madrid"),
    ("berlin", "Europe/Berlin"),
    ("brussels", "Europe/Brussels"),
    ("bruxelles", "Europe/Brussels"),
    ("geneva", "Europe/Zurich"),
    ("geneve", "Europe/Zurich"),
    ("ginebra", "Europe/Zurich"),
    ("rome", "Europe/Rome"),
    ("vienna", "Europe/Vienna"),
    ("athens", "Europe/Athens"),
    ("kyiv", "Europe/Kyiv"),
    ("moscow", "Europe/Moscow"),
    ("istanbul", "Europe/Istanbul"),
    ("new york", "America/New_York"),
    ("nueva york", "America/New_York"),
    ("washington", "America/New_York"),
    ("miami", "America/New_York"),
    ("toronto", "America/Toronto"),
    ("montreal", "America/Toronto"),
    ("chicago", "America/Chicago"),
    ("houston", "America/Chicago"),
    ("denver", "America/Denver"),
    ("los angeles", "America/Los_Angeles"),
    ("san francisco", "America/Los_Angeles"),
    ("mexico city", "America/Mexico_City"),
    ("la ciudad de mexico", "America/Mexico_City"),
    ("ciudad de mexico", "America/Mexico_City"),
    ("mexico", "America/Mexico_City"),
    ("bogota", "America/Bogota"),
    ("colombia", "America/Bogota"),
    ("lima", "America/Lima"),
    ("buenos aires", "America/Argentina/Buenos_Aires"),
    ("argentina", "America/Argentina/Buenos_Aires"),
    ("santiago", "America/Santiago"),
    ("caracas", "America/Caracas"),
    ("dakar", "Africa/Dakar"),
    ("lagos", "Africa/Lagos"),
    ("nairobi", "Africa/Nairobi"),
    ("johannesburg", "Africa/Johannesburg"),
    ("cairo", "Africa/Cairo"),
    ("beirut", "Asia/Beirut"),
    ("jerusalem", "Asia/Jerusalem"),
    ("dubai", "Asia/Dubai"),
    ("delhi", "Asia/Kolkata"),
    ("mumbai", "Asia/Kolkata"),
    ("beijing", "Asia/Shanghai"),
    ("hong kong", "Asia/Hong_Kong"),
    ("tokyo", "Asia/Tokyo"),
    ("manila", "Asia/Manila"),
    ("sydney", "Australia/Sydney"),
];

/// Parts of a country, after "hora del" and "heure de l'".
const PARTS: [(&str, &str); 6] = [
    ("este", "America/New_York"),
    ("est", "America/New_York"),
    ("centro", "America/Chicago"),
    ("pacifico", "America/Los_Angeles"),
    ("pacifique", "America/Los_Angeles"),
    ("montana", "America/Denver"),
];

fn place(name: &str) -> Option<Said> {
    TimeZone::get(name).ok().map(|zone| Said::Zone { zone, doubtful: false })
}

/// The zone that begins at this token, and how many tokens it takes. Names and places alone count only right `behind` a
/// time; "et", "est" and "eat" are words too, so a name is in capitals or behind "pm".
pub(super) fn read(tokens: &[Token], at: usize, country: Option<&str>, behind: bool) -> Option<(Said, usize)> {
    let word = tokens.get(at)?;
    if let Some(found) = numeric(tokens, at) {
        return Some(found);
    }
    for (words, said) in [("my time", Said::Mine), ("your time", Said::Yours)] {
        if let Some(length) = phrase(tokens, at, words) {
            return Some((said, length));
        }
    }
    if let Some(found) = named_time(tokens, at) {
        return Some(found);
    }
    // "Pacific time", "London time".
    let time = |length: usize| length + usize::from(tokens.get(at + length).is_some_and(|next| next.text == "time"));
    let after_pm = at
        .checked_sub(1)
        .and_then(|before| tokens.get(before))
        .is_some_and(|before| matches!(before.text.as_str(), "am" | "pm" | "p" | "a" | "m" | "."));
    let is_name = time(1) > 1 || (behind && (word.capitals || after_pm || word.text.len() > 4));
    if let Some((_, zone)) = PLAIN.iter().find(|(name, _)| is_name && *name == word.text) {
        return Some((place(zone)?, time(1)));
    }
    if let Some((_, by_country, without)) = SHARED.iter().find(|(name, ..)| is_name && *name == word.text) {
        let settled = country.and_then(|country| by_country.iter().find(|(of, _)| of.contains(&country)));
        let zone = TimeZone::get(settled.map_or(*without, |(_, zone)| *zone)).ok()?;
        return Some((Said::Zone { zone, doubtful: settled.is_none() }, time(1)));
    }
    let (length, zone) = PLACES.iter().find_map(|(name, zone)| Some((phrase(tokens, at, name)?, *zone)))?;
    let with_time = time(length);
    (behind || with_time > length).then(|| Some((place(zone)?, with_time))).flatten()
}

/// "Hora de Madrid", "hora del Este", "heure de Paris", "heure de l'Est".
fn named_time(tokens: &[Token], at: usize) -> Option<(Said, usize)> {
    const OPENINGS: [&str; 9] =
        ["hora de", "hora del", "hora", "heure de l ’", "heure de l '", "heure du", "heure de", "heures de", "tiempo del"];
    let opening = OPENINGS.iter().filter_map(|words| phrase(tokens, at, words)).max()?;
    let behind = at + opening;
    let part = PARTS.iter().find_map(|(name, zone)| Some((phrase(tokens, behind, name)?, *zone)));
    let (length, zone) = part.or_else(|| PLACES.iter().find_map(|(name, zone)| Some((phrase(tokens, behind, name)?, *zone))))?;
    Some((place(zone)?, opening + length))
}

/// UTC, GMT, and so many hours from it.
fn numeric(tokens: &[Token], at: usize) -> Option<(Said, usize)> {
    let utc = || Some(Said::Zone { zone: TimeZone::UTC, doubtful: false });
    let word = tokens.get(at)?.text.as_str();
    if word != "utc" && word != "gmt" {
        return None;
    }
    let sign = match tokens.get(at + 1).filter(|sign| !sign.gap).map(|sign| sign.text.as_str()) {
        Some("+") => 1,
        Some("-" | "−" | "–") => -1,
        _ => return Some((utc()?, 1)),
    };
    let Some(hours) = tokens.get(at + 2).filter(|hours| !hours.gap).and_then(|hours| hours.number) else {
        return Some((utc()?, 1));
    };
    let minutes = tokens.get(at + 4).filter(|_| tokens.get(at + 3).is_some_and(|colon| colon.text == ":" && !colon.gap));
    let (rest, length) = match minutes.and_then(|minutes| minutes.number) {
        Some(rest) if rest < 60 => (rest, 5),
        _ => (0, 3),
    };
    let seconds = i32::try_from(hours.min(99) * 3600 + rest * 60).ok()? * sign;
    let zone = Offset::from_seconds(seconds).ok().filter(|_| hours <= 14)?;
    Some((Said::Zone { zone: zone.to_time_zone(), doubtful: false }, length))
}
