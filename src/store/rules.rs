//! What the office agreed with itself on the desk: a name and a value each, with who changed it last.

use sqlx::FromRow;

use super::audit::note;
use super::backend::{on_driver, on_tx};
use super::{Store, StoreError};
use crate::clock::Millis;

/// One rule as it is kept. What its value means is `review::rules`' business.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Kept {
    pub name: String,
    pub value: String,
    pub changed_by: String,
    pub changed_ms: Millis,
}

/// Every rule that was ever set.
pub async fn load(store: &Store) -> Result<Vec<Kept>, StoreError> {
    const LOAD: &str = "SELECT name, value, changed_by, changed_ms FROM rules ORDER BY name";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(LOAD).fetch_all(c).await)?)
}

/// Sets these, from the next review on. What is as it was is left alone; returns how many changed.
pub async fn save(store: &Store, rules: &[(&str, String)], actor: &str, now: Millis) -> Result<usize, StoreError> {
    const KNOWN: &str = "SELECT value FROM rules WHERE name = $1";
    const SET: &str = "INSERT INTO rules (name, value, changed_by, changed_ms) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (name) DO UPDATE SET value = $2, changed_by = $3, changed_ms = $4";
    let mut tx = store.begin().await?;
    let mut changed = Vec::new();
    for (name, value) in rules {
        let known: Option<String> = on_tx!(&mut tx, |c| sqlx::query_scalar(KNOWN).bind(*name).fetch_optional(c).await)?;
        if known.as_ref() == Some(value) {
            continue;
        }
        on_tx!(&mut tx, |c| sqlx::query(SET).bind(*name).bind(value).bind(actor).bind(now).execute(c).await.map(drop))?;
        changed.push(format!("{name} {value}"));
    }
    if !changed.is_empty() {
        note(&mut tx, now, actor, "rules.change", "rules", &changed.join("; ")).await?;
    }
    tx.commit().await?;
    Ok(changed.len())
}
