//! The list of reporters as the desk shows it: narrowed by text, rule and state, counted by state, page by page.

use std::collections::HashMap;

use super::backend::on_driver;
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::audience::Item;
use crate::model::contact::Reach;
use crate::model::ids::ContactId;

/// Whom to list. Nothing chosen asks for nothing.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Part of a name, an address or an outlet.
    pub text: String,
    /// [`crate::model::audience::fitting`].
    pub items: Vec<Item>,
    pub reach: Option<Reach>,
}

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Name,
    NameDown,
    Outlet,
    OutletDown,
    Language,
    LanguageDown,
}

/// How many of those wanted there are, whatever their state, and of each state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub all: i64,
    pub by: HashMap<Reach, i64>,
}

impl Counts {
    pub fn of(&self, reach: Option<Reach>) -> i64 {
        reach.map_or(self.all, |reach| self.by.get(&reach).copied().unwrap_or(0))
    }
}

/// `fit (id, name_key, outlet_key, language, k)`: whom `$1` and the texts `$3` to `$5` let through, with their state at
/// `$2`. lower() knows ASCII only on SQLite, so a text with other letters is also tried as typed and capitalised.
macro_rules! fit {
    ($rest:literal) => {
        concat!(
            "WITH item AS MATERIALIZED (SELECT value ->> 'what' AS what, CAST(value ->> 'id' AS BIGINT) AS id, \
               value ->> 'text' AS text FROM json_each($1)), \
             region AS MATERIALIZED (SELECT id FROM item WHERE what = 'region'), \
             issue AS MATERIALIZED (SELECT id FROM item WHERE what = 'issue'), \
             language AS MATERIALIZED (SELECT text FROM item WHERE what = 'language'), \
             outlet AS MATERIALIZED (SELECT text FROM item WHERE what = 'outlet'), \
             without_outlet AS MATERIALIZED (SELECT text FROM item WHERE what = 'without_outlet'), \
             named AS MATERIALIZED (SELECT id FROM item WHERE what = 'with'), \
             struck AS MATERIALIZED (SELECT id FROM item WHERE what = 'without'), \
             gone AS MATERIALIZED (SELECT s.address_key, MIN(CASE WHEN s.reason = 'bounced' THEN 2 WHEN s.reason = 'paused' THEN 3 \
               ELSE 1 END) AS k FROM suppressions s WHERE s.lifted_ms IS NULL AND s.scope = 'office' \
               AND (s.until_ms IS NULL OR s.until_ms > $2) GROUP BY s.address_key), \
             fit AS (SELECT c.id, c.name_key, c.outlet_key, c.language, CAST(COALESCE(g.k, CASE \
                 WHEN EXISTS (SELECT 1 FROM contact_regions r WHERE r.contact_id = c.id) \
                   AND EXISTS (SELECT 1 FROM contact_issues i WHERE i.contact_id = c.id) THEN 5 ELSE 4 END) AS BIGINT) AS k \
               FROM contacts c LEFT JOIN gone g ON g.address_key = c.address_key \
               WHERE c.merged_into IS NULL \
                 AND ($3 = '' OR c.name_key LIKE $3 ESCAPE '!' OR c.address_key LIKE $3 ESCAPE '!' OR c.outlet_key LIKE $3 ESCAPE '!' \
                   OR ($4 <> '' AND (c.name LIKE $4 ESCAPE '!' OR c.outlet LIKE $4 ESCAPE '!' \
                     OR c.name LIKE $5 ESCAPE '!' OR c.outlet LIKE $5 ESCAPE '!'))) \
                 AND c.id NOT IN (SELECT id FROM struck) AND (c.id IN (SELECT id FROM named) OR ( \
                   (NOT EXISTS (SELECT 1 FROM region) OR EXISTS (SELECT 1 FROM contact_regions x \
                     WHERE x.contact_id = c.id AND +x.region_id IN (SELECT id FROM region))) \
                   AND (NOT EXISTS (SELECT 1 FROM issue) OR EXISTS (SELECT 1 FROM contact_issues x \
                     WHERE x.contact_id = c.id AND +x.issue_id IN (SELECT id FROM issue))) \
                   AND (NOT EXISTS (SELECT 1 FROM language) OR EXISTS (SELECT 1 FROM language l \
                     WHERE lower(c.language) = l.text OR lower(c.language) LIKE l.text || '-%')) \
                   AND (NOT EXISTS (SELECT 1 FROM outlet) OR c.outlet IN (SELECT text FROM outlet) \
                     OR c.outlet_key IN (SELECT text FROM outlet)) \
                   AND c.outlet NOT IN (SELECT text FROM without_outlet) \
                   AND c.outlet_key NOT IN (SELECT text FROM without_outlet)))) ",
            $rest
        )
    };
}

