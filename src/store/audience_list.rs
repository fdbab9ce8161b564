//! The lists behind the numbers of an audience: who will receive, who is left out and why, page by page.

use futures_util::{StreamExt, TryStreamExt, stream};

use super::audience::{Matched, chunk, windows};
use super::backend::on_driver;
use super::{Store, StoreError};
use crate::model::audience::{Excluded, Resolved};

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

/// The first few who will receive it, by small steps, so that a wide audience is not read for their sake.
pub async fn sample(store: &Store, rule: &Resolved, most: usize) -> Result<Vec<Matched>, StoreError> {
    let (mut found, mut at, mut width) = (Vec::new(), 0, 128);
    let last = super::audience::highest_contact(store).await?;
    while at < last && found.len() < most {
        let up_to = last.min(at + width);
        found.extend(chunk(store, rule, at, up_to).await?.into_iter().filter(|one| one.excluded.is_none()));
        (at, width) = (up_to, (width * 4).min(super::audience::WINDOW));
    }
    found.truncate(most);
    Ok(found)
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
