//! Rotas: their shifts by the clock on the wall, and who took over a stretch.

use jiff::tz::TimeZone;
use sqlx::FromRow;

use super::audit::note;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::desks::Changed;
use super::officers::name_key;
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::duty::{Override, Rota, Shift, Weeks};
use crate::model::ids::{OfficerId, RotaId};

/// Numbers by which the shifts and overrides of a rota are removed, in the order of its lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    pub shifts: Vec<i64>,
    pub overrides: Vec<i64>,
}

#[derive(FromRow)]
struct ShiftRow {
    id: i64,
    rota_id: i64,
    week: String,
    weekday: i64,
    starts: i64,
    ends: i64,
    primary_id: i64,
    backup_id: Option<i64>,
}

#[derive(FromRow)]
struct OverrideRow {
    id: i64,
    rota_id: i64,
    starts_ms: Millis,
    ends_ms: Millis,
    officer_id: i64,
    made_by: String,
}

/// All rotas, by name; shifts in the order of the week, overrides the newest last.
pub async fn all(store: &Store) -> Result<Vec<(Rota, Numbers)>, StoreError> {
    const ROTAS: &str = "SELECT id, name, time_zone FROM rotas WHERE removed_ms IS NULL ORDER BY name_key";
    const SHIFTS: &str = "SELECT id, rota_id, week, weekday, starts, ends, primary_id, backup_id FROM rota_shifts \
         ORDER BY weekday, starts, id";
    const OVERRIDES: &str = "SELECT id, rota_id, starts_ms, ends_ms, officer_id, made_by FROM rota_overrides \
         WHERE removed_ms IS NULL ORDER BY id";
    let rotas: Vec<(i64, String, String)> = on_driver!(store.reader(), |c| sqlx::query_as(ROTAS).fetch_all(c).await)?;
    let shifts: Vec<ShiftRow> = on_driver!(store.reader(), |c| sqlx::query_as(SHIFTS).fetch_all(c).await)?;
    let overrides: Vec<OverrideRow> = on_driver!(store.reader(), |c| sqlx::query_as(OVERRIDES).fetch_all(c).await)?;
    let mut all = Vec::new();
    for (id, name, zone) in rotas {
        let zone =
            TimeZone::get(&zone).map_err(|_| StoreError::Corrupt { table: "rotas", column: "time_zone", row: id.to_string() })?;
        let mut rota = Rota { id: RotaId(id), name, zone, shifts: Vec::new(), overrides: Vec::new() };
        let mut numbers = Numbers::default();
        for row in shifts.iter().filter(|row| row.rota_id == id) {
            rota.shifts.push(shift(row)?);
            numbers.shifts.push(row.id);
        }
        for row in overrides.iter().filter(|row| row.rota_id == id) {
            let officer = OfficerId(row.officer_id);
            let made_by = row.made_by.clone();
            rota.overrides.push(Override { starts: row.starts_ms, ends: row.ends_ms, officer, made_by });
            numbers.overrides.push(row.id);
        }
        all.push((rota, numbers));
    }
    Ok(all)
}

fn shift(row: &ShiftRow) -> Result<Shift, StoreError> {
    let corrupt = |column| StoreError::Corrupt { table: "rota_shifts", column, row: row.id.to_string() };
    Ok(Shift {
        weeks: Weeks::parse(&row.week).ok_or_else(|| corrupt("week"))?,
        weekday: i8::try_from(row.weekday).map_err(|_| corrupt("weekday"))?,
        starts: u16::try_from(row.starts).map_err(|_| corrupt("starts"))?,
        ends: u16::try_from(row.ends).map_err(|_| corrupt("ends"))?,
        primary: OfficerId(row.primary_id),
        backup: row.backup_id.map(OfficerId),
    })
}

/// `None` when there is a rota of that name.
pub async fn add(store: &Store, name: &str, zone: &str, actor: &str, now: Millis) -> Result<Option<RotaId>, StoreError> {
    const ADD: &str =
        "INSERT INTO rotas (name, name_key, time_zone) VALUES ($1, $2, $3) ON CONFLICT (name_key) DO NOTHING RETURNING id";
    let mut tx = store.begin().await?;
    let id: Option<i64> =
        on_tx!(&mut tx, |c| sqlx::query_scalar(ADD).bind(name).bind(name_key(name)).bind(zone).fetch_optional(c).await)?;
    if let Some(id) = id {
        note(&mut tx, now, actor, "rota.add", &format!("rota {id}"), name).await?;
    }
    tx.commit().await?;
    Ok(id.map(RotaId))
}

pub async fn change(
    store: &Store,
    id: RotaId,
    (name, zone): (&str, &str),
    actor: &str,
    now: Millis,
) -> Result<Changed, StoreError> {
    const TAKEN: &str = "SELECT COUNT(*) FROM rotas WHERE name_key = $1 AND id <> $2";
    const CHANGE: &str = "UPDATE rotas SET name = $2, name_key = $3, time_zone = $4 WHERE id = $1 AND removed_ms IS NULL";
    let key = name_key(name);
    let mut tx = store.begin().await?;
    let taken: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(TAKEN).bind(&key).bind(id.0).fetch_one(c).await)?;
    if taken > 0 {
        return Ok(Changed::NameTaken);
    }
    let touched = on_tx!(&mut tx, |c| sqlx::query(CHANGE)
        .bind(id.0)
        .bind(name)
        .bind(&key)
        .bind(zone)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    if touched == 0 {
        return Ok(Changed::Gone);
    }
    note(&mut tx, now, actor, "rota.change", &format!("rota {id}"), name).await?;
    tx.commit().await?;
    Ok(Changed::Done)
}

