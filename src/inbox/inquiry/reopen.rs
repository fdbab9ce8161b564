//! An inquiry that was answered or closed is open again: because its reporter wrote, or because an officer says so.

use serde_json::json;

use super::{By, Changed, Refused, may};
use crate::model::ids::InquiryId;
use crate::model::inquiry::State;
use crate::store::inquiries::{self, Event, Inquiry};
use crate::store::{Store, StoreError};

/// The reporter has the last word again, so it is ours to answer.
pub(crate) fn by_reporter(inquiry: &mut Inquiry) {
    match inquiry.state {
        State::Answered | State::WaitingReporter => inquiry.state = State::Open,
        State::Closed => open(inquiry),
        State::New | State::Open | State::WaitingUs => {}
    }
}

fn open(inquiry: &mut Inquiry) {
    inquiry.state = if inquiry.owner.is_some() { State::Open } else { State::New };
    inquiry.outcome = None;
    inquiry.closed = None;
}

pub async fn reopen(store: &Store, id: InquiryId, by: By<'_>) -> Result<Changed<Refused>, StoreError> {
    let act = |inquiry: &mut Inquiry| {
        may(inquiry, &by)?;
        if !matches!(inquiry.state, State::Closed | State::Answered) {
            return Err(Refused::NotClosed);
        }
        let detail =
            json!({"from": inquiry.state.as_str(), "outcome": inquiry.outcome.map(crate::model::inquiry::Outcome::as_str)});
        open(inquiry);
        Ok(Event { kind: "reopened", detail })
    };
    inquiries::change(store, id, act, by.actor, by.now).await
}
