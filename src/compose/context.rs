//! What the templates of a release may name: every field there is, filled in once per version and language.

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

use crate::clock::Millis;
use crate::compose::encode::Slot;
use crate::compose::words::{self, Words};
use crate::compose::{ComposeError, Office, clean, markdown};
use crate::model::release::Release;

const FONTS: &str = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const HEADING_FONTS: &str = "Georgia,'Times New Roman',Times,serif";
const RTL_FONTS: &str = "'Segoe UI','Noto Naskh Arabic','Geeza Pro',Tahoma,Arial,sans-serif";
const PREHEADER: usize = 100;

#[derive(Debug, Serialize)]
pub(crate) struct Context {
    lang: String,
    dir: &'static str,
    rtl: bool,
    start: &'static str,
    fonts: &'static str,
    heading_fonts: &'static str,
    words: Frame,
    words_dir: &'static str,
    words_start: &'static str,
    office: String,
    postal: Vec<String>,
    status: String,
    alert: bool,
    tag: String,
    event: String,
    title: String,
    teaser: String,
    preheader: String,
    body_html: String,
    body_text: String,
    image: Option<Image>,
    source_url: String,
    about: String,
    boilerplate_html: String,
    boilerplate_text: String,
    contact: Vec<Line>,
    reason: String,
    unsubscribe: String,
    view: String,
    open: String,
    /// The page of `/v/…`: nothing personal, no slots.
    page: bool,
}

/// The words a template may use.
#[derive(Debug, Serialize)]
struct Frame {
    language: &'static str,
    event: &'static str,
    photo: &'static str,
    original: &'static str,
    contact: &'static str,
    end_mark: &'static str,
    unsubscribe: &'static str,
    view: &'static str,
}

#[derive(Debug, Serialize)]
struct Image {
    url: String,
    alt: String,
    caption: String,
    /// In words: `Credit: …`.
    credit: String,
    /// Whether anything is to be said below it.
    words: bool,
    /// The caption again, unless it only repeats the description.
    caption_text: String,
}

/// A line of the contact block, its addresses and numbers as links in `html`.
#[derive(Debug, Serialize)]
struct Line {
    text: String,
    html: String,
}

impl Context {
    /// For a mail dated `date`, its frame worded in `language`.
    pub(crate) fn of(office: &Office, release: &Release, language: &str, date: Millis) -> Result<Self, ComposeError> {
        let words = words::of(language);
        let lang = clean_tag(&release.language).unwrap_or_else(|| words.language.to_owned());
        let rtl = words::is_rtl(&lang);
        let embargo = release.embargo.filter(|until| *until > date);
        let (status, alert) = words.status(release.kind, embargo);
        let title = clean::line(&release.title);
        let body = markdown::render(&release.body, &lead(release, words, rtl), rtl)?;
        let teaser = clean::line(&release.teaser);
        let office_name = clean::line(&office.name);
        let about = words.about.replacen("{}", &office_name, 1);
        let boilerplate = markdown::render(&office.boilerplate, "", rtl)?;
        Ok(Self {
            dir: dir(rtl),
            start: start(rtl),
            fonts: if rtl { RTL_FONTS } else { FONTS },
            heading_fonts: if rtl { RTL_FONTS } else { HEADING_FONTS },
            words: Frame::of(words),
            words_dir: dir(words::is_rtl(words.language)),
            words_start: start(words::is_rtl(words.language)),
            postal: text_lines(&office.postal_address),
            tag: words.tag(release.kind, embargo, &title),
            event: release.event.map(|at| words.moment(at)).unwrap_or_default(),
            preheader: preheader(if alert { &status } else { "" }, if teaser.is_empty() { &title } else { &teaser }),
            teaser: if opens_with(&body.text, &teaser) { String::new() } else { teaser },
            image: release.image.as_ref().and_then(|image| Image::of(image, words)),
            source_url: release.source_url.as_deref().and_then(clean::web_url).unwrap_or_default(),
            about: if boilerplate.text.to_lowercase().starts_with(&about.to_lowercase()) { String::new() } else { about },
            boilerplate_html: boilerplate.html,
            boilerplate_text: boilerplate.text,
            contact: text_lines(release.contact.as_deref().unwrap_or(&office.contact))
                .iter()
                .map(|line| Line::of(line))
                .collect(),
            body_html: body.html,
            body_text: body.text,
            reason: Slot::Reason.mark(),
            unsubscribe: Slot::Unsubscribe.mark(),
            view: Slot::View.mark(),
            open: Slot::Open.mark(),
            page: false,
            office: office_name,
            lang,
            rtl,
            status,
            alert,
            title,
        })
    }

    pub(crate) fn lang(&self) -> &str {
        &self.lang
    }

    /// The same mail as a page for everybody.
    pub(crate) fn into_page(self) -> Self {
        Self { page: true, reason: String::new(), unsubscribe: String::new(), view: String::new(), open: String::new(), ..self }
    }
}

