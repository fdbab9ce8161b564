//! An officer says which release an inquiry is about, or that it is about none. The link before is in the history, so it can
//! be put back.

use serde_json::json;

use super::{By, Changed, Refused, may};
use crate::model::ids::{InquiryId, ReleaseId};
use crate::store::inquiries::{self, Event};
use crate::store::{Store, StoreError, routing_facts};

pub async fn relink(store: &Store, id: InquiryId, to: Option<ReleaseId>, by: By<'_>) -> Result<Changed<Refused>, StoreError> {
    let mut tx = store.begin().await?;
    let exists = match to {
        Some(release) => routing_facts::release(&mut tx, release).await?.is_some(),
        None => true,
    };
    let act = |inquiry: &mut inquiries::Inquiry| {
        may(inquiry, &by)?;
        if !exists {
            return Err(Refused::Unknown);
        }
        if inquiry.release == to {
            return Err(Refused::Same);
        }
        let detail = json!({"from": inquiry.release, "release": to, "delivery": inquiry.delivery});
        inquiry.release = to;
        // The copy that led here was one of another release.
        inquiry.delivery = None;
        Ok(Event { kind: "relinked", detail })
    };
    let changed = inquiries::change_in(&mut tx, id, act, by.actor, by.now).await?;
    tx.commit().await?;
    Ok(changed)
}
