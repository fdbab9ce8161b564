//! Reviews that run by themselves and are kept for a while, so that a page with the checks of 100,000 reporters comes at
//! once. What is kept is thrown away as soon as anything it depends on has changed; a page that was overtaken all the
//! same can only lead to "this changed", for sending always reviews again.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tokio::sync::{Notify, Semaphore};

use super::{Kit, Order, Review, ReviewError, review};
use crate::clock::{MINUTE, Millis};
use crate::model::ids::ReleaseId;
use crate::store::past::{self, Stamp};

/// How long a review is shown.
const HOLDS: Millis = MINUTE;
/// Reviews that run at once, of different releases.
const AT_ONCE: usize = 2;
/// Orders of one release that are kept: several officers may be looking at it.
const ORDERS: usize = 4;

/// What is known of a review at this moment.
#[derive(Clone, Debug)]
pub enum Looked {
    /// Made at that moment, and nothing it depends on has changed since.
    Ready(Arc<Review>, Millis),
    /// It has been running, or waiting for its turn, since then.
    Running(Millis),
}

/// Runs reviews and keeps them. Cheap to clone; clones share what is kept.
#[derive(Clone)]
pub struct Keeper(Arc<Inner>);

struct Inner {
    kit: RwLock<Arc<Kit>>,
    releases: Mutex<HashMap<ReleaseId, Slot>>,
    turns: Semaphore,
    /// Some review has ended.
    ended: Notify,
}

/// What a review depends on. Equal keys, equal reviews (within [`HOLDS`]).
#[derive(Clone, Debug)]
struct Key {
    order: Order,
    stamp: Stamp,
    kit: Arc<Kit>,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.order == other.order && self.stamp == other.stamp && Arc::ptr_eq(&self.kit, &other.kit)
    }
}

/// A review that ended.
struct Kept {
    key: Key,
    /// When it looked, and when it was done.
    made: Millis,
    since: Millis,
    found: Result<Arc<Review>, ReviewError>,
}

/// The reviews of one release.
#[derive(Default)]
struct Slot {
    /// Newest last.
    kept: Vec<Kept>,
    running: Option<(Key, Millis)>,
    /// What was asked for last while another order was running.
    next: Option<(Key, Millis)>,
}

impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keeper")
    }
}

impl Keeper {
    pub fn new(kit: Kit) -> Self {
        Self(Arc::new(Inner {
            kit: RwLock::new(Arc::new(kit)),
            releases: Mutex::default(),
            turns: Semaphore::new(AT_ONCE),
            ended: Notify::new(),
        }))
    }

    /// The settings changed: everything is reviewed anew.
    pub fn change(&self, kit: Kit) {
        *self.0.kit.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(kit);
    }

    /// The review of this order, or since when it runs. The first look starts it; looking on finds it. What went wrong
    /// is told once, and the next look starts it again.
    pub async fn look(&self, order: &Order) -> Result<Looked, ReviewError> {
        let kit = self.0.kit.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(stamp) = past::stamp(&kit.store, order.release).await? else {
            return Err(ReviewError::NoSuchRelease(order.release));
        };
        let now = kit.clock.now();
        let key = Key { order: order.clone(), stamp, kit };
        let mut releases = self.0.releases();
        forget(&mut releases, now);
        let slot = releases.entry(order.release).or_default();
        if let Some(at) = slot.kept.iter().position(|kept| kept.key == key) {
            if let Kept { made, found: Ok(review), .. } = &slot.kept[at] {
                return Ok(Looked::Ready(review.clone(), *made));
            }
            return Err(slot.kept.remove(at).found.err().unwrap_or(ReviewError::BrokeOff));
        }
        let waiting = [&slot.running, &slot.next].into_iter().flatten().find(|(known, _)| *known == key);
        if let Some((_, since)) = waiting {
            return Ok(Looked::Running(*since));
        }
        if slot.running.is_none() {
            slot.running = Some((key.clone(), now));
            drop(releases);
            self.start(key);
        } else {
            slot.next = Some((key, now));
        }
        Ok(Looked::Running(now))
    }

    /// The review, when it is there.
    pub async fn await_ready(&self, order: &Order) -> Result<(Arc<Review>, Millis), ReviewError> {
        loop {
            // Before the look, so that an end right after it is not missed.
            let ended = self.0.ended.notified();
            let mut ended = std::pin::pin!(ended);
            ended.as_mut().enable();
            if let Looked::Ready(review, made) = self.look(order).await? {
                return Ok((review, made));
            }
            ended.await;
        }
    }

    fn start(&self, key: Key) {
        let begun = Run { keeper: self.clone(), key: Some(key) };
        tokio::spawn(begun.run());
    }
}

impl Inner {
    fn releases(&self) -> MutexGuard<'_, HashMap<ReleaseId, Slot>> {
        self.releases.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Drops what is too old, and releases nobody looks at.
fn forget(releases: &mut HashMap<ReleaseId, Slot>, now: Millis) {
    releases.retain(|_, slot| {
        slot.kept.retain(|kept| (0..HOLDS).contains(&(now - kept.since)));
        !slot.kept.is_empty() || slot.running.is_some()
    });
}

/// A review under way. However it ends, the next one of its release gets its turn.
struct Run {
    keeper: Keeper,
    key: Option<Key>,
}

impl Run {
    async fn run(mut self) {
        let Some(key) = self.key.clone() else { return };
        let turn = self.keeper.0.turns.acquire().await;
        let made = key.kit.clock.now();
        let found = review(&key.kit.means(), &key.order).await.map(Arc::new);
        drop(turn);
        self.key = None;
        if let Some(next) = self.keeper.0.put(&key, made, found) {
            self.keeper.start(next);
        }
        self.keeper.0.ended.notify_waiters();
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let Some(key) = self.key.take() else { return };
        // Nothing is started from here: this may be the end of the whole process. Whoever looks again starts it.
        if let Some(slot) = self.keeper.0.releases().get_mut(&key.order.release) {
            slot.next = None;
        }
        self.keeper.0.put(&key, key.kit.clock.now(), Err(ReviewError::BrokeOff));
        self.keeper.0.ended.notify_waiters();
    }
}

impl Inner {
    /// Keeps a review; what is to run next of this release.
    fn put(&self, key: &Key, made: Millis, found: Result<Arc<Review>, ReviewError>) -> Option<Key> {
        let mut releases = self.releases();
        let slot = releases.entry(key.order.release).or_default();
        // The same order again replaces what it was.
        slot.kept.retain(|kept| kept.key.order != key.order);
        if slot.kept.len() >= ORDERS {
            drop(slot.kept.remove(0));
        }
        slot.kept.push(Kept { key: key.clone(), made, since: key.kit.clock.now(), found });
        slot.running = slot.next.take();
        slot.running.as_ref().map(|(key, _)| key.clone())
    }
}
