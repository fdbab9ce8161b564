//! The queue between planning and the gate: claiming under a lease, giving back, reaping what a lost worker held,
//! leaving out what can no longer be sent, and telling when a mailing is done.

use super::Store;
use super::backend::{Touched, on_driver, on_tx};
use super::error::StoreError;
use super::relays::Pace;
use crate::clock::Millis;
use crate::model::ids::{DeliveryId, MailingId, SingleId, WorkerId};

/// Rows of one sweep: small enough that no write transaction lasts long on SQLite.
const CHUNK: i64 = 2_000;

/// A copy in a worker's hands.
#[derive(Clone, Debug)]
pub struct Claimed {
    pub id: DeliveryId,
    /// The claim's number; whoever holds an older one has lost the row.
    pub fence: i64,
    /// `MailingId(0)` for a single message.
    pub mailing: MailingId,
    pub single: SingleId,
    pub address: String,
    pub tries: i64,
    /// Digest of the bytes of an earlier attempt; every attempt has the same.
    pub sha256: Option<String>,
    /// Blank after erasure, and for single messages.
    pub slots: Option<ClaimedSlots>,
}

/// What the copy says beyond its letter.
#[derive(Clone, Debug)]
pub struct ClaimedSlots {
    pub name: String,
    pub outlet: String,
    pub language: String,
    pub reason: String,
    /// This person's opens may be recorded by name.
    pub consented: bool,
    /// The Message-ID of their copy of what this corrects or follows up.
    pub in_reply_to: Option<String>,
}

#[derive(sqlx::FromRow)]
struct SlotRow {
    delivery_id: i64,
    name: String,
    outlet: String,
    language: String,
    reason: String,
    consented: bool,
    in_reply_to: Option<String>,
}

#[derive(sqlx::FromRow)]
struct ClaimRow {
    id: i64,
    fence: i64,
    mailing_id: i64,
    single_id: i64,
    address: String,
    tries: i64,
    sha256: Option<String>,
}

impl SlotRow {
    fn slots(self) -> ClaimedSlots {
        let Self { name, outlet, language, reason, consented, in_reply_to, .. } = self;
        ClaimedSlots { name, outlet, language, reason, consented, in_reply_to }
    }
}

/// A claim's terms.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    pub mailing: MailingId,
    pub lane: &'a str,
    pub worker: WorkerId,
    pub relay: &'a str,
    pub at_most: i64,
    pub lease_until: Millis,
    /// Reserve a slot of the relay for each copy in the same transaction; with the time in Unix microseconds.
    pub slots: Option<(Pace, i64)>,
}

/// Takes due copies of one lane of a mailing (0 = the single messages).
/// With the level before the slots that were reserved for them, if any were.
pub async fn claim(store: &Store, claim: Claim<'_>, now: Millis) -> Result<(Vec<Claimed>, Option<i64>), StoreError> {
    const SLOTS: &str = "SELECT delivery_id, name, outlet, language, reason, consented, in_reply_to FROM delivery_slots \
         WHERE delivery_id IN (SELECT CAST(value AS BIGINT) FROM json_each($1))";
    const STARTED: &str = "UPDATE mailings SET started_ms = $2 WHERE id = $1 AND started_ms IS NULL";
    let mut tx = store.begin().await?;
    let rows: Vec<ClaimRow> = on_tx!(&mut tx, |c| sqlx::query_as(store.claim_sql())
        .bind(claim.mailing.0)
        .bind(now)
        .bind(claim.at_most)
        .bind(claim.worker.0)
        .bind(claim.lease_until)
        .bind(claim.relay)
        .bind(claim.lane)
        .fetch_all(c)
        .await)?;
    let mut slots = std::collections::HashMap::new();
    if !rows.is_empty() && claim.mailing.0 != 0 {
        on_tx!(&mut tx, |c| sqlx::query(STARTED).bind(claim.mailing.0).bind(now).execute(c).await.map(drop))?;
        let ids = ids_json(rows.iter().map(|row| row.id));
        let found: Vec<SlotRow> = on_tx!(&mut tx, |c| sqlx::query_as(SLOTS).bind(&ids).fetch_all(c).await)?;
        slots.extend(found.into_iter().map(|row| (row.delivery_id, row.slots())));
    }
    let mut level = None;
    if let Some((pace, now_us)) = claim.slots.filter(|_| !rows.is_empty()) {
        let count = i64::try_from(rows.len()).unwrap_or(claim.at_most);
        level = Some(super::relays::draw_in(&mut tx, claim.relay, pace, count, now_us).await?);
    }
    tx.commit().await?;
    let copies = rows
        .into_iter()
        .map(|row| Claimed {
            slots: slots.remove(&row.id),
            id: DeliveryId(row.id),
            fence: row.fence,
            mailing: MailingId(row.mailing_id),
            single: SingleId(row.single_id),
            address: row.address,
            tries: row.tries,
            sha256: row.sha256,
        })
        .collect();
    Ok((copies, level))
}

