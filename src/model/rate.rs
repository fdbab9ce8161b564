//! Messages per window: how fast a relay may be handed mail.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use thiserror::Error;

use crate::clock::{DAY, HOUR, MINUTE, Millis, SECOND};

/// `10/s`, `300/min`, `5000/h`, `20000/day`, or for a longer window `500/10s`; 1 to 1,000,000 messages in up to 31 days.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String")]
pub struct Rate {
    pub messages: u32,
    pub window: Millis,
}

#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a rate is a number of messages per s, min, h or day, as 10/s, 300/min or 500/10s")]
pub struct BadRate;

impl Default for Rate {
    fn default() -> Self {
        Self { messages: 10, window: SECOND }
    }
}

impl FromStr for Rate {
    type Err = BadRate;

    fn from_str(text: &str) -> Result<Self, BadRate> {
        let (messages, window) = text.split_once('/').ok_or(BadRate)?;
        let window = window.trim();
        let unit = window.trim_start_matches(|digit: char| digit.is_ascii_digit());
        let times = &window[..window.len() - unit.len()];
        let times: Millis = if times.is_empty() { 1 } else { times.parse().map_err(|_| BadRate)? };
        let unit = match unit {
            "s" | "sec" | "second" => SECOND,
            "m" | "min" | "minute" => MINUTE,
            "h" | "hour" => HOUR,
            "d" | "day" => DAY,
            _ => return Err(BadRate),
        };
        let window = times.checked_mul(unit).filter(|window| (1..=31 * DAY).contains(window)).ok_or(BadRate)?;
        let messages = messages.trim().replace('_', "").parse().ok().filter(|n| (1..=1_000_000).contains(n)).ok_or(BadRate)?;
        Ok(Self { messages, window })
    }
}

impl TryFrom<String> for Rate {
    type Error = BadRate;

    fn try_from(text: String) -> Result<Self, BadRate> {
        text.parse()
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(DAY, "day"), (HOUR, "h"), (MINUTE, "min"), (SECOND, "s")];
        let (unit, name) = units.into_iter().find(|(unit, _)| self.window % unit == 0).unwrap_or((SECOND, "s"));
        match self.window / unit {
            1 => write!(f, "{}/{name}", self.messages),
            times => write!(f, "{}/{times}{name}", self.messages),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_and_written_alike() {
        for text in ["10/s", "300/min", "5000/h", "20000/day", "500/10s", "30/5min", "7/2day"] {
            assert_eq!(text.parse::<Rate>().map(|rate| rate.to_string()).as_deref(), Ok(text));
        }
        for text in [
            "",
            "10",
            "0/s",
            "-1/s",
            "ten/s",
            "10/week",
            "99999999/s",
            "10/0s",
            "10/-1s",
            "10/99999999999999999999s",
            "10/32day",
            "10/5",
        ] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
    }
}
