//! Alerts told by mail: which ones nobody was told of yet, the notices that are queued, and the budget that keeps them
//! few. An alert is marked as told in the transaction that queues its notices, so a crash never tells it twice.

use super::alerts::Alert;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::error::StoreError;
use super::queue::{NewSingle, put};
use super::{Store, wake};
use crate::clock::{HOUR, Millis};
use crate::model::ids::{MailingId, OfficerId};

/// How many notices there may be; what is over it is only shown.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// One to an officer about the same matter within this time.
    pub same_matter: Millis,
    /// To all officers about all matters.
    pub an_hour: usize,
}

/// One officer's notice, composed and ready.
#[derive(Clone, Debug)]
pub struct Notice<'a> {
    pub officer: OfficerId,
    pub single: NewSingle<'a>,
}

/// Open alerts of which it is not decided yet who is told, oldest first.
pub async fn untold(store: &Store) -> Result<Vec<Alert>, StoreError> {
    const UNTOLD: &str = "SELECT id, matter, message, raised_ms FROM alerts WHERE cleared_ms IS NULL AND told_ms IS NULL \
         ORDER BY id LIMIT 50";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(UNTOLD).fetch_all(c).await)?)
}

/// Queues the notices of an alert, as far as the budget goes, and decides by that who is told. Returns how many were
/// queued; `None` when another sender decided it before, or the matter is over.
pub async fn tell(
    store: &Store,
    alert: i64,
    notices: &[Notice<'_>],
    budget: Budget,
    now: Millis,
) -> Result<Option<usize>, StoreError> {
    const MARK: &str = "UPDATE alerts SET told_ms = $2 WHERE id = $1 AND told_ms IS NULL AND cleared_ms IS NULL";
    const LAST_HOUR: &str = "SELECT COUNT(*) FROM notices WHERE at_ms > $1";
    // A notice that never went out, because its matter was over first, told nobody.
    const KNOW: &str = "SELECT n.officer_id FROM notices n JOIN alerts a ON a.id = n.alert_id JOIN deliveries d ON d.id = n.delivery_id \
         WHERE a.matter = (SELECT matter FROM alerts WHERE id = $1) AND n.at_ms > $2 AND d.state <> 'left_out'";
    const NOTICE: &str = "INSERT INTO notices (delivery_id, alert_id, officer_id, at_ms) VALUES ($1, $2, $3, $4)";
    let mut tx = store.begin_telling().await?;
    let marked = on_tx!(&mut tx, |c| sqlx::query(MARK).bind(alert).bind(now).execute(c).await.map(|r| r.touched()))?;
    if marked == 0 {
        return Ok(None);
    }
    let last_hour: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(LAST_HOUR).bind(now - HOUR).fetch_one(c).await)?;
    let know: Vec<i64> =
        on_tx!(&mut tx, |c| sqlx::query_scalar(KNOW).bind(alert).bind(now - budget.same_matter).fetch_all(c).await)?;
    let room = budget.an_hour.saturating_sub(usize::try_from(last_hour).unwrap_or(usize::MAX));
    let mut queued = 0;
    for notice in notices.iter().filter(|notice| !know.contains(&notice.officer.0)).take(room) {
        let (_, delivery) = put(&mut tx, &notice.single, now).await?;
        on_tx!(&mut tx, |c| sqlx::query(NOTICE)
            .bind(delivery.0)
            .bind(alert)
            .bind(notice.officer.0)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
        queued += 1;
    }
    tx.commit().await?;
    if queued > 0 {
        wake::announce(store).await;
    }
    Ok(Some(queued))
}

/// The matter of an alert is over: its notices that wait still are of no use any more.
pub(super) async fn call_back(tx: &mut Tx, alert: i64, now: Millis) -> Result<(), StoreError> {
    const CALL_BACK: &str = "UPDATE deliveries SET state = 'left_out', left_out = 'expired', fence = fence + 1, settled_ms = $2 \
         WHERE state IN ('pending', 'deferred') AND id IN (SELECT delivery_id FROM notices WHERE alert_id = $1)";
    on_tx!(tx, |c| sqlx::query(CALL_BACK).bind(alert).bind(now).execute(c).await.map(drop))?;
    Ok(())
}

/// Leaves out notices that have waited since before `queued_before`: they are not news any more. Returns how many.
pub async fn leave_out_stale(store: &Store, queued_before: Millis, now: Millis) -> Result<u64, StoreError> {
    const STALE: &str = "UPDATE deliveries SET state = 'left_out', left_out = 'expired', fence = fence + 1, settled_ms = $2 \
         WHERE mailing_id = 0 AND state IN ('pending', 'deferred') \
           AND EXISTS (SELECT 1 FROM notices n WHERE n.delivery_id = deliveries.id AND n.at_ms <= $1)";
    let stale =
        on_driver!(store.writer(), |c| sqlx::query(STALE).bind(queued_before).bind(now).execute(c).await.map(|r| r.touched()))?;
    Ok(stale)
}

/// Copies of one mailing that wait.
pub async fn waiting_in_mailing(store: &Store, mailing: MailingId) -> Result<i64, StoreError> {
    const WAITING: &str = "SELECT COUNT(*) FROM deliveries WHERE mailing_id = $1 AND state IN ('pending', 'deferred')";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(WAITING).bind(mailing.0).fetch_one(c).await)?)
}

/// Copies of all open mailings that wait, in one lane or in all.
pub async fn waiting_in_lane(store: &Store, lane: Option<&str>) -> Result<i64, StoreError> {
    const WAITING: &str = "SELECT COUNT(*) FROM deliveries WHERE mailing_id IN (SELECT id FROM mailings WHERE state = 'sending') \
         AND state IN ('pending', 'deferred')";
    const IN_LANE: &str = "SELECT COUNT(*) FROM deliveries WHERE mailing_id IN (SELECT id FROM mailings WHERE state = 'sending') \
         AND lane = $1 AND state IN ('pending', 'deferred')";
    match lane {
        None => Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(WAITING).fetch_one(c).await)?),
        Some(lane) => Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(IN_LANE).bind(lane).fetch_one(c).await)?),
    }
}
