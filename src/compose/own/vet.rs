//! Vetting: what a template has to pass before it is stored. Read as the small language it may be, looked at as HTML, then
//! filled in with every sample in every language and read again as a reader would.

use super::Files;
use super::flaw::{Fault, Flaw, Needed, Part};
use super::html::{self, Look, Seen};
use super::sample::{self, Sample};
use super::scan::{FIELD_END, FIELD_START, MOST, scan};
use crate::clock::Millis;
use crate::compose::letter::{Frame, HTML_LIMIT, Preview, Values, compile_exactly};
use crate::compose::templates::Templates;
use crate::compose::{ComposeError, Office, clean};
use crate::model::ids::MailingId;
use crate::model::release::Release;

/// Bytes of a text or HTML file, and of a subject.
pub const LONGEST: usize = 64 * 1024;
pub const SUBJECT: usize = 500;

/// Any time will do: 2026-11-24T10:00:00Z.
const SOME_DAY: Millis = 1_795_514_400_000;
const LEAVE: &str = "https://press.example.org/u/sample";
const OPEN: &str = "https://press.example.org/o/sample";
const REASON: &str = "You get this because samples are sent to everybody.";

/// Files that passed; the only ones that can be put in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vetted(Files);

impl Vetted {
    pub fn files(&self) -> &Files {
        &self.0
    }
}

/// Everything that is wrong with the files, by file and line; at most 50 of each kind of look.
pub fn vet(files: Files) -> Result<Vetted, Vec<Flaw>> {
    let mut flaws = as_written(&files);
    if flaws.is_empty() {
        flaws = as_mails(&files);
    }
    if flaws.is_empty() {
        return Ok(Vetted(files));
    }
    flaws.sort();
    flaws.dedup();
    Err(flaws)
}

/// Whether the files may be filled in for a look at them, though they may lack something.
pub fn is_safe_to_fill(files: &Files) -> bool {
    as_written(files).is_empty()
}

fn as_written(files: &Files) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for part in Part::ALL {
        let source = files.part(part);
        let limit = if part == Part::Subject { SUBJECT } else { LONGEST };
        let mut whole = |fault| flaws.push(Flaw { part, line: 1, column: 1, fault });
        if source.len() > limit {
            whole(Fault::TooLong { limit: limit.max(1024) });
            continue;
        }
        if source.trim().is_empty() {
            whole(Fault::Empty);
            continue;
        }
        if part == Part::Subject && source.contains('\n') {
            whole(Fault::ManyLines);
        }
        unseen(part, source, &mut flaws);
        let scanned = scan(part, source);
        flaws.extend(scanned.flaws);
        if part == Part::Html {
            flaws.extend(html::look(&scanned.flat, Look::Written).flaws);
        }
    }
    flaws
}

/// Characters nobody sees: they could pass for slots, end headers, or turn words around.
fn unseen(part: Part, source: &str, flaws: &mut Vec<Flaw>) {
    for (at, line) in source.split('\n').enumerate().take(LONGEST) {
        let is_bad = |letter: &char| {
            let plain: String = [*letter].iter().collect();
            matches!(*letter, FIELD_START | FIELD_END) || (*letter != '\t' && clean::lines(&plain) != plain)
        };
        if let Some(column) = line.chars().position(|letter| is_bad(&letter)) {
            flaws.push(Flaw { part, line: at + 1, column: column + 1, fault: Fault::Control });
            if flaws.len() >= MOST {
                return;
            }
        }
    }
}

fn as_mails(files: &Files) -> Vec<Flaw> {
    let broken = |part| vec![Flaw { part, line: 0, column: 0, fault: Fault::Broken }];
    let (Ok(templates), Ok(office)) = (Templates::own(files), sample::office()) else { return broken(Part::Html) };
    let mut flaws: Vec<Flaw> = Vec::new();
    for language in sample::languages() {
        for sample in Sample::ALL {
            let release = sample::release(sample, language, SOME_DAY);
            match filled(&office, &templates, &release) {
                Ok(mail) => lacks(&office, &release, &mail, &mut flaws),
                Err(ComposeError::TooBig { limit, .. }) => {
                    flaws.push(Flaw { part: Part::Html, line: 0, column: 0, fault: Fault::TooBig { limit } });
                }
                Err(_) => return broken(Part::Html),
            }
            if !flaws.is_empty() {
                return flaws;
            }
        }
    }
    flaws
}

