//! Desks: their terms, people, hours and holidays, what they say at once, and whose turn was last.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::audit::note;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::officers::name_key;
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::duty::Mode;
use crate::model::ids::{DeskId, OfficerId, RotaId};

/// What is set of a desk, but for its people, hours and holidays. Times are minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub name: String,
    /// IANA name.
    pub zone: String,
    pub mode: Mode,
    pub lead: Option<OfficerId>,
    pub after: Option<RotaId>,
    pub unclaimed_in: i64,
    pub unclaimed_out: i64,
    pub target: i64,
    /// A second pair of eyes on every answer.
    pub reviewed: bool,
    /// As it is printed; empty = none.
    pub telephone: String,
    /// What is said at once, by language; the frame's own words where there is none.
    pub acknowledgements: BTreeMap<String, String>,
}

impl Terms {
    pub fn new(name: &str, zone: &str) -> Self {
        Self {
            name: name.to_owned(),
            zone: zone.to_owned(),
            mode: Mode::Pick,
            lead: None,
            after: None,
            unclaimed_in: 30,
            unclaimed_out: 15,
            target: 240,
            reviewed: false,
            telephone: String::new(),
            acknowledgements: BTreeMap::new(),
        }
    }
}

/// What became of changing or removing something here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Done,
    NameTaken,
    /// So many desks use it.
    InUse(i64),
    Gone,
}

/// `None` when there is a desk of that name. One that was removed is another: its name is free.
pub async fn add(store: &Store, terms: &Terms, actor: &str, now: Millis) -> Result<Option<DeskId>, StoreError> {
    const ADD: &str = "INSERT INTO desks (name, name_key, time_zone, mode, lead_id, after_rota_id, unclaimed_in, unclaimed_out, \
         target, reviewed, telephone, acknowledgements) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         ON CONFLICT (name_key) DO NOTHING RETURNING id";
    let mut tx = store.begin().await?;
    let id: Option<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(ADD)
        .bind(&terms.name)
        .bind(name_key(&terms.name))
        .bind(&terms.zone)
        .bind(terms.mode.as_str())
        .bind(terms.lead.map(|lead| lead.0))
        .bind(terms.after.map(|rota| rota.0))
        .bind(terms.unclaimed_in)
        .bind(terms.unclaimed_out)
        .bind(terms.target)
        .bind(i64::from(terms.reviewed))
        .bind(&terms.telephone)
        .bind(serde_json::json!(terms.acknowledgements).to_string())
        .fetch_optional(c)
        .await)?;
    if let Some(id) = id {
        note(&mut tx, now, actor, "desk.add", &format!("desk {id}"), &terms.name).await?;
    }
    tx.commit().await?;
    Ok(id.map(DeskId))
}

pub async fn terms(store: &Store, id: DeskId) -> Result<Option<Terms>, StoreError> {
    #[derive(sqlx::FromRow)]
    struct Row {
        name: String,
        time_zone: String,
        mode: String,
        lead_id: Option<i64>,
        after_rota_id: Option<i64>,
        unclaimed_in: i64,
        unclaimed_out: i64,
        target: i64,
        reviewed: i64,
        telephone: String,
        acknowledgements: String,
    }
    const TERMS: &str = "SELECT name, time_zone, mode, lead_id, after_rota_id, unclaimed_in, unclaimed_out, target, reviewed, \
         telephone, acknowledgements FROM desks WHERE id = $1 AND removed_ms IS NULL";
    let row: Option<Row> = on_driver!(store.reader(), |c| sqlx::query_as(TERMS).bind(id.0).fetch_optional(c).await)?;
    let Some(row) = row else { return Ok(None) };
    let corrupt = |column| StoreError::Corrupt { table: "desks", column, row: id.to_string() };
    Ok(Some(Terms {
        name: row.name,
        zone: row.time_zone,
        mode: Mode::parse(&row.mode).ok_or_else(|| corrupt("mode"))?,
        lead: row.lead_id.map(OfficerId),
        after: row.after_rota_id.map(RotaId),
        unclaimed_in: row.unclaimed_in,
        unclaimed_out: row.unclaimed_out,
        target: row.target,
        reviewed: row.reviewed != 0,
        telephone: row.telephone,
        acknowledgements: serde_json::from_str(&row.acknowledgements).map_err(|_| corrupt("acknowledgements"))?,
    }))
}