/// Gives claimed copies back unsent: they are due at once again.
pub async fn give_back(store: &Store, copies: &[(DeliveryId, i64)]) -> Result<u64, StoreError> {
    const GIVE_BACK: &str = "UPDATE deliveries AS d SET state = CASE WHEN tries > 0 THEN 'deferred' ELSE 'pending' END, \
             owner = NULL, lease_ms = NULL \
         FROM (SELECT CAST(value ->> 'id' AS BIGINT) AS want_id, CAST(value ->> 'fence' AS BIGINT) AS want_fence FROM json_each($1)) AS r \
         WHERE d.id = r.want_id AND d.fence = r.want_fence AND d.state = 'claimed'";
    if copies.is_empty() {
        return Ok(0);
    }
    let rows = serde_json::Value::from_iter(copies.iter().map(|(id, fence)| serde_json::json!({"id": id.0, "fence": fence})))
        .to_string();
    Ok(on_driver!(store.writer(), |c| sqlx::query(GIVE_BACK).bind(&rows).execute(c).await.map(|r| r.touched()))?)
}

/// What the reaper found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reaped {
    /// Claims past their lease, or of a dead worker: back in the queue, never begun.
    pub freed: u64,
    /// Attempts whose reply can no longer come: in doubt.
    pub in_doubt: u64,
    /// Doubts the approver chose beforehand to try once more.
    pub resent: u64,
}

// Each names the state of the row it changes, also for a row that changed while the statement waited for it; and each says
// it in the words of the index of what is held, so that a look costs as much as is held and not as there is.
const FREE: &str = "UPDATE deliveries SET state = CASE WHEN tries > 0 THEN 'deferred' ELSE 'pending' END, owner = NULL, lease_ms = NULL, \
     fence = fence + 1 WHERE state IN ('claimed', 'attempting') AND state = 'claimed' AND (lease_ms <= $1 OR owner = $2 \
     OR EXISTS (SELECT 1 FROM workers w WHERE w.id = deliveries.owner AND w.ended_ms IS NOT NULL))";
const DOUBT_ATTEMPTS: &str = "INSERT INTO attempts (delivery_id, fence, relay, at_ms, ended_ms, phase, outcome) \
     SELECT id, fence, COALESCE(relay, ''), COALESCE(begun_ms, $1), $1, 'dot', 'in_doubt' FROM deliveries \
     WHERE state IN ('claimed', 'attempting') AND state = 'attempting' AND (reply_by_ms <= $1 OR owner = $2 \
     OR EXISTS (SELECT 1 FROM workers w WHERE w.id = deliveries.owner AND w.ended_ms IS NOT NULL)) \
     ON CONFLICT (delivery_id, fence) DO NOTHING";
const DOUBT: &str = "UPDATE deliveries SET state = 'in_doubt', owner = NULL, lease_ms = NULL, fence = fence + 1, settled_ms = $1 \
     WHERE state IN ('claimed', 'attempting') AND state = 'attempting' AND (reply_by_ms <= $1 OR owner = $2 \
     OR EXISTS (SELECT 1 FROM workers w WHERE w.id = deliveries.owner AND w.ended_ms IS NOT NULL))";

/// Frees lapsed claims and turns lapsed attempts into doubts. An attempt never returns to the queue by itself.
/// `orphaned_by` is a worker that is known to be gone: of its rows nothing need be waited for; nor of those of a worker
/// that has ended, whose last claim may have committed after others freed its rows.
pub async fn reap(store: &Store, orphaned_by: Option<WorkerId>, now: Millis) -> Result<Reaped, StoreError> {
    const RESEND: &str = "UPDATE deliveries SET state = 'deferred', due_ms = $1, resends = resends + 1, settled_ms = NULL \
         WHERE state = 'in_doubt' AND resends = 0 AND reply_by_ms <= $1 AND mailing_id IN \
             (SELECT id FROM mailings WHERE state = 'sending' AND doubt_policy = 'resend_once' AND useful_until_ms > $1)";
    let owner = orphaned_by.map_or(-1, |worker| worker.0);
    let mut tx = store.begin().await?;
    let freed = on_tx!(&mut tx, |c| sqlx::query(FREE).bind(now).bind(owner).execute(c).await.map(|r| r.touched()))?;
    on_tx!(&mut tx, |c| sqlx::query(DOUBT_ATTEMPTS).bind(now).bind(owner).execute(c).await.map(drop))?;
    let in_doubt = on_tx!(&mut tx, |c| sqlx::query(DOUBT).bind(now).bind(owner).execute(c).await.map(|r| r.touched()))?;
    let resent = on_tx!(&mut tx, |c| sqlx::query(RESEND).bind(now).execute(c).await.map(|r| r.touched()))?;
    tx.commit().await?;
    Ok(Reaped { freed, in_doubt, resent })
}

