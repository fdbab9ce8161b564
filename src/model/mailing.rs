//! One release version to one audience, once: the states a mailing goes through and what may overtake what.

use std::str::FromStr;

use thiserror::Error;

/// Where a mailing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailingState {
    /// Its delivery rows are being written; nothing is sent yet.
    Planning,
    Sending,
    Paused,
    /// Stopped by a person; what was waiting is left out.
    Stopped,
    Done,
    /// Its time passed by more than ten minutes before anything went out; a person decides.
    Missed,
    Withdrawn,
    /// What was planned is not what was approved; nothing went out.
    Void,
}

impl MailingState {
    pub const ALL: [Self; 8] =
        [Self::Planning, Self::Sending, Self::Paused, Self::Stopped, Self::Done, Self::Missed, Self::Withdrawn, Self::Void];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planning => "planning",
            Self::Sending => "sending",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
            Self::Done => "done",
            Self::Missed => "missed",
            Self::Withdrawn => "withdrawn",
            Self::Void => "void",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// What overtakes what; lower goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    Withdrawal,
    Correction,
    Urgent,
    Single,
    Normal,
    Bulk,
}

impl Priority {
    pub const ALL: [Self; 6] = [Self::Withdrawal, Self::Correction, Self::Urgent, Self::Single, Self::Normal, Self::Bulk];

    pub fn as_i64(self) -> i64 {
        match self {
            Self::Withdrawal => 0,
            Self::Correction => 1,
            Self::Urgent => 2,
            Self::Single => 3,
            Self::Normal => 4,
            Self::Bulk => 5,
        }
    }

    pub fn parse(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.as_i64() == number)
    }
}

/// How a person ranks an ordinary release; corrections and withdrawals go before all of them whatever it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Urgency {
    /// Breaking: before everything that waits.
    Urgent,
    #[default]
    Normal,
    /// After everything else.
    Bulk,
}

/// The words of [`Urgency`].
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("urgent, normal or bulk")]
pub struct BadUrgency;

impl FromStr for Urgency {
    type Err = BadUrgency;

    fn from_str(text: &str) -> Result<Self, BadUrgency> {
        match text {
            "urgent" => Ok(Self::Urgent),
            "normal" => Ok(Self::Normal),
            "bulk" => Ok(Self::Bulk),
            _ => Err(BadUrgency),
        }
    }
}

impl From<Urgency> for Priority {
    fn from(urgency: Urgency) -> Self {
        match urgency {
            Urgency::Urgent => Self::Urgent,
            Urgency::Normal => Self::Normal,
            Urgency::Bulk => Self::Bulk,
        }
    }
}

/// What to do with a copy that is in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoubtPolicy {
    /// A person decides, or evidence does.
    Wait,
    /// One second attempt, never before the reply could no longer come. The approver chose that beforehand.
    ResendOnce,
}

impl DoubtPolicy {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wait => "wait",
            Self::ResendOnce => "resend_once",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Wait, Self::ResendOnce].into_iter().find(|policy| policy.as_str() == text)
    }
}
