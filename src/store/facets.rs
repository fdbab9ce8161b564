//! How many reporters there are for each thing a rule can choose: read in one pass, in the memory of the trees alone.

use std::collections::{BTreeSet, HashMap};

use futures_util::TryStreamExt;

use super::backend::on_driver;
use super::{Store, StoreError};
use crate::model::tree::Tree;
use crate::model::vocabulary::Vocabulary;

/// Reporters for each choice.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    /// Who covers it or a part of it.
    pub regions: HashMap<i64, i64>,
    pub issues: HashMap<i64, i64>,
    /// By primary language (`en` for `en-GB`), most first.
    pub languages: Vec<(String, i64)>,
    /// The biggest, most first.
    pub outlets: Vec<(String, i64)>,
}

/// Outlets beyond this are found by their name.
const OUTLETS: i64 = 150;

pub async fn load(store: &Store, words: &Vocabulary) -> Result<Facets, StoreError> {
    const REGIONS: &str = "SELECT contact_id, region_id FROM contact_regions ORDER BY contact_id, region_id";
    const ISSUES: &str = "SELECT contact_id, issue_id FROM contact_issues ORDER BY contact_id, issue_id";
    const LANGUAGES: &str =
        "SELECT language, COUNT(*) FROM contacts WHERE merged_into IS NULL AND language <> '' GROUP BY language";
    const BY_OUTLET: &str = "SELECT MIN(outlet), COUNT(*) FROM contacts WHERE merged_into IS NULL AND outlet_key <> '' \
         GROUP BY outlet_key ORDER BY 2 DESC, 1 LIMIT $1";
    let languages: Vec<(String, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(LANGUAGES).fetch_all(c).await)?;
    let mut by_language: HashMap<String, i64> = HashMap::new();
    for (tag, n) in languages {
        *by_language.entry(tag.split('-').next().unwrap_or_default().to_lowercase()).or_default() += n;
    }
    let mut languages: Vec<_> = by_language.into_iter().collect();
    languages.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(Facets {
        regions: places(store, REGIONS, &words.regions).await?,
        issues: places(store, ISSUES, &words.issues).await?,
        languages,
        outlets: on_driver!(store.reader(), |c| sqlx::query_as(BY_OUTLET).bind(OUTLETS).fetch_all(c).await)?,
    })
}

/// Each contact once for every place it covers a part of.
async fn places(store: &Store, sql: &'static str, tree: &Tree) -> Result<HashMap<i64, i64>, StoreError> {
    let mut counts: HashMap<i64, i64> = HashMap::new();
    let mut above: HashMap<i64, Vec<i64>> = HashMap::new();
    let (mut contact, mut covered) = (0, BTreeSet::new());
    on_driver!(store.reader(), |c| {
        let mut rows = sqlx::query_as::<_, (i64, i64)>(sql).fetch(c);
        while let Some((id, place)) = rows.try_next().await? {
            if id != contact {
                std::mem::take(&mut covered).into_iter().for_each(|place| *counts.entry(place).or_default() += 1);
                contact = id;
            }
            let up = above.entry(place).or_insert_with(|| tree.ancestors(place));
            covered.insert(place);
            covered.extend(up.iter().copied());
        }
    });
    covered.into_iter().for_each(|place| *counts.entry(place).or_default() += 1);
    Ok(counts)
}

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
