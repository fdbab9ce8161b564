//! A report in plain words, as qmail, Exim, Exchange and many others write it: whom it did not reach, and why. The words
//! prove nothing by themselves; who asks must know the mail is ours.

use std::sync::LazyLock;

use regex::Regex;

use super::status::in_reply;
use super::{Action, Reported, WORDS, phrases};
use crate::model::inbound::Read;

/// Lines of a report that are read, and how far below its first words recipients may stand.
const LINES: usize = 400;
const REACH: usize = 60;
const MANY: usize = 100;

static ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?").ok());
/// How qmail and its kin begin a paragraph about one recipient.
static PARAGRAPH: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^<[^<>\s]+@[^<>\s]+>:\s*$").ok());
/// A mailbox named without its domain.
static BARE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[a-z0-9][a-z0-9._-]{1,40}$").ok());

/// The recipients named; `None` when these are not the words of a report, or name nobody.
pub(super) fn read(read: &Read) -> Option<Vec<Reported>> {
    let lines: Vec<String> = read.text.lines().take(LINES).map(str::to_lowercase).collect();
    let first = lines.iter().position(|line| begins(line))?;
    let end = (first + 1..lines.len()).find(|at| ends(&lines[*at])).unwrap_or(lines.len()).min(first + REACH);
    let is_late = lines.iter().take(end).any(|line| says(line, phrases::DELAYED));
    let action = if is_late { Action::Delayed } else { Action::Failed };
    // Whoever the report is written to sent the mail; they are not among those it did not reach.
    let sender: Vec<String> = read.to.iter().map(|to| to.address.to_lowercase()).collect();
    let mut found: Vec<Reported> = Vec::new();
    for at in first..end {
        let line = lines[at].trim();
        if says(line, phrases::ASK) && !line.starts_with(['<', '(']) {
            continue;
        }
        for address in addresses(line).into_iter().filter(|address| !sender.contains(address)) {
            if found.len() < MANY && !found.iter().any(|one| one.recipient.as_ref() == Some(&address)) {
                found.push(reported(address, action, &lines, at, end));
            }
        }
    }
    if found.is_empty() {
        found.extend(bare(read, &lines, first, end).map(|(address, at)| reported(address, action, &lines, at, end)));
    }
    (!found.is_empty()).then_some(found)
}

fn reported(address: String, action: Action, lines: &[String], at: usize, end: usize) -> Reported {
    let below = lines.iter().take(end.min(at + 5)).skip(at).map(|line| line.trim());
    let words: Vec<&str> = below.take_while(|line| !line.is_empty()).collect();
    let diagnostic: String = words.join(" ").chars().take(WORDS).collect();
    Reported { recipient: Some(address), original: None, action, status: in_reply(&diagnostic), diagnostic }
}

fn says(line: &str, words: &[&str]) -> bool {
    words.iter().any(|known| line.contains(known))
}

fn begins(line: &str) -> bool {
    says(line, phrases::FAILED)
        || says(line, phrases::DELAYED)
        || PARAGRAPH.as_ref().is_some_and(|pattern| pattern.is_match(line))
}

/// "Do not send your original message again" is not its beginning.
fn ends(line: &str) -> bool {
    says(line, phrases::ENDS) && !says(line, phrases::FAILED) && !line.contains("resend")
}

fn addresses(line: &str) -> Vec<String> {
    let Some(pattern) = ADDRESS.as_ref() else { return Vec::new() };
    let plain = |one: regex::Match<'_>| one.as_str().trim_matches(['.', '\'']).trim_start_matches("smtp=").to_owned();
    pattern
        .find_iter(line)
        .map(plain)
        .filter(|one| !one.contains("..") && one.rsplit('@').next().is_some_and(|domain| domain.contains('.')))
        .collect()
}

/// A provider that names its own mailboxes without their domain.
fn bare(read: &Read, lines: &[String], first: usize, end: usize) -> Option<(String, usize)> {
    let domain = read.from.as_ref()?.address.rsplit_once('@')?.1.to_lowercase();
    let list = (first..end).find(|at| lines[*at].trim_end().ends_with(':'))?;
    let at = (list + 1..end).find(|at| !lines[*at].trim().is_empty())?;
    let name = lines[at].trim();
    BARE.as_ref()?.is_match(name).then(|| (format!("{name}@{domain}"), at))
}