impl Frame {
    fn of(words: &Words) -> Self {
        Self {
            language: words.language,
            event: words.event,
            photo: words.photo,
            original: words.original,
            contact: words.contact,
            end_mark: words.end_mark,
            unsubscribe: words.unsubscribe,
            view: words.view,
        }
    }
}

impl Image {
    fn of(image: &crate::model::release::Image, words: &Words) -> Option<Self> {
        let (alt, caption, credit) = (clean::line(&image.alt), clean::line(&image.caption), clean::line(&image.credit));
        let credit = if credit.is_empty() { credit } else { words.credit.replacen("{}", &credit, 1) };
        Some(Self {
            url: clean::web_url(&image.url)?,
            words: !caption.is_empty() || !credit.is_empty(),
            caption_text: if caption == alt { String::new() } else { caption.clone() },
            alt,
            caption,
            credit,
        })
    }
}

impl Line {
    fn of(text: &str) -> Self {
        static LINKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
            Regex::new(r"(?x)(?<mail>[\w.+%-]+@[\w-]+(\.[\w-]+)+) | (?<url>https?://[^\s<>\x22']*[^\s<>\x22'.,;:!?)]) | (?<tel>\+\d[\d\ ()./-]{5,}\d)").ok()
        });
        let Some(links) = LINKS.as_ref() else { return Self { text: text.to_owned(), html: clean::escape(text) } };
        let mut html = String::new();
        let mut done = 0;
        for found in links.captures_iter(text) {
            let Some(whole) = found.get(0) else { continue };
            let target = if found.name("mail").is_some() {
                format!("mailto:{}", whole.as_str())
            } else if found.name("tel").is_some() {
                format!("tel:{}", whole.as_str().replace(|letter: char| letter != '+' && !letter.is_ascii_digit(), ""))
            } else {
                whole.as_str().to_owned()
            };
            html.push_str(&clean::escape(&text[done..whole.start()]));
            html.push_str("<a class=\"link\" dir=\"ltr\" style=\"color:#0a57a4;text-decoration:underline\" href=\"");
            html.push_str(&clean::escape(&target));
            html.push_str("\">");
            html.push_str(&clean::escape(whole.as_str()));
            html.push_str("</a>");
            done = whole.end();
        }
        html.push_str(&clean::escape(&text[done..]));
        Self { text: text.to_owned(), html }
    }
}

/// `LAS VEGAS, Nevada, March 31, 2020`.
fn lead(release: &Release, words: &Words, rtl: bool) -> String {
    let date = words.date(release.dated);
    let place = clean::line(&release.dateline);
    match (place.is_empty(), rtl) {
        (true, _) => date,
        (false, false) => format!("{place}, {date}"),
        (false, true) => format!("\u{2068}{place}\u{2069}، {date}"),
    }
}

/// Feeds often give the first sentences as teaser; once is enough.
fn opens_with(body: &str, teaser: &str) -> bool {
    let teaser = teaser.trim_end_matches(['…', '.', ' ']);
    let body = body.split_once(" — ").map_or(body, |(_, body)| body);
    !teaser.is_empty() && clean::line(body).starts_with(teaser)
}

fn preheader(status: &str, teaser: &str) -> String {
    let text = if status.is_empty() { teaser.to_owned() } else { format!("{status}: {teaser}") };
    if text.chars().count() <= PREHEADER {
        return text;
    }
    let cut: String = text.chars().take(PREHEADER - 1).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(cut, _)| cut);
    format!("{cut}…")
}

fn text_lines(text: &str) -> Vec<String> {
    clean::lines(text).lines().map(clean::line).filter(|line| !line.is_empty()).collect()
}

/// A language tag as it may stand in an attribute and a header.
fn clean_tag(language: &str) -> Option<String> {
    let plain =
        !language.is_empty() && language.len() <= 35 && language.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain.then(|| language.to_owned())
}

fn dir(rtl: bool) -> &'static str {
    if rtl { "rtl" } else { "ltr" }
}

fn start(rtl: bool) -> &'static str {
    if rtl { "right" } else { "left" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_of_the_contact_block_are_links() {
        let line = Line::of("Ana <Ruiz>, ana.ruiz@press.example, +1 (702) 555-0100, https://press.example/a.");
        assert!(line.html.contains("Ana &lt;Ruiz&gt;, <a"));
        assert!(line.html.contains("href=\"mailto:ana.ruiz@press.example\""));
        assert!(line.html.contains("href=\"tel:+17025550100\">+1 (702) 555-0100</a>"));
        assert!(line.html.ends_with("href=\"https://press.example/a\">https://press.example/a</a>."));
    }

    #[test]
    fn a_teaser_that_only_repeats_the_first_sentence_is_left_out() {
        assert!(opens_with("ROME, May 1 — As a response to the outbreak, we act.", "As a response to the…"));
        assert!(!opens_with("ROME, May 1 — Something else.", "As a response"));
        assert!(!opens_with("Text", ""));
    }
}
