//! Claiming: one task per relay keeps its connections in work, most urgent mailing first, and never claims more than
//! the allowed rate can send in half a lease.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tracing::{error, warn};

use super::letters::Letters;
use super::look::Look;
use super::relay::{Job, Relay};
use super::settings::Settings;
use crate::clock::{Clock, Millis};
use crate::model::ids::{MailingId, WorkerId};
use crate::model::mailing::Priority;
use crate::store::deliveries::{Claim, Claimed, claim, give_back};
use crate::store::queue::OpenMailing;
use crate::store::{Store, StoreError, control, relays};

/// No more than this in one claim: a transaction of a few milliseconds.
const MOST: i64 = 500;

pub(super) struct Dispatcher {
    pub store: Store,
    pub clock: Clock,
    pub worker: WorkerId,
    pub settings: Arc<Settings>,
    pub relay: Arc<Relay>,
    pub look: Arc<Look>,
    pub letters: Letters,
    /// Passes that found nothing to claim, for whoever waits until nothing is left to do.
    pub idle_passes: Arc<AtomicU64>,
    pub nudge: Arc<Notify>,
    pub stop: CancellationToken,
}

impl Dispatcher {
    pub(super) async fn run(mut self) {
        loop {
            let claimed = match self.pass().await {
                Ok(claimed) => claimed,
                Err(problem) => {
                    warn!(relay = self.relay.settings.name, %problem, "the queue could not be read");
                    0
                }
            };
            let idle = claimed == 0;
            if idle && self.relay.is_idle() {
                self.idle_passes.fetch_add(1, Ordering::AcqRel);
            }
            // With work in hand look again soon; the queue holds a second of it.
            let wait = if idle { self.settings.look } else { self.settings.look / 10 };
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = self.nudge.notified() => {}
                () = tokio::time::sleep(wait), if self.relay.waiting() > 0 || idle => {}
                () = std::future::ready(()), if self.relay.waiting() == 0 && !idle => {}
            }
        }
    }

    /// Claims once. Returns how many copies.
    async fn pass(&mut self) -> Result<usize, StoreError> {
        let now = self.clock.now();
        if self.look.is_off() || !self.relay.may_be_used(now) {
            self.return_unbegun().await?;
            return Ok(0);
        }
        let (room, slots_us) = self.room(now).await?;
        if room <= 0 {
            return Ok(0);
        }
        let lease_until = now + self.settings.lease;
        for (mailing, terms) in self.in_order(now) {
            let terms_of_claim =
                Claim { mailing, worker: self.worker, relay: &self.relay.settings.name, at_most: room, lease_until };
            let copies = claim(&self.store, terms_of_claim, now).await?;
            if copies.is_empty() {
                continue;
            }
            crate::failpoint!("dispatch.after_claim");
            let count = copies.len();
            let first = self.draw(count).await?.max(slots_us);
            let jobs = self.jobs(copies, terms.as_ref(), first, lease_until).await?;
            self.relay.push(jobs);
            return Ok(count);
        }
        Ok(0)
    }

    /// How many copies this relay can take in half a lease, given its stored level; and the level.
    async fn room(&self, now: Millis) -> Result<(i64, i64), StoreError> {
        let pace = self.relay.pacer.pace();
        let wanted = self.buffer(pace.interval_us) - i64::try_from(self.relay.waiting()).unwrap_or(i64::MAX);
        if wanted <= 0 {
            return Ok((0, 0));
        }
        if self.clock.is_set_by_hand() {
            return Ok((wanted.min(MOST), 0));
        }
        let level = relays::level(&self.store, &self.relay.settings.name, "").await?;
        let horizon = (now + self.settings.lease / 2) * 1_000;
        let free_from = (level.arrival_us - pace.tolerance_us).max(now * 1_000);
        Ok((wanted.min((horizon - free_from) / pace.interval_us).min(MOST), 0))
    }

    /// Copies worth holding: a second of sending, and enough for every connection.
    fn buffer(&self, interval_us: i64) -> i64 {
        let connections = i64::from(self.relay.allowed.load(Ordering::Acquire));
        (1_000_000 / interval_us.max(1)).clamp(connections * 2, 2 * MOST)
    }

    async fn draw(&self, count: usize) -> Result<i64, StoreError> {
        let pace = self.relay.pacer.pace();
        let count = i64::try_from(count).unwrap_or(MOST);
        let level = relays::draw(&self.store, &self.relay.settings.name, "", pace, count, self.clock.now_micros()).await?;
        Ok(level - pace.tolerance_us)
    }

    /// What to claim from, most urgent first; single messages have their place among the mailings. A mailing waits
    /// until both clocks, ours and the database's, agree that its time has come.
    fn in_order(&self, now: Millis) -> Vec<(MailingId, Option<OpenMailing>)> {
        let now = now.min(self.clock.machine());
        let single = (Priority::Single.as_i64(), MailingId(0), None);
        let mut order: Vec<_> = self
            .look
            .mailings()
            .iter()
            .filter(|mailing| mailing.not_before <= now && now < mailing.useful_until)
            .map(|mailing| (mailing.priority, mailing.id, Some(mailing.clone())))
            .chain([single])
            .collect();
        order.sort_by_key(|(priority, id, _)| (*priority, id.0));
        order.into_iter().map(|(_, id, terms)| (id, terms)).collect()
    }

    async fn jobs(
        &mut self,
        copies: Vec<Claimed>,
        terms: Option<&OpenMailing>,
        first_us: i64,
        lease_until: Millis,
    ) -> Result<Vec<Job>, StoreError> {
        let interval = self.relay.pacer.pace().interval_us;
        let mut jobs = Vec::with_capacity(copies.len());
        for (slot_us, copy) in (0..).map(|i| first_us + i * interval).zip(copies) {
            match self.letters.text(&self.store, &copy).await? {
                Ok(text) => jobs.push(Job { copy, text, mailing: terms.cloned(), slot_us, lease_until }),
                Err(problem) => {
                    error!(mailing.id = copy.mailing.0, %problem, "a claimed copy has no text");
                    give_back(&self.store, &[(copy.id, copy.fence)]).await?;
                    control::pause(&self.store, copy.mailing, "dateline", &problem.to_string(), self.clock.now()).await?;
                }
            }
        }
        Ok(jobs)
    }

    /// What is claimed and cannot be begun now goes back, so that others (or we, later) can take it.
    async fn return_unbegun(&self) -> Result<(), StoreError> {
        let unbegun: Vec<_> = self.relay.drain().iter().map(|job| (job.copy.id, job.copy.fence)).collect();
        give_back(&self.store, &unbegun).await?;
        Ok(())
    }
}
