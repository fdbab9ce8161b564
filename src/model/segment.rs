//! Who is meant: the saved rule regions × issues × language ± outlets ± named people.

use serde::{Deserialize, Serialize};

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
}
