//! Who will receive: one text that decides, used for counting, listing, asking why not, sealing and planning alike; what
//! is counted while somebody chooses is read by `review::index` in the same way, and tests hold the two together.
//! Always over a range of contact ids, so memory stays bounded and no read holds a snapshot for long.

use futures_util::{StreamExt, TryStreamExt, stream};
use sqlx::FromRow;

use crate::model::audience::{Excluded, Resolved, ScopedOptOuts, Waterfall, pair};
use crate::model::ids::ContactId;
use crate::store::backend::on_driver;
use crate::store::{Store, StoreError};

pub use super::audience_digest::AudienceDigest;
pub use super::audience_list::not_placed;

/// How many contact ids one question spans.
pub const WINDOW: i64 = 16_384;

macro_rules! active {
    () => {
        "s.lifted_ms IS NULL AND s.created_ms <= $2 AND (s.until_ms IS NULL OR s.until_ms > $3)"
    };
}

/// Whom the rule takes in by language, outlet and the narrowing segment. Named people pass; nobody struck off does.
macro_rules! passes {
    () => {
        "c.id NOT IN (SELECT id FROM struck) AND (c.id IN (SELECT id FROM named) OR ( \
           (NOT EXISTS (SELECT 1 FROM language) OR EXISTS (SELECT 1 FROM language l \
             WHERE lower(c.language) = l.text OR substr(lower(c.language), 1, length(l.text) + 1) = l.text || '-')) \
           AND (NOT EXISTS (SELECT 1 FROM outlet) OR c.outlet IN (SELECT text FROM outlet) \
             OR lower(c.outlet) IN (SELECT text FROM outlet)) \
           AND c.outlet NOT IN (SELECT text FROM without_outlet) AND lower(c.outlet) NOT IN (SELECT text FROM without_outlet) \
           AND (NOT EXISTS (SELECT 1 FROM also_region) OR EXISTS (SELECT 1 FROM contact_regions x \
             WHERE x.contact_id = c.id AND +x.region_id IN (SELECT id FROM also_region))) \
           AND (NOT EXISTS (SELECT 1 FROM also_issue) OR EXISTS (SELECT 1 FROM contact_issues x \
             WHERE x.contact_id = c.id AND +x.issue_id IN (SELECT id FROM also_issue)))))"
    };
}

/// The best place of contact `x`, counting each one opted out of by name as worse than any other (8 paused, 16 left).
macro_rules! key_with_opt_outs {
    ($links:literal, $column:literal, $places:literal, $blocks:literal, $scope:literal) => {
        concat!(
            "(SELECT MIN(p.k + COALESCE((SELECT MAX(CASE s.reason WHEN 'paused' THEN 34359738368 ELSE 68719476736 END) \
               FROM suppressions s JOIN ",
            $blocks,
            " b ON b.scope_id = s.scope_id \
               WHERE s.address_key = x.address_key AND s.scope = '",
            $scope,
            "' AND b.place = p.id AND ",
            active!(),
            "), 0)) \
              FROM ",
            $links,
            " y JOIN ",
            $places,
            " p ON p.id = y.",
            $column,
            " WHERE y.contact_id = x.contact_id)"
        )
    };
}

