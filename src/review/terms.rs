//! What follows from the kind of a release: how long it is worth something, what it overtakes, what becomes of doubt.

use crate::clock::{HOUR, Millis};
use crate::model::mailing::{DoubtPolicy, Priority, Urgency};
use crate::model::release::{Release, ReleaseKind};

/// An advisory is worth nothing after its event; all else for three days.
pub(super) fn useful_until(release: &Release, not_before: Millis) -> Millis {
    match (release.kind, release.event) {
        (ReleaseKind::MediaAdvisory, Some(event)) => event,
        _ => not_before.max(release.embargo.unwrap_or(not_before)) + 72 * HOUR,
    }
}

/// Stable between review and sending, yet on the right side of an embargo.
pub(super) fn nominal_date(release: &Release, not_before: Millis) -> Millis {
    release.embargo.map_or(0, |lift| if not_before < lift { lift - 1 } else { lift })
}

pub(super) fn of(kind: ReleaseKind, urgency: Urgency) -> (Priority, DoubtPolicy) {
    match kind {
        ReleaseKind::Withdrawal => (Priority::Withdrawal, DoubtPolicy::ResendOnce),
        ReleaseKind::Correction => (Priority::Correction, DoubtPolicy::ResendOnce),
        _ => (urgency.into(), DoubtPolicy::Wait),
    }
}
