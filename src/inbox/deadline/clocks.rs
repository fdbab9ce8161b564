//! Times of day: "5pm", "5 p.m.", "4:30p", "17:00", "17h30", "18 hs", "noon", "2300 UTC", and a bare "5" behind a word that
//! makes it one.

use super::text::Token;
use super::times::Clock;
use super::words::{any, month, weekday};

const NOON: [&str; 8] = ["noon", "midday", "mid - day", "mediodia", "medio dia", "midi", "12 noon", "las doce del mediodia"];
const MIDNIGHT: [&str; 5] = ["midnight", "medianoche", "media noche", "minuit", "12 midnight"];

/// The clock that begins at this token, and how many tokens it takes.
pub(super) fn read(tokens: &[Token], at: usize) -> Option<(Clock, usize)> {
    if let Some(length) = any(tokens, at, &NOON) {
        return Some((Clock { minute: 720, half: false }, length));
    }
    if let Some(length) = any(tokens, at, &MIDNIGHT) {
        return Some((Clock { minute: 1440, half: false }, length));
    }
    let hour = tokens.get(at)?.number?;
    let text = |i: usize| tokens.get(at + i).map_or("", |token| token.text.as_str());
    if is_inside_a_number(tokens, at) {
        return None;
    }
    if let Some(found) = four_digits(tokens, at, hour) {
        return Some(found);
    }
    if hour > 24 {
        return None;
    }
    let french = matches!(text(1), "h" | "hs" | "hrs" | "heures" | "heure" | "horas") && tokens.get(at)?.text.len() <= 2;
    if french {
        let minutes = tokens.get(at + 2).filter(|token| !token.gap && token.text.len() == 2).and_then(|token| token.number);
        return match minutes.filter(|minutes| *minutes < 60) {
            Some(minutes) => Some((clock(hour, minutes, None, false)?, 3)),
            None => Some((clock(hour, 0, None, false)?, 2)),
        };
    }
    let minutes = tokens.get(at + 2).filter(|token| !token.gap && token.text.len() == 2).and_then(|token| token.number);
    let parted = matches!(text(1), ":" | ".") && tokens.get(at + 1).is_some_and(|sign| !sign.gap);
    let minutes = minutes.filter(|minutes| parted && *minutes < 60);
    let length = if minutes.is_some() { 3 } else { 1 };
    if let Some((pm, suffix)) = half_of_day(tokens, at + length) {
        return Some((clock(hour, minutes.unwrap_or(0), Some(pm), false)?, length + suffix));
    }
    let before = at.checked_sub(1).map_or("", |before| tokens[before].text.as_str());
    if let Some(minutes) = minutes {
        let unit = usize::from(matches!(text(length), "h" | "hs" | "hrs"));
        let leads = matches!(before, "by" | "before" | "at" | "until" | "las" | "la" | "a");
        if text(1) == "." && unit == 0 && !leads {
            return None;
        }
        let short = tokens[at].text.len() == 1 && unit == 0;
        return Some((clock(hour, minutes, None, short)?, length + unit));
    }
    let ends = follows_well(tokens.get(at + 1), before);
    (ends && matches!(before, "by" | "before" | "at" | "las" | "la")).then(|| Some((clock(hour, 0, None, true)?, 1)))?
}

/// Part of a date, a telephone number, an amount or a version.
fn is_inside_a_number(tokens: &[Token], at: usize) -> bool {
    let glued = !tokens[at].gap && at > 0;
    let sign = |i: Option<usize>| i.and_then(|i| tokens.get(i)).map_or("", |token| token.text.as_str());
    let before = sign(at.checked_sub(1));
    let after = if tokens.get(at + 1).is_some_and(|next| !next.gap) { sign(Some(at + 1)) } else { "" };
    (glued && matches!(before, "/" | "$" | "€" | "£" | "+" | "." | "," | ":" | "#"))
        || matches!(after, "/" | "%" | "€" | "°")
        || (after == "," && tokens.get(at + 2).is_some_and(|next| !next.gap && next.number.is_some()))
        || (glued && before == "-" && at > 1 && tokens[at - 2].number.is_some())
}

/// "2300 UTC", "1730 hrs".
fn four_digits(tokens: &[Token], at: usize, number: u32) -> Option<(Clock, usize)> {
    let token = tokens.get(at)?;
    let next = tokens.get(at + 1)?;
    let unit = matches!(next.text.as_str(), "hrs" | "hours" | "h" | "hs");
    let zone = next.capitals
        && matches!(next.text.as_str(), "utc" | "gmt" | "et" | "est" | "edt" | "ct" | "pt" | "bst" | "cet" | "cest");
    if token.text.len() != 4 || !(unit || zone) {
        return None;
    }
    Some((clock(number / 100, number % 100, None, false)?, 1 + usize::from(unit)))
}

/// "pm", "p.m.", "p", and whether it is the second half.
fn half_of_day(tokens: &[Token], at: usize) -> Option<(bool, usize)> {
    let text = |i: usize| tokens.get(at + i).map_or("", |token| token.text.as_str());
    match text(0) {
        "am" => Some((false, 1)),
        "pm" => Some((true, 1)),
        letter @ ("a" | "p") => {
            let pm = letter == "p";
            if text(1) == "." && text(2) == "m" {
                return Some((pm, 3 + usize::from(text(3) == ".")));
            }
            if text(1) == "m" {
                return Some((pm, 2));
            }
            // "4:30p", not "4 a".
            tokens.get(at).is_some_and(|token| !token.gap).then_some((pm, 1))
        }
        _ => None,
    }
}

/// A bare number behind "by" is a time unless something is counted with it: "by 12 researchers".
fn follows_well(next: Option<&Token>, before: &str) -> bool {
    const WELL: [&str; 34] = [
        "?", "!", ".", ",", ";", ")", "today", "tonight", "tomorrow", "on", "so", "if", "and", "or", "please", "thanks", "thank",
        "this", "in", "my", "your", "et", "pt", "ct", "hoy", "manana", "de", "del", "y", "o", "por", "en", "hora", "-",
    ];
    let Some(next) = next else { return true };
    let well = WELL.contains(&next.text.as_str()) || weekday(&next.text).is_some();
    well && month(&next.text).is_none() && (before != "la" || next.text != "%")
}

/// `pm`: said so, or not at all; `short`: written so that the half of the day is open.
fn clock(hour: u32, minutes: u32, pm: Option<bool>, short: bool) -> Option<Clock> {
    if minutes > 59 || hour > 24 || (pm.is_some() && hour == 0) {
        return None;
    }
    let (hour, half) = match pm {
        Some(pm) if hour <= 12 => (hour % 12 + if pm { 12 } else { 0 }, false),
        _ => (hour, short && (1..=12).contains(&hour)),
    };
    let minute = u16::try_from(hour * 60 + minutes).ok().filter(|minute| *minute <= 1440)?;
    Some(Clock { minute, half })
}
