//! Regions: the shipped tree, copied in so that rows can refer to it, and what the office adds.

use serde_json::json;

use super::backend::{on_driver, on_tx};
use super::{Store, StoreError};
use crate::model::regions;
use crate::model::tree::Node;

/// Brings the shipped regions in when this program's data is not what the database has. Safe to run twice.
pub(super) async fn seed(store: &Store) -> Result<(), StoreError> {
    const HELD: &str = "SELECT regions_version FROM instance WHERE id = 1";
    const INSERT: &str = "INSERT INTO regions (id, code, name, parent_id, shipped) \
         SELECT CAST(value ->> 'id' AS BIGINT), value ->> 'code', value ->> 'name', CAST(value ->> 'parent' AS BIGINT), $2 \
         FROM json_each($1) WHERE CAST(value ->> 'id' AS BIGINT) > 0 \
         ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, parent_id = excluded.parent_id";
    const NOTE: &str = "UPDATE instance SET regions_version = $1 WHERE id = 1";
    let version = regions::version();
    let held: i64 = on_driver!(store.writer(), |c| sqlx::query_scalar(HELD).fetch_one(c).await)?;
    if held == version {
        return Ok(());
    }
    for chunk in regions::shipped().chunks(2_000) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|region| json!({"id": region.node.id, "code": region.node.code, "name": region.node.name, "parent": region.node.parent}))
            .collect();
        let rows = serde_json::Value::from(rows).to_string();
        let mut tx = store.begin().await?;
        on_tx!(&mut tx, |c| sqlx::query(INSERT).bind(&rows).bind(true).execute(c).await.map(drop))?;
        tx.commit().await?;
    }
    on_driver!(store.writer(), |c| sqlx::query(NOTE).bind(version).execute(c).await.map(drop))?;
    Ok(())
}

pub async fn list(store: &Store) -> Result<Vec<Node>, StoreError> {
    const LIST: &str = "SELECT id, parent_id, code, name FROM regions ORDER BY id";
    let rows: Vec<(i64, Option<i64>, String, String)> = on_driver!(store.reader(), |c| sqlx::query_as(LIST).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id, parent, code, name)| Node { id, parent, code, name }).collect())
}

/// The regions reporters cover or releases are about, with how many of each name them.
pub async fn used(store: &Store) -> Result<Vec<(i64, (i64, i64))>, StoreError> {
    const USED: &str = "SELECT id, CAST(SUM(reporters) AS BIGINT), CAST(SUM(releases) AS BIGINT) FROM ( \
         SELECT region_id AS id, COUNT(*) AS reporters, 0 AS releases FROM contact_regions GROUP BY region_id \
         UNION ALL SELECT region_id, 0, COUNT(*) FROM release_regions GROUP BY region_id) u GROUP BY id ORDER BY id";
    let rows: Vec<(i64, i64, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(USED).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id, reporters, releases)| (id, (reporters, releases))).collect())
}
