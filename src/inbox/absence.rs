//! What an automatic answer tells about its sender: away until a day, gone from the outlet, write to somebody else. Facts
//! for a person to take or to leave; nothing is applied.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use crate::model::inbound::Read;

/// Characters around a fact that are kept with it.
const AROUND: usize = 160;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub kind: Kind,
    /// A day (`2026-12-07`) or an address; empty for [`Kind::Left`].
    pub detail: String,
    /// The sentence it was read in.
    pub words: String,
}

/// As `suggestions.kind` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    AwayUntil,
    Left,
    WriteTo,
    NewAddress,
    AsksToLeave,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::AwayUntil, Self::Left, Self::WriteTo, Self::NewAddress, Self::AsksToLeave];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::AwayUntil => "away_until",
            Self::Left => "left",
            Self::WriteTo => "write_to",
            Self::NewAddress => "new_address",
            Self::AsksToLeave => "asks_to_leave",
        }
    }
}

/// The facts in an automatic answer; `on` is the day it came, for days without a year.
pub fn facts(read: &Read, on: Date) -> Vec<Fact> {
    let text = if read.fresh.trim().is_empty() { &read.text } else { &read.fresh };
    let own = read.from.as_ref().map(|from| from.address.to_lowercase()).unwrap_or_default();
    let mut facts: Vec<Fact> = Vec::new();
    for sentence in sentences(&format!("{}\n{text}", read.subject)) {
        let low = sentence.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|known| low.contains(known));
        let mut add = |kind, detail: String| {
            if !facts.iter().any(|fact| fact.kind == kind && fact.detail == detail) {
                facts.push(Fact { kind, detail, words: sentence.chars().take(AROUND).collect() });
            }
        };
        if says(LEFT) {
            add(Kind::Left, String::new());
        }
        if says(UNTIL)
            && let Some(day) = last_day(&low, on)
        {
            add(Kind::AwayUntil, day.to_string());
        }
        let is_new = says(NEW_ADDRESS);
        if is_new || says(INSTEAD) {
            for address in addresses(&sentence).into_iter().filter(|address| address.to_lowercase() != own) {
                add(if is_new { Kind::NewAddress } else { Kind::WriteTo }, address);
            }
        }
    }
    facts
}

const LEFT: &[&str] = &[
    "no longer work",
    "no longer with",
    "no longer employed",
    "no longer at",
    "have left",
    "has left",
    "left the",
    "ya no trabajo",
    "ya no trabaja",
    "he dejado",
    "ne travaille plus",
    "n'est plus",
    "n’est plus",
    "ai quitté",
    "a quitté",
    "arbeite nicht mehr",
    "nicht mehr für",
    "nicht mehr bei",
    "habe verlassen",
    "non lavoro più",
    "non lavora più",
    "não trabalho mais",
    "já não trabalho",
    "werk niet meer",
    "werkt niet meer",
    "arbetar inte längre",
    "jobber ikke lenger",
    "już nie pracuj",
    "nie pracuje już",
    "больше не работа",
    "більше не працю",
    "لم أعد أعمل",
    "لم يعد يعمل",
    "artık çalışm",
    "已离职",
    "退職",
    "איני עובד",
    "אינני עובד",
];
const UNTIL: &[&str] = &[
    "until",
    "till",
    "through",
    "return",
    "back on",
    "back in",
    "hasta",
    "regres",
    "vuelvo",
    "volver",
    "jusqu",
    "de retour",
    "bis",
    "zurück",
    "wieder",
    "fino al",
    "ritorno",
    "rientr",
    "até",
    "volto",
    "retorno",
    "tot",
    "terug",
    "till och med",
    "åter",
    "tilbage",
    "tilbake",
    "do ",
    "wrac",
    "до ",
    "вернусь",
    "повернусь",
    "حتى",
    "kadar",
    "עד",
];
const INSTEAD: &[&str] = &[
    "contact",
    "write to",
    "email",
    "e-mail",
    "reach",
    "instead",
    "urgent",
    "please send",
    "direct your",
    "escriba",
    "escribir",
    "contacte",
    "contactar",
    "diríjase",
    "póngase",
    "écrivez",
    "écrire",
    "contacter",
    "adressez",
    "adresser",
    "joindre",
    "wenden sie",
    "kontakt",
    "schreiben sie",
    "scrivere",
    "contattare",
    "rivolgersi",
    "contate",
    "escreva",
    "neem contact",
    "mail naar",
    "kontakta",
    "kontaktujte",
    "proszę o kontakt",
    "prosimy",
    "обращ",
    "пишите",
    "звертай",
    "التواصل",
    "تواصل",
    "يرجى",
    "iletişim",
    "联系",
    "連絡",
    "לפנות",
    "פנו",
];
const NEW_ADDRESS: &[&str] = &[
    "my new address",
    "my new email",
    "new e-mail address",
    "new email address",
    "my email has changed",
    "nueva dirección",
    "nuevo correo",
    "nouvelle adresse",
    "neue adresse",
    "neue e-mail",
    "nuovo indirizzo",
    "novo endereço",
    "nieuwe e-mailadres",
    "nieuw adres",
    "новый адрес",
    "عنواني الجديد",
];

