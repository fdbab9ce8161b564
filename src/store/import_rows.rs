//! The rows of a file that is being brought in, each with what was found about it. They go after seven days.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::backend::{Touched, Tx, on_driver, on_tx};
use super::imports::{KEPT, Step, advance};
use super::{Store, StoreError};
use crate::clock::Millis;

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flaw {
    pub code: String,
    pub detail: String,
    pub column: Option<usize>,
}

/// A row as it was brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staged {
    /// As a spreadsheet program counts.
    pub row: i64,
    pub cells: Vec<String>,
    /// A person left it out.
    pub skipped: bool,
    pub verdict: String,
    pub address_key: String,
    pub flaws: Vec<Flaw>,
}

/// What was found about a row.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub row: i64,
    pub verdict: &'static str,
    pub address_key: String,
    pub flaws: Vec<Flaw>,
    /// 2 = cannot come in, 1 = to be looked at, 0 = neither.
    pub listed: i64,
    pub has_region: bool,
    pub has_issue: bool,
}

/// Of the rows of one person before a certain row: the first, and whether any of them places the person.
#[derive(Clone, Copy, Debug)]
pub struct Before {
    pub row: i64,
    pub has_region: bool,
    pub has_issue: bool,
}

/// Puts rows down as they are read.
pub async fn add(store: &Store, import: i64, rows: &[(u64, Vec<String>)]) -> Result<(), StoreError> {
    const ADD: &str = "INSERT INTO import_rows (import_id, file_row, cells) \
         SELECT $2, CAST(value ->> 'row' AS BIGINT), value ->> 'cells' FROM json_each($1)";
    let rows: Vec<Value> =
        rows.iter().map(|(row, cells)| json!({"row": row, "cells": json!(clean(cells)).to_string()})).collect();
    let rows = Value::from(rows).to_string();
    on_driver!(store.writer(), |c| sqlx::query(ADD).bind(&rows).bind(import).execute(c).await.map(drop))?;
    Ok(())
}

/// PostgreSQL's text and JSON hold no NUL; U+FFFD stands for it, and the row is told of.
fn clean(cells: &[String]) -> Vec<String> {
    cells.iter().map(|cell| cell.replace('\0', "\u{FFFD}")).collect()
}

type Raw = (i64, String, i64, String, String, String);

fn read(import: i64, rows: Vec<Raw>) -> Result<Vec<Staged>, StoreError> {
    let corrupt = |column, row: i64| StoreError::Corrupt { table: "import_rows", column, row: format!("{import}/{row}") };
    rows.into_iter()
        .map(|(row, cells, skipped, verdict, address_key, flaws)| {
            Ok(Staged {
                row,
                cells: serde_json::from_str(&cells).map_err(|_| corrupt("cells", row))?,
                skipped: skipped != 0,
                verdict,
                address_key,
                flaws: serde_json::from_str(&flaws).map_err(|_| corrupt("flaws", row))?,
            })
        })
        .collect()
}

macro_rules! rows {
    ($rest:literal) => {
        concat!("SELECT file_row, cells, skipped, verdict, address_key, flaws FROM import_rows WHERE import_id = $1 AND ", $rest)
    };
}

/// The next rows after one.
pub async fn after(store: &Store, import: i64, row: i64, most: i64) -> Result<Vec<Staged>, StoreError> {
    const AFTER: &str = rows!("file_row > $2 ORDER BY file_row LIMIT $3");
    let rows = on_driver!(store.reader(), |c| sqlx::query_as(AFTER).bind(import).bind(row).bind(most).fetch_all(c).await)?;
    read(import, rows)
}

/// These rows, in order.
pub async fn these(store: &Store, import: i64, numbers: &[i64]) -> Result<Vec<Staged>, StoreError> {
    const THESE: &str = rows!("file_row IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($2)) ORDER BY file_row");
    let numbers = as_json(numbers);
    // What was just put right must be seen.
    let rows = on_driver!(store.writer(), |c| sqlx::query_as(THESE).bind(import).bind(&numbers).fetch_all(c).await)?;
    read(import, rows)
}

fn as_json(numbers: &[i64]) -> String {
    json!(numbers.iter().map(|number| [number]).collect::<Vec<_>>()).to_string()
}

