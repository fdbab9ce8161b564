//! An inquiry is set aside until a time, or taken up again before it. A word of the reporter takes it up by itself.

use serde_json::json;

use super::{By, Changed, Refused, may_while_open};
use crate::clock::Millis;
use crate::model::ids::InquiryId;
use crate::store::inquiries::{self, Event};
use crate::store::{Store, StoreError};

pub async fn snooze(store: &Store, id: InquiryId, until: Option<Millis>, by: By<'_>) -> Result<Changed<Refused>, StoreError> {
    let act = |inquiry: &mut inquiries::Inquiry| {
        may_while_open(inquiry, &by)?;
        let until = until.filter(|until| *until > by.now);
        if inquiry.snoozed == until {
            return Err(Refused::Same);
        }
        inquiry.snoozed = until;
        Ok(Event { kind: "snoozed", detail: json!({ "until": until }) })
    };
    inquiries::change(store, id, act, by.actor, by.now).await
}
