//! The brakes: pause, resume, stop, withdraw, the kill switch, quarantine. Each closes the gate before it writes, so
//! when it has returned nothing more is begun.

use super::audit::note;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::error::StoreError;
use super::{Store, wake};
use crate::clock::Millis;
use crate::model::ids::{MailingId, ReleaseId};
use crate::model::mailing::MailingState;
use crate::model::matter::Matter;

/// What asking for another state came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Done,
    /// It is in this state, from which that step is not possible (or it is there already).
    Refused(MailingState),
    NoSuchMailing,
}

/// Stops handing over copies; what waits keeps waiting.
pub async fn pause(store: &Store, mailing: MailingId, actor: &str, reason: &str, now: Millis) -> Result<Step, StoreError> {
    const PAUSE: &str = "UPDATE mailings SET state = 'paused', state_reason = $2 WHERE id = $1 AND state = 'sending'";
    step(store, mailing, PAUSE, ("mailing.pause", actor, reason), now).await
}

/// Goes on after a pause, or decides "send now" for one that missed its time.
pub async fn resume(store: &Store, mailing: MailingId, actor: &str, now: Millis) -> Result<Step, StoreError> {
    const RESUME: &str = "UPDATE mailings SET state = 'sending', state_reason = $2, \
         started_ms = CASE WHEN state = 'missed' THEN $3 ELSE started_ms END WHERE id = $1 AND state IN ('paused', 'missed')";
    let mut tx = store.begin_closing_gate().await?;
    let touched =
        on_tx!(&mut tx, |c| sqlx::query(RESUME).bind(mailing.0).bind("").bind(now).execute(c).await.map(|r| r.touched()))?;
    let step = finish(tx, mailing, touched, ("mailing.resume", actor, ""), now).await?;
    if step == Step::Done {
        super::alerts::clear(store, &Matter::Mailing(mailing).to_string(), "dateline", now).await?;
    }
    wake::announce(store).await;
    Ok(step)
}

/// Ends a mailing for good. What waits becomes left out, in chunks, here or by any worker.
pub async fn stop(store: &Store, mailing: MailingId, actor: &str, reason: &str, now: Millis) -> Result<Step, StoreError> {
    const STOP: &str = "UPDATE mailings SET state = 'stopped', state_reason = $2 \
         WHERE id = $1 AND state IN ('planning', 'sending', 'paused', 'missed')";
    let done = step(store, mailing, STOP, ("mailing.stop", actor, reason), now).await?;
    if done == Step::Done {
        super::deliveries::leave_out_closed(store, mailing, now).await?;
    }
    Ok(done)
}

/// Withdraws a release version: no copy of it is begun any more, in any mailing. Returns the mailings it closed.
pub async fn withdraw(
    store: &Store,
    release: ReleaseId,
    version: i64,
    actor: &str,
    now: Millis,
) -> Result<Vec<MailingId>, StoreError> {
    const VERSION: &str =
        "UPDATE release_versions SET withdrawn_ms = $3 WHERE release_id = $1 AND version = $2 AND withdrawn_ms IS NULL";
    const MAILINGS: &str = "UPDATE mailings SET state = 'withdrawn' WHERE release_id = $1 AND version = $2 \
         AND state IN ('planning', 'sending', 'paused', 'missed') RETURNING id";
    let mut tx = store.begin_closing_gate().await?;
    on_tx!(&mut tx, |c| sqlx::query(VERSION).bind(release.0).bind(version).bind(now).execute(c).await.map(drop))?;
    let closed: Vec<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(MAILINGS).bind(release.0).bind(version).fetch_all(c).await)?;
    note(&mut tx, now, actor, "release.withdraw", &format!("release {release} version {version}"), "").await?;
    tx.commit().await?;
    let closed: Vec<_> = closed.into_iter().map(MailingId).collect();
    for &mailing in &closed {
        super::deliveries::leave_out_closed(store, mailing, now).await?;
    }
    Ok(closed)
}

/// Voids the approval of a mailing and pauses it: what is there is not what was approved.
pub async fn void_approval(store: &Store, mailing: MailingId, reason: &str, now: Millis) -> Result<Step, StoreError> {
    const VOID: &str = "UPDATE approvals SET voided_ms = $2 WHERE mailing_id = $1 AND voided_ms IS NULL";
    const PAUSE: &str = "UPDATE mailings SET state = 'paused', state_reason = $2 WHERE id = $1 AND state = 'sending'";
    let mut tx = store.begin_closing_gate().await?;
    on_tx!(&mut tx, |c| sqlx::query(VOID).bind(mailing.0).bind(now).execute(c).await.map(drop))?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(PAUSE).bind(mailing.0).bind(reason).execute(c).await.map(|r| r.touched()))?;
    finish(tx, mailing, touched, ("approval.void", "dateline", reason), now).await
}