fn sentences(text: &str) -> Vec<String> {
    let mut marked = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().take(20_000).peekable();
    while let Some(c) = chars.next() {
        marked.push(c);
        // A full stop within an address or behind a number ends nothing.
        let ends = matches!(c, '.' | '!') && !before.is_numeric() && chars.peek() == Some(&' ');
        if ends || matches!(c, '。' | '؛') {
            marked.push('\n');
        }
        before = c;
    }
    let joined = marked.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    joined.filter(|line| !line.is_empty()).take(200).collect()
}

static ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)[a-z0-9._%+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+").ok());
static DAY_MONTH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+|of\s+)?(\p{L}{3,12})\.?(?:\s+(?:de\s+|del\s+)?(\d{4}))?").ok()
});
static MONTH_DAY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?(?:\D|$)").ok());
static NUMBERS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(\d{1,4})[./-](\d{1,2})[./-](\d{2,4})|(\d{1,2})[./](\d{1,2})\.?(?:\D|$)").ok());

fn addresses(text: &str) -> Vec<String> {
    let Some(pattern) = ADDRESS.as_ref() else { return Vec::new() };
    pattern.find_iter(text).map(|one| one.as_str().trim_end_matches('.').to_owned()).take(5).collect()
}

/// The latest day that a sentence names: "from 1 to 12 December" is away until the 12th.
fn last_day(text: &str, on: Date) -> Option<Date> {
    let mut days: Vec<Date> = Vec::new();
    for found in DAY_MONTH.as_ref()?.captures_iter(text) {
        days.extend(
            month(&found[2]).and_then(|month| day(found[1].parse().ok()?, month, found.get(3).map(|year| year.as_str()), on)),
        );
    }
    for found in MONTH_DAY.as_ref()?.captures_iter(text) {
        days.extend(
            month(&found[1]).and_then(|month| day(found[2].parse().ok()?, month, found.get(3).map(|year| year.as_str()), on)),
        );
    }
    for found in NUMBERS.as_ref()?.captures_iter(text) {
        days.extend(numbers(&found, on));
    }
    days.into_iter().filter(|day| *day >= on).max()
}

fn numbers(found: &regex::Captures<'_>, on: Date) -> Option<Date> {
    let number = |at: usize| found.get(at).and_then(|one| one.as_str().parse::<i16>().ok());
    let (first, second, year) = match (number(1), number(2), number(3)) {
        (Some(year), Some(month), Some(day)) if year > 31 => {
            return Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
        }
        (Some(first), Some(second), Some(year)) => (first, second, Some(if year < 100 { year + 2000 } else { year })),
        _ => (number(4)?, number(5)?, None),
    };
    // 3/5 is another day on each side of an ocean: not guessed. With points it is day and month everywhere.
    let by_points = found[0].contains('.');
    let (day_of, month_of) = match (first, second) {
        (first, second) if first > 12 || by_points => (first, second),
        (first, second) if second > 12 => (second, first),
        (first, second) if first == second => (first, second),
        _ => return None,
    };
    let year = year.map(|year| year.to_string());
    day(i8::try_from(day_of).ok()?, i8::try_from(month_of).ok()?, year.as_deref(), on)
}

