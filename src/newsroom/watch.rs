//! Looks at the newsrooms by itself and makes a draft of each new item. It never sends anything: what it makes waits
//! for an officer. Any number of watchers may run on one database; each item becomes one draft all the same.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use reqwest::Url;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::feed::Feed;
use super::fetch::{self, Answer, FetchError, Marks};
use super::import::{self, Known};
use super::{category, look, proposal, text};
use crate::clock::{Clock, DAY, HOUR, MINUTE, Millis};
use crate::fetch::Reach;
use crate::model::ids::{NewsroomId, ReleaseId};
use crate::model::release::Release;
use crate::model::vocabulary::Vocabulary;
use crate::store::newsroom_items::{self, Changes, Draft, Seen};
use crate::store::newsrooms::{self, Answered, Claim};
use crate::store::releases::{self, Inserted, OnChange, content_digest};
use crate::store::{Store, StoreError, alerts, categories, vocabulary};

/// Between two looks at a source that answers.
const EVERY: Millis = MINUTE;
/// The longest wait after failures, and after a server's own wish.
const LONGEST: Millis = HOUR;
const LONGEST_WISH: Millis = DAY;
/// For quick corrections at the source, before an item becomes a draft.
const SETTLE: Millis = MINUTE;
/// What was published longer ago is no news: it is only noted as seen.
const NEWS: Millis = 7 * DAY;
/// Drafts of a source that is looked at for the first time.
const FIRST: usize = 20;
/// Nobody else looks at a source before this is over.
const LEASE: Millis = 2 * MINUTE;
/// One fetch.
const WITHIN: Duration = Duration::from_secs(30);
/// Between two looks at what is due.
const PAUSE: Duration = Duration::from_secs(2);
/// Sources fetched at once.
const AT_ONCE: usize = 8;
/// A source that has not answered well for so long is told of.
const LOST: Millis = HOUR;

/// Makes drafts of what is new in the newsrooms of one database.
#[derive(Clone, Debug)]
pub struct Watcher {
    pub store: Store,
    pub reach: Reach,
    /// The office's; dates what has no date.
    pub zone: TimeZone,
    /// Ends it between two steps, and a fetch at once.
    pub stop: CancellationToken,
}

/// What one step did.
#[derive(Clone, Debug, Default)]
pub struct Step {
    pub looks: Vec<Look>,
    /// Drafts that were made.
    pub drafts: Vec<ReleaseId>,
}

/// A look at one source.
#[derive(Clone, Debug)]
pub struct Look {
    pub newsroom: NewsroomId,
    /// New items that will be drafts.
    pub new: usize,
    /// Items that are no longer what their release took from them.
    pub changed: usize,
    /// Why it could not be read.
    pub problem: Option<String>,
}

/// An answer sorted into what is to be written down.
#[derive(Debug, Default)]
struct Sorted {
    changes: Changes,
    unread: i64,
}

/// A fetch that went wrong, in one line, and until when the server asks to be left alone.
struct Failure {
    problem: String,
    wish: Option<Millis>,
}

impl Watcher {
    pub fn new(store: Store, zone: TimeZone, stop: CancellationToken) -> Self {
        Self { store, reach: Reach::open(), zone, stop }
    }

