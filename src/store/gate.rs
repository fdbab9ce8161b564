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
    /// When it was begun (the time of its MAIL), and when it ended.
    pub began: Millis,
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

/// What is asked and what is told come in as rows: on SQLite as one JSON array in its binary form, so that no field is
/// read twice; on PostgreSQL as arrays. `$2` is now, `$4` until when the reply may come.
macro_rules! asked_on_sqlite {
    () => {
        "(SELECT value ->> 'id' AS want_id, value ->> 'fence' AS want_fence, value ->> 'digest' AS want_digest, \
             value ->> 'relay' AS by_relay, value ->> 'sha256' AS copy_sha FROM jsonb_each($3)) AS r"
    };
}
macro_rules! told_on_sqlite {
    () => {
        "(SELECT value ->> 'id' AS want_id, value ->> 'fence' AS want_fence, value ->> 'to' AS to_state, \
             value ->> 'counted' AS counted, value ->> 'due' AS due, value ->> 'relay' AS by_relay, value ->> 'phase' AS phase, \
             value ->> 'code' AS code, value ->> 'reply' AS reply, value ->> 'at' AS at, value ->> 'began' AS began FROM jsonb_each($1)) AS r"
    };
}
macro_rules! asked_on_postgres {
    () => {
        "UNNEST($3::bigint[], $5::bigint[], $6::text[], $7::text[], $8::text[]) \
             AS r (want_id, want_fence, want_digest, by_relay, copy_sha)"
    };
}
macro_rules! told_on_postgres {
    () => {
        "UNNEST($1::bigint[], $9::bigint[], $10::text[], $11::bigint[], $12::bigint[], $13::text[], $14::text[], $15::bigint[], \
             $16::text[], $17::bigint[], $18::bigint[]) \
             AS r (want_id, want_fence, to_state, counted, due, by_relay, phase, code, reply, at, began)"
    };
}

macro_rules! begin {
    () => {
        "UPDATE deliveries AS d SET state = 'attempting', relay = r.by_relay, sha256 = r.copy_sha, reply_by_ms = $4, begun_ms = $2 FROM "
    };
}
macro_rules! may_begin {
    () => {
        " WHERE d.id = r.want_id AND d.state = 'claimed' AND d.fence = r.want_fence \
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
         RETURNING id"
    };
}

/// A try that was the relay's own trouble leaves the copy free for any relay.
macro_rules! settle {
    () => {
        "UPDATE deliveries AS d SET state = r.to_state, due_ms = r.due, tries = d.tries + r.counted, \
             relay = CASE WHEN r.to_state = 'deferred' AND r.counted = 0 THEN NULL ELSE r.by_relay END, code = r.code, \
             reply = r.reply, owner = NULL, lease_ms = NULL, \
             reply_by_ms = CASE WHEN r.to_state = 'in_doubt' THEN d.reply_by_ms ELSE NULL END, \
             settled_ms = CASE WHEN r.to_state IN ('pending', 'deferred') THEN NULL ELSE r.at END FROM "
    };
}
/// A late reply to a doubt of the same attempt settles it for good: the reaper raised the fence by one. A late "not now"
/// does not: nothing in doubt returns to the queue by itself, and the mailing may be done.
macro_rules! may_settle {
    () => {
        " WHERE d.id = r.want_id AND ((d.state IN ('claimed', 'attempting') AND d.fence = r.want_fence) \
            OR (d.state = 'in_doubt' AND r.to_state IN ('accepted', 'refused') AND d.fence = r.want_fence + 1))"
    };
}

macro_rules! ended {
    () => {
        "INSERT INTO attempts (delivery_id, fence, relay, at_ms, ended_ms, phase, outcome, code, reply) \
         SELECT want_id, want_fence, by_relay, began, at, phase, to_state, code, reply FROM "
    };
}
macro_rules! once {
    () => {
        " WHERE to_state <> 'pending' \
         ON CONFLICT (delivery_id, fence) DO UPDATE SET ended_ms = excluded.ended_ms, phase = excluded.phase, \
             outcome = excluded.outcome, code = excluded.code, reply = excluded.reply"
    };
}

