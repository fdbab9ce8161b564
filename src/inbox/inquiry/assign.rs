//! An inquiry is given to somebody, whoever has it now, or taken from everybody so that it is to be claimed again.

use serde_json::json;

use super::{By, Changed, Refused, may_while_open};
use crate::model::ids::{InquiryId, OfficerId};
use crate::model::inquiry::State;
use crate::store::inquiries::{self, Event, Inquiry};
use crate::store::{Store, StoreError};

pub async fn assign(store: &Store, id: InquiryId, to: Option<OfficerId>, by: By<'_>) -> Result<Changed<Refused>, StoreError> {
    inquiries::change(store, id, |inquiry| act(inquiry, to, &by), by.actor, by.now).await
}

/// The act itself, for a transaction that does more.
pub(crate) fn act(inquiry: &mut Inquiry, to: Option<OfficerId>, by: &By<'_>) -> Result<Event, Refused> {
    may_while_open(inquiry, by)?;
    if inquiry.owner == to {
        return Err(Refused::Same);
    }
    let detail = json!({"from": inquiry.owner, "owner": to});
    inquiry.owner = to;
    match to {
        Some(_) if inquiry.state == State::New => {
            inquiry.state = State::Open;
            inquiry.claimed = inquiry.claimed.or(Some(by.now));
        }
        None if inquiry.state == State::Open => {
            // It is told of and told further anew.
            inquiry.state = State::New;
            inquiry.claimed = None;
        }
        _ => {}
    }
    Ok(Event { kind: "assigned", detail })
}
