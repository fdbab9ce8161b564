//! What the worker last saw of the brakes and the open mailings. The gate decides; this only keeps most of what it
//! would refuse from getting that far.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, RwLock};

use tokio::sync::Notify;

use super::relay::Relay;
use crate::clock::{DAY, Millis};
use crate::model::ids::MailingId;
use crate::model::matter::Matter;
use crate::secrets::Keyring;
use crate::store::control::brakes;
use crate::store::queue::{OpenMailing, open_lanes, open_mailings};
use crate::store::relays::levels;
use crate::store::{Store, StoreError, alerts, days};

#[derive(Debug)]
pub(super) struct Look {
    seen: RwLock<Arc<Vec<OpenMailing>>>,
    /// Whether sending is off as a whole: kill switch, quarantine or the halt file.
    pub off: AtomicBool,
    /// The halt file is there: the gate refuses without asking the database.
    pub shut: Arc<AtomicBool>,
    halt_file: Option<PathBuf>,
    /// At least one look succeeded.
    looked: AtomicBool,
    /// Approvals this worker has verified: mailing → digest.
    verified: RwLock<HashMap<MailingId, String>>,
    /// The lanes of the single messages.
    singles: RwLock<Vec<String>>,
    /// The stored level of each relay and lane, Unix microseconds.
    levels: RwLock<HashMap<(String, String), i64>>,
    news: Notify,
    /// Under the day's cap; the gate takes away what it lets through.
    pub left_today: Arc<AtomicI64>,
    day: AtomicI64,
    told_cap: AtomicBool,
}

impl Look {
    pub(super) fn new(halt_file: Option<PathBuf>) -> Self {
        Self {
            seen: RwLock::default(),
            off: AtomicBool::new(true),
            shut: Arc::new(AtomicBool::new(false)),
            halt_file,
            looked: AtomicBool::new(false),
            verified: RwLock::default(),
            singles: RwLock::default(),
            levels: RwLock::default(),
            news: Notify::new(),
            day: AtomicI64::new(0),
            told_cap: AtomicBool::new(false),
            left_today: Arc::new(AtomicI64::new(i64::MAX)),
        }
    }

    /// Looks again.
    pub(super) async fn refresh(&self, store: &Store, keys: &Keyring) -> Result<(), StoreError> {
        let shut = self.halt_file.as_ref().is_some_and(|file| file.exists());
        self.shut.store(shut, Ordering::Release);
        let brakes = brakes(store).await?;
        self.off.store(shut || !brakes.are_off(), Ordering::Release);
        let mut open = open_mailings(store).await?;
        let mut verified = std::mem::take(&mut *write(&self.verified));
        verified.retain(|mailing, digest| open.iter().any(|seen| seen.id == *mailing && seen.approval_digest == *digest));
        let mut void = Vec::new();
        for mailing in &open {
            let std::collections::hash_map::Entry::Vacant(unknown) = verified.entry(mailing.id) else { continue };
            if super::approved::holds(store, keys, mailing.id).await? {
                unknown.insert(mailing.approval_digest.clone());
            } else {
                void.push(mailing.id);
            }
        }
        open.retain(|mailing| !void.contains(&mailing.id));
        let lanes = open_lanes(store).await?;
        for mailing in &mut open {
            mailing.lanes = lanes.iter().filter(|(id, _)| *id == mailing.id).map(|(_, lane)| lane.clone()).collect();
        }
        *write(&self.singles) = lanes.into_iter().filter(|(id, _)| id.0 == 0).map(|(_, lane)| lane).collect();
        let is_news = open.iter().any(|mailing| !self.mailings().iter().any(|seen| seen.id == mailing.id));
        *write(&self.verified) = verified;
        *write(&self.seen) = Arc::new(open);
        for mailing in void {
            super::approved::void(store, mailing).await?;
        }
        self.looked.store(true, Ordering::Release);
        if is_news {
            self.news.notify_waiters();
        }
        Ok(())
    }

