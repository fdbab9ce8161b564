//! Saved rules name people by their number: here one number takes the place of another, or goes.

use super::StoreError;
use super::backend::{Tx, on_tx};
use crate::model::ids::ContactId;
use crate::model::segment::Rule;

/// In every segment and every release's narrowing, `to` in the place of `from`; `None` takes `from` out.
pub(super) async fn put_in_place(tx: &mut Tx, from: ContactId, to: Option<ContactId>) -> Result<(), StoreError> {
    const SEGMENTS: &str = "SELECT id, rule FROM segments WHERE rule LIKE $1";
    const RELEASES: &str = "SELECT id, narrowing FROM releases WHERE narrowing LIKE $1";
    const SEGMENT: &str = "UPDATE segments SET rule = $2 WHERE id = $1";
    const RELEASE: &str = "UPDATE releases SET narrowing = $2 WHERE id = $1";
    for (find, write, table) in [(SEGMENTS, SEGMENT, "segments"), (RELEASES, RELEASE, "releases")] {
        let like = format!("%{from}%");
        let rows: Vec<(i64, String)> = on_tx!(tx, |c| sqlx::query_as(find).bind(&like).fetch_all(c).await)?;
        for (id, text) in rows {
            let corrupt = |_| StoreError::Corrupt { table, column: "rule", row: id.to_string() };
            let mut rule: Rule = serde_json::from_str(&text).map_err(corrupt)?;
            let with = swap(&mut rule.with, from, to);
            let without = swap(&mut rule.without, from, to);
            if with || without {
                let text = serde_json::json!(rule).to_string();
                on_tx!(tx, |c| sqlx::query(write).bind(id).bind(&text).execute(c).await.map(drop))?;
            }
        }
    }
    Ok(())
}

fn swap(ids: &mut Vec<i64>, from: ContactId, to: Option<ContactId>) -> bool {
    if !ids.contains(&from.0) {
        return false;
    }
    ids.retain(|id| *id != from.0);
    if let Some(to) = to.filter(|to| !ids.contains(&to.0)) {
        ids.push(to.0);
    }
    true
}
