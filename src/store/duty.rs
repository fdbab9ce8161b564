//! The whole picture of who takes questions when, as it stands now, and who is away. Desks and rotas are written in
//! `desks` and `rotas`.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use sqlx::FromRow;

use super::audit::note;
use super::backend::{Touched, on_driver, on_tx};
use super::{Store, StoreError, officers, rotas};
use crate::clock::Millis;
use crate::model::duty::{Absence, Desk, Duty, Mode, Rota};
use crate::model::ids::{DeskId, OfficerId, RotaId};

/// Who may not see or answer inquiries is not given any.
const MAY_ANSWER: officers::Role = officers::Role::Writer;

#[derive(FromRow)]
struct DeskRow {
    id: i64,
    name: String,
    time_zone: String,
    mode: String,
    lead_id: Option<i64>,
    after_rota_id: Option<i64>,
    last_turn: i64,
    unclaimed_in: i64,
    unclaimed_out: i64,
    target: i64,
}

/// Everything that is not removed; absences only as far as they are not over at `now`.
pub async fn load(store: &Store, now: Millis) -> Result<Duty, StoreError> {
    let rotas = rotas::all(store).await?.into_iter().map(|(rota, _)| rota).collect::<Vec<_>>();
    let desks = desks(store, &rotas).await?;
    let absences = absences(store, now).await?.into_iter().map(|kept| kept.absence).collect();
    let officers = officers::list(store).await?;
    let officers = officers.into_iter().filter(|one| one.role >= MAY_ANSWER).map(|one| (one.id, one.name)).collect();
    Ok(Duty { desks, rotas, absences, officers })
}

async fn desks(store: &Store, rotas: &[Rota]) -> Result<Vec<Desk>, StoreError> {
    const DESKS: &str = "SELECT id, name, time_zone, mode, lead_id, after_rota_id, last_turn, unclaimed_in, unclaimed_out, target \
         FROM desks WHERE removed_ms IS NULL ORDER BY name_key";
    const MEMBERS: &str = "SELECT desk_id, officer_id FROM desk_members ORDER BY officer_id";
    const HOURS: &str = "SELECT desk_id, weekday, opens, closes FROM desk_hours ORDER BY weekday, opens";
    const HOLIDAYS: &str = "SELECT desk_id, day, name FROM holidays ORDER BY day, desk_id";
    let rows: Vec<DeskRow> = on_driver!(store.reader(), |c| sqlx::query_as(DESKS).fetch_all(c).await)?;
    let members: Vec<(i64, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(MEMBERS).fetch_all(c).await)?;
    let hours: Vec<(i64, i64, i64, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(HOURS).fetch_all(c).await)?;
    let holidays: Vec<(i64, String, String)> = on_driver!(store.reader(), |c| sqlx::query_as(HOLIDAYS).fetch_all(c).await)?;
    let mut by_desk: HashMap<i64, Vec<(Date, String)>> = HashMap::new();
    for (desk, day, name) in holidays {
        let date = day.parse().map_err(|_| StoreError::Corrupt { table: "holidays", column: "day", row: day })?;
        by_desk.entry(desk).or_default().push((date, name));
    }
    let everywhere = by_desk.remove(&0).unwrap_or_default();
    let mut desks = Vec::new();
    for row in rows {
        let mut desk = desk(row, rotas)?;
        let id = desk.id.0;
        desk.members = members.iter().filter(|(of, _)| *of == id).map(|(_, officer)| OfficerId(*officer)).collect();
        desk.hours = hours.iter().filter(|(of, ..)| *of == id).filter_map(|(_, day, from, to)| hour(*day, *from, *to)).collect();
        // The desk's own name for a day comes first.
        desk.holidays = by_desk.remove(&id).unwrap_or_default();
        desk.holidays.extend(everywhere.iter().cloned());
        desks.push(desk);
    }
    Ok(desks)
}

fn desk(row: DeskRow, rotas: &[Rota]) -> Result<Desk, StoreError> {
    let corrupt = |column| StoreError::Corrupt { table: "desks", column, row: row.id.to_string() };
    Ok(Desk {
        id: DeskId(row.id),
        zone: TimeZone::get(&row.time_zone).map_err(|_| corrupt("time_zone"))?,
        mode: Mode::parse(&row.mode).ok_or_else(|| corrupt("mode"))?,
        name: row.name,
        members: Vec::new(),
        lead: row.lead_id.map(OfficerId),
        after: row.after_rota_id.map(RotaId).filter(|id| rotas.iter().any(|rota| rota.id == *id)),
        hours: Vec::new(),
        holidays: Vec::new(),
        last_turn: Some(OfficerId(row.last_turn)).filter(|last| last.0 > 0),
        unclaimed_in: row.unclaimed_in,
        unclaimed_out: row.unclaimed_out,
        target: row.target,
    })
}

/// The database's own checks keep these in range.
fn hour(weekday: i64, opens: i64, closes: i64) -> Option<(i8, u16, u16)> {
    Some((i8::try_from(weekday).ok()?, u16::try_from(opens).ok()?, u16::try_from(closes).ok()?))
}

/// An absence with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub number: i64,
    pub absence: Absence,
}

/// Absences that are not over at `now`, the next first.
pub async fn absences(store: &Store, now: Millis) -> Result<Vec<Kept>, StoreError> {
    const LIST: &str = "SELECT id, officer_id, starts_ms, ends_ms, deputy_id FROM absences \
         WHERE removed_ms IS NULL AND ends_ms > $1 ORDER BY starts_ms, id";
    let rows: Vec<(i64, i64, i64, i64, Option<i64>)> =
        on_driver!(store.reader(), |c| sqlx::query_as(LIST).bind(now).fetch_all(c).await)?;
    Ok(rows
        .into_iter()
        .map(|(number, officer, starts, ends, deputy)| Kept {
            number,
            absence: Absence { officer: OfficerId(officer), starts, ends, deputy: deputy.map(OfficerId) },
        })
        .collect())
}

/// Writes an absence down; returns its number. `starts` is before `ends`, and nobody is their own deputy, or the database
/// refuses the row.
pub async fn add_absence(store: &Store, absence: &Absence, actor: &str, now: Millis) -> Result<i64, StoreError> {
    const ADD: &str = "INSERT INTO absences (officer_id, starts_ms, ends_ms, deputy_id, created_ms) VALUES ($1, $2, $3, $4, $5) \
         RETURNING id";
    let mut tx = store.begin().await?;
    let id: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(ADD)
        .bind(absence.officer.0)
        .bind(absence.starts)
        .bind(absence.ends)
        .bind(absence.deputy.map(|deputy| deputy.0))
        .bind(now)
        .fetch_one(c)
        .await)?;
    note(&mut tx, now, actor, "absence.add", &format!("absence {id}"), &format!("officer {}", absence.officer)).await?;
    tx.commit().await?;
    Ok(id)
}

/// `false` when there is no such absence.
pub async fn remove_absence(store: &Store, number: i64, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const REMOVE: &str = "UPDATE absences SET removed_ms = $2 WHERE id = $1 AND removed_ms IS NULL";
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(REMOVE).bind(number).bind(now).execute(c).await.map(|r| r.touched()))?;
    if touched > 0 {
        note(&mut tx, now, actor, "absence.remove", &format!("absence {number}"), "").await?;
    }
    tx.commit().await?;
    Ok(touched > 0)
}
