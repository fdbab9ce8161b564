//! From an approved audience to delivery rows: in slices, each with its cursor in the same transaction, so that a
//! planner that dies is taken over where it stopped and two planners make one set of rows.

use std::collections::HashMap;

use serde::Serialize;

use super::audience::AudienceDigest;
use super::audit::note;
use super::backend::{Touched, on_driver, on_tx};
use super::mailings::Mailing;
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::ids::{DeliveryId, MailingId, ReleaseId};

/// Rows per transaction: some 20 ms on SQLite.
pub const SLICE: usize = 2_000;

/// One copy to be: what of the contact is frozen.
#[derive(Clone, Debug, Serialize)]
pub struct Planned {
    pub contact: i64,
    /// When it may be begun.
    pub due: Millis,
    pub address: String,
    pub key: String,
    /// The provider group of the address.
    pub lane: &'static str,
    pub region: i64,
    pub issue: i64,
    pub name: String,
    pub outlet: String,
    pub language: String,
    pub reason: String,
    pub consented: bool,
    /// The Message-ID of their copy of what this corrects or follows up.
    pub in_reply_to: Option<String>,
}

/// A copy somebody got earlier, of the release that is now corrected or followed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    pub mailing: MailingId,
    pub delivery: DeliveryId,
}

/// Who may plan a release's mailings now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    Ours,
    /// This mailing of the same release comes first.
    Busy(MailingId),
}

/// One mailing of a release is planned at a time, so that each sees whom the others reach.
pub async fn lock(store: &Store, mailing: &Mailing) -> Result<Lock, StoreError> {
    const TAKE: &str = "UPDATE releases SET planning_mailing = $2 WHERE id = $1 AND (planning_mailing IS NULL \
         OR planning_mailing = $2 \
         OR NOT EXISTS (SELECT 1 FROM mailings m WHERE m.id = releases.planning_mailing AND m.state = 'planning'))";
    const WHO: &str = "SELECT planning_mailing FROM releases WHERE id = $1";
    loop {
        let taken = on_driver!(store.writer(), |c| sqlx::query(TAKE)
            .bind(mailing.release.0)
            .bind(mailing.id.0)
            .execute(c)
            .await
            .map(|r| r.touched()))?;
        if taken == 1 {
            return Ok(Lock::Ours);
        }
        let who: Option<i64> =
            on_driver!(store.writer(), |c| sqlx::query_scalar(WHO).bind(mailing.release.0).fetch_one(c).await)?;
        if let Some(other) = who {
            return Ok(Lock::Busy(MailingId(other)));
        }
    }
}

pub async fn unlock(store: &Store, mailing: &Mailing) -> Result<(), StoreError> {
    const FREE: &str = "UPDATE releases SET planning_mailing = NULL WHERE id = $1 AND planning_mailing = $2";
    on_driver!(store.writer(), |c| sqlx::query(FREE).bind(mailing.release.0).bind(mailing.id.0).execute(c).await.map(drop))?;
    Ok(())
}

const ADVANCE: &str = "UPDATE mailings SET planned_to = $3 WHERE id = $1 AND planned_to = $2 AND state = 'planning'";

/// Mailings of the same version, whose copies count as "already has it".
const OTHERS: &str = "SELECT id FROM mailings WHERE release_id = $1 AND version = $2 AND id <> $3 AND state <> 'void'";

const ROWS: &str = "INSERT INTO deliveries (mailing_id, contact_id, address, address_key, lane, issue_id, region_id, state, left_out, \
         due_ms, settled_ms) \
     SELECT $1, r.contact, r.address, r.address_key, r.lane, r.issue, r.region, CASE WHEN r.has THEN 'left_out' ELSE 'pending' END, \
         CASE WHEN r.has THEN 'already_has_it' END, r.due, CASE WHEN r.has THEN $4 END \
     FROM (SELECT CAST(j.value ->> 'contact' AS BIGINT) AS contact, CAST(j.value ->> 'due' AS BIGINT) AS due, j.value ->> 'address' AS address, \
             j.value ->> 'key' AS address_key, j.value ->> 'lane' AS lane, CAST(j.value ->> 'issue' AS BIGINT) AS issue, \
             CAST(j.value ->> 'region' AS BIGINT) AS region, \
             ($3 <> '[]' AND EXISTS (SELECT 1 FROM deliveries d WHERE d.address_key = j.value ->> 'key' \
                 AND d.mailing_id IN (SELECT CAST(o.value ->> 'id' AS BIGINT) FROM json_each($3) AS o) \
                 AND d.state IN ('pending', 'claimed', 'attempting', 'deferred', 'accepted', 'in_doubt'))) AS has \
         FROM json_each($2) AS j) AS r \
     WHERE r.contact > 0 ORDER BY r.contact ON CONFLICT (mailing_id, address_key, single_id) DO NOTHING \
     RETURNING id, address_key, state";

