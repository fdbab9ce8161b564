//! What will happen, in one sentence (R1). It is said whole, in the order of its language, with a mark for everything
//! that can be changed, and then cut at the marks into pieces that lead to their editors.

use super::looked::{First, Glance};
use crate::clock::SECOND;
use crate::model::ids::{ALL_ISSUES, IssueId, RegionId, WORLD};
use crate::model::mailing::Priority;
use crate::model::reason::region_name;
use crate::model::vocabulary::Vocabulary;
use crate::web::desk::messages::{self, Lang};
use crate::web::desk::parts::{Piece, Sentence};
use crate::web::desk::when;
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, problem::Problem};
use crate::web::layout::direction;

/// Characters of private use: no message has them.
const COUNT: char = '\u{e000}';
const ISSUES: char = '\u{e001}';
const REGIONS: char = '\u{e002}';
const TITLE: char = '\u{e003}';
const SENDER: char = '\u{e004}';
const WHEN: char = '\u{e005}';
const AWAY: char = '\u{e006}';
const LIFT: char = '\u{e007}';
const ORIGINAL: char = '\u{e008}';

/// What the sentence is about besides what was looked at.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    pub words: &'a Vocabulary,
    /// The name of the segment that narrows it; empty = none.
    pub segment: &'a str,
    /// The title of what it follows, where it goes to who has that.
    pub original: Option<&'a str>,
}

/// The sentence in the officer's language and zone.
pub fn say(desk: &Desk, who: &Who, found: &Glance, about: About<'_>) -> Result<Sentence, Problem> {
    let office = desk.office()?;
    let text = whole(desk, who, found, about);
    let (release, id) = (&found.release, found.release.id);
    let piece = |text: String, href: String| Piece { text, href, lang: String::new(), dir: "" };
    let foreign =
        |text: &str, href: String, lang: &str| Piece { text: text.to_owned(), href, lang: lang.to_owned(), dir: direction(lang) };
    let exact = |at| when::exact(at, who.lang, &who.zone);
    let issues: Vec<String> = release.issues.iter().map(|place| issue(who, about.words, place.id)).collect();
    let regions: Vec<String> = release.regions.iter().map(|place| region(who, about.words, place.id)).collect();
    let sender = format!("{} <{}>", office.from_name, office.from.as_str());
    let audience = format!("/releases/{id}/audience");
    let moment = found.morning.map_or(found.at, |First(first)| first);
    let pieces = cut(&text, |mark| match mark {
        COUNT => Some(piece(messages::number(who.lang, found.count), format!("{audience}/people?list=will"))),
        ISSUES => Some(piece(list(who, &issues), audience.clone())),
        REGIONS => Some(piece(list(who, &regions), audience.clone())),
        TITLE => Some(foreign(&release.title, format!("/releases/{id}"), &release.language)),
        SENDER => Some(foreign(&sender, "/settings/sending".to_owned(), "und")),
        WHEN => moment.map(|at| piece(exact(at), "#when".to_owned())),
        AWAY => moment.map(|at| piece(when::away(at - desk.now(), who.lang), String::new())),
        LIFT => release.embargo.map(|lift| piece(exact(lift), format!("/releases/{id}"))),
        ORIGINAL => about.original.map(|title| {
            let href = release.follows.map(|id| format!("/releases/{id}")).unwrap_or_default();
            foreign(title, href, &release.language)
        }),
        _ => None,
    });
    Ok(Sentence { pieces })
}

