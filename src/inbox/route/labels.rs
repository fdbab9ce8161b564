//! Labels are set before any line is looked at: all whose rules fit.

use super::facts::{Facts, World, fits};
use crate::model::routing::{LabelRule, Row, Ruleset};

/// Every label that fits, once, in the order of the rules. A rule may ask for a label set above it.
pub fn set(rules: &Ruleset, facts: &mut Facts, world: World<'_>) {
    for rule in &rules.labels {
        let known = facts.labels.iter().any(|label| label.to_lowercase() == rule.label.to_lowercase());
        if !known && applies(rule, facts, world) {
            facts.labels.push(rule.label.clone());
        }
    }
}

fn applies(rule: &LabelRule, facts: &Facts, world: World<'_>) -> bool {
    let fit = |row: &Row| fits(row, facts, world).is_ok();
    !rule.when.is_empty() && rule.when.iter().all(fit) && !rule.except.as_ref().is_some_and(fit)
}
