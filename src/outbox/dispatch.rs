//! Claiming: one task per relay keeps its connections in work, most urgent mailing first, lane by lane, and never claims
//! more than the allowed rate can send in half a lease.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio_util::sync::CancellationToken;
use tracing::{error, warn};

use super::letters::Letters;
use super::look::Look;
use super::ready::Job;
use super::relay::Relay;
use super::settings::Settings;
use super::shares::Shares;
use crate::clock::{Clock, Millis, SECOND};
use crate::model::ids::{MailingId, WorkerId};
use crate::model::mailing::Priority;
use crate::store::deliveries::{Claim, Claimed, claim, give_back};
use crate::store::queue::OpenMailing;
use crate::store::relays::Pace;
use crate::store::{Store, StoreError, control, relays};

/// No more than this in one claim: a transaction of a few milliseconds.
const MOST: i64 = 250;
/// Copies are claimed, and slots drawn, so far ahead: enough to keep connections in work, little to lose at a crash.
const AHEAD_US: i64 = 250_000;

pub(super) struct Dispatcher {
    pub store: Store,
    pub clock: Clock,
    pub worker: WorkerId,
    pub settings: Arc<Settings>,
    pub relay: Arc<Relay>,
    pub shares: Arc<Shares>,
    pub look: Arc<Look>,
    pub letters: Letters,
    /// Passes that found nothing to claim, for whoever waits until nothing is left to do.
    pub idle_passes: Arc<AtomicU64>,
    pub stop: CancellationToken,
    /// Where nothing was found a moment ago, and until when not to ask again.
    pub dry: HashMap<(MailingId, String), Millis>,
    /// Lanes take turns.
    pub turn: usize,
}

/// What a pass found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Copies,
    /// Something may wait, but there is no room for it now.
    NoRoom,
    Nothing,
}

