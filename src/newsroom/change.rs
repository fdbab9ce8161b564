//! The newsroom's page changed after its text had become a draft: the new text is taken when an officer says so, and
//! only where the page itself changed, so that what the officer wrote elsewhere stays.

use crate::clock::Millis;
use crate::model::ids::ReleaseId;
use crate::model::release::Release;
use crate::store::newsroom_items::{self, Changed};
use crate::store::{Store, StoreError, releases, vocabulary};

use super::proposal;

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is this version now.
    Version(i64),
    /// The page says what was taken of it, nobody watches it, or there is no such release.
    Nothing,
    /// The release is not in the version that was looked at.
    Stale,
}

/// Stores the page's new text as the next version. `seen` is the version that was looked at; `None` takes the newest.
pub async fn take(store: &Store, release: ReleaseId, seen: Option<i64>, actor: &str, now: Millis) -> Result<Taken, StoreError> {
    let Some(changed) = newsroom_items::changed(store, release).await? else { return Ok(Taken::Nothing) };
    let Some(current) = releases::load(store, release, None).await? else { return Ok(Taken::Nothing) };
    if seen.is_some_and(|seen| seen != current.version) {
        return Ok(Taken::Stale);
    }
    let mut merged = merged(current, &changed);
    (merged.regions, merged.issues) = (Vec::new(), Vec::new());
    proposal::propose(&mut merged, &vocabulary::load(store).await?);
    match newsroom_items::take(store, &changed, &merged, actor, now).await {
        Ok(version) => Ok(Taken::Version(version)),
        Err(StoreError::Stale { .. }) => Ok(Taken::Stale),
        Err(problem) => Err(problem),
    }
}

/// The release with every field that changed on the page as it is there now.
fn merged(current: Release, changed: &Changed) -> Release {
    fn newer<T: PartialEq + Clone>(own: T, old: &T, new: &T) -> T {
        if old == new { own } else { new.clone() }
    }
    let (old, new) = (&changed.old, &changed.new);
    Release {
        kind: newer(current.kind, &old.kind, &new.kind),
        title: newer(current.title, &old.title, &new.title),
        teaser: newer(current.teaser, &old.teaser, &new.teaser),
        body: newer(current.body, &old.body, &new.body),
        language: newer(current.language, &old.language, &new.language),
        dateline: newer(current.dateline, &old.dateline, &new.dateline),
        dated: newer(current.dated, &old.dated, &new.dated),
        published: newer(current.published, &old.published, &new.published),
        image: newer(current.image, &old.image, &new.image),
        source_url: newer(current.source_url, &old.source_url, &new.source_url),
        ..current
    }
}
