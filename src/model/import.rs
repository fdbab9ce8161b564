//! An import as people see it: how far it is, on which ground its people are written to, and its sums.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Its rows arrive.
    Reading,
    /// Its rows are looked at.
    Judging,
    /// A person decides.
    Checked,
    /// Its people come in.
    Running,
    Done,
    Undoing,
    Undone,
}

impl State {
    const ALL: [Self; 7] = [Self::Reading, Self::Judging, Self::Checked, Self::Running, Self::Done, Self::Undoing, Self::Undone];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Judging => "judging",
            Self::Checked => "checked",
            Self::Running => "running",
            Self::Done => "done",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// Why the office may write to the people of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    Unsaid,
    Agreed,
    /// They work for the press.
    Role,
    /// It may not: they opted out elsewhere.
    OptOut,
}

impl Ground {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unsaid => "",
            Self::Agreed => "agreed",
            Self::Role => "role",
            Self::OptOut => "opt_out",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Unsaid, Self::Agreed, Self::Role, Self::OptOut].into_iter().find(|ground| ground.as_str() == text)
    }
}

/// The sums: rows = added + updated + merged + rejected, always.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    pub rows: i64,
    pub added: i64,
    pub updated: i64,
    pub merged: i64,
    pub rejected: i64,
    /// Rows with each code.
    pub codes: BTreeMap<String, i64>,
    /// People who came in without a region or an issue.
    pub unplaced: i64,
    /// What taking it back did: people removed, people with their old values, and who stays because they were written
    /// to, or changed by somebody since.
    pub removed: i64,
    pub restored: i64,
    pub mailed: i64,
    pub edited: i64,
}

/// A name of a region or an issue that nobody knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown {
    /// `region` or `issue`.
    pub kind: String,
    pub term: String,
    pub rows: i64,
}
