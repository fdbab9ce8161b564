//! Sessions of officers, browsers that are trusted for a while, failed proofs, and links that work once. Tokens are
//! kept as digests only.

use sqlx::FromRow;

use super::audit::note;
use super::backend::{Touched, on_driver, on_tx};
use super::officers::Role;
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::ids::OfficerId;

/// A session with its officer, as every request needs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: i64,
    pub officer: OfficerId,
    pub name: String,
    pub address: String,
    pub role: Role,
    pub language: String,
    pub time_zone: String,
    pub shortcuts: bool,
    pub seen: Millis,
    pub ends: Millis,
    pub proof: Millis,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    officer_id: i64,
    name: String,
    address: String,
    role: String,
    language: String,
    time_zone: String,
    shortcuts: bool,
    seen_ms: i64,
    ends_ms: i64,
    proof_ms: i64,
}

/// The session of this token, if it has not ended and was used since `idle_since`.
pub async fn find(store: &Store, sha256: &str, now: Millis, idle_since: Millis) -> Result<Option<Session>, StoreError> {
    const FIND: &str = "SELECT s.id, s.officer_id, o.name, o.address, o.role, o.language, o.time_zone, o.shortcuts, s.seen_ms, \
         s.ends_ms, s.proof_ms FROM sessions s JOIN officers o ON o.id = s.officer_id \
         WHERE s.sha256 = $1 AND s.ends_ms > $2 AND s.seen_ms > $3 AND o.removed_ms IS NULL";
    let row: Option<Row> =
        on_driver!(store.reader(), |c| sqlx::query_as(FIND).bind(sha256).bind(now).bind(idle_since).fetch_optional(c).await)?;
    row.map(|row| {
        let corrupt = || StoreError::Corrupt { table: "officers", column: "role", row: row.officer_id.to_string() };
        Ok(Session {
            id: row.id,
            officer: OfficerId(row.officer_id),
            role: Role::parse(&row.role).ok_or_else(corrupt)?,
            name: row.name,
            address: row.address,
            language: row.language,
            time_zone: row.time_zone,
            shortcuts: row.shortcuts,
            seen: row.seen_ms,
            ends: row.ends_ms,
            proof: row.proof_ms,
        })
    })
    .transpose()
}

/// It was used just now.
pub async fn touch(store: &Store, id: i64, now: Millis) -> Result<(), StoreError> {
    const TOUCH: &str = "UPDATE sessions SET seen_ms = $2 WHERE id = $1 AND seen_ms < $2";
    const SEEN: &str = "UPDATE officers SET seen_ms = $2 WHERE id = (SELECT officer_id FROM sessions WHERE id = $1)";
    on_driver!(store.writer(), |c| sqlx::query(TOUCH).bind(id).bind(now).execute(c).await.map(drop))?;
    on_driver!(store.writer(), |c| sqlx::query(SEEN).bind(id).bind(now).execute(c).await.map(drop))?;
    Ok(())
}

/// What a new session is made of.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    pub sha256: &'a str,
    pub officer: OfficerId,
    pub actor: &'a str,
    /// What the browser says of itself, cut short.
    pub agent: &'a str,
    pub ends: Millis,
    /// The session this one takes the place of.
    pub instead_of: Option<i64>,
}

/// Begins a session; those that have ended are taken away.
pub async fn begin(store: &Store, new: New<'_>, now: Millis) -> Result<(), StoreError> {
    const BEGIN: &str = "INSERT INTO sessions (sha256, officer_id, agent, created_ms, seen_ms, ends_ms, proof_ms) \
         VALUES ($1, $2, $3, $4, $4, $5, $4)";
    const SEEN: &str = "UPDATE officers SET seen_ms = $2 WHERE id = $1";
    const TIDY: &str = "DELETE FROM sessions WHERE ends_ms <= $1 OR id = $2";
    const TIDY_TRUST: &str = "DELETE FROM trusted_browsers WHERE ends_ms <= $1";
    let mut tx = store.begin().await?;
    on_tx!(&mut tx, |c| sqlx::query(TIDY).bind(now).bind(new.instead_of.unwrap_or(0)).execute(c).await.map(drop))?;
    on_tx!(&mut tx, |c| sqlx::query(TIDY_TRUST).bind(now).execute(c).await.map(drop))?;
    on_tx!(&mut tx, |c| sqlx::query(BEGIN)
        .bind(new.sha256)
        .bind(new.officer.0)
        .bind(new.agent)
        .bind(now)
        .bind(new.ends)
        .execute(c)
        .await
        .map(drop))?;
    on_tx!(&mut tx, |c| sqlx::query(SEEN).bind(new.officer.0).bind(now).execute(c).await.map(drop))?;
    let act = if new.instead_of.is_some() { "session.renew" } else { "session.begin" };
    note(&mut tx, now, new.actor, act, &format!("officer {}", new.officer), "").await?;
    tx.commit().await
}

