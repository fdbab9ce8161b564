//! A relay as this process knows it: whether it may be used now, how many connections it bears, and the queue of
//! claimed copies its connections take from.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};

use tokio::sync::Notify;

use super::letters::Text;
use super::settings::RelaySettings;
use super::throttle::{Pacer, pace};
use crate::clock::{MINUTE, Millis, SECOND};
use crate::store::deliveries::Claimed;
use crate::store::queue::OpenMailing;

/// A claimed copy on its way to a connection.
#[derive(Debug)]
pub(super) struct Job {
    pub copy: Claimed,
    pub text: Text,
    /// `None` for a single message.
    pub mailing: Option<OpenMailing>,
    /// The rate slot it reserved, Unix microseconds.
    pub slot_us: i64,
    pub lease_until: Millis,
}

#[derive(Debug)]
pub(super) struct Relay {
    pub settings: RelaySettings,
    pub pacer: Pacer,
    queue: Mutex<VecDeque<Job>>,
    arrived: Notify,
    closed: AtomicBool,
    /// Copies taken from the queue and not yet reported.
    busy: AtomicI64,
    /// Connections this worker may have open now; its share, less after a relay said it is too many.
    pub allowed: AtomicU32,
    pub open: AtomicU32,
    failures: AtomicU32,
    retry_at: AtomicI64,
    halted: AtomicBool,
    /// Policy refusals since the last acceptance: about us, not about the people.
    policy: AtomicU32,
}

impl Relay {
    pub(super) fn new(settings: RelaySettings) -> Self {
        Self {
            pacer: Pacer::new(pace(settings.rate)),
            allowed: AtomicU32::new(u32::from(settings.connections.max(1))),
            settings,
            queue: Mutex::default(),
            arrived: Notify::new(),
            closed: AtomicBool::new(false),
            busy: AtomicI64::new(0),
            open: AtomicU32::new(0),
            failures: AtomicU32::new(0),
            retry_at: AtomicI64::new(0),
            halted: AtomicBool::new(false),
            policy: AtomicU32::new(0),
        }
    }

    pub(super) fn push(&self, jobs: Vec<Job>) {
        self.lock().extend(jobs);
        self.arrived.notify_waiters();
    }

    /// The next job; `None` when the queue is closed.
    pub(super) async fn next(&self) -> Option<Job> {
        loop {
            let arrived = self.arrived.notified();
            if let Some(job) = self.try_next() {
                return Some(job);
            }
            if self.closed.load(Ordering::Acquire) {
                return None;
            }
            arrived.await;
        }
    }

    pub(super) fn try_next(&self) -> Option<Job> {
        let mut queue = self.lock();
        let job = queue.pop_front();
        if job.is_some() {
            self.busy.fetch_add(1, Ordering::AcqRel);
        }
        job
    }

    pub(super) fn job_is_over(&self) {
        self.busy.fetch_sub(1, Ordering::AcqRel);
    }

    pub(super) fn waiting(&self) -> usize {
        self.lock().len()
    }

    pub(super) fn is_idle(&self) -> bool {
        let queue = self.lock();
        queue.is_empty() && self.busy.load(Ordering::Acquire) == 0
    }

    /// Hands out nothing more and returns what was not begun.
    pub(super) fn close(&self) -> Vec<Job> {
        self.closed.store(true, Ordering::Release);
        let rest = self.drain();
        self.arrived.notify_waiters();
        rest
    }

    /// Takes back everything not begun.
    pub(super) fn drain(&self) -> Vec<Job> {
        self.lock().drain(..).collect()
    }

    pub(super) fn may_be_used(&self, now: Millis) -> bool {
        !self.halted.load(Ordering::Acquire) && self.retry_at.load(Ordering::Acquire) <= now
    }

    pub(super) fn halt(&self) {
        self.halted.store(true, Ordering::Release);
    }

    /// A copy was accepted. Returns whether the stored trouble is to be cleared.
    pub(super) fn went_well(&self) -> bool {
        self.policy.store(0, Ordering::Release);
        self.retry_at.store(0, Ordering::Release);
        self.failures.swap(0, Ordering::AcqRel) > 0
    }

    /// The relay itself is in trouble: longer waits, up to five minutes. Returns when it may be tried again.
    pub(super) fn went_badly(&self, now: Millis) -> Millis {
        let failures = self.failures.fetch_add(1, Ordering::AcqRel).min(9);
        // Others of its connections still live: it may just have enough of them.
        let open = self.open.load(Ordering::Acquire);
        if open > 0 {
            self.allowed.store(open, Ordering::Release);
        }
        let retry_at = now + (SECOND << failures).min(5 * MINUTE);
        self.retry_at.store(retry_at, Ordering::Release);
        retry_at
    }

    /// A reply about us (policy, block list, protocol). Returns when it may be tried again, if this was one too many.
    pub(super) fn refused_us(&self, now: Millis) -> Option<Millis> {
        let refusals = self.policy.fetch_add(1, Ordering::AcqRel) + 1;
        if refusals < 5 {
            return None;
        }
        self.policy.store(0, Ordering::Release);
        let retry_at = now + 10 * MINUTE;
        self.retry_at.store(retry_at, Ordering::Release);
        Some(retry_at)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Job>> {
        self.queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
