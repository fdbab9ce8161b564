//! Whom a release is for, as a person chose it: its regions and issues, and the rule that narrows them. Read again when
//! it is sent.

use serde::Serialize;

use super::backend::{Touched, on_driver, on_tx};
use super::{Store, StoreError, audit, placements};
use crate::clock::Millis;
use crate::model::ids::{IssueId, RegionId, ReleaseId, SegmentId};
use crate::model::release::Placement;
use crate::model::segment::Rule;
use crate::model::version;

/// What narrows a release's regions and issues.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Narrowing {
    /// A contact must fit this as well, or be named by it.
    pub rule: Option<Rule>,
    /// The segment the rule was taken from.
    pub segment: Option<SegmentId>,
    /// Whether reporters covering only a part of a region or issue are meant too.
    pub down: bool,
}

/// The whole choice of an audience, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub regions: Vec<Placement<RegionId>>,
    pub issues: Vec<Placement<IssueId>>,
    pub narrowing: Narrowing,
}

impl Chosen {
    /// Changes whenever anything of it does: what an editor saw is compared by it.
    pub fn version(&self) -> String {
        let side = |id: i64, proposed: bool| format!("{id}{}", if proposed { "?" } else { "" });
        let mut regions: Vec<_> = self.regions.iter().map(|place| side(place.id.0, place.proposed)).collect();
        let mut issues: Vec<_> = self.issues.iter().map(|place| side(place.id.0, place.proposed)).collect();
        regions.sort();
        issues.sort();
        version::of(&(regions, issues, &self.narrowing))
    }
}

/// What became of saving an audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    Done,
    /// Somebody saved another one since.
    Changed,
    NoSuchRelease,
}

/// The narrowing of a release; `None` when there is no such release.
pub async fn narrowing(store: &Store, id: ReleaseId) -> Result<Option<Narrowing>, StoreError> {
    const FIND: &str = "SELECT narrowing, segment_id, down FROM releases WHERE id = $1";
    let row: Option<(Option<String>, Option<i64>, bool)> =
        on_driver!(store.reader(), |c| sqlx::query_as(FIND).bind(id.0).fetch_optional(c).await)?;
    row.map(|row| read(id, row)).transpose()
}

fn read(id: ReleaseId, (rule, segment, down): (Option<String>, Option<i64>, bool)) -> Result<Narrowing, StoreError> {
    let corrupt = |_| StoreError::Corrupt { table: "releases", column: "narrowing", row: id.to_string() };
    let rule = rule.map(|text| serde_json::from_str(&text).map_err(corrupt)).transpose()?;
    Ok(Narrowing { rule, segment: segment.map(SegmentId), down })
}

/// Puts the choice in the place of the one whose version somebody saw.
pub async fn choose(
    store: &Store,
    id: ReleaseId,
    chosen: &Chosen,
    seen: &str,
    actor: &str,
    now: Millis,
) -> Result<Saved, StoreError> {
    // Written first: on PostgreSQL whoever saves at the same moment waits here.
    const TOUCH: &str = "UPDATE releases SET updated_ms = $2 WHERE id = $1";
    const FIND: &str = "SELECT narrowing, segment_id, down FROM releases WHERE id = $1";
    const NARROW: &str = "UPDATE releases SET narrowing = $2, segment_id = $3, down = $4 WHERE id = $1";
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(TOUCH).bind(id.0).bind(now).execute(c).await.map(|r| r.touched()))?;
    if touched == 0 {
        return Ok(Saved::NoSuchRelease);
    }
    let row = on_tx!(&mut tx, |c| sqlx::query_as(FIND).bind(id.0).fetch_one(c).await)?;
    let (regions, issues) = placements::of_tx(&mut tx, id).await?;
    if (Chosen { regions, issues, narrowing: read(id, row)? }).version() != seen {
        return Ok(Saved::Changed);
    }
    let Chosen { regions, issues, narrowing } = chosen;
    placements::replace(&mut tx, id, regions, issues).await?;
    let rule = narrowing.rule.as_ref().map(|rule| serde_json::json!(rule).to_string());
    on_tx!(&mut tx, |c| sqlx::query(NARROW)
        .bind(id.0)
        .bind(rule)
        .bind(narrowing.segment.map(|id| id.0))
        .bind(narrowing.down)
        .execute(c)
        .await
        .map(drop))?;
    let how = if narrowing.rule.is_some() { "narrowed" } else { "not narrowed" };
    let detail = format!("{} regions, {} issues, {how}", regions.len(), issues.len());
    audit::note(&mut tx, now, actor, "release.audience", &format!("release {id}"), &detail).await?;
    tx.commit().await?;
    Ok(Saved::Done)
}

/// The newest other release about one of the same issues that was sent.
pub async fn last_alike(store: &Store, id: ReleaseId, issues: &[IssueId]) -> Result<Option<(ReleaseId, String)>, StoreError> {
    const LAST: &str = "SELECT r.id, v.title FROM releases r JOIN release_versions v ON v.release_id = r.id AND v.version = r.version \
         WHERE r.id <> $1 AND EXISTS (SELECT 1 FROM release_issues i WHERE i.release_id = r.id \
             AND i.issue_id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($2))) \
           AND EXISTS (SELECT 1 FROM mailings m WHERE m.release_id = r.id AND m.state <> 'void') ORDER BY r.id DESC LIMIT 1";
    let issues = serde_json::json!(issues.iter().map(|id| [id.0]).collect::<Vec<_>>()).to_string();
    let row: Option<(i64, String)> =
        on_driver!(store.reader(), |c| sqlx::query_as(LAST).bind(id.0).bind(&issues).fetch_optional(c).await)?;
    Ok(row.map(|(id, title)| (ReleaseId(id), title)))
}

/// The most people any mailing about one of these issues was approved for; 0 when there was none.
pub async fn largest_alike(store: &Store, id: ReleaseId, issues: &[IssueId]) -> Result<i64, StoreError> {
    const LARGEST: &str = "SELECT COALESCE(MAX(m.approved_count), 0) FROM mailings m WHERE m.state <> 'void' AND m.release_id <> $1 \
         AND EXISTS (SELECT 1 FROM release_issues i WHERE i.release_id = m.release_id \
             AND i.issue_id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($2)))";
    let issues = serde_json::json!(issues.iter().map(|id| [id.0]).collect::<Vec<_>>()).to_string();
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(LARGEST).bind(id.0).bind(&issues).fetch_one(c).await)?)
}