pub async fn change(store: &Store, id: DeskId, terms: &Terms, actor: &str, now: Millis) -> Result<Changed, StoreError> {
    const TAKEN: &str = "SELECT COUNT(*) FROM desks WHERE name_key = $1 AND id <> $2";
    const CHANGE: &str = "UPDATE desks SET name = $2, name_key = $3, time_zone = $4, mode = $5, lead_id = $6, after_rota_id = $7, \
         unclaimed_in = $8, unclaimed_out = $9, target = $10, reviewed = $11, telephone = $12, acknowledgements = $13 \
         WHERE id = $1 AND removed_ms IS NULL";
    let key = name_key(&terms.name);
    let mut tx = store.begin().await?;
    let taken: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(TAKEN).bind(&key).bind(id.0).fetch_one(c).await)?;
    if taken > 0 {
        return Ok(Changed::NameTaken);
    }
    let touched = on_tx!(&mut tx, |c| sqlx::query(CHANGE)
        .bind(id.0)
        .bind(&terms.name)
        .bind(&key)
        .bind(&terms.zone)
        .bind(terms.mode.as_str())
        .bind(terms.lead.map(|lead| lead.0))
        .bind(terms.after.map(|rota| rota.0))
        .bind(terms.unclaimed_in)
        .bind(terms.unclaimed_out)
        .bind(terms.target)
        .bind(i64::from(terms.reviewed))
        .bind(&terms.telephone)
        .bind(serde_json::json!(terms.acknowledgements).to_string())
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    end(tx, touched, (id, "desk.change", &terms.name), actor, now).await
}

/// The desk is no more; what it did stays known, and its name is free again.
pub async fn remove(store: &Store, id: DeskId, actor: &str, now: Millis) -> Result<Changed, StoreError> {
    const REMOVE: &str =
        "UPDATE desks SET removed_ms = $2, name_key = name_key || '#' || id WHERE id = $1 AND removed_ms IS NULL";
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(REMOVE).bind(id.0).bind(now).execute(c).await.map(|r| r.touched()))?;
    end(tx, touched, (id, "desk.remove", ""), actor, now).await
}

/// Puts these people in the place of its members.
pub async fn set_members(
    store: &Store,
    id: DeskId,
    members: &[OfficerId],
    actor: &str,
    now: Millis,
) -> Result<Changed, StoreError> {
    const CLEAR: &str = "DELETE FROM desk_members WHERE desk_id = $1";
    const ADD: &str = "INSERT INTO desk_members (desk_id, officer_id) \
         SELECT $1, CAST(value AS BIGINT) FROM json_each($2) WHERE 1 = 1 ON CONFLICT DO NOTHING";
    let text = serde_json::json!(members).to_string();
    let mut tx = store.begin().await?;
    let touched = hold(&mut tx, id).await?;
    if touched > 0 {
        on_tx!(&mut tx, |c| sqlx::query(CLEAR).bind(id.0).execute(c).await.map(drop))?;
        on_tx!(&mut tx, |c| sqlx::query(ADD).bind(id.0).bind(&text).execute(c).await.map(drop))?;
    }
    end(tx, touched, (id, "desk.members", &text), actor, now).await
}

