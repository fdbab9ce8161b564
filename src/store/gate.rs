//! The only door to the wire: one transaction per group, outcomes first, then intents. An intent is granted only if at
//! this moment the claim still holds, the approval is the one the worker verified, and nothing and nobody says no.

use super::Store;
use super::backend::{Db, Held, Touched, on_tx};
use super::deliveries::never;
use super::error::StoreError;
use crate::clock::Millis;
use crate::model::ids::DeliveryId;

/// "I am about to write the body."
#[derive(Clone, Debug, serde::Serialize)]
pub struct Intent {
    pub id: DeliveryId,
    pub fence: i64,
    /// The approval digest this worker verified; empty for a single message.
    pub digest: String,
    pub relay: String,
    /// Of the bytes about to be written.
    pub sha256: String,
}

/// What a try came to, ready to be written down.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Settled {
    pub id: DeliveryId,
    pub fence: i64,
    /// The state it goes to: accepted, deferred, refused, in_doubt, pending (nothing of it was sent).
    pub to: &'static str,
    /// 1 if the try counts in the retry schedule.
    pub counted: i64,
    pub due: Millis,
    pub relay: String,
    pub phase: &'static str,
    pub code: Option<u16>,
    pub reply: String,
    pub at: Millis,
}

/// What became of a group of intents.
#[derive(Clone, Debug, Default)]
pub struct Passed {
    /// Granted: the body may be written now.
    pub granted: Vec<DeliveryId>,
    /// Of the rest: mailings whose approval is not the one the worker verified.
    pub void: Vec<crate::model::ids::MailingId>,
}

/// `$2` now, `$3` the intents, `$4` until when the reply may come.
macro_rules! intent {
    () => {
        "UPDATE deliveries AS d SET state = 'attempting', relay = r.by_relay, sha256 = r.copy_sha, reply_by_ms = $4 \
         FROM (SELECT CAST(value ->> 'id' AS BIGINT) AS want_id, CAST(value ->> 'fence' AS BIGINT) AS want_fence, \
                      value ->> 'digest' AS want_digest, value ->> 'relay' AS by_relay, value ->> 'sha256' AS copy_sha \
               FROM json_each($3)) AS r \
         WHERE d.id = r.want_id AND d.state = 'claimed' AND d.fence = r.want_fence \
           AND (d.sha256 IS NULL OR d.sha256 = r.copy_sha) \
           AND EXISTS (SELECT 1 FROM instance WHERE id = 1 AND killed_ms IS NULL AND quarantined_ms IS NULL) \
           AND ((d.mailing_id = 0 AND NOT EXISTS (SELECT 1 FROM suppressions s \
                    WHERE s.address_key = d.address_key AND s.reason = 'bounced' AND s.scope = 'office' AND s.lifted_ms IS NULL)) \
             OR (EXISTS (SELECT 1 FROM mailings m JOIN approvals a ON a.mailing_id = m.id \
                      JOIN release_versions v ON v.release_id = m.release_id AND v.version = m.version \
                      WHERE m.id = d.mailing_id AND m.state = 'sending' AND m.approval_digest = r.want_digest \
                        AND a.digest = r.want_digest AND a.voided_ms IS NULL AND v.withdrawn_ms IS NULL \
                        AND m.not_before_ms <= $2 AND m.useful_until_ms > $2) \
                 AND NOT EXISTS (SELECT 1 FROM suppressions s WHERE s.address_key = d.address_key AND s.lifted_ms IS NULL \
                      AND (s.until_ms IS NULL OR s.until_ms > $2) \
                      AND (s.scope = 'office' OR (s.scope = 'issue' AND s.scope_id = d.issue_id) \
                           OR (s.scope = 'region' AND s.scope_id = d.region_id))))) \
         RETURNING id, fence, relay"
    };
}

