//! The lists behind the numbers of an audience: who will receive, who is left out and why, page by page.

use std::collections::HashMap;

use futures_util::{StreamExt, TryStreamExt, stream};
use sqlx::FromRow;

use super::audience::{Matched, chunk, windows};
use super::backend::on_driver;
use super::{Store, StoreError};
use crate::model::audience::{Excluded, Resolved};
use crate::model::ids::ContactId;

/// Which of those who match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// `Some(true)`: who will receive; `Some(false)`: who is left out.
    pub will: Option<bool>,
    /// Left out for this reason only.
    pub why: Option<Excluded>,
    /// Matched by this region or issue; 0 = named by hand.
    pub region: Option<i64>,
    pub issue: Option<i64>,
    /// As it is stored; `""` = nobody said.
    pub language: Option<String>,
}

impl Part {
    pub fn holds(&self, one: &Matched) -> bool {
        self.will.is_none_or(|will| one.excluded.is_none() == will)
            && self.why.is_none_or(|why| one.excluded == Some(why))
            && self.region.is_none_or(|region| one.region == region)
            && self.issue.is_none_or(|issue| one.issue == issue)
            && self.language.as_ref().is_none_or(|language| one.language == *language)
    }
}

/// So many of the part, after so many of it, in the order of their numbers. Reads one window at a time.
pub async fn slice(
    store: &Store,
    rule: &Resolved,
    part: &Part,
    (limit, offset): (usize, usize),
) -> Result<Vec<Matched>, StoreError> {
    let (mut found, mut passed) = (Vec::new(), 0);
    for (after, up_to) in windows(store).await? {
        for one in chunk(store, rule, after, up_to).await? {
            if !part.holds(&one) {
                continue;
            }
            if passed >= offset {
                found.push(one);
            }
            passed += 1;
            if found.len() >= limit {
                return Ok(found);
            }
        }
    }
    Ok(found)
}

/// The part's people in one window after an id, and the id to go on from; for a file that is written while it is read.
pub async fn window(store: &Store, rule: &Resolved, part: &Part, after: i64) -> Result<(Vec<Matched>, Option<i64>), StoreError> {
    let (mut found, next) = super::audience::page(store, rule, after, 1).await?;
    found.retain(|one| part.holds(one));
    Ok((found, next))
}

/// Somebody who will receive it, with the pair that took them in (0, 0 = named by hand).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fits {
    pub contact: ContactId,
    pub region: i64,
    pub issue: i64,
}

#[derive(FromRow)]
struct Named {
    id: i64,
    address: String,
    address_key: String,
    name: String,
    outlet: String,
    language: String,
    time_zone: String,
    consented: bool,
}

/// A few of an audience with what is known of them, in the order given; who is gone meanwhile is not among them.
pub async fn of(store: &Store, few: &[Fits]) -> Result<Vec<Matched>, StoreError> {
    const OF: &str = "SELECT c.id, c.address, c.address_key, c.name, c.outlet, c.language, c.time_zone, \
         c.opens_consent_ms IS NOT NULL AS consented FROM contacts c \
         WHERE c.id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1))";
    if few.is_empty() {
        return Ok(Vec::new());
    }
    let ids = serde_json::json!(few.iter().map(|one| [one.contact.0]).collect::<Vec<_>>()).to_string();
    let rows: Vec<Named> = on_driver!(store.reader(), |c| sqlx::query_as(OF).bind(&ids).fetch_all(c).await)?;
    let mut known: HashMap<i64, Named> = rows.into_iter().map(|row| (row.id, row)).collect();
    let matched = few.iter().filter_map(|one| {
        let row = known.remove(&one.contact.0)?;
        Some(Matched {
            contact: one.contact,
            address: row.address,
            address_key: row.address_key,
            name: row.name,
            outlet: row.outlet,
            language: row.language,
            time_zone: row.time_zone,
            consented: row.consented,
            region: one.region,
            issue: one.issue,
            excluded: None,
        })
    });
    Ok(matched.collect())
}

/// Contacts without a region or without an issue: no rule can match them.
pub async fn not_placed(store: &Store) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM contacts c WHERE c.id > $1 AND c.id <= $2 AND \
         (NOT EXISTS (SELECT 1 FROM contact_regions r WHERE r.contact_id = c.id) \
          OR NOT EXISTS (SELECT 1 FROM contact_issues i WHERE i.contact_id = c.id))";
    let found: Vec<i64> = stream::iter(windows(store).await?)
        .map(|(after, up_to)| async move {
            let n: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(SQL).bind(after).bind(up_to).fetch_one(c).await)?;
            Ok::<_, StoreError>(n)
        })
        .buffered(2)
        .try_collect()
        .await?;
    Ok(found.into_iter().sum())
}
