//! What a review works with, and what a person wants sent.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::Policy;
use crate::clock::{Clock, Millis};
use crate::compose::Office;
use crate::fetch::{Looker, Names};
use crate::model::hours::QuietHours;
use crate::model::ids::ReleaseId;
use crate::model::mailing::Urgency;
use crate::model::segment::Rule;
use crate::secrets::Keyring;
use crate::store::Store;

/// What a review works with.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    pub store: &'a Store,
    pub keys: &'a Keyring,
    pub office: &'a Office,
    /// Names of the relays mail can be handed to.
    pub relays: &'a [String],
    pub policy: Policy,
    /// Between the last click and the first copy.
    pub hold: Millis,
    /// No mailing may reach more people than this.
    pub cap: Option<u32>,
    pub around: &'a Around,
    pub now: Millis,
}

/// What surrounds the sending: whom to ask about links and names, and what the office keeps to.
#[derive(Clone, Debug)]
pub struct Around {
    /// `None` = links are not opened.
    pub web: Option<Looker>,
    /// `None` = nobody to ask what DNS says of the sender.
    pub names: Option<Arc<dyn Names>>,
    /// Where the office lives, and whoever has not said where.
    pub zone: TimeZone,
    pub quiet: QuietHours,
    /// No more copies than this are begun on a day (UTC).
    pub cap_per_day: Option<u32>,
}

impl Default for Around {
    /// Nobody is asked and nothing is kept to.
    fn default() -> Self {
        Self { web: None, names: None, zone: TimeZone::UTC, quiet: QuietHours::default(), cap_per_day: None }
    }
}

/// [`Means`] to keep, for reviews that run by themselves.
#[derive(Clone, Debug)]
pub struct Kit {
    pub store: Store,
    pub keys: Arc<Keyring>,
    pub office: Arc<Office>,
    pub relays: Vec<String>,
    pub policy: Policy,
    pub hold: Millis,
    pub cap: Option<u32>,
    pub around: Arc<Around>,
    pub clock: Clock,
}

impl Kit {
    /// At this moment.
    pub fn means(&self) -> Means<'_> {
        Means {
            store: &self.store,
            keys: &self.keys,
            office: &self.office,
            relays: &self.relays,
            policy: self.policy,
            hold: self.hold,
            cap: self.cap,
            around: &self.around,
            now: self.clock.now(),
        }
    }
}

/// What a person wants sent, to whom and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub release: ReleaseId,
    /// A saved rule that narrows the audience.
    pub segment: Option<Rule>,
    /// Whether reporters covering only a part of a region or issue are meant too.
    pub down: bool,
    pub at: Option<Millis>,
    /// Each copy in its reader's morning, the first that comes from `at`, or from now, on.
    pub morning: bool,
    /// Also to those who have this version already.
    pub again: bool,
    pub urgency: Urgency,
}