const LANES: &str = "INSERT INTO mailing_lanes (mailing_id, lane) SELECT $1, j.value ->> 'lane' FROM json_each($2) AS j \
     WHERE TRUE ON CONFLICT (mailing_id, lane) DO NOTHING";

/// By the numbers just given: joining on the address again would let the database choose a slow way.
const SLOTS: &str = "INSERT INTO delivery_slots (delivery_id, name, outlet, language, reason, consented, in_reply_to) \
     SELECT CAST(j.value ->> 'id' AS BIGINT), j.value ->> 'name', j.value ->> 'outlet', j.value ->> 'language', \
         j.value ->> 'reason', (j.value ->> 'consent') = 'yes', j.value ->> 'answers' \
     FROM json_each($1) AS j WHERE TRUE ON CONFLICT (delivery_id) DO NOTHING";

#[derive(Serialize)]
struct SlotRow<'a> {
    id: i64,
    name: &'a str,
    outlet: &'a str,
    language: &'a str,
    reason: &'a str,
    consent: &'static str,
    answers: Option<&'a str>,
}

/// Writes the next slice and moves the cursor. `false`: somebody else moved it first, or the mailing was closed.
pub async fn write(
    store: &Store,
    mailing: &Mailing,
    cursor: (i64, i64),
    rows: &[Planned],
    now: Millis,
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let moved = on_tx!(&mut tx, |c| sqlx::query(ADVANCE)
        .bind(mailing.id.0)
        .bind(cursor.0)
        .bind(cursor.1)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    if moved == 0 {
        return Ok(false);
    }
    if !rows.is_empty() {
        let others = if mailing.again {
            Vec::new()
        } else {
            on_tx!(&mut tx, |c| sqlx::query_scalar(OTHERS)
                .bind(mailing.release.0)
                .bind(mailing.version)
                .bind(mailing.id.0)
                .fetch_all(c)
                .await)?
        };
        let others = json_ids(&others);
        let json = serde_json::to_string(rows).unwrap_or_default();
        let written: Vec<(i64, String, String)> =
            on_tx!(&mut tx, |c| sqlx::query_as(ROWS).bind(mailing.id.0).bind(&json).bind(&others).bind(now).fetch_all(c).await)?;
        let slots = slots(rows, &written);
        on_tx!(&mut tx, |c| sqlx::query(SLOTS).bind(&slots).execute(c).await.map(drop))?;
        let lanes: std::collections::BTreeSet<&str> = rows.iter().map(|row| row.lane).collect();
        let lanes = serde_json::Value::from_iter(lanes.iter().map(|lane| serde_json::json!({ "lane": lane }))).to_string();
        on_tx!(&mut tx, |c| sqlx::query(LANES).bind(mailing.id.0).bind(&lanes).execute(c).await.map(drop))?;
    }
    tx.commit().await?;
    Ok(true)
}

/// What the copies to be sent depend on; who has it already needs none.
fn slots(rows: &[Planned], written: &[(i64, String, String)]) -> String {
    let by_key: HashMap<&str, &Planned> = rows.iter().map(|row| (row.key.as_str(), row)).collect();
    let slots: Vec<SlotRow<'_>> = written
        .iter()
        .filter(|(_, _, state)| state == "pending")
        .filter_map(|(id, key, _)| {
            let row = by_key.get(key.as_str())?;
            let consent = if row.consented { "yes" } else { "no" };
            let Planned { name, outlet, language, reason, in_reply_to, .. } = row;
            Some(SlotRow { id: *id, name, outlet, language, reason, consent, answers: in_reply_to.as_deref() })
        })
        .collect();
    serde_json::to_string(&slots).unwrap_or_default()
}

/// Of each of these addresses the last copy of `release` it got, or may have got, whatever its version.
pub async fn earlier(store: &Store, release: ReleaseId, keys: &[&str]) -> Result<HashMap<String, Earlier>, StoreError> {
    const EARLIER: &str = "SELECT d.address_key, d.mailing_id, d.id FROM json_each($2) AS j \
         JOIN deliveries d ON d.address_key = j.value ->> 'key' \
         WHERE d.state IN ('accepted', 'in_doubt') AND d.mailing_id IN (SELECT id FROM mailings WHERE release_id = $1) \
         ORDER BY d.id";
    let keys = serde_json::Value::from_iter(keys.iter().map(|key| serde_json::json!({ "key": key }))).to_string();
    let rows: Vec<(String, i64, i64)> =
        on_driver!(store.reader(), |c| sqlx::query_as(EARLIER).bind(release.0).bind(&keys).fetch_all(c).await)?;
    let copy = |mailing, delivery| Earlier { mailing: MailingId(mailing), delivery: DeliveryId(delivery) };
    Ok(rows.into_iter().map(|(key, mailing, delivery)| (key, copy(mailing, delivery))).collect())
}

fn json_ids(ids: &[i64]) -> String {
    let items: Vec<String> = ids.iter().map(|id| format!("{{\"id\":{id}}}")).collect();
    format!("[{}]", items.join(","))
}

/// The digest of the rows as they were written, in the order in which they were.
pub async fn digest(store: &Store, mailing: MailingId) -> Result<(String, i64), StoreError> {
    const FIRST: &str = "SELECT COALESCE(MIN(id), 1) FROM deliveries WHERE mailing_id = $1";
    // The plus keeps the mailing's index out of it: rows of one mailing lie together, in order of id.
    const PAGE: &str = "SELECT id, contact_id, address_key, region_id, issue_id FROM deliveries \
         WHERE id > $2 AND +mailing_id = $1 ORDER BY id LIMIT 5000";
    let first: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(FIRST).bind(mailing.0).fetch_one(c).await)?;
    let mut after = first - 1;
    let mut digest = AudienceDigest::default();
    loop {
        let rows: Vec<(i64, i64, String, i64, i64)> =
            on_driver!(store.reader(), |c| sqlx::query_as(PAGE).bind(mailing.0).bind(after).fetch_all(c).await)?;
        let Some(last) = rows.last() else { return Ok(digest.finish()) };
        after = last.0;
        for (_, contact, key, region, issue) in &rows {
            digest.add(*contact, key, *region, *issue);
        }
    }
}

