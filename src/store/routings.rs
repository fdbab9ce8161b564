//! "Who gets what" as it is kept: the rules, version by version; what each decision was and why; labels, pinned reporters
//! and whose turn was last.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::backend::{Touched, Tx, on_driver, on_tx};
use super::error::StoreError;
use super::{Store, audit};
use crate::clock::Millis;
use crate::model::ids::{DeskId, InboundId, InquiryId, OfficerId};
use crate::model::routing::Ruleset;

const CURRENT: &str = "SELECT version, rules FROM routings ORDER BY version DESC LIMIT 1";

fn read(row: Option<(i64, String)>) -> Result<(i64, Ruleset), StoreError> {
    let Some((version, text)) = row else { return Ok((0, Ruleset::default())) };
    let corrupt = |_| StoreError::Corrupt { table: "routings", column: "rules", row: version.to_string() };
    Ok((version, Ruleset::parse(&text).map_err(corrupt)?))
}

/// The rules in force and their version; version 0, and none, before any were saved.
pub async fn current(store: &Store) -> Result<(i64, Ruleset), StoreError> {
    read(on_driver!(store.reader(), |c| sqlx::query_as(CURRENT).fetch_optional(c).await)?)
}

pub(crate) async fn current_in(tx: &mut Tx) -> Result<(i64, Ruleset), StoreError> {
    read(on_tx!(tx, |c| sqlx::query_as(CURRENT).fetch_optional(c).await)?)
}

/// A version as lists of them show it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Version {
    pub version: i64,
    pub author: String,
    pub at_ms: Millis,
    /// What the replay before saving said.
    pub replay: String,
}

/// The versions, newest first.
pub async fn versions(store: &Store, limit: i64) -> Result<Vec<Version>, StoreError> {
    const VERSIONS: &str = "SELECT version, author, at_ms, replay FROM routings ORDER BY version DESC LIMIT $1";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(VERSIONS).bind(limit).fetch_all(c).await)?)
}

/// Saves the rules as the next version after `seen`. `None` when somebody saved another one since. Labels they name that are
/// not there yet are added.
pub async fn save(
    store: &Store,
    (rules, seen): (&Ruleset, i64),
    replay: &str,
    actor: &str,
    now: Millis,
) -> Result<Option<i64>, StoreError> {
    const NEWEST: &str = "SELECT COALESCE(MAX(version), 0) FROM routings";
    const SAVE: &str = "INSERT INTO routings (version, rules, author, at_ms, replay) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (version) DO NOTHING";
    const LABELS: &str = "INSERT INTO labels (name, name_key) SELECT value ->> 'name', value ->> 'key' FROM json_each($1) WHERE TRUE \
         ON CONFLICT (name_key) DO UPDATE SET removed_ms = NULL";
    let mut tx = store.begin().await?;
    let newest: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(NEWEST).fetch_one(c).await)?;
    let version = seen + 1;
    // Two that save at once write the same version: one of them finds it taken.
    let saved = newest == seen
        && on_tx!(&mut tx, |c| sqlx::query(SAVE)
            .bind(version)
            .bind(rules.to_json())
            .bind(actor)
            .bind(now)
            .bind(replay)
            .execute(c)
            .await
            .map(|r| r.touched()))?
            == 1;
    if saved {
        let names: BTreeMap<String, &str> =
            rules.labels.iter().map(|rule| (rule.label.to_lowercase(), rule.label.as_str())).collect();
        let rows = Value::from_iter(names.iter().map(|(key, name)| json!({"key": key, "name": name}))).to_string();
        on_tx!(&mut tx, |c| sqlx::query(LABELS).bind(&rows).execute(c).await.map(drop))?;
        audit::note(&mut tx, now, actor, "routing.set", &format!("routing {version}"), replay).await?;
    }
    tx.commit().await?;
    Ok(saved.then_some(version))
}

/// The labels there are.
pub async fn labels(store: &Store) -> Result<Vec<String>, StoreError> {
    const LABELS: &str = "SELECT name FROM labels WHERE removed_ms IS NULL ORDER BY name_key";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(LABELS).fetch_all(c).await)?)
}

/// The labels of an inquiry.
pub async fn labels_of(store: &Store, id: InquiryId) -> Result<Vec<String>, StoreError> {
    const LABELS: &str =
        "SELECT l.name FROM inquiry_labels x JOIN labels l ON l.id = x.label_id WHERE x.inquiry_id = $1 ORDER BY l.name_key";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(LABELS).bind(id.0).fetch_all(c).await)?)
}

