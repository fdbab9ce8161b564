//! A text to be sent: its kinds, and one version of it as everything downstream sees it.

use crate::clock::Millis;
use crate::model::ids::{IssueId, RegionId, ReleaseId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReleaseKind {
    Release,
    MediaAdvisory,
    Report,
    Statement,
    Correction,
    Update,
    Withdrawal,
}

impl ReleaseKind {
    pub const ALL: [Self; 7] =
        [Self::Release, Self::MediaAdvisory, Self::Report, Self::Statement, Self::Correction, Self::Update, Self::Withdrawal];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::MediaAdvisory => "media_advisory",
            Self::Report => "report",
            Self::Statement => "statement",
            Self::Correction => "correction",
            Self::Update => "update",
            Self::Withdrawal => "withdrawal",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// One version of a release. Text is plain, `body` is Markdown; everything is UTF-8 without control characters
/// other than line feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    pub id: ReleaseId,
    pub version: i64,
    pub kind: ReleaseKind,
    pub title: String,
    pub teaser: String,
    pub body: String,
    /// BCP 47.
    pub language: String,
    /// Where the news comes from, `LAS VEGAS, Nevada`; may be empty.
    pub dateline: String,
    /// The release's own date.
    pub dated: jiff::civil::Date,
    pub published: Option<Millis>,
    pub embargo: Option<Millis>,
    pub event: Option<Millis>,
    pub image: Option<Image>,
    /// Press contact lines of this release; `None` = the office's.
    pub contact: Option<String>,
    pub source_url: Option<String>,
    pub source_id: Option<String>,
    pub withdrawn: Option<Millis>,
    pub regions: Vec<Placement<RegionId>>,
    pub issues: Vec<Placement<IssueId>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    pub url: String,
    pub alt: String,
    pub caption: String,
    pub credit: String,
}

/// A region or issue a release is about: chosen by a person, or proposed from the text with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement<Id> {
    pub id: Id,
    pub proposed: bool,
    /// `“Philippines” in the title`; empty when a person chose it.
    pub reason: String,
}
