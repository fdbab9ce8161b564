//! The office's rules: what the configuration says, and over it what was agreed on the desk. Every review reads them
//! anew, whoever asks for it, so that the desk and the command line obey the same ones at once.

use jiff::tz::TimeZone;

use super::{Means, Policy};
use crate::clock::{Millis, SECOND};
use crate::model::hours::QuietHours;
use crate::store::rules::{self, Kept};
use crate::store::{Store, StoreError};

/// The longest hold, in seconds.
pub const LONGEST_HOLD: i64 = 900;

/// What holds for a review at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    pub policy: Policy,
    /// Between the last click and the first copy.
    pub hold: Millis,
    /// No mailing may reach more people than this.
    pub cap: Option<u32>,
    /// How many reporters a mailing of this office usually reaches at most.
    pub usual: Option<u32>,
    pub quiet: Option<Quiet>,
}

/// Hours in which people are not written to without a second thought, by the office's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiet {
    pub hours: QuietHours,
    pub zone: TimeZone,
}

impl Quiet {
    pub fn takes_in(&self, at: Millis) -> bool {
        let at = jiff::Timestamp::from_millisecond(at);
        at.is_ok_and(|at| self.hours.take_in(at.to_zoned(self.zone.clone()).time()))
    }
}

impl Rules {
    /// What was agreed, over what the configuration says.
    pub async fn in_force(store: &Store, configured: Self) -> Result<Self, StoreError> {
        rules::load(store).await?.iter().try_fold(configured, Self::with)
    }

    /// What the configuration says.
    pub(super) fn configured(means: &Means<'_>) -> Self {
        Self { policy: means.policy, hold: means.hold, cap: means.cap, usual: None, quiet: None }
    }

    pub(super) async fn of(means: &Means<'_>) -> Result<Self, StoreError> {
        Self::in_force(means.store, Self::configured(means)).await
    }

    /// The means of a review under these rules.
    pub(super) fn over<'a>(&self, means: &Means<'a>) -> Means<'a> {
        Means { policy: self.policy, hold: self.hold, cap: self.cap, ..*means }
    }

    /// Whether so many are far more than usual.
    pub fn is_unusual(&self, count: i64) -> bool {
        self.usual.is_some_and(|usual| count > i64::from(usual) + i64::from(usual) / 2)
    }

    /// A name this program does not know is a newer one's rule.
    fn with(self, kept: &Kept) -> Result<Self, StoreError> {
        let corrupt = || StoreError::Corrupt { table: "rules", column: "value", row: kept.name.clone() };
        let number = || kept.value.parse::<u32>().map(|n| Some(n).filter(|n| *n > 0)).map_err(|_| corrupt());
        Ok(match kept.name.as_str() {
            "policy" => Self { policy: Policy::parse(&kept.value).ok_or_else(corrupt)?, ..self },
            "hold" => {
                let seconds: i64 = kept.value.parse().map_err(|_| corrupt())?;
                Self { hold: seconds.clamp(0, LONGEST_HOLD) * SECOND, ..self }
            }
            "cap" => Self { cap: number()?, ..self },
            "usual" => Self { usual: number()?, ..self },
            "quiet" if kept.value.is_empty() => Self { quiet: None, ..self },
            "quiet" => Self { quiet: Some(quiet(&kept.value).ok_or_else(corrupt)?), ..self },
            _ => self,
        })
    }

    /// As they are kept: name and value of each. A number that is 0, and quiet hours that are empty, are none.
    pub fn kept(&self) -> [(&'static str, String); 5] {
        let number = |n: Option<u32>| n.unwrap_or(0).to_string();
        let quiet = self.quiet.as_ref().map(|quiet| format!("{} {}", quiet.hours, quiet.zone.iana_name().unwrap_or("UTC")));
        [
            ("policy", self.policy.to_string()),
            ("hold", (self.hold / SECOND).to_string()),
            ("cap", number(self.cap)),
            ("usual", number(self.usual)),
            ("quiet", quiet.unwrap_or_default()),
        ]
    }
}

/// `21:00-07:00 Europe/Berlin`.
fn quiet(text: &str) -> Option<Quiet> {
    let (hours, zone) = text.split_once(' ')?;
    Some(Quiet { hours: QuietHours::parse(hours).ok()?, zone: TimeZone::get(zone).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(name: &str, value: &str) -> Kept {
        Kept { name: name.to_owned(), value: value.to_owned(), changed_by: String::new(), changed_ms: 0 }
    }

    fn configured() -> Rules {
        Rules { policy: Policy::Auto, hold: 60 * SECOND, cap: Some(9_000), usual: None, quiet: None }
    }

    #[test]
    fn rules_are_kept_as_they_are_read() {
        let quiet = quiet("21:00-07:30 Europe/Berlin");
        let rules = Rules { policy: Policy::Over(20), hold: 0, cap: None, usual: Some(300), quiet };
        for rules in [rules, configured()] {
            let read = rules.kept().iter().try_fold(configured(), |read, (name, value)| read.with(&kept(name, value)));
            assert_eq!(read.unwrap(), rules);
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_and_not_passed_over() {
        for (name, value) in [("policy", "sometimes"), ("hold", "x"), ("cap", "-1"), ("usual", "many"), ("quiet", "21:00-07:00")]
        {
            assert!(configured().with(&kept(name, value)).is_err(), "{name} {value}");
        }
        assert_eq!(configured().with(&kept("later", "x")).unwrap(), configured());
    }

    #[test]
    fn quiet_hours_are_the_offices() {
        let quiet = quiet("21:00-07:00 Europe/Berlin").unwrap();
        let hour = 3_600_000;
        // Thu 26 Nov 2026, 10:00 in Berlin.
        let morning = 1_795_683_600_000;
        for (hours, is) in [(0, false), (10, false), (11, true), (14, true), (-4, true), (-3, false)] {
            assert_eq!(quiet.takes_in(morning + hours * hour), is, "{hours}");
        }
    }

    #[test]
    fn half_as_many_again_is_unusual() {
        let rules = Rules { usual: Some(200), ..configured() };
        assert!(!rules.is_unusual(300) && rules.is_unusual(301) && !configured().is_unusual(1_000_000));
    }
}
