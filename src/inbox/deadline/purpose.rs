//! What a time is for: until then an answer is of use, before then theirs is not public, or somebody is wanted then. A time
//! nobody asks anything for is none of these, and is left alone: a deadline that was never said is worse than none.

use super::cues::{
    ASKED, ASKED_TO_COME, DEADLINE, EMBARGO, FACTS, LAST, MEETING, NOT, OURS, PAST, PERSONS, PUBLISHING, REPORTED, UNTIL,
};
use super::text::Token;
use super::times::{Vague, Written};
use super::words::{any, has, is_filler};
use crate::model::inquiry::TimeKind;

/// How far before a time its cue may stand, in tokens.
const REACH: usize = 8;

/// What the time is for; `None` when nobody is asked for anything by it.
pub(super) fn of(tokens: &[Token], time: &Written) -> Option<TimeKind> {
    if is_past(tokens, time) {
        return None;
    }
    let near = &tokens[time.from.saturating_sub(REACH)..time.from];
    let behind = &tokens[time.to..(time.to + 4).min(tokens.len())];
    if has(near, EMBARGO) || has(behind, &EMBARGO[..1]) {
        return Some(TimeKind::Embargo);
    }
    let asked = has(tokens, ASKED);
    if is_deadline(tokens, time, near, asked) {
        return Some(TimeKind::Deadline);
    }
    let around = &tokens[time.from.saturating_sub(REACH)..(time.to + 5).min(tokens.len())];
    let clocked = time.clock.is_some() || time.after.is_some();
    (clocked && has(around, MEETING) && has(tokens, ASKED_TO_COME)).then_some(TimeKind::Appointment)
}

fn is_past(tokens: &[Token], time: &Written) -> bool {
    let around = &tokens[time.from.saturating_sub(2)..(time.to + 3).min(tokens.len())];
    has(around, PAST) || time.from.checked_sub(1).is_some_and(|before| any(tokens, before, LAST).is_some())
}

fn is_deadline(tokens: &[Token], time: &Written, near: &[Token], asked: bool) -> bool {
    let others = has(tokens, REPORTED) && !has(tokens, PERSONS);
    if others {
        return false;
    }
    if names_deadline(tokens, time) || (has(near, PUBLISHING) && has(tokens, OURS)) {
        return true;
    }
    // "EOD London", alone.
    if time.vague == Some(Vague::EndOfDay) && tokens.len() <= time.to - time.from + 2 {
        return true;
    }
    if time.vague.is_some() || time.after.is_some() {
        return asked;
    }
    let until = stands_right_before(tokens, time, UNTIL) && !has(&tokens[..time.from], FACTS);
    let is_due = stands_right_before(tokens, time, &["due", "due by"]);
    // "Due by noon", "the piece is due".
    let due =
        is_due && (tokens[0].text == "due" || has(near, &["piece", "story", "article", "copy", "draft", "mine", "answers"]));
    due || (until && !is_due && (asked || asks_for_words(tokens)))
}

/// "Comment by 5?" without a verb.
fn asks_for_words(tokens: &[Token]) -> bool {
    has(
        tokens,
        &[
            "comment",
            "answer",
            "reply",
            "quote",
            "statement",
            "reponse",
            "respuesta",
            "commentaire",
            "comentario",
            "responder",
            "repondre",
        ],
    ) && (has(tokens, &["?"]) || tokens.len() < 12)
}

/// A cue of its own near before, or right behind: "a 5pm deadline", "5pm is my deadline".
fn names_deadline(tokens: &[Token], time: &Written) -> bool {
    let from = time.from.saturating_sub(REACH);
    let before = (from..time.from).any(|at| {
        any(tokens, at, DEADLINE)
            .is_some_and(|length| at + length <= time.from && is_theirs(tokens, at, length) && !is_denied(tokens, at))
    });
    let mut at = time.to;
    while tokens.get(at).is_some_and(|token| {
        matches!(token.text.as_str(), "is" | "my" | "our" | "the" | "a" | "es" | "mi" | "est" | "mon" | "hard")
    }) {
        at += 1;
    }
    before || any(tokens, at, &["deadline", "cierre", "bouclage"]).is_some()
}

/// "The deadline for asylum applications" is somebody else's.
fn is_theirs(tokens: &[Token], at: usize, length: usize) -> bool {
    const FOR: [&str; 24] = [
        "me",
        "us",
        "comment",
        "comments",
        "this",
        "response",
        "responses",
        "reply",
        "replies",
        "my",
        "our",
        "answers",
        "the piece",
        "the story",
        "the article",
        "responder",
        "respuesta",
        "comentarios",
        "nosotros",
        "repondre",
        "reponse",
        "nous",
        "a response",
        "a comment",
    ];
    let behind = at + length;
    let is_for = tokens.get(behind).is_some_and(|next| matches!(next.text.as_str(), "for" | "para" | "pour"));
    !is_for
        || any(tokens, behind + 1, &FOR).is_some()
        || tokens.get(behind + 1).is_some_and(|next| next.number.is_some())
        || tokens.get(behind + 1).is_some_and(|next| super::words::weekday(&next.text).is_some())
}

fn is_denied(tokens: &[Token], at: usize) -> bool {
    // "The minister's deadline" is not the writer's.
    let anothers = at > 2 && tokens[at - 1].text == "s" && matches!(tokens[at - 2].text.as_str(), "’" | "'");
    anothers || (at.saturating_sub(2)..at).any(|before| any(tokens, before, NOT).is_some_and(|length| before + length <= at))
}

fn stands_right_before(tokens: &[Token], time: &Written, phrases: &[&str]) -> bool {
    let mut end = time.from;
    for _ in 0..4 {
        if (end.saturating_sub(4)..end).any(|at| any(tokens, at, phrases).is_some_and(|length| at + length == end)) {
            return true;
        }
        match end.checked_sub(1) {
            Some(before) if is_filler(&tokens[before].text) || matches!(tokens[before].text.as_str(), "end" | "then" | "fin") => {
                end = before;
            }
            _ => return false,
        }
    }
    false
}
