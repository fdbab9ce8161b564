//! Hours in which nobody is to be woken.

use std::fmt;

use jiff::civil::Time;
use serde::Deserialize;
use thiserror::Error;

/// From one time of day to another, over midnight if the second is the earlier; or none at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct QuietHours(Option<(Time, Time)>);

#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("quiet hours are written 21:00-07:00, or left empty")]
pub struct BadHours;

impl QuietHours {
    pub fn parse(text: &str) -> Result<Self, BadHours> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self(None));
        }
        let (from, to) = text.split_once('-').ok_or(BadHours)?;
        let time = |text: &str| text.trim().parse::<Time>().map_err(|_| BadHours);
        Ok(Self(Some((time(from)?, time(to)?))))
    }

    /// Their ends, or nothing.
    pub fn span(self) -> Option<(Time, Time)> {
        self.0
    }

    pub fn take_in(self, time: Time) -> bool {
        match self.0 {
            None => false,
            Some((from, to)) if from <= to => from <= time && time < to,
            Some((from, to)) => from <= time || time < to,
        }
    }
}

/// As they are written.
impl fmt::Display for QuietHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => Ok(()),
            Some((from, to)) => write!(f, "{}-{}", from.strftime("%H:%M"), to.strftime("%H:%M")),
        }
    }
}

impl TryFrom<String> for QuietHours {
    type Error = BadHours;

    fn try_from(text: String) -> Result<Self, BadHours> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    #[test]
    fn quiet_hours_go_over_midnight() {
        let night = QuietHours::parse("21:00-07:00").unwrap();
        assert!(night.take_in(time(21, 0, 0, 0)) && night.take_in(time(0, 0, 0, 0)) && night.take_in(time(6, 59, 59, 0)));
        assert!(!night.take_in(time(7, 0, 0, 0)) && !night.take_in(time(20, 59, 0, 0)));
        let noon = QuietHours::parse(" 12:00 - 13:30 ").unwrap();
        assert!(noon.take_in(time(13, 29, 0, 0)) && !noon.take_in(time(13, 30, 0, 0)));
        assert!(!QuietHours::parse("").unwrap().take_in(time(3, 0, 0, 0)));
        assert_eq!((night.to_string(), QuietHours::default().to_string()), ("21:00-07:00".to_owned(), String::new()));
        assert!(QuietHours::parse("night").is_err() && QuietHours::parse("21-25").is_err());
    }
}
