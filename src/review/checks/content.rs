//! The text itself, as the mail carries it: subject, leftovers, the two parts, pictures, contact, language, days.

use std::sync::LazyLock;

use regex::Regex;

use super::{Facts, Findings};
use crate::compose::ComposeError;
use crate::model::language;
use crate::model::release::ReleaseKind;
use crate::review::links::page_words;
use crate::review::mail::Mail;

/// Longer subjects are cut by most programs, or are none.
const SHOWN: usize = 78;
const LONGEST: usize = 150;

pub(super) fn look(facts: &Facts<'_>, found: &mut Findings) {
    subject(facts, found);
    match facts.mail {
        Ok(mail) => {
            leftovers(mail, found);
            parts(mail, found);
            weekdays(&mail.seen.text, found);
        }
        Err(problem) => not_made(facts, problem, found),
    }
    everybodys_copy(facts, found);
    body(facts, found);
    picture(facts, found);
    contact(facts, found);
    text_language(facts, found);
    similar(facts, found);
    if facts.release.withdrawn.is_some() {
        found.block("content.withdrawn", "release", "This version was withdrawn.");
    }
}

fn subject(facts: &Facts<'_>, found: &mut Findings) {
    let long = facts.release.title.trim().chars().count();
    let n = i64::try_from(long).unwrap_or(i64::MAX);
    if long == 0 {
        found.block("content.subject_missing", "title", "Write a subject.");
    } else if long > LONGEST {
        found.block("content.subject_too_long", "title", "Shorten the subject to 150 characters.").n(n);
    } else if long > SHOWN {
        let text = "Most programs show the first 78 characters of a subject only.";
        found.warn("content.subject_too_long", "title", text).n(n);
    }
}

fn not_made(facts: &Facts<'_>, problem: &ComposeError, found: &mut Findings) {
    if let ComposeError::TooBig { .. } = problem {
        found.block("content.mail_too_big", "body", "Shorten the text: mail programs cut off what is longer.");
    } else {
        let text = format!("The mail cannot be made: {problem}.");
        found.block("content.render_failed", "body", text).n(facts.everybody.count).what(problem.to_string());
    }
}

fn everybodys_copy(facts: &Facts<'_>, found: &mut Findings) {
    let (some, n) = &facts.everybody.unmakeable;
    if *n > 0 {
        let numbers: Vec<String> = some.iter().map(i64::to_string).collect();
        let who = numbers.join(", ");
        let text = format!("The mail cannot be made for {}: contact {who}.", super::reporters(*n));
        found.block("content.render_failed", "audience", text).n(*n).what(who);
    }
}

