//! A feed as its items, whichever of RSS, Atom and JSON Feed it is. Nothing is judged here; `draft` does that.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use feed_rs::model::{Entry, MediaObject, Text};
use jiff::civil::Date;
use quick_xml::events::Event;
use reqwest::Url;
use thiserror::Error;

use super::fetch::Fetched;
use super::image::Media;
use super::when::{self, When};
use super::{encoding, json_feed};
use crate::clock::Millis;

/// Elements inside elements; a real feed needs about ten.
const DEPTH: usize = 64;
/// More than any newsroom lists; what comes after is named as left out.
pub const ITEMS: usize = 1_000;

#[derive(Debug, Error)]
pub enum FeedError {
    #[error("this is no feed: expected RSS, Atom or JSON Feed")]
    NotAFeed,
    #[error("this is a web page, not a feed")]
    WebPage,
    #[error("this is a web page, not a feed; the page names {0} as its feed")]
    WebPageOf(Url),
    #[error("the feed is empty")]
    Empty,
    #[error("the feed is nested too deeply")]
    TooDeep,
    #[error("the feed cannot be read")]
    Xml(#[source] quick_xml::Error),
    #[error("the feed cannot be read")]
    Feed(#[source] feed_rs::parser::ParseFeedError),
    #[error("the feed cannot be read")]
    Json(#[source] serde_json::Error),
}

/// Which of the three it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Rss,
    Atom,
    Json,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::Atom => "atom",
            Self::Json => "json",
        }
    }

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rss => "RSS",
            Self::Atom => "Atom",
            Self::Json => "JSON Feed",
        }
    }
}

/// What a feed says, item by item, in its own order.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    pub kind: Kind,
    /// Its own, in one line; may be empty.
    pub title: String,
    pub(super) language: Option<String>,
    /// What relative addresses start from.
    pub(super) base: Option<Url>,
    pub(super) dated: Option<Date>,
    pub(super) items: Vec<Item>,
    /// Items beyond [`ITEMS`], not read.
    pub left_out: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Item {
    pub id: Option<String>,
    pub link: Option<String>,
    /// May carry entities and tags.
    pub title: String,
    pub when: Option<When>,
    pub language: Option<String>,
    pub categories: Vec<String>,
    /// HTML.
    pub summary: String,
    pub content: Option<Content>,
    pub media: Vec<Media>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Html(String),
    Text(String),
}

impl Feed {
    /// How many items there are to import.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

/// Reads RSS, Atom or JSON Feed.
pub fn read(fetched: &Fetched) -> Result<Feed, FeedError> {
    let text = encoding::decode(&fetched.bytes, fetched.charset.as_deref());
    let text = text.trim_start();
    let mut feed = match text.chars().next() {
        None => return Err(FeedError::Empty),
        Some('{') => json_feed::read(text, fetched.url.as_ref())?,
        Some('<') => xml(text, fetched.url.as_ref())?,
        Some(_) => return Err(FeedError::NotAFeed),
    };
    feed.left_out = feed.items.len().saturating_sub(ITEMS);
    feed.items.truncate(ITEMS);
    Ok(feed)
}

fn xml(text: &str, url: Option<&Url>) -> Result<Feed, FeedError> {
    if is_web_page(text) {
        return Err(feed_of_page(text, url).map_or(FeedError::WebPage, FeedError::WebPageOf));
    }
    // The text is UTF-8 by now, whatever its declaration says.
    let text = match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest.trim_start(),
        None => text,
    };
    let text = text.replace("https://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss/");
    let (feed, dates) = match parse(&text, url) {
        Err(FeedError::Xml(_) | FeedError::Feed(_)) if ampersands_mended(&text) != text => parse(&ampersands_mended(&text), url)?,
        parsed => parsed?,
    };
    let base = url.cloned().or_else(|| home(&feed));
    // Relative media addresses are resolved while parsing, so a base learnt from the feed needs a second pass.
    let (feed, dates) = if url.is_none() && base.is_some() && lacks_media(&feed) {
        parse(&text, base.as_ref()).unwrap_or((feed, dates))
    } else {
        (feed, dates)
    };
    let day = |at: Option<chrono::DateTime<chrono::Utc>>| {
        at.map(|at| at.timestamp_millis()).and_then(|millis| Some(When { millis, date: *dates.get(&millis)? }))
    };
    Ok(Feed {
        kind: if feed.feed_type == feed_rs::model::FeedType::Atom { Kind::Atom } else { Kind::Rss },
        title: feed.title.as_ref().map(|title| super::html::one_line(&title.content)).unwrap_or_default(),
        language: feed.language.clone(),
        base,
        dated: day(feed.published.or(feed.updated)).map(|when| when.date),
        items: feed
            .entries
            .into_iter()
            .map(|entry| {
                let when = day(entry.published.or(entry.updated));
                item(entry, when)
            })
            .collect(),
        left_out: 0,
    })
}

