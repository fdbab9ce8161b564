//! An officer says where an inquiry stands: open, waiting for one of us, waiting for the reporter, answered.

use serde_json::json;

use super::{By, Changed, Refused, may_while_open};
use crate::model::ids::InquiryId;
use crate::model::inquiry::State;
use crate::store::inquiries::{self, Event};
use crate::store::{Store, StoreError};

/// `for_whom` says whose word is waited for; empty where nobody's is. Closing is an act of its own, and `new` is nobody's word.
pub async fn set(store: &Store, id: InquiryId, to: State, for_whom: &str, by: By<'_>) -> Result<Changed<Refused>, StoreError> {
    let act = |inquiry: &mut inquiries::Inquiry| {
        may_while_open(inquiry, &by)?;
        if matches!(to, State::Closed | State::New) {
            return Err(Refused::Unknown);
        }
        if inquiry.state == to {
            return Err(Refused::Same);
        }
        let detail = json!({"from": inquiry.state.as_str(), "to": to.as_str(), "for": for_whom});
        inquiry.state = to;
        inquiry.claimed = inquiry.claimed.or(Some(by.now));
        if to == State::Answered {
            inquiry.first_answer = inquiry.first_answer.or(Some(by.now));
        }
        Ok(Event { kind: "state", detail })
    };
    inquiries::change(store, id, act, by.actor, by.now).await
}
