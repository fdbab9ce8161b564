//! What stands in the way of sending, by stable codes; one file for each family of them. Looked for in the mail as it
//! will be read, not in the draft.

mod audience;
mod compliance;
mod content;
mod embargo;
mod infra;
mod links;
mod policy;
mod sender;
mod source;
mod time;

use serde::Serialize;

use super::everybody::Everybody;
use super::links::Known;
use super::mail::Mail;
use super::names::Published;
use super::past::Past;
use super::{Means, Mornings, Order, Rules};
use crate::clock::Millis;
use crate::compose::ComposeError;
use crate::model::release::{Release, ReleaseKind};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// It cannot be sent like this.
    Blocking,
    /// A person has to say that they have seen it.
    Warning,
    /// Worth knowing.
    Info,
}

/// One thing found. The desk says it in the officer's language by [`Finding::key`], `n` and `what`; the command line
/// says `text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub code: &'static str,
    pub level: Level,
    /// The number in it: reporters, characters, a mailing. Of an embargo, the moment in Unix milliseconds. 0 = none.
    pub n: i64,
    /// The word in it: a host, a leftover, a title; empty = none.
    pub what: String,
    /// What to do, as a sentence in English.
    pub text: String,
    /// Where.
    pub field: &'static str,
}

impl Finding {
    /// The desk's message: `check-content-subject-missing`.
    pub fn key(&self) -> String {
        format!("check-{}", self.code.replace(['.', '_'], "-"))
    }

    fn n(&mut self, n: i64) -> &mut Self {
        self.n = n;
        self
    }

    fn what(&mut self, what: impl Into<String>) -> &mut Self {
        self.what = what.into();
        self
    }
}

/// Everything a check may look at.
pub(super) struct Facts<'a> {
    pub means: &'a Means<'a>,
    pub order: &'a Order,
    pub release: &'a Release,
    pub mail: Result<&'a Mail, &'a ComposeError>,
    pub everybody: &'a Everybody,
    pub past: &'a Past,
    pub not_before: Millis,
    pub useful_until: Millis,
    /// Each reader's own time, where it goes out in their mornings.
    pub mornings: Option<&'a Mornings>,
    /// `None` = links are not opened.
    pub known: Option<&'a Known>,
    /// Title and body of every version of the release.
    pub versions: &'a [(String, String)],
    pub published: Option<&'a Published>,
    /// All contacts have a region and an issue but so many.
    pub not_placed: i64,
    pub have_it: i64,
    pub needs_second: bool,
    pub rules: &'a Rules,
    /// The office's own look cannot be used: the mail looks as shipped.
    pub left_aside: bool,
}

impl Facts<'_> {
    /// Its embargo lasts still.
    fn is_early(&self) -> bool {
        self.release.embargo.is_some_and(|lift| lift > self.means.now)
    }

    /// It mends or ends something that is out already: nothing is gained by waiting.
    fn is_mending(&self) -> bool {
        matches!(self.release.kind, ReleaseKind::Correction | ReleaseKind::Withdrawal)
    }
}

#[derive(Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    fn block(&mut self, code: &'static str, field: &'static str, text: impl Into<String>) -> &mut Finding {
        self.add(Level::Blocking, code, field, text.into())
    }

    fn warn(&mut self, code: &'static str, field: &'static str, text: impl Into<String>) -> &mut Finding {
        self.add(Level::Warning, code, field, text.into())
    }

    fn info(&mut self, code: &'static str, field: &'static str, text: impl Into<String>) -> &mut Finding {
        self.add(Level::Info, code, field, text.into())
    }

    fn add(&mut self, level: Level, code: &'static str, field: &'static str, text: String) -> &mut Finding {
        let at = self.0.len();
        self.0.push(Finding { code, level, n: 0, what: String::new(), text, field });
        &mut self.0[at]
    }
}

type Family = fn(&Facts<'_>, &mut Findings);

const OF_TEXT: [Family; 3] = [content::look, embargo::look, compliance::look];
const OF_SENDING: [Family; 7] = [links::look, source::look, audience::look, sender::look, time::look, infra::look, policy::look];

/// What was found, worst first; the same thing once.
pub(super) fn all(facts: &Facts<'_>) -> Vec<Finding> {
    looked(facts, OF_TEXT.iter().chain(&OF_SENDING))
}

/// All but what depends on who receives it, when, and how.
pub(super) fn of_text(facts: &Facts<'_>) -> Vec<Finding> {
    looked(facts, OF_TEXT.iter())
}

fn looked<'f>(facts: &Facts<'_>, families: impl Iterator<Item = &'f Family>) -> Vec<Finding> {
    let mut found = Findings::default();
    families.for_each(|family| family(facts, &mut found));
    let mut findings: Vec<Finding> = Vec::with_capacity(found.0.len());
    for finding in found.0 {
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
    findings.sort_by_key(|finding| finding.level);
    findings
}

/// `3 reporters`.
fn reporters(n: i64) -> String {
    if n == 1 { "1 reporter".to_owned() } else { format!("{n} reporters") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_has_a_key_for_people_and_fields_for_programs() {
        let mut found = Findings::default();
        found.warn("content.link_http", "body", "The link to a.example is not encrypted; use https.").n(1).what("a.example");
        assert_eq!(found.0[0].key(), "check-content-link-http");
        assert_eq!(
            serde_json::to_value(&found.0[0]).unwrap(),
            serde_json::json!({
                "code": "content.link_http",
                "level": "warning",
                "n": 1,
                "what": "a.example",
                "text": "The link to a.example is not encrypted; use https.",
                "field": "body",
            })
        );
    }
}
