//! So much time from now: "in 2 hours", "within the hour", "in the next three hours", "en dos horas", "sous 24 heures".

use super::text::Token;
use super::words::{any, counted, phrase};

const OPENINGS: [&str; 18] = [
    "in the next",
    "in",
    "within the next",
    "within",
    "over the next",
    "next",
    "en un plazo de",
    "en el plazo de",
    "en las proximas",
    "en",
    "dentro de",
    "dans les prochaines",
    "dans un delai de",
    "dans",
    "sous",
    "d ’ ici",
    "d ' ici",
    "en menos de",
];

const WHOLE: [(&str, i64); 11] = [
    ("within the hour", 60),
    ("in the hour", 60),
    ("in half an hour", 30),
    ("within half an hour", 30),
    ("in the next hour", 60),
    ("within the next hour", 60),
    ("en media hora", 30),
    ("en la proxima hora", 60),
    ("dans une demi - heure", 30),
    ("dans l ’ heure", 60),
    ("dans l ' heure", 60),
];

/// Minutes, and how many tokens it takes.
pub(super) fn read(tokens: &[Token], at: usize) -> Option<(i64, usize)> {
    if let Some((minutes, length)) = WHOLE.iter().find_map(|(words, minutes)| Some((*minutes, phrase(tokens, at, words)?))) {
        return Some((minutes, length));
    }
    let opening = any(tokens, at, &OPENINGS)?;
    let number = tokens.get(at + opening)?;
    let many = number.number.or_else(|| counted(&number.text)).filter(|many| (1..=240).contains(many))?;
    let unit = match tokens.get(at + opening + 1)?.text.as_str() {
        "minute" | "minutes" | "min" | "mins" | "minuto" | "minutos" => 1,
        "hour" | "hours" | "hr" | "hrs" | "hora" | "horas" | "heure" | "heures" | "h" => 60,
        "day" | "days" | "dia" | "dias" | "jour" | "jours" => 1440,
        _ => return None,
    };
    Some((i64::from(many) * unit, opening + 2))
}
