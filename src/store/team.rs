//! Who works here as the team's page shows it, and what an admin changes about it: roles, and leaving. The office is
//! never left without an admin who can sign in.

use sqlx::FromRow;

use super::audit::note;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::officers::Role;
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::ids::OfficerId;

/// An officer with how and when they are here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: OfficerId,
    pub name: String,
    pub address: String,
    pub role: Role,
    /// Chose a password: the invitation was taken.
    pub joined: bool,
    pub factor: bool,
    pub language: String,
    pub seen: Option<Millis>,
    /// Open sessions.
    pub sessions: i64,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    name: String,
    address: String,
    role: String,
    language: String,
    seen_ms: Option<i64>,
    joined: i64,
    factor: i64,
    sessions: i64,
}

/// Everybody who was not removed, by name.
pub async fn members(store: &Store, now: Millis, idle_since: Millis) -> Result<Vec<Member>, StoreError> {
    const MEMBERS: &str = "SELECT o.id, o.name, o.address, o.role, o.language, o.seen_ms, \
         CAST(CASE WHEN o.password IS NULL THEN 0 ELSE 1 END AS BIGINT) AS joined, \
         CAST(CASE WHEN o.factor IS NULL THEN 0 ELSE 1 END AS BIGINT) AS factor, \
         (SELECT COUNT(*) FROM sessions s WHERE s.officer_id = o.id AND s.ends_ms > $1 AND s.seen_ms > $2) AS sessions \
         FROM officers o WHERE o.removed_ms IS NULL ORDER BY o.name_key";
    let rows: Vec<Row> = on_driver!(store.reader(), |c| sqlx::query_as(MEMBERS).bind(now).bind(idle_since).fetch_all(c).await)?;
    rows.into_iter()
        .map(|row| {
            let corrupt = || StoreError::Corrupt { table: "officers", column: "role", row: row.id.to_string() };
            Ok(Member {
                id: OfficerId(row.id),
                role: Role::parse(&row.role).ok_or_else(corrupt)?,
                name: row.name,
                address: row.address,
                joined: row.joined > 0,
                factor: row.factor > 0,
                language: row.language,
                seen: row.seen_ms,
                sessions: row.sessions,
            })
        })
        .collect()
}

/// Number and name of everybody who ever was here; for reading the audit trail.
pub async fn names(store: &Store) -> Result<Vec<(i64, String)>, StoreError> {
    Ok(on_driver!(store.reader(), |c| sqlx::query_as("SELECT id, name FROM officers").fetch_all(c).await)?)
}

/// Whether this name belongs to somebody who was removed: it stands in the audit trail and is not given twice.
pub async fn was_removed(store: &Store, name: &str) -> Result<bool, StoreError> {
    const REMOVED: &str = "SELECT COUNT(*) FROM officers WHERE name_key = $1 AND removed_ms IS NOT NULL";
    let key = super::officers::name_key(name);
    let n: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(REMOVED).bind(key).fetch_one(c).await)?;
    Ok(n > 0)
}

/// Who changes the team.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    pub officer: OfficerId,
    pub name: &'a str,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Done,
    /// Nobody else could change who may do what.
    LastAdmin,
    /// There is no such officer (any more).
    Gone,
}

/// Admins other than `$1` who can sign in; whoever acts, `$2`, just did.
const AN_ADMIN_STAYS: &str = "SELECT COUNT(*) FROM officers WHERE id <> $1 AND role = 'admin' AND removed_ms IS NULL \
     AND (password IS NOT NULL OR id = $2)";

/// What this officer may do from now on; their sessions know at the next request.
pub async fn change_role(store: &Store, officer: OfficerId, role: Role, by: By<'_>, now: Millis) -> Result<Changed, StoreError> {
    const SET: &str = "UPDATE officers SET role = $2 WHERE id = $1 AND removed_ms IS NULL";
    let mut tx = store.begin().await?;
    // The line comes first: on PostgreSQL it lets one change of the team through at a time.
    note(&mut tx, now, by.name, "officer.role", &format!("officer {officer}"), role.as_str()).await?;
    if role != Role::Admin && !an_admin_stays(&mut tx, officer, by.officer).await? {
        return Ok(Changed::LastAdmin);
    }
    let touched =
        on_tx!(&mut tx, |c| sqlx::query(SET).bind(officer.0).bind(role.as_str()).execute(c).await.map(|r| r.touched()))?;
    if touched == 0 {
        return Ok(Changed::Gone);
    }
    tx.commit().await?;
    Ok(Changed::Done)
}

/// Takes an officer out of the team: their sessions, links and trusted browsers end with it, what they did stays told.
pub async fn remove(store: &Store, officer: OfficerId, by: By<'_>, now: Millis) -> Result<Changed, StoreError> {
    const REMOVE: &str = "UPDATE officers SET removed_ms = $2, password = NULL, factor = NULL, factor_ms = NULL \
         WHERE id = $1 AND removed_ms IS NULL";
    const ENDS: [&str; 4] = [
        "DELETE FROM sessions WHERE officer_id = $1",
        "DELETE FROM trusted_browsers WHERE officer_id = $1",
        "DELETE FROM one_time_links WHERE officer_id = $1",
        "DELETE FROM recovery_codes WHERE officer_id = $1",
    ];
    let mut tx = store.begin().await?;
    note(&mut tx, now, by.name, "officer.remove", &format!("officer {officer}"), "").await?;
    if !an_admin_stays(&mut tx, officer, by.officer).await? {
        return Ok(Changed::LastAdmin);
    }
    let touched = on_tx!(&mut tx, |c| sqlx::query(REMOVE).bind(officer.0).bind(now).execute(c).await.map(|r| r.touched()))?;
    if touched == 0 {
        return Ok(Changed::Gone);
    }
    for end in ENDS {
        on_tx!(&mut tx, |c| sqlx::query(end).bind(officer.0).execute(c).await.map(drop))?;
    }
    tx.commit().await?;
    Ok(Changed::Done)
}

async fn an_admin_stays(tx: &mut Tx, without: OfficerId, acting: OfficerId) -> Result<bool, StoreError> {
    let n: i64 = on_tx!(tx, |c| sqlx::query_scalar(AN_ADMIN_STAYS).bind(without.0).bind(acting.0).fetch_one(c).await)?;
    Ok(n > 0)
}
