//! Releases and their versions. Which regions and issues they are about is in `placements`.

use aws_lc_rs::digest;

use super::backend::{Touched, Tx, on_driver, on_tx};
pub use super::placements::{Places, place};
use super::{Store, StoreError, placements};
use crate::clock::Millis;
use crate::model::ids::{ReleaseId, new_uid};
use crate::model::release::{Image, Release, ReleaseKind};

/// What to do when the source of a release is known and its text has changed since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnChange {
    /// Tell, and leave what is stored alone.
    Keep,
    /// Store the new text as the next version; what a person chose (regions, issues) stays.
    NewVersion,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inserted {
    New(ReleaseId),
    /// The same `source_id` is there already.
    Known {
        id: ReleaseId,
        changed: bool,
    },
    NewVersion {
        id: ReleaseId,
        version: i64,
    },
}

impl Inserted {
    pub fn id(self) -> ReleaseId {
        match self {
            Self::New(id) | Self::Known { id, .. } | Self::NewVersion { id, .. } => id,
        }
    }
}

/// One line of the list of releases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: ReleaseId,
    pub version: i64,
    pub kind: ReleaseKind,
    pub title: String,
    pub language: String,
    pub dated: jiff::civil::Date,
    pub embargo: Option<Millis>,
    pub withdrawn: bool,
    pub regions: i64,
    pub issues: i64,
    /// Some region or issue is a proposal nobody has accepted yet.
    pub proposed: bool,
}

const INSERT: &str = "INSERT INTO releases (uid, kind, source_id, source_url, follows_id, version, created_ms, updated_ms) \
     VALUES ($1, $2, $3, $4, $6, 1, $5, $5) ON CONFLICT (source_id) DO NOTHING RETURNING id";

const INSERT_VERSION: &str = "INSERT INTO release_versions (release_id, version, title, teaser, body, language, dateline, dated, \
     published_ms, embargo_ms, event_ms, image_url, image_alt, image_caption, image_credit, contact, sha256, created_ms) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";

const FIND_SOURCE: &str = "SELECT r.id, r.version, v.sha256 FROM releases r \
     JOIN release_versions v ON v.release_id = r.id AND v.version = r.version WHERE r.source_id = $1";

const NEXT_VERSION: &str = "UPDATE releases SET version = $3, kind = $4, source_url = $5, updated_ms = $6, follows_id = $7 WHERE id = $1 AND version = $2";

/// Stores the release as a new one, version 1, with its places. Its `id` and `version` are given here, whatever they
/// say. A release whose `source_id` is known is not stored again.
pub async fn insert(store: &Store, release: &Release, on_change: OnChange, now: Millis) -> Result<Inserted, StoreError> {
    let mut tx = store.begin().await?;
    let sha256 = content_digest(release);
    let id: Option<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(INSERT)
        .bind(new_uid(now))
        .bind(release.kind.as_str())
        .bind(release.source_id.as_deref())
        .bind(release.source_url.as_deref())
        .bind(now)
        .bind(release.follows.map(|id| id.0))
        .fetch_optional(c)
        .await)?;
    let Some(id) = id else {
        return insert_known(tx, release, &sha256, on_change, now).await;
    };
    let id = ReleaseId(id);
    insert_version(&mut tx, id, 1, release, &sha256, now).await?;
    placements::add(&mut tx, release, id).await?;
    tx.commit().await?;
    Ok(Inserted::New(id))
}

async fn insert_known(
    mut tx: Tx,
    release: &Release,
    sha256: &str,
    on_change: OnChange,
    now: Millis,
) -> Result<Inserted, StoreError> {
    let (id, version, stored): (i64, i64, String) =
        on_tx!(&mut tx, |c| sqlx::query_as(FIND_SOURCE).bind(release.source_id.as_deref()).fetch_one(c).await)?;
    let id = ReleaseId(id);
    let changed = stored != sha256;
    if !changed || on_change == OnChange::Keep {
        tx.commit().await?;
        return Ok(Inserted::Known { id, changed });
    }
    let version = next_version(&mut tx, &Release { id, version, ..release.clone() }, now).await?;
    tx.commit().await?;
    Ok(Inserted::NewVersion { id, version })
}