fn day(day: i8, month: i8, year: Option<&str>, on: Date) -> Option<Date> {
    if let Some(year) = year.and_then(|year| year.parse::<i16>().ok()) {
        return Date::new(year, month, day).ok();
    }
    let this = Date::new(on.year(), month, day).ok()?;
    if this >= on { Some(this) } else { Date::new(on.year() + 1, month, day).ok() }
}

/// By how a month begins in nine languages.
fn month(word: &str) -> Option<i8> {
    const BEGINS: [&[&str]; 12] = [
        &["jan", "ene", "gen", "jän", "янв", "січ", "stycz", "يناير"],
        &["feb", "fév", "fev", "фев", "лют", "lut", "فبراير"],
        &["mar", "mär", "mrt", "maa", "мар", "бер", "مارس"],
        &["apr", "abr", "avr", "апр", "кві", "kwie", "أبريل", "ابريل"],
        &["may", "mai", "mag", "mei", "maj", "мая", "тра", "مايو"],
        &["jun", "juin", "giu", "июн", "чер", "czerw", "يونيو"],
        &["jul", "juil", "lug", "июл", "лип", "lip", "يوليو"],
        &["aug", "ago", "aoû", "aou", "авг", "сер", "sierp", "أغسطس"],
        &["sep", "set", "сен", "вер", "wrze", "سبتمبر"],
        &["oct", "okt", "ott", "out", "окт", "жов", "paźdz", "أكتوبر"],
        &["nov", "ноя", "лис", "listop", "نوفمبر"],
        &["dec", "dic", "déc", "dez", "дек", "гру", "grud", "ديسمبر"],
    ];
    let word = word.to_lowercase();
    // "juin" and "juillet", "lip" and "listop" begin alike: the longest beginning decides.
    let best = BEGINS
        .iter()
        .enumerate()
        .flat_map(|(at, names)| names.iter().map(move |name| (at, *name)))
        .filter(|(_, name)| word.starts_with(name));
    best.max_by_key(|(_, name)| name.len()).and_then(|(at, _)| i8::try_from(at + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(Kind, String)> {
        let read = Read { fresh: text.to_owned(), text: text.to_owned(), ..Read::default() };
        facts(&read, Date::constant(2026, 11, 24)).into_iter().map(|fact| (fact.kind, fact.detail)).collect()
    }

    #[test]
    fn an_absence_says_until_when_and_whom_to_ask() {
        for (text, day) in [
            ("I am out of the office until December 7.", "2026-12-07"),
            ("I will return on Monday, 4 January.", "2027-01-04"),
            ("Ich bin vom 1. bis 12. Dezember nicht im Büro.", "2026-12-12"),
            ("Ich bin bis zum 05.12.2026 im Urlaub.", "2026-12-05"),
            ("Je serai de retour le 1er décembre 2026", "2026-12-01"),
            ("Estaré fuera hasta el 15 de enero", "2027-01-15"),
            ("Away until 2026-12-24", "2026-12-24"),
        ] {
            assert_eq!(of(text), [(Kind::AwayUntil, day.to_owned())], "{text}");
        }
        assert_eq!(of("Back on 3/5"), [], "nobody knows which day that is");
    }

    #[test]
    fn who_has_left_says_whom_to_write_to() {
        let found = of("Je ne travaille plus à l'agence. Pour toute demande, écrivez à marie.dupont@agence.example");
        assert_eq!(found, [(Kind::Left, String::new()), (Kind::WriteTo, "marie.dupont@agence.example".to_owned())]);
        assert_eq!(of("My new address is jo@other.example."), [(Kind::NewAddress, "jo@other.example".to_owned())]);
    }
}
