//! What newsrooms file their items under, and what the office says each category means: said once, remembered, used
//! for every item that comes after.

use serde_json::json;
use sqlx::FromRow;

use super::audit::note;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::category::{Category, Meaning};
use crate::model::ids::{IssueId, NewsroomId, RegionId};
use crate::model::vocabulary::{Place, term_key};

/// More than any newsroom has; what a hostile one has beyond is not listed.
pub const MOST: i64 = 1_000;

/// What the items of one answer are filed under.
#[derive(Clone, Debug, Default)]
pub struct Filed {
    items: Vec<serde_json::Value>,
    rows: Vec<serde_json::Value>,
}

impl Filed {
    /// `item` by its id in the feed.
    pub fn file(&mut self, item: &str, categories: &[String]) {
        self.items.push(json!({"item": item}));
        let row = |(nth, name): (usize, &String)| json!({"item": item, "key": term_key(name), "name": name, "nth": nth});
        self.rows.extend(categories.iter().enumerate().map(row));
    }
}

/// Writes down what these items are filed under, whatever it was before.
pub(super) async fn write(tx: &mut Tx, newsroom: NewsroomId, filed: &Filed) -> Result<(), StoreError> {
    const CLEAR: &str = "DELETE FROM newsroom_item_categories WHERE item_id IN (SELECT i.id FROM json_each($2) j \
         JOIN newsroom_items i ON i.newsroom_id = $1 AND i.item = j.value ->> 'item')";
    const NAMES: &str = "INSERT INTO newsroom_categories (newsroom_id, term_key, name) \
         SELECT $1, value ->> 'key', MIN(value ->> 'name') FROM json_each($2) WHERE value ->> 'key' <> '' \
         GROUP BY value ->> 'key' ON CONFLICT (newsroom_id, term_key) DO NOTHING";
    const FILE: &str = "INSERT INTO newsroom_item_categories (category_id, item_id, nth) \
         SELECT k.id, i.id, CAST(MIN(j.value ->> 'nth') AS BIGINT) FROM json_each($2) j \
         JOIN newsroom_items i ON i.newsroom_id = $1 AND i.item = j.value ->> 'item' \
         JOIN newsroom_categories k ON k.newsroom_id = $1 AND k.term_key = j.value ->> 'key' GROUP BY k.id, i.id";
    if !filed.items.is_empty() {
        let items = serde_json::Value::from(filed.items.clone()).to_string();
        on_tx!(tx, |c| sqlx::query(CLEAR).bind(newsroom.0).bind(items).execute(c).await.map(drop))?;
    }
    if !filed.rows.is_empty() {
        let rows = serde_json::Value::from(filed.rows.clone()).to_string();
        on_tx!(tx, |c| sqlx::query(NAMES).bind(newsroom.0).bind(&rows).execute(c).await.map(drop))?;
        on_tx!(tx, |c| sqlx::query(FILE).bind(newsroom.0).bind(&rows).execute(c).await.map(drop))?;
    }
    Ok(())
}

type MeantRow = (i64, String, Option<String>, Option<i64>);

fn meant((row, name, meaning, target): MeantRow) -> Result<Category, StoreError> {
    Ok(Category { meaning: meaning_of(row, meaning.as_deref(), target)?, name })
}

fn meaning_of(row: i64, meaning: Option<&str>, target: Option<i64>) -> Result<Option<Meaning>, StoreError> {
    Ok(match (meaning, target) {
        (None, None) => None,
        (Some("nothing"), None) => Some(Meaning::Nothing),
        (Some("region"), Some(id)) => Some(Meaning::Place(Place::Region(RegionId(id)))),
        (Some("issue"), Some(id)) => Some(Meaning::Place(Place::Issue(IssueId(id)))),
        _ => return Err(StoreError::Corrupt { table: "newsroom_categories", column: "meaning", row: row.to_string() }),
    })
}

/// What an item is filed under, in its order, with what that means by now.
pub async fn of_item(store: &Store, row: i64) -> Result<Vec<Category>, StoreError> {
    const OF: &str = "SELECT k.id, k.name, k.meaning, k.target_id FROM newsroom_item_categories f \
         JOIN newsroom_categories k ON k.id = f.category_id WHERE f.item_id = $1 ORDER BY f.nth, k.id";
    let rows: Vec<MeantRow> = on_driver!(store.reader(), |c| sqlx::query_as(OF).bind(row).fetch_all(c).await)?;
    rows.into_iter().map(meant).collect()
}

/// A category of a newsroom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: i64,
    pub category: Category,
    /// Items that are or were filed under it.
    pub items: i64,
}

#[derive(FromRow)]
struct ListedRow {
    id: i64,
    name: String,
    meaning: Option<String>,
    target_id: Option<i64>,
    items: i64,
}