/// Sets labels that exist; `source` says by whom: `rule`, or an officer's name.
pub(crate) async fn label(tx: &mut Tx, id: InquiryId, names: &[String], source: &str) -> Result<(), StoreError> {
    const LABEL: &str = "INSERT INTO inquiry_labels (inquiry_id, label_id, source) \
         SELECT $1, l.id, $3 FROM labels l WHERE l.removed_ms IS NULL AND l.name_key IN (SELECT value ->> 'key' FROM json_each($2)) \
         ON CONFLICT (inquiry_id, label_id) DO NOTHING";
    if names.is_empty() {
        return Ok(());
    }
    let keys = Value::from_iter(names.iter().map(|name| json!({"key": name.to_lowercase()}))).to_string();
    on_tx!(tx, |c| sqlx::query(LABEL).bind(id.0).bind(&keys).bind(source).execute(c).await.map(drop))?;
    Ok(())
}

/// Writes a decision down with its trace.
pub(crate) async fn decided(
    tx: &mut Tx,
    inquiry: InquiryId,
    inbound: Option<InboundId>,
    (version, trace): (i64, &str),
    now: Millis,
) -> Result<(), StoreError> {
    const DECIDED: &str =
        "INSERT INTO routing_decisions (inquiry_id, inbound_id, version, at_ms, trace) VALUES ($1, $2, $3, $4, $5)";
    on_tx!(tx, |c| sqlx::query(DECIDED)
        .bind(inquiry.0)
        .bind(inbound.map(|id| id.0))
        .bind(version)
        .bind(now)
        .bind(trace)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}

/// The traces of an inquiry's decisions as JSON with their times, newest first.
pub async fn traces(store: &Store, id: InquiryId, limit: i64) -> Result<Vec<(Millis, String)>, StoreError> {
    const TRACES: &str = "SELECT at_ms, trace FROM routing_decisions WHERE inquiry_id = $1 ORDER BY id DESC LIMIT $2";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(TRACES).bind(id.0).bind(limit).fetch_all(c).await)?)
}

/// Whose turn was last at each desk that takes turns. Held until the end of the transaction, so that no two inquiries are
/// given by the same turn.
pub(crate) async fn hold_turns(tx: &mut Tx) -> Result<Vec<(DeskId, Option<OfficerId>)>, StoreError> {
    const HOLD: &str =
        "UPDATE desks SET last_turn = last_turn WHERE mode IN ('turns', 'fewest') AND removed_ms IS NULL RETURNING id, last_turn";
    let rows: Vec<(i64, i64)> = on_tx!(tx, |c| sqlx::query_as(HOLD).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(desk, last)| (DeskId(desk), Some(OfficerId(last)).filter(|_| last > 0))).collect())
}

/// As [`hold_turns`] says, without holding anything.
pub(crate) async fn turns(tx: &mut Tx) -> Result<Vec<(DeskId, Option<OfficerId>)>, StoreError> {
    const TURNS: &str = "SELECT id, last_turn FROM desks WHERE mode IN ('turns', 'fewest') AND removed_ms IS NULL ORDER BY id";
    let rows: Vec<(i64, i64)> = on_tx!(tx, |c| sqlx::query_as(TURNS).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(desk, last)| (DeskId(desk), Some(OfficerId(last)).filter(|_| last > 0))).collect())
}

pub(crate) async fn took_turn(tx: &mut Tx, desk: DeskId, officer: OfficerId) -> Result<(), StoreError> {
    const TOOK: &str = "UPDATE desks SET last_turn = $2 WHERE id = $1";
    let touched = on_tx!(tx, |c| sqlx::query(TOOK).bind(desk.0).bind(officer.0).execute(c).await.map(|r| r.touched()))?;
    StoreError::expect_rows("the desk", 1, touched)
}

/// Whose this reporter always is.
pub(crate) async fn pinned(tx: &mut Tx, address_key: &str) -> Result<Option<OfficerId>, StoreError> {
    const PINNED: &str = "SELECT officer_id FROM pinned_reporters WHERE address_key = $1";
    let found: Option<i64> = on_tx!(tx, |c| sqlx::query_scalar(PINNED).bind(address_key).fetch_optional(c).await)?;
    Ok(found.map(OfficerId))
}

/// From now on this reporter's questions go to that officer; `None` = no longer to anybody in particular.
pub(crate) async fn pin(tx: &mut Tx, address_key: &str, officer: Option<OfficerId>, now: Millis) -> Result<(), StoreError> {
    const PIN: &str = "INSERT INTO pinned_reporters (address_key, officer_id, created_ms) VALUES ($1, $2, $3) \
         ON CONFLICT (address_key) DO UPDATE SET officer_id = excluded.officer_id, created_ms = excluded.created_ms";
    const UNPIN: &str = "DELETE FROM pinned_reporters WHERE address_key = $1";
    match officer {
        Some(officer) => {
            on_tx!(tx, |c| sqlx::query(PIN).bind(address_key).bind(officer.0).bind(now).execute(c).await.map(drop))?;
        }
        None => on_tx!(tx, |c| sqlx::query(UNPIN).bind(address_key).execute(c).await.map(drop))?,
    }
    Ok(())
}
