//! Over all mailings: which belong to a period, how the list of contacts grows and shrinks, what the relays did within
//! the last minute and what waits for whom.

use super::Store;
use super::backend::on_driver;
use super::error::StoreError;
use crate::clock::{DAY, Millis};
use crate::model::ids::MailingId;

/// The first mailing approved since then; `None`: there is none. Numbers follow the order of approval.
pub async fn first_since(store: &Store, from: Millis) -> Result<Option<MailingId>, StoreError> {
    const FIRST: &str = "SELECT MIN(id) FROM mailings WHERE created_ms >= $1";
    let id: Option<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(FIRST).bind(from).fetch_one(c).await)?;
    Ok(id.map(MailingId))
}

/// How many mailings were approved since then; what was void before it began is none.
pub async fn mailings_since(store: &Store, from: Millis) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM mailings WHERE created_ms >= $1 AND state <> 'void'";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(COUNT).bind(from).fetch_one(c).await)?)
}

/// After so long without a change, nobody knows whether an entry is still true.
pub const STALE: Millis = 365 * DAY;

/// How the list of contacts stands, and what changed since a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Growth {
    pub reporters: i64,
    pub added: i64,
    pub gone: i64,
    pub bounced: i64,
    pub stale: i64,
    /// Of the stale ones: became so since that moment.
    pub newly_stale: i64,
    pub unplaced: i64,
}

pub async fn growth(store: &Store, from: Millis, now: Millis) -> Result<Growth, StoreError> {
    const GROWTH: &str = "SELECT (SELECT COUNT(*) FROM contacts) AS reporters, \
         (SELECT COUNT(*) FROM contacts WHERE created_ms >= $1) AS added, \
         (SELECT COUNT(DISTINCT address_key) FROM suppressions WHERE reason = 'unsubscribed' AND lifted_ms IS NULL AND created_ms >= $1) AS gone, \
         (SELECT COUNT(DISTINCT address_key) FROM suppressions WHERE reason = 'bounced' AND lifted_ms IS NULL AND created_ms >= $1) AS bounced, \
         (SELECT COUNT(*) FROM contacts WHERE updated_ms < $2) AS stale, \
         (SELECT COUNT(*) FROM contacts WHERE updated_ms < $2 AND updated_ms >= $3) AS newly_stale, \
         (SELECT COUNT(*) FROM contacts c WHERE NOT EXISTS (SELECT 1 FROM contact_regions r WHERE r.contact_id = c.id) \
             OR NOT EXISTS (SELECT 1 FROM contact_issues i WHERE i.contact_id = c.id)) AS unplaced";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(GROWTH).bind(from).bind(now - STALE).bind(from - STALE).fetch_one(c).await)?)
}

/// Copies of mailings under way that each relay accepted since then.
pub async fn accepted_since(store: &Store, since: Millis) -> Result<Vec<(String, i64)>, StoreError> {
    const ACCEPTED: &str = "SELECT relay, COUNT(*) FROM deliveries WHERE mailing_id IN (SELECT id FROM mailings WHERE state = 'sending') \
         AND state = 'accepted' AND settled_ms > $1 AND relay IS NOT NULL GROUP BY relay";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(ACCEPTED).bind(since).fetch_all(c).await)?)
}

/// What waits or is tried again, by receiving service.
pub async fn waiting_by_lane(store: &Store) -> Result<Vec<(String, i64)>, StoreError> {
    const WAITING: &str = "SELECT lane, COUNT(*) FROM deliveries WHERE state IN ('pending', 'deferred') GROUP BY lane";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(WAITING).fetch_all(c).await)?)
}