    /// Steps until it is stopped.
    pub async fn run(self, clock: Clock) {
        while !self.stop.is_cancelled() {
            if let Err(problem) = self.step(clock.now()).await {
                warn!(%problem, "the newsrooms could not be looked at; tried again");
            }
            tokio::select! {
                () = self.stop.cancelled() => {}
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }

    /// Fetches every source that is due, and makes drafts of what has settled.
    pub async fn step(&self, now: Millis) -> Result<Step, StoreError> {
        let mut step = Step::default();
        loop {
            let mut claims = Vec::new();
            while claims.len() < AT_ONCE && !self.stop.is_cancelled() {
                match newsrooms::claim(&self.store, LEASE, now).await? {
                    Some(claim) => claims.push(claim),
                    None => break,
                }
            }
            if claims.is_empty() {
                break;
            }
            for look in futures_util::future::join_all(claims.iter().map(|claim| self.look(claim, now))).await {
                step.looks.extend(look?);
            }
        }
        step.drafts = self.make_drafts(now).await?;
        Ok(step)
    }

    /// `None` when it was stopped, or somebody else took the source meanwhile.
    async fn look(&self, claim: &Claim, now: Millis) -> Result<Option<Look>, StoreError> {
        let newsroom = &claim.newsroom;
        let fetched = tokio::select! {
            () = self.stop.cancelled() => return Ok(None),
            fetched = self.fetch(claim, now) => fetched,
        };
        let look = |new, changed| Look { newsroom: newsroom.id(), new, changed, problem: None };
        let done = match fetched {
            Ok(None) => newsrooms::unchanged(&self.store, claim, now + EVERY, now).await?.then(|| look(0, 0)),
            Ok(Some((feed, marks))) => {
                self.take_in(claim, Arc::new(feed), &marks, now).await?.map(|(new, changed)| look(new, changed))
            }
            Err(failure) => return self.failed(claim, failure, now).await,
        };
        if newsroom.failures > 0 && done.is_some() {
            alerts::clear(&self.store, &matter(newsroom.id()), "dateline", now).await?;
        }
        Ok(done)
    }

    async fn fetch(&self, claim: &Claim, now: Millis) -> Result<Option<(Feed, Marks)>, Failure> {
        let of = |error: &dyn std::error::Error| Failure { problem: text::shorten(&fetch::causes(error), 300), wish: None };
        let newsroom = &claim.newsroom;
        let known = Marks { etag: newsroom.etag.clone(), last_modified: newsroom.last_modified.clone() };
        let url = Url::parse(&newsroom.url).map_err(|error| of(&error))?;
        match fetch::kept(&url, &self.reach, &known, WITHIN).await {
            Ok(Answer::Unchanged) => Ok(None),
            Ok(Answer::New(fetched, marks)) => match look::parse(fetched).await {
                Ok(feed) => Ok(Some((feed, marks))),
                Err(error) => Err(of(&error)),
            },
            Err(error) => {
                let wish = if let FetchError::Wait { until, .. } = &error { Some(until.moment(now)) } else { None };
                Err(Failure { wish, ..of(&error) })
            }
        }
    }

    async fn failed(&self, claim: &Claim, failure: Failure, now: Millis) -> Result<Option<Look>, StoreError> {
        let newsroom = &claim.newsroom;
        let doubled = EVERY.saturating_mul(1 << newsroom.failures.clamp(0, 10)).min(LONGEST);
        let due = failure.wish.map_or(now + doubled, |wish| wish.clamp(now + EVERY, now + LONGEST_WISH));
        warn!(newsroom.id = newsroom.id().0, problem = failure.problem, "a newsroom could not be read");
        if !newsrooms::failed(&self.store, claim, &failure.problem, due).await? {
            return Ok(None);
        }
        if now - newsroom.fetched_ms.unwrap_or(newsroom.added_ms) >= LOST {
            let said = format!(
                "the newsroom “{}” has not been readable for more than an hour ({}); nothing new there becomes a draft. \
                 `dateline newsroom list` shows it",
                newsroom.name, failure.problem
            );
            alerts::raise(&self.store, &matter(newsroom.id()), &said, now).await?;
        }
        Ok(Some(Look { newsroom: newsroom.id(), new: 0, changed: 0, problem: Some(failure.problem) }))
    }

    /// Writes down what is new in a feed and what has changed. `None` when somebody else took the source meanwhile.
    async fn take_in(
        &self,
        claim: &Claim,
        feed: Arc<Feed>,
        marks: &Marks,
        now: Millis,
    ) -> Result<Option<(usize, usize)>, StoreError> {
        let newsroom = &claim.newsroom;
        let items = in_background({
            let feed = feed.clone();
            move || import::known(&feed)
        })
        .await;
        let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
        let mut seen = newsroom_items::seen(&self.store, newsroom.id(), &ids).await?;
        let (count, newest) = (items.len(), newest(&items));
        let mut differing = Vec::new();
        for item in items {
            match seen.remove(&item.id) {
                Some(seen) if seen.sha256 == item.sha256 => {}
                Some(seen) => {
                    let taken = if seen.release.is_some() { newsroom_items::taken(&self.store, seen.row).await? } else { None };
                    differing.push((item, Some((seen, taken))));
                }
                None => differing.push((item, None)),
            }
        }
        let sorted = if differing.is_empty() {
            Sorted::default()
        } else {
            let words = vocabulary::load(&self.store).await?;
            let (first, today) = (newsroom.fetched_ms.is_none(), self.today(now));
            in_background(move || sort(&feed, differing, first, &words, today, now)).await
        };
        let answer = Answered {
            etag: marks.etag.as_deref(),
            last_modified: marks.last_modified.as_deref(),
            items: i64::try_from(count).unwrap_or(i64::MAX),
            unread: sorted.unread,
            newest: &newest,
            due: now + EVERY,
        };
        let written = newsrooms::answered(&self.store, claim, answer, &sorted.changes, now).await?;
        Ok(written.then(|| (sorted.changes.drafts(), sorted.changes.differing())))
    }

    fn today(&self, now: Millis) -> Date {
        let now = jiff::Timestamp::from_millisecond(now).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        now.to_zoned(self.zone.clone()).date()
    }

    async fn make_drafts(&self, now: Millis) -> Result<Vec<ReleaseId>, StoreError> {
        let mut made = Vec::new();
        loop {
            let settled = newsroom_items::settled(&self.store, now).await?;
            if settled.is_empty() || self.stop.is_cancelled() {
                return Ok(made);
            }
            let words = vocabulary::load(&self.store).await?;
            for item in settled {
                let mut release = item.release.clone();
                category::place(&mut release, &categories::of_item(&self.store, item.row).await?, &words);
                proposal::propose(&mut release, &words);
                let stored = releases::insert(&self.store, &release, OnChange::Keep, now).await?;
                let (id, is_new) = (stored.id(), matches!(stored, Inserted::New(_)));
                let before = match stored {
                    Inserted::Known { changed: true, .. } => self.differs(id, &release).await?,
                    _ => None,
                };
                let draft = Draft {
                    row: item.row,
                    release: id,
                    new: is_new,
                    taken: before.as_ref().unwrap_or(&item.release),
                    differs: before.as_ref().map(|_| &item.release),
                };
                newsroom_items::became(&self.store, draft, now).await?;
                if is_new {
                    info!(release.id = id.0, "a new item of a newsroom is a draft");
                    made.push(id);
                }
            }
        }
    }

    /// What a release that was there before took from the item, when that is not what the item says now. An officer's
    /// own changes are no change of the item.
    async fn differs(&self, id: ReleaseId, found: &Release) -> Result<Option<Release>, StoreError> {
        let first = releases::load(&self.store, id, Some(1)).await?;
        Ok(first.filter(|first| content_digest(first) != content_digest(found)))
    }
}

/// About which an alert is raised when it cannot be read.
pub fn matter(newsroom: NewsroomId) -> String {
    format!("newsroom:{newsroom}")
}

fn newest(items: &[Known]) -> String {
    items.iter().max_by_key(|item| (item.at, std::cmp::Reverse(item.nth))).map_or(String::new(), |item| item.title.clone())
}

type Differing = (Known, Option<(Seen, Option<Release>)>);

/// Sorts items that are new or not as they were.
fn sort(feed: &Feed, differing: Vec<Differing>, first: bool, words: &Vocabulary, today: Date, now: Millis) -> Sorted {
    let mut sorted = Sorted::default();
    let (mut new, changed): (Vec<_>, Vec<_>) = differing.into_iter().partition(|(_, seen)| seen.is_none());
    // What has no date is news when it was not there before, and nobody knows when there was no before.
    let is_news = |item: &Known| item.at.map_or(!first, |at| at >= now - NEWS);
    new.sort_by_key(|(item, _)| (!is_news(item), std::cmp::Reverse(item.at), item.nth));
    let most = if first { FIRST } else { usize::MAX };
    for (at, (item, _)) in new.into_iter().enumerate() {
        if at >= most || !is_news(&item) {
            sorted.changes.add(&item.id, &item.sha256, None);
            sorted.changes.file(&item.id, &item.categories);
            continue;
        }
        match import::text_of(feed, item.nth, words, today) {
            Some(Ok(release)) => {
                sorted.changes.add(&item.id, &item.sha256, Some((&release, now + SETTLE)));
                sorted.changes.file(&item.id, &item.categories);
            }
            // Not noted: once it can be read it is new.
            _ => sorted.unread += 1,
        }
    }
    for (item, seen) in changed {
        let Some((seen, taken)) = seen else { continue };
        sorted.changes.file(&item.id, &item.categories);
        if seen.release.is_none() && !seen.settling {
            sorted.changes.change(seen.row, &item.sha256, None, None);
            continue;
        }
        let Some(Ok(release)) = import::text_of(feed, item.nth, words, today) else {
            sorted.unread += 1;
            continue;
        };
        match taken {
            Some(taken) if content_digest(&taken) == content_digest(&release) => {
                sorted.changes.change(seen.row, &item.sha256, None, None);
            }
            Some(_) => sorted.changes.change(seen.row, &item.sha256, Some(&release), Some(now)),
            None => sorted.changes.change(seen.row, &item.sha256, Some(&release), None),
        }
    }
    sorted
}

/// Runs beside the requests that are served. A panic inside is passed on.
async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(failed) => std::panic::resume_unwind(failed.into_panic()),
    }
}
