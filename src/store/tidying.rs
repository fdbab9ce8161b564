//! Keeping the list true: entries that look like one person, people whose mailbox is gone, people nobody has looked at
//! for long.

use sqlx::FromRow;

use super::backend::{Touched, on_driver, on_tx};
use super::suppressions::{self, Leave, Reason, Scope};
use super::{Store, StoreError, audit};
use crate::clock::Millis;
use crate::model::ids::ContactId;

/// Two entries that look like one person.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Alike {
    pub one: i64,
    pub other: i64,
    /// `name` (and outlet) or `phone`.
    pub why: String,
}

/// Each entry beside the one before it of the same name and outlet, or of the same telephone; not those who are one
/// person already, and not those somebody said are two.
macro_rules! alike {
    ($rest:literal) => {
        concat!(
            "WITH named AS (SELECT id, person, LAG(id) OVER (PARTITION BY name_key, outlet_key ORDER BY id) AS one, \
                 LAG(person) OVER (PARTITION BY name_key, outlet_key ORDER BY id) AS before \
               FROM contacts WHERE merged_into IS NULL AND name_key <> ''), \
             called AS (SELECT id, person, LAG(id) OVER (PARTITION BY phone ORDER BY id) AS one, \
                 LAG(person) OVER (PARTITION BY phone ORDER BY id) AS before \
               FROM contacts WHERE merged_into IS NULL AND phone <> ''), \
             pairs AS (SELECT one, id AS other, 1 AS k FROM named \
                 WHERE one IS NOT NULL AND (person IS NULL OR before IS NULL OR person <> before) \
               UNION ALL SELECT one, id, 2 FROM called \
                 WHERE one IS NOT NULL AND (person IS NULL OR before IS NULL OR person <> before)), \
             alike AS (SELECT p.one, p.other, MIN(p.k) AS k FROM pairs p WHERE NOT EXISTS \
                 (SELECT 1 FROM apart a WHERE a.one_id = p.one AND a.other_id = p.other) GROUP BY p.one, p.other) ",
            $rest
        )
    };
}

pub async fn alike(store: &Store, limit: i64) -> Result<Vec<Alike>, StoreError> {
    const LIST: &str =
        alike!("SELECT one, other, CASE k WHEN 1 THEN 'name' ELSE 'phone' END AS why FROM alike ORDER BY one, other LIMIT $1");
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(LIST).bind(limit).fetch_all(c).await)?)
}

pub async fn count_alike(store: &Store) -> Result<i64, StoreError> {
    const COUNT: &str = alike!("SELECT COUNT(*) FROM alike");
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(COUNT).fetch_one(c).await)?)
}

/// Somebody says that the two are two people. `false`: one of them is not there.
pub async fn apart(store: &Store, one: ContactId, other: ContactId, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const APART: &str = "INSERT INTO apart (one_id, other_id, said_by, at_ms) SELECT a.id, b.id, $3, $4 FROM contacts a \
         JOIN contacts b ON b.id = $2 WHERE a.id = $1 ON CONFLICT (one_id, other_id) DO NOTHING";
    const KNOWN: &str = "SELECT COUNT(*) FROM apart WHERE one_id = $1 AND other_id = $2";
    let (one, other) = (one.min(other), one.max(other));
    let mut tx = store.begin().await?;
    on_tx!(&mut tx, |c| sqlx::query(APART).bind(one.0).bind(other.0).bind(actor).bind(now).execute(c).await.map(drop))?;
    let known: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(KNOWN).bind(one.0).bind(other.0).fetch_one(c).await)?;
    audit::note(&mut tx, now, actor, "contact.apart", &format!("contact {one}"), &format!("not contact {other}")).await?;
    tx.commit().await?;
    Ok(known > 0)
}

/// Takes that back.
pub async fn not_apart(store: &Store, one: ContactId, other: ContactId) -> Result<(), StoreError> {
    const BACK: &str = "DELETE FROM apart WHERE one_id = $1 AND other_id = $2";
    let (one, other) = (one.min(other), one.max(other));
    on_driver!(store.writer(), |c| sqlx::query(BACK).bind(one.0).bind(other.0).execute(c).await.map(drop))?;
    Ok(())
}

/// Somebody whose mailbox is gone, by a server's word.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Left {
    pub id: i64,
    pub name: String,
    pub address: String,
    pub outlet: String,
    pub at: Millis,
    /// As the server said it; empty when that is not known.
    pub reply: String,
}

