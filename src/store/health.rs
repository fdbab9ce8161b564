//! Whether the database answers, and whether somebody is sending what waits.

use super::Store;
use super::backend::on_driver;
use super::error::StoreError;
use crate::clock::Millis;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pulse {
    /// A sender was seen since the time asked about.
    pub sender_alive: bool,
    /// Copies that could have gone out before the time asked about, and have not.
    pub overdue: bool,
}

/// The pulse as of `since`. Paused, killed and quarantined mail is not overdue: a person wants it so.
pub async fn pulse(store: &Store, since: Millis) -> Result<Pulse, StoreError> {
    const ALIVE: &str = "SELECT COUNT(*) FROM workers WHERE ended_ms IS NULL AND seen_ms >= $1";
    const OVERDUE: &str = "SELECT COUNT(*) FROM mailings m WHERE m.state = 'sending' AND m.not_before_ms <= $1 \
         AND EXISTS (SELECT 1 FROM deliveries d WHERE d.mailing_id = m.id AND d.state IN ('pending', 'deferred') AND d.due_ms <= $1) \
         AND NOT EXISTS (SELECT 1 FROM attempts a JOIN deliveries d ON d.id = a.delivery_id \
             WHERE d.mailing_id = m.id AND a.at_ms >= $1) \
         AND NOT EXISTS (SELECT 1 FROM instance WHERE killed_ms IS NOT NULL OR quarantined_ms IS NOT NULL)";
    let alive: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(ALIVE).bind(since).fetch_one(c).await)?;
    if alive > 0 {
        // Whoever is seen is also watched by its own loop; the costly question is for when nobody is.
        return Ok(Pulse { sender_alive: true, overdue: false });
    }
    let overdue: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(OVERDUE).bind(since).fetch_one(c).await)?;
    Ok(Pulse { sender_alive: false, overdue: overdue > 0 })
}