/// Puts these in the place of its weekly hours: ISO weekday, minutes of the local day at which it opens and closes.
pub async fn set_hours(
    store: &Store,
    id: DeskId,
    hours: &[(i8, u16, u16)],
    actor: &str,
    now: Millis,
) -> Result<Changed, StoreError> {
    const CLEAR: &str = "DELETE FROM desk_hours WHERE desk_id = $1";
    const ADD: &str = "INSERT INTO desk_hours (desk_id, weekday, opens, closes) \
         SELECT $1, CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT), CAST(value ->> 2 AS BIGINT) FROM json_each($2)";
    let text = serde_json::json!(hours).to_string();
    let mut tx = store.begin().await?;
    let touched = hold(&mut tx, id).await?;
    if touched > 0 {
        on_tx!(&mut tx, |c| sqlx::query(CLEAR).bind(id.0).execute(c).await.map(drop))?;
        on_tx!(&mut tx, |c| sqlx::query(ADD).bind(id.0).bind(&text).execute(c).await.map(drop))?;
    }
    end(tx, touched, (id, "desk.hours", &text), actor, now).await
}

/// A day on which a desk (`None` = every desk) is closed; a day that is there gets the new name.
pub async fn add_holiday(
    store: &Store,
    desk: Option<DeskId>,
    (day, name): (Date, &str),
    actor: &str,
    now: Millis,
) -> Result<(), StoreError> {
    const ADD: &str = "INSERT INTO holidays (desk_id, day, name) VALUES ($1, $2, $3) \
         ON CONFLICT (desk_id, day) DO UPDATE SET name = excluded.name";
    let id = desk.map_or(0, |desk| desk.0);
    let day = day.to_string();
    let mut tx = store.begin().await?;
    on_tx!(&mut tx, |c| sqlx::query(ADD).bind(id).bind(&day).bind(name).execute(c).await.map(drop))?;
    note(&mut tx, now, actor, "desk.holiday", &format!("desk {id}"), &day).await?;
    tx.commit().await
}

/// `false` when that day was none.
pub async fn remove_holiday(
    store: &Store,
    desk: Option<DeskId>,
    day: Date,
    actor: &str,
    now: Millis,
) -> Result<bool, StoreError> {
    const REMOVE: &str = "DELETE FROM holidays WHERE desk_id = $1 AND day = $2";
    let id = desk.map_or(0, |desk| desk.0);
    let day = day.to_string();
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(REMOVE).bind(id).bind(&day).execute(c).await.map(|r| r.touched()))?;
    if touched > 0 {
        note(&mut tx, now, actor, "desk.workday", &format!("desk {id}"), &day).await?;
    }
    tx.commit().await?;
    Ok(touched > 0)
}

/// `officer` has had a turn, if whoever had the last one is still who was read. `false`: somebody else took it; read again.
pub async fn take_turn(store: &Store, id: DeskId, last: Option<OfficerId>, officer: OfficerId) -> Result<bool, StoreError> {
    const TURN: &str = "UPDATE desks SET last_turn = $3 WHERE id = $1 AND last_turn = $2 AND removed_ms IS NULL";
    let last = last.map_or(0, |last| last.0);
    let touched = on_driver!(store.writer(), |c| sqlx::query(TURN)
        .bind(id.0)
        .bind(last)
        .bind(officer.0)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    Ok(touched > 0)
}

/// Nobody else changes the desk until the transaction ends. How many rows there are.
async fn hold(tx: &mut Tx, id: DeskId) -> Result<u64, StoreError> {
    const HOLD: &str = "UPDATE desks SET name = name WHERE id = $1 AND removed_ms IS NULL";
    Ok(on_tx!(tx, |c| sqlx::query(HOLD).bind(id.0).execute(c).await.map(|r| r.touched()))?)
}

async fn end(
    mut tx: Tx,
    touched: u64,
    (id, act, detail): (DeskId, &str, &str),
    actor: &str,
    now: Millis,
) -> Result<Changed, StoreError> {
    if touched == 0 {
        return Ok(Changed::Gone);
    }
    note(&mut tx, now, actor, act, &format!("desk {id}"), detail).await?;
    tx.commit().await?;
    Ok(Changed::Done)
}
