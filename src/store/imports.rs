//! Imports: a file on its way in, and what became of it. Each pass over an import's rows moves on by steps; a step is
//! written in the transaction of what it did, and only by whoever holds the latest one.

use serde_json::json;
use sqlx::FromRow;

use super::backend::{Touched, Tx, on_driver, on_tx};
use super::{Store, StoreError, audit};
use crate::clock::{DAY, MINUTE, Millis};
pub use crate::model::import::{Ground, State, Tally, Unknown};

/// How long a pass may stand still before somebody else goes on with it.
pub const LEASE: Millis = MINUTE;
/// How long rows are kept and an import can be taken back.
pub const KEPT: Millis = 7 * DAY;

/// A file to be brought in.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    pub actor: &'a str,
    pub file: &'a str,
    pub ground: Ground,
    pub encoding: &'a str,
    pub delimiter: &'a str,
    pub headers: &'a [String],
    /// What each column is.
    pub fields: &'a [String],
}

/// Where a pass stands; whoever has it may go one step on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub import: i64,
    pub state: State,
    pub turn: i64,
    /// The last row (undoing: contact) done.
    pub place: i64,
    /// Rows (undoing: contacts) done.
    pub progress: i64,
    pub tally: Tally,
}

#[derive(Clone, Debug)]
pub struct Import {
    pub id: i64,
    pub state: State,
    pub actor: String,
    pub file: String,
    pub ground: Ground,
    pub encoding: String,
    pub delimiter: String,
    pub headers: Vec<String>,
    pub fields: Vec<String>,
    pub unknown: Vec<Unknown>,
    pub tally: Tally,
    pub rows: i64,
    pub progress: i64,
    pub turn: i64,
    pub created: Millis,
    pub finished: Option<Millis>,
}

impl Import {
    /// Until when it can be taken back; `None` when it cannot. Keeping people out is never taken back.
    pub fn undo_until(&self, now: Millis) -> Option<Millis> {
        let until = self.finished.filter(|_| self.state == State::Done && self.ground != Ground::OptOut)? + KEPT;
        (until > now).then_some(until)
    }
}

#[derive(FromRow)]
struct Row {
    id: i64,
    state: String,
    actor: String,
    file: String,
    ground: String,
    encoding: String,
    delimiter: String,
    headers: String,
    fields: String,
    unknown: String,
    tally: String,
    row_count: i64,
    progress: i64,
    turn: i64,
    created_ms: Millis,
    finished_ms: Option<Millis>,
}

impl Row {
    fn read(self) -> Result<Import, StoreError> {
        let corrupt = |column| StoreError::Corrupt { table: "imports", column, row: self.id.to_string() };
        Ok(Import {
            id: self.id,
            state: State::parse(&self.state).ok_or_else(|| corrupt("state"))?,
            ground: Ground::parse(&self.ground).ok_or_else(|| corrupt("ground"))?,
            headers: serde_json::from_str(&self.headers).map_err(|_| corrupt("headers"))?,
            fields: serde_json::from_str(&self.fields).map_err(|_| corrupt("fields"))?,
            unknown: serde_json::from_str(&self.unknown).map_err(|_| corrupt("unknown"))?,
            tally: serde_json::from_str(&self.tally).map_err(|_| corrupt("tally"))?,
            actor: self.actor,
            file: self.file,
            encoding: self.encoding,
            delimiter: self.delimiter,
            rows: self.row_count,
            progress: self.progress,
            turn: self.turn,
            created: self.created_ms,
            finished: self.finished_ms,
        })
    }
}

macro_rules! imports {
    ($rest:literal) => {
        concat!(
            "SELECT id, state, actor, file, ground, encoding, delimiter, headers, fields, unknown, tally, row_count, progress, turn, \
             created_ms, finished_ms FROM imports ",
            $rest
        )
    };
}

pub async fn find(store: &Store, id: i64) -> Result<Option<Import>, StoreError> {
    const FIND: &str = imports!("WHERE id = $1");
    // From the writer: a step just made must be seen.
    let row: Option<Row> = on_driver!(store.writer(), |c| sqlx::query_as(FIND).bind(id).fetch_optional(c).await)?;
    row.map(Row::read).transpose()
}

/// The latest whose rows have arrived, newest first.
pub async fn list(store: &Store, most: i64) -> Result<Vec<Import>, StoreError> {
    const LIST: &str = imports!("WHERE state <> 'reading' ORDER BY id DESC LIMIT $1");
    let rows: Vec<Row> = on_driver!(store.reader(), |c| sqlx::query_as(LIST).bind(most).fetch_all(c).await)?;
    rows.into_iter().map(Row::read).collect()
}