    /// Reads how the relays and their lanes stand, so that all workers go by the same.
    pub(super) async fn follow_levels(&self, store: &Store, relays: &[Arc<Relay>]) -> Result<(), StoreError> {
        let levels = levels(store).await?;
        for relay in relays {
            let mine: Vec<_> = levels.iter().filter(|level| level.relay == relay.name()).collect();
            relay.set_halted(mine.iter().any(|level| level.halted.is_some()));
            let mut ready = relay.ready();
            for level in mine {
                if level.lane.is_empty() {
                    ready.health.follow(level);
                } else {
                    ready.lanes.entry(level.lane.clone()).or_default().health.follow(level);
                }
            }
            drop(ready);
            relay.wake();
        }
        *write(&self.levels) = levels.into_iter().map(|level| ((level.relay, level.lane), level.arrival_us)).collect();
        Ok(())
    }

    /// Whether the day's cap leaves room, and for how many; somebody is told once when it does not.
    pub(super) async fn follow_cap(&self, store: &Store, cap: i64, now: Millis) -> Result<(), StoreError> {
        let stored = (cap - days::today(store, now).await?).max(0);
        // What the gate let through meanwhile may not be in what was read; on a day it only gets less.
        let is_same_day = self.day.swap(now / DAY, Ordering::AcqRel) == now / DAY;
        let before = if is_same_day {
            self.left_today.fetch_min(stored, Ordering::AcqRel)
        } else {
            self.left_today.swap(stored, Ordering::AcqRel)
        };
        let left = self.left_today();
        if left <= 0 && !self.told_cap.swap(true, Ordering::AcqRel) {
            let message =
                format!("the day's cap of {cap} copies is reached; what waits goes on after midnight UTC (`outbox.cap_per_day`)");
            alerts::raise(store, &Matter::DayCap.to_string(), &message, now).await?;
        } else if left > 0 && (self.told_cap.swap(false, Ordering::AcqRel) || before <= 0 || !is_same_day) {
            alerts::clear(store, &Matter::DayCap.to_string(), "dateline", now).await?;
        }
        Ok(())
    }

    /// Copies that may still be begun today.
    pub(super) fn left_today(&self) -> i64 {
        self.left_today.load(Ordering::Acquire)
    }

    /// The stored level, as far as this worker knows it.
    pub(super) fn level(&self, relay: &str, lane: &str) -> Option<i64> {
        let levels = self.levels.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        levels.get(&(relay.to_owned(), lane.to_owned())).copied()
    }

    /// This worker drew slots: the level is there now.
    pub(super) fn drew(&self, relay: &str, lane: &str, level_us: i64) {
        write(&self.levels).insert((relay.to_owned(), lane.to_owned()), level_us);
    }

    pub(super) fn lanes_of_singles(&self) -> Vec<String> {
        self.singles.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Until there is something new to claim from.
    pub(super) async fn news(&self) {
        self.news.notified().await;
    }

    pub(super) fn tell_news(&self) {
        self.news.notify_waiters();
    }

    pub(super) fn has_looked(&self) -> bool {
        self.looked.load(Ordering::Acquire)
    }

    /// Open mailings with a verified approval, most urgent first.
    pub(super) fn mailings(&self) -> Arc<Vec<OpenMailing>> {
        self.seen.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// It was paused by this worker; nothing more of it is begun until a look says otherwise.
    pub(super) fn forget(&self, mailing: MailingId) {
        let mut seen = write(&self.seen);
        *seen = Arc::new(seen.iter().filter(|open| open.id != mailing).cloned().collect());
    }

    pub(super) fn is_off(&self) -> bool {
        self.off.load(Ordering::Acquire)
    }

    /// Whether a copy of this mailing would pass the gate, as far as we saw.
    pub(super) fn lets_through(&self, mailing: Option<&OpenMailing>, now: Millis) -> bool {
        if self.is_off() {
            return false;
        }
        mailing.is_none_or(|mailing| {
            mailing.not_before <= now && now < mailing.useful_until && self.mailings().iter().any(|seen| seen.id == mailing.id)
        })
    }
}

fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(std::sync::PoisonError::into_inner)
}