/// Rows of a verdict, from the top.
pub async fn with_verdict(store: &Store, import: i64, verdict: &str, most: i64) -> Result<Vec<Staged>, StoreError> {
    const WITH: &str = rows!("verdict = $2 ORDER BY file_row LIMIT $3");
    let rows = on_driver!(store.reader(), |c| sqlx::query_as(WITH).bind(import).bind(verdict).bind(most).fetch_all(c).await)?;
    read(import, rows)
}

/// Rows that cannot come in (2) or are to be looked at (1), after one.
pub async fn listed(store: &Store, import: i64, listed: i64, row: i64, most: i64) -> Result<Vec<Staged>, StoreError> {
    const LISTED: &str = rows!("listed = $2 AND file_row > $3 ORDER BY file_row LIMIT $4");
    let rows =
        on_driver!(store.reader(), |c| sqlx::query_as(LISTED).bind(import).bind(listed).bind(row).bind(most).fetch_all(c).await)?;
    read(import, rows)
}

/// How many cannot come in, and how many are to be looked at.
pub async fn count_listed(store: &Store, import: i64) -> Result<(i64, i64), StoreError> {
    const COUNT: &str = "SELECT listed, COUNT(*) FROM import_rows WHERE import_id = $1 AND listed IN (1, 2) GROUP BY listed";
    let rows: Vec<(i64, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(COUNT).bind(import).fetch_all(c).await)?;
    let of = |wanted| rows.iter().find(|(listed, _)| *listed == wanted).map_or(0, |(_, n)| *n);
    Ok((of(2), of(1)))
}

/// All rows about these addresses, by number.
pub async fn about(store: &Store, import: i64, keys: &[String]) -> Result<Vec<i64>, StoreError> {
    // The list first: SQLite would otherwise go through all rows of the import.
    const ABOUT: &str = "SELECT DISTINCT r.file_row FROM json_each($2) AS j CROSS JOIN import_rows r \
         WHERE r.import_id + 0 = $1 AND r.address_key = j.value ->> 'key' AND r.address_key <> '' ORDER BY r.file_row";
    let keys = Value::from(keys.iter().map(|key| json!({"key": key})).collect::<Vec<_>>()).to_string();
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(ABOUT).bind(import).bind(&keys).fetch_all(c).await)?)
}

/// What rows before `row` say of each of these addresses.
pub async fn before(store: &Store, import: i64, row: i64, keys: &[String]) -> Result<HashMap<String, Before>, StoreError> {
    // The list first, and by address: SQLite would otherwise go through all rows before this one.
    const BEFORE: &str = "SELECT r.address_key, MIN(r.file_row), MAX(r.has_region), MAX(r.has_issue) \
         FROM json_each($3) AS j CROSS JOIN import_rows r \
         WHERE r.import_id + 0 = $1 AND r.address_key = j.value ->> 'key' AND r.file_row + 0 < $2 \
           AND r.verdict IN ('added', 'updated', 'merged') GROUP BY r.address_key";
    let keys = Value::from(keys.iter().map(|key| json!({"key": key})).collect::<Vec<_>>()).to_string();
    let rows: Vec<(String, i64, i64, i64)> =
        on_driver!(store.writer(), |c| sqlx::query_as(BEFORE).bind(import).bind(row).bind(&keys).fetch_all(c).await)?;
    let before = |(key, row, region, issue)| (key, Before { row, has_region: region > 0, has_issue: issue > 0 });
    Ok(rows.into_iter().map(before).collect())
}

/// Writes what was found about rows, and where the pass has come to.
pub async fn found(store: &Store, step: &mut Step, rows: &[Found], now: Millis) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    advance(&mut tx, step, now).await?;
    write(&mut tx, step.import, rows).await?;
    tx.commit().await?;
    step.turn += 1;
    Ok(())
}