/// The categories of a newsroom, those nobody has said anything about first, then by how many items they have; at most
/// [`MOST`].
pub async fn list(store: &Store, newsroom: NewsroomId) -> Result<Vec<Listed>, StoreError> {
    const LIST: &str = "SELECT k.id, k.name, k.meaning, k.target_id, COUNT(f.item_id) AS items FROM newsroom_categories k \
         LEFT JOIN newsroom_item_categories f ON f.category_id = k.id WHERE k.newsroom_id = $1 \
         GROUP BY k.id, k.name, k.meaning, k.target_id, k.term_key \
         ORDER BY CASE WHEN k.meaning IS NULL THEN 0 ELSE 1 END, COUNT(f.item_id) DESC, k.term_key LIMIT $2";
    let rows: Vec<ListedRow> =
        on_driver!(store.reader(), |c| sqlx::query_as(LIST).bind(newsroom.0).bind(MOST).fetch_all(c).await)?;
    let listed = |row: ListedRow| {
        let category = meant((row.id, row.name, row.meaning, row.target_id))?;
        Ok(Listed { id: row.id, category, items: row.items })
    };
    rows.into_iter().map(listed).collect()
}

/// Of every newsroom that is looked at, the categories nobody has said anything about; at most [`MOST`] in all.
pub async fn unsaid(store: &Store) -> Result<Vec<(NewsroomId, String)>, StoreError> {
    const UNSAID: &str = "SELECT k.newsroom_id, k.name FROM newsroom_categories k \
         JOIN newsrooms n ON n.id = k.newsroom_id AND n.removed_ms IS NULL WHERE k.meaning IS NULL ORDER BY k.id LIMIT $1";
    let rows: Vec<(i64, String)> = on_driver!(store.reader(), |c| sqlx::query_as(UNSAID).bind(MOST).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(newsroom, name)| (NewsroomId(newsroom), name)).collect())
}

/// The category of a newsroom that has this name, however it is written.
pub async fn find(store: &Store, newsroom: NewsroomId, name: &str) -> Result<Option<i64>, StoreError> {
    const FIND: &str = "SELECT id FROM newsroom_categories WHERE newsroom_id = $1 AND term_key = $2";
    let key = term_key(name);
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(FIND).bind(newsroom.0).bind(&key).fetch_optional(c).await)?)
}

/// What a category shall mean from here on; `None` = nobody has said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    pub category: i64,
    pub meaning: Option<Meaning>,
}

/// Remembers what categories of one newsroom mean. Returns how many of them meant something else before.
pub async fn say(store: &Store, newsroom: NewsroomId, said: &[Said], actor: &str, now: Millis) -> Result<u64, StoreError> {
    const SAY: &str = "UPDATE newsroom_categories SET meaning = j.value ->> 'meaning', \
         target_id = CAST(j.value ->> 'target' AS BIGINT) FROM json_each($2) j \
         WHERE newsroom_categories.newsroom_id = $1 AND newsroom_categories.id = CAST(j.value ->> 'id' AS BIGINT) \
         AND (COALESCE(newsroom_categories.meaning, '') <> COALESCE(j.value ->> 'meaning', '') \
           OR COALESCE(newsroom_categories.target_id, 0) <> COALESCE(CAST(j.value ->> 'target' AS BIGINT), 0))";
    if said.is_empty() {
        return Ok(0);
    }
    let rows = serde_json::Value::from(said.iter().map(row).collect::<Vec<_>>()).to_string();
    let mut tx = store.begin().await?;
    let changed = on_tx!(&mut tx, |c| sqlx::query(SAY).bind(newsroom.0).bind(&rows).execute(c).await.map(|r| r.touched()))?;
    if changed > 0 {
        note(&mut tx, now, actor, "newsroom.map", &format!("newsroom {newsroom}"), &told(said)).await?;
    }
    tx.commit().await?;
    Ok(changed)
}

fn parts(meaning: Option<Meaning>) -> (Option<&'static str>, Option<i64>) {
    match meaning {
        None => (None, None),
        Some(Meaning::Nothing) => (Some("nothing"), None),
        Some(Meaning::Place(Place::Region(id))) => (Some("region"), Some(id.0)),
        Some(Meaning::Place(Place::Issue(id))) => (Some("issue"), Some(id.0)),
    }
}

fn row(said: &Said) -> serde_json::Value {
    let (meaning, target) = parts(said.meaning);
    json!({"id": said.category, "meaning": meaning, "target": target})
}

/// `7 region 276; 8 nothing; 9 not said`.
fn told(said: &[Said]) -> String {
    let one = |said: &Said| match parts(said.meaning) {
        (None, _) => format!("{} not said", said.category),
        (Some(meaning), None) => format!("{} {meaning}", said.category),
        (Some(meaning), Some(target)) => format!("{} {meaning} {target}", said.category),
    };
    said.iter().map(one).collect::<Vec<_>>().join("; ")
}