type Dates = HashMap<Millis, Date>;

/// The feed, and for each moment in it the day it was where it was written.
fn parse(text: &str, base: Option<&Url>) -> Result<(feed_rs::model::Feed, Dates), FeedError> {
    check_depth(text)?;
    let dates = Arc::new(Mutex::new(Dates::new()));
    let seen = Arc::clone(&dates);
    let parser = feed_rs::parser::Builder::new()
        .base_uri(base.map(Url::as_str))
        .id_generator(|_, _, _| String::new())
        .sanitize_content(false)
        .timestamp_parser(move |text| {
            let when = when::parse(text)?;
            seen.lock().unwrap_or_else(PoisonError::into_inner).insert(when.millis, when.date);
            chrono::DateTime::from_timestamp_millis(when.millis)
        })
        .build();
    // The parser has assertions of its own; input from outside must not end the process.
    let feed = catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes()))).map_err(|_| FeedError::NotAFeed)?;
    let feed = feed.map_err(|error| match error {
        feed_rs::parser::ParseFeedError::ParseError(feed_rs::parser::ParseErrorKind::NoFeedRoot) => FeedError::NotAFeed,
        error => FeedError::Feed(error),
    })?;
    drop(parser);
    let dates = std::mem::take(&mut *dates.lock().unwrap_or_else(PoisonError::into_inner));
    Ok((feed, dates))
}

/// The parser behind follows nested elements by recursion.
fn check_depth(text: &str) -> Result<(), FeedError> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut depth = 0usize;
    loop {
        match reader.read_event().map_err(FeedError::Xml)? {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof => return Ok(()),
            _ => {}
        }
        if depth > DEPTH {
            return Err(FeedError::TooDeep);
        }
    }
}

fn item(entry: Entry, when: Option<When>) -> Item {
    let link = entry
        .links
        .iter()
        .filter(|link| link.target.is_none())
        .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
        .map(|link| link.href.clone());
    let summary = entry.summary.as_ref().map(markup).unwrap_or_default();
    let content = entry.content.and_then(|content| {
        let body = content.body.filter(|body| !body.trim().is_empty())?;
        Some(if content.content_type.as_str().starts_with("text/plain") { Content::Text(body) } else { Content::Html(body) })
    });
    let enclosures = entry.links.iter().filter(|link| link.rel.as_deref() == Some("enclosure"));
    let enclosures = enclosures.filter(|link| link.media_type.as_deref().is_some_and(|kind| kind.starts_with("image/")));
    let media =
        entry.media.iter().flat_map(images).chain(enclosures.map(|link| Media { url: link.href.clone(), ..Media::default() }));
    Item {
        media: media.collect(),
        id: Some(entry.id).filter(|id| !id.trim().is_empty()),
        link: link.filter(|link| !link.is_empty()),
        title: entry.title.map(|title| title.content).unwrap_or_default(),
        when,
        language: entry.language,
        categories: entry.categories.into_iter().flat_map(|category| [Some(category.term), category.label]).flatten().collect(),
        summary,
        content,
    }
}

fn markup(text: &Text) -> String {
    // RSS descriptions are HTML whether or not they say so; plain Atom summaries say so.
    text.content.clone()
}

fn images(object: &MediaObject) -> Vec<Media> {
    let caption = object.description.as_ref().map(|text| text.content.clone()).unwrap_or_default();
    let alt = object.title.as_ref().map(|text| text.content.clone()).unwrap_or_default();
    let credit = object.credits.first().map(|credit| credit.entity.clone()).unwrap_or_default();
    let pictures = object.content.iter().filter(|content| match &content.content_type {
        Some(kind) => kind.as_str().starts_with("image/"),
        None => content.duration.is_none(),
    });
    let urls = pictures.filter_map(|content| content.url.as_ref().map(Url::to_string));
    let thumbnails = object.thumbnails.iter().map(|thumbnail| thumbnail.image.uri.clone());
    urls.chain(thumbnails).map(|url| Media { url, alt: alt.clone(), caption: caption.clone(), credit: credit.clone() }).collect()
}

