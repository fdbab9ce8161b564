//! Times in a sentence: clocks, days, zones, spans and vague words, those that stand together as one.

use super::spans;
use super::text::Token;
use super::words::{any, is_filler, month, phrase, weekday};
use super::zones::{self, Said};

/// Minutes of the day (1440 = midnight at its end).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) minute: u16,
    /// "5": morning or afternoon is not said.
    pub(super) half: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// So many days after today.
    In(i32),
    Weekday {
        day: i8,
        next: bool,
    },
    Date {
        year: Option<i16>,
        month: i8,
        day: i8,
        weekday: Option<i8>,
    },
    /// `3/5`, in the order of its writing.
    Slashed(i8, i8, Option<i16>),
    /// Friday.
    EndOfWeek,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vague {
    AsSoonAsPossible,
    EndOfDay,
    FirstThing,
}

/// One time as it is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Written {
    pub(super) clock: Option<Clock>,
    pub(super) day: Option<Day>,
    pub(super) part: Option<Part>,
    pub(super) zone: Option<Said>,
    /// Minutes from when it was written.
    pub(super) after: Option<i64>,
    pub(super) vague: Option<Vague>,
    /// Tokens of the sentence, from and to.
    pub(super) from: usize,
    pub(super) to: usize,
}

enum Piece {
    Clock(Clock),
    Day(Day),
    Part(Part, bool),
    Zone(Said),
    After(i64),
    Vague(Vague),
}

/// The times of a sentence, in order.
pub(super) fn find(tokens: &[Token], country: Option<&str>) -> Vec<Written> {
    let mut found: Vec<Written> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let near = found
            .last()
            .is_some_and(|last| last.to <= at && (last.to..at).all(|i| is_filler(&tokens[i].text)) && at - last.to <= 3);
        let touching = found.last().is_some_and(|last| last.to == at && last.after.is_none());
        let Some((piece, length)) = piece(tokens, at, country, touching) else {
            at += 1;
            continue;
        };
        let taken = near && found.last_mut().is_some_and(|last| last.take(&piece, at + length));
        if !taken && !matches!(piece, Piece::Zone(_)) {
            let mut new = Written { from: at, ..Written::default() };
            new.take(&piece, at + length);
            found.push(new);
        }
        at += length;
    }
    found
}

impl Written {
    /// Makes the piece a part of this time; `false` when it has such a part already.
    fn take(&mut self, piece: &Piece, to: usize) -> bool {
        let open = self.after.is_none() && self.vague != Some(Vague::AsSoonAsPossible);
        match piece {
            Piece::Clock(clock) if open && self.clock.is_none() && self.vague.is_none() => self.clock = Some(*clock),
            Piece::Day(day) if open && self.day.is_none() => self.day = Some(*day),
            // "Monday, November 30".
            Piece::Day(Day::Date { year, month, day, .. }) if open => match self.day {
                Some(Day::Weekday { day: weekday, .. }) => {
                    self.day = Some(Day::Date { year: *year, month: *month, day: *day, weekday: Some(weekday) });
                }
                _ => return false,
            },
            Piece::Part(part, today) if open && self.part.is_none() => {
                self.part = Some(*part);
                if *today && self.day.is_none() {
                    self.day = Some(Day::In(0));
                }
            }
            Piece::Zone(zone) if open && self.zone.is_none() => self.zone = Some(zone.clone()),
            Piece::After(minutes) if self.is_empty() => self.after = Some(*minutes),
            Piece::Vague(vague) if open && self.clock.is_none() && self.vague.is_none() => self.vague = Some(*vague),
            _ => return false,
        }
        self.to = to;
        true
    }

    fn is_empty(&self) -> bool {
        *self == Self { from: self.from, to: self.to, ..Self::default() }
    }
}

fn piece(tokens: &[Token], at: usize, country: Option<&str>, behind: bool) -> Option<(Piece, usize)> {
    if let Some((vague, length)) = vague(tokens, at) {
        return Some((Piece::Vague(vague), length));
    }
    if let Some((minutes, length)) = spans::read(tokens, at) {
        return Some((Piece::After(minutes), length));
    }
    if let Some((part, today, length)) = part(tokens, at) {
        return Some((Piece::Part(part, today), length));
    }
    if let Some((day, length)) = day(tokens, at) {
        return Some((Piece::Day(day), length));
    }
    if let Some((clock, length)) = super::clocks::read(tokens, at) {
        return Some((Piece::Clock(clock), length));
    }
    zones::read(tokens, at, country, behind).map(|(zone, length)| (Piece::Zone(zone), length))
}

fn vague(tokens: &[Token], at: usize) -> Option<(Vague, usize)> {
    const SOON: [&str; 16] = [
        "asap",
        "a . s . a . p",
        "as soon as possible",
        "as soon as you can",
        "as quickly as possible",
        "lo antes posible",
        "cuanto antes",
        "lo mas pronto posible",
        "lo mas rapido posible",
        "a la mayor brevedad",
        "des que possible",
        "au plus vite",
        "le plus vite possible",
        "le plus rapidement possible",
        "aussi vite que possible",
        "dans les plus brefs delais",
    ];
    const END: [&str; 19] = [
        "eod",
        "cob",
        "eob",
        "end of day",
        "end of the day",
        "end of business",
        "close of business",
        "close of play",
        "end of play",
        "fin del dia",
        "final del dia",
        "termine el dia",
        "acabe el dia",
        "cierre del dia",
        "fin de la jornada",
        "final de la jornada",
        "fin de journee",
        "fin de la journee",
        "fin de jornada",
    ];
    const FIRST: [&str; 5] = ["first thing", "a primera hora", "primera hora", "a la premiere heure", "premiere heure"];
    [(&SOON[..], Vague::AsSoonAsPossible), (&END[..], Vague::EndOfDay), (&FIRST[..], Vague::FirstThing)]
        .into_iter()
        .find_map(|(phrases, vague)| Some((vague, any(tokens, at, phrases)?)))
}

