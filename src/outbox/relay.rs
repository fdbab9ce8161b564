//! A relay as this process knows it: how it stands, how many connections it bears, and the claimed copies its
//! connections take from.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::Notify;

use super::ready::{Job, Next, Ready};
use super::settings::RelaySettings;
use super::throttle::{Pacer, lapse_us, pace};
use crate::clock::{Clock, Millis};

const ALONE_LAPSE_US: i64 = 250_000;

#[derive(Debug)]
pub(super) struct Relay {
    pub settings: RelaySettings,
    pub pacer: Pacer,
    ready: Mutex<Ready>,
    /// Something changed for connections that wait.
    changed: Notify,
    /// The dispatcher has something to do.
    pub nudge: Notify,
    /// One connection at a time looks for the next copy, so that a slot wakes one and not all.
    turn: tokio::sync::Mutex<()>,
    /// This worker's share of the relay's connections.
    share: AtomicU32,
    /// What the relay itself bears, as far as it showed.
    bears: AtomicU32,
    open: AtomicU32,
    halted: AtomicBool,
    /// How late a slot may be used, microseconds.
    lapse_us: AtomicI64,
}

impl Relay {
    pub(super) fn new(settings: RelaySettings) -> Self {
        let (mut ready, lapse) = (Ready::default(), lapse_us(settings.rate));
        for (name, limit) in &settings.lanes {
            let lane = ready.lanes.entry(name.clone()).or_default();
            (lane.limit, lane.connections) = (limit.rate.map(pace), limit.connections.map(u32::from));
        }
        Self {
            pacer: Pacer::new(settings.rate),
            // None until it is shared out.
            share: AtomicU32::new(0),
            bears: AtomicU32::new(u32::MAX),
            settings,
            ready: Mutex::new(ready),
            changed: Notify::new(),
            nudge: Notify::new(),
            turn: tokio::sync::Mutex::const_new(()),
            open: AtomicU32::new(0),
            halted: AtomicBool::new(false),
            lapse_us: AtomicI64::new(lapse),
        }
    }

    /// No other process sends: governor alone keeps this one's messages apart, so a slot may be used late.
    pub(super) fn is_alone(&self) {
        self.lapse_us.store(ALONE_LAPSE_US, Ordering::Relaxed);
    }

    pub(super) fn name(&self) -> &str {
        &self.settings.name
    }

    pub(super) fn ready(&self) -> MutexGuard<'_, Ready> {
        self.ready.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(super) fn push(&self, jobs: Vec<Job>) {
        self.ready().push(jobs);
    }

    /// Lets waiting connections look again.
    pub(super) fn wake(&self) {
        self.changed.notify_waiters();
    }