/// As plain text, for a mail.
pub fn plain(sentence: &Sentence) -> String {
    sentence.pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// All of it, with marks.
fn whole(desk: &Desk, who: &Who, found: &Glance, about: About<'_>) -> String {
    let lang = who.lang;
    let mark = |mark: char| mark.to_string();
    let (count, title, sender) = (mark(COUNT), mark(TITLE), mark(SENDER));
    let (issues, regions) = (mark(ISSUES), mark(REGIONS));
    let (when, away, lift, original) = (mark(WHEN), mark(AWAY), mark(LIFT), mark(ORIGINAL));
    let seconds = desk.settings.hold / SECOND;
    let begin = match (found.at, seconds) {
        _ if let Some(First(first)) = found.morning => match first {
            Some(_) => who.say("send-begin-morning", &[("when", (&when).into())]),
            None => who.say("send-begin-morning-soon", &[]),
        },
        (Some(_), _) => who.say("send-begin-at", &[("when", (&when).into()), ("away", (&away).into())]),
        (None, 0) => who.say("send-begin-now", &[]),
        (None, seconds) => who.say("send-begin-hold", &[("seconds", seconds.into())]),
    };
    let is_embargoed = found.release.embargo.is_some_and(|lift| lift > desk.now());
    let terms =
        if is_embargoed { who.say("send-terms-embargo", &[("lift", (&lift).into())]) } else { who.say("send-terms-now", &[]) };
    let key = match (about.original, found.at, is_embargoed) {
        (Some(_), ..) => "send-say-holders",
        _ if found.morning.is_some() => "send-say-soon-embargo",
        (None, Some(_), true) => "send-say-embargo",
        (None, Some(_), false) => "send-say-at",
        (None, None, true) => "send-say-soon-embargo",
        (None, None, false) if seconds == 0 => "send-say-now",
        (None, None, false) => "send-say-hold",
    };
    let args = [
        ("n", found.count.into()),
        ("count", (&count).into()),
        ("issues", (&issues).into()),
        ("regions", (&regions).into()),
        ("title", (&title).into()),
        ("sender", (&sender).into()),
        ("when", (&when).into()),
        ("away", (&away).into()),
        ("lift", (&lift).into()),
        ("original", (&original).into()),
        ("seconds", seconds.into()),
        ("begin", (&begin).into()),
        ("terms", (&terms).into()),
    ];
    let mut text = messages::text(lang, key, &args);
    for more in options(who, found, about) {
        text.push(' ');
        text.push_str(&more);
    }
    text
}

/// What is not as usual, a sentence each.
fn options(who: &Who, found: &Glance, about: About<'_>) -> Vec<String> {
    let mut said = Vec::new();
    if about.original.is_none() {
        if !about.segment.is_empty() {
            said.push(who.say("send-say-narrowed", &[("what", about.segment.into())]));
        }
        if !found.choice.down {
            said.push(who.say("send-say-whole", &[]));
        }
    }
    let mut add = |is: bool, key: &str| said.extend(is.then(|| who.say(key, &[])));
    add(found.again, "send-say-again");
    add(found.have_it > 0, "send-say-have-it");
    add(found.priority == Priority::Urgent, "send-say-urgent");
    add(found.priority == Priority::Bulk, "send-say-bulk");
    said
}

/// Cuts where `piece` knows a mark.
fn cut(text: &str, piece: impl Fn(char) -> Option<Piece>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let flush = |plain: &mut String, pieces: &mut Vec<Piece>| {
        if !plain.is_empty() {
            pieces.push(Piece { text: std::mem::take(plain), ..Piece::default() });
        }
    };
    for c in text.chars() {
        match Some(c).filter(|c| ('\u{e000}'..='\u{e0ff}').contains(c)).and_then(&piece) {
            Some(found) => {
                flush(&mut plain, &mut pieces);
                pieces.push(found);
            }
            None => plain.push(c),
        }
    }
    flush(&mut plain, &mut pieces);
    pieces
}

/// An issue as it stands within a sentence.
pub fn issue(who: &Who, words: &Vocabulary, id: IssueId) -> String {
    if id == ALL_ISSUES { who.say("send-all-issues", &[]) } else { words.issues.name(id.0).to_owned() }
}

/// A region as it stands within a sentence.
pub fn region(who: &Who, words: &Vocabulary, id: RegionId) -> String {
    match (id, who.lang) {
        (WORLD, _) => who.say("send-world", &[]),
        // Only English wants an article here and there.
        (_, Lang::En) => region_name(&words.regions, id),
        _ => words.regions.name(id.0).to_owned(),
    }
}

/// `A`, `A or B`, `A, B or C`, `A, B or 7 others`.
pub fn list(who: &Who, names: &[String]) -> String {
    match names {
        [] => who.say("send-not-chosen", &[]),
        [one] => one.clone(),
        [first, second] => who.say("send-or-two", &[("first", first.into()), ("second", second.into())]),
        [first, second, third] => {
            who.say("send-or-three", &[("first", first.into()), ("second", second.into()), ("third", third.into())])
        }
        [first, second, rest @ ..] => {
            let n = i64::try_from(rest.len()).unwrap_or(i64::MAX);
            who.say("send-or-others", &[("first", first.into()), ("second", second.into()), ("n", n.into())])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_cut_at_its_marks_and_nowhere_else() {
        let text = format!("Of {COUNT} people {TITLE}.{LIFT}");
        let pieces = cut(&text, |mark| {
            (mark != LIFT).then(|| Piece { text: format!("<{}>", u32::from(mark)), href: "/x".to_owned(), ..Piece::default() })
        });
        let texts: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(texts, ["Of ", "<57344>", " people ", "<57347>", ".\u{e007}"]);
    }
}
