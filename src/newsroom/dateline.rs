//! Where the news comes from, when the text begins by saying so: `Las Vegas, NV - On Thursday …`. Anything that may be
//! part of the first sentence stays there.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

/// The place in front of the text, and the text after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Split {
    pub place: String,
    pub rest: String,
}

const MONTH: &str = r"(?:Jan|Feb|Mar|Mär|Apr|May|Mai|Jun|Jul|Aug|Sep|Sept|Oct|Okt|Nov|Dec|Dez|janv|févr|mars|avr|mai|juin|juil|août|déc|ene|abr|ago|dic|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)\p{L}*\.?";

static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let word = r"\p{Lu}[\p{L}.'’]*";
    let small = r"(?:de|del|da|do|la|las|los|le|les|el|al|of|and|the|am|an der|sur|di|du|y|et|und)";
    let name = format!(r"{word}(?:[ -](?:{small}[ -])*{word}){{0,4}}");
    let place = format!(r"{name}(?:(?:, ?| ?/ ?){name}){{0,3}}");
    let date = format!(
        r"(?i:(?:\d{{1,2}}\.?(?: de)? )?{MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?)?(?:,?(?: de)? \d{{4}})?|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
    );
    let agency = r"(?: \([A-Z/ ]{2,20}\))?";
    Regex::new(&format!(
        r"^(?:\((?P<enclosed>{place})(?:, (?P<date1>{date}))?\)|(?P<place>{place}?)(?:,? ?\(?(?P<date2>{date})\)?)?{agency})(?:\s+-{{1,2}}\s+|\s*--\s*|\s*[–—]\s*)"
    ))
    .ok()
});

/// States and provinces in the two letters newspapers use.
const STATES: &str = " AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR AB BC MB NB NL NS ON PE QC SK YT ";

/// First words in capitals that are not places.
const LABELS: [&str; 19] = [
    "BREAKING",
    "UPDATE",
    "UPDATED",
    "URGENT",
    "EMBARGOED",
    "STATEMENT",
    "NEWS",
    "MEDIA",
    "PRESS",
    "REPORT",
    "FOR",
    "CORRECTION",
    "NOTE",
    "WATCH",
    "EXCLUSIVE",
    "WHAT",
    "WHO",
    "WHEN",
    "WHERE",
];

/// `is_place` knows the names of regions. A date in the dateline must be the release's own, else nothing is split.
pub(super) fn split(text: &str, dated: Date, is_place: &dyn Fn(&str) -> bool) -> Option<Split> {
    let marks = text.len() - text.trim_start_matches(['*', '_']).len();
    if marks == 0 {
        let (place, end) = place(text, dated, is_place)?;
        return Some(Split { place, rest: text[end..].to_owned() });
    }
    // In Markdown the dateline is often bold, with or without its dash.
    let (mark, after) = text.split_at(marks);
    let (inner, outer) = after.split_once(mark)?;
    let plain = format!("{inner}{outer}");
    let (place, end) = place(&plain, dated, is_place)?;
    let rest = if end >= inner.len() { plain[end..].to_owned() } else { format!("{mark}{}{mark}{outer}", &inner[end..]) };
    Some(Split { place, rest })
}

fn place(text: &str, dated: Date, is_place: &dyn Fn(&str) -> bool) -> Option<(String, usize)> {
    let start = text.char_indices().nth(160).map_or(text, |(at, _)| &text[..at]);
    let found = PATTERN.as_ref()?.captures(start)?;
    let enclosed = found.name("enclosed");
    let place = enclosed.or_else(|| found.name("place"))?.as_str();
    let date = found.name("date1").or_else(|| found.name("date2")).map(|date| date.as_str());
    if date.is_some_and(|date| !names_day(date, dated)) {
        return None;
    }
    let first = place.split([' ', ',', '/']).next().unwrap_or_default();
    if LABELS.contains(&first.to_uppercase().as_str()) && place == place.to_uppercase() {
        return None;
    }
    let capitals = place.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !place.chars().any(char::is_lowercase);
    let last = place.rsplit([',', '/']).next().unwrap_or_default().trim();
    let in_a_region = last != place && (STATES.contains(&format!(" {last} ")) || last.contains('.') || is_place(last));
    let sure = capitals || in_a_region || date.is_some() || enclosed.is_some() || is_place(place);
    sure.then(|| (place.trim().to_owned(), found.get(0).map_or(0, |all| all.end())))
}

/// Whether the date's words name the day of the release.
fn names_day(text: &str, dated: Date) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|number| number.parse() == Ok(dated.day()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn parts(text: &str) -> Option<(String, String)> {
        let known = |name: &str| ["Nevada", "France", "London", "Berlin"].contains(&name);
        split(text, date(2026, 11, 23), &known).map(|split| (split.place, split.rest))
    }

    #[test]
    fn a_place_before_the_dash_is_the_dateline() {
        for (text, place, rest) in [
            ("Las Vegas, NV - On Thursday, the council met", "Las Vegas, NV", "On Thursday, the council met"),
            ("GENEVA – The court ruled", "GENEVA", "The court ruled"),
            ("NEW DELHI, INDIA -- The court ruled", "NEW DELHI, INDIA", "The court ruled"),
            ("Lyon, France — The court ruled", "Lyon, France", "The court ruled"),
            ("London—The court ruled", "London", "The court ruled"),
            ("(Washington, D.C.) – The court ruled", "Washington, D.C.", "The court ruled"),
            ("Washington, D.C. – The court ruled", "Washington, D.C.", "The court ruled"),
            ("Geneva, 23 November 2026 – The court ruled", "Geneva", "The court ruled"),
            ("RENO, Nev., Nov. 23 – The court ruled", "RENO, Nev.", "The court ruled"),
            ("Ciudad de México, 23 de noviembre de 2026 – El tribunal", "Ciudad de México", "El tribunal"),
            ("**GENEVA** – The court ruled", "GENEVA", "The court ruled"),
            ("**GENEVA –** The court ruled", "GENEVA", "The court ruled"),
            ("**London – The court** ruled", "London", "**The court** ruled"),
            ("Berlin/London – The court ruled", "Berlin/London", "The court ruled"),
        ] {
            assert_eq!(parts(text), Some((place.to_owned(), rest.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_sentence_is_no_dateline() {
        for text in [
            "Amnesty International – the largest such movement – said",
            "Doha - home to many - is",
            "UPDATE – The court ruled",
            "FOR IMMEDIATE RELEASE – The court ruled",
            "The three-week lockdown",
            "Well-known lawyers met",
            "Geneva, 22 October 2025 – The court ruled",
            "Mary Smith, Jane Jones - both teachers - said",
            "",
            "**",
            "- a list",
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