/// Leftovers of writing. XX is also a numeral and a name; those are told by the word beside it.
static LEFTOVER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\bTK\b|\bXX+\b|(?i:\[insert)|(?i:\blorem ipsum\b)|\{\{|«\s*(?:…|\.\.\.)\s*»").ok());
static NUMERAL_BEFORE: [&str; 12] =
    ["siglo", "século", "secolo", "segle", "dos", "sec", "séc", "s", "siècle", "wiek", "pope", "john"];
static NUMERAL_AFTER: [&str; 7] = ["century", "centuries", "siècle", "jahrhundert", "wiek", "secolo", "chromosome"];

fn leftover(text: &str) -> Option<&str> {
    let regex = LEFTOVER.as_ref()?;
    regex
        .find_iter(text)
        .find(|hit| {
            if !hit.as_str().starts_with('X') {
                return true;
            }
            let word = |text: Option<&str>| text.unwrap_or("").trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            let before = word(text[..hit.start()].split_whitespace().next_back());
            let after = word(text[hit.end()..].split_whitespace().next());
            !NUMERAL_BEFORE.contains(&before.as_str()) && !NUMERAL_AFTER.contains(&after.as_str())
        })
        .map(|hit| hit.as_str())
}

fn leftovers(mail: &Mail, found: &mut Findings) {
    if let Some(left) = leftover(&mail.seen.subject).or_else(|| leftover(&mail.seen.text)) {
        found.block("content.placeholder", "body", format!("Fill in or remove “{left}”.")).what(left);
    }
}

/// A part that says much less than the other is a stub, whatever a template meant by it.
fn parts(mail: &Mail, found: &mut Findings) {
    let in_html = page_words(&mail.seen.html).split(' ').count();
    let in_text = mail.seen.text.split_whitespace().count();
    if in_text * 2 < in_html || in_html * 2 < in_text {
        let text = "The text part and the HTML part of the mail do not say the same; look at the template.";
        found.warn("content.html_text_mismatch", "template", text);
    }
}

fn body(facts: &Facts<'_>, found: &mut Findings) {
    if facts.release.body.split_whitespace().count() < 3 {
        found.block("content.empty_text", "body", "Write the text of the release.");
    }
}

fn picture(facts: &Facts<'_>, found: &mut Findings) {
    let text = "Say what the picture shows, for those who do not see it.";
    if let Some(image) = &facts.release.image
        && image.alt.trim().is_empty()
    {
        if image.caption.trim().is_empty() {
            found.block("content.image_alt_missing", "image_alt", text);
        } else {
            found.warn("content.image_alt_missing", "image_alt", "The picture has a caption but no description.");
        }
    }
    let lead = facts.release.image.as_ref().map(|image| image.url.as_str());
    let silent = |mail: &Mail| mail.pictures.iter().any(|one| one.alt.trim().is_empty() && Some(one.url.as_str()) != lead);
    if facts.mail.is_ok_and(silent) {
        found.block("content.image_alt_missing", "body", text);
    }
}

fn contact(facts: &Facts<'_>, found: &mut Findings) {
    let contact = facts.release.contact.as_deref().unwrap_or(&facts.means.office.contact);
    if !contact.contains('@') && contact.chars().filter(char::is_ascii_digit).count() < 6 {
        let text = "Name a press contact with a telephone number or an address.";
        if facts.release.kind == ReleaseKind::Release {
            found.block("content.contact_missing", "contact", text);
        } else {
            found.warn("content.contact_missing", "contact", text);
        }
    }
}

fn text_language(facts: &Facts<'_>, found: &mut Findings) {
    let release = facts.release;
    let text = format!("{}. {} {}", release.title, release.teaser, release.body);
    if let Some((tag, name)) = language::another(&text, &release.language) {
        let text = format!("The text looks like {name} ({tag}), but its language is given as {}.", release.language);
        found.warn("content.language_mismatch", "language", text).what(name);
    }
}

fn similar(facts: &Facts<'_>, found: &mut Findings) {
    // To other people the same text is no second copy.
    let reaches = |mailing| facts.everybody.shared.get(mailing).is_some_and(|n| *n > 0);
    let Some(one) = facts.past.similar.iter().find(|one| one.is_planning || reaches(&one.mailing)) else { return };
    let n = one.mailing;
    if one.is_same {
        let text = format!("The same text went out less than 7 days ago, as mailing {n}.");
        found.block("content.similar_sent", "body", text).n(n.0).what("same");
    } else {
        let text = format!("Nearly the same text went out less than 7 days ago, as mailing {n}.");
        found.warn("content.similar_sent", "body", text).n(n.0).what("nearly");
    }
}

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let day = "(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
    let month = "(January|February|March|April|May|June|July|August|September|October|November|December)";
    Regex::new(&format!(r"{day},? (?:(\d{{1,2}}) {month}|{month} (\d{{1,2}})),? (\d{{4}})")).ok()
});

fn weekdays(text: &str, found: &mut Findings) {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(regex) = DATE.as_ref() else { return };
    for hit in regex.captures_iter(&text) {
        let part = |first, second| hit.get(first).or_else(|| hit.get(second)).map_or("", |part| part.as_str());
        let month = (1_i8..).zip(MONTHS).find(|(_, name)| part(3, 4).starts_with(name)).map_or(0, |found| found.0);
        let date = jiff::civil::Date::new(part(6, 6).parse().unwrap_or(0), month, part(2, 5).parse().unwrap_or(0));
        let is = date.map(|date| date.strftime("%A").to_string()).unwrap_or_else(|_| "not a day of the calendar".to_owned());
        if !is.starts_with(part(1, 1)) {
            found.warn("content.date_weekday", "body", format!("“{}” is a {is}.", &hit[0])).what(&hit[0]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_are_whole_words_and_no_numerals() {
        for text in
            ["TK figures", "call XX today", "[Insert quote]", "Lorem ipsum dolor", "Dear {{name}}", "«…»", "in XXX places"]
        {
            assert!(leftover(text).is_some(), "{text}");
        }
        for text in ["TKTS booth", "Dos XX", "el siglo XX", "the XX century", "Xxx", "network", "« Bonjour »", "XXL"] {
            assert_eq!(leftover(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_has_its_own_weekday() {
        let look = |text: &str| {
            let mut found = Findings::default();
            weekdays(text, &mut found);
            found.0.len()
        };
        assert_eq!(look("on Tuesday 25 November 2026"), 1);
        assert_eq!(look("on Wednesday, 25 November 2026 and Wednesday, November 25, 2026"), 0);
        assert_eq!(look("on Monday 31 February 2026"), 1);
    }
}
