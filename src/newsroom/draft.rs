//! One item of a feed to a release: kind, date, dateline, teaser, body, image, language, source. Places are proposed
//! afterwards.

use aws_lc_rs::digest;
use jiff::civil::Date;
use thiserror::Error;

use super::body::{Body, absolute};
use super::feed::{Content, Feed, Item};
use super::{dateline, html, image, kind, language, text};
use crate::model::release::{Release, ReleaseKind};

/// Longer than any headline; what is longer is no title.
const TITLE: usize = 500;

/// Why an item is no release. The rest of the feed is imported.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ItemProblem {
    #[error("has no title")]
    NoTitle,
    #[error("has a title of more than {TITLE} characters")]
    TitleTooLong,
    #[error("has no text")]
    NoText,
    #[error("is larger than {} KB", html::LIMIT / 1024)]
    TooLarge,
}

impl ItemProblem {
    /// Stable, for scripts.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoTitle => "title.missing",
            Self::TitleTooLong => "title.too_long",
            Self::NoText => "text.missing",
            Self::TooLarge => "too_large",
        }
    }
}

/// What an item becomes. `today` dates one that has no date, nor has its feed.
pub(super) fn release(feed: &Feed, item: &Item, today: Date, is_place: &dyn Fn(&str) -> bool) -> Result<Release, ItemProblem> {
    let title = html::one_line(&item.title);
    if title.is_empty() {
        return Err(ItemProblem::NoTitle);
    }
    if title.chars().count() > TITLE {
        return Err(ItemProblem::TitleTooLong);
    }
    let link = item.link.as_deref().and_then(|link| absolute(link, feed.base.as_ref()));
    let base = link.as_ref().or(feed.base.as_ref());
    let dated = item.when.map(|when| when.date).or(feed.dated).unwrap_or(today);
    let summary = Body::from_html(&item.summary).ok_or(ItemProblem::TooLarge)?;
    let mut body = match &item.content {
        Some(Content::Html(html)) => Body::from_html(html).ok_or(ItemProblem::TooLarge)?,
        Some(Content::Text(text)) => Body::from_text(text).ok_or(ItemProblem::TooLarge)?,
        None => summary.clone(),
    };
    let image = image::lead(&item.media, &mut body, base);
    let mut markdown = body.markdown(base);
    if markdown.is_empty() {
        return Err(ItemProblem::NoText);
    }
    let mut release = Release::draft(kind::of(&title, &item.categories), title, dated);
    if let Some(split) = dateline::split(&markdown, dated, is_place) {
        release.dateline = split.place;
        markdown = split.rest;
    }
    release.teaser = teaser(&summary.words(), &body.words(), dated, is_place);
    release.language =
        told_language(feed, item).unwrap_or_else(|| language::detect(&format!("{} {}", release.title, body.words())));
    release.published = item.when.map(|when| when.millis);
    release.body = markdown;
    release.image = image;
    release.source_id = Some(source_id(feed, item));
    release.source_url = link.map(|link| link.to_string());
    Ok(release)
}

fn told_language(feed: &Feed, item: &Item) -> Option<String> {
    item.language.as_deref().and_then(language::tag).or_else(|| feed.language.as_deref().and_then(language::tag))
}

/// The summary, or without one the start of the body; without its dateline, which the mail prints apart.
fn teaser(summary: &str, body: &str, dated: Date, is_place: &dyn Fn(&str) -> bool) -> String {
    let source = if summary.trim().is_empty() { body.split("\n\n").next().unwrap_or_default() } else { summary };
    let source = text::line(source);
    let rest = dateline::split(&source, dated, is_place).map_or(source, |split| split.rest);
    text::shorten(&rest, text::TEASER)
}

/// What the item is known by for ever: the feed's id, else the link, else a hash of its title and date. An id that is a
/// mere number is unique in one newsroom only.
pub(super) fn source_id(feed: &Feed, item: &Item) -> String {
    let id = item.id.as_deref().map(text::line).filter(|id| !id.is_empty());
    let link = item.link.as_deref().and_then(|link| absolute(link, feed.base.as_ref()));
    let host = link.as_ref().and_then(|link| link.host_str());
    let id = match (id, &link) {
        (Some(id), _) if id.contains([':', '/']) => id,
        (Some(id), _) => host.map_or(id.clone(), |host| format!("{host}#{id}")),
        (None, Some(link)) => link.to_string(),
        // Not the day it is read: an item without a date would be another one tomorrow.
        (None, None) => {
            let dated = item.when.map(|when| when.date).or(feed.dated).map(|date| date.to_string());
            hash(&[&html::one_line(&item.title), dated.as_deref().unwrap_or_default()])
        }
    };
    if id.len() > 1_000 { hash(&[&id]) } else { id }
}

/// SHA-256 over all that the feed says of the item, each part behind its length: what it becomes may change with the
/// office's words for places, or with this program, though the item did not.
pub(super) fn digest(feed: &Feed, item: &Item) -> String {
    let content = match &item.content {
        Some(Content::Html(text)) => ["html", text],
        Some(Content::Text(text)) => ["text", text],
        None => ["", ""],
    };
    let when = item.when.map(|when| format!("{} {}", when.millis, when.date)).unwrap_or_default();
    let language = item.language.as_deref().or(feed.language.as_deref()).unwrap_or_default();
    let link = item.link.as_deref().unwrap_or_default();
    let mut context = digest::Context::new(&digest::SHA256);
    let mut add = |part: &str| {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    };
    [link, &item.title, &when, language, &item.summary, content[0], content[1]].into_iter().for_each(&mut add);
    item.categories.iter().for_each(|category| add(category));
    for media in &item.media {
        [&media.url, &media.alt, &media.caption, &media.credit].into_iter().for_each(|part| add(part));
    }
    data_encoding::HEXLOWER.encode(context.finish().as_ref())
}

fn hash(parts: &[&str]) -> String {
    let digest = digest::digest(&digest::SHA256, parts.join("\n").as_bytes());
    format!("sha256:{}", data_encoding::HEXLOWER.encode(digest.as_ref()))
}

/// The kind a word in a file or on the command line names.
pub(super) fn kind_named(word: &str) -> Option<ReleaseKind> {
    kind::labelled(word)
}
