//! Claimed copies on their way to a connection, and the rate slots they leave by. A free connection takes the most
//! urgent copy whose lane may go on, whenever a slot is due; so urgent copies overtake, and a slow lane holds up nobody.

use std::collections::{BTreeMap, VecDeque};

use super::health::Health;
use super::letters::Text;
use super::throttle::slowed;
use crate::clock::Millis;
use crate::model::ids::MailingId;
use crate::store::deliveries::Claimed;
use crate::store::queue::OpenMailing;
use crate::store::relays::Pace;

/// The dispatcher is told when fewer are left than this.
const LOW: usize = 100;

/// A claimed copy.
#[derive(Debug)]
pub(super) struct Job {
    pub copy: Claimed,
    pub text: Text,
    /// `None` for a single message.
    pub mailing: Option<OpenMailing>,
    pub priority: i64,
    pub lane: String,
    pub lease_until: Millis,
    /// When its MAIL was written.
    pub begun: Option<Millis>,
}

/// What a free connection gets.
#[derive(Debug)]
pub(super) enum Next {
    Job(Box<Job>),
    /// Nothing now; perhaps at this time (Unix microseconds), or when something changes.
    Wait(Option<i64>),
    Closed,
}

/// One lane of the relay: its traffic to one provider group.
#[derive(Debug, Default)]
pub(super) struct Lane {
    /// By urgency, then by age.
    jobs: BTreeMap<(i64, u64), Job>,
    slots: VecDeque<i64>,
    /// The limit the office set, if any.
    pub limit: Option<Pace>,
    pub connections: Option<u32>,
    pub busy: u32,
    pub health: Health,
}

