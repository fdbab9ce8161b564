//! A reporter's question: its states, outcomes and deadline.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;

/// Where an inquiry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Nobody has taken it.
    New,
    Open,
    /// For somebody of ours: a spokesperson, an approval.
    WaitingUs,
    WaitingReporter,
    Answered,
    Closed,
}

impl State {
    pub const ALL: [Self; 6] = [Self::New, Self::Open, Self::WaitingUs, Self::WaitingReporter, Self::Answered, Self::Closed];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::WaitingUs => "waiting_us",
            Self::WaitingReporter => "waiting_reporter",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// What came of it, said when it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    Answered,
    StatementSent,
    InterviewDone,
    Declined,
    Referred,
    TooLate,
    NotMedia,
    Duplicate,
    Spam,
}

impl Outcome {
    pub const ALL: [Self; 9] = [
        Self::Answered,
        Self::StatementSent,
        Self::InterviewDone,
        Self::Declined,
        Self::Referred,
        Self::TooLate,
        Self::NotMedia,
        Self::Duplicate,
        Self::Spam,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::StatementSent => "statement_sent",
            Self::InterviewDone => "interview_done",
            Self::Declined => "declined",
            Self::Referred => "referred",
            Self::TooLate => "too_late",
            Self::NotMedia => "not_media",
            Self::Duplicate => "duplicate",
            Self::Spam => "spam",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// What is known of whoever wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SenderCheck {
    /// An address we know, and its domain's own check passed.
    Verified,
    /// A new person at an outlet we know, and the check passed.
    KnownOutlet,
    New,
    /// The check failed or there was none.
    Unverified,
    /// A domain that looks like a known outlet's and is another.
    LookAlike,
}

impl SenderCheck {
    pub const ALL: [Self; 5] = [Self::Verified, Self::KnownOutlet, Self::New, Self::Unverified, Self::LookAlike];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::KnownOutlet => "known_outlet",
            Self::New => "new",
            Self::Unverified => "unverified",
            Self::LookAlike => "look_alike",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|check| check.as_str() == text)
    }
}

/// What a time in a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeKind {
    /// An answer is of use until then.
    Deadline,
    /// What they have is not public before.
    Embargo,
    /// An interview, a call, a broadcast.
    Appointment,
}

/// How sure a reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Vague words: "as soon as possible".
    Low,
    /// One of clock, day and zone was inferred.
    Medium,
    /// Clock, day and zone are said.
    High,
    /// An officer said so.
    Set,
}

/// Where the time zone of a reading came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ZoneFrom {
    Words,
    Contact,
    Outlet,
    /// The offset of the message's `Date`.
    Header,
    Desk,
}

/// A time found in a message, with the words it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub kind: TimeKind,
    pub instant: Millis,
    /// IANA name, or a fixed offset such as `+02:00`.
    pub zone: String,
    pub zone_from: ZoneFrom,
    pub words: String,
    /// Byte range in the text that was read.
    pub span: (usize, usize),
    pub confidence: Confidence,
    /// "As soon as possible."
    pub urgent: bool,
    /// It was past when the message came.
    pub passed: bool,
}