/// The rota is no more, unless a desk is covered by it; its name is free again.
pub async fn remove(store: &Store, id: RotaId, actor: &str, now: Millis) -> Result<Changed, StoreError> {
    const REMOVE: &str =
        "UPDATE rotas SET removed_ms = $2, name_key = name_key || '#' || id WHERE id = $1 AND removed_ms IS NULL";
    const USED: &str = "SELECT COUNT(*) FROM desks WHERE after_rota_id = $1 AND removed_ms IS NULL";
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(REMOVE).bind(id.0).bind(now).execute(c).await.map(|r| r.touched()))?;
    if touched == 0 {
        return Ok(Changed::Gone);
    }
    let used: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(USED).bind(id.0).fetch_one(c).await)?;
    if used > 0 {
        return Ok(Changed::InUse(used));
    }
    note(&mut tx, now, actor, "rota.remove", &format!("rota {id}"), "").await?;
    tx.commit().await?;
    Ok(Changed::Done)
}

/// Adds a weekly shift; returns its number. `None` when there is no such rota.
pub async fn add_shift(store: &Store, id: RotaId, shift: &Shift, actor: &str, now: Millis) -> Result<Option<i64>, StoreError> {
    const ADD: &str = "INSERT INTO rota_shifts (rota_id, week, weekday, starts, ends, primary_id, backup_id) \
         SELECT id, $2, $3, $4, $5, $6, $7 FROM rotas WHERE id = $1 AND removed_ms IS NULL RETURNING id";
    let mut tx = store.begin().await?;
    let number: Option<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(ADD)
        .bind(id.0)
        .bind(shift.weeks.as_str())
        .bind(i64::from(shift.weekday))
        .bind(i64::from(shift.starts))
        .bind(i64::from(shift.ends))
        .bind(shift.primary.0)
        .bind(shift.backup.map(|backup| backup.0))
        .fetch_optional(c)
        .await)?;
    let Some(number) = number else { return Ok(None) };
    note(&mut tx, now, actor, "rota.shift", &format!("rota {id}"), &format!("shift {number}")).await?;
    tx.commit().await?;
    Ok(Some(number))
}

/// `false` when the rota has no such shift.
pub async fn remove_shift(store: &Store, id: RotaId, number: i64, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const REMOVE: &str = "DELETE FROM rota_shifts WHERE id = $1 AND rota_id = $2";
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(REMOVE).bind(number).bind(id.0).execute(c).await.map(|r| r.touched()))?;
    ended(tx, touched, (id, "rota.shift_off", number), actor, now).await
}

/// Somebody takes a stretch over; returns its number. `starts` is before `ends`, or the database refuses the row. `None`
/// when there is no such rota.
pub async fn add_override(store: &Store, id: RotaId, over: &Override, now: Millis) -> Result<Option<i64>, StoreError> {
    const ADD: &str = "INSERT INTO rota_overrides (rota_id, starts_ms, ends_ms, officer_id, made_by, created_ms) \
         SELECT id, $2, $3, $4, $5, $6 FROM rotas WHERE id = $1 AND removed_ms IS NULL RETURNING id";
    let mut tx = store.begin().await?;
    let number: Option<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(ADD)
        .bind(id.0)
        .bind(over.starts)
        .bind(over.ends)
        .bind(over.officer.0)
        .bind(&over.made_by)
        .bind(now)
        .fetch_optional(c)
        .await)?;
    let Some(number) = number else { return Ok(None) };
    let detail = format!("override {number}: officer {}", over.officer);
    note(&mut tx, now, &over.made_by, "rota.override", &format!("rota {id}"), &detail).await?;
    tx.commit().await?;
    Ok(Some(number))
}

/// `false` when the rota has no such override.
pub async fn remove_override(store: &Store, id: RotaId, number: i64, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const REMOVE: &str = "UPDATE rota_overrides SET removed_ms = $3 WHERE id = $1 AND rota_id = $2 AND removed_ms IS NULL";
    let mut tx = store.begin().await?;
    let touched =
        on_tx!(&mut tx, |c| sqlx::query(REMOVE).bind(number).bind(id.0).bind(now).execute(c).await.map(|r| r.touched()))?;
    ended(tx, touched, (id, "rota.override_off", number), actor, now).await
}

async fn ended(
    mut tx: Tx,
    touched: u64,
    (id, act, number): (RotaId, &str, i64),
    actor: &str,
    now: Millis,
) -> Result<bool, StoreError> {
    if touched > 0 {
        note(&mut tx, now, actor, act, &format!("rota {id}"), &number.to_string()).await?;
    }
    tx.commit().await?;
    Ok(touched > 0)
}
