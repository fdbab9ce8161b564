//! The regions and issues a release is about: proposed from its text, or chosen by a person.

use serde::Serialize;

use super::backend::{Touched, Tx, on_driver, on_tx};
use super::{Store, StoreError, audit};
use crate::clock::Millis;
use crate::model::ids::{IssueId, RegionId, ReleaseId};
use crate::model::release::{Placement, Release};

/// The places of a release, as they shall be; `None` leaves that side alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    pub regions: Option<Vec<Placement<RegionId>>>,
    pub issues: Option<Vec<Placement<IssueId>>>,
}

const TOUCH: &str = "UPDATE releases SET updated_ms = $2 WHERE id = $1";

const REGIONS: &str =
    "SELECT region_id, proposed, reason FROM release_regions WHERE release_id = $1 ORDER BY proposed, region_id";
const ISSUES: &str = "SELECT issue_id, proposed, reason FROM release_issues WHERE release_id = $1 ORDER BY proposed, issue_id";

/// The places of a stored release, chosen ones first.
pub(super) async fn of(store: &Store, id: ReleaseId) -> Result<(Vec<Placement<RegionId>>, Vec<Placement<IssueId>>), StoreError> {
    let regions: Vec<PlacedRow> = on_driver!(store.reader(), |c| sqlx::query_as(REGIONS).bind(id.0).fetch_all(c).await)?;
    let issues: Vec<PlacedRow> = on_driver!(store.reader(), |c| sqlx::query_as(ISSUES).bind(id.0).fetch_all(c).await)?;
    Ok((placed(regions, RegionId), placed(issues, IssueId)))
}

type PlacedRow = (i64, bool, String);

fn placed<Id>(rows: Vec<PlacedRow>, as_id: fn(i64) -> Id) -> Vec<Placement<Id>> {
    rows.into_iter().map(|(id, proposed, reason)| Placement { id: as_id(id), proposed, reason }).collect()
}

/// As [`of`], within a transaction that is about to change them.
pub(super) async fn of_tx(tx: &mut Tx, id: ReleaseId) -> Result<(Vec<Placement<RegionId>>, Vec<Placement<IssueId>>), StoreError> {
    let regions: Vec<PlacedRow> = on_tx!(tx, |c| sqlx::query_as(REGIONS).bind(id.0).fetch_all(c).await)?;
    let issues: Vec<PlacedRow> = on_tx!(tx, |c| sqlx::query_as(ISSUES).bind(id.0).fetch_all(c).await)?;
    Ok((placed(regions, RegionId), placed(issues, IssueId)))
}

/// Exactly these, whatever was there.
pub(super) async fn replace(
    tx: &mut Tx,
    id: ReleaseId,
    regions: &[Placement<RegionId>],
    issues: &[Placement<IssueId>],
) -> Result<(), StoreError> {
    clear(tx, id, CLEAR_REGIONS).await?;
    clear(tx, id, CLEAR_ISSUES).await?;
    add_regions(tx, id, regions).await?;
    add_issues(tx, id, issues).await
}

pub(super) async fn add(tx: &mut Tx, release: &Release, id: ReleaseId) -> Result<(), StoreError> {
    add_regions(tx, id, &release.regions).await?;
    add_issues(tx, id, &release.issues).await
}

/// A side on which a person has chosen anything keeps exactly that; on the other the new proposals replace the old.
pub(super) async fn replace_proposals(tx: &mut Tx, id: ReleaseId, release: &Release) -> Result<(), StoreError> {
    const CHOSEN: &str = "SELECT (SELECT COUNT(*) FROM release_regions WHERE release_id = $1 AND proposed = $2), \
         (SELECT COUNT(*) FROM release_issues WHERE release_id = $1 AND proposed = $2)";
    let (regions, issues): (i64, i64) = on_tx!(tx, |c| sqlx::query_as(CHOSEN).bind(id.0).bind(false).fetch_one(c).await)?;
    if regions == 0 {
        clear(tx, id, CLEAR_REGIONS).await?;
        add_regions(tx, id, &release.regions).await?;
    }
    if issues == 0 {
        clear(tx, id, CLEAR_ISSUES).await?;
        add_issues(tx, id, &release.issues).await?;
    }
    Ok(())
}