/// What was planned is not what was approved: nothing of it will be sent.
pub async fn void(store: &Store, mailing: MailingId, reason: &str, now: Millis) -> Result<(), StoreError> {
    const VOID: &str =
        "UPDATE mailings SET state = 'void', state_reason = $2, finished_ms = $3 WHERE id = $1 AND state = 'planning'";
    const APPROVAL: &str = "UPDATE approvals SET voided_ms = $2 WHERE mailing_id = $1 AND voided_ms IS NULL";
    let mut tx = store.begin().await?;
    let touched =
        on_tx!(&mut tx, |c| sqlx::query(VOID).bind(mailing.0).bind(reason).bind(now).execute(c).await.map(|r| r.touched()))?;
    if touched == 1 {
        on_tx!(&mut tx, |c| sqlx::query(APPROVAL).bind(mailing.0).bind(now).execute(c).await.map(drop))?;
        note(&mut tx, now, "dateline", "mailing.void", &format!("mailing {mailing}"), reason).await?;
    }
    tx.commit().await
}

/// Takes away rows of a void mailing; nothing was ever sent of them. `false` when none are left.
pub async fn remove_some(store: &Store, mailing: MailingId) -> Result<bool, StoreError> {
    const SLOTS: &str = "DELETE FROM delivery_slots WHERE delivery_id IN (SELECT id FROM deliveries d WHERE d.mailing_id = $1 \
         AND EXISTS (SELECT 1 FROM mailings m WHERE m.id = d.mailing_id AND m.state = 'void') ORDER BY d.id LIMIT 2000)";
    const ROWS: &str = "DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries d WHERE d.mailing_id = $1 \
         AND EXISTS (SELECT 1 FROM mailings m WHERE m.id = d.mailing_id AND m.state = 'void') ORDER BY d.id LIMIT 2000)";
    let mut tx = store.begin().await?;
    on_tx!(&mut tx, |c| sqlx::query(SLOTS).bind(mailing.0).execute(c).await.map(drop))?;
    let gone = on_tx!(&mut tx, |c| sqlx::query(ROWS).bind(mailing.0).execute(c).await.map(|r| r.touched()))?;
    tx.commit().await?;
    Ok(gone > 0)
}

/// Void mailings that still have rows: somebody died while taking them away.
pub async fn void_with_rows(store: &Store) -> Result<Vec<MailingId>, StoreError> {
    const LIST: &str = "SELECT m.id FROM mailings m WHERE m.state = 'void' \
         AND EXISTS (SELECT 1 FROM deliveries d WHERE d.mailing_id = m.id) ORDER BY m.id";
    let ids: Vec<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(LIST).fetch_all(c).await)?;
    Ok(ids.into_iter().map(MailingId).collect())
}
