//! The items of newsrooms: each once for ever, what its release took from it, and what it says now where that is
//! something else.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::FromRow;

use super::audit::note;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::categories::{self, Filed};
use super::error::StoreError;
use super::queue::{NewSingle, put};
use super::{Store, releases, wake};
use crate::clock::Millis;
use crate::model::ids::{NewsroomId, ReleaseId};
use crate::model::release::{Image, Release, ReleaseKind};

/// What an item says: all of a release that a feed can give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Text {
    kind: String,
    title: String,
    teaser: String,
    body: String,
    language: String,
    dateline: String,
    dated: Date,
    published: Option<Millis>,
    /// Address, alternative text, caption, credit.
    image: Option<[String; 4]>,
    source_id: Option<String>,
    source_url: Option<String>,
}

/// A release's text as it is kept beside the item.
pub fn keep(release: &Release) -> String {
    let image = release.image.clone().map(|image| [image.url, image.alt, image.caption, image.credit]);
    let text = Text {
        kind: release.kind.as_str().to_owned(),
        title: release.title.clone(),
        teaser: release.teaser.clone(),
        body: release.body.clone(),
        language: release.language.clone(),
        dateline: release.dateline.clone(),
        dated: release.dated,
        published: release.published,
        image,
        source_id: release.source_id.clone(),
        source_url: release.source_url.clone(),
    };
    serde_json::to_string(&text).unwrap_or_default()
}

/// The release that was kept, not stored yet and without places.
fn kept(item: i64, column: &'static str, json: &str) -> Result<Release, StoreError> {
    let corrupt = || StoreError::Corrupt { table: "newsroom_items", column, row: item.to_string() };
    let text: Text = serde_json::from_str(json).map_err(|_| corrupt())?;
    let kind = ReleaseKind::parse(&text.kind).ok_or_else(corrupt)?;
    Ok(Release {
        teaser: text.teaser,
        body: text.body,
        language: text.language,
        dateline: text.dateline,
        published: text.published,
        image: text.image.map(|[url, alt, caption, credit]| Image { url, alt, caption, credit }),
        source_id: text.source_id,
        source_url: text.source_url,
        ..Release::draft(kind, text.title, text.dated)
    })
}

/// An item that was seen before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub row: i64,
    /// As the feed had it last.
    pub sha256: String,
    /// It waits to become a draft.
    pub settling: bool,
    pub release: Option<ReleaseId>,
}

/// Those of these items that were seen before, by their id in the feed.
pub async fn seen(store: &Store, newsroom: NewsroomId, ids: &[&str]) -> Result<HashMap<String, Seen>, StoreError> {
    const SEEN: &str = "SELECT i.item, i.id, i.sha256, CASE WHEN i.settle_ms IS NOT NULL AND i.release_id IS NULL THEN 1 ELSE 0 END, \
         i.release_id FROM json_each($2) j JOIN newsroom_items i ON i.newsroom_id = $1 AND i.item = j.value ->> 'item'";
    let ids = serde_json::Value::from(ids.iter().map(|id| json!({"item": id})).collect::<Vec<_>>()).to_string();
    let rows: Vec<(String, i64, String, i32, Option<i64>)> =
        on_driver!(store.reader(), |c| sqlx::query_as(SEEN).bind(newsroom.0).bind(ids).fetch_all(c).await)?;
    let seen = |(item, row, sha256, settling, release)| {
        (item, Seen { row, sha256, settling: settling == 1, release: Option::map(release, ReleaseId) })
    };
    Ok(rows.into_iter().map(seen).collect())
}

/// What the release of an item took from it.
pub async fn taken(store: &Store, row: i64) -> Result<Option<Release>, StoreError> {
    const TAKEN: &str = "SELECT taken FROM newsroom_items WHERE id = $1 AND taken IS NOT NULL";
    let json: Option<String> = on_driver!(store.reader(), |c| sqlx::query_scalar(TAKEN).bind(row).fetch_optional(c).await)?;
    json.map(|json| kept(row, "taken", &json)).transpose()
}

/// What a look at a newsroom found out.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    new: Vec<serde_json::Value>,
    changed: Vec<serde_json::Value>,
    filed: Filed,
}

impl Changes {
    /// An item nobody has seen. With a text it becomes a draft at `settle`; without it never does.
    pub fn add(&mut self, item: &str, sha256: &str, draft: Option<(&Release, Millis)>) {
        let (found, settle) = draft.map(|(release, settle)| (keep(release), settle)).unzip();
        self.new.push(json!({"item": item, "sha256": sha256, "found": found, "settle": settle}));
    }

    /// An item that is not as it was. `found` is what it says now, where that is to be kept; `since` when it began to
    /// differ from what its release took.
    pub fn change(&mut self, row: i64, sha256: &str, found: Option<&Release>, since: Option<Millis>) {
        self.changed.push(json!({"id": row, "sha256": sha256, "found": found.map(keep), "since": since}));
    }