/// `audience (contact_id, address_key, region_key, issue_key, why)`: everybody matched with `$4 < id <= $5`, `why`
/// empty for who will receive. `$1` the resolved items, `$2` as of, `$3` pauses at. 30064771072 is "named by hand".
/// The driving side is the matching regions' index ranges: a narrow rule touches only its own contacts.
macro_rules! audience {
    () => {
        concat!(
            "WITH item AS MATERIALIZED (SELECT value ->> 'what' AS what, CAST(value ->> 'id' AS BIGINT) AS id, \
               CAST(value ->> 'k' AS BIGINT) AS k, value ->> 'text' AS text FROM json_each($1)), \
             region_place AS MATERIALIZED (SELECT id, k FROM item WHERE what = 'region'), \
             issue_place AS MATERIALIZED (SELECT id, k FROM item WHERE what = 'issue'), \
             region_block AS MATERIALIZED (SELECT id AS place, k AS scope_id FROM item WHERE what = 'block_region'), \
             issue_block AS MATERIALIZED (SELECT id AS place, k AS scope_id FROM item WHERE what = 'block_issue'), \
             also_region AS MATERIALIZED (SELECT id FROM item WHERE what = 'also_region'), \
             also_issue AS MATERIALIZED (SELECT id FROM item WHERE what = 'also_issue'), \
             language AS MATERIALIZED (SELECT text FROM item WHERE what = 'language'), \
             outlet AS MATERIALIZED (SELECT text FROM item WHERE what = 'outlet'), \
             without_outlet AS MATERIALIZED (SELECT text FROM item WHERE what = 'without_outlet'), \
             held AS MATERIALIZED (SELECT id, what FROM item WHERE what IN ('holders', 'holders_and_waiting')), \
             named AS MATERIALIZED (SELECT id FROM item WHERE what = 'with' UNION SELECT d.contact_id FROM deliveries d \
                 WHERE EXISTS (SELECT 1 FROM held) \
                 AND d.mailing_id IN (SELECT m.id FROM mailings m WHERE m.release_id IN (SELECT id FROM held)) \
                 AND (d.state IN ('accepted', 'in_doubt', 'attempting') \
                   OR (d.left_out = 'withdrawn' AND EXISTS (SELECT 1 FROM held WHERE what = 'holders_and_waiting')))), \
             struck AS MATERIALIZED (SELECT id FROM item WHERE what = 'without'), \
             covering AS (SELECT contact_id, MIN(k) AS region_key FROM ( \
                 SELECT y.contact_id, p.k FROM region_place p CROSS JOIN contact_regions y \
                 WHERE y.region_id = p.id AND y.contact_id > $4 AND y.contact_id <= $5 \
                 UNION ALL SELECT id, 30064771072 FROM named WHERE id > $4 AND id <= $5) AS links GROUP BY contact_id), \
             keyed AS (SELECT contact_id, region_key, COALESCE((SELECT MIN(p.k) FROM contact_issues y \
                 JOIN issue_place p ON p.id = y.issue_id WHERE y.contact_id = v.contact_id), \
                 (SELECT 30064771072 FROM named WHERE named.id = v.contact_id)) AS issue_key FROM covering v), \
             within AS MATERIALIZED (SELECT k.contact_id, c.address_key, c.person, k.region_key, k.issue_key \
                 FROM keyed k CROSS JOIN contacts c WHERE k.issue_key IS NOT NULL AND c.id = k.contact_id AND ", passes!(), "), \
             twins AS (SELECT c.id AS contact_id, c.address_key, c.person, \
                   COALESCE((SELECT MIN(p.k) FROM contact_regions y JOIN region_place p ON p.id = y.region_id \
                     WHERE y.contact_id = c.id), (SELECT 30064771072 FROM named WHERE named.id = c.id)) AS region_key, \
                   COALESCE((SELECT MIN(p.k) FROM contact_issues y JOIN issue_place p ON p.id = y.issue_id \
                     WHERE y.contact_id = c.id), (SELECT 30064771072 FROM named WHERE named.id = c.id)) AS issue_key \
                 FROM within w CROSS JOIN contacts c WHERE w.person IS NOT NULL AND c.person = w.person AND c.id <= $4 AND ", passes!(), "), \
             x0 AS (SELECT contact_id, address_key, person, region_key, issue_key FROM within UNION ALL \
                 SELECT contact_id, address_key, person, region_key, issue_key FROM twins \
                 WHERE region_key IS NOT NULL AND issue_key IS NOT NULL), \
             looked_up AS MATERIALIZED (SELECT contact_id, address_key, person, region_key, issue_key, (SELECT MIN(CASE \
                   WHEN s.scope <> 'office' THEN 9 WHEN s.reason = 'bounced' THEN 2 WHEN s.reason = 'paused' THEN 3 ELSE 1 END) \
                 FROM suppressions s WHERE s.address_key = x0.address_key AND ", active!(), ") AS out FROM x0), \
             scoped AS (SELECT contact_id, address_key, person, out, \
                 CASE WHEN out = 9 THEN COALESCE(", key_with_opt_outs!("contact_regions", "region_id", "region_place", "region_block", "region"),
                   ", region_key) ELSE region_key END AS region_key, \
                 CASE WHEN out = 9 THEN COALESCE(", key_with_opt_outs!("contact_issues", "issue_id", "issue_place", "issue_block", "issue"),
                   ", issue_key) ELSE issue_key END AS issue_key FROM looked_up x), \
             judged AS MATERIALIZED (SELECT contact_id, address_key, person, region_key, issue_key, CASE \
                 WHEN out = 1 OR region_key >= 68719476736 OR issue_key >= 68719476736 THEN 'opted_out' \
                 WHEN out = 2 THEN 'bounced' \
                 WHEN out = 3 OR region_key >= 34359738368 OR issue_key >= 34359738368 THEN 'paused' ELSE '' END AS why FROM scoped), \
             firsts AS (SELECT person, MIN(contact_id) AS contact_id FROM judged WHERE why = '' AND person IS NOT NULL GROUP BY person), \
             audience AS (SELECT j.contact_id, j.address_key, j.region_key, j.issue_key, \
                 CASE WHEN j.why = '' AND f.contact_id < j.contact_id THEN 'same_person' ELSE j.why END AS why \
                 FROM judged j LEFT JOIN firsts f ON f.person = j.person WHERE j.contact_id > $4) "
        )
    };
}