const COUNT: &str = fit!("SELECT k, COUNT(*) FROM fit GROUP BY k");
const AFTER: &str = fit!("SELECT id FROM fit WHERE id > $6 AND ($7 = 0 OR k = $7) ORDER BY id LIMIT $8");

impl Sort {
    fn sql(self) -> &'static str {
        match self {
            Self::Name => {
                fit!("SELECT id, k FROM fit WHERE $6 = 0 OR k = $6 ORDER BY name_key, outlet_key, id LIMIT $7 OFFSET $8")
            }
            Self::NameDown => {
                fit!(
                    "SELECT id, k FROM fit WHERE $6 = 0 OR k = $6 ORDER BY name_key DESC, outlet_key DESC, id DESC LIMIT $7 OFFSET $8"
                )
            }
            Self::Outlet => fit!("SELECT id, k FROM fit WHERE $6 = 0 OR k = $6 ORDER BY outlet_key, id LIMIT $7 OFFSET $8"),
            Self::OutletDown => {
                fit!("SELECT id, k FROM fit WHERE $6 = 0 OR k = $6 ORDER BY outlet_key DESC, id DESC LIMIT $7 OFFSET $8")
            }
            Self::Language => fit!("SELECT id, k FROM fit WHERE $6 = 0 OR k = $6 ORDER BY language, id LIMIT $7 OFFSET $8"),
            Self::LanguageDown => {
                fit!("SELECT id, k FROM fit WHERE $6 = 0 OR k = $6 ORDER BY language DESC, id DESC LIMIT $7 OFFSET $8")
            }
        }
    }
}

/// The patterns of a text: in lower case, and, where it has letters beyond ASCII, as typed and with capitals.
pub(super) fn patterns(text: &str) -> [String; 3] {
    let text = text.trim();
    if text.is_empty() {
        return Default::default();
    }
    let like = |text: &str| format!("%{}%", text.replace('!', "!!").replace('%', "!%").replace('_', "!_"));
    if text.is_ascii() {
        return [like(&text.to_lowercase()), String::new(), String::new()];
    }
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    let capitals = text.split(' ').map(capital).collect::<Vec<_>>().join(" ");
    [like(&text.to_lowercase()), like(text), like(&capitals)]
}

fn items(wanted: &Wanted) -> String {
    serde_json::to_string(&wanted.items).unwrap_or_else(|_| "[]".to_owned())
}

/// How many, by state; the wanted state plays no part.
pub async fn count(store: &Store, wanted: &Wanted, now: Millis) -> Result<Counts, StoreError> {
    let ([low, typed, capital], items) = (patterns(&wanted.text), items(wanted));
    let rows: Vec<(i64, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(COUNT)
        .bind(&items)
        .bind(now)
        .bind(&low)
        .bind(&typed)
        .bind(&capital)
        .fetch_all(c)
        .await)?;
    let mut counts = Counts::default();
    for (k, n) in rows {
        counts.all += n;
        counts.by.insert(reach(k)?, n);
    }
    Ok(counts)
}

fn reach(k: i64) -> Result<Reach, StoreError> {
    Reach::from_rank(k).ok_or_else(|| StoreError::Corrupt { table: "contacts", column: "reach", row: k.to_string() })
}

/// One page of the list, sorted, each with its state.
pub async fn page(
    store: &Store,
    wanted: &Wanted,
    sort: Sort,
    (limit, offset): (i64, i64),
    now: Millis,
) -> Result<Vec<(ContactId, Reach)>, StoreError> {
    let ([low, typed, capital], items) = (patterns(&wanted.text), items(wanted));
    let rows: Vec<(i64, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(sort.sql())
        .bind(&items)
        .bind(now)
        .bind(&low)
        .bind(&typed)
        .bind(&capital)
        .bind(wanted.reach.map_or(0, Reach::rank))
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await)?;
    rows.into_iter().map(|(id, k)| Ok((ContactId(id), reach(k)?))).collect()
}

