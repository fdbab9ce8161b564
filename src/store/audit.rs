//! Every act that matters: who did what to which thing, written in the transaction that does it. Only ever added to;
//! each line carries the digest of itself and the line before, so that what is changed afterwards shows.

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use futures_util::TryStreamExt;
use sqlx::FromRow;

use super::backend::{Tx, on_driver, on_tx};
use super::error::StoreError;
use super::{Store, postgres};
use crate::clock::Millis;

/// Writes one line. `detail` holds no address and no name of a reporter.
pub(crate) async fn note(tx: &mut Tx, at: Millis, actor: &str, act: &str, subject: &str, detail: &str) -> Result<(), StoreError> {
    const LAST: &str = "SELECT digest FROM audit ORDER BY id DESC LIMIT 1";
    const NOTE: &str = "INSERT INTO audit (at_ms, actor, act, subject, detail, digest) VALUES ($1, $2, $3, $4, $5, $6)";
    if let Tx::Postgres(held) = tx {
        // One line after the other, or two would follow the same one.
        sqlx::raw_sql(postgres::LOCK_AUDIT).execute(held.conn()).await?;
    }
    let last: Option<Option<String>> = on_tx!(tx, |c| sqlx::query_scalar(LAST).fetch_optional(c).await)?;
    let digest = chained(last.flatten().as_deref(), &Line { at_ms: at, actor, act, subject, detail });
    on_tx!(tx, |c| sqlx::query(NOTE)
        .bind(at)
        .bind(actor)
        .bind(act)
        .bind(subject)
        .bind(detail)
        .bind(digest)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

struct Line<'a> {
    at_ms: Millis,
    actor: &'a str,
    act: &'a str,
    subject: &'a str,
    detail: &'a str,
}

/// SHA-256 over the digest before and every field behind its length, as hexadecimal text.
fn chained(before: Option<&str>, line: &Line<'_>) -> String {
    let mut bytes = Vec::new();
    let at = line.at_ms.to_string();
    for field in [before.unwrap_or_default(), &at, line.actor, line.act, line.subject, line.detail] {
        bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
        bytes.extend_from_slice(field.as_bytes());
    }
    HEXLOWER.encode(digest(&SHA256, &bytes).as_ref())
}

/// One line as it is read.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Noted {
    pub id: i64,
    pub at_ms: Millis,
    pub actor: String,
    pub act: String,
    pub subject: String,
    pub detail: String,
}

/// Which lines are wanted; empty texts and `None` are all.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    pub actor: &'a str,
    /// The start of the act: `mailing`, `officer.add`.
    pub act: &'a str,
    pub from: Option<Millis>,
    pub to: Option<Millis>,
}

/// Newest first, and how many there are.
pub async fn list(store: &Store, wanted: &Wanted<'_>, limit: i64, offset: i64) -> Result<(Vec<Noted>, i64), StoreError> {
    const LIST: &str = "SELECT id, at_ms, actor, act, subject, detail FROM audit \
         WHERE ($1 = '' OR actor = $1) AND ($2 = '' OR substr(act, 1, length($2)) = $2) AND at_ms >= $3 AND at_ms < $4 \
         ORDER BY id DESC LIMIT $5 OFFSET $6";
    const COUNT: &str = "SELECT COUNT(*) FROM audit \
         WHERE ($1 = '' OR actor = $1) AND ($2 = '' OR substr(act, 1, length($2)) = $2) AND at_ms >= $3 AND at_ms < $4";
    let (from, to) = (wanted.from.unwrap_or(0), wanted.to.unwrap_or(Millis::MAX));
    let rows = on_driver!(store.reader(), |c| sqlx::query_as(LIST)
        .bind(wanted.actor)
        .bind(wanted.act)
        .bind(from)
        .bind(to)
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await)?;
    let n: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(COUNT)
        .bind(wanted.actor)
        .bind(wanted.act)
        .bind(from)
        .bind(to)
        .fetch_one(c)
        .await)?;
    Ok((rows, n))
}

/// The next lines `before` the given one, newest first: for reading all of them, however many are added meanwhile.
pub async fn older(store: &Store, wanted: &Wanted<'_>, before: i64, limit: i64) -> Result<Vec<Noted>, StoreError> {
    const OLDER: &str = "SELECT id, at_ms, actor, act, subject, detail FROM audit \
         WHERE ($1 = '' OR actor = $1) AND ($2 = '' OR substr(act, 1, length($2)) = $2) AND at_ms >= $3 AND at_ms < $4 \
         AND id < $5 ORDER BY id DESC LIMIT $6";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(OLDER)
        .bind(wanted.actor)
        .bind(wanted.act)
        .bind(wanted.from.unwrap_or(0))
        .bind(wanted.to.unwrap_or(Millis::MAX))
        .bind(before)
        .bind(limit)
        .fetch_all(c)
        .await)?)
}

/// Everybody who ever acted.
pub async fn actors(store: &Store) -> Result<Vec<String>, StoreError> {
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar("SELECT DISTINCT actor FROM audit ORDER BY actor").fetch_all(c).await)?)
}

/// What reading the whole trail came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every line follows from the one before. `before` lines are older than the chain; the last digest names all.
    /// `since` is how many lines came after the digest that was noted, if it is one of them.
    Whole { lines: i64, before: i64, head: String, since: Option<i64> },
    /// From this line on it is not what was written.
    Broken { id: i64 },
}

/// Reads every line and follows the chain; on its way looks for a digest that was `noted` outside of the database. Without
/// one, lines taken from the end cannot be missed: what is left is whole.
pub async fn verify(store: &Store, noted: &str) -> Result<Verdict, StoreError> {
    #[derive(FromRow)]
    struct Row {
        #[sqlx(flatten)]
        line: Noted,
        digest: Option<String>,
    }
    const ALL: &str = "SELECT id, at_ms, actor, act, subject, detail, digest FROM audit ORDER BY id";
    let (mut lines, mut before, mut head, mut since) = (0, 0, None::<String>, None::<i64>);
    on_driver!(store.reader(), |c| {
        let mut rows = sqlx::query_as::<_, Row>(ALL).fetch(c);
        while let Some(row) = rows.try_next().await? {
            let Noted { id, at_ms, actor, act, subject, detail } = &row.line;
            lines += 1;
            match &row.digest {
                None if head.is_none() => before += 1,
                Some(found) if *found == chained(head.as_deref(), &Line { at_ms: *at_ms, actor, act, subject, detail }) => {
                    since = if found == noted { Some(0) } else { since.map(|lines| lines + 1) };
                    head = Some(found.clone());
                }
                _ => return Ok(Verdict::Broken { id: *id }),
            }
        }
    });
    Ok(Verdict::Whole { lines, before, head: head.unwrap_or_default(), since })
}