    /// The next copy, at its slot; `None` when the queue is closed. Nothing is lost when it is dropped half-way.
    pub(super) async fn next(&self, clock: &Clock) -> Option<Job> {
        let _turn = self.turn.lock().await;
        let relay = (!clock.is_set_by_hand()).then(|| self.pacer.pace());
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            let now_us = clock.now_micros();
            let until = {
                let mut ready = self.ready();
                match ready.next(now_us, self.lapse_us.load(Ordering::Relaxed), relay) {
                    Next::Job(job) => {
                        if ready.runs_low() {
                            self.nudge.notify_one();
                        }
                        return Some(*job);
                    }
                    Next::Closed => return None,
                    Next::Wait(until) => {
                        if ready.runs_low() {
                            self.nudge.notify_one();
                        }
                        until
                    }
                }
            };
            match until.filter(|_| !clock.is_set_by_hand()) {
                Some(until) => {
                    let wait = Duration::from_micros((until - now_us).max(0).unsigned_abs());
                    let _ = tokio::time::timeout(wait, changed).await;
                }
                None => changed.await,
            }
        }
    }

    /// As [`Relay::next`], if one may go at this moment and nobody is waiting for it.
    pub(super) fn next_at_once(&self, clock: &Clock) -> Option<Job> {
        let _turn = self.turn.try_lock().ok()?;
        let relay = (!clock.is_set_by_hand()).then(|| self.pacer.pace());
        let mut ready = self.ready();
        let next = ready.next(clock.now_micros(), self.lapse_us.load(Ordering::Relaxed), relay);
        if ready.runs_low() {
            self.nudge.notify_one();
        }
        if let Next::Job(job) = next { Some(*job) } else { None }
    }

    /// A copy taken from the queue is reported, or given back.
    pub(super) fn job_is_over(&self, lane: &str) {
        let mut ready = self.ready();
        ready.is_over(lane);
        let frees = ready.health.failures > 0
            || ready.lanes.get(lane).is_some_and(|lane| lane.connections.is_some() || lane.health.failures > 0);
        drop(ready);
        if frees {
            self.wake();
        }
    }

    pub(super) fn waiting(&self) -> usize {
        self.ready().waiting()
    }

    pub(super) fn is_idle(&self) -> bool {
        let ready = self.ready();
        ready.waiting() == 0 && ready.busy == 0
    }

    /// Hands out nothing more and returns what was not begun.
    pub(super) fn close(&self) -> Vec<Job> {
        let rest = self.ready().close();
        self.wake();
        rest
    }

    /// Whether anything may be handed to it at `now`.
    pub(super) fn may_be_used(&self, now: Millis) -> bool {
        !self.is_halted() && !self.ready().health.rests(now)
    }

    pub(super) fn is_halted(&self) -> bool {
        self.halted.load(Ordering::Acquire)
    }

    pub(super) fn set_halted(&self, halted: bool) {
        self.halted.store(halted, Ordering::Release);
    }

    /// Connections this worker may have open now.
    pub(super) fn allowed(&self) -> u32 {
        self.share.load(Ordering::SeqCst).min(self.bears.load(Ordering::Acquire))
    }

    pub(super) fn set_share(&self, share: u32) {
        self.share.store(share, Ordering::SeqCst);
    }

    pub(super) fn share(&self) -> u32 {
        self.share.load(Ordering::Acquire)
    }

    pub(super) fn open(&self) -> u32 {
        self.open.load(Ordering::SeqCst)
    }

    pub(super) fn opens_one(&self) {
        self.open.fetch_add(1, Ordering::SeqCst);
    }

    pub(super) fn closed_one(&self) {
        self.open.fetch_sub(1, Ordering::AcqRel);
    }

    /// Lanes whose connections the office limits, with the limit for all senders together.
    pub(super) fn limited_lanes(&self) -> Vec<(String, u16)> {
        self.settings.lanes.iter().filter_map(|(lane, limit)| Some((lane.clone(), limit.connections?))).collect()
    }

    pub(super) fn lane_share(&self, lane: &str) -> u32 {
        self.ready().lanes.get(lane).and_then(|lane| lane.connections).unwrap_or(u32::MAX)
    }

    pub(super) fn lane_busy(&self, lane: &str) -> u32 {
        self.ready().lanes.get(lane).map_or(0, |lane| lane.busy)
    }

    pub(super) fn set_lane_share(&self, lane: &str, share: u32) {
        self.ready().lanes.entry(lane.to_owned()).or_default().connections = Some(share);
    }

    /// A connection was refused while others live: it may just have enough of them.
    pub(super) fn had_enough(&self) {
        let open = self.open.load(Ordering::Acquire);
        if open > 0 {
            self.bears.store(open, Ordering::Release);
        }
    }

    /// One connection more may be tried.
    pub(super) fn bears_one_more(&self) {
        let share = self.share.load(Ordering::Acquire);
        let _ = self.bears.fetch_update(Ordering::AcqRel, Ordering::Acquire, |bears| {
            if bears == u32::MAX { None } else { Some(if bears >= share { u32::MAX } else { bears + 1 }) }
        });
    }
}
