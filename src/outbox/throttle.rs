//! How fast: a relay's rate as slots in time. The stored level (GCRA) holds over workers and restarts; the pacer keeps
//! one process from bunching slots that came late.

use std::sync::Mutex;

use crate::model::rate::Rate;
use crate::store::relays::Pace;

/// 97 % of the rate, with a burst of 2 % of a window's messages (at least 1): together they stay within the limit in
/// every sliding window.
pub fn pace(rate: Rate) -> Pace {
    let messages = i64::from(rate.messages);
    let interval_us = (rate.window * 100_000 + messages * 97 - 1) / (messages * 97);
    let burst = (messages * 2 / 100).max(1);
    Pace { interval_us, tolerance_us: interval_us * (burst - 1) }
}

/// Keeps the starts of this process's messages to one relay apart.
#[derive(Debug)]
pub struct Pacer {
    pace: Pace,
    arrival_us: Mutex<i64>,
}

impl Pacer {
    pub fn new(pace: Pace) -> Self {
        Self { pace, arrival_us: Mutex::new(i64::MIN) }
    }

    pub fn pace(&self) -> Pace {
        self.pace
    }

    /// When a message that reserved `slot_us` may start, at or after `now_us`; takes that moment.
    pub fn take(&self, slot_us: i64, now_us: i64) -> i64 {
        let mut arrival = self.arrival_us.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let start = now_us.max(slot_us).max(arrival.saturating_sub(self.pace.tolerance_us));
        *arrival = (*arrival).max(start) + self.pace.interval_us;
        start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sliding_window_holds_more_than_the_limit() {
        for text in ["1/s", "10/s", "1000/s", "300/min"] {
            let rate: Rate = text.parse().expect("a rate");
            let pacer = Pacer::new(pace(rate));
            let starts: Vec<i64> = (0..5_000).map(|_| pacer.take(0, 1_000_000)).collect();
            let window = rate.window * 1_000;
            for (i, start) in starts.iter().enumerate() {
                let within = starts[i..].iter().take_while(|other| **other < start + window).count();
                assert!(within <= rate.messages as usize, "{text}: {within}");
            }
        }
    }
}
