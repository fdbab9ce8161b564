//! What settles a copy that is in doubt: a person's word, or proof that it arrived. Nothing else moves one, but a late
//! reply and the policy the approver chose.

use super::audit::note;
use super::backend::{Touched, Tx, on_tx};
use super::error::StoreError;
use super::{Store, wake};
use crate::clock::Millis;
use crate::model::delivery::DeliveryState;
use crate::model::ids::{DeliveryId, MailingId};
use crate::model::mailing::MailingState;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The relay has it.
    Accepted,
    /// Once more, at the risk of a second copy.
    Resend,
    /// It never went out and shall not.
    NotSent,
}

impl Decision {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Resend => "resend",
            Self::NotSent => "not_sent",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    Done,
    NoSuchDelivery,
    NotInDoubt(DeliveryState),
    /// Too early to send again: the reply to the first try can come until then.
    ReplyMayStillCome(Millis),
    /// The mailing sends nothing any more.
    MailingIsClosed(MailingState),
    TooLate(Millis),
}

#[derive(sqlx::FromRow)]
struct DoubtRow {
    state: String,
    reply_by_ms: Option<Millis>,
    /// A single message has no mailing.
    mailing_state: Option<String>,
    useful_until_ms: Option<Millis>,
}

/// Settles one delivery in doubt, of a mailing or (0) a single message, and writes down who said so and from where they know.
pub async fn settle(
    store: &Store,
    mailing: MailingId,
    delivery: DeliveryId,
    decision: Decision,
    actor: &str,
    reason: &str,
    now: Millis,
) -> Result<Settled, StoreError> {
    const FIND: &str = "SELECT d.state, d.reply_by_ms, m.state AS mailing_state, m.useful_until_ms \
         FROM deliveries d LEFT JOIN mailings m ON m.id = d.mailing_id WHERE d.id = $1 AND d.mailing_id = $2";
    // Always written to, so that nobody declares the mailing done on what it looked like before.
    const REOPEN: &str = "UPDATE mailings SET finished_ms = NULL, state = CASE WHEN state = 'done' THEN 'sending' ELSE state END \
         WHERE id = $1 AND state IN ('sending', 'paused', 'done')";
    const EVENT: &str = "INSERT INTO events (at_ms, kind, mailing_id, delivery_id, detail) VALUES ($1, 'settled', $2, $3, $4)";
    let mut tx = store.begin_closing_gate().await?;
    let row: Option<DoubtRow> =
        on_tx!(&mut tx, |c| sqlx::query_as(FIND).bind(delivery.0).bind(mailing.0).fetch_optional(c).await)?;
    let refusal = match &row {
        None => Some(Settled::NoSuchDelivery),
        Some(row) => refusal(row, delivery, decision, now)?,
    };
    if let Some(refusal) = refusal {
        tx.commit().await?;
        return Ok(refusal);
    }
    let sql = change(decision);
    let touched = on_tx!(&mut tx, |c| sqlx::query(sql).bind(delivery.0).bind(now).execute(c).await.map(|r| r.touched()))?;
    StoreError::expect_rows("the delivery in doubt", 1, touched)?;
    if decision == Decision::Resend && mailing.0 != 0 {
        let touched = on_tx!(&mut tx, |c| sqlx::query(REOPEN).bind(mailing.0).execute(c).await.map(|r| r.touched()))?;
        StoreError::expect_rows("the mailing", 1, touched)?;
    }
    let detail = decision.as_str();
    on_tx!(&mut tx, |c| sqlx::query(EVENT).bind(now).bind(mailing.0).bind(delivery.0).bind(detail).execute(c).await.map(drop))?;
    let subject = format!("mailing {mailing} delivery {delivery}");
    note(&mut tx, now, actor, "delivery.settle", &subject, format!("{detail} {reason}").trim_end()).await?;
    tx.commit().await?;
    wake::announce(store).await;
    Ok(Settled::Done)
}

/// Proof that a copy arrived, as a link in it that was used, settles its doubt.
pub(super) async fn arrived(tx: &mut Tx, delivery: DeliveryId, proof: &str, now: Millis) -> Result<bool, StoreError> {
    const ARRIVED: &str = "UPDATE deliveries SET state = 'accepted', settled_ms = $2 WHERE id = $1 AND state = 'in_doubt'";
    const EVENT: &str = "INSERT INTO events (at_ms, kind, mailing_id, delivery_id, detail) \
         SELECT $1, 'settled', mailing_id, id, $3 FROM deliveries WHERE id = $2";
    let settled = on_tx!(tx, |c| sqlx::query(ARRIVED).bind(delivery.0).bind(now).execute(c).await.map(|r| r.touched()))?;
    if settled > 0 {
        let detail = format!("accepted: {proof}");
        on_tx!(tx, |c| sqlx::query(EVENT).bind(now).bind(delivery.0).bind(&detail).execute(c).await.map(drop))?;
    }
    Ok(settled > 0)
}

fn change(decision: Decision) -> &'static str {
    match decision {
        Decision::Accepted => "UPDATE deliveries SET state = 'accepted', settled_ms = $2 WHERE id = $1 AND state = 'in_doubt'",
        Decision::Resend => {
            "UPDATE deliveries SET state = 'deferred', due_ms = $2, resends = resends + 1, settled_ms = NULL \
             WHERE id = $1 AND state = 'in_doubt'"
        }
        Decision::NotSent => {
            "UPDATE deliveries SET state = 'left_out', left_out = 'stopped', settled_ms = $2 WHERE id = $1 AND state = 'in_doubt'"
        }
    }
}

fn refusal(row: &DoubtRow, delivery: DeliveryId, decision: Decision, now: Millis) -> Result<Option<Settled>, StoreError> {
    let corrupt = |table, row: String| StoreError::Corrupt { table, column: "state", row };
    let state = DeliveryState::parse(&row.state).ok_or_else(|| corrupt("deliveries", delivery.to_string()))?;
    if state != DeliveryState::InDoubt {
        return Ok(Some(Settled::NotInDoubt(state)));
    }
    if decision != Decision::Resend {
        return Ok(None);
    }
    if let Some(state) = &row.mailing_state {
        match MailingState::parse(state).ok_or_else(|| corrupt("mailings", delivery.to_string()))? {
            MailingState::Sending | MailingState::Paused | MailingState::Done => {}
            closed => return Ok(Some(Settled::MailingIsClosed(closed))),
        }
    }
    if let Some(until) = row.useful_until_ms.filter(|until| *until <= now) {
        return Ok(Some(Settled::TooLate(until)));
    }
    Ok(row.reply_by_ms.filter(|until| *until > now).map(Settled::ReplyMayStillCome))
}
