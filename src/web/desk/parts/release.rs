//! Shapes of the parts that are about one release: its sentence, what changed, its checks, people, arithmetic, mail and
//! rule.

use serde::Serialize;

use super::{Choice, Count, Hidden, Moment, Said, State, Tick, Words};

/// A sentence in pieces, each perhaps a link to its editor.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sentence {
    pub pieces: Vec<Piece>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Piece {
    pub text: String,
    pub href: String,
    pub lang: String,
    pub dir: &'static str,
}

/// What differs in one field.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Change {
    /// `title`, `text`, `audience`, `time`, `sender`, `embargo`, `template` or `checks`.
    pub field: &'static str,
    pub parts: Vec<Part>,
    pub lang: String,
    pub dir: &'static str,
    /// A message `changed-…`, or nothing.
    pub key: String,
    pub n: i64,
    pub what: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Part {
    /// `same`, `in` or `out`.
    pub kind: &'static str,
    pub text: String,
}

/// What stands in the way.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Checks {
    pub running: bool,
    pub blocks: Vec<Check>,
    pub warnings: Vec<Check>,
    pub infos: Vec<Check>,
    pub passed: Vec<Said>,
    pub passed_n: i64,
    pub at: Moment,
    pub again: String,
    /// The id of the form the ticks belong to.
    pub form: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Check {
    pub code: String,
    pub id: String,
    pub name: String,
    pub value: String,
    pub key: String,
    pub n: i64,
    pub what: String,
    pub href: String,
    pub seen: bool,
}

/// From matched to will receive.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Waterfall {
    pub matched: Count,
    pub will: Count,
    pub out: Vec<Out>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Out {
    pub why: &'static str,
    pub n: i64,
    pub href: String,
}

/// The arithmetic of a mailing.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Ledger {
    pub approved: Count,
    pub accepted: Count,
    pub waiting: Count,
    pub retrying: Count,
    pub refused: Count,
    pub in_doubt: Count,
    pub left_out: Count,
    pub closes: bool,
    pub missing: i64,
}

/// The mail as one person reads it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Mail {
    pub id: String,
    pub src: String,
    pub mode: &'static str,
    pub width: &'static str,
    pub from: String,
    pub subject: Words,
    pub cut: String,
    pub to: String,
    pub why: String,
    pub modes: Vec<Mode>,
    pub next: String,
    pub reader: Option<ReadAs>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Mode {
    pub mode: &'static str,
    pub href: String,
    pub src: String,
    pub width: &'static str,
    pub current: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct ReadAs {
    pub action: String,
    pub value: String,
    pub fields: Vec<Hidden>,
}

/// A test to officers.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Trial {
    pub action: String,
    pub once: String,
    pub id: &'static str,
    pub to: Vec<Choice>,
}

/// The head of every page of one release.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReleaseHead {
    pub kind: &'static str,
    pub title: Words,
    pub state: State,
    pub version: i64,
    pub number: i64,
    pub tabs: Vec<ReleaseTab>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct ReleaseTab {
    pub href: String,
    pub tab: &'static str,
    pub current: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct SettingsTab {
    pub href: String,
    pub tab: &'static str,
    pub current: bool,
}

/// A rule as a sentence to be edited.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Rule {
    pub facets: Vec<Facet>,
    pub down: Tick,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Facet {
    /// `issues`, `regions`, `languages`, `outlets`, `without_outlets`, `with` or `without`.
    pub facet: &'static str,
    pub id: String,
    pub name: String,
    pub joins: String,
    pub chosen: String,
    pub n: i64,
    pub options: Vec<FacetOption>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct FacetOption {
    pub id: String,
    /// Of the facet, once more: each is a field of its own.
    pub name: String,
    pub value: String,
    pub label: String,
    pub lang: String,
    pub dir: &'static str,
    pub depth: i64,
    pub chosen: bool,
    pub n: i64,
    pub none: bool,
}