async fn insert(store: &Store, new: &New<'_>, state: State, now: Millis) -> Result<i64, StoreError> {
    const INSERT: &str = "INSERT INTO imports (state, actor, file, ground, encoding, delimiter, headers, fields, created_ms, started_ms, \
           finished_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, CAST($10 AS BIGINT), CAST($10 AS BIGINT)) RETURNING id";
    let at = (state == State::Done).then_some(now);
    let mut tx = store.begin().await?;
    let id: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(INSERT)
        .bind(state.as_str())
        .bind(new.actor)
        .bind(new.file)
        .bind(new.ground.as_str())
        .bind(new.encoding)
        .bind(new.delimiter)
        .bind(json!(new.headers).to_string())
        .bind(json!(new.fields).to_string())
        .bind(now)
        .bind(at)
        .fetch_one(c)
        .await)?;
    if state == State::Done {
        audit::note(&mut tx, now, new.actor, "contact.import", &format!("import {id}"), "from the command line").await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// An import whose rows are about to arrive and to be looked at by a person.
pub async fn begin_staged(store: &Store, new: &New<'_>, now: Millis) -> Result<i64, StoreError> {
    insert(store, new, State::Reading, now).await
}

/// An import that is carried out while its file is read.
pub async fn begin_told(store: &Store, new: &New<'_>, now: Millis) -> Result<Step, StoreError> {
    let import = insert(store, new, State::Done, now).await?;
    Ok(Step { import, state: State::Done, turn: 0, place: 0, progress: 0, tally: Tally::default() })
}

/// Its rows are no use after all.
pub async fn forget(store: &Store, id: i64) -> Result<(), StoreError> {
    const FORGET: &str = "DELETE FROM imports WHERE id = $1 AND state = 'reading'";
    on_driver!(store.writer(), |c| sqlx::query(FORGET).bind(id).execute(c).await.map(drop))?;
    Ok(())
}

fn first_step(import: i64, state: State, turn: i64) -> Step {
    Step { import, state, turn, place: 0, progress: 0, tally: Tally::default() }
}

/// Looks at all rows, or at all of them again, with the columns meaning this. `None` when it is too late for that.
pub async fn judge(store: &Store, id: i64, fields: &[String], rows: i64, now: Millis) -> Result<Option<Step>, StoreError> {
    const JUDGE: &str = "UPDATE imports SET state = 'judging', fields = $2, row_count = $3, turn = turn + 1, place = 0, progress = 0, \
           tally = '{}', lease_ms = $4 WHERE id = $1 AND state IN ('reading', 'judging', 'checked') RETURNING turn";
    let turn: Option<i64> = on_driver!(store.writer(), |c| sqlx::query_scalar(JUDGE)
        .bind(id)
        .bind(json!(fields).to_string())
        .bind(rows)
        .bind(now + LEASE)
        .fetch_optional(c)
        .await)?;
    Ok(turn.map(|turn| first_step(id, State::Judging, turn)))
}

/// All rows are looked at.
pub async fn checked(store: &Store, step: &Step, unknown: &[Unknown]) -> Result<(), StoreError> {
    const CHECKED: &str = "UPDATE imports SET state = 'checked', unknown = $3, turn = turn + 1 \
         WHERE id = $1 AND turn = $2 AND state = 'judging'";
    let unknown = json!(unknown).to_string();
    let touched = on_driver!(store.writer(), |c| sqlx::query(CHECKED)
        .bind(step.import)
        .bind(step.turn)
        .bind(&unknown)
        .execute(c)
        .await
        .map(|done| done.touched()))?;
    StoreError::expect_rows("the import", 1, touched)
}

/// A person said yes. `None` when it is not, or no longer, waiting for that.
pub async fn start(store: &Store, import: &Import, actor: &str, now: Millis) -> Result<Option<Step>, StoreError> {
    const START: &str = "UPDATE imports SET state = 'running', started_ms = $3, turn = turn + 1, place = 0, progress = 0, tally = '{}', \
           lease_ms = $4 WHERE id = $1 AND turn = $2 AND state = 'checked' RETURNING turn";
    let mut tx = store.begin().await?;
    let turn: Option<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(START)
        .bind(import.id)
        .bind(import.turn)
        .bind(now)
        .bind(now + LEASE)
        .fetch_optional(c)
        .await)?;
    if turn.is_some() {
        let detail = format!("{} rows, ground: {}", import.rows, import.ground.as_str());
        audit::note(&mut tx, now, actor, "contact.import", &format!("import {}", import.id), &detail).await?;
    }
    tx.commit().await?;
    Ok(turn.map(|turn| first_step(import.id, State::Running, turn)))
}

