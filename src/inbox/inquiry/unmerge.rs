//! A merge is undone: the inquiry stands by itself again, and what is answered to it lands in it. What came in meanwhile stays
//! where it landed.

use serde_json::{Value, json};

use super::{By, Changed, Refused};
use crate::model::ids::InquiryId;
use crate::model::inquiry::State;
use crate::model::thread::Link;
use crate::store::inquiries::{self, Event};
use crate::store::{Store, StoreError, audit, inquiry_ties};

/// Takes `id` out of what it was merged into. Returns it as it is then.
pub async fn unmerge(store: &Store, id: InquiryId, by: By<'_>) -> Result<Changed<Refused>, StoreError> {
    let Some(as_seen) = inquiries::load(store, id).await? else { return Ok(Changed::Gone) };
    let Some(into) = as_seen.merged_into else { return Ok(Changed::Refused(Refused::Same, as_seen)) };
    let before = inquiries::last_event(store, into, "took_in", id).await?;
    let mut tx = store.begin().await?;
    let (low, high) = (id.min(into), id.max(into));
    let (Some(first), Some(second)) = (inquiries::hold(&mut tx, low).await?, inquiries::hold(&mut tx, high).await?) else {
        return Ok(Changed::Gone);
    };
    let (mut part, mut whole) = if low == id { (first, second) } else { (second, first) };
    if part.merged_into != Some(into) {
        tx.commit().await?;
        return Ok(Changed::Refused(Refused::Moved, part));
    }
    part.merged_into = None;
    let part_seen = part.seen;
    inquiries::save(
        &mut tx,
        &mut part,
        part_seen,
        &Event { kind: "unmerged", detail: json!({ "from": into }) },
        by.actor,
        by.now,
    )
    .await?;
    // What the merge lent is given back, where nobody has changed it since.
    if let Some(before) = before {
        if whole.deadline == part.deadline {
            whole.deadline = before.get("deadline").and_then(Value::as_i64);
        }
        if whole.state != State::Closed && whole.last_inbound == part.last_inbound {
            whole.last_inbound = before.get("last_inbound").and_then(Value::as_i64).unwrap_or(whole.last_inbound);
        }
        if before.get("urgent") == Some(&Value::Bool(false)) && part.urgent {
            whole.urgent = false;
        }
    }
    let whole_seen = whole.seen;
    inquiries::save(
        &mut tx,
        &mut whole,
        whole_seen,
        &Event { kind: "gave_back", detail: json!({ "inquiry": id }) },
        by.actor,
        by.now,
    )
    .await?;
    inquiry_ties::unlink(&mut tx, id, into, Link::Merged).await?;
    audit::note(&mut tx, by.now, by.actor, "inquiry.unmerge", &format!("inquiry {id}"), &format!("from {into}")).await?;
    tx.commit().await?;
    Ok(Changed::Done(part))
}
