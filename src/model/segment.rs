//! Who is meant: the saved rule regions × issues × language ± outlets ± named people.

use serde::{Deserialize, Serialize};

use crate::model::release::{Release, ReleaseKind};

/// A rule as stored (JSON) and as resolved against contacts. Empty `languages` or `outlets` mean any; empty
/// `regions` or `issues` match nobody, since World and All issues are explicit choices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rule {
    pub regions: Vec<i64>,
    pub issues: Vec<i64>,
    pub languages: Vec<String>,
    /// Outlet names as the directory has them, compared case-folded.
    pub outlets: Vec<String>,
    pub without_outlets: Vec<String>,
    /// Contacts taken in although they do not match; suppression still holds.
    pub with: Vec<i64>,
    /// Contacts left out although they match.
    pub without: Vec<i64>,
    /// Whether somebody covering only a part of a region or issue matches too.
    pub down: bool,
    /// Who has an earlier release is taken in as if named; with nothing else in the rule, exactly they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holders: Option<Holders>,
}

/// Who has a release, or may have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holders {
    pub release: i64,
    /// Also those who waited for it when it was withdrawn.
    pub and_waiting: bool,
}

impl Rule {
    /// Whom a correction, an update or a withdrawal is for: exactly those who have what it follows, or may have it. A
    /// correction is also for those who would have got what it corrects.
    pub fn of_followed(release: &Release) -> Option<Self> {
        let follows = release.follows?;
        let follow_up = matches!(release.kind, ReleaseKind::Correction | ReleaseKind::Update | ReleaseKind::Withdrawal);
        let holders = Holders { release: follows.0, and_waiting: release.kind == ReleaseKind::Correction };
        follow_up.then(|| Self { holders: Some(holders), ..Self::default() })
    }
}