    /// What an item that is new or changed is filed under now.
    pub fn file(&mut self, item: &str, categories: &[String]) {
        self.filed.file(item, categories);
    }

    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty()
    }

    /// Items that will be drafts.
    pub fn drafts(&self) -> usize {
        self.new.iter().filter(|row| !row["settle"].is_null()).count()
    }

    /// Items whose release took something else.
    pub fn differing(&self) -> usize {
        self.changed.iter().filter(|row| !row["since"].is_null()).count()
    }
}

pub(super) async fn write(tx: &mut Tx, newsroom: NewsroomId, changes: &Changes, now: Millis) -> Result<(), StoreError> {
    const NEW: &str = "INSERT INTO newsroom_items (newsroom_id, item, first_seen_ms, sha256, settle_ms, found) \
         SELECT $1, value ->> 'item', $2, value ->> 'sha256', CAST(value ->> 'settle' AS BIGINT), value ->> 'found' \
         FROM json_each($3) WHERE value ->> 'item' <> '' ON CONFLICT (newsroom_id, item) DO NOTHING";
    const CHANGED: &str = "UPDATE newsroom_items SET sha256 = j.value ->> 'sha256', found = j.value ->> 'found', \
         changed_ms = CAST(j.value ->> 'since' AS BIGINT) \
         FROM json_each($2) j WHERE newsroom_items.id = CAST(j.value ->> 'id' AS BIGINT) AND newsroom_items.newsroom_id = $1";
    if !changes.new.is_empty() {
        let rows = serde_json::Value::from(changes.new.clone()).to_string();
        on_tx!(tx, |c| sqlx::query(NEW).bind(newsroom.0).bind(now).bind(rows).execute(c).await.map(drop))?;
    }
    if !changes.changed.is_empty() {
        let rows = serde_json::Value::from(changes.changed.clone()).to_string();
        on_tx!(tx, |c| sqlx::query(CHANGED).bind(newsroom.0).bind(rows).execute(c).await.map(drop))?;
    }
    categories::write(tx, newsroom, &changes.filed).await
}

pub(super) async fn forget_settling(tx: &mut Tx, newsroom: NewsroomId) -> Result<(), StoreError> {
    const FORGET: &str = "UPDATE newsroom_items SET settle_ms = NULL, found = NULL WHERE newsroom_id = $1 AND release_id IS NULL";
    on_tx!(tx, |c| sqlx::query(FORGET).bind(newsroom.0).execute(c).await.map(drop))?;
    Ok(())
}

/// An item that has been left alone long enough.
#[derive(Clone, Debug)]
pub struct Settled {
    pub row: i64,
    /// Without places.
    pub release: Release,
}

/// Items whose time to become drafts has come, oldest first, a few at a time.
pub async fn settled(store: &Store, now: Millis) -> Result<Vec<Settled>, StoreError> {
    const SETTLED: &str = "SELECT id, found FROM newsroom_items \
         WHERE release_id IS NULL AND settle_ms IS NOT NULL AND settle_ms <= $1 AND found IS NOT NULL ORDER BY settle_ms, id LIMIT 20";
    let rows: Vec<(i64, String)> = on_driver!(store.reader(), |c| sqlx::query_as(SETTLED).bind(now).fetch_all(c).await)?;
    rows.into_iter().map(|(row, found)| Ok(Settled { row, release: kept(row, "found", &found)? })).collect()
}

/// The release of an item.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    pub row: i64,
    pub release: ReleaseId,
    /// It was made of this item just now.
    pub new: bool,
    /// What it took.
    pub taken: &'a Release,
    /// What the item says, where that is something else: the release was there before.
    pub differs: Option<&'a Release>,
}

/// Notes which release an item is. Whoever comes second changes nothing.
pub async fn became(store: &Store, draft: Draft<'_>, now: Millis) -> Result<(), StoreError> {
    const BECAME: &str = "UPDATE newsroom_items SET release_id = $2, settled_ms = $3, taken = $4, found = $5, changed_ms = $6 \
         WHERE id = $1 AND release_id IS NULL";
    let mut tx = store.begin().await?;
    on_tx!(&mut tx, |c| sqlx::query(BECAME)
        .bind(draft.row)
        .bind(draft.release.0)
        .bind(now)
        .bind(keep(draft.taken))
        .bind(draft.differs.map(keep))
        .bind(draft.differs.map(|_| now))
        .execute(c)
        .await
        .map(drop))?;
    if draft.new {
        note(&mut tx, now, "dateline", "newsroom.draft", &format!("release {}", draft.release), "").await?;
    }
    tx.commit().await
}