/// One line of an officer's list of sessions.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Listed {
    pub id: i64,
    pub agent: String,
    pub created_ms: Millis,
    pub seen_ms: Millis,
}

/// The sessions of an officer that have not ended, newest use first.
pub async fn of_officer(store: &Store, officer: OfficerId, now: Millis, idle_since: Millis) -> Result<Vec<Listed>, StoreError> {
    const LIST: &str = "SELECT id, agent, created_ms, seen_ms FROM sessions \
         WHERE officer_id = $1 AND ends_ms > $2 AND seen_ms > $3 ORDER BY seen_ms DESC, id DESC";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(LIST).bind(officer.0).bind(now).bind(idle_since).fetch_all(c).await)?)
}

/// Ends one session of this officer, or with `None` all of them. Returns how many ended.
pub async fn end(store: &Store, officer: OfficerId, session: Option<i64>, actor: &str, now: Millis) -> Result<u64, StoreError> {
    const END: &str = "DELETE FROM sessions WHERE officer_id = $1 AND ($2 = 0 OR id = $2)";
    const END_TRUST: &str = "DELETE FROM trusted_browsers WHERE officer_id = $1 AND $2 = 0";
    let which = session.unwrap_or(0);
    let mut tx = store.begin().await?;
    let ended = on_tx!(&mut tx, |c| sqlx::query(END).bind(officer.0).bind(which).execute(c).await.map(|r| r.touched()))?;
    on_tx!(&mut tx, |c| sqlx::query(END_TRUST).bind(officer.0).bind(which).execute(c).await.map(drop))?;
    if ended > 0 {
        note(&mut tx, now, actor, "session.end", &format!("officer {officer}"), "").await?;
    }
    tx.commit().await?;
    Ok(ended)
}

/// Ends every session of this officer but one; no browser of theirs is trusted any more. Returns how many ended.
pub async fn end_others(store: &Store, officer: OfficerId, keep: i64, actor: &str, now: Millis) -> Result<u64, StoreError> {
    const END: &str = "DELETE FROM sessions WHERE officer_id = $1 AND id <> $2";
    const END_TRUST: &str = "DELETE FROM trusted_browsers WHERE officer_id = $1";
    let mut tx = store.begin().await?;
    let ended = on_tx!(&mut tx, |c| sqlx::query(END).bind(officer.0).bind(keep).execute(c).await.map(|r| r.touched()))?;
    on_tx!(&mut tx, |c| sqlx::query(END_TRUST).bind(officer.0).execute(c).await.map(drop))?;
    note(&mut tx, now, actor, "session.end", &format!("officer {officer}"), "all others").await?;
    tx.commit().await?;
    Ok(ended)
}

/// Remembers a browser that gave the second factor.
pub async fn trust(store: &Store, sha256: &str, officer: OfficerId, ends: Millis) -> Result<(), StoreError> {
    const TRUST: &str = "INSERT INTO trusted_browsers (sha256, officer_id, ends_ms) VALUES ($1, $2, $3)";
    on_driver!(store.writer(), |c| sqlx::query(TRUST).bind(sha256).bind(officer.0).bind(ends).execute(c).await.map(drop))?;
    Ok(())
}

pub async fn is_trusted(store: &Store, sha256: &str, officer: OfficerId, now: Millis) -> Result<bool, StoreError> {
    const IS: &str = "SELECT COUNT(*) FROM trusted_browsers WHERE sha256 = $1 AND officer_id = $2 AND ends_ms > $3";
    let n: i64 =
        on_driver!(store.reader(), |c| sqlx::query_scalar(IS).bind(sha256).bind(officer.0).bind(now).fetch_one(c).await)?;
    Ok(n > 0)
}

/// How often the proof of this subject failed in a row, and when last.
pub async fn tries(store: &Store, subject: &str) -> Result<(i64, Millis), StoreError> {
    const TRIES: &str = "SELECT failed, last_ms FROM tries WHERE subject = $1";
    let found: Option<(i64, i64)> = on_driver!(store.writer(), |c| sqlx::query_as(TRIES).bind(subject).fetch_optional(c).await)?;
    Ok(found.unwrap_or((0, 0)))
}

