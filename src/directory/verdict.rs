//! What a judged row comes to, given what the directory and the rows before it know: the same for a file on the command
//! line and for one on the desk.

use super::row::{Code, Draft, Flaw};
use crate::store::contacts::Standing;

/// What a row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Added,
    Updated,
    /// It is about somebody an earlier row of the same file was about.
    Merged,
    Rejected,
}

impl Verdict {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Updated => "updated",
            Self::Merged => "merged",
            Self::Rejected => "rejected",
        }
    }
}

/// The first row of the same file about the same person, and how far all its rows so far place them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Earlier {
    pub row: u64,
    pub has_region: bool,
    pub has_issue: bool,
}

/// A row that comes in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weighed {
    pub verdict: Verdict,
    pub has_region: bool,
    pub has_issue: bool,
}

/// Who stays out whatever the row says.
pub(super) fn admit(before: &Standing) -> Result<(), Flaw> {
    let since = before.out_since.map(day).unwrap_or_default();
    match (before.opted_out, before.bounced) {
        (true, _) => Err(Flaw::new(Code::OptedOut, since)),
        (_, true) => Err(Flaw::new(Code::Bounced, since)),
        _ => Ok(()),
    }
}

/// `2026-03-03`.
fn day(at: crate::clock::Millis) -> String {
    crate::clock::utc(at).chars().take(10).collect()
}

/// Says what the row does, and adds the warnings that only show beside other rows.
pub(super) fn weigh(draft: &mut Draft, before: &Standing, earlier: Option<Earlier>) -> Weighed {
    let person = &draft.person;
    let (region_before, issue_before) =
        earlier.map_or((before.has_region, before.has_issue), |earlier| (earlier.has_region, earlier.has_issue));
    let has_region = region_before || !person.regions.is_empty();
    let has_issue = issue_before || !person.issues.is_empty();
    if let Some(earlier) = earlier {
        draft.warnings.push(Flaw::new(Code::Duplicate, format!("row {}", earlier.row)));
    }
    let missing = match (has_region, has_issue) {
        (true, true) => None,
        (false, true) => Some("no region"),
        (true, false) => Some("no issue"),
        (false, false) => Some("no region and no issue"),
    };
    if let Some(what) = missing {
        draft.warnings.push(Flaw::new(Code::NotPlaced, format!("{what}: no release reaches this person")));
    }
    let verdict = match (earlier, before.id) {
        (Some(_), _) => Verdict::Merged,
        (None, Some(_)) => Verdict::Updated,
        (None, None) => Verdict::Added,
    };
    Weighed { verdict, has_region, has_issue }
}
