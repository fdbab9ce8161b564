//! How a routing decision came about: what was known, which lines were looked at, and each step from the target to a person.
//! Stored as JSON with the names of that moment; `sentence` says it.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::model::ids::{DeskId, OfficerId};

/// Where a fact was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// The message itself: its words, its headers, its addresses.
    Message,
    Release,
    Contact,
    Outlet,
    /// A label set just before.
    Label,
    /// The clock and the desk's hours.
    Clock,
    /// What is known of the sender.
    Sender,
}

impl From {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Release => "release",
            Self::Contact => "contact",
            Self::Outlet => "outlet",
            Self::Label => "label",
            Self::Clock => "clock",
            Self::Sender => "sender",
        }
    }
}

/// One fact: `region`, `MENA`, from the release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub field: String,
    pub value: String,
    pub from: From,
    /// The row asked that it be none of these.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not: bool,
}

/// Why a line did not fit: the row that failed, and what is the case instead (empty = nothing is known).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Miss {
    Row {
        field: String,
        value: String,
    },
    Excepted {
        field: String,
        value: String,
    },
    /// It fits nobody now: its target names no person.
    NoTarget,
    NewInquiry,
    NobodyHasIt,
    NotPinned,
    NoRelease,
    NoContact,
    NoDesk,
}

/// One line, in the order of looking. Built-in ones are `a`, `b`, `d`, `e`, `f`; the office's own are numbered from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    pub line: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no: Option<Miss>,
}

/// One step from a target to a person. Zones are IANA names; times are rendered in them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    OnDuty {
        who: String,
    },
    Away {
        who: String,
        until: Millis,
        zone: String,
    },
    OffShift {
        who: String,
        until: Option<Millis>,
        zone: String,
    },
    Gone,
    Deputy {
        who: String,
        of: String,
    },
    TheirDesk {
        who: String,
        desk: String,
    },
    DeskOpen {
        desk: String,
        until: Option<Millis>,
        zone: String,
    },
    DeskClosed {
        desk: String,
        opens: Option<Millis>,
        holiday: Option<String>,
        zone: String,
    },
    Turn {
        who: String,
        desk: String,
    },
    Fewest {
        who: String,
        desk: String,
        n: i64,
    },
    Picks {
        desk: String,
        n: i64,
    },
    NobodyOnShift {
        desk: String,
    },
    Lead {
        who: String,
        desk: String,
    },
    AfterHours {
        desk: String,
    },
    Shift {
        who: String,
        rota: String,
        until: Millis,
        zone: String,
    },
    Override {
        who: String,
        rota: String,
        instead: Option<String>,
        until: Millis,
        zone: String,
        made_by: String,
    },
    Backup {
        who: String,
        rota: String,
    },
    Gap {
        rota: String,
    },
    NobodyOnCall {
        rota: String,
    },
    /// The owner keeps a follow-up although not on duty: it can wait.
    Stays {
        who: String,
    },
    /// It cannot wait for the owner.
    Covered {
        who: String,
    },
    Fallback {
        n: i64,
    },
}

/// Somebody, by number and by the name of that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: OfficerId,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The version of the rules; 0 = none were ever saved.
    pub ruleset: i64,
    pub at: Millis,
    /// Where `at` is told: the zone of the desk that decided, else UTC.
    pub facts: Vec<Fact>,
    pub labels: Vec<String>,
    /// Up to the one that decided, which is last.
    pub lines: Vec<Looked>,
    pub steps: Vec<Step>,
    pub owner: Option<Person>,
    pub desk: Option<(DeskId, String)>,
    pub told: Vec<Person>,
    pub urgent: bool,
    pub restricted: bool,
}

impl Trace {
    /// The line that decided.
    pub fn decided(&self) -> Option<&Looked> {
        self.lines.last().filter(|line| line.no.is_none())
    }

    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    pub fn to_json(&self) -> String {
        serde_json::json!(self).to_string()
    }
}
