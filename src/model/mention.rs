//! Finding known names in running text: whole words, longest first, and with an eye on people who are called like
//! countries.

use std::collections::HashMap;

use super::regions::Kind;
use super::vocabulary::{Mention, Place, term_key};

/// What a name stands for. `what` is `None` for a longer name that only hides shorter ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    pub what: Option<Place>,
    pub kind: Kind,
    /// The only spelling that counts.
    pub spelling: Option<&'static str>,
}

/// Names by their first word.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    by_word: HashMap<String, Vec<(Vec<String>, Term)>>,
}

#[derive(Debug)]
struct Token<'t> {
    at: usize,
    /// As written, without a possessive ending.
    text: &'t str,
    key: String,
    /// What stands between this word and the one before.
    gap: &'t str,
}

/// After or before these a capitalised word is not part of a person's name.
const PLAIN: &str = " a an and across against around as at before by de del der die du en for from in inside into is like near northern of off \
    on or outside southern than that the through to toward towards until via western eastern central north south east west when where while \
    with within without aus in nach im vers dans au must should will would can could may has have says urges calls end ends stop free new ";

impl Index {
    pub fn insert(&mut self, key: &str, term: Term) {
        let is_issue = matches!(term.what, Some(Place::Issue(_)));
        let words: Vec<String> =
            key.split(' ').map(|word| if is_issue { stem(word).to_owned() } else { word.to_owned() }).collect();
        let Some(first) = words.first().filter(|word| !word.is_empty()) else { return };
        let list = self.by_word.entry(first.clone()).or_default();
        // A settled name replaces the shipped one; two exact spellings of one key live side by side.
        list.retain(|(known, old)| *known != words || old.spelling != term.spelling || kind_of(old) != kind_of(&term));
        list.push((words, term));
        list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }

    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        let tokens = tokens(text);
        let mut found = self.pass(text, &tokens, false);
        found.extend(self.pass(text, &tokens, true));
        found.sort_by_key(|mention| mention.at);
        found
    }

    fn pass(&self, text: &str, tokens: &[Token<'_>], issues: bool) -> Vec<Mention> {
        let mut found = Vec::new();
        let mut next = 0;
        while next < tokens.len() {
            let word = if issues { stem(&tokens[next].key) } else { tokens[next].key.as_str() };
            let candidates = self.by_word.get(word).map_or(&[][..], Vec::as_slice);
            let hit = candidates
                .iter()
                .filter(|(_, term)| issues == matches!(term.what, Some(Place::Issue(_))))
                .find(|(words, term)| fits(&tokens[next..], words, issues) && counts(tokens, next, words.len(), *term));
            let Some((words, term)) = hit else {
                next += 1;
                continue;
            };
            if let Some(what) = term.what {
                let (at, last) = (tokens[next].at, &tokens[next + words.len() - 1]);
                found.push(Mention { what, term: text[at..last.at + last.text.len()].to_owned(), at });
            }
            next += words.len();
        }
        found
    }
}

fn kind_of(term: &Term) -> u8 {
    match term.what {
        None => 0,
        Some(Place::Region(_)) => 1,
        Some(Place::Issue(_)) => 2,
    }
}

/// Singular and plural meet: `refugees` and `refugee`.
fn stem(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(shorter) if shorter.len() > 3 && !shorter.ends_with('s') => shorter,
        _ => word,
    }
}

fn fits(tokens: &[Token<'_>], words: &[String], issues: bool) -> bool {
    tokens.len() >= words.len()
        && words.iter().zip(tokens).enumerate().all(|(index, (word, token))| {
            let same = if issues { stem(&token.key) == word } else { token.key == *word };
            same && (index == 0 || joins(token.gap))
        })
}

/// Whether two words can belong to one name: `South-East`, `Washington, D.C.`; not across a sentence.
fn joins(gap: &str) -> bool {
    gap.chars().filter(|&c| c == ',').count() <= 1
        && gap.chars().all(|c| c.is_whitespace() && c != '\n' || matches!(c, '-' | '‑' | '–' | ',' | '/' | '&'))
}

fn counts(tokens: &[Token<'_>], first: usize, len: usize, term: Term) -> bool {
    let last = first + len - 1;
    if matches!(term.what, Some(Place::Issue(_))) || term.kind == Kind::Not {
        return true;
    }
    if let Some(spelling) = term.spelling {
        return tokens[first].text.trim_end_matches('.') == spelling.trim_end_matches('.');
    }
    if !is_capital(&tokens[first]) || !is_capital(&tokens[last]) {
        return false;
    }
    // Two letters are a code or a pronoun before they are a place.
    if len == 1 && tokens[first].key.chars().count() <= 2 {
        return false;
    }
    !matches!(term.kind, Kind::Risky | Kind::RiskyCity) || !beside_a_name(tokens, first, last)
}

/// `Jordan Smith`, `Michael Jordan`, `de Lima`: somebody is called so.
fn beside_a_name(tokens: &[Token<'_>], first: usize, last: usize) -> bool {
    let is_particle = |token: &Token<'_>| matches!(token.text, "de" | "del" | "da" | "van" | "von" | "al" | "el" | "bin" | "ibn");
    let is_plain = |token: &Token<'_>| PLAIN.contains(&format!(" {} ", token.key));
    let before = first
        .checked_sub(1)
        .map(|at| &tokens[at])
        .filter(|_| tokens[first].gap.trim().is_empty() && !tokens[first].gap.is_empty());
    let after = tokens.get(last + 1).filter(|token| token.gap.trim().is_empty());
    before.is_some_and(|token| is_particle(token) || (is_capital(token) && !is_plain(token)))
        || after.is_some_and(|token| is_capital(token) && !is_plain(token))
}

fn is_capital(token: &Token<'_>) -> bool {
    token.text.chars().next().is_some_and(|c| c.is_uppercase() || !(c.is_lowercase() || c.is_uppercase()))
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::new();
    let mut end_of_last = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !c.is_alphanumeric() {
            continue;
        }
        let mut end = at + c.len_utf8();
        // Letters with dots between them are one word: U.S., D.C.
        let mut run = 1;
        while let Some(&(next_at, next)) = chars.peek() {
            let after = text[next_at + next.len_utf8()..].chars().next();
            let dot_inside =
                next == '.' && run == 1 && (after.is_some_and(char::is_alphanumeric) || text[at..next_at].contains('.'));
            let mark_inside = matches!(next, '\'' | '’') && after.is_some_and(char::is_alphanumeric);
            if !(next.is_alphanumeric() || dot_inside || mark_inside || unicode_normalization::char::is_combining_mark(next)) {
                break;
            }
            run = if next == '.' { 0 } else { run + 1 };
            end = next_at + next.len_utf8();
            chars.next();
        }
        let word = &text[at..end];
        let word = ["'s", "’s", "'S", "’S"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
        found.push(Token { at, text: word, key: word_key(word), gap: &text[end_of_last..at] });
        end_of_last = end;
    }
    found
}

/// As [`term_key`], which would drop a lone article and spell out a lone `St`.
fn word_key(word: &str) -> String {
    match term_key(word).as_str() {
        "st" => "saint".to_owned(),
        key => key.to_owned(),
    }
}