/// Why a waiting copy can never be sent, or NULL: the same words at the gate, in sweeps and for a mailing that closed.
/// Needs `d` deliveries, `m` mailings, `v` release_versions; `$1` is now.
macro_rules! never {
    () => {
        "CASE WHEN m.state IN ('stopped', 'void') THEN 'stopped' \
              WHEN m.state = 'withdrawn' OR v.withdrawn_ms IS NOT NULL THEN 'withdrawn' \
              WHEN m.useful_until_ms <= $1 THEN 'expired' \
              WHEN EXISTS (SELECT 1 FROM suppressions s WHERE s.address_key = d.address_key AND s.lifted_ms IS NULL \
                   AND s.reason IN ('unsubscribed', 'complained') \
                   AND (s.scope = 'office' OR (s.scope = 'issue' AND s.scope_id = d.issue_id) OR (s.scope = 'region' AND s.scope_id = d.region_id))) \
                  THEN 'unsubscribed' \
              WHEN EXISTS (SELECT 1 FROM suppressions s WHERE s.address_key = d.address_key AND s.lifted_ms IS NULL \
                   AND (s.until_ms IS NULL OR s.until_ms > $1) \
                   AND (s.scope = 'office' OR (s.scope = 'issue' AND s.scope_id = d.issue_id) OR (s.scope = 'region' AND s.scope_id = d.region_id))) \
                  THEN 'suppressed' END"
    };
}
pub(super) use never;

/// Leaves out, in chunks, what waits in a mailing that is stopped, withdrawn or past its use. Returns how many.
pub async fn leave_out_closed(store: &Store, mailing: MailingId, now: Millis) -> Result<u64, StoreError> {
    const SWEEP: &str = concat!(
        "UPDATE deliveries AS d SET state = 'left_out', left_out = r.why, owner = NULL, lease_ms = NULL, fence = d.fence + 1, settled_ms = $1 \
         FROM (SELECT d.id AS want_id, ",
        never!(),
        " AS why FROM deliveries d JOIN mailings m ON m.id = d.mailing_id \
               JOIN release_versions v ON v.release_id = m.release_id AND v.version = m.version \
               WHERE d.mailing_id = $2 AND d.state IN ('pending', 'deferred') LIMIT $3) AS r \
         WHERE d.id = r.want_id AND d.state IN ('pending', 'deferred') AND r.why IS NOT NULL"
    );
    let mut left_out = 0;
    loop {
        let touched = on_driver!(store.writer(), |c| sqlx::query(SWEEP)
            .bind(now)
            .bind(mailing.0)
            .bind(CHUNK)
            .execute(c)
            .await
            .map(|r| r.touched()))?;
        left_out += touched;
        if touched < CHUNK.unsigned_abs() {
            return Ok(left_out);
        }
    }
}

/// Mailings that still hold waiting copies although they are closed or past their use.
pub async fn closed_but_waiting(store: &Store, now: Millis) -> Result<Vec<MailingId>, StoreError> {
    const CLOSED: &str = "SELECT m.id FROM mailings m \
         WHERE (m.state IN ('stopped', 'withdrawn') OR (m.state IN ('sending', 'paused', 'missed') AND m.useful_until_ms <= $1)) \
           AND EXISTS (SELECT 1 FROM deliveries d WHERE d.mailing_id = m.id AND d.state IN ('pending', 'deferred'))";
    let rows: Vec<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(CLOSED).bind(now).fetch_all(c).await)?;
    Ok(rows.into_iter().map(MailingId).collect())
}

/// Closes mailings of which nobody waits and nobody will be tried again. Computed from the rows, never said early.
pub async fn finish(store: &Store, now: Millis) -> Result<Vec<MailingId>, StoreError> {
    const FINISH: &str = "UPDATE mailings SET state = 'done', finished_ms = $1 WHERE state = 'sending' \
           AND (started_ms IS NOT NULL OR not_before_ms <= $1) \
           AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.mailing_id = mailings.id AND d.state IN ('pending', 'deferred')) \
           AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.mailing_id = mailings.id AND d.state IN ('claimed', 'attempting')) \
           AND (doubt_policy = 'wait' OR NOT EXISTS (SELECT 1 FROM deliveries d \
                WHERE d.mailing_id = mailings.id AND d.state = 'in_doubt' AND d.resends = 0)) \
         RETURNING id";
    let rows: Vec<i64> = on_driver!(store.writer(), |c| sqlx::query_scalar(FINISH).bind(now).fetch_all(c).await)?;
    Ok(rows.into_iter().map(MailingId).collect())
}

/// Marks mailings whose time passed, by more than `grace`, before anything went out: a person decides.
pub async fn mark_missed(store: &Store, grace: Millis, now: Millis) -> Result<Vec<MailingId>, StoreError> {
    const MISSED: &str = "UPDATE mailings SET state = 'missed', state_reason = 'no sender was running at its time' \
         WHERE state = 'sending' AND started_ms IS NULL AND not_before_ms < $1 RETURNING id";
    let rows: Vec<i64> = on_driver!(store.writer(), |c| sqlx::query_scalar(MISSED).bind(now - grace).fetch_all(c).await)?;
    Ok(rows.into_iter().map(MailingId).collect())
}

pub(super) fn ids_json(ids: impl Iterator<Item = i64>) -> String {
    format!("[{}]", ids.map(|id| id.to_string()).collect::<Vec<_>>().join(","))
}
