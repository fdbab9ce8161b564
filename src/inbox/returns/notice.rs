//! A report in plain words, as qmail, Exim, Exchange and many others write it: whom it did not reach, and why. The words
//! prove nothing by themselves; who asks must know the mail is ours.

use std::sync::LazyLock;

use regex::Regex;

use super::status::in_reply;
use super::{Action, Reported, WORDS, phrases};

/// Lines of a report that are read, and how far below its first words recipients may stand.
const LINES: usize = 400;
const REACH: usize = 60;
const MANY: usize = 100;

static ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?").ok());

/// The recipients named; `None` when these are not the words of a report, or name nobody.
pub(super) fn read(text: &str) -> Option<Vec<Reported>> {
    let lines: Vec<String> = text.lines().take(LINES).map(str::to_lowercase).collect();
    let says = |line: &String, words: &[&str]| words.iter().any(|known| line.contains(known));
    let first = lines.iter().position(|line| says(line, phrases::FAILED) || says(line, phrases::DELAYED))?;
    let end = lines.iter().enumerate().skip(first + 1).find(|(_, line)| says(line, phrases::ENDS)).map_or(lines.len(), |(at, _)| at);
    let is_late = lines.iter().take(end.min(first + REACH)).any(|line| says(line, phrases::DELAYED));
    let action = if is_late { Action::Delayed } else { Action::Failed };
    let mut found: Vec<Reported> = Vec::new();
    let window = first..end.min(first + REACH);
    for at in window.clone() {
        let line = &lines[at];
        if says(line, phrases::ASK) && !line.trim_start().starts_with('<') {
            continue;
        }
        for address in addresses(line) {
            if found.len() < MANY && !found.iter().any(|one| one.recipient.as_deref() == Some(&address)) {
                let reason = reason(&lines, at, window.end);
                found.push(Reported { recipient: Some(address), original: None, action, status: in_reply(&reason), diagnostic: reason });
            }
        }
    }
    (!found.is_empty()).then_some(found)
}

fn addresses(line: &str) -> Vec<String> {
    let Some(pattern) = ADDRESS.as_ref() else { return Vec::new() };
    pattern.find_iter(line).map(|one| one.as_str().trim_matches(['.', '\'']).to_owned()).filter(|one| !one.contains("..")).collect()
}

/// The words behind or below a recipient.
fn reason(lines: &[String], at: usize, end: usize) -> String {
    let below = lines.iter().take(end.min(at + 5)).skip(at).map(|line| line.trim());
    let words: Vec<&str> = below.take_while(|line| !line.is_empty()).collect();
    words.join(" ").chars().take(WORDS).collect()
}
