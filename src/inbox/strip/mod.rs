//! What is new in a message: the writer's own words, without the mail they answer and without a signature. Only labels,
//! keywords, language, deadlines and the folded view are fed from it; the page always has all of the text. So where it is
//! not sure what to cut, it cuts nothing.

mod block;
mod intro;
mod signature;

use self::block::Kind;

/// The line above which an officer's answer stands in a notice.
pub const DELIMITER: &str = "--- Please write above this line ---";
/// The line Outlook draws above what it quotes.
pub const RULE: &str = "________________________________";

/// Bytes that are looked at; what is beyond them stays as it is. A quotation begins long before.
const LOOKED_AT: usize = 512 * 1024;
/// Characters below which what is left is no message.
const LITTLE: usize = 20;
/// Characters that would be too many to lose by mistake.
const MUCH: usize = 200;

/// A text taken apart. `fresh` and `quoted` together need not be all of it: signatures are in neither.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stripped {
    pub fresh: String,
    pub quoted: String,
}

/// How sure a cut is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sure {
    Yes,
    /// Only the look of it: too much is not cut on its word.
    No,
    /// What follows was passed on, and may be the message itself.
    PassedOn,
}

/// A quotation that goes to the end of the text.
#[derive(Clone, Copy, Debug)]
struct Cut {
    line: usize,
    sure: Sure,
}

/// Whether a line says that what follows was passed on.
pub fn is_passed_on(line: &str) -> bool {
    block::at(&[line], 0) == Some(Kind::PassedOn)
}

/// Takes a text apart.
pub fn strip(text: &str) -> Stripped {
    let (looked_at, beyond) = split_at(text);
    let lines: Vec<&str> = looked_at.lines().collect();
    let cut = find_cut(&lines);
    let end = cut.map_or(lines.len(), |cut| cut.line);
    let mut kept: Vec<bool> = (0..lines.len()).map(|at| at < end).collect();
    drop_quoted_edges(&lines, end, &mut kept);
    let own = (0..end).rev().find(|at| kept[*at] && !lines[*at].trim().is_empty()).map_or(0, |at| at + 1);
    let signed = signature::find(&lines[..own], &kept);
    let fresh = join(&lines, |at| kept[at] && signed.is_none_or(|from| at < from));
    let quoted = join(&lines, |at| !kept[at]);
    let stripped = Stripped { fresh, quoted };
    let stripped = if is_too_little(&stripped.fresh, &lines, &kept, cut, signed) {
        // Perhaps only the signature was none.
        let with_it = join(&lines, |at| kept[at]);
        if signed.is_some() && !is_too_little(&with_it, &lines, &kept, cut, None) {
            Stripped { fresh: with_it, ..stripped }
        } else {
            Stripped { fresh: looked_at.trim().to_owned(), quoted: String::new() }
        }
    } else {
        stripped
    };
    if beyond.is_empty() { stripped } else { with_rest(stripped, beyond, cut.is_some()) }
}

fn with_rest(mut stripped: Stripped, beyond: &str, is_quoted: bool) -> Stripped {
    let side = if is_quoted { &mut stripped.quoted } else { &mut stripped.fresh };
    side.push('\n');
    side.push_str(beyond.trim_end());
    stripped
}

fn split_at(text: &str) -> (&str, &str) {
    if text.len() <= LOOKED_AT {
        return (text, "");
    }
    let at = (0..=LOOKED_AT).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.split_at(at)
}

/// The first line from which all is quotation. An introduction that a marked quotation follows is none of these: text may
/// come below it.
fn find_cut(lines: &[&str]) -> Option<Cut> {
    for (at, line) in lines.iter().enumerate() {
        if line.contains(DELIMITER) && !is_quoted(line) {
            // Some programs put an introduction above what they quote.
            let above = (at.saturating_sub(8)..at).find(|from| intro::at(lines, *from).is_some());
            return Some(Cut { line: above.unwrap_or(at), sure: Sure::Yes });
        }
        if is_quoted(line) {
            continue;
        }
        match block::at(lines, at) {
            Some(Kind::Answered) => return Some(Cut { line: above_rule(lines, at), sure: Sure::Yes }),
            Some(Kind::PassedOn) => return Some(Cut { line: above_rule(lines, at), sure: Sure::PassedOn }),
            None => {}
        }
        if let Some(found) = intro::at(lines, at) {
            let follows = lines[found.after..].iter().find(|line| !line.trim().is_empty());
            if !follows.is_some_and(|line| is_quoted(line)) && found.is_certain {
                return Some(Cut { line: at, sure: Sure::No });
            }
        }
    }
    None
}

