//! What the office has decided for itself.

use super::{Facts, Findings};

pub(super) fn look(facts: &Facts<'_>, found: &mut Findings) {
    if facts.needs_second {
        // Nothing to be mended or ticked: without a second word it is not sent.
        found.info("policy.approver_needed", "approval.policy", "A second person has to approve this.");
    }
}
