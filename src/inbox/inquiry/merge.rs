//! Two inquiries are one: the first becomes part of the second, and what is answered to it later lands there. Nothing is
//! moved, so it can be undone.

use serde_json::json;

use super::{By, Changed, Refused, may};
use crate::model::ids::InquiryId;
use crate::model::inquiry::State;
use crate::model::thread::Link;
use crate::store::inquiries::{self, Event, Inquiry};
use crate::store::{Store, StoreError, audit, inquiry_ties};

/// Makes `id` a part of `into`, which must be open. Returns `into` as it is then.
pub async fn merge(store: &Store, id: InquiryId, into: InquiryId, by: By<'_>) -> Result<Changed<Refused>, StoreError> {
    let mut tx = store.begin().await?;
    // Always in the order of their numbers, so that two merges never wait for each other.
    let (low, high) = (id.min(into), id.max(into));
    let (Some(first), Some(second)) = (inquiries::hold(&mut tx, low).await?, inquiries::hold(&mut tx, high).await?) else {
        return Ok(Changed::Gone);
    };
    let (mut part, mut whole) = if low == id { (first, second) } else { (second, first) };
    if let Some(refused) = unfit(&part, &whole, &by) {
        tx.commit().await?;
        return Ok(Changed::Refused(refused, whole));
    }
    let before = json!({"deadline": whole.deadline, "urgent": whole.urgent, "last_inbound": whole.last_inbound});
    part.merged_into = Some(into);
    let part_seen = part.seen;
    let event = Event { kind: "merged", detail: json!({ "into": into }) };
    inquiries::save(&mut tx, &mut part, part_seen, &event, by.actor, by.now).await?;
    whole.deadline = [whole.deadline, part.deadline].into_iter().flatten().min();
    whole.urgent |= part.urgent;
    whole.restricted |= part.restricted;
    whole.last_inbound = whole.last_inbound.max(part.last_inbound);
    let whole_seen = whole.seen;
    let event = Event { kind: "took_in", detail: json!({"inquiry": id, "before": before}) };
    inquiries::save(&mut tx, &mut whole, whole_seen, &event, by.actor, by.now).await?;
    inquiry_ties::link(&mut tx, id, into, Link::Merged).await?;
    audit::note(&mut tx, by.now, by.actor, "inquiry.merge", &format!("inquiry {id}"), &format!("into {into}")).await?;
    tx.commit().await?;
    Ok(Changed::Done(whole))
}

fn unfit(part: &Inquiry, whole: &Inquiry, by: &By<'_>) -> Option<Refused> {
    if part.id == whole.id {
        return Some(Refused::SameInquiry);
    }
    let both = may(part, by).and_then(|()| may(whole, &By { seen: None, ..*by }));
    both.err().or((whole.state == State::Closed).then_some(Refused::Closed))
}
