//! Whether mail still comes in: a source that has not answered well for ten minutes, rows that went missing, a sign of life
//! that stayed out. Each is an alert, and alerts are mailed by the outbox: never by way of this inbox.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::canary::Canary;
use crate::clock::{Clock, DAY, Millis, utc};
use crate::model::ids::SourceId;
use crate::secrets::Keyring;
use crate::store::sources::{self, Source};
use crate::store::{Store, StoreError, alerts};

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(30);

/// Looks after the sources that this process reads.
#[derive(Clone, Debug)]
pub struct Health {
    pub store: Store,
    pub keys: Arc<Keyring>,
    pub clock: Clock,
    pub sources: Vec<SourceId>,
    pub canary: Option<Canary>,
    /// So long without success, and somebody is told.
    pub patience: Millis,
    /// When this process began to read: what was before it is no silence.
    pub since: Millis,
}

impl Health {
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(problem) = self.look(self.clock.now()).await {
                warn!(%problem, "the inbox's health could not be looked at; tried again");
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }

    /// One look at everything.
    pub async fn look(&self, now: Millis) -> Result<(), StoreError> {
        for source in sources::list(&self.store).await?.iter().filter(|source| self.sources.contains(&source.id())) {
            self.look_at(source, now).await?;
            if now - source.counted_ms >= DAY {
                reconcile(&self.store, source, now).await?;
            }
        }
        match &self.canary {
            Some(canary) => self.listen_for(canary, now).await,
            None => Ok(()),
        }
    }

    async fn look_at(&self, source: &Source, now: Millis) -> Result<(), StoreError> {
        let matter = silent(&source.name);
        if now - source.well_ms.max(self.since) < self.patience {
            if source.well_ms >= self.since && source.failing_ms.is_none() {
                alerts::clear(&self.store, &matter, "dateline", now).await?;
            }
            return Ok(());
        }
        let said = if source.trouble.is_empty() { String::new() } else { format!(" It says: {}", source.trouble) };
        let last = if source.well_ms == 0 { "never".to_owned() } else { utc(source.well_ms) };
        let message = format!(
            "no mail can come in from {}: it last answered well {last}. What waits there is not lost, but nobody sees it.{said} \
             `dateline inbox sources` shows how it stands",
            source.name
        );
        alerts::raise(&self.store, &matter, &message, now).await?;
        Ok(())
    }

    async fn listen_for(&self, canary: &Canary, now: Millis) -> Result<(), StoreError> {
        if let Err(problem) = canary.send(&self.store, &self.keys, now).await {
            warn!(%problem, "the inbox's own message could not be queued");
        }
        if canary.is_missing(&self.store, now).await? {
            let message = "the inbox's own test messages do not come in any more: two in a row were sent to the public address and \
                           not seen here. Either mail does not leave (`dateline relay list`), or the address does not lead here";
            alerts::raise(&self.store, CANARY, message, now).await?;
        } else {
            alerts::clear(&self.store, CANARY, "dateline", now).await?;
        }
        Ok(())
    }
}

/// About which an alert is raised when no sign of life comes in.
pub const CANARY: &str = "inbox:canary";

/// … when a source does not answer.
pub fn silent(source: &str) -> String {
    format!("inbox:silent/{source}")
}

/// … when messages of a source are missing.
pub fn missing(source: &str) -> String {
    format!("inbox:missing/{source}")
}

/// Compares what was kept with what is there; a difference is told of. Returns whether they agree.
pub async fn reconcile(store: &Store, source: &Source, now: Millis) -> Result<bool, StoreError> {
    let count = sources::count(store, source.id(), now).await?;
    if count.agrees() {
        return Ok(true);
    }
    let message = format!(
        "{} messages were kept from {}, and {} are there ({} decided, {} waiting, {} parked). Somebody changed the database by \
         hand, or it was restored from a backup; the missing ones are in the mailbox or in a newer backup. When that is seen to: \
         `dateline inbox check --accept`",
        count.kept, source.name, count.rows, count.decided, count.ready, count.parked
    );
    alerts::raise(store, &missing(&source.name), &message, now).await?;
    Ok(false)
}
