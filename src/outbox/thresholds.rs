//! The sender's own second thoughts: a mailing that goes wrong in one of three ways is paused before more of it does.
//! One worker judges by what it saw itself.

use std::collections::HashMap;
use std::sync::Mutex;

use crate::model::delivery::Outcome;
use crate::model::ids::MailingId;

use super::transport::{Blame, Verdict};

/// Fewer than these prove nothing.
const REFUSED_LEAST: u32 = 25;
const DOUBTS_LEAST: u32 = 10;
/// Policy replies are about us, whoever gets them.
const POLICY_MOST: u32 = 25;
/// Of a hundred settled.
const REFUSED_PERCENT: u32 = 5;
const DOUBTS_PERCENT: u32 = 2;

#[derive(Debug, Default)]
pub(super) struct Thresholds {
    tallies: Mutex<HashMap<MailingId, Tally>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    settled: u32,
    refused: u32,
    doubts: u32,
    policy: u32,
}

impl Tally {
    fn add(&mut self, verdict: &Verdict) {
        match verdict.outcome {
            Outcome::Accepted => self.settled += 1,
            Outcome::Refused { .. } => (self.settled, self.refused) = (self.settled + 1, self.refused + 1),
            Outcome::InDoubt => (self.settled, self.doubts) = (self.settled + 1, self.doubts + 1),
            Outcome::Deferred { .. } => {}
        }
        self.policy += u32::from(verdict.blame == Blame::Us);
    }

    /// In words, why this is too much; `None`: it is not.
    fn too_much(&self) -> Option<String> {
        let over =
            |some: u32, least: u32, percent: u32| some >= least && u64::from(some) * 100 > u64::from(self.settled * percent);
        let of = |some: u32, what: &str| format!("{some} of {} {what}", self.settled);
        if over(self.refused, REFUSED_LEAST, REFUSED_PERCENT) {
            Some(of(self.refused, "were refused, more than 5 %: is the list what you think it is?"))
        } else if over(self.doubts, DOUBTS_LEAST, DOUBTS_PERCENT) {
            Some(of(self.doubts, "are in doubt, more than 2 %: look at the relay before more are"))
        } else if self.policy >= POLICY_MOST {
            Some(format!("{} times a server refused us as a sender: look at the alerts", self.policy))
        } else {
            None
        }
    }
}

impl Thresholds {
    /// Counts a verdict. When it is one too many, why; the count begins anew, so that a person's "go on" is one.
    pub(super) fn count(&self, mailing: MailingId, verdict: &Verdict) -> Option<String> {
        let mut tallies = self.tallies.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let tally = tallies.entry(mailing).or_default();
        tally.add(verdict);
        let too_much = tally.too_much();
        if too_much.is_some() {
            tallies.remove(&mailing);
        }
        too_much
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::delivery::Phase;

    fn verdict(outcome: Outcome, blame: Blame) -> Verdict {
        Verdict { outcome, phase: Phase::Dot, code: None, reply: String::new(), reusable: true, blame }
    }

    /// The number of verdicts until the mailing is paused.
    fn paused_after(most: u32, verdict: impl Fn(u32) -> Verdict) -> Option<u32> {
        let thresholds = Thresholds::default();
        (1..=most).find(|n| thresholds.count(MailingId(1), &verdict(*n)).is_some())
    }

    #[test]
    fn a_mailing_is_paused_when_too_many_are_refused_in_doubt_or_refuse_us() {
        let accepted = || verdict(Outcome::Accepted, Blame::Nobody);
        let refused = || verdict(Outcome::Refused { dead_address: true }, Blame::Nobody);
        let every = |nth: u32, other: fn() -> Verdict| {
            move |n: u32| if n.is_multiple_of(nth) { other() } else { verdict(Outcome::Accepted, Blame::Nobody) }
        };
        assert_eq!(paused_after(10_000, |_| accepted()), None);
        assert_eq!(paused_after(1_000, |_| refused()), Some(REFUSED_LEAST));
        assert_eq!(
            paused_after(10_000, every(25, || verdict(Outcome::Refused { dead_address: true }, Blame::Nobody))),
            None,
            "4 %"
        );
        assert!(paused_after(10_000, every(15, || verdict(Outcome::Refused { dead_address: true }, Blame::Nobody))).is_some());
        assert!(paused_after(10_000, every(40, || verdict(Outcome::InDoubt, Blame::Relay))).is_some());
        assert_eq!(paused_after(10_000, every(60, || verdict(Outcome::InDoubt, Blame::Relay))), None);
        let policy = |_| verdict(Outcome::Deferred { counts: true, not_before: None }, Blame::Us);
        assert_eq!(paused_after(1_000, policy), Some(POLICY_MOST));
    }
}
