//! What a time is for: until then an answer is of use, before then theirs is not public, or somebody is wanted then. A time
//! nobody asks anything for is none of these, and is left alone: a deadline that was never said is worse than none.

use super::text::Token;
use super::times::{Vague, Written};
use super::words::{any, has, is_filler};
use crate::model::inquiry::TimeKind;

/// How far before a time its cue may stand, in tokens.
const REACH: usize = 8;

/// These say by themselves that it is the writer's deadline.
const DEADLINE: [&str; 44] = [
    "deadline",
    "deadlines",
    "no later than",
    "not later than",
    "at the latest",
    "latest",
    "file time",
    "press time",
    "i file",
    "to file",
    "we file",
    "filing",
    "on deadline",
    "mi cierre",
    "nuestro cierre",
    "hora de cierre",
    "el cierre",
    "cierre",
    "cerramos",
    "cierro",
    "fecha limite",
    "fecha tope",
    "hora limite",
    "plazo",
    "a mas tardar",
    "como muy tarde",
    "tiempo hasta",
    "bouclage",
    "boucle",
    "bouclons",
    "heure de tombee",
    "date limite",
    "heure limite",
    "dernier delai",
    "delai",
    "au plus tard",
    "publicamos",
    "se publica",
    "salimos al aire",
    "al aire",
    "publions",
    "nous bouclons",
    "je rends",
    "rendons",
];

/// These do when it is the writer's story that they are said of.
const PUBLISHING: [&str; 23] = [
    "publish",
    "publishing",
    "be published",
    "is published",
    "publishes",
    "publication",
    "on air",
    "airs",
    "airing",
    "go to press",
    "going to press",
    "to press",
    "go to print",
    "to print",
    "going to print",
    "go live",
    "goes live",
    "going live",
    "running this",
    "running it",
    "runs",
    "run this",
    "running",
];

const OURS: [&str; 16] = [
    "we",
    "we ’",
    "i",
    "i ’",
    "our",
    "my",
    "story",
    "piece",
    "article",
    "running this",
    "this",
    "programme",
    "show",
    "feature",
    "report",
    "column",
];

/// Right before a time they ask for an answer by then, where an answer is asked for at all.
const UNTIL: [&str; 23] = [
    "by",
    "before",
    "ahead of",
    "within",
    "due",
    "until",
    "till",
    "antes de",
    "antes del",
    "para",
    "para el",
    "hasta",
    "avant",
    "d ’ ici",
    "d ' ici",
    "pour",
    "jusqu ’ a",
    "jusqu ' a",
    "no later than",
    "not later than",
    "a mas tardar",
    "au plus tard",
    "due by",
];

/// An answer, or something like one, is asked for.
const ASKED: [&str; 75] = [
    "need",
    "needs",
    "needed",
    "would like",
    "we ’ d like",
    "looking for",
    "looking to",
    "hoping",
    "hope",
    "could you",
    "can you",
    "would you",
    "will you",
    "could someone",
    "can someone",
    "can anyone",
    "could anyone",
    "could we",
    "can we",
    "can i",
    "could i",
    "may i",
    "may we",
    "might you",
    "please",
    "pls",
    "appreciate",
    "grateful",
    "any chance",
    "is it possible",
    "would be great",
    "would be ideal",
    "would be helpful",
    "ideal",
    "any comment",
    "comment needed",
    "response needed",
    "hear back",
    "hear from you",
    "get back to",
    "call me",
    "respond",
    "urgently",
    "want",
    "require",
    "necesito",
    "necesita",
    "necesitamos",
    "necesitaria",
    "necesitariamos",
    "podria",
    "podrian",
    "puede",
    "pueden",
    "es posible",
    "por favor",
    "pedimos",
    "agradeceria",
    "esperamos",
    "urge",
    "urgente",
    "quisiera",
    "me faudrait",
    "me faut",
    "nous faut",
    "nous faudrait",
    "besoin",
    "pouvez",
    "pourriez",
    "merci de",
    "serait - il possible",
    "reponse attendue",
    "il possible",
    "attendons",
    "remercie de",
];

/// Where nobody of ours or theirs is spoken of, somebody else's time is.
const REPORTED: [&str; 16] = [
    "said",
    "says",
    "according",
    "ordered",
    "must",
    "court",
    "government",
    "parliament",
    "law",
    "ultimatum",
    "dijo",
    "segun",
    "tribunal",
    "selon",
    "gobierno",
    "gouvernement",
];

/// What is asked for is a fact, and the time belongs to it.
const FACTS: [&str; 22] = [
    "confirm that",
    "confirm the",
    "confirm whether",
    "confirm if",
    "confirm how",
    "how many",
    "number of",
    "what happened",
    "tell me what",
    "is it true",
    "must be",
    "will be",
    "confirmar que",
    "confirmar si",
    "confirmar cuantas",
    "confirmar cuantos",
    "cuantas personas",
    "que paso",
    "confirmer que",
    "confirmer si",
    "combien",
    "aura lieu",
];