/// Counts a try before its proof is looked at, unless one may not be made yet (`failed` and `last_ms` are not what was
/// read): two at once are not one. What is older than `forget_before` counts no more.
pub async fn begin_try(
    store: &Store,
    subject: &str,
    read: (i64, Millis),
    now: Millis,
    forget_before: Millis,
) -> Result<bool, StoreError> {
    const COUNT: &str = "INSERT INTO tries (subject, failed, last_ms) VALUES ($1, 1, $2) ON CONFLICT (subject) DO UPDATE \
         SET failed = CASE WHEN tries.last_ms < $3 THEN 1 ELSE tries.failed + 1 END, last_ms = $2 \
         WHERE tries.failed = $4 AND tries.last_ms = $5";
    let touched = on_driver!(store.writer(), |c| sqlx::query(COUNT)
        .bind(subject)
        .bind(now)
        .bind(forget_before)
        .bind(read.0)
        .bind(read.1)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    Ok(touched == 1)
}

/// The proof was right: nothing is held against the subject.
pub async fn forget_tries(store: &Store, subject: &str) -> Result<(), StoreError> {
    const FORGET: &str = "DELETE FROM tries WHERE subject = $1";
    on_driver!(store.writer(), |c| sqlx::query(FORGET).bind(subject).execute(c).await.map(drop))?;
    Ok(())
}

/// What a link that works once is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPurpose {
    SetUp,
    Invite,
    SignIn,
}

impl LinkPurpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::SetUp => "set_up",
            Self::Invite => "invite",
            Self::SignIn => "sign_in",
        }
    }
}

/// Makes a link that works once until `ends`; an earlier one of the same purpose and officer works no more.
pub async fn make_link(
    store: &Store,
    sha256: &str,
    purpose: LinkPurpose,
    officer: Option<OfficerId>,
    now: Millis,
    ends: Millis,
) -> Result<(), StoreError> {
    const OLD: &str = "DELETE FROM one_time_links WHERE purpose = $1 AND COALESCE(officer_id, 0) = $2";
    const MAKE: &str =
        "INSERT INTO one_time_links (sha256, purpose, officer_id, created_ms, ends_ms) VALUES ($1, $2, $3, $4, $5)";
    let who = officer.map(|officer| officer.0);
    let mut tx = store.begin().await?;
    on_tx!(&mut tx, |c| sqlx::query(OLD).bind(purpose.as_str()).bind(who.unwrap_or(0)).execute(c).await.map(drop))?;
    on_tx!(&mut tx, |c| sqlx::query(MAKE)
        .bind(sha256)
        .bind(purpose.as_str())
        .bind(who)
        .bind(now)
        .bind(ends)
        .execute(c)
        .await
        .map(drop))?;
    tx.commit().await
}

/// Whether this link still works, and for whom (`Some(None)` = for nobody yet).
pub async fn link(
    store: &Store,
    sha256: &str,
    purpose: LinkPurpose,
    now: Millis,
) -> Result<Option<Option<OfficerId>>, StoreError> {
    const LINK: &str = "SELECT l.officer_id FROM one_time_links l LEFT JOIN officers o ON o.id = l.officer_id \
         WHERE l.sha256 = $1 AND l.purpose = $2 AND l.used_ms IS NULL AND l.ends_ms > $3 AND o.removed_ms IS NULL";
    let found: Option<Option<i64>> = on_driver!(store.reader(), |c| sqlx::query_scalar(LINK)
        .bind(sha256)
        .bind(purpose.as_str())
        .bind(now)
        .fetch_optional(c)
        .await)?;
    Ok(found.map(|officer| officer.map(OfficerId)))
}

/// Uses a link up; `false` when it was used or over.
pub async fn use_link(store: &Store, sha256: &str, purpose: LinkPurpose, now: Millis) -> Result<bool, StoreError> {
    const USE: &str =
        "UPDATE one_time_links SET used_ms = $3 WHERE sha256 = $1 AND purpose = $2 AND used_ms IS NULL AND ends_ms > $3";
    let touched = on_driver!(store.writer(), |c| sqlx::query(USE)
        .bind(sha256)
        .bind(purpose.as_str())
        .bind(now)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    Ok(touched == 1)
}
