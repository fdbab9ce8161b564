//! Several relays at once: who takes the next copies by weight, and who steps in when one is out of use.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use super::relay::Relay;
use crate::clock::{Millis, SECOND};

/// Copies a relay may be ahead of its share, a unit of weight: one small claim.
const AHEAD: u64 = 50;

#[derive(Debug)]
pub(super) struct Shares {
    relays: Vec<Arc<Relay>>,
    /// Of each relay: copies taken, by its weight, in thousandths.
    taken: Vec<AtomicU64>,
    /// When it last asked and there was nothing for it.
    idle_since: Vec<AtomicI64>,
}

impl Shares {
    pub(super) fn of(relays: Vec<Arc<Relay>>) -> Self {
        let taken = relays.iter().map(|_| AtomicU64::new(0)).collect();
        let idle_since = relays.iter().map(|_| AtomicI64::new(0)).collect();
        Self { relays, taken, idle_since }
    }

    fn at(&self, relay: &Relay) -> Option<usize> {
        self.relays.iter().position(|other| other.name() == relay.name())
    }

    /// Whether another relay that can take copies now is behind its share.
    pub(super) fn should_yield(&self, relay: &Relay, now: Millis) -> bool {
        let Some(me) = self.at(relay) else { return false };
        let mine = self.taken[me].load(Ordering::Acquire);
        (0..self.relays.len()).any(|other| {
            other != me && self.wants_more(other, now) && self.taken[other].load(Ordering::Acquire) + AHEAD * 1_000 < mine
        })
    }

    /// It can be used, has room, and was not told a moment ago that there is nothing for it.
    fn wants_more(&self, at: usize, now: Millis) -> bool {
        let relay = &self.relays[at];
        relay.may_be_used(now) && relay.ready().runs_low() && self.idle_since[at].load(Ordering::Acquire) + SECOND < now
    }

    /// How many it may take at once: a small claim for each unit of weight, while there are others to share with.
    pub(super) fn most(&self, relay: &Relay, now: Millis) -> i64 {
        if self.another_can(relay, now) { i64::try_from(AHEAD).unwrap_or(1) * i64::from(relay.settings.weight) } else { i64::MAX }
    }

    pub(super) fn took(&self, relay: &Relay, copies: usize) {
        let Some(me) = self.at(relay) else { return };
        // Who was away does not catch up: its share counts from now.
        let others = (0..self.taken.len()).filter(|other| *other != me).map(|other| self.taken[other].load(Ordering::Acquire));
        let floor = others.min().unwrap_or(0).saturating_sub(AHEAD * 1_000);
        let more = copies as u64 * 1_000 / u64::from(relay.settings.weight.max(1));
        let _ = self.taken[me].fetch_update(Ordering::AcqRel, Ordering::Acquire, |mine| Some(mine.max(floor) + more));
    }

    pub(super) fn found_nothing(&self, relay: &Relay, now: Millis) {
        if let Some(me) = self.at(relay) {
            self.idle_since[me].store(now, Ordering::Release);
        }
    }

    /// Whether another relay could take what this one cannot.
    pub(super) fn another_can(&self, relay: &Relay, now: Millis) -> bool {
        self.relays.iter().any(|other| other.name() != relay.name() && other.may_be_used(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rate::Rate;
    use crate::outbox::RelaySettings;
    use crate::outbox::transport::Target;

    const NOW: Millis = 1_800_000_000_000;

    fn relay(name: &str, weight: u32) -> Arc<Relay> {
        let target = Target::parse("discard:").expect("a target");
        Arc::new(Relay::new(RelaySettings { weight, ..RelaySettings::new(name, target, Rate::default(), 4) }))
    }

    /// Both always free: what each took of `copies`.
    fn shared(shares: &Shares, relays: &[Arc<Relay>; 2], copies: i64) -> [i64; 2] {
        let mut took = [0, 0];
        let mut turn = 0;
        while took[0] + took[1] < copies {
            turn += 1;
            let at = turn % 2;
            if !shares.should_yield(&relays[at], NOW) {
                let some = shares.most(&relays[at], NOW).min(250);
                shares.took(&relays[at], usize::try_from(some).expect("few"));
                took[at] += some;
            }
        }
        took
    }

    #[test]
    fn free_relays_share_by_weight() {
        let relays = [relay("small", 1), relay("large", 4)];
        let shares = Shares::of(relays.to_vec());
        let [small, large] = shared(&shares, &relays, 100_000);
        assert!((19_000..=21_000).contains(&small), "{small} and {large}");
    }

    #[test]
    fn a_relay_that_is_out_of_use_holds_up_nobody_and_does_not_catch_up_afterwards() {
        let relays = [relay("one", 1), relay("other", 1)];
        let shares = Shares::of(relays.to_vec());
        relays[1].set_halted(true);
        for _ in 0..1_000 {
            assert!(!shares.should_yield(&relays[0], NOW));
            shares.took(&relays[0], 50);
        }
        relays[1].set_halted(false);
        let [one, other] = shared(&shares, &relays, 2_000);
        assert!(one >= 700, "{one} and {other}");
    }
}