const PERSONS: [&str; 36] = [
    "i",
    "we",
    "you",
    "me",
    "us",
    "my",
    "our",
    "your",
    "please",
    "comment",
    "response",
    "reply",
    "nos",
    "nosotros",
    "mi",
    "su",
    "sus",
    "les",
    "lo",
    "necesito",
    "necesitamos",
    "podrian",
    "podria",
    "nous",
    "je",
    "j",
    "vous",
    "votre",
    "vos",
    "mon",
    "notre",
    "pourriez",
    "pouvez",
    "merci",
    "puede",
    "pueden",
];

const EMBARGO: [&str; 7] = ["embargo", "embargoed", "embargado", "embargada", "embargados", "embargadas", "embargos"];

/// Somebody is wanted for it.
const MEETING: [&str; 38] = [
    "interview",
    "interviews",
    "interviewed",
    "live",
    "hit",
    "call me",
    "call us",
    "phone call",
    "zoom",
    "zoom call",
    "teams call",
    "video call",
    "record",
    "recording",
    "guest",
    "join us",
    "come on",
    "speak with",
    "available",
    "free for",
    "free",
    "pre - record",
    "entrevista",
    "entrevistar",
    "en vivo",
    "en directo",
    "grabar",
    "invitado",
    "disponible",
    "llamarme",
    "conectar",
    "entretien",
    "interviewer",
    "en direct",
    "enregistrer",
    "invite",
    "m ’ appeler",
    "echanger",
];

const ASKED_TO_COME: [&str; 30] = [
    "?",
    "could",
    "can",
    "would",
    "will you",
    "are you",
    "is anyone",
    "request",
    "please",
    "like",
    "want",
    "hoping",
    "podria",
    "podrian",
    "puede",
    "pueden",
    "esta disponible",
    "quisieramos",
    "quisiera",
    "gustaria",
    "seriez",
    "serait",
    "pouvez",
    "pourriez",
    "voudrais",
    "voudrions",
    "aimerions",
    "aimerais",
    "possible",
    "posible",
];

/// It was, or it is of another week.
const PAST: [&str; 22] = [
    "yesterday",
    "last week",
    "last night",
    "last month",
    "last year",
    "ago",
    "ayer",
    "anoche",
    "la semana pasada",
    "semana pasada",
    "pasado lunes",
    "el pasado",
    "hace",
    "hier",
    "la semaine derniere",
    "derniere",
    "dernier lundi",
    "il y a",
    "earlier",
    "last",
    "previous",
    "avant - hier",
];

const NOT: [&str; 10] = ["no", "not", "never", "isn", "sin", "pas de", "aucun", "aucune", "ningun", "don ’ t"];

/// What the time is for; `None` when nobody is asked for anything by it.
pub(super) fn of(tokens: &[Token], time: &Written) -> Option<TimeKind> {
    if is_past(tokens, time) {
        return None;
    }
    let near = &tokens[time.from.saturating_sub(REACH)..time.from];
    let behind = &tokens[time.to..(time.to + 4).min(tokens.len())];
    if has(near, &EMBARGO) || has(behind, &EMBARGO[..1]) {
        return Some(TimeKind::Embargo);
    }
    let asked = has(tokens, &ASKED);
    if is_deadline(tokens, time, near, asked) {
        return Some(TimeKind::Deadline);
    }
    let around = &tokens[time.from.saturating_sub(REACH)..(time.to + 5).min(tokens.len())];
    let clocked = time.clock.is_some() || time.after.is_some();
    (clocked && has(around, &MEETING) && has(tokens, &ASKED_TO_COME)).then_some(TimeKind::Appointment)
}

fn is_past(tokens: &[Token], time: &Written) -> bool {
    let around = &tokens[time.from.saturating_sub(2)..(time.to + 3).min(tokens.len())];
    has(around, &PAST[..PAST.len() - 3])
        || time.from.checked_sub(1).is_some_and(|before| any(tokens, before, &PAST[19..]).is_some())
}

fn is_deadline(tokens: &[Token], time: &Written, near: &[Token], asked: bool) -> bool {
    let others = has(tokens, &REPORTED) && !has(tokens, &PERSONS);
    if others {
        return false;
    }
    if names_deadline(tokens, time) || (has(near, &PUBLISHING) && has(tokens, &OURS)) {
        return true;
    }
    // "EOD London", alone.
    if time.vague == Some(Vague::EndOfDay) && tokens.len() <= time.to - time.from + 2 {
        return true;
    }
    if time.vague.is_some() || time.after.is_some() {
        return asked;
    }
    let until = stands_right_before(tokens, time, &UNTIL) && !has(&tokens[..time.from], &FACTS);
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
        any(tokens, at, &DEADLINE)
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
    anothers || (at.saturating_sub(2)..at).any(|before| any(tokens, before, &NOT).is_some_and(|length| before + length <= at))
}

fn stands_right_before(tokens: &[Token], time: &Written, phrases: &[&str]) -> bool {
    let mut end = time.from;
    for _ in 0..4 {
        if (end.saturating_sub(4)..end).any(|at| any(tokens, at, phrases).is_some_and(|length| at + length == end)) {
            return true;
        }
        match end.checked_sub(1) {
            Some(before) if is_filler(&tokens[before].text) || matches!(tokens[before].text.as_str(), "end" | "then" | "fin") => {
                end = before
            }
            _ => return false,
        }
    }
    false
}