/// `$1` the outcomes. A try that was the relay's own trouble leaves the copy free for any relay. A late reply to a
/// doubt of the same attempt settles it for good: the reaper raised the fence by one. A late "not now" does not: nothing
/// in doubt returns to the queue by itself, and the mailing may be done.
macro_rules! settle {
    () => {
        "UPDATE deliveries AS d SET state = r.to_state, due_ms = r.due, tries = d.tries + r.counted, \
             relay = CASE WHEN r.to_state = 'deferred' AND r.counted = 0 THEN NULL ELSE r.by_relay END, code = r.code, \
             reply = r.reply, owner = NULL, lease_ms = NULL, \
             reply_by_ms = CASE WHEN r.to_state = 'in_doubt' THEN d.reply_by_ms ELSE NULL END, \
             settled_ms = CASE WHEN r.to_state IN ('pending', 'deferred') THEN NULL ELSE r.at END \
         FROM (SELECT CAST(value ->> 'id' AS BIGINT) AS want_id, CAST(value ->> 'fence' AS BIGINT) AS want_fence, \
                      value ->> 'to' AS to_state, CAST(value ->> 'counted' AS BIGINT) AS counted, CAST(value ->> 'due' AS BIGINT) AS due, \
                      value ->> 'relay' AS by_relay, CAST(value ->> 'code' AS BIGINT) AS code, value ->> 'reply' AS reply, \
                      CAST(value ->> 'at' AS BIGINT) AS at FROM json_each($1)) AS r \
         WHERE d.id = r.want_id AND ((d.state IN ('claimed', 'attempting') AND d.fence = r.want_fence) \
            OR (d.state = 'in_doubt' AND r.to_state IN ('accepted', 'refused') AND d.fence = r.want_fence + 1))"
    };
}

macro_rules! ended {
    () => {
        "INSERT INTO attempts (delivery_id, fence, relay, at_ms, ended_ms, phase, outcome, code, reply) \
         SELECT CAST(value ->> 'id' AS BIGINT), CAST(value ->> 'fence' AS BIGINT), value ->> 'relay', CAST(value ->> 'at' AS BIGINT), \
                CAST(value ->> 'at' AS BIGINT), value ->> 'phase', value ->> 'to', CAST(value ->> 'code' AS BIGINT), value ->> 'reply' \
         FROM json_each($1) WHERE value ->> 'to' <> 'pending' \
         ON CONFLICT (delivery_id, fence) DO UPDATE SET ended_ms = excluded.ended_ms, phase = excluded.phase, \
             outcome = excluded.outcome, code = excluded.code, reply = excluded.reply"
    };
}

/// SQLite: the whole group in one go, since each statement by itself costs a thread hop.
const ON_SQLITE: &str = concat!(
    "BEGIN IMMEDIATE; ",
    settle!(),
    "; ",
    ended!(),
    "; ",
    intent!(),
    "; INSERT INTO attempts (delivery_id, fence, relay, at_ms) SELECT d.id, d.fence, d.relay, $2 \
       FROM json_each($3) AS j JOIN deliveries d ON d.id = CAST(j.value ->> 'id' AS BIGINT) \
       WHERE d.state = 'attempting' AND d.fence = CAST(j.value ->> 'fence' AS BIGINT) \
       ON CONFLICT (delivery_id, fence) DO NOTHING; \
     COMMIT"
);

/// PostgreSQL: the same in one statement, after the gate's lock was taken by one of its own.
const ON_POSTGRES: &str = concat!(
    "WITH settled AS (",
    settle!(),
    "), ended AS (",
    ended!(),
    "), granted AS (",
    intent!(),
    "), begun AS (INSERT INTO attempts (delivery_id, fence, relay, at_ms) SELECT id, fence, relay, $2 FROM granted \
         ON CONFLICT (delivery_id, fence) DO NOTHING) \
     SELECT id, fence, relay FROM granted"
);

/// Commits one group. On an error nobody knows whether it is in: nothing may be written to the wire for these intents;
/// settling again is safe.
pub async fn commit_group(
    store: &Store,
    outcomes: &[Settled],
    intents: &[Intent],
    now: Millis,
    reply_by: Millis,
) -> Result<Vec<DeliveryId>, StoreError> {
    let (outcomes, asked) = (json(outcomes)?, json(intents)?);
    let granted: Vec<(i64, i64, String)> = match store.writer() {
        Db::Sqlite(pool) => {
            // Whatever goes wrong in the middle, the connection is closed, which rolls back.
            let mut held = Held::acquire(pool).await?;
            let group = sqlx::query_as(ON_SQLITE).bind(&outcomes).bind(now).bind(&asked).bind(reply_by);
            let rows = group.fetch_all(held.conn()).await.map_err(StoreError::CommitUnknown)?;
            held.is_committed();
            rows
        }
        Db::Postgres(_) => {
            let mut tx = if intents.is_empty() { store.begin().await? } else { store.begin_through_gate().await? };
            let rows = on_tx!(&mut tx, |c| sqlx::query_as(ON_POSTGRES)
                .bind(&outcomes)
                .bind(now)
                .bind(&asked)
                .bind(reply_by)
                .fetch_all(c)
                .await)?;
            tx.commit().await?;
            rows
        }
    };
    Ok(granted.into_iter().map(|(id, ..)| DeliveryId(id)).collect())
}

