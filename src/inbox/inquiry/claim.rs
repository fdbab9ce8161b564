//! An officer takes an inquiry nobody has. Two who press at the same moment: one has it, the other is told who.

use serde_json::json;

use super::{By, Changed, Refused, may_while_open};
use crate::model::ids::{InquiryId, OfficerId};
use crate::model::inquiry::State;
use crate::store::inquiries::{self, Event};
use crate::store::{Store, StoreError};

pub async fn claim(store: &Store, id: InquiryId, officer: OfficerId, by: By<'_>) -> Result<Changed<Refused>, StoreError> {
    let act = |inquiry: &mut inquiries::Inquiry| {
        may_while_open(inquiry, &by)?;
        match inquiry.owner {
            Some(owner) if owner == officer && inquiry.state != State::New => return Err(Refused::Same),
            Some(owner) if owner != officer => return Err(Refused::Taken(owner)),
            Some(_) | None => {}
        }
        inquiry.owner = Some(officer);
        inquiry.claimed = inquiry.claimed.or(Some(by.now));
        if inquiry.state == State::New {
            inquiry.state = State::Open;
        }
        Ok(Event { kind: "claimed", detail: json!({"owner": officer}) })
    };
    inquiries::change(store, id, act, by.actor, by.now).await
}
