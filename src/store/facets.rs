//! What a rule names, as the directory spells it.

use std::collections::HashMap;

use super::backend::on_driver;
use super::{Store, StoreError};

/// The outlet as the directory spells it.
pub async fn outlet(store: &Store, name: &str) -> Result<Option<String>, StoreError> {
    const FIND: &str =
        "SELECT MIN(outlet) FROM contacts WHERE merged_into IS NULL AND (outlet_key = $1 OR outlet_key = lower($2))";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(FIND).bind(name.to_lowercase()).bind(name).fetch_one(c).await)?)
}

/// Names of these contacts, or their addresses where they have none.
pub async fn names(store: &Store, ids: &[i64]) -> Result<HashMap<i64, String>, StoreError> {
    const NAMES: &str = "SELECT id, CASE WHEN name <> '' THEN name ELSE address END FROM contacts \
         WHERE id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1))";
    let ids = serde_json::json!(ids.iter().map(|id| [id]).collect::<Vec<_>>()).to_string();
    let rows: Vec<(i64, String)> = on_driver!(store.reader(), |c| sqlx::query_as(NAMES).bind(&ids).fetch_all(c).await)?;
    Ok(rows.into_iter().collect())
}