struct Mail {
    seen: Preview,
    /// What readers are shown when they open the mail in a browser.
    page: String,
    tag: String,
    status: String,
}

fn filled(office: &Office, templates: &Templates, release: &Release) -> Result<Mail, ComposeError> {
    let frame = Frame { mailing: MailingId(0), date: SOME_DAY, key_id: String::new(), signing: None };
    let letter = compile_exactly(office, templates, release, &release.language, &frame)?;
    let values = Values {
        unsubscribe: LEAVE.to_owned(),
        view: "https://press.example.org/v/sample".to_owned(),
        open: OPEN.to_owned(),
        reason: REASON.to_owned(),
        address: "reporter@example.org".to_owned(),
        ..Values::default()
    };
    let words = crate::compose::words::of(&release.language);
    let embargo = release.embargo.filter(|until| *until > SOME_DAY);
    Ok(Mail {
        seen: letter.read(&values),
        page: crate::compose::letter::view(&letter),
        tag: words.tag(release.kind, embargo, &release.title).trim_end().to_owned(),
        status: words.status(release.kind, embargo).0,
    })
}

/// What a reader of this mail would miss, or should not meet.
fn lacks(office: &Office, release: &Release, mail: &Mail, flaws: &mut Vec<Flaw>) {
    let pictures: Vec<&str> = release.image.iter().map(|image| image.url.as_str()).chain([OPEN]).collect();
    let look = Look::Finished(&pictures);
    let seen = html::look(&mail.seen.html, look);
    flaws.extend(seen.flaws.iter().map(|flaw| Flaw { line: 0, column: 0, ..flaw.clone() }));
    for flaw in html::look(&mail.page, look).flaws {
        let fault = if flaw.fault == Fault::Link(String::new()) { Fault::OnPage } else { flaw.fault };
        flaws.push(Flaw { line: 0, column: 0, fault, part: flaw.part });
    }
    if mail.seen.html.len() > HTML_LIMIT {
        flaws.push(Flaw { part: Part::Html, line: 0, column: 0, fault: Fault::TooBig { limit: HTML_LIMIT } });
    }
    let subject = &mail.seen.subject;
    let text = mail.seen.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut miss = |part, needed| flaws.push(Flaw { part, line: 0, column: 0, fault: Fault::Missing(needed) });
    if !subject.contains(&mail.tag) {
        miss(Part::Subject, Needed::Tag);
    }
    if !subject.contains(&release.title) {
        miss(Part::Subject, Needed::Title);
    }
    let first = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    for (needed, words) in [
        (Needed::Title, vec![release.title.clone()]),
        (Needed::Status, vec![mail.status.clone()]),
        (Needed::Body, vec![last_words(&release.body)]),
        (Needed::Contact, vec![first(&office.contact)]),
        (Needed::Reason, vec![REASON.to_owned()]),
        (Needed::Postal, office.postal_address.lines().map(str::to_owned).collect()),
    ] {
        let is_in = |text: &str| words.iter().all(|words| text.contains(words.as_str()));
        if !is_in(&text) {
            miss(Part::Text, needed);
        }
        if !is_in(&seen.words) {
            miss(Part::Html, needed);
        }
    }
    if !text.contains(LEAVE) {
        miss(Part::Text, Needed::Unsubscribe);
    }
    if !links_away(&seen) {
        miss(Part::Html, Needed::Unsubscribe);
    }
}

fn links_away(seen: &Seen) -> bool {
    seen.links.iter().any(|link| link == LEAVE)
}

