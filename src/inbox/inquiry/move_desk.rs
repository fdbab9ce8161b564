//! An inquiry moves to another desk, where whoever is on shift claims it.

use serde_json::json;

use super::{By, Changed, Refused, may_while_open};
use crate::model::ids::{DeskId, InquiryId};
use crate::model::inquiry::State;
use crate::store::inquiries::{self, Event};
use crate::store::{Store, StoreError};

pub async fn move_desk(store: &Store, id: InquiryId, to: DeskId, by: By<'_>) -> Result<Changed<Refused>, StoreError> {
    let act = |inquiry: &mut inquiries::Inquiry| {
        may_while_open(inquiry, &by)?;
        if inquiry.desk == Some(to) && inquiry.owner.is_none() {
            return Err(Refused::Same);
        }
        let detail = json!({"from": inquiry.desk, "desk": to, "owner": inquiry.owner});
        inquiry.desk = Some(to);
        inquiry.owner = None;
        if inquiry.state == State::Open {
            inquiry.state = State::New;
            inquiry.claimed = None;
        }
        Ok(Event { kind: "moved", detail })
    };
    inquiries::change(store, id, act, by.actor, by.now).await
}
