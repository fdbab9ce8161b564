//! A person at an outlet, and what they cover.

use uuid::Uuid;

use super::ids::{ContactId, IssueId, RegionId};
use crate::clock::Millis;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub id: ContactId,
    pub uid: Uuid,
    pub address: String,
    pub address_key: String,
    pub name: String,
    pub outlet: String,
    pub role: String,
    /// BCP 47; empty when nobody said.
    pub language: String,
    /// IANA; empty when nobody said.
    pub time_zone: String,
    pub phone: String,
    pub notes: String,
    /// Shared by the addresses of one person.
    pub person: Option<Uuid>,
    pub regions: Vec<RegionId>,
    pub issues: Vec<IssueId>,
    pub created: Millis,
    pub updated: Millis,
}

/// Whether mail of the office reaches somebody, and if not, for which reason first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Left, complained, or is left alone by the office.
    OptedOut,
    Bounced,
    Paused,
    /// Without a region or without an issue.
    NotPlaced,
    Active,
}

impl Reach {
    pub const ALL: [Self; 5] = [Self::Active, Self::Paused, Self::OptedOut, Self::Bounced, Self::NotPlaced];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::OptedOut => "opted_out",
            Self::Bounced => "bounced",
            Self::Paused => "paused",
            Self::NotPlaced => "not_placed",
            Self::Active => "active",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reach| reach.as_str() == text)
    }

    /// What weighs most is the least; never 0.
    pub fn rank(self) -> i64 {
        match self {
            Self::OptedOut => 1,
            Self::Bounced => 2,
            Self::Paused => 3,
            Self::NotPlaced => 4,
            Self::Active => 5,
        }
    }

    pub fn from_rank(rank: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|reach| reach.rank() == rank)
    }
}

/// On which ground the office writes to somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    #[default]
    Unsaid,
    Agreed,
    /// They work for the press, and this is about their work.
    PressRole,
}

impl Consent {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unsaid => "",
            Self::Agreed => "agreed",
            Self::PressRole => "press_role",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Unsaid, Self::Agreed, Self::PressRole].into_iter().find(|consent| consent.as_str() == text)
    }
}