pub(super) async fn write(tx: &mut Tx, import: i64, rows: &[Found]) -> Result<(), StoreError> {
    // The import's number comes with each row, so that both databases look each row up by its key.
    const WRITE: &str = "UPDATE import_rows SET verdict = r.to_verdict, address_key = r.to_key, flaws = r.to_flaws, listed = r.to_listed, \
           has_region = r.to_region, has_issue = r.to_issue \
         FROM (SELECT CAST(value ->> 'import' AS BIGINT) AS want_import, CAST(value ->> 'row' AS BIGINT) AS want_row, \
             value ->> 'verdict' AS to_verdict, value ->> 'key' AS to_key, \
             value ->> 'flaws' AS to_flaws, CAST(value ->> 'listed' AS BIGINT) AS to_listed, CAST(value ->> 'region' AS BIGINT) AS to_region, \
             CAST(value ->> 'issue' AS BIGINT) AS to_issue FROM json_each($1)) AS r \
         WHERE import_id = r.want_import AND file_row = r.want_row";
    if rows.is_empty() {
        return Ok(());
    }
    let row = |row: &Found| {
        json!({
            "import": import, "row": row.row, "verdict": row.verdict, "key": row.address_key, "flaws": json!(row.flaws).to_string(), "listed": row.listed,
            "region": i64::from(row.has_region), "issue": i64::from(row.has_issue),
        })
    };
    let json = Value::from(rows.iter().map(row).collect::<Vec<_>>()).to_string();
    let touched = on_tx!(tx, |c| sqlx::query(WRITE).bind(&json).execute(c).await.map(|done| done.touched()))?;
    StoreError::expect_rows("the rows of an import", rows.len() as u64, touched)
}

/// A person put cells right, or left the row out.
pub async fn correct(store: &Store, import: i64, rows: &[Staged]) -> Result<(), StoreError> {
    const CORRECT: &str = "UPDATE import_rows SET cells = r.to_cells, skipped = r.to_skipped \
         FROM (SELECT CAST(value ->> 'import' AS BIGINT) AS want_import, CAST(value ->> 'row' AS BIGINT) AS want_row, \
             value ->> 'cells' AS to_cells, CAST(value ->> 'skipped' AS BIGINT) AS to_skipped FROM json_each($2)) AS r \
         WHERE import_id = r.want_import AND file_row = r.want_row AND EXISTS (SELECT 1 FROM imports i WHERE i.id = $1 AND i.state = 'checked')";
    let row = |row: &Staged| {
        let cells = json!(clean(&row.cells)).to_string();
        json!({"import": import, "row": row.row, "cells": cells, "skipped": i64::from(row.skipped)})
    };
    let json = Value::from(rows.iter().map(row).collect::<Vec<_>>()).to_string();
    let touched = on_driver!(store.writer(), |c| sqlx::query(CORRECT)
        .bind(import)
        .bind(&json)
        .execute(c)
        .await
        .map(|done| done.touched()))?;
    StoreError::expect_rows("the rows of an import", rows.len() as u64, touched)
}

/// Deletes what is older than seven days, a little at a time; true when there may be more.
pub async fn tidy(store: &Store, now: Millis) -> Result<bool, StoreError> {
    const OLD: i64 = 2_000;
    const ROWS: &str = "DELETE FROM import_rows WHERE (import_id, file_row) IN (SELECT r.import_id, r.file_row FROM import_rows r \
         JOIN imports i ON i.id = r.import_id WHERE i.created_ms < $1 AND i.state NOT IN ('running', 'judging') LIMIT $2)";
    const CHANGES: &str = "DELETE FROM import_changes WHERE (import_id, contact_id) IN (SELECT j.import_id, j.contact_id \
         FROM import_changes j JOIN imports i ON i.id = j.import_id \
         WHERE i.state = 'undone' OR (i.state = 'done' AND i.finished_ms < $1) LIMIT $2)";
    const STAGES: &str = "DELETE FROM imports WHERE created_ms < $1 AND state IN ('reading', 'checked') \
         AND NOT EXISTS (SELECT 1 FROM import_rows r WHERE r.import_id = imports.id)";
    let mut more = false;
    for sql in [ROWS, CHANGES] {
        let touched = on_driver!(store.writer(), |c| sqlx::query(sql)
            .bind(now - KEPT)
            .bind(OLD)
            .execute(c)
            .await
            .map(|done| done.touched()))?;
        more |= touched > 0;
    }
    on_driver!(store.writer(), |c| sqlx::query(STAGES).bind(now - KEPT).execute(c).await.map(drop))?;
    Ok(more)
}
