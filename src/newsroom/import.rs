//! A feed into the store: each item once, with proposed places; a bad item is named by its position and the rest goes
//! on.

use jiff::civil::Date;

pub use super::draft::ItemProblem;
use super::feed::Feed;
use super::{draft, html, proposal};
use crate::clock::Millis;
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
    pub outcome: Result<(Inserted, Release), ItemProblem>,
}

/// The releases a feed would give, with proposals; nothing is stored.
pub fn drafts(feed: &Feed, vocabulary: &Vocabulary, today: Date) -> Vec<Result<Release, ItemProblem>> {
    feed.items.iter().map(|item| draft_of(feed, item, vocabulary, today)).collect()
}

fn draft_of(feed: &Feed, item: &super::feed::Item, vocabulary: &Vocabulary, today: Date) -> Result<Release, ItemProblem> {
    let mut release = draft::release(feed, item, today, &|name| vocabulary.region(name).is_some())?;
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
            Ok(release) => Ok((releases::insert(store, &release, on_change, now).await?, release)),
            Err(problem) => Err(problem),
        };
        let title = match &outcome {
            Ok((_, release)) => release.title.clone(),
            Err(_) => super::text::shorten(&html::one_line(&item.title), 80),
        };
        done.push(Item { position: nth + 1, title, undated: item.when.is_none(), outcome });
    }
    Ok(done)
}
