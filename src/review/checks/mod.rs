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
use super::{Means, Order};
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
    /// `None` = links are not opened.
    pub known: Option<&'a Known>,
    /// Title and body of every version of the release.
    pub versions: &'a [(String, String)],
    pub published: Option<&'a Published>,
    /// All contacts have a region and an issue but so many.
    pub not_placed: i64,
    pub have_it: i64,
    pub needs_second: bool,
}

impl Facts<'_> {
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

/// What was found, worst first; the same thing once.
pub(super) fn all(facts: &Facts<'_>) -> Vec<Finding> {
    let mut found = Findings::default();
    for family in [
        content::look,
        links::look,
        source::look,
        embargo::look,
        audience::look,
        sender::look,
        compliance::look,
        time::look,
        infra::look,
        policy::look,
    ] {
        family(facts, &mut found);
    }
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
