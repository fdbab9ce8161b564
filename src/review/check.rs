//! What stands in the way of sending, by stable codes. Looked for in the mail as it will be read, not in the draft.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

use super::sentence::moment;
use super::{Means, Rules};
use crate::clock::{MINUTE, Millis};
use crate::compose::ComposeError;
use crate::compose::letter::{Letter, Slots};
use crate::model::address::EmailAddress;
use crate::model::audience::Waterfall;
use crate::model::ids::{DeliveryId, MailingId};
use crate::model::release::{Release, ReleaseKind};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Blocking,
    Warning,
    Info,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub code: &'static str,
    pub level: Level,
    /// What to do, as a sentence.
    pub text: String,
    /// Where.
    pub field: &'static str,
}

pub(super) struct Facts<'a> {
    pub means: &'a Means<'a>,
    pub release: &'a Release,
    pub letter: &'a Result<Letter, ComposeError>,
    pub waterfall: &'a Waterfall,
    pub unmakeable: &'a (Vec<i64>, i64),
    pub at: Option<Millis>,
    pub not_before: Millis,
    pub useful_until: Millis,
    pub same_text: Option<MailingId>,
    pub have_it: i64,
    pub needs_second: bool,
    pub rules: &'a Rules,
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn block(&mut self, code: &'static str, field: &'static str, text: impl Into<String>) {
        self.0.push(Finding { code, level: Level::Blocking, text: text.into(), field });
    }

    fn warn(&mut self, code: &'static str, field: &'static str, text: impl Into<String>) {
        self.0.push(Finding { code, level: Level::Warning, text: text.into(), field });
    }
}

pub(super) fn all(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = Findings::default();
    subject(facts, &mut found);
    rendered(facts, &mut found);
    parts(facts, &mut found);
    times(facts, &mut found);
    people(facts, &mut found);
    found.0.sort_by_key(|finding| finding.level);
    found.0
}

fn subject(facts: &Facts<'_>, found: &mut Findings) {
    let title = facts.release.title.trim();
    match title.chars().count() {
        0 => found.block("content.subject_missing", "title", "Write a subject."),
        151.. => found.block("content.subject_too_long", "title", "Shorten the subject to 150 characters."),
        79.. => found.warn("content.subject_too_long", "title", "Most programs show the first 78 characters of a subject only."),
        _ => {}
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

fn rendered(facts: &Facts<'_>, found: &mut Findings) {
    let letter = match facts.letter {
        Ok(letter) => letter,
        Err(ComposeError::TooBig { .. }) => {
            return found.block("content.mail_too_big", "body", "Shorten the text: mail programs cut off what is longer.");
        }
        Err(problem) => return found.block("content.render_failed", "body", format!("The mail cannot be made: {problem}.")),
    };
    let slots = Slots {
        delivery: DeliveryId(0),
        address: facts.means.office.from.clone(),
        name: String::new(),
        outlet: String::new(),
        reason: String::new(),
        consented: false,
        in_reply_to: None,
    };
    let (Ok(copy), Ok(seen)) = (letter.copy(facts.means.keys, &slots), letter.preview(facts.means.keys, &slots)) else {
        return found.block("content.render_failed", "body", "The mail cannot be made for anybody.");
    };
    if let Some(left) = leftover(&seen.subject).or_else(|| leftover(&seen.text)) {
        found.block("content.placeholder", "body", format!("Fill in or remove “{left}”."));
    }
    if facts.release.body.split_whitespace().count() < 3 {
        found.block("content.empty_text", "body", "Write the text of the release.");
    }
    let head = String::from_utf8_lossy(&copy.bytes);
    let head = head.split("\r\n\r\n").next().unwrap_or("").to_lowercase();
    if !seen.text.contains("/u/") || !seen.html.contains("/u/") {
        found.block("compliance.unsubscribe_missing", "template", "Put the unsubscribe link into both parts of the mail.");
    }
    if !["list-unsubscribe:", "list-unsubscribe-post:"].iter().all(|name| head.contains(&format!("\r\n{name}"))) {
        found.block(
            "compliance.one_click_header",
            "web.public_url",
            "Reporters cannot leave with one click: set `web.public_url`.",
        );
    }
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let postal: Vec<&str> = facts.means.office.postal_address.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if postal.is_empty() || !postal.iter().all(|line| words(&seen.text).contains(&words(line))) {
        found.block("compliance.postal_missing", "office.postal_address", "Put the office's postal address into the mail.");
    }
    links(facts, &seen.text, found);
    weekdays(&seen.text, found);
}

fn links(facts: &Facts<'_>, text: &str, found: &mut Findings) {
    let ends = |c: char| c.is_whitespace() || matches!(c, '>' | '<' | '"' | ')' | ']');
    for (at, _) in text.match_indices("http") {
        let url = text[at..].split(ends).next().unwrap_or("");
        let Some((scheme, rest)) = url.split_once("://") else { continue };
        if url.starts_with(&facts.means.office.public_url) {
            continue;
        }
        let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
        let host = authority.rsplit('@').next().unwrap_or("");
        let host = if host.starts_with('[') { host } else { host.split(':').next().unwrap_or("") };
        if is_private(&host.to_lowercase()) {
            found.block("content.link_private", "body", format!("Only your own network can open the link to {host}."));
        } else if scheme == "http" {
            found.warn("content.link_http", "body", format!("The link to {host} is not encrypted; use https."));
        }
    }
}

fn is_private(host: &str) -> bool {
    let host = host.trim_end_matches('.').trim_matches(['[', ']']);
    if let Ok(ip) = host.parse::<std::net::IpAddr>() {
        return match ip {
            std::net::IpAddr::V4(ip) => ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified(),
            std::net::IpAddr::V6(ip) => {
                ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local()
            }
        };
    }
    !host.contains('.')
        || [".local", ".internal", ".lan", ".intranet", ".localhost", ".home.arpa"].iter().any(|end| host.ends_with(end))
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
            found.warn("content.date_weekday", "body", format!("“{}” is a {is}.", &hit[0]));
        }
    }
}

