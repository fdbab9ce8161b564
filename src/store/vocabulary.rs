//! What regions and issues are called, as the office and its imports settled it.

use serde_json::json;

use super::backend::{Tx, on_driver, on_tx};
use super::{Store, StoreError, issues, regions};
use crate::model::ids::{IssueId, RegionId};
use crate::model::vocabulary::{Place, Synonym, Vocabulary};

/// Who settled a synonym.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Office,
    Import,
}

impl Origin {
    fn as_str(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Import => "import",
        }
    }
}

/// Everything known now. Takes some ten milliseconds: load it once per command.
pub async fn load(store: &Store) -> Result<Vocabulary, StoreError> {
    Ok(Vocabulary::new(regions::list(store).await?, issues::nodes(store).await?, synonyms(store).await?))
}

pub async fn synonyms(store: &Store) -> Result<Vec<Synonym>, StoreError> {
    const LIST: &str = "SELECT kind, term_key, target_id FROM synonyms ORDER BY kind, term_key";
    let rows: Vec<(String, String, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(LIST).fetch_all(c).await)?;
    let place = |kind: &str, id| if kind == "region" { Place::Region(RegionId(id)) } else { Place::Issue(IssueId(id)) };
    Ok(rows.into_iter().map(|(kind, term_key, id)| Synonym { what: place(&kind, id), term_key }).collect())
}

/// Remembers names; one that was settled before now means the new place.
pub async fn settle(store: &Store, synonyms: &[Synonym], origin: Origin) -> Result<(), StoreError> {
    if synonyms.is_empty() {
        return Ok(());
    }
    let mut tx = store.begin().await?;
    settle_in(&mut tx, synonyms, origin).await?;
    tx.commit().await
}

/// As [`settle`], as part of a larger transaction.
pub(super) async fn settle_in(tx: &mut Tx, synonyms: &[Synonym], origin: Origin) -> Result<(), StoreError> {
    const SETTLE: &str = "INSERT INTO synonyms (kind, term_key, target_id, origin) \
         SELECT value ->> 'kind', value ->> 'term', CAST(value ->> 'target' AS BIGINT), $2 FROM json_each($1) \
         WHERE value ->> 'term' <> '' \
         ON CONFLICT (kind, term_key) DO UPDATE SET target_id = excluded.target_id, origin = excluded.origin";
    if synonyms.is_empty() {
        return Ok(());
    }
    let row = |synonym: &Synonym| {
        let (kind, target) = match synonym.what {
            Place::Region(id) => ("region", id.0),
            Place::Issue(id) => ("issue", id.0),
        };
        json!({"kind": kind, "term": synonym.term_key, "target": target})
    };
    let rows = serde_json::Value::from(synonyms.iter().map(row).collect::<Vec<_>>()).to_string();
    on_tx!(tx, |c| sqlx::query(SETTLE).bind(&rows).bind(origin.as_str()).execute(c).await.map(drop))?;
    Ok(())
}