fn home(feed: &feed_rs::model::Feed) -> Option<Url> {
    let links = || feed.links.iter().chain(feed.entries.iter().flat_map(|entry| entry.links.first()));
    links().find_map(|link| super::body::absolute(&link.href, None))
}

fn lacks_media(feed: &feed_rs::model::Feed) -> bool {
    feed.entries.iter().any(|entry| entry.media.iter().all(|media| media.content.is_empty()))
}

fn is_web_page(text: &str) -> bool {
    let mut start = text;
    while let Some(comment) = start.trim_start().strip_prefix("<!--") {
        start = comment.split_once("-->").map_or("", |(_, rest)| rest);
    }
    let head: String = start.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

/// The feed a web page names in its head.
fn feed_of_page(text: &str, url: Option<&Url>) -> Option<Url> {
    let head = text.char_indices().nth(60_000).map_or(text, |(at, _)| &text[..at]);
    head.split('<').filter(|tag| tag.to_ascii_lowercase().starts_with("link ")).find_map(|tag| {
        let lower = tag.to_ascii_lowercase();
        let is_feed =
            ["application/rss+xml", "application/atom+xml", "application/feed+json"].iter().any(|kind| lower.contains(kind));
        let value = tag.get(lower.find("href=")? + 5..)?;
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        super::body::absolute(value[1..].split(quote).next()?, url).filter(|_| is_feed)
    })
}

/// `AT&T` for `AT&amp;T`: newsrooms that write their feed by hand forget it. CDATA is left alone.
fn ampersands_mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<![CDATA[") {
        let end = rest[at..].find("]]>").map_or(rest.len(), |end| at + end + 3);
        mend(&rest[..at], &mut out);
        out.push_str(&rest[at..end]);
        rest = &rest[end..];
    }
    mend(rest, &mut out);
    out
}

fn mend(text: &str, out: &mut String) {
    for (nth, part) in text.split('&').enumerate() {
        if nth > 0 {
            let name = part.split(';').next().filter(|name| name.len() < part.len() && !name.is_empty() && name.len() <= 10);
            let is_reference =
                name.is_some_and(|name| name.strip_prefix('#').unwrap_or(name).bytes().all(|b| b.is_ascii_alphanumeric()));
            out.push_str(if is_reference { "&" } else { "&amp;" });
        }
        out.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Feed, FeedError> {
        read(&Fetched { bytes: text.as_bytes().to_vec(), charset: None, url: None })
    }

    #[test]
    fn what_is_no_feed_says_what_it_is() {
        assert!(matches!(read_text(""), Err(FeedError::Empty)));
        assert!(matches!(read_text("hello"), Err(FeedError::NotAFeed)));
        assert!(matches!(read_text("<svg/>"), Err(FeedError::NotAFeed)));
        assert!(matches!(read_text("<rss version='2.0'><channel><item>"), Err(FeedError::Feed(_) | FeedError::Xml(_))));
        assert!(matches!(read_text("{\"a\":1}"), Err(FeedError::NotAFeed)));
        let page =
            "<!-- x --><!DOCTYPE html><head><link rel=alternate type='application/rss+xml' href='https://n.example/feed'></head>";
        assert_eq!(
            read_text(page).unwrap_err().to_string(),
            "this is a web page, not a feed; the page names https://n.example/feed as its feed"
        );
    }

    #[test]
    fn nesting_is_bounded_before_anything_recurses() {
        let open = "<media:group>".repeat(100_000);
        let text = format!("<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><item>{open}");
        assert!(matches!(read_text(&text), Err(FeedError::TooDeep)));
        let json = format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":{}", "[".repeat(100_000));
        assert!(matches!(read_text(&json), Err(FeedError::Json(_))));
    }

    #[test]
    fn a_bare_ampersand_is_forgiven() {
        let feed = read_text("<rss version='2.0'><channel><item><title>Food & drink &amp; AT&T;</title><description><![CDATA[a & b]]></description></item></channel></rss>").unwrap();
        assert_eq!(feed.items[0].title, "Food & drink & AT&T;");
        assert_eq!(feed.items[0].summary, "a & b");
    }
}