impl Lane {
    /// The pace it is held to; `None`: only the relay's.
    pub(super) fn pace(&self, relay: Pace) -> Option<Pace> {
        match (self.limit, self.health.slow) {
            (None, 0) => None,
            (limit, slow) => Some(slowed(limit.unwrap_or(relay), slow)),
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Ready {
    pub lanes: BTreeMap<String, Lane>,
    /// The relay's own slots, ascending, Unix microseconds.
    slots: VecDeque<i64>,
    waiting: usize,
    order: u64,
    /// Copies taken and not yet reported.
    pub busy: u32,
    pub health: Health,
    closed: bool,
}

impl Ready {
    pub(super) fn push(&mut self, jobs: Vec<Job>) {
        for job in jobs {
            self.order += 1;
            self.waiting += 1;
            let lane = self.lanes.entry(job.lane.clone()).or_default();
            lane.jobs.insert((job.priority, self.order), job);
        }
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting
    }

    /// Few copies, or copies without slots: time for the dispatcher to look.
    pub(super) fn runs_low(&self) -> bool {
        self.waiting < LOW || self.slots.len() < LOW.min(self.waiting)
    }

    /// Those that would go before a copy of this priority, or with it; in one lane, or in all.
    pub(super) fn waiting_before(&self, priority: i64, lane: Option<&str>) -> usize {
        let count = |lane: &Lane| lane.jobs.range(..(priority + 1, 0)).count();
        match lane {
            Some(name) => self.lanes.get(name).map_or(0, count),
            None => self.lanes.values().map(count).sum(),
        }
    }

    /// How many slots each paced lane lacks for what waits in it.
    pub(super) fn lanes_without_slots(&self, relay: Pace) -> Vec<(String, Pace, usize)> {
        let paced = self.lanes.iter().filter_map(|(name, lane)| Some((name, lane.pace(relay)?, lane)));
        let missing = |lane: &Lane| lane.jobs.len().saturating_sub(lane.slots.len());
        paced.map(|(name, pace, lane)| (name.clone(), pace, missing(lane))).filter(|(.., missing)| *missing > 0).collect()
    }

    /// How many slots the relay lacks for what can go by `until_us`. What its lane holds back needs none yet: a slot
    /// that is not used lapses, and the others would miss it.
    pub(super) fn missing_slots(&self, relay: Pace, until_us: i64) -> usize {
        let can_go = |lane: &Lane| {
            let free = lane.connections.map_or(usize::MAX, |most| most.saturating_sub(lane.busy) as usize);
            let due = match lane.pace(relay) {
                Some(_) => lane.slots.iter().take_while(|slot| **slot <= until_us).count(),
                None => usize::MAX,
            };
            lane.jobs.len().min(free).min(due)
        };
        self.lanes.values().map(can_go).sum::<usize>().saturating_sub(self.slots.len())
    }

    pub(super) fn add_slots(&mut self, lane: Option<&str>, slots: impl Iterator<Item = i64>) {
        match lane {
            None => self.slots.extend(slots),
            Some(name) => self.lanes.entry(name.to_owned()).or_default().slots.extend(slots),
        }
    }

    /// The next copy at `now_us`, if one may go. Slots older than `lapse_us` are not used any more; without a pace
    /// (a test holds the clock) no slot is needed.
    pub(super) fn next(&mut self, now_us: i64, lapse_us: i64, relay: Option<Pace>) -> Next {
        if self.closed {
            return Next::Closed;
        }
        let now = now_us / 1_000;
        if self.waiting == 0 {
            return Next::Wait(None);
        }
        if !self.health.may_begin(now, self.busy) {
            return Next::Wait(Some(self.health.retry_at.saturating_mul(1_000)).filter(|_| self.health.rests(now)));
        }
        if relay.is_some() {
            match due(&mut self.slots, now_us, lapse_us) {
                Some(slot) if slot <= now_us => {}
                later => return Next::Wait(later),
            }
        }
        let (mut best, mut soonest) = (None, None);
        for (name, lane) in &mut self.lanes {
            let Some(&key) = lane.jobs.keys().next() else { continue };
            if lane.connections.is_some_and(|most| lane.busy >= most) || !lane.health.may_begin(now, lane.busy) {
                continue;
            }
            if let Some(relay) = relay
                && lane.pace(relay).is_some()
            {
                match due(&mut lane.slots, now_us, lapse_us) {
                    Some(slot) if slot <= now_us => {}
                    Some(later) => {
                        soonest = Some(soonest.map_or(later, |other: i64| other.min(later)));
                        continue;
                    }
                    None => continue,
                }
            }
            if best.as_ref().is_none_or(|(other, _)| key < *other) {
                best = Some((key, name.clone()));
            }
        }
        let Some((key, name)) = best else { return Next::Wait(soonest) };
        self.take(&name, key, relay).map_or(Next::Wait(soonest), |job| Next::Job(Box::new(job)))
    }

    fn take(&mut self, name: &str, key: (i64, u64), relay: Option<Pace>) -> Option<Job> {
        let lane = self.lanes.get_mut(name)?;
        let job = lane.jobs.remove(&key)?;
        if let Some(relay) = relay {
            self.slots.pop_front();
            if lane.pace(relay).is_some() {
                lane.slots.pop_front();
            }
        }
        lane.busy += 1;
        self.busy += 1;
        self.waiting -= 1;
        Some(job)
    }

    pub(super) fn is_over(&mut self, lane: &str) {
        self.busy = self.busy.saturating_sub(1);
        if let Some(lane) = self.lanes.get_mut(lane) {
            lane.busy = lane.busy.saturating_sub(1);
        }
    }

    /// Whether copies that wait can go at all, as far as their lane is concerned.
    pub(super) fn lane_rests(&self, lane: &str, now: Millis) -> bool {
        self.lanes.get(lane).is_some_and(|lane| lane.health.rests(now))
    }

    /// Takes back everything not begun, of one lane or of all.
    pub(super) fn drain(&mut self, only: Option<&str>) -> Vec<Job> {
        let mut rest = Vec::new();
        for (_, lane) in self.lanes.iter_mut().filter(|(name, _)| only.is_none_or(|only| only == name.as_str())) {
            rest.extend(std::mem::take(&mut lane.jobs).into_values());
        }
        self.waiting -= rest.len();
        rest
    }

    /// Takes back what waits of mailings that are not open any more.
    pub(super) fn drain_closed(&mut self, is_open: impl Fn(MailingId) -> bool) -> Vec<Job> {
        let mut rest = Vec::new();
        for lane in self.lanes.values_mut() {
            let closed: Vec<_> = lane
                .jobs
                .iter()
                .filter(|(_, job)| job.mailing.is_some() && !is_open(job.copy.mailing))
                .map(|(key, _)| *key)
                .collect();
            rest.extend(closed.iter().filter_map(|key| lane.jobs.remove(key)));
        }
        self.waiting -= rest.len();
        rest
    }

    pub(super) fn close(&mut self) -> Vec<Job> {
        self.closed = true;
        self.drain(None)
    }
}

/// The first slot that has not lapsed.
fn due(slots: &mut VecDeque<i64>, now_us: i64, lapse_us: i64) -> Option<i64> {
    while slots.front().is_some_and(|slot| *slot < now_us - lapse_us) {
        slots.pop_front();
    }
    slots.front().copied()
}
