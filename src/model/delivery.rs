//! One mailing to one address, from planned to final: its states, and what one try can come to.

use crate::clock::Millis;

/// Where a delivery stands. The same words in SQL and on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DeliveryState {
    /// Waiting to be claimed.
    Pending,
    /// A worker holds it under a lease and has not begun the body.
    Claimed,
    /// The intent is committed: the body may be on the wire. Never returns to the queue by itself.
    Attempting,
    /// The relay said 250 after the dot.
    Accepted,
    /// Not now: due again later.
    Deferred,
    /// Never, said during SMTP.
    Refused,
    /// The dot went out and no valid reply came; nobody can know.
    InDoubt,
    /// Nothing was sent, on purpose; see [`LeftOut`].
    LeftOut,
}

impl DeliveryState {
    pub const ALL: [Self; 8] = [
        Self::Pending,
        Self::Claimed,
        Self::Attempting,
        Self::Accepted,
        Self::Deferred,
        Self::Refused,
        Self::InDoubt,
        Self::LeftOut,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Claimed => "claimed",
            Self::Attempting => "attempting",
            Self::Accepted => "accepted",
            Self::Deferred => "deferred",
            Self::Refused => "refused",
            Self::InDoubt => "in_doubt",
            Self::LeftOut => "left_out",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// Why a planned copy was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftOut {
    Unsubscribed,
    Suppressed,
    Stopped,
    Withdrawn,
    Expired,
    AlreadyHasIt,
}

impl LeftOut {
    pub const ALL: [Self; 6] =
        [Self::Unsubscribed, Self::Suppressed, Self::Stopped, Self::Withdrawn, Self::Expired, Self::AlreadyHasIt];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unsubscribed => "unsubscribed",
            Self::Suppressed => "suppressed",
            Self::Stopped => "stopped",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::AlreadyHasIt => "already_has_it",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}

/// The step of the SMTP conversation a try ended in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    Connect,
    Greeting,
    Ehlo,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// After the dot was handed over.
    Dot,
}

impl Phase {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Greeting => "greeting",
            Self::Ehlo => "ehlo",
            Self::StartTls => "starttls",
            Self::Auth => "auth",
            Self::Mail => "mail",
            Self::Rcpt => "rcpt",
            Self::Data => "data",
            Self::Dot => "dot",
        }
    }

    /// Up to here a failure is the relay's, or ours; the recipient was not spoken of.
    pub fn is_before_recipient(self) -> bool {
        !matches!(self, Self::Rcpt | Self::Data | Self::Dot)
    }
}

/// What one try came to. A value, not an error: the worker writes it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Accepted,
    /// Not now. `counts` is false where the trouble was the relay's: the try does not move the retry schedule.
    Deferred {
        counts: bool,
        not_before: Option<Millis>,
    },
    /// Never. `dead_address` suppresses the address; a content refusal does not.
    Refused {
        dead_address: bool,
    },
    /// The dot went out and nothing valid came back.
    InDoubt,
}

impl Outcome {
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Deferred { .. } => "deferred",
            Self::Refused { .. } => "refused",
            Self::InDoubt => "in_doubt",
        }
    }
}

/// The arithmetic of a mailing, computed from its rows. It always closes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Ledger {
    pub approved: i64,
    pub waiting: i64,
    pub retrying: i64,
    pub accepted: i64,
    pub refused: i64,
    pub in_doubt: i64,
    pub left_out: i64,
}

impl Ledger {
    pub fn add(&mut self, state: DeliveryState, count: i64) {
        match state {
            DeliveryState::Pending | DeliveryState::Claimed | DeliveryState::Attempting => self.waiting += count,
            DeliveryState::Deferred => self.retrying += count,
            DeliveryState::Accepted => self.accepted += count,
            DeliveryState::Refused => self.refused += count,
            DeliveryState::InDoubt => self.in_doubt += count,
            DeliveryState::LeftOut => self.left_out += count,
        }
    }

    /// waiting + retrying + accepted + refused + in doubt + left out.
    pub fn sum(&self) -> i64 {
        self.waiting + self.retrying + self.accepted + self.refused + self.in_doubt + self.left_out
    }

    /// Nobody is waiting and nobody will be tried again.
    pub fn is_finished(&self) -> bool {
        self.waiting == 0 && self.retrying == 0 && self.sum() == self.approved
    }
}