const COUNT: &str = concat!(audience!(), "SELECT why, COUNT(*) AS n FROM audience GROUP BY why");

const LIST: &str = concat!(
    audience!(),
    "SELECT a.contact_id, c.address, a.address_key, c.name, c.outlet, c.language, c.time_zone, \
     c.opens_consent_ms IS NOT NULL AS consented, a.region_key, a.issue_key, a.why \
     FROM audience a JOIN contacts c ON c.id = a.contact_id ORDER BY a.contact_id"
);

const KEYS: &str = concat!(
    audience!(),
    "SELECT contact_id, address_key, region_key, issue_key FROM audience WHERE why = '' ORDER BY contact_id"
);

/// Somebody the rule matches, with the pair that matched (0, 0 = named by hand) and why not, if not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    pub contact: ContactId,
    pub address: String,
    pub address_key: String,
    pub name: String,
    pub outlet: String,
    pub language: String,
    /// Where they live, as in the tz database; empty = not said.
    pub time_zone: String,
    /// Whether this person's opens may be recorded by name.
    pub consented: bool,
    pub region: i64,
    pub issue: i64,
    pub excluded: Option<Excluded>,
}

#[derive(FromRow)]
struct Row {
    contact_id: i64,
    address: String,
    address_key: String,
    name: String,
    outlet: String,
    language: String,
    time_zone: String,
    consented: bool,
    region_key: i64,
    issue_key: i64,
    why: String,
}

/// What of each contact goes into the audience's digest.
#[derive(FromRow)]
struct KeyRow {
    contact_id: i64,
    address_key: String,
    region_key: i64,
    issue_key: i64,
}

impl Row {
    fn into_matched(self) -> Result<Matched, StoreError> {
        let excluded = match self.why.as_str() {
            "" => None,
            why => Some(Excluded::parse(why).ok_or_else(|| StoreError::Corrupt {
                table: "audience",
                column: "why",
                row: self.contact_id.to_string(),
            })?),
        };
        let (region, issue) = pair(self.region_key, self.issue_key);
        Ok(Matched {
            contact: ContactId(self.contact_id),
            address: self.address,
            address_key: self.address_key,
            name: self.name,
            outlet: self.outlet,
            language: self.language,
            time_zone: self.time_zone,
            consented: self.consented,
            region,
            issue,
            excluded,
        })
    }
}

/// The regions and issues anybody has opted out of by name; a rule is resolved against them.
pub async fn scoped_opt_outs(store: &Store) -> Result<ScopedOptOuts, StoreError> {
    const SQL: &str = "SELECT DISTINCT scope, scope_id FROM suppressions WHERE lifted_ms IS NULL AND scope <> 'office'";
    let rows: Vec<(String, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(SQL).fetch_all(c).await)?;
    let of = |scope: &str| rows.iter().filter(|row| row.0 == scope).map(|row| row.1).collect();
    Ok(ScopedOptOuts { regions: of("region"), issues: of("issue") })
}