/// Judges copies the gate refused, by reason: what can never be sent is left out, what may be sent later goes back to
/// the queue, a row that was lost to another claim is forgotten. Returns the mailings whose approval does not hold.
pub async fn judge_refused(store: &Store, intents: &[Intent], now: Millis) -> Result<Passed, StoreError> {
    const NEVER: &str = concat!(
        "UPDATE deliveries AS d SET state = 'left_out', left_out = r.why, owner = NULL, lease_ms = NULL, settled_ms = $1 \
         FROM (SELECT d.id AS want_id, CAST(j.value ->> 'fence' AS BIGINT) AS want_fence, ",
        never!(),
        " AS why \
               FROM json_each($2) AS j JOIN deliveries d ON d.id = CAST(j.value ->> 'id' AS BIGINT) \
               JOIN mailings m ON m.id = d.mailing_id \
               JOIN release_versions v ON v.release_id = m.release_id AND v.version = m.version) AS r \
         WHERE d.id = r.want_id AND d.fence = r.want_fence AND d.state = 'claimed' AND r.why IS NOT NULL"
    );
    const DEAD_SINGLE: &str = "UPDATE deliveries AS d SET state = 'left_out', left_out = 'suppressed', owner = NULL, lease_ms = NULL, settled_ms = $1 \
         FROM (SELECT CAST(value ->> 'id' AS BIGINT) AS want_id, CAST(value ->> 'fence' AS BIGINT) AS want_fence FROM json_each($2)) AS r \
         WHERE d.id = r.want_id AND d.fence = r.want_fence AND d.state = 'claimed' AND d.mailing_id = 0 \
           AND EXISTS (SELECT 1 FROM suppressions s WHERE s.address_key = d.address_key AND s.reason = 'bounced' \
                AND s.scope = 'office' AND s.lifted_ms IS NULL)";
    const VOID: &str = "SELECT DISTINCT d.mailing_id FROM json_each($1) AS j JOIN deliveries d ON d.id = CAST(j.value ->> 'id' AS BIGINT) \
         JOIN mailings m ON m.id = d.mailing_id LEFT JOIN approvals a ON a.mailing_id = m.id \
         WHERE m.state = 'sending' AND (a.digest IS NULL OR a.voided_ms IS NOT NULL OR a.digest <> j.value ->> 'digest' \
               OR m.approval_digest <> j.value ->> 'digest' OR (d.sha256 IS NOT NULL AND d.sha256 <> j.value ->> 'sha256'))";
    const BACK: &str = "UPDATE deliveries AS d SET state = CASE WHEN tries > 0 THEN 'deferred' ELSE 'pending' END, owner = NULL, lease_ms = NULL \
         FROM (SELECT CAST(value ->> 'id' AS BIGINT) AS want_id, CAST(value ->> 'fence' AS BIGINT) AS want_fence FROM json_each($1)) AS r \
         WHERE d.id = r.want_id AND d.fence = r.want_fence AND d.state = 'claimed'";
    let rows = json(intents)?;
    let mut tx = store.begin().await?;
    on_tx!(&mut tx, |c| sqlx::query(NEVER).bind(now).bind(&rows).execute(c).await.map(|r| r.touched()))?;
    on_tx!(&mut tx, |c| sqlx::query(DEAD_SINGLE).bind(now).bind(&rows).execute(c).await.map(|r| r.touched()))?;
    let void: Vec<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(VOID).bind(&rows).fetch_all(c).await)?;
    on_tx!(&mut tx, |c| sqlx::query(BACK).bind(&rows).execute(c).await.map(|r| r.touched()))?;
    tx.commit().await?;
    Ok(Passed { granted: Vec::new(), void: void.into_iter().map(crate::model::ids::MailingId).collect() })
}

fn json<T: serde::Serialize>(rows: &[T]) -> Result<String, StoreError> {
    serde_json::to_string(rows).map_err(|_| StoreError::Corrupt { table: "deliveries", column: "rows", row: String::new() })
}