/// The kill switch: with it on, no relay is handed anything by any worker. `false` when it stood that way already.
pub async fn kill(store: &Store, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const KILL: &str = "UPDATE instance SET killed_ms = $1, killed_by = $2 WHERE id = 1 AND killed_ms IS NULL";
    switch(store, KILL, "sending.kill", actor, now).await
}

/// Switches sending on again.
pub async fn unkill(store: &Store, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const UNKILL: &str = "UPDATE instance SET killed_ms = NULL, killed_by = NULL WHERE id = 1 AND killed_ms IS NOT NULL";
    switch(store, UNKILL, "sending.unkill", actor, now).await
}

/// Ends the quarantine of a moved or restored database: a person says that it may send from here.
pub async fn leave_quarantine(store: &Store, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const LEAVE: &str = "UPDATE instance SET quarantined_ms = NULL WHERE id = 1 AND quarantined_ms IS NOT NULL";
    switch(store, LEAVE, "sending.leave_quarantine", actor, now).await
}

/// Whether anything may be sent at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brakes {
    pub killed: Option<Millis>,
    pub killed_by: Option<String>,
    pub quarantined: Option<Millis>,
    /// Where the database last lived; empty = not said yet.
    pub place: String,
}

impl Brakes {
    pub fn are_off(&self) -> bool {
        self.killed.is_none() && self.quarantined.is_none()
    }
}

pub async fn brakes(store: &Store) -> Result<Brakes, StoreError> {
    const BRAKES: &str = "SELECT killed_ms, killed_by, quarantined_ms, place FROM instance WHERE id = 1";
    let (killed, killed_by, quarantined, place) = on_driver!(store.reader(), |c| sqlx::query_as(BRAKES).fetch_one(c).await)?;
    Ok(Brakes { killed, killed_by, quarantined, place })
}

/// Compares where the database lives with where it lived. The first look writes it down; a different place (a restored
/// or cloned database) starts the quarantine. Returns the brakes as they stand afterwards.
pub async fn settle_place(store: &Store, place: &str, now: Millis) -> Result<Brakes, StoreError> {
    const FIRST: &str = "UPDATE instance SET place = $1 WHERE id = 1 AND place = ''";
    const MOVED: &str = "UPDATE instance SET quarantined_ms = $2, place = $1 WHERE id = 1 AND place <> $1 AND place <> ''";
    let mut tx = store.begin_closing_gate().await?;
    let moved = on_tx!(&mut tx, |c| sqlx::query(MOVED).bind(place).bind(now).execute(c).await.map(|r| r.touched()))?;
    on_tx!(&mut tx, |c| sqlx::query(FIRST).bind(place).execute(c).await.map(drop))?;
    if moved > 0 {
        note(&mut tx, now, "dateline", "sending.quarantine", "database", "it lives in another place than before").await?;
    }
    tx.commit().await?;
    brakes(store).await
}

async fn switch(store: &Store, sql: &'static str, act: &str, actor: &str, now: Millis) -> Result<bool, StoreError> {
    let mut tx = store.begin_closing_gate().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(sql).bind(now).bind(actor).execute(c).await.map(|r| r.touched()))?;
    if touched > 0 {
        note(&mut tx, now, actor, act, "sending", "").await?;
    }
    tx.commit().await?;
    wake::announce(store).await;
    Ok(touched > 0)
}

async fn step(
    store: &Store,
    mailing: MailingId,
    sql: &'static str,
    what: (&str, &str, &str),
    now: Millis,
) -> Result<Step, StoreError> {
    let mut tx = store.begin_closing_gate().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(sql).bind(mailing.0).bind(what.2).execute(c).await.map(|r| r.touched()))?;
    finish(tx, mailing, touched, what, now).await
}

async fn finish(mut tx: Tx, mailing: MailingId, touched: u64, what: (&str, &str, &str), now: Millis) -> Result<Step, StoreError> {
    const STATE: &str = "SELECT state FROM mailings WHERE id = $1";
    let (act, actor, reason) = what;
    if touched > 0 {
        note(&mut tx, now, actor, act, &format!("mailing {mailing}"), reason).await?;
        tx.commit().await?;
        return Ok(Step::Done);
    }
    let state: Option<String> = on_tx!(&mut tx, |c| sqlx::query_scalar(STATE).bind(mailing.0).fetch_optional(c).await)?;
    tx.commit().await?;
    match state {
        None => Ok(Step::NoSuchMailing),
        Some(state) => MailingState::parse(&state).map(Step::Refused).ok_or_else(|| StoreError::Corrupt {
            table: "mailings",
            column: "state",
            row: mailing.to_string(),
        }),
    }
}
