//! Housekeeping beside the sending: the heartbeat, orphans of senders that are gone, lapsed claims and attempts,
//! mailings that are closed, missed or done, versions that were saved by themselves, alerts and drafts that officers are
//! to hear of, and the database's clock.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::OutboxError;
use super::relay::Relay;
use super::tell::{self, Teller};
use crate::clock::{Clock, HOUR, MINUTE, SECOND};
use crate::compose::Office;
use crate::secrets::Keyring;
use crate::store::workers::{self, Identity};
use crate::store::{Store, StoreError, deliveries, thinning};

/// A schedule missed by more than this asks a person.
pub(super) const MISSED_AFTER: i64 = 10 * MINUTE;

/// A sender that gave no sign of life for so long does not count when connections are shared.
pub(super) const SEEN_WITHIN: i64 = 15 * SECOND;

/// A worker whose clock is off by more than this says so.
const CLOCK_OFF: i64 = 2 * SECOND;

pub(super) struct Keeper {
    pub store: Store,
    pub clock: Clock,
    pub relays: Vec<Arc<Relay>>,
    pub keys: Arc<Keyring>,
    /// Who tells officers of alerts.
    pub office: Option<Arc<Office>>,
    pub stop: CancellationToken,
    pub every: Duration,
}

impl Keeper {
    /// Until stopped. Gives the identity back for an orderly end, or the reason why this sender must not go on.
    pub(super) async fn run(self, mut identity: Identity) -> Result<Identity, OutboxError> {
        let mut thinned = 0;
        loop {
            tokio::select! {
                () = self.stop.cancelled() => return Ok(identity),
                () = tokio::time::sleep(self.every) => {}
            }
            identity.heartbeat(&self.store, self.clock.now()).await.map_err(OutboxError::IdentityLost)?;
            if let Err(problem) = self.round(&identity).await {
                warn!(%problem, "housekeeping could not be done; trying again");
            }
            // Once an hour, or a little at each round while there is more.
            if self.clock.now() - thinned >= HOUR {
                match thinning::thin(&self.store, self.clock.now()).await {
                    Ok(true) => {}
                    Ok(false) => thinned = self.clock.now(),
                    Err(problem) => warn!(%problem, "versions saved by themselves could not be thinned; trying again"),
                }
            }
        }
    }

    async fn round(&self, identity: &Identity) -> Result<(), StoreError> {
        follow_clock(&self.store, &self.clock).await?;
        free_orphans(&self.store, identity, &self.clock).await?;
        share_connections(&self.store, &self.relays, identity, &self.clock).await?;
        tidy(&self.store, &self.clock).await?;
        self.tell_officers().await
    }

    async fn tell_officers(&self) -> Result<(), StoreError> {
        let Some(office) = &self.office else { return Ok(()) };
        let teller = Teller { store: &self.store, keys: &self.keys, office, relays: self.relays.len() };
        teller.tell(self.clock.now()).await?;
        teller.tell_of_drafts(self.clock.now()).await.map(drop)
    }
}

/// Each worker takes its part of a relay's connections, and of a lane's where that is limited; one that is over the
/// number takes none. What it has open it holds until it is closed; a newcomer takes what the others have given up, so
/// together they never have more than the limit.
pub(super) async fn share_connections(
    store: &Store,
    relays: &[Arc<Relay>],
    identity: &Identity,
    clock: &Clock,
) -> Result<(), StoreError> {
    let me = identity.worker;
    let (workers, before) = workers::standing(store, me, clock.now() - SEEN_WITHIN).await?;
    for relay in relays {
        let (limit, name) = (i64::from(relay.settings.connections.max(1)), relay.name());
        let part = share(limit, workers, before);
        // Nothing new is opened above it from now on.
        relay.set_share(part.min(relay.share()));
        let part = part.max(relay.open());
        let held = workers::hold(store, me, name, i64::from(part), limit).await?;
        relay.set_share(share(limit, workers, before).min(u32::try_from(held).unwrap_or(0)));
        relay.bears_one_more();
        for (lane, limit) in relay.limited_lanes() {
            let limit = i64::from(limit);
            let part = share(limit, workers, before);
            relay.set_lane_share(&lane, part.min(relay.lane_share(&lane)));
            let busy = relay.lane_busy(&lane);
            let held = workers::hold(store, me, &format!("{name}/{lane}"), i64::from(part.max(busy)), limit).await?;
            relay.set_lane_share(&lane, part.min(u32::try_from(held).unwrap_or(0)));
        }
    }
    Ok(())
}

/// The part of `connections` for one of `workers`, of whom `before` came earlier.
fn share(connections: i64, workers: i64, before: i64) -> u32 {
    let workers = workers.max(1);
    let extra = i64::from(before < connections % workers);
    u32::try_from(connections / workers + extra).unwrap_or(0)
}

/// Frees what gone senders held: claims at once, attempts as doubts.
pub(super) async fn free_orphans(store: &Store, identity: &Identity, clock: &Clock) -> Result<(), StoreError> {
    for gone in workers::find_gone(store, identity.worker).await? {
        let reaped = deliveries::reap(store, Some(gone), clock.now()).await?;
        crate::failpoint!("keep.after_reap");
        workers::bury(store, gone, clock.now()).await?;
        if reaped.freed + reaped.in_doubt > 0 {
            info!(
                worker.id = gone.0,
                freed = reaped.freed,
                in_doubt = reaped.in_doubt,
                "a sender is gone; its copies are freed, those under way are in doubt"
            );
        }
    }
    Ok(())
}

/// What follows from the rows alone.
pub(super) async fn tidy(store: &Store, clock: &Clock) -> Result<(), StoreError> {
    let now = clock.now();
    let reaped = deliveries::reap(store, None, now).await?;
    if reaped.in_doubt > 0 {
        warn!(in_doubt = reaped.in_doubt, "no reply came in time; a person decides");
    }
    for mailing in deliveries::closed_but_waiting(store, now).await? {
        let left_out = deliveries::leave_out_closed(store, mailing, now).await?;
        info!(mailing.id = mailing.0, left_out, "copies of a closed or outdated mailing are left out");
    }
    for mailing in deliveries::mark_missed(store, MISSED_AFTER, now).await? {
        warn!(mailing.id = mailing.0, "its time passed while no sender ran; a person decides");
    }
    let stale = tell::leave_out_stale(store, now).await?;
    if stale > 0 {
        warn!(stale, "notices of alerts could not be handed over within a day and are left out");
    }
    for mailing in deliveries::finish(store, now).await? {
        info!(mailing.id = mailing.0, "the mailing is done");
    }
    Ok(())
}

/// On PostgreSQL all workers go by the database's clock.
pub(super) async fn follow_clock(store: &Store, clock: &Clock) -> Result<(), StoreError> {
    if let Some(database_now) = workers::database_now(store).await? {
        let offset = clock.follow(database_now);
        if offset.abs() > CLOCK_OFF {
            warn!(offset_ms = offset, "this machine's clock is off; mail that has a time waits until both clocks agree");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn shares_of_the_connections_add_up() {
        for connections in 1..20 {
            for workers in 1..10 {
                let sum: u32 = (0..workers).map(|before| share(connections, workers, before)).sum();
                assert_eq!(i64::from(sum), connections);
            }
        }
    }
}
