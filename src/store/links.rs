//! What looking at links came to, kept for a while, so that the same page is not asked again and again.

use std::collections::HashMap;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use super::Store;
use super::backend::on_driver;
use super::error::StoreError;
use crate::clock::{DAY, Millis};
use crate::model::link::Verdict;

/// One link, looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub verdict: Verdict,
    /// In bytes, as far as the server said.
    pub size: Option<i64>,
    /// The words of the page, where they were asked for.
    pub words: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    sha256: String,
    verdict: String,
    size: Option<i64>,
    words: Option<String>,
}

/// Of these addresses, those looked at after `since`.
pub async fn known(store: &Store, urls: &[&str], since: Millis) -> Result<HashMap<String, Checked>, StoreError> {
    const KNOWN: &str = "SELECT l.sha256, l.verdict, l.size, l.words FROM json_each($1) AS j \
         JOIN links_checked l ON l.sha256 = j.value ->> 'key' WHERE l.at_ms > $2";
    if urls.is_empty() {
        return Ok(HashMap::new());
    }
    let by_key: HashMap<String, &str> = urls.iter().map(|url| (key(url), *url)).collect();
    let keys = Value::from_iter(by_key.keys().map(|key| json!({"key": key}))).to_string();
    let rows: Vec<Row> = on_driver!(store.reader(), |c| sqlx::query_as(KNOWN).bind(&keys).bind(since).fetch_all(c).await)?;
    rows.into_iter()
        .filter_map(|row| by_key.get(&row.sha256).map(|url| (*url, row)))
        .map(|(url, row)| {
            let corrupt = StoreError::Corrupt { table: "links_checked", column: "verdict", row: row.sha256 };
            let verdict = Verdict::parse(&row.verdict).ok_or(corrupt)?;
            Ok((url.to_owned(), Checked { verdict, size: row.size, words: row.words }))
        })
        .collect()
}

/// Writes down what was seen just now; what is older than a day is forgotten.
pub async fn record(store: &Store, seen: &[(String, Checked)], now: Millis) -> Result<(), StoreError> {
    const RECORD: &str = "INSERT INTO links_checked (sha256, verdict, size, words, at_ms) \
         SELECT j.value ->> 'key', j.value ->> 'verdict', CAST(j.value ->> 'size' AS BIGINT), j.value ->> 'words', $2 \
         FROM json_each($1) AS j WHERE TRUE ON CONFLICT (sha256) DO UPDATE SET verdict = excluded.verdict, \
             size = excluded.size, words = COALESCE(excluded.words, links_checked.words), at_ms = excluded.at_ms";
    const FORGET: &str = "DELETE FROM links_checked WHERE at_ms < $1";
    if seen.is_empty() {
        return Ok(());
    }
    // Each address once: a row cannot be written twice by one statement.
    let rows: HashMap<String, Value> = seen
        .iter()
        .map(|(url, one)| {
            let key = key(url);
            let row = json!({"key": key, "verdict": one.verdict.as_str(), "size": one.size, "words": one.words});
            (key, row)
        })
        .collect();
    let rows = Value::from_iter(rows.into_values()).to_string();
    on_driver!(store.writer(), |c| sqlx::query(RECORD).bind(&rows).bind(now).execute(c).await.map(drop))?;
    on_driver!(store.writer(), |c| sqlx::query(FORGET).bind(now - DAY).execute(c).await.map(drop))?;
    Ok(())
}

fn key(url: &str) -> String {
    HEXLOWER.encode(digest(&SHA256, url.as_bytes()).as_ref())
}