/// How many releases came from a newsroom.
pub async fn drafts(store: &Store, newsroom: NewsroomId) -> Result<i64, StoreError> {
    const DRAFTS: &str = "SELECT COUNT(*) FROM newsroom_items WHERE newsroom_id = $1 AND release_id IS NOT NULL";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(DRAFTS).bind(newsroom.0).fetch_one(c).await)?)
}

/// The page of a release changed after its text was taken.
#[derive(Clone, Debug)]
pub struct Changed {
    row: i64,
    /// When it was noticed.
    pub when: Millis,
    /// What the release took then; neither has places.
    pub old: Release,
    /// What the page says now.
    pub new: Release,
}

/// How the page a release comes from differs from what was taken of it; `None` when it does not, or nobody watches it.
pub async fn changed(store: &Store, release: ReleaseId) -> Result<Option<Changed>, StoreError> {
    const CHANGED: &str = "SELECT id, changed_ms, taken, found FROM newsroom_items \
         WHERE release_id = $1 AND changed_ms IS NOT NULL AND taken IS NOT NULL AND found IS NOT NULL ORDER BY changed_ms DESC LIMIT 1";
    let row: Option<(i64, i64, String, String)> =
        on_driver!(store.reader(), |c| sqlx::query_as(CHANGED).bind(release.0).fetch_optional(c).await)?;
    let Some((row, when, taken, found)) = row else { return Ok(None) };
    Ok(Some(Changed { row, when, old: kept(row, "taken", &taken)?, new: kept(row, "found", &found)? }))
}

/// Stores `merged` (made from the version it names) as the next version and notes that the page's text is taken.
/// Returns its number. Stale when the release, or the page, has changed since it was looked at.
pub async fn take(store: &Store, changed: &Changed, merged: &Release, actor: &str, now: Millis) -> Result<i64, StoreError> {
    const TAKE: &str = "UPDATE newsroom_items SET taken = found, found = NULL, changed_ms = NULL \
         WHERE id = $1 AND found = $2 AND changed_ms IS NOT NULL";
    let mut tx = store.begin().await?;
    let (sha256, made) = (releases::content_digest(merged), releases::Made { author: actor, ..releases::Made::default() });
    releases::next_version(&mut tx, (merged.id, merged.version), merged, &sha256, made, now).await?;
    let version = merged.version + 1;
    let touched =
        on_tx!(&mut tx, |c| sqlx::query(TAKE).bind(changed.row).bind(keep(&changed.new)).execute(c).await.map(|r| r.touched()))?;
    StoreError::expect_rows("the newsroom's text", 1, touched)?;
    let subject = format!("release {}", merged.id);
    note(&mut tx, now, actor, "release.take", &subject, &format!("version {version}")).await?;
    tx.commit().await?;
    Ok(version)
}

/// A draft nobody was told of.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Untold {
    item_id: i64,
    pub release_id: i64,
    pub title: String,
    pub newsroom: String,
}

/// Drafts made since `since` of which it is not decided yet who is told, oldest first, at most 20. None while officers
/// were told of others after `lately`: these wait for the next mail.
pub async fn untold(store: &Store, since: Millis, lately: Millis) -> Result<Vec<Untold>, StoreError> {
    const UNTOLD: &str = "SELECT i.id AS item_id, r.id AS release_id, v.title, n.name AS newsroom FROM newsroom_items i \
         JOIN releases r ON r.id = i.release_id JOIN release_versions v ON v.release_id = r.id AND v.version = r.version \
         JOIN newsrooms n ON n.id = i.newsroom_id \
         WHERE i.told_ms IS NULL AND i.settled_ms >= $1 AND r.created_ms >= i.first_seen_ms \
           AND NOT EXISTS (SELECT 1 FROM newsroom_items t WHERE t.told_ms > $2) ORDER BY i.id LIMIT 20";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(UNTOLD).bind(since).bind(lately).fetch_all(c).await)?)
}

/// Queues one mail about these drafts to each officer. `false` when another sender did so before.
pub async fn tell(store: &Store, drafts: &[Untold], singles: &[NewSingle<'_>], now: Millis) -> Result<bool, StoreError> {
    const MARK: &str = "UPDATE newsroom_items SET told_ms = $1 WHERE told_ms IS NULL \
         AND id IN (SELECT CAST(value ->> 'id' AS BIGINT) FROM json_each($2))";
    let rows = serde_json::Value::from(drafts.iter().map(|draft| json!({"id": draft.item_id})).collect::<Vec<_>>()).to_string();
    let mut tx = store.begin_telling().await?;
    let marked = on_tx!(&mut tx, |c| sqlx::query(MARK).bind(now).bind(rows).execute(c).await.map(|r| r.touched()))?;
    if usize::try_from(marked).ok() != Some(drafts.len()) {
        return Ok(false);
    }
    for single in singles {
        put(&mut tx, single, now).await?;
    }
    tx.commit().await?;
    wake::announce(store).await;
    Ok(true)
}
