//! A note among us. It never leaves, and whoever writes an answer without having seen it is told.

use serde_json::json;

use super::{By, Changed, Refused, may};
use crate::model::ids::InquiryId;
use crate::store::inquiries::{self, Event};
use crate::store::inquiry_messages::{self, Channel, Direction, NewMessage};
use crate::store::{Store, StoreError};

pub async fn note(store: &Store, id: InquiryId, text: &str, by: By<'_>) -> Result<Changed<Refused>, StoreError> {
    let mut tx = store.begin().await?;
    let act = |inquiry: &mut inquiries::Inquiry| {
        may(inquiry, &by)?;
        if text.trim().is_empty() {
            return Err(Refused::Unknown);
        }
        Ok(Event { kind: "noted", detail: json!({}) })
    };
    let changed = inquiries::change_in(&mut tx, id, act, by.actor, by.now).await?;
    if let Changed::Done(_) = changed {
        inquiry_messages::add(&mut tx, id, &among_us(text, &by)).await?;
    }
    tx.commit().await?;
    Ok(changed)
}

fn among_us<'a>(text: &'a str, by: &By<'a>) -> NewMessage<'a> {
    NewMessage {
        inbound: None,
        direction: Direction::Note,
        channel: Channel::Web,
        machine: false,
        at: by.now,
        from_name: by.actor,
        from_address: "",
        reply_to: "",
        to: &[],
        cc: &[],
        subject: "",
        message_id: "",
        text_all: text,
        text_new: text,
        author: by.officer,
        recovered: "",
    }
}
