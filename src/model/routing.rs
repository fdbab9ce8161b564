//! "Who gets what": labels, the lines of the routing and where they lead. Stored as one JSON text; what cannot be read as
//! these types is no ruleset.

use serde::{Deserialize, Serialize};

use super::ids::{DeskId, IssueId, OfficerId, RegionId, ReleaseId, RotaId, SegmentId};
use super::inquiry::SenderCheck;
use crate::clock::Millis;

/// A line asks at most so many things; more is two lines, or a label.
pub const MOST_ROWS: usize = 8;

/// All of it, one version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ruleset {
    /// All that fit are set, before any line is looked at.
    pub labels: Vec<LabelRule>,
    /// The first that fits decides.
    pub lines: Vec<Line>,
    /// For what no line and no release decides: the desk of the message's language.
    pub languages: Vec<LanguageDesk>,
    /// Told when nothing else leads to anybody; the first to claim it, has it.
    pub fallback: Vec<OfficerId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelRule {
    pub label: String,
    pub when: Vec<Row>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub except: Option<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageDesk {
    /// BCP 47 primary subtag.
    pub language: String,
    pub desk: DeskId,
}

/// One line: when all rows fit (and the exception does not), the target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub name: String,
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub enabled: bool,
    /// It holds from and until these instants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Millis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Millis>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Row>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub except: Option<Row>,
    pub target: Target,
    /// Instead of the target's own, when that is a desk and it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_hours: Option<Target>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub urgent: bool,
    /// Told as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub watchers: Vec<OfficerId>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub restricted: bool,
}

/// One field and its values, of which any may fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub is: Field,
    /// None of them may fit.
    #[serde(default, skip_serializing_if = "is_false")]
    pub not: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Release(Vec<ReleaseId>),
    /// It is about a release (`true`), or about none.
    AnyRelease(bool),
    /// The region itself or what lies in it.
    Region(Vec<RegionId>),
    Issue(Vec<IssueId>),
    /// Primary subtags; `unsure` is one too.
    Language(Vec<String>),
    Keywords(Vec<String>),
    /// All of these words.
    AllKeywords(Vec<String>),
    Outlet(Vec<i64>),
    OutletKind(Vec<String>),
    OutletTier(Vec<i64>),
    /// Address keys.
    Reporter(Vec<String>),
    Segment(Vec<SegmentId>),
    /// Addresses of ours.
    WrittenTo(Vec<String>),
    Time(DeskTime),
    Deadline(Until),
    Sender(Vec<SenderCheck>),
    Label(Vec<String>),
}

/// The hours of a desk, by its own clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskTime {
    pub desk: DeskId,
    pub any_of: Vec<Hours>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hours {
    Open,
    Closed,
    Holiday,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// Not over, and within so many hours.
    Within(i64),
    None,
    Passed,
}

/// Where a line leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    Desk(DeskId),
    Officer(OfficerId),
    Rota(RotaId),
    /// The press contact named on the release.
    ReleaseContact,
    /// Whoever had this reporter's last inquiry, within so many days.
    LastHandler(i64),
}

impl Field {
    /// Its name in files and traces.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Release(_) | Self::AnyRelease(_) => "release",
            Self::Region(_) => "region",
            Self::Issue(_) => "issue",
            Self::Language(_) => "language",
            Self::Keywords(_) | Self::AllKeywords(_) => "keywords",
            Self::Outlet(_) => "outlet",
            Self::OutletKind(_) => "outlet_kind",
            Self::OutletTier(_) => "outlet_tier",
            Self::Reporter(_) => "reporter",
            Self::Segment(_) => "segment",
            Self::WrittenTo(_) => "written_to",
            Self::Time(_) => "time",
            Self::Deadline(_) => "deadline",
            Self::Sender(_) => "sender",
            Self::Label(_) => "label",
        }
    }

    /// Whether it names no value, and so fits nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Release(ids) => ids.is_empty(),
            Self::Region(ids) => ids.is_empty(),
            Self::Issue(ids) => ids.is_empty(),
            Self::Segment(ids) => ids.is_empty(),
            Self::Outlet(ids) | Self::OutletTier(ids) => ids.is_empty(),
            Self::Language(texts)
            | Self::Keywords(texts)
            | Self::AllKeywords(texts)
            | Self::OutletKind(texts)
            | Self::Reporter(texts)
            | Self::WrittenTo(texts)
            | Self::Label(texts) => texts.is_empty() || texts.iter().any(|text| text.trim().is_empty()),
            Self::Time(time) => time.any_of.is_empty(),
            Self::Sender(checks) => checks.is_empty(),
            Self::AnyRelease(_) | Self::Deadline(_) => false,
        }
    }
}

impl Line {
    /// Whether it is to be looked at, at this instant.
    pub fn holds(&self, at: Millis) -> bool {
        self.enabled && self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}

impl Ruleset {
    /// Reads one as it is stored or in a file.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        // An object, never a bare list of its parts.
        let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text)?;
        serde_json::from_value(fields.into())
    }

    /// As it is stored.
    pub fn to_json(&self) -> String {
        serde_json::json!(self).to_string()
    }
}

fn yes() -> bool {
    true
}

fn is_true(value: &bool) -> bool {
    *value
}

fn is_false(value: &bool) -> bool {
    !*value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ruleset_reads_back_as_it_was_and_what_is_unknown_is_refused() {
        let text = r#"{"labels":[{"label":"death penalty","when":[{"is":{"keywords":["execution"]}}]}],
            "lines":[{"name":"MENA","when":[{"is":{"region":[145]}},{"is":{"language":["ar"]},"not":true}],
              "target":{"desk":2},"after_hours":{"rota":1},"watchers":[7]},
              {"name":"contact","target":"release_contact"},{"name":"again","target":{"last_handler":30}}],
            "fallback":[1]}"#;
        let rules = Ruleset::parse(text).unwrap();
        assert_eq!(Ruleset::parse(&rules.to_json()).unwrap(), rules);
        assert_eq!(rules.lines[0].target, Target::Desk(DeskId(2)));
        for wrong in [
            r#"{"lines":[{"name":"x","target":{"desk":2},"stop":true}]}"#,
            r#"{"lines":[{"name":"x","target":{"pigeon":2}}]}"#,
            r#"{"lines":[{"name":"x","when":[{"is":{"regex":["a"]}}],"target":{"desk":2}}]}"#,
            r#"{"line":[]}"#,
            "[]",
        ] {
            assert!(Ruleset::parse(wrong).is_err(), "{wrong}");
        }
    }
}