/// The rule and the empty lines above a header block go with it.
fn above_rule(lines: &[&str], at: usize) -> usize {
    let mut from = at;
    while from > 0 && (lines[from - 1].trim().is_empty() || block::is_rule(lines[from - 1])) {
        from -= 1;
    }
    from
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with(['>', '＞']) || line.trim_start().starts_with("|>")
}

/// Drops a marked quotation at the end; and one at the beginning, when all of the answer stands below it. Answers written
/// between the lines stay with what they answer.
fn drop_quoted_edges(lines: &[&str], end: usize, kept: &mut [bool]) {
    let runs = quoted_runs(lines, end);
    let is_blank = |from: usize, to: usize| lines[from..to].iter().all(|line| line.trim().is_empty());
    let mut left = runs.as_slice();
    // A signature below a quotation at the end does not make it stand in the middle.
    while let [rest @ .., last] = left {
        let signature_only = || signature::is_all(&lines[last.after..end]);
        if !is_blank(last.after, end) && !signature_only() {
            break;
        }
        kept[last.from..end].fill(false);
        left = rest;
        let Some(before) = rest.last() else { break };
        if !is_blank(before.after, last.from) {
            break;
        }
    }
    if let [only] = left
        && left.len() == runs.len()
        && is_blank(0, only.from)
    {
        kept[..only.after].fill(false);
    }
}

struct Run {
    /// With the introduction above it.
    from: usize,
    after: usize,
}

/// Blocks of marked lines, empty lines within them included.
fn quoted_runs(lines: &[&str], end: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while at < end {
        if !is_quoted(lines[at]) {
            at += 1;
            continue;
        }
        let begin = at;
        let mut after = at + 1;
        while at < end && (is_quoted(lines[at]) || lines[at].trim().is_empty()) {
            if is_quoted(lines[at]) {
                after = at + 1;
            }
            at += 1;
        }
        let floor = runs.last().map_or(0, |run| run.after);
        let introduced = (begin.saturating_sub(intro::LINES + 2).max(floor)..begin).find(|from| {
            intro::at(lines, *from)
                .is_some_and(|found| found.after <= begin && lines[found.after..begin].iter().all(|line| line.trim().is_empty()))
        });
        runs.push(Run { from: introduced.unwrap_or(begin), after });
    }
    runs
}

/// The safety rule: better too much than nothing.
fn is_too_little(fresh: &str, lines: &[&str], kept: &[bool], cut: Option<Cut>, signed: Option<usize>) -> bool {
    let own = |line: &&str| !is_quoted(line);
    let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let left = count(fresh);
    let all: usize = lines.iter().filter(|line| own(line)).map(|line| count(line)).sum();
    match cut.map(|cut| cut.sure) {
        Some(Sure::PassedOn) => left < LITTLE,
        // All of it under a quotation's head: then the answer is somewhere in it.
        Some(Sure::Yes) => left == 0,
        Some(Sure::No) => all > MUCH && (left < LITTLE || left * 20 < all),
        None => {
            let dropped_own: usize = lines
                .iter()
                .enumerate()
                .filter(|(at, line)| own(line) && (!kept[*at] || signed.is_some_and(|from| *at >= from)))
                .map(|(_, line)| count(line))
                .sum();
            left == 0 && dropped_own > 0 && signed.is_some() || (dropped_own > MUCH && (left < LITTLE || left * 20 < all))
        }
    }
}

fn join(lines: &[&str], wanted: impl Fn(usize) -> bool) -> String {
    let mut out = String::new();
    for (_, line) in lines.iter().enumerate().filter(|(at, _)| wanted(*at)) {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.trim_matches('\n').trim_end().to_owned()
}

#[cfg(test)]
mod tests;
