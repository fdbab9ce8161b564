//! How fast: a rate as slots in time. The stored level (GCRA) holds over workers and restarts; governor keeps one
//! process from bunching messages whose slots came late.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use crate::model::rate::Rate;
use crate::store::relays::Pace;

/// A rate that is not worth pacing: less than this between two messages is below what a clock can keep.
const SHORTEST: Duration = Duration::from_micros(1);

/// 97 % of the rate, with a burst of 2 % of a window's messages (at least 1): together they stay within the limit in
/// every sliding window.
pub fn pace(rate: Rate) -> Pace {
    let messages = i64::from(rate.messages);
    let interval_us = (rate.window * 100_000 + messages * 97 - 1) / (messages * 97);
    Pace { interval_us, tolerance_us: interval_us * (burst(rate) - 1) }
}

fn burst(rate: Rate) -> i64 {
    (i64::from(rate.messages) * 2 / 100).max(1)
}

/// A slot lapses when it is late by this much: 1 % of the window, so that late ones never make a window too full.
pub fn lapse_us(rate: Rate) -> i64 {
    rate.window * 1_000 / 100
}

/// The pace after so many steps down; each halves it.
pub fn slowed(pace: Pace, steps: i64) -> Pace {
    let interval_us = pace.interval_us << steps.clamp(0, 16);
    // A burst is for those who are welcome.
    Pace { interval_us, tolerance_us: if steps > 0 { 0 } else { pace.tolerance_us } }
}

/// Keeps the starts of this process's messages to one relay apart.
#[derive(Debug)]
pub struct Pacer {
    pace: Pace,
    limiter: Option<DefaultDirectRateLimiter>,
    clock: DefaultClock,
}

impl Pacer {
    pub fn new(rate: Rate) -> Self {
        Self { pace: pace(rate), limiter: quota(rate).map(RateLimiter::direct), clock: DefaultClock::default() }
    }

    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// Takes the next start if it is due; else says how long until it may be asked for again.
    pub fn take(&self) -> Result<(), Duration> {
        let Some(limiter) = &self.limiter else { return Ok(()) };
        limiter.check().map_err(|early| early.wait_time_from(self.clock.now()))
    }
}

fn quota(rate: Rate) -> Option<Quota> {
    let interval = Duration::from_micros(pace(rate).interval_us.unsigned_abs());
    let burst = NonZeroU32::new(u32::try_from(burst(rate)).ok()?)?;
    if interval <= SHORTEST { None } else { Some(Quota::with_period(interval)?.allow_burst(burst)) }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    /// As many as governor lets through, as fast as it lets them, in microseconds.
    fn starts(rate: Rate, count: usize) -> Vec<i64> {
        let clock = FakeRelativeClock::default();
        let limiter = RateLimiter::direct_with_clock(quota(rate).expect("worth pacing"), clock.clone());
        let mut starts = Vec::new();
        let mut at = Duration::ZERO;
        while starts.len() < count {
            match limiter.check() {
                Ok(()) => starts.push(i64::try_from(at.as_micros()).expect("soon")),
                Err(early) => {
                    let wait = early.wait_time_from(clock.now()) + Duration::from_nanos(1);
                    clock.advance(wait);
                    at += wait;
                }
            }
        }
        starts
    }

    #[test]
    fn no_sliding_window_holds_more_than_the_limit() {
        for text in ["1/s", "10/s", "1000/s", "300/min", "20000/day"] {
            let rate: Rate = text.parse().expect("a rate");
            let starts = starts(rate, 3_000);
            let window = rate.window * 1_000;
            for (i, start) in starts.iter().enumerate() {
                let within = starts[i..].iter().take_while(|other| **other < start + window).count();
                assert!(within <= rate.messages as usize, "{text}: {within}");
            }
        }
    }

    #[test]
    fn slots_used_as_late_as_they_may_be_stay_within_the_limit() {
        for text in ["50/s", "100/s", "1000/s", "300/min", "5000/h"] {
            let rate: Rate = text.parse().expect("a rate");
            let (pace, late, window) = (pace(rate), lapse_us(rate), rate.window * 1_000);
            // The first ones as late as can be, the rest on time: the fullest window there is.
            let slots = (0..3 * i64::from(rate.messages)).map(|i| i * pace.interval_us - pace.tolerance_us);
            let starts: Vec<i64> = slots.map(|slot| slot.max(late)).collect();
            let fullest =
                starts.iter().enumerate().map(|(i, start)| starts[i..].iter().take_while(|s| **s < start + window).count());
            assert!(fullest.max() <= Some(rate.messages as usize), "{text}");
        }
    }

    #[test]
    fn each_step_down_halves_the_pace_and_ends_the_burst() {
        let fast = pace("100/s".parse().expect("a rate"));
        assert_eq!(slowed(fast, 0), fast);
        assert_eq!(slowed(fast, 1), Pace { interval_us: 2 * fast.interval_us, tolerance_us: 0 });
        assert_eq!(slowed(fast, 3).interval_us, 8 * fast.interval_us);
    }
}