impl Dispatcher {
    pub(super) async fn run(mut self) {
        loop {
            let found = self.pass().await.unwrap_or_else(|problem| {
                warn!(relay = self.relay.name(), %problem, "the queue could not be read");
                Found::NoRoom
            });
            if found == Found::Nothing && self.relay.is_idle() {
                self.idle_passes.fetch_add(1, Ordering::AcqRel);
            }
            let is_done = found == Found::Nothing && self.relay.waiting() == 0;
            let wait = if is_done { self.settings.look } else { self.settings.look / 25 };
            let more = found == Found::Copies && self.relay.waiting() == 0;
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = self.relay.nudge.notified() => {}
                () = self.look.news() => self.dry.clear(),
                () = tokio::time::sleep(wait), if !more => {}
                () = std::future::ready(()), if more => {}
            }
        }
    }

    async fn pass(&mut self) -> Result<Found, StoreError> {
        let now = self.clock.now();
        if self.look.is_off() || !self.relay.may_be_used(now) {
            self.take_back(None).await?;
            return Ok(Found::Nothing);
        }
        self.take_back_closed().await?;
        self.draw_missing().await?;
        if self.shares.should_yield(&self.relay, now) {
            return Ok(Found::NoRoom);
        }
        self.dry.retain(|_, until| *until > now);
        let mut found = Found::Nothing;
        for (mailing, priority, terms) in self.in_order(now) {
            let lanes = self.lanes(mailing, terms.as_ref());
            for lane in &lanes {
                if self.dry.contains_key(&(mailing, lane.clone())) || self.relay.ready().lane_rests(lane, now) {
                    continue;
                }
                let room = self.room(mailing, priority, lane, now);
                if room <= 0 {
                    found = if found == Found::Nothing { Found::NoRoom } else { found };
                } else if self.claim(mailing, (priority, terms.as_ref()), lane, room, now).await? {
                    found = Found::Copies;
                }
            }
            // What is less urgent waits until this has been served.
            if found == Found::Copies {
                break;
            }
        }
        if found == Found::Copies {
            self.draw_missing().await?;
            self.relay.wake();
        } else if found == Found::Nothing {
            self.shares.found_nothing(&self.relay, now);
        }
        Ok(found)
    }

    /// Claims from one lane of one mailing. Whether there was anything.
    async fn claim(
        &mut self,
        mailing: MailingId,
        (priority, terms): (i64, Option<&OpenMailing>),
        lane: &str,
        room: i64,
        now: Millis,
    ) -> Result<bool, StoreError> {
        let lease_until = now + self.settings.lease;
        let slots = self.slots_with_claim(lane);
        let claim_of = Claim { mailing, lane, worker: self.worker, relay: self.relay.name(), at_most: room, lease_until, slots };
        let (copies, level) = claim(&self.store, claim_of, now).await?;
        if let (Some((pace, now_us)), Some(level)) = (slots, level) {
            self.add_slots(None, pace, (level, i64::try_from(copies.len()).unwrap_or(0)), now_us);
        }
        if i64::try_from(copies.len()).unwrap_or(room) < room && !self.clock.is_set_by_hand() {
            // News clears it; what comes due again by itself can wait this long.
            self.dry.insert((mailing, lane.to_owned()), now + SECOND);
        }
        if copies.is_empty() {
            return Ok(false);
        }
        crate::failpoint!("dispatch.after_claim");
        self.shares.took(&self.relay, copies.len());
        let mut jobs = Vec::with_capacity(copies.len());
        for copy in copies {
            let Some(text) = self.text(&copy, now).await? else { continue };
            jobs.push(Job { copy, text, mailing: terms.cloned(), priority, lane: lane.to_owned(), lease_until, begun: None });
        }
        self.relay.push(jobs);
        Ok(true)
    }

    /// The text of a claimed copy; without one the mailing is paused.
    async fn text(&mut self, copy: &Claimed, now: Millis) -> Result<Option<super::letters::Text>, StoreError> {
        match self.letters.text(&self.store, copy).await? {
            Ok(text) => Ok(Some(text)),
            Err(problem) => {
                error!(mailing.id = copy.mailing.0, %problem, "a claimed copy has no text");
                give_back(&self.store, &[(copy.id, copy.fence)]).await?;
                control::pause(&self.store, copy.mailing, "dateline", &problem.to_string(), now).await?;
                Ok(None)
            }
        }
    }

    /// How many copies of this urgency can be taken from this lane now: what can leave soon, less what goes before them.
    fn room(&self, mailing: MailingId, priority: i64, lane: &str, now: Millis) -> i64 {
        // Asked before our own queue is held: it looks into the others'.
        let most = self.shares.most(&self.relay, now).min(MOST);
        let ready = self.relay.ready();
        let (pace, ahead) = (self.relay.pacer.pace(), AHEAD_US);
        let count = |some: usize| i64::try_from(some).unwrap_or(i64::MAX);
        let level = |lane: &str| self.look.level(self.relay.name(), lane).unwrap_or(0);
        let slow = super::throttle::slowed(pace, ready.health.slow);
        let by_pace = self.leave_soon(slow, level(""), ahead, now).min(MOST) - count(ready.waiting_before(priority, None));
        let by_cap = match mailing.0 {
            0 => MOST,
            _ => self.look.left_today() - count(ready.waiting()) - i64::from(ready.busy),
        };
        let soon = by_pace.min(by_cap).min(most);
        let Some(state) = ready.lanes.get(lane) else { return soon };
        let in_lane = count(ready.waiting_before(priority, Some(lane)));
        let by_rate = state.pace(pace).map_or(MOST, |pace| self.leave_soon(pace, level(lane), ahead, now) - in_lane);
        let by_connections = state.connections.map_or(MOST, |most| 2 * i64::from(most) - in_lane);
        soon.min(by_rate).min(by_connections).min(MOST)
    }

    /// How many can leave within `ahead` from now, given the stored level; at least one, if it can within half a lease.
    fn leave_soon(&self, pace: Pace, level_us: i64, ahead: i64, now: Millis) -> i64 {
        if self.clock.is_set_by_hand() {
            return MOST;
        }
        let free_from = (level_us - pace.tolerance_us).max(now * 1_000) - now * 1_000;
        let soon = (ahead - free_from).max(0) / pace.interval_us.max(1);
        if soon == 0 { i64::from(free_from < self.settings.lease * 500) } else { soon }
    }

    /// Reserves a slot for each copy that has none, first of its lane where that is paced, then of the relay.
    async fn draw_missing(&self) -> Result<(), StoreError> {
        if self.clock.is_set_by_hand() {
            return Ok(());
        }
        let pace = self.relay.pacer.pace();
        let lanes = self.relay.ready().lanes_without_slots(pace);
        for (lane, pace, missing) in lanes {
            self.draw(Some(&lane), pace, missing).await?;
        }
        let (missing, slow) = {
            let ready = self.relay.ready();
            (ready.missing_slots(pace, self.clock.now_micros() + AHEAD_US), ready.health.slow)
        };
        if missing > 0 {
            self.draw(None, super::throttle::slowed(pace, slow), missing).await?;
            self.relay.wake();
        }
        Ok(())
    }

    async fn draw(&self, lane: Option<&str>, pace: Pace, missing: usize) -> Result<(), StoreError> {
        let now_us = self.clock.now_micros();
        // Never more than can leave soon: what is drawn and not used is lost.
        let soon = (AHEAD_US / pace.interval_us.max(1)).max(1);
        let count = i64::try_from(missing).unwrap_or(soon).min(soon);
        let (name, lane_name) = (self.relay.name(), lane.unwrap_or(""));
        let level = relays::draw(&self.store, name, lane_name, pace, count, now_us).await?;
        self.add_slots(lane, pace, (level, count), now_us);
        Ok(())
    }

    fn add_slots(&self, lane: Option<&str>, pace: Pace, (level, count): (i64, i64), now_us: i64) {
        self.look.drew(self.relay.name(), lane.unwrap_or(""), level + count * pace.interval_us);
        let first = level - pace.tolerance_us;
        self.relay.ready().add_slots(lane, (0..count).map(|i| (first + i * pace.interval_us).max(now_us)));
    }

    /// Copies of a lane without a pace of its own get their slots with the claim; the others when their lane lets them.
    fn slots_with_claim(&self, lane: &str) -> Option<(Pace, i64)> {
        let (pace, ready) = (self.relay.pacer.pace(), self.relay.ready());
        let is_paced = ready.lanes.get(lane).is_some_and(|lane| lane.pace(pace).is_some());
        let slowed = super::throttle::slowed(pace, ready.health.slow);
        (!is_paced && !self.clock.is_set_by_hand()).then(|| (slowed, self.clock.now_micros()))
    }

    /// What to claim from, most urgent first; single messages have their place among the mailings. A mailing waits
    /// until both clocks, ours and the database's, agree that its time has come.
    fn in_order(&self, now: Millis) -> Vec<(MailingId, i64, Option<OpenMailing>)> {
        let now = now.min(self.clock.machine());
        let single = (Priority::Single.as_i64(), MailingId(0), None);
        let mut order: Vec<_> = self
            .look
            .mailings()
            .iter()
            .filter(|mailing| !self.is_capped() && mailing.not_before <= now && now < mailing.useful_until)
            .map(|mailing| (mailing.priority, mailing.id, Some(mailing.clone())))
            .chain([single])
            .collect();
        order.sort_by_key(|(priority, id, _)| (*priority, id.0));
        order.into_iter().map(|(priority, id, terms)| (id, priority, terms)).collect()
    }

    /// The lanes of a mailing, another one first each time.
    fn lanes(&mut self, mailing: MailingId, terms: Option<&OpenMailing>) -> Vec<String> {
        let mut lanes = terms.map_or_else(|| self.look.lanes_of_singles(), |terms| terms.lanes.clone());
        if mailing.0 != 0 && !lanes.is_empty() {
            self.turn = self.turn.wrapping_add(1);
            let first = self.turn % lanes.len();
            lanes.rotate_left(first);
        }
        lanes
    }

    /// What is claimed and cannot be begun now goes back, so that others (or we, later) can take it.
    async fn take_back(&self, lane: Option<&str>) -> Result<(), StoreError> {
        let unbegun = self.relay.ready().drain(lane);
        self.return_all(&unbegun).await
    }

    /// The day's cap is reached: mailings wait for tomorrow. Single messages have budgets of their own and go on.
    fn is_capped(&self) -> bool {
        self.look.left_today() <= 0
    }

    /// Copies of mailings that were paused or stopped meanwhile, and of lanes that rest.
    async fn take_back_closed(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let open = self.look.mailings();
        let (closed, resting) = {
            let mut ready = self.relay.ready();
            let closed = ready.drain_closed(|mailing| !self.is_capped() && open.iter().any(|seen| seen.id == mailing));
            let resting: Vec<_> =
                ready.lanes.iter().filter(|(_, lane)| lane.health.rests(now)).map(|(name, _)| name.clone()).collect();
            (closed, resting)
        };
        self.return_all(&closed).await?;
        for lane in resting {
            self.take_back(Some(&lane)).await?;
        }
        Ok(())
    }

    async fn return_all(&self, jobs: &[Job]) -> Result<(), StoreError> {
        let unbegun: Vec<_> = jobs.iter().map(|job| (job.copy.id, job.copy.fence)).collect();
        give_back(&self.store, &unbegun).await?;
        Ok(())
    }
}