const CLEAR_REGIONS: &str = "DELETE FROM release_regions WHERE release_id = $1";
const CLEAR_ISSUES: &str = "DELETE FROM release_issues WHERE release_id = $1";

async fn clear(tx: &mut Tx, id: ReleaseId, sql: &'static str) -> Result<(), StoreError> {
    on_tx!(tx, |c| sqlx::query(sql).bind(id.0).execute(c).await.map(drop))?;
    Ok(())
}

#[derive(Serialize)]
struct PlaceRow<'a> {
    id: i64,
    proposed: bool,
    reason: &'a str,
}

fn as_json<'a>(rows: impl Iterator<Item = PlaceRow<'a>>) -> String {
    serde_json::to_string(&rows.collect::<Vec<_>>()).unwrap_or_else(|_| "[]".to_owned())
}

async fn add_regions(tx: &mut Tx, id: ReleaseId, places: &[Placement<RegionId>]) -> Result<(), StoreError> {
    const ADD: &str = "INSERT INTO release_regions (release_id, region_id, proposed, reason) \
         SELECT $2, CAST(value ->> 'id' AS BIGINT), CAST(value ->> 'proposed' AS BOOLEAN), value ->> 'reason' FROM json_each($1)";
    let rows = as_json(places.iter().map(|p| PlaceRow { id: p.id.0, proposed: p.proposed, reason: &p.reason }));
    on_tx!(tx, |c| sqlx::query(ADD).bind(rows).bind(id.0).execute(c).await.map(drop))?;
    Ok(())
}

async fn add_issues(tx: &mut Tx, id: ReleaseId, places: &[Placement<IssueId>]) -> Result<(), StoreError> {
    const ADD: &str = "INSERT INTO release_issues (release_id, issue_id, proposed, reason) \
         SELECT $2, CAST(value ->> 'id' AS BIGINT), CAST(value ->> 'proposed' AS BOOLEAN), value ->> 'reason' FROM json_each($1)";
    let rows = as_json(places.iter().map(|p| PlaceRow { id: p.id.0, proposed: p.proposed, reason: &p.reason }));
    on_tx!(tx, |c| sqlx::query(ADD).bind(rows).bind(id.0).execute(c).await.map(drop))?;
    Ok(())
}

/// Puts `places` in the place of what was there. `false` when there is no such release.
pub async fn place(store: &Store, id: ReleaseId, places: &Places, actor: &str, now: Millis) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(TOUCH).bind(id.0).bind(now).execute(c).await.map(|r| r.touched()))?;
    if touched == 0 {
        tx.commit().await?;
        return Ok(false);
    }
    if let Some(regions) = &places.regions {
        clear(&mut tx, id, CLEAR_REGIONS).await?;
        add_regions(&mut tx, id, regions).await?;
    }
    if let Some(issues) = &places.issues {
        clear(&mut tx, id, CLEAR_ISSUES).await?;
        add_issues(&mut tx, id, issues).await?;
    }
    audit::note(&mut tx, now, actor, "release.place", &format!("release {id}"), &told(places)).await?;
    tx.commit().await?;
    Ok(true)
}

/// `regions 276, 158 proposed; issues 3`.
fn told(places: &Places) -> String {
    fn side<Id: std::fmt::Display>(what: &str, places: &[Placement<Id>]) -> String {
        let mark = |proposed| if proposed { " proposed" } else { "" };
        let ids: Vec<_> = places.iter().map(|place| format!("{}{}", place.id, mark(place.proposed))).collect();
        format!("{what} {}", if ids.is_empty() { "none".to_owned() } else { ids.join(", ") })
    }
    let regions = places.regions.as_ref().map(|places| side("regions", places));
    let issues = places.issues.as_ref().map(|places| side("issues", places));
    regions.into_iter().chain(issues).collect::<Vec<_>>().join("; ")
}