/// SQLite: the whole group in one go, since each statement by itself costs a thread hop.
const ON_SQLITE: &str = concat!(
    "BEGIN IMMEDIATE; ",
    settle!(),
    told_on_sqlite!(),
    may_settle!(),
    "; ",
    ended!(),
    told_on_sqlite!(),
    once!(),
    "; ",
    begin!(),
    asked_on_sqlite!(),
    may_begin!(),
    "; COMMIT"
);

/// PostgreSQL: the same in one statement, after the gate's lock was taken by one of its own.
const ON_POSTGRES: &str = concat!(
    "WITH settled AS (",
    settle!(),
    told_on_postgres!(),
    may_settle!(),
    "), ended AS (",
    ended!(),
    told_on_postgres!(),
    once!(),
    "), granted AS (",
    begin!(),
    asked_on_postgres!(),
    may_begin!(),
    ") SELECT id FROM granted"
);

/// Commits one group. On an error nobody knows whether it is in: nothing may be written to the wire for these intents;
/// settling again is safe.
pub async fn commit_group(
    store: &Store,
    outcomes: &[&Settled],
    intents: &[Intent],
    now: Millis,
    reply_by: Millis,
) -> Result<Vec<DeliveryId>, StoreError> {
    let granted: Vec<(i64,)> = match store.writer() {
        Db::Sqlite(pool) => {
            let (told, asked) = (json(outcomes)?, json(intents)?);
            // Whatever goes wrong in the middle, the connection is closed, which rolls back.
            let mut held = Held::acquire(pool).await?;
            let group = sqlx::query_as(ON_SQLITE).bind(&told).bind(now).bind(&asked).bind(reply_by);
            let rows = group.fetch_all(held.conn()).await.map_err(StoreError::CommitUnknown)?;
            held.is_committed();
            rows
        }
        Db::Postgres(pool) => {
            let mut held = Held::acquire(pool).await?;
            // Without intents nothing can be let through, and the gate's lock is not needed.
            let begin = if intents.is_empty() { "BEGIN" } else { super::postgres::BEGIN_THROUGH_GATE };
            sqlx::raw_sql(begin).execute(held.conn()).await?;
            let rows = on_postgres(outcomes, intents, now, reply_by).fetch_all(held.conn()).await?;
            super::backend::Tx::Postgres(held).commit().await?;
            rows
        }
    };
    Ok(granted.into_iter().map(|(id,)| DeliveryId(id)).collect())
}

type Granted<'q> = sqlx::query::QueryAs<'q, sqlx::Postgres, (i64,), sqlx::postgres::PgArguments>;

fn on_postgres<'q>(outcomes: &[&Settled], intents: &[Intent], now: Millis, reply_by: Millis) -> Granted<'q> {
    let asked = |of: fn(&Intent) -> &str| intents.iter().map(|intent| of(intent).to_owned()).collect::<Vec<_>>();
    let told = |of: fn(&Settled) -> &str| outcomes.iter().map(|told| of(told).to_owned()).collect::<Vec<_>>();
    let number = |of: fn(&Settled) -> i64| outcomes.iter().map(|told| of(told)).collect::<Vec<_>>();
    sqlx::query_as(ON_POSTGRES)
        .bind(number(|told| told.id.0))
        .bind(now)
        .bind(intents.iter().map(|intent| intent.id.0).collect::<Vec<_>>())
        .bind(reply_by)
        .bind(intents.iter().map(|intent| intent.fence).collect::<Vec<_>>())
        .bind(asked(|intent| &intent.digest))
        .bind(asked(|intent| &intent.relay))
        .bind(asked(|intent| &intent.sha256))
        .bind(number(|told| told.fence))
        .bind(told(|told| told.to))
        .bind(number(|told| told.counted))
        .bind(number(|told| told.due))
        .bind(told(|told| &told.relay))
        .bind(told(|told| told.phase))
        .bind(outcomes.iter().map(|told| told.code.map(i64::from)).collect::<Vec<_>>())
        .bind(told(|told| &told.reply))
        .bind(number(|told| told.at))
        .bind(number(|told| told.began))
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
