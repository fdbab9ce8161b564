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
    /// The release this one corrects, withdraws or follows up.
    pub follows: Option<ReleaseId>,
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

impl Release {
    /// A release that is not stored yet: version 0 of nothing, in English, with nothing but a title and a date.
    pub fn draft(kind: ReleaseKind, title: impl Into<String>, dated: jiff::civil::Date) -> Self {
        Self {
            id: ReleaseId(0),
            version: 0,
            kind,
            title: title.into(),
            teaser: String::new(),
            body: String::new(),
            language: "en".to_owned(),
            dateline: String::new(),
            dated,
            published: None,
            embargo: None,
            event: None,
            image: None,
            contact: None,
            source_url: None,
            source_id: None,
            withdrawn: None,
            follows: None,
            regions: Vec::new(),
            issues: Vec::new(),
        }
    }
}

impl<Id> Placement<Id> {
    pub fn chosen(id: Id) -> Self {
        Self { id, proposed: false, reason: String::new() }
    }

    pub fn proposed(id: Id, reason: impl Into<String>) -> Self {
        Self { id, proposed: true, reason: reason.into() }
    }
}
