//! How fast: a relay's rate as slots in time. The stored level (GCRA) holds over workers and restarts; the pacer keeps
//! one process from bunching slots that came late.

use std::fmt;
use std::str::FromStr;
use std::sync::Mutex;

use thiserror::Error;

use crate::clock::{DAY, HOUR, MINUTE, Millis, SECOND};
use crate::store::relays::Pace;

/// Messages per window, as `10/s`, `300/min`, `5000/h`, `20000/day`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub messages: u32,
    pub window: Millis,
}

#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("is not a rate; write messages per window: 10/s, 300/min, 5000/h or 20000/day")]
pub struct InvalidRate;

impl FromStr for Rate {
    type Err = InvalidRate;

    fn from_str(text: &str) -> Result<Self, InvalidRate> {
        let (messages, window) = text.split_once('/').ok_or(InvalidRate)?;
        let messages = messages.trim().parse().ok().filter(|messages| *messages > 0 && *messages <= 1_000_000).ok_or(InvalidRate)?;
        let window = match window.trim() {
            "s" | "sec" | "second" => SECOND,
            "m" | "min" | "minute" => MINUTE,
            "h" | "hour" => HOUR,
            "d" | "day" => DAY,
            _ => return Err(InvalidRate),
        };
        Ok(Self { messages, window })
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let window = match self.window {
            SECOND => "s",
            MINUTE => "min",
            HOUR => "h",
            _ => "day",
        };
        write!(f, "{}/{window}", self.messages)
    }
}

impl Rate {
    /// 97 % of the rate, with a burst of 2 % of a window's messages (at least 1): together they stay within the limit
    /// in every sliding window.
    pub fn pace(self) -> Pace {
        let messages = i64::from(self.messages);
        let interval_us = (self.window * 1_000 * 100).div_ceil_to(messages * 97);
        let burst = (messages * 2 / 100).max(1);
        Pace { interval_us, tolerance_us: interval_us * (burst - 1) }
    }
}

trait DivCeil {
    fn div_ceil_to(self, by: i64) -> i64;
}

impl DivCeil for i64 {
    fn div_ceil_to(self, by: i64) -> i64 {
        (self + by - 1) / by
    }
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
    fn rates_are_read_and_written_alike() {
        for text in ["10/s", "300/min", "5000/h", "20000/day"] {
            assert_eq!(text.parse::<Rate>().map(|rate| rate.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "10", "0/s", "-1/s", "ten/s", "10/week", "99999999/s"] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
    }

    #[test]
    fn no_sliding_window_holds_more_than_the_limit() {
        for text in ["1/s", "10/s", "1000/s", "300/min"] {
            let rate: Rate = text.parse().expect("a rate");
            let pacer = Pacer::new(rate.pace());
            let starts: Vec<i64> = (0..5_000).map(|_| pacer.take(0, 1_000_000)).collect();
            let window = rate.window * 1_000;
            for (i, start) in starts.iter().enumerate() {
                let within = starts[i..].iter().take_while(|other| **other < start + window).count();
                assert!(within <= rate.messages as usize, "{text}: {within}");
            }
        }
    }
}
