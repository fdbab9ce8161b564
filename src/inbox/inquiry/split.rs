//! Messages that are about something else become an inquiry of their own, linked to the one they came from. Merging it back
//! undoes that.

use serde_json::json;

use super::{By, Refused, may};
use crate::inbox::thread::clues::of_id;
use crate::model::ids::{InquiryId, MessageId};
use crate::model::inquiry::State;
use crate::model::thread::Link;
use crate::store::inquiries::{self, Event, New};
use crate::store::{Store, StoreError, audit, inquiry_messages, inquiry_ties};

/// What splitting came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Split {
    Into(InquiryId),
    Refused(Refused),
    Gone,
}

/// Moves these messages of `id` into a new inquiry of this subject, with the same reporter, owner and desk.
pub async fn split(store: &Store, id: InquiryId, messages: &[MessageId], subject: &str, by: By<'_>) -> Result<Split, StoreError> {
    let mut tx = store.begin().await?;
    let Some(mut whole) = inquiries::hold(&mut tx, id).await? else { return Ok(Split::Gone) };
    if let Err(refused) = may(&whole, &by) {
        tx.commit().await?;
        return Ok(Split::Refused(refused));
    }
    let new = New {
        subject,
        release: whole.release,
        delivery: whole.delivery,
        contact: whole.contact,
        outlet: whole.outlet,
        reporter_address: &whole.reporter_address,
        reporter_key: &whole.reporter_key,
        reporter_name: &whole.reporter_name,
        sender_check: whole.sender_check,
        language: &whole.language,
        asked: whole.last_inbound,
    };
    let part = inquiries::open(&mut tx, &new, by.now).await?;
    let moved = inquiry_messages::move_to(&mut tx, id, part, messages, of_id).await?;
    if moved == 0 || moved != u64::try_from(messages.len()).unwrap_or(u64::MAX) {
        // Dropping the transaction takes the new inquiry back.
        return Ok(Split::Refused(Refused::Unknown));
    }
    inquiry_messages::copy_people(&mut tx, id, part).await?;
    let (owner, desk, restricted) = (whole.owner, whole.desk, whole.restricted);
    let take = |inquiry: &mut inquiries::Inquiry| {
        (inquiry.owner, inquiry.desk, inquiry.restricted) = (owner, desk, restricted);
        if owner.is_some() {
            inquiry.state = State::Open;
        }
        Ok::<_, Refused>(Event { kind: "split_off", detail: json!({ "from": id }) })
    };
    inquiries::change_in(&mut tx, part, take, by.actor, by.now).await?;
    let seen = whole.seen;
    let event = Event { kind: "split", detail: json!({"inquiry": part, "messages": messages}) };
    inquiries::save(&mut tx, &mut whole, seen, &event, by.actor, by.now).await?;
    inquiry_ties::link(&mut tx, part, id, Link::Split).await?;
    audit::note(&mut tx, by.now, by.actor, "inquiry.split", &format!("inquiry {id}"), &format!("into {part}")).await?;
    tx.commit().await?;
    Ok(Split::Into(part))
}