/// Newest first.
pub async fn left(store: &Store, limit: i64) -> Result<Vec<Left>, StoreError> {
    const LIST: &str = "SELECT c.id, c.name, c.address, c.outlet, s.created_ms AS at, COALESCE(d.reply, '') AS reply \
         FROM suppressions s JOIN contacts c ON c.address_key = s.address_key LEFT JOIN deliveries d ON d.id = s.delivery_id \
         WHERE s.reason = 'bounced' AND s.scope = 'office' AND s.lifted_ms IS NULL AND c.merged_into IS NULL \
           AND NOT EXISTS (SELECT 1 FROM suppressions o WHERE o.address_key = s.address_key AND o.scope = 'office' \
             AND o.lifted_ms IS NULL AND o.reason IN ('officer', 'unsubscribed', 'complained', 'erased')) \
         ORDER BY s.created_ms DESC, c.id LIMIT $1";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(LIST).bind(limit).fetch_all(c).await)?)
}

pub async fn count_left(store: &Store) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM suppressions s JOIN contacts c ON c.address_key = s.address_key \
         WHERE s.reason = 'bounced' AND s.scope = 'office' AND s.lifted_ms IS NULL AND c.merged_into IS NULL \
           AND NOT EXISTS (SELECT 1 FROM suppressions o WHERE o.address_key = s.address_key AND o.scope = 'office' \
             AND o.lifted_ms IS NULL AND o.reason IN ('officer', 'unsubscribed', 'complained', 'erased'))";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(COUNT).fetch_one(c).await)?)
}

/// The source of what [`gone`] puts down.
const LEFT_OUTLET: &str = "left";

/// They left their outlet: nothing more is written there. `false`: nobody of that number.
pub async fn gone(store: &Store, id: ContactId, actor: &str, now: Millis) -> Result<bool, StoreError> {
    let Some(key) = key_of(store, id).await? else { return Ok(false) };
    let leave = Leave {
        address_key: &key,
        scope: Scope::Office,
        reason: Reason::Officer,
        source: LEFT_OUTLET,
        until: None,
        delivery: None,
    };
    suppressions::leave(store, &leave, now).await?;
    note(store, id, "contact.left", actor, now).await?;
    Ok(true)
}

/// Takes [`gone`] back: only what an officer put down by it, never what somebody chose themselves.
pub async fn not_gone(store: &Store, id: ContactId, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const LIFT: &str = "UPDATE suppressions SET lifted_ms = $3, lifted_by = $4 \
         WHERE address_key = $1 AND scope = 'office' AND reason = 'officer' AND source = $2 AND lifted_ms IS NULL";
    let Some(key) = key_of(store, id).await? else { return Ok(false) };
    let lifted = on_driver!(store.writer(), |c| sqlx::query(LIFT)
        .bind(&key)
        .bind(LEFT_OUTLET)
        .bind(now)
        .bind(actor)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    note(store, id, "contact.not_left", actor, now).await?;
    Ok(lifted > 0)
}

/// The mailbox is there all the same: the next release is tried. Lifts a server's word only.
pub async fn still_there(store: &Store, id: ContactId, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const LIFT: &str = "UPDATE suppressions SET lifted_ms = $2, lifted_by = $3 \
         WHERE address_key = $1 AND scope = 'office' AND reason = 'bounced' AND lifted_ms IS NULL";
    let Some(key) = key_of(store, id).await? else { return Ok(false) };
    let lifted =
        on_driver!(store.writer(), |c| sqlx::query(LIFT).bind(&key).bind(now).bind(actor).execute(c).await.map(|r| r.touched()))?;
    note(store, id, "contact.still_there", actor, now).await?;
    Ok(lifted > 0)
}

/// Takes [`still_there`] back: the address counts as gone again.
pub async fn not_still_there(store: &Store, id: ContactId, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const AGAIN: &str = "UPDATE suppressions SET lifted_ms = NULL, lifted_by = NULL WHERE id = \
           (SELECT MAX(s.id) FROM suppressions s WHERE s.address_key = $1 AND s.scope = 'office' AND s.reason = 'bounced' \
             AND s.lifted_by = $2) \
         AND NOT EXISTS (SELECT 1 FROM suppressions s WHERE s.address_key = $1 AND s.scope = 'office' AND s.reason = 'bounced' \
             AND s.lifted_ms IS NULL)";
    let Some(key) = key_of(store, id).await? else { return Ok(false) };
    let back = on_driver!(store.writer(), |c| sqlx::query(AGAIN).bind(&key).bind(actor).execute(c).await.map(|r| r.touched()))?;
    note(store, id, "contact.not_there", actor, now).await?;
    Ok(back > 0)
}

/// Ends a pause that an officer put down. One that the reporter chose is theirs to end.
pub async fn end_pause(store: &Store, id: ContactId, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const LIFT: &str = "UPDATE suppressions SET lifted_ms = $2, lifted_by = $3 WHERE address_key = $1 AND scope = 'office' \
         AND reason = 'paused' AND source = 'officer' AND lifted_ms IS NULL";
    let Some(key) = key_of(store, id).await? else { return Ok(false) };
    let lifted =
        on_driver!(store.writer(), |c| sqlx::query(LIFT).bind(&key).bind(now).bind(actor).execute(c).await.map(|r| r.touched()))?;
    note(store, id, "contact.resume", actor, now).await?;
    Ok(lifted > 0)
}

/// Whether the pause that stands was put down by an officer.
pub async fn is_office_pause(store: &Store, key: &str, now: Millis) -> Result<bool, StoreError> {
    const STANDS: &str = "SELECT COUNT(*) FROM suppressions WHERE address_key = $1 AND scope = 'office' AND reason = 'paused' \
         AND source = 'officer' AND lifted_ms IS NULL AND (until_ms IS NULL OR until_ms > $2)";
    let n: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(STANDS).bind(key).bind(now).fetch_one(c).await)?;
    Ok(n > 0)
}

