//! A feed into the store: each item once, with proposed places; a bad item is named by its position and the rest goes
//! on.

use jiff::civil::Date;

pub use super::draft::ItemProblem;
use super::feed::Feed;
use super::{category, draft, html, proposal, text};
use crate::clock::Millis;
use crate::model::category::Category;
use crate::model::release::Release;
use crate::model::vocabulary::Vocabulary;
use crate::store::releases::{self, Inserted, OnChange};
use crate::store::{Store, StoreError};

/// What became of one item.
#[derive(Clone, Debug)]
pub struct Item {
    /// From 1, in the feed's order.
    pub position: usize,
    /// As far as the item has one.
    pub title: String,
    /// It had no date of its own.
    pub undated: bool,
    /// With the release as read; `None` beside it when nothing was to be stored.
    pub outcome: Result<(Option<Inserted>, Release), ItemProblem>,
}

/// What [`run`] would make of the feed; nothing is stored.
pub fn rehearse(feed: &Feed, vocabulary: &Vocabulary, today: Date) -> Vec<Item> {
    let outcome = |item| draft_of(feed, item, vocabulary, today).map(|release| (None, release));
    feed.items.iter().enumerate().map(|(nth, item)| line(nth, item, outcome(item))).collect()
}

/// One item of a feed as a watcher knows it, before it is read.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub nth: usize,
    /// Its `source_id`.
    pub id: String,
    pub sha256: String,
    /// When it was published, as far as the feed says.
    pub at: Option<Millis>,
    /// As far as the item has one; no longer than a line.
    pub title: String,
    /// What it is filed under.
    pub categories: Vec<String>,
}

/// The items of a feed, each once, in its order.
pub(super) fn known(feed: &Feed) -> Vec<Known> {
    let mut seen = std::collections::HashSet::new();
    let known = feed.items.iter().enumerate().map(|(nth, item)| Known {
        nth,
        id: draft::source_id(feed, item),
        sha256: draft::digest(feed, item),
        at: item.when.map(|when| when.millis),
        title: text::shorten(&html::one_line(&item.title), 200),
        categories: category::names(item),
    });
    known.filter(|item| seen.insert(item.id.clone())).collect()
}

/// What one item becomes, without places.
pub(super) fn text_of(feed: &Feed, nth: usize, vocabulary: &Vocabulary, today: Date) -> Option<Result<Release, ItemProblem>> {
    let item = feed.items.get(nth)?;
    Some(draft::release(feed, item, today, &|name| vocabulary.region(name).is_some()))
}

fn draft_of(feed: &Feed, item: &super::feed::Item, vocabulary: &Vocabulary, today: Date) -> Result<Release, ItemProblem> {
    let mut release = draft::release(feed, item, today, &|name| vocabulary.region(name).is_some())?;
    let filed: Vec<_> = category::names(item).into_iter().map(Category::unsaid).collect();
    category::place(&mut release, &filed, vocabulary);
    proposal::propose(&mut release, vocabulary);
    Ok(release)
}

/// Stores every item of the feed that is not stored yet; `today` dates those without a date.
pub async fn run(
    store: &Store,
    feed: &Feed,
    vocabulary: &Vocabulary,
    on_change: OnChange,
    today: Date,
    now: Millis,
) -> Result<Vec<Item>, StoreError> {
    let mut done = Vec::with_capacity(feed.items.len());
    for (nth, item) in feed.items.iter().enumerate() {
        let outcome = match draft_of(feed, item, vocabulary, today) {
            Ok(release) => Ok((Some(releases::insert(store, &release, on_change, now).await?), release)),
            Err(problem) => Err(problem),
        };
        done.push(line(nth, item, outcome));
    }
    Ok(done)
}

fn line(nth: usize, item: &super::feed::Item, outcome: Result<(Option<Inserted>, Release), ItemProblem>) -> Item {
    let title = match &outcome {
        Ok((_, release)) => release.title.clone(),
        Err(_) => text::shorten(&html::one_line(&item.title), 80),
    };
    Item { position: nth + 1, title, undated: item.when.is_none(), outcome }
}