/// The next of them after an id, for a file that is written while it is read.
pub async fn after(
    store: &Store,
    wanted: &Wanted,
    after: ContactId,
    limit: i64,
    now: Millis,
) -> Result<Vec<ContactId>, StoreError> {
    let ([low, typed, capital], items) = (patterns(&wanted.text), items(wanted));
    let rows: Vec<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(AFTER)
        .bind(&items)
        .bind(now)
        .bind(&low)
        .bind(&typed)
        .bind(&capital)
        .bind(after.0)
        .bind(wanted.reach.map_or(0, Reach::rank))
        .bind(limit)
        .fetch_all(c)
        .await)?;
    Ok(rows.into_iter().map(ContactId).collect())
}

/// The state of one address, of somebody who covers something (`placed`) or not.
pub async fn reach_of(store: &Store, address_key: &str, placed: bool, now: Millis) -> Result<Reach, StoreError> {
    const GONE: &str = "SELECT CAST(MIN(CASE WHEN s.reason = 'bounced' THEN 2 WHEN s.reason = 'paused' THEN 3 ELSE 1 END) AS BIGINT) \
         FROM suppressions s WHERE s.address_key = $1 AND s.lifted_ms IS NULL AND s.scope = 'office' \
         AND (s.until_ms IS NULL OR s.until_ms > $2)";
    let k: Option<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(GONE).bind(address_key).bind(now).fetch_one(c).await)?;
    k.map_or(Ok(if placed { Reach::Active } else { Reach::NotPlaced }), reach)
}

/// When each of these addresses last took a mail.
pub async fn last_accepted(store: &Store, keys: &[&str]) -> Result<HashMap<String, Millis>, StoreError> {
    const LAST: &str = "SELECT d.address_key, MAX(d.settled_ms) FROM deliveries d \
         WHERE d.address_key IN (SELECT value ->> 'key' FROM json_each($1)) AND d.state = 'accepted' AND d.settled_ms IS NOT NULL \
         GROUP BY d.address_key";
    let keys = serde_json::Value::from_iter(keys.iter().map(|key| serde_json::json!({ "key": key }))).to_string();
    let rows: Vec<(String, Millis)> = on_driver!(store.reader(), |c| sqlx::query_as(LAST).bind(&keys).fetch_all(c).await)?;
    Ok(rows.into_iter().collect())
}

/// Releases whose title holds the text: the newest few, and how many there are.
pub async fn releases_titled(store: &Store, text: &str, limit: i64) -> Result<(Vec<(i64, String, String)>, i64), StoreError> {
    const FROM: &str = "SELECT r.id, v.title, v.language FROM releases r \
         JOIN release_versions v ON v.release_id = r.id AND v.version = r.version \
         WHERE lower(v.title) LIKE $1 ESCAPE '!' OR ($2 <> '' AND (v.title LIKE $2 ESCAPE '!' OR v.title LIKE $3 ESCAPE '!')) \
         ORDER BY r.id DESC LIMIT $4";
    const COUNT: &str = "SELECT COUNT(*) FROM releases r \
         JOIN release_versions v ON v.release_id = r.id AND v.version = r.version \
         WHERE lower(v.title) LIKE $1 ESCAPE '!' OR ($2 <> '' AND (v.title LIKE $2 ESCAPE '!' OR v.title LIKE $3 ESCAPE '!'))";
    let [low, typed, capital] = patterns(text);
    let rows = on_driver!(store.reader(), |c| sqlx::query_as(FROM)
        .bind(&low)
        .bind(&typed)
        .bind(&capital)
        .bind(limit)
        .fetch_all(c)
        .await)?;
    let n: i64 =
        on_driver!(store.reader(), |c| sqlx::query_scalar(COUNT).bind(&low).bind(&typed).bind(&capital).fetch_one(c).await)?;
    Ok((rows, n))
}