/// Writes nothing to them until a moment. `false`: nobody of that number.
pub async fn pause(store: &Store, id: ContactId, until: Millis, actor: &str, now: Millis) -> Result<bool, StoreError> {
    let Some(key) = key_of(store, id).await? else { return Ok(false) };
    let leave = Leave {
        address_key: &key,
        scope: Scope::Office,
        reason: Reason::Paused,
        source: "officer",
        until: Some(until),
        delivery: None,
    };
    suppressions::leave(store, &leave, now).await?;
    note(store, id, "contact.pause", actor, now).await?;
    Ok(true)
}

async fn key_of(store: &Store, id: ContactId) -> Result<Option<String>, StoreError> {
    const KEY: &str = "SELECT address_key FROM contacts WHERE id = $1";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(KEY).bind(id.0).fetch_optional(c).await)?)
}

async fn note(store: &Store, id: ContactId, act: &str, actor: &str, now: Millis) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    audit::note(&mut tx, now, actor, act, &format!("contact {id}"), "").await?;
    tx.commit().await
}

/// Nobody has looked at these since before a moment; longest ago first, with when that was.
pub async fn stale(store: &Store, before: Millis, limit: i64, offset: i64) -> Result<Vec<(i64, Millis)>, StoreError> {
    const LIST: &str = "SELECT id, CASE WHEN confirmed_ms IS NOT NULL AND confirmed_ms > updated_ms THEN confirmed_ms ELSE updated_ms END \
         FROM contacts WHERE merged_into IS NULL AND CASE WHEN confirmed_ms IS NOT NULL AND confirmed_ms > updated_ms \
           THEN confirmed_ms ELSE updated_ms END < $1 ORDER BY 2, id LIMIT $2 OFFSET $3";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(LIST).bind(before).bind(limit).bind(offset).fetch_all(c).await)?)
}

pub async fn count_stale(store: &Store, before: Millis) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM contacts WHERE merged_into IS NULL \
         AND CASE WHEN confirmed_ms IS NOT NULL AND confirmed_ms > updated_ms THEN confirmed_ms ELSE updated_ms END < $1";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(COUNT).bind(before).fetch_one(c).await)?)
}

/// Somebody looked, and what is written still holds; `at` = `None` takes that back. `false`: nobody of that number.
pub async fn confirm(store: &Store, id: ContactId, at: Option<Millis>, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const CONFIRM: &str = "UPDATE contacts SET confirmed_ms = $2 WHERE id = $1";
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(CONFIRM).bind(id.0).bind(at).execute(c).await.map(|r| r.touched()))?;
    let act = if at.is_some() { "contact.confirm" } else { "contact.not_confirmed" };
    audit::note(&mut tx, now, actor, act, &format!("contact {id}"), "").await?;
    tx.commit().await?;
    Ok(touched == 1)
}