/// The waterfall over all contacts, as the truth has it; while somebody chooses, `review::Counts` answers.
pub async fn count(store: &Store, rule: &Resolved) -> Result<Waterfall, StoreError> {
    let items = items_json(rule);
    // Two at once: each is one thread's work on SQLite, and a person is waiting.
    let found: Vec<Vec<(String, i64)>> = stream::iter(windows(store).await?)
        .map(|(after, up_to)| {
            let items = items.as_str();
            async move {
                let rows: Vec<(String, i64)> = on_driver!(store.reader(), |c| {
                    sqlx::query_as(COUNT)
                        .bind(items)
                        .bind(rule.as_of)
                        .bind(rule.pauses_at)
                        .bind(after)
                        .bind(up_to)
                        .fetch_all(c)
                        .await
                })?;
                Ok::<_, StoreError>(rows)
            }
        })
        .buffered(2)
        .try_collect()
        .await?;
    let mut waterfall = Waterfall::default();
    for (why, n) in found.into_iter().flatten() {
        waterfall.add(Excluded::parse(&why), n);
    }
    Ok(waterfall)
}

/// Everybody matched with `after < id <= up_to`, in order of id, whether they will receive or not.
pub async fn chunk(store: &Store, rule: &Resolved, after: i64, up_to: i64) -> Result<Vec<Matched>, StoreError> {
    let items = items_json(rule);
    let rows: Vec<Row> = on_driver!(store.reader(), |c| {
        sqlx::query_as(LIST).bind(items).bind(rule.as_of).bind(rule.pauses_at).bind(after).bind(up_to).fetch_all(c).await
    })?;
    rows.into_iter().map(Row::into_matched).collect()
}

/// The next matched contacts after an id, at least `least` of them unless the directory ends; and the id to go on from.
pub async fn page(store: &Store, rule: &Resolved, after: i64, least: usize) -> Result<(Vec<Matched>, Option<i64>), StoreError> {
    let last = highest_contact(store).await?;
    let mut found = Vec::new();
    let mut at = after;
    while at < last && found.len() < least {
        let up_to = last.min(at + WINDOW);
        found.extend(chunk(store, rule, at, up_to).await?);
        at = up_to;
    }
    Ok((found, (at < last).then_some(at)))
}

/// One contact's own row, if the rule matches it.
pub async fn find(store: &Store, rule: &Resolved, contact: ContactId) -> Result<Option<Matched>, StoreError> {
    Ok(chunk(store, rule, contact.0 - 1, contact.0).await?.pop())
}

/// Whose address this is.
pub async fn contact_at(store: &Store, address_key: &str) -> Result<Option<ContactId>, StoreError> {
    const SQL: &str = "SELECT id FROM contacts WHERE address_key = $1";
    let id: Option<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(SQL).bind(address_key).fetch_optional(c).await)?;
    Ok(id.map(ContactId))
}

/// The digest of who will receive and for which reason, and how many they are.
pub async fn digest(store: &Store, rule: &Resolved) -> Result<(String, i64), StoreError> {
    let items = items_json(rule);
    let mut digest = AudienceDigest::default();
    for (after, up_to) in windows(store).await? {
        let rows: Vec<KeyRow> = on_driver!(store.reader(), |c| {
            sqlx::query_as(KEYS).bind(&items).bind(rule.as_of).bind(rule.pauses_at).bind(after).bind(up_to).fetch_all(c).await
        })?;
        for row in rows {
            let (region, issue) = pair(row.region_key, row.issue_key);
            digest.add(row.contact_id, &row.address_key, region, issue);
        }
    }
    Ok(digest.finish())
}

/// The greatest contact id; planning and listing go up to it.
pub async fn highest_contact(store: &Store) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT COALESCE(MAX(id), 0) FROM contacts";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(SQL).fetch_one(c).await)?)
}

pub(super) async fn windows(store: &Store) -> Result<Vec<(i64, i64)>, StoreError> {
    let last = highest_contact(store).await?;
    let starts = (0..last).step_by(usize::try_from(WINDOW).unwrap_or(1));
    Ok(starts.map(|after| (after, last.min(after + WINDOW))).collect())
}

fn items_json(rule: &Resolved) -> String {
    serde_json::to_string(&rule.items).unwrap_or_else(|_| "[]".to_owned())
}