/// A part of the day, and whether it is today's.
fn part(tokens: &[Token], at: usize) -> Option<(Part, bool, usize)> {
    const PHRASES: [(&[&str], Part, bool); 6] = [
        (&["this morning", "esta manana", "ce matin"], Part::Morning, true),
        (&["this afternoon", "esta tarde", "cet apres - midi", "cet apres midi"], Part::Afternoon, true),
        (&["tonight", "this evening", "esta noche", "ce soir"], Part::Evening, true),
        (
            &["in the morning", "morning", "por la manana", "de la manana", "en la manana", "du matin", "matin"],
            Part::Morning,
            false,
        ),
        (
            &[
                "in the afternoon",
                "afternoon",
                "por la tarde",
                "de la tarde",
                "en la tarde",
                "de l ’ apres - midi",
                "apres - midi",
            ],
            Part::Afternoon,
            false,
        ),
        (
            &["in the evening", "at night", "evening", "por la noche", "de la noche", "en la noche", "du soir", "soir"],
            Part::Evening,
            false,
        ),
    ];
    PHRASES.iter().find_map(|(phrases, part, today)| Some((*part, *today, any(tokens, at, phrases)?)))
}

fn day(tokens: &[Token], at: usize) -> Option<(Day, usize)> {
    const IN_DAYS: [(&[&str], i32); 3] = [
        (&["the day after tomorrow", "pasado manana", "apres - demain", "apres demain"], 2),
        (&["today", "hoy", "aujourd ’ hui", "aujourd ' hui", "el dia de hoy"], 0),
        (&["tomorrow", "manana", "demain"], 1),
    ];
    const END_OF_WEEK: [&str; 10] = [
        "end of the week",
        "end of week",
        "eow",
        "fin de semana laboral",
        "final de la semana",
        "fin de la semana",
        "fin de la semaine",
        "fin de semaine",
        "termine la semana",
        "acabe la semana",
    ];
    if let Some((days, length)) = IN_DAYS.iter().find_map(|(phrases, days)| Some((*days, any(tokens, at, phrases)?))) {
        return Some((Day::In(days), length));
    }
    if let Some(length) = any(tokens, at, &END_OF_WEEK) {
        return Some((Day::EndOfWeek, length));
    }
    for next in ["next", "this coming", "el proximo", "proximo"] {
        if let Some(length) = phrase(tokens, at, next)
            && let Some(day) = tokens.get(at + length).and_then(|token| weekday(&token.text))
        {
            return Some((Day::Weekday { day, next: next != "this coming" }, length + 1));
        }
    }
    if let Some(day) = weekday(&tokens[at].text) {
        let dotted = tokens.get(at + 1).is_some_and(|dot| dot.text == "." && tokens[at].text.len() <= 5);
        let next = tokens.get(at + 1).is_some_and(|next| matches!(next.text.as_str(), "proximo" | "prochain"));
        return Some((Day::Weekday { day, next }, 1 + usize::from(dotted || next)));
    }
    written_date(tokens, at).or_else(|| slashed(tokens, at))
}

fn small(token: Option<&Token>) -> Option<i8> {
    token.and_then(|token| token.number).and_then(|number| i8::try_from(number).ok())
}

fn year(token: Option<&Token>) -> Option<i16> {
    token.and_then(|token| token.number).filter(|year| (2000..2100).contains(year)).and_then(|year| i16::try_from(year).ok())
}

/// "December 15, 2026", "15 December", "el 4 de diciembre", "le 1er décembre", "2026-11-30".
fn written_date(tokens: &[Token], at: usize) -> Option<(Day, usize)> {
    let text = |i: usize| tokens.get(at + i).map_or("", |token| token.text.as_str());
    if let (Some(year), "-", Some(month), "-", Some(day)) =
        (year(tokens.get(at)), text(1), small(tokens.get(at + 2)), text(3), small(tokens.get(at + 4)))
    {
        return Some((Day::Date { year: Some(year), month, day, weekday: None }, 5));
    }
    let (month, day, mut length) = if let Some(month) = month(text(0)) {
        let dot = usize::from(text(1) == ".");
        (month, small(tokens.get(at + 1 + dot))?, 2 + dot)
    } else {
        let day = small(tokens.get(at))?;
        let ordinal = usize::from(matches!(text(1), "st" | "nd" | "rd" | "th" | "er"));
        let of = ordinal + usize::from(matches!(text(1 + ordinal), "de" | "of"));
        (month(text(1 + of))?, day, 2 + of)
    };
    if !(1..=31).contains(&day) {
        return None;
    }
    length += usize::from(matches!(text(length), "st" | "nd" | "rd" | "th"));
    let comma = usize::from(matches!(text(length), "," | "." | "de"));
    let year = year(tokens.get(at + length + comma));
    let length = if year.is_some() { length + comma + 1 } else { length };
    Some((Day::Date { year, month, day, weekday: None }, length))
}

fn slashed(tokens: &[Token], at: usize) -> Option<(Day, usize)> {
    let glued = |i: usize| tokens.get(at + i).filter(|token| !token.gap);
    let (first, second) = (small(tokens.get(at)), small(glued(2)));
    let (Some(first @ 1..=31), Some(second @ 1..=31), "/") = (first, second, glued(1)?.text.as_str()) else { return None };
    let year = year(glued(4).filter(|_| glued(3).is_some_and(|slash| slash.text == "/")));
    Some((Day::Slashed(first, second, year), if year.is_some() { 5 } else { 3 }))
}