/// Stores a release's text as the version after the one it names, with its proposals where nobody has chosen; returns
/// its number. Stale when that is not the newest any more.
pub(super) async fn next_version(tx: &mut Tx, release: &Release, now: Millis) -> Result<i64, StoreError> {
    let (id, next) = (release.id, release.version + 1);
    let touched = on_tx!(tx, |c| sqlx::query(NEXT_VERSION)
        .bind(id.0)
        .bind(release.version)
        .bind(next)
        .bind(release.kind.as_str())
        .bind(release.source_url.as_deref())
        .bind(now)
        .bind(release.follows.map(|id| id.0))
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    StoreError::expect_rows("the release", 1, touched)?;
    insert_version(tx, id, next, release, &content_digest(release), now).await?;
    placements::replace_proposals(tx, id, release).await?;
    Ok(next)
}

async fn insert_version(
    tx: &mut Tx,
    id: ReleaseId,
    version: i64,
    release: &Release,
    sha256: &str,
    now: Millis,
) -> Result<(), StoreError> {
    let image = release.image.as_ref();
    on_tx!(tx, |c| sqlx::query(INSERT_VERSION)
        .bind(id.0)
        .bind(version)
        .bind(&release.title)
        .bind(&release.teaser)
        .bind(&release.body)
        .bind(&release.language)
        .bind(&release.dateline)
        .bind(release.dated.to_string())
        .bind(release.published)
        .bind(release.embargo)
        .bind(release.event)
        .bind(image.map(|image| image.url.as_str()))
        .bind(image.map_or("", |image| image.alt.as_str()))
        .bind(image.map_or("", |image| image.caption.as_str()))
        .bind(image.map_or("", |image| image.credit.as_str()))
        .bind(release.contact.as_deref())
        .bind(sha256)
        .bind(now)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    source_id: Option<String>,
    source_url: Option<String>,
    follows_id: Option<i64>,
    version: i64,
    title: String,
    teaser: String,
    body: String,
    language: String,
    dateline: String,
    dated: String,
    published_ms: Option<i64>,
    embargo_ms: Option<i64>,
    event_ms: Option<i64>,
    image_url: Option<String>,
    image_alt: String,
    image_caption: String,
    image_credit: String,
    contact: Option<String>,
    withdrawn_ms: Option<i64>,
}

const LOAD: &str = "SELECT r.kind, r.source_id, r.source_url, r.follows_id, v.version, v.title, v.teaser, v.body, v.language, v.dateline, v.dated, \
     v.published_ms, v.embargo_ms, v.event_ms, v.image_url, v.image_alt, v.image_caption, v.image_credit, v.contact, v.withdrawn_ms \
     FROM releases r JOIN release_versions v ON v.release_id = r.id \
     WHERE r.id = $1 AND v.version = COALESCE($2, r.version)";

/// One version of a release (`None`: the newest), with its places.
pub async fn load(store: &Store, id: ReleaseId, version: Option<i64>) -> Result<Option<Release>, StoreError> {
    let row: Option<Row> = on_driver!(store.reader(), |c| sqlx::query_as(LOAD).bind(id.0).bind(version).fetch_optional(c).await)?;
    let Some(row) = row else { return Ok(None) };
    let (regions, issues) = placements::of(store, id).await?;
    let image = row.image_url.map(|url| Image { url, alt: row.image_alt, caption: row.image_caption, credit: row.image_credit });
    Ok(Some(Release {
        id,
        version: row.version,
        kind: kind(id, &row.kind)?,
        title: row.title,
        teaser: row.teaser,
        body: row.body,
        language: row.language,
        dateline: row.dateline,
        dated: date(id, &row.dated)?,
        published: row.published_ms,
        embargo: row.embargo_ms,
        event: row.event_ms,
        image,
        contact: row.contact,
        source_url: row.source_url,
        source_id: row.source_id,
        withdrawn: row.withdrawn_ms,
        follows: row.follows_id.map(ReleaseId),
        regions,
        issues,
    }))
}

#[derive(sqlx::FromRow)]
struct ListRow {
    id: i64,
    version: i64,
    kind: String,
    title: String,
    language: String,
    dated: String,
    embargo_ms: Option<i64>,
    withdrawn_ms: Option<i64>,
    regions: i64,
    issues: i64,
    proposed: i64,
}

// The page is cut first, so that places are counted for it alone.
const LIST: &str = "WITH page AS (SELECT r.id, r.version, r.kind, v.title, v.language, v.dated, v.embargo_ms, v.withdrawn_ms, v.published_ms \
       FROM releases r JOIN release_versions v ON v.release_id = r.id AND v.version = r.version \
       ORDER BY v.dated DESC, COALESCE(v.published_ms, 0) DESC, r.id DESC LIMIT $1 OFFSET $2) \
     SELECT p.id, p.version, p.kind, p.title, p.language, p.dated, p.embargo_ms, p.withdrawn_ms, \
       (SELECT COUNT(*) FROM release_regions x WHERE x.release_id = p.id) AS regions, \
       (SELECT COUNT(*) FROM release_issues x WHERE x.release_id = p.id) AS issues, \
       (SELECT COUNT(*) FROM release_regions x WHERE x.release_id = p.id AND x.proposed = $3) \
         + (SELECT COUNT(*) FROM release_issues x WHERE x.release_id = p.id AND x.proposed = $3) AS proposed \
     FROM page p ORDER BY p.dated DESC, COALESCE(p.published_ms, 0) DESC, p.id DESC";

/// Releases, newest first.
pub async fn list(store: &Store, limit: i64, offset: i64) -> Result<Vec<Listed>, StoreError> {
    let rows: Vec<ListRow> =
        on_driver!(store.reader(), |c| sqlx::query_as(LIST).bind(limit).bind(offset).bind(true).fetch_all(c).await)?;
    rows.into_iter()
        .map(|row| {
            let id = ReleaseId(row.id);
            Ok(Listed {
                id,
                version: row.version,
                kind: kind(id, &row.kind)?,
                title: row.title,
                language: row.language,
                dated: date(id, &row.dated)?,
                embargo: row.embargo_ms,
                withdrawn: row.withdrawn_ms.is_some(),
                regions: row.regions,
                issues: row.issues,
                proposed: row.proposed > 0,
            })
        })
        .collect()
}

pub async fn count(store: &Store) -> Result<i64, StoreError> {
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar("SELECT COUNT(*) FROM releases").fetch_one(c).await)?)
}

