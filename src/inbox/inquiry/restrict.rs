//! An inquiry is for its owner and the admins alone, or for everybody again.

use serde_json::json;

use super::{By, Changed, Refused, may};
use crate::model::ids::InquiryId;
use crate::store::inquiries::{self, Event};
use crate::store::{Store, StoreError, audit};

pub async fn restrict(store: &Store, id: InquiryId, restricted: bool, by: By<'_>) -> Result<Changed<Refused>, StoreError> {
    let act = |inquiry: &mut inquiries::Inquiry| {
        may(inquiry, &by)?;
        if inquiry.restricted == restricted {
            return Err(Refused::Same);
        }
        inquiry.restricted = restricted;
        Ok(Event { kind: "restricted", detail: json!({ "restricted": restricted }) })
    };
    let mut tx = store.begin().await?;
    let changed = inquiries::change_in(&mut tx, id, act, by.actor, by.now).await?;
    if let Changed::Done(_) = changed {
        let what = if restricted { "restricted" } else { "for everybody" };
        audit::note(&mut tx, by.now, by.actor, "inquiry.restrict", &format!("inquiry {id}"), what).await?;
    }
    tx.commit().await?;
    Ok(changed)
}
