//! A message as words: lower case, without accents, each with its place in the text; cut into sentences. What the writer
//! did not say themselves (quoted lines, sentences in quotation marks, header lines of other mails) is left out.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What is looked at of a message, in bytes; a deadline that comes later than this is for an officer to find.
const LOOKED_AT: usize = 64 * 1024;

/// A word, a number or one sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) text: String,
    pub(super) span: (usize, usize),
    pub(super) number: Option<u32>,
    /// White space before it.
    pub(super) gap: bool,
    /// Written in capitals.
    pub(super) capitals: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Digits,
    Sign,
}

/// The sentences of the text, each as its tokens.
pub(super) fn sentences(text: &str) -> Vec<Vec<Token>> {
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let mut paragraphs: Vec<Vec<Token>> = vec![Vec::new()];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        if line.trim() == "--" {
            break;
        }
        if line.trim().is_empty() || is_anothers(line) {
            paragraphs.push(Vec::new());
        } else if let Some(paragraph) = paragraphs.last_mut() {
            tokens(text, range, paragraph);
        }
    }
    paragraphs.into_iter().map(without_quotations).flat_map(cut).filter(|sentence| !sentence.is_empty()).collect()
}

/// A quoted line, or one that says when another mail was written.
fn is_anothers(line: &str) -> bool {
    let line = line.trim();
    let lower = line.to_lowercase();
    let head =
        ["sent:", "date:", "enviado:", "fecha:", "envoyé :", "envoyé:", "date :"].iter().any(|head| lower.starts_with(head));
    let tail = ["wrote:", "escribió:", "a écrit :", "a écrit:"].iter().any(|tail| lower.ends_with(tail));
    line.starts_with('>') || head || tail
}

fn tokens(text: &str, range: Range<usize>, out: &mut Vec<Token>) {
    let mut begun: Option<(usize, Kind)> = None;
    let mut gap = true;
    let kind = |c: char| match c {
        c if c.is_ascii_digit() => Kind::Digits,
        c if c.is_alphabetic() || is_combining_mark(c) => Kind::Word,
        _ => Kind::Sign,
    };
    let line = &text[range.clone()];
    for (offset, c) in line.char_indices() {
        let at = range.start + offset;
        if let Some((from, of)) = begun
            && (c.is_whitespace() || of != kind(c) || of == Kind::Sign)
        {
            out.push(token(text, from..at, gap));
            (begun, gap) = (None, false);
        }
        if c.is_whitespace() {
            gap = true;
        } else if begun.is_none() {
            begun = Some((at, kind(c)));
        }
    }
    if let Some((from, _)) = begun {
        out.push(token(text, from..range.end, gap));
    }
}

fn token(text: &str, range: Range<usize>, gap: bool) -> Token {
    let raw = &text[range.clone()];
    let folded = fold(raw);
    let number = folded.bytes().all(|b| b.is_ascii_digit()).then(|| folded.parse().ok()).flatten();
    Token { text: folded, span: (range.start, range.end), number, gap, capitals: raw.chars().all(char::is_uppercase) }
}

/// Lower case and without accents.
pub(super) fn fold(word: &str) -> String {
    word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// Leaves out what stands in quotation marks, when they are closed in the same paragraph.
fn without_quotations(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut opened: Option<(usize, &str)> = None;
    for token in tokens {
        match (token.text.as_str(), opened) {
            ("“" | "„", None) => opened = Some((kept.len(), "”")),
            ("«", None) => opened = Some((kept.len(), "»")),
            ("\"", None) => opened = Some((kept.len(), "\"")),
            (mark, Some((from, closes))) if mark == closes => {
                kept.truncate(from);
                opened = None;
            }
            _ => {}
        }
        kept.push(token);
    }
    kept
}

fn cut(tokens: Vec<Token>) -> Vec<Vec<Token>> {
    let mut sentences = vec![Vec::new()];
    let mut rest = tokens.into_iter().peekable();
    let mut before: [String; 2] = Default::default();
    while let Some(token) = rest.next() {
        let follows = rest.peek();
        let stands_off = follows.is_none_or(|next| next.gap);
        let ends = match token.text.as_str() {
            "!" | "?" | "…" => stands_off,
            // Not after "p.m." and "Dec.".
            "." => stands_off && before[1].chars().count() > 1 && !is_short(&before[1]),
            _ => false,
        };
        before.rotate_left(1);
        before[1].clone_from(&token.text);
        if let Some(sentence) = sentences.last_mut() {
            sentence.push(token);
        }
        if ends {
            sentences.push(Vec::new());
        }
    }
    sentences
}

fn is_short(word: &str) -> bool {
    const SHORT: [&str; 41] = [
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ene", "abr", "ago", "dic", "janv",
        "fevr", "avr", "juil", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "lun", "mie", "jue",
        "vie", "sab", "dom", "mer", "jeu", "ven", "sam", "dim",
    ];
    SHORT.contains(&word)
}