/// All rows are in.
pub async fn finish(store: &Store, mut step: Step, now: Millis) -> Result<(), StoreError> {
    const UNPLACED: &str = "SELECT COUNT(*) FROM import_changes j WHERE j.import_id = $1 \
         AND (NOT EXISTS (SELECT 1 FROM contact_regions r WHERE r.contact_id = j.contact_id) \
           OR NOT EXISTS (SELECT 1 FROM contact_issues i WHERE i.contact_id = j.contact_id))";
    step.tally.unplaced = on_driver!(store.reader(), |c| sqlx::query_scalar(UNPLACED).bind(step.import).fetch_one(c).await)?;
    close(store, &step, State::Done, Some(now)).await
}

/// Takes an import back. `None` when it cannot be, or somebody else just did.
pub async fn undo(store: &Store, import: &Import, actor: &str, now: Millis) -> Result<Option<Step>, StoreError> {
    const UNDO: &str = "UPDATE imports SET state = 'undoing', turn = turn + 1, place = 0, progress = 0, lease_ms = $3 \
         WHERE id = $1 AND turn = $2 AND state = 'done' RETURNING turn";
    if import.undo_until(now).is_none() {
        return Ok(None);
    }
    let mut tx = store.begin().await?;
    let turn: Option<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(UNDO)
        .bind(import.id)
        .bind(import.turn)
        .bind(now + LEASE)
        .fetch_optional(c)
        .await)?;
    if turn.is_some() {
        audit::note(&mut tx, now, actor, "contact.import_undo", &format!("import {}", import.id), "").await?;
    }
    tx.commit().await?;
    Ok(turn.map(|turn| Step { tally: import.tally.clone(), ..first_step(import.id, State::Undoing, turn) }))
}

pub async fn undone(store: &Store, step: &Step) -> Result<(), StoreError> {
    close(store, step, State::Undone, None).await
}

async fn close(store: &Store, step: &Step, to: State, at: Option<Millis>) -> Result<(), StoreError> {
    const CLOSE: &str = "UPDATE imports SET state = $4, tally = $5, turn = turn + 1, finished_ms = COALESCE(CAST($6 AS BIGINT), finished_ms) \
         WHERE id = $1 AND turn = $2 AND state = $3";
    let tally = json!(step.tally).to_string();
    let touched = on_driver!(store.writer(), |c| sqlx::query(CLOSE)
        .bind(step.import)
        .bind(step.turn)
        .bind(step.state.as_str())
        .bind(to.as_str())
        .bind(&tally)
        .bind(at)
        .execute(c)
        .await
        .map(|done| done.touched()))?;
    StoreError::expect_rows("the import", 1, touched)
}

/// Writes where a pass has come to, beside what it did. Whoever holds an older step gets [`StoreError::Stale`].
pub(super) async fn advance(tx: &mut Tx, step: &Step, now: Millis) -> Result<(), StoreError> {
    const ADVANCE: &str = "UPDATE imports SET turn = turn + 1, place = $4, progress = $5, tally = $6, lease_ms = $7 \
         WHERE id = $1 AND turn = $2 AND state = $3";
    let tally = json!(step.tally).to_string();
    let touched = on_tx!(tx, |c| sqlx::query(ADVANCE)
        .bind(step.import)
        .bind(step.turn)
        .bind(step.state.as_str())
        .bind(step.place)
        .bind(step.progress)
        .bind(&tally)
        .bind(now + LEASE)
        .execute(c)
        .await
        .map(|done| done.touched()))?;
    StoreError::expect_rows("the import", 1, touched)
}

/// Takes over the passes that stand still: their process ended in the middle.
pub async fn resume(store: &Store, now: Millis) -> Result<Vec<Step>, StoreError> {
    const RESUME: &str = "UPDATE imports SET turn = turn + 1, lease_ms = $2 \
         WHERE state IN ('judging', 'running', 'undoing') AND lease_ms < $1 RETURNING id, state, turn, place, progress, tally";
    let rows: Vec<(i64, String, i64, i64, i64, String)> =
        on_driver!(store.writer(), |c| sqlx::query_as(RESUME).bind(now).bind(now + LEASE).fetch_all(c).await)?;
    rows.into_iter()
        .map(|(import, state, turn, place, progress, tally)| {
            let corrupt = |column| StoreError::Corrupt { table: "imports", column, row: import.to_string() };
            let state = State::parse(&state).ok_or_else(|| corrupt("state"))?;
            let tally = serde_json::from_str(&tally).map_err(|_| corrupt("tally"))?;
            Ok(Step { import, state, turn, place, progress, tally })
        })
        .collect()
}
