//! The mail as a reader gets it, taken apart: its words, head, links and pictures. Checks look at this and not at the
//! draft.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use reqwest::Url;

use super::Means;
use crate::compose::ComposeError;
use crate::compose::letter::{Letter, Preview, Slots};
use crate::model::ids::DeliveryId;

/// A link, with the words it stands under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub url: Url,
    pub words: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Picture {
    pub url: Url,
    pub alt: String,
}

pub(super) struct Mail {
    pub seen: Preview,
    /// The header fields in small letters.
    pub head: String,
    /// Each address once, as it first stands there; those of the office's own pages are not among them.
    pub links: Vec<Link>,
    pub pictures: Vec<Picture>,
}

impl Mail {
    /// As somebody would get it of whom nothing is known.
    pub(super) fn of(means: &Means<'_>, letter: &Letter) -> Result<Self, ComposeError> {
        let slots = Slots {
            delivery: DeliveryId(0),
            address: means.office.from.clone(),
            name: String::new(),
            outlet: String::new(),
            reason: String::new(),
            consented: false,
            in_reply_to: None,
        };
        let (copy, seen) = (letter.copy(means.keys, &slots)?, letter.preview(means.keys, &slots)?);
        let head = String::from_utf8_lossy(&copy.bytes);
        let head = head.split("\r\n\r\n").next().unwrap_or_default().to_lowercase();
        let own = means.office.public_url.as_str();
        let links = links(&seen, own);
        let pictures = pictures(&seen.html, own);
        Ok(Self { seen, head, links, pictures })
    }
}

static ANCHOR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"(?is)<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>"#).ok());
static IMAGE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?is)<img\b[^>]*>").ok());
static SOURCE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"(?is)\bsrc="([^"]*)""#).ok());
static ALT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"(?is)\balt="([^"]*)""#).ok());
static BARE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"https?://[^\s<>"\])]*[^\s<>"\]).,;:!?'»”]"#).ok());

fn links(seen: &Preview, own: &str) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    let mut add = |url: &str, words: String| {
        let Some(url) = outside(url, own) else { return };
        match found.iter_mut().find(|known| known.url == url) {
            Some(known) if known.words.is_empty() => known.words = words,
            Some(_) => {}
            None => found.push(Link { url, words }),
        }
    };
    for hit in ANCHOR.iter().flat_map(|regex| regex.captures_iter(&seen.html)) {
        add(&unescaped(&hit[1]), plain(&hit[2]));
    }
    // What a program makes a link of by itself.
    for hit in BARE.iter().flat_map(|regex| regex.find_iter(&seen.text)) {
        add(hit.as_str(), String::new());
    }
    found
}

fn pictures(html: &str, own: &str) -> Vec<Picture> {
    let attribute = |regex: &LazyLock<Option<Regex>>, tag: &str| {
        let hit: Option<Captures<'_>> = regex.as_ref().and_then(|regex| regex.captures(tag));
        hit.map(|hit| unescaped(&hit[1])).unwrap_or_default()
    };
    let tags = IMAGE.iter().flat_map(|regex| regex.find_iter(html)).map(|hit| hit.as_str());
    tags.filter_map(|tag| Some(Picture { url: outside(&attribute(&SOURCE, tag), own)?, alt: attribute(&ALT, tag) })).collect()
}

/// A page of the web that is none of our own.
fn outside(url: &str, own: &str) -> Option<Url> {
    let is_own = url.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
    Url::parse(url).ok().filter(|url| !is_own && matches!(url.scheme(), "http" | "https"))
}

/// Without tags, blanks made one.
fn plain(html: &str) -> String {
    let mut text = String::new();
    for (at, part) in html.split('<').enumerate() {
        text.push_str(if at == 0 { part } else { part.split_once('>').map_or("", |(_, rest)| rest) });
    }
    unescaped(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&#x27;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(html: &str, text: &str) -> Preview {
        Preview { subject: String::new(), html: html.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn links_are_read_as_they_stand_in_the_mail() {
        let html = r#"<p><a class="link" href="https://a.example/?x=1&amp;y=2">the <em>report</em></a>
            <a href="https://press.example/u/abc">leave</a> <a href="mailto:x@a.example">us</a> <a href="https://b.example">b</a></p>"#;
        let found = links(&seen(html, "See (http://c.example/d). And https://a.example/?x=1&y=2."), "https://press.example");
        let found: Vec<_> = found.iter().map(|link| (link.url.as_str(), link.words.as_str())).collect();
        assert_eq!(
            found,
            [("https://a.example/?x=1&y=2", "the report"), ("https://b.example/", "b"), ("http://c.example/d", "")]
        );
    }

    #[test]
    fn a_foreign_host_that_begins_like_ours_is_foreign() {
        let found = links(&seen(r#"<a href="https://press.example.evil.example/">x</a>"#, ""), "https://press.example");
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn pictures_say_what_they_show_or_nothing() {
        let html = r#"<img src="https://a.example/i.png" alt=""><img alt="The &quot;Ana&quot;" src='x'>
            <img class="image" alt="A ferry" src="https://a.example/j.png"><img src="https://press.example/o/abc" alt="">"#;
        let found = pictures(html, "https://press.example");
        let found: Vec<_> = found.iter().map(|one| (one.url.as_str(), one.alt.as_str())).collect();
        assert_eq!(found, [("https://a.example/i.png", ""), ("https://a.example/j.png", "A ferry")]);
    }
}