/// A stretch of the sample's text without markup, from its first paragraph.
fn last_words(body: &str) -> String {
    body.lines().next().unwrap_or_default().trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(files: Files) -> Vec<(Part, Fault)> {
        vet(files).err().unwrap_or_default().into_iter().map(|flaw| (flaw.part, flaw.fault)).collect()
    }

    fn changed(from: &str, to: &str) -> Files {
        let shipped = Files::shipped();
        let files = Files {
            subject: shipped.subject.replace(from, to),
            text: shipped.text.replace(from, to),
            html: shipped.html.replace(from, to),
        };
        assert_ne!(files, Files::shipped(), "{from}");
        files
    }

    #[test]
    fn the_shipped_look_passes_its_own_vetting() {
        assert_eq!(vet(Files::shipped()).err().map(|flaws| flaws.iter().map(ToString::to_string).collect::<Vec<_>>()), None);
    }

    #[test]
    fn a_look_of_ones_own_passes() {
        let files = Files::new(
            "{{tag}}{{title}} – {{office}}",
            "{{office}}\n{{status}}\n{{title}}\n{{body_text}}\n{{> contact}}\n{{reason}}\n{{words.unsubscribe}}: {{unsubscribe}}\n\
             {{#each postal}}{{this}}\n{{/each}}",
            "<!DOCTYPE html><html lang=\"{{lang}}\" dir=\"{{dir}}\"><head><meta charset=\"utf-8\"><title>{{title}}</title></head><body>\
             <p>{{status}}</p><h1>{{title}}</h1>{{#if image}}<img src=\"{{image.url}}\" alt=\"{{image.alt}}\" width=\"500\">{{/if}}\
             {{{body_html}}}{{#each contact}}<p>{{{html}}}</p>{{/each}}{{#unless page}}<p>{{reason}}</p>\
             <p><a href=\"{{unsubscribe}}\">{{words.unsubscribe}}</a></p>{{/unless}}<p>{{#each postal}}{{this}}<br>{{/each}}</p>\
             {{{open}}}</body></html>",
        );
        assert_eq!(faults(files), []);
    }

    #[test]
    fn what_a_mail_needs_cannot_be_left_out_or_hidden() {
        for (from, to, part, needed) in [
            ("{{> footer}}", "", Part::Html, Needed::Unsubscribe),
            ("{{> footer}}", "", Part::Text, Needed::Unsubscribe),
            ("{{> footer}}", "", Part::Html, Needed::Postal),
            ("{{> footer}}", "", Part::Text, Needed::Reason),
            ("{{> contact}}", "", Part::Text, Needed::Contact),
            ("{{status}}", "", Part::Html, Needed::Status),
            ("{{tag}}", "", Part::Subject, Needed::Tag),
            ("{{{body_html}}}", "", Part::Html, Needed::Body),
            ("{{body_text}}", "", Part::Text, Needed::Body),
            ("{{> footer}}", "<div style=\"display:none\">{{> footer}}</div>", Part::Html, Needed::Unsubscribe),
            ("{{> footer}}", "{{#if event}}{{> footer}}{{/if}}", Part::Html, Needed::Reason),
        ] {
            let found = faults(changed(from, to));
            assert!(found.contains(&(part, Fault::Missing(needed))), "{from} → {to}: {found:?}");
        }
    }

    #[test]
    fn size_lines_and_unseen_characters_are_bounded() {
        let long = |n: usize| Files { text: format!("{}{}", Files::shipped().text, "x".repeat(n)), ..Files::shipped() };
        assert_eq!(faults(long(LONGEST)), [(Part::Text, Fault::TooLong { limit: LONGEST })]);
        let big = Files {
            html: Files::shipped().html.replace("</body>", &format!("{}</body>", "{{boilerplate_text}} ".repeat(1_500))),
            ..Files::shipped()
        };
        assert_eq!(faults(big), [(Part::Html, Fault::TooBig { limit: HTML_LIMIT })]);
        let subject = |subject: &str| faults(Files { subject: subject.to_owned(), ..Files::shipped() });
        assert_eq!(subject("{{tag}}{{title}}\nBcc: x@y.example"), [(Part::Subject, Fault::ManyLines)]);
        for letter in ['\u{0}', '\u{7}', '\u{202E}', '\u{FDD0}', FIELD_START, '\u{2028}'] {
            assert_eq!(subject(&format!("{{{{tag}}}}{{{{title}}}}{letter}")), [(Part::Subject, Fault::Control)], "{letter:?}");
        }
        assert_eq!(subject(" "), [(Part::Subject, Fault::Empty)]);
    }

    #[test]
    fn the_page_everybody_can_open_has_nothing_personal() {
        let files = changed("{{> footer}}", "{{> footer}}\n<p><a href=\"{{unsubscribe}}\">Leave</a></p>");
        let files = Files { text: Files::shipped().text, ..files };
        assert_eq!(faults(files), [(Part::Html, Fault::OnPage)]);
    }

    #[test]
    fn every_refusal_says_what_to_do() {
        for flaw in vet(changed("{{> footer}}", "{{lookup x}}<script></script>")).unwrap_err() {
            let text = flaw.to_string();
            let says_how = text.contains(';') || text.contains("there are");
            assert!(text.contains(".hbs") && says_how && text.ends_with('.'), "{text}");
        }
    }
}