fn kind(id: ReleaseId, text: &str) -> Result<ReleaseKind, StoreError> {
    ReleaseKind::parse(text).ok_or_else(|| StoreError::Corrupt { table: "releases", column: "kind", row: id.to_string() })
}

fn date(id: ReleaseId, text: &str) -> Result<jiff::civil::Date, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt { table: "release_versions", column: "dated", row: id.to_string() })
}

/// SHA-256 over what a reader would see, each field behind its length. When an item was published, or from which
/// address it was fetched, is no change of content.
pub fn content_digest(release: &Release) -> String {
    let image = release.image.as_ref();
    let millis = |at: Option<Millis>| at.map(|at| at.to_string()).unwrap_or_default();
    let fields = [
        release.kind.as_str(),
        &release.title,
        &release.teaser,
        &release.body,
        &release.language,
        &release.dateline,
        &release.dated.to_string(),
        &millis(release.embargo),
        &millis(release.event),
        image.map_or("", |image| &image.url),
        image.map_or("", |image| &image.alt),
        image.map_or("", |image| &image.caption),
        image.map_or("", |image| &image.credit),
        release.contact.as_deref().unwrap_or_default(),
    ];
    let follows = release.follows.map(|id| format!("follows {id}"));
    let mut context = digest::Context::new(&digest::SHA256);
    for field in fields.into_iter().chain(follows.as_deref()) {
        context.update(&(field.len() as u64).to_be_bytes());
        context.update(field.as_bytes());
    }
    data_encoding::HEXLOWER.encode(context.finish().as_ref())
}
