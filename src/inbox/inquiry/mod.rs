//! What people do with an inquiry, one act a file. Each sees the inquiry as it stands and fits it or is refused; each moves
//! `seen` on and leaves a line in the history.

pub mod assign;
pub mod call;
pub mod claim;
pub mod close;
pub(crate) mod join;
pub mod merge;
pub mod move_desk;
pub mod note;
pub(crate) mod open;
pub mod relink;
pub mod reopen;
pub mod restrict;
pub mod snooze;
pub mod split;
pub mod state;
pub mod unmerge;

use crate::clock::Millis;
use crate::model::ids::{InquiryId, OfficerId};
pub use crate::store::inquiries::Changed;
use crate::store::inquiries::Inquiry;

/// Who acts, when, and what they saw.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// Name, for the history.
    pub actor: &'a str,
    /// Their number; `None` for the operator.
    pub officer: Option<OfficerId>,
    /// The inquiry's `seen` when they decided; `None` = whatever it is.
    pub seen: Option<i64>,
    pub now: Millis,
}

/// Why an act does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It was changed since it was looked at.
    Moved,
    /// It is part of another one.
    Merged(InquiryId),
    Closed,
    NotClosed,
    /// Somebody has it.
    Taken(OfficerId),
    /// It is so already.
    Same,
    /// There is nothing of that kind: a release, a desk, messages to move.
    Unknown,
    /// Two inquiries of which one is part of the other, or the same one twice.
    SameInquiry,
}

/// Whether the act may look at it at all.
fn may(inquiry: &Inquiry, by: &By<'_>) -> Result<(), Refused> {
    if let Some(into) = inquiry.merged_into {
        return Err(Refused::Merged(into));
    }
    if by.seen.is_some_and(|seen| seen != inquiry.seen) {
        return Err(Refused::Moved);
    }
    Ok(())
}

fn may_while_open(inquiry: &Inquiry, by: &By<'_>) -> Result<(), Refused> {
    may(inquiry, by)?;
    if inquiry.state == crate::model::inquiry::State::Closed { Err(Refused::Closed) } else { Ok(()) }
}
