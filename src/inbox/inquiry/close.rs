//! An inquiry is over, and what came of it is said.

use serde_json::json;

use super::{By, Changed, Refused, may_while_open};
use crate::model::ids::InquiryId;
use crate::model::inquiry::{Outcome, State};
use crate::store::inquiries::{self, Event};
use crate::store::{Store, StoreError};

pub async fn close(store: &Store, id: InquiryId, outcome: Outcome, by: By<'_>) -> Result<Changed<Refused>, StoreError> {
    let act = |inquiry: &mut inquiries::Inquiry| {
        may_while_open(inquiry, &by)?;
        let detail = json!({"from": inquiry.state.as_str(), "outcome": outcome.as_str()});
        inquiry.state = State::Closed;
        inquiry.outcome = Some(outcome);
        inquiry.closed = Some(by.now);
        inquiry.snoozed = None;
        Ok(Event { kind: "closed", detail })
    };
    inquiries::change(store, id, act, by.actor, by.now).await
}
