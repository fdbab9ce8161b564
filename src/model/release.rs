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

impl ReleaseKind {
    /// Whether it is about an earlier release, and so says first what changed.
    pub fn follows_up(self) -> bool {
        matches!(self, Self::Correction | Self::Update | Self::Withdrawal)
    }
}

/// The note a body begins with, a quote of its own, and the rest.
pub fn split_note(body: &str) -> (String, &str) {
    let mut rest = body;
    let mut note: Vec<&str> = Vec::new();
    while let Some(line) = rest.strip_prefix('>') {
        let (line, after) = line.split_once('\n').unwrap_or((line, ""));
        note.push(line.strip_prefix(' ').unwrap_or(line));
        rest = after;
    }
    (note.join("\n"), if note.is_empty() { body } else { rest.trim_start_matches('\n') })
}

/// A body that begins with this note; an empty one adds nothing.
pub fn with_note(note: &str, rest: &str) -> String {
    if note.is_empty() {
        return rest.to_owned();
    }
    let quoted: Vec<String> = note.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
    format!("{}\n\n{rest}", quoted.join("\n"))
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    pub url: String,
    pub alt: String,
    pub caption: String,
    pub credit: String,
}

/// A region or issue a release is about: chosen by a person, known from what the newsroom files it under, or proposed
/// from the text; the latter two with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement<Id> {
    pub id: Id,
    pub proposed: bool,
    /// `“Philippines” in the title`; empty when a person chose it by themselves.
    pub reason: String,
}

const FILED: &str = "from the newsroom’s category “";
const FILED_END: &str = "”";

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

    /// Not chosen by hand and no guess either: there is a reason that holds.
    pub fn known(id: Id, reason: impl Into<String>) -> Self {
        Self { id, proposed: false, reason: reason.into() }
    }

    /// As [`known`](Self::known), from what the newsroom files it under.
    pub fn filed(id: Id, category: &str) -> Self {
        Self::known(id, format!("{FILED}{category}{FILED_END}"))
    }

    /// The newsroom's category it is known from, if that is the reason.
    pub fn category(&self) -> Option<&str> {
        self.reason.strip_prefix(FILED)?.strip_suffix(FILED_END)
    }

    pub fn proposed(id: Id, reason: impl Into<String>) -> Self {
        Self { id, proposed: true, reason: reason.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_the_quote_a_body_begins_with() {
        for (note, rest) in [("It was 41 towns.", "Cameras …\n\n> said one."), ("Two\n\nparagraphs", "Text"), ("", "Text")] {
            assert_eq!(split_note(&with_note(note, rest)), (note.to_owned(), rest));
        }
        assert_eq!(split_note(">only"), ("only".to_owned(), ""));
        assert_eq!(split_note("Text\n> quote"), (String::new(), "Text\n> quote"));
    }
}
