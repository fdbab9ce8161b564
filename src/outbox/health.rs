//! How a relay, or one of its lanes, stands: whether it may be used now, and how much slower than allowed. Kept in the
//! database, so that every worker and every restart goes by the same; this is one worker's picture of it.

use crate::clock::{HOUR, MINUTE, Millis, SECOND};
use crate::store::relays::Level;

/// So many refusals that are about us, within [`POLICY_WITHIN`] and without an acceptance between, open the breaker.
const POLICY_MOST: u32 = 5;
const POLICY_WITHIN: Millis = 10 * MINUTE;
/// The first wait after the breaker opened; each failed probe doubles it.
const POLICY_WAIT: Millis = 10 * MINUTE;
const POLICY_WAIT_MOST: Millis = HOUR;
/// The longest a relay that is in trouble is left alone.
const TROUBLE_WAIT_MOST: Millis = 5 * MINUTE;
/// Each step of slowing down halves the pace; there are at most so many.
pub(super) const SLOWEST: i64 = 6;
/// Replies of one moment are one signal.
pub(super) const STEP_DOWN_EVERY: Millis = 5 * SECOND;
/// So long without a signal, and the pace goes up one step.
pub(super) const STEP_UP_AFTER: Millis = 30 * SECOND;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Health {
    /// Troubles, or failed probes, in a row.
    pub failures: i64,
    /// It is left alone until then; afterwards one copy at a time is the probe.
    pub retry_at: Millis,
    /// Steps below the allowed pace.
    pub slow: i64,
    pub slowed_at: Millis,
    policy: u32,
    policy_since: Millis,
}

impl Health {
    /// Whether a copy may be begun while `busy` others are under way. After trouble one at a time is the probe.
    pub(super) fn may_begin(&self, now: Millis, busy: u32) -> bool {
        self.retry_at <= now && (self.failures == 0 || busy == 0)
    }

    /// Whether it is left alone at this moment.
    pub(super) fn rests(&self, now: Millis) -> bool {
        self.retry_at > now
    }

    /// A copy was accepted. Returns whether stored trouble is over with it.
    pub(super) fn went_well(&mut self) -> bool {
        self.policy = 0;
        let was_in_trouble = self.failures > 0 || self.retry_at > 0;
        (self.failures, self.retry_at) = (0, 0);
        was_in_trouble
    }

    /// It is in trouble itself: one second, two, four, up to five minutes.
    pub(super) fn went_badly(&mut self, now: Millis) {
        let wait = SECOND << self.failures.clamp(0, 9);
        self.failures += 1;
        self.retry_at = self.retry_at.max(now + wait.min(TROUBLE_WAIT_MOST));
    }

    /// A refusal that is about us. Returns whether it was one too many: the breaker is open now.
    pub(super) fn refused_us(&mut self, now: Millis) -> bool {
        let is_probe = self.failures > 0;
        if self.policy == 0 || now - self.policy_since > POLICY_WITHIN {
            (self.policy, self.policy_since) = (0, now);
        }
        self.policy += 1;
        if self.policy < POLICY_MOST && !is_probe {
            return false;
        }
        let wait = (POLICY_WAIT << self.failures.clamp(0, 3)).min(POLICY_WAIT_MOST);
        self.policy = 0;
        self.failures += 1;
        self.retry_at = self.retry_at.max(now + wait);
        true
    }

    /// What is stored wins over what this worker thought; its own counting goes on.
    pub(super) fn follow(&mut self, stored: &Level) {
        (self.failures, self.retry_at) = (stored.failures, stored.retry_at);
        (self.slow, self.slowed_at) = (stored.slow, stored.slowed_at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = 1_800_000_000_000;

    #[test]
    fn trouble_makes_longer_waits_and_one_probe_ends_it() {
        let mut health = Health::default();
        let mut now = NOW;
        let mut waits = Vec::new();
        for _ in 0..12 {
            health.went_badly(now);
            assert!(!health.may_begin(now, 0));
            waits.push(health.retry_at - now);
            now = health.retry_at;
            assert!(health.may_begin(now, 0) && !health.may_begin(now, 1), "one probe at a time");
        }
        assert_eq!(waits[..4], [1_000, 2_000, 4_000, 8_000]);
        assert_eq!(waits.last(), Some(&TROUBLE_WAIT_MOST));
        assert!(health.went_well());
        assert!(health.may_begin(now, 50), "all connections again");
    }

    #[test]
    fn five_refusals_about_us_open_the_breaker_and_a_failed_probe_doubles_the_wait() {
        let mut health = Health::default();
        assert!(!(0..4).any(|n| health.refused_us(NOW + n)));
        assert!(health.may_begin(NOW + 4, 9));
        assert!(health.refused_us(NOW + 5));
        assert!(health.rests(NOW + 5 + POLICY_WAIT - 1) && !health.rests(NOW + 5 + POLICY_WAIT));
        let probe = health.retry_at;
        assert!(health.refused_us(probe));
        assert_eq!(health.retry_at - probe, 2 * POLICY_WAIT);
        assert!(health.went_well() && health.may_begin(probe, 9));
    }

    #[test]
    fn refusals_far_apart_or_with_an_acceptance_between_open_nothing() {
        let mut health = Health::default();
        assert!(!(0..20).any(|n| health.refused_us(NOW + n * (POLICY_WITHIN + 1))));
        for n in 0..20 {
            assert!(!health.refused_us(NOW + n));
            health.went_well();
        }
    }
}