fn parts(facts: &Facts<'_>, found: &mut Findings) {
    let release = facts.release;
    if let Some(image) = &release.image
        && image.alt.trim().is_empty()
    {
        if image.caption.trim().is_empty() {
            found.block("content.image_alt_missing", "image_alt", "Say what the picture shows, for those who do not see it.");
        } else {
            found.warn("content.image_alt_missing", "image_alt", "The picture has a caption but no description.");
        }
    }
    let contact = release.contact.as_deref().unwrap_or(&facts.means.office.contact);
    if !contact.contains('@') && contact.chars().filter(char::is_ascii_digit).count() < 6 {
        let text = "Name a press contact with a telephone number or an address.";
        if release.kind == ReleaseKind::Release {
            found.block("content.contact_missing", "contact", text);
        } else {
            found.warn("content.contact_missing", "contact", text);
        }
    }
    if facts.means.relays.is_empty() {
        found.block("infra.no_relay", "relay", "Name a relay in the settings; mail is handed to nobody else.");
    }
    if let Some(mailing) = facts.same_text {
        found.block(
            "content.similar_sent",
            "body",
            format!("The same text went out less than 7 days ago, as mailing {mailing}."),
        );
    }
    if release.withdrawn.is_some() {
        found.block("content.withdrawn", "release", "This version was withdrawn.");
    }
}

fn times(facts: &Facts<'_>, found: &mut Findings) {
    if facts.at.is_some_and(|at| at < facts.means.now - MINUTE) {
        found.block("time.past", "at", "The time to send at has passed.");
    }
    if facts.useful_until <= facts.not_before {
        found.block("time.after_event", "event", "The event will be over when this goes out.");
    }
    let mends = matches!(facts.release.kind, ReleaseKind::Correction | ReleaseKind::Withdrawal);
    if !mends && facts.rules.quiet.as_ref().is_some_and(|quiet| quiet.takes_in(facts.not_before)) {
        found.warn("time.quiet_hours", "at", format!("It would go out in quiet hours, on {}.", moment(facts.not_before)));
    }
    if let Some(lift) = facts.release.embargo {
        if lift <= facts.means.now {
            found.block("embargo.past", "embargo", format!("The embargo ended on {}. Remove it or set another.", moment(lift)));
        } else if facts.not_before < lift {
            found.block(
                "embargo.before_send",
                "at",
                format!("It would go out before the embargo ends on {}. Send it then.", moment(lift)),
            );
        }
    }
}

fn people(facts: &Facts<'_>, found: &mut Findings) {
    let release = facts.release;
    if release.regions.is_empty() || release.issues.is_empty() {
        found.block(
            "audience.not_placed",
            "regions",
            "Say which regions and issues this is about; World and All issues are choices too.",
        );
    } else if facts.waterfall.will_receive == 0 {
        found.block("audience.empty", "audience", "Nobody would receive this.");
    }
    if let Some(cap) = facts.means.cap.filter(|cap| facts.waterfall.will_receive > i64::from(*cap)) {
        let people = facts.waterfall.will_receive;
        let text = format!("{people} would receive this; no mailing may reach more than {cap} (`outbox.cap_per_mailing`).");
        found.block("audience.over_cap", "audience", text);
    }
    if facts.rules.is_unusual(facts.waterfall.will_receive) {
        let text = format!("{} reporters are far more than this office usually writes to.", facts.waterfall.will_receive);
        found.warn("audience.too_big", "audience", text);
    }
    if release.regions.iter().any(|place| place.proposed) || release.issues.iter().any(|place| place.proposed) {
        found.warn("audience.proposed", "regions", "Regions or issues are proposals nobody has accepted yet.");
    }
    if facts.unmakeable.1 > 0 {
        let numbers: Vec<String> = facts.unmakeable.0.iter().map(i64::to_string).collect();
        let (n, who) = (facts.unmakeable.1, numbers.join(", "));
        found.block("content.render_failed", "audience", format!("The mail cannot be made for {n} reporters: contact {who}."));
    }
    if facts.have_it > 0 {
        let text = format!("{} addresses have this version already; they are left out.", facts.have_it);
        found.0.push(Finding { code: "audience.already_has_it", level: Level::Info, text, field: "audience" });
    }
    if facts.needs_second {
        found.warn("policy.approver_needed", "approval.policy", "A second person has to approve this.");
    }
    if EmailAddress::parse(facts.means.office.from.as_str()).is_err() {
        found.block("sender.missing", "sender.from", "Set the sender's address.");
    }
    // Said here and not of the mail: the letter looked at is not signed, which would cost more than all the rest.
    if let Err(problem) = facts.means.keys.dkim().signing(facts.means.office.from.domain(), facts.not_before) {
        found.block("sender.dkim_key", "dkim.mode", format!("Mail cannot be signed: {problem}."));
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

    #[test]
    fn hosts_nobody_else_can_open_are_private() {
        for host in ["localhost", "intranet", "10.0.0.1", "192.168.2.3", "cms.local", "[::1]", "127.0.0.1"] {
            assert!(is_private(host), "{host}");
        }
        assert!(!is_private("www.example.org") && !is_private("8.8.8.8"));
    }
}
