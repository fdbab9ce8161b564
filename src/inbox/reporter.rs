//! Who wrote, as the directory knows them: their entry by address, their outlet by its domain, and a proposal when somebody
//! new writes from an outlet we know.

use serde_json::json;

use super::route::facts::Outlet;
use crate::clock::Millis;
use crate::model::address::EmailAddress;
use crate::model::ids::{ContactId, InboundId};
use crate::store::backend::Tx;
use crate::store::{StoreError, outlets};

/// Whether what is found may be written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Outlets the directory shows are settled, and a new person is proposed.
    Yes {
        inbound: Option<InboundId>,
        now: Millis,
    },
    Nothing,
}

/// The outlet of whoever wrote. Nobody has one by a free mail provider's address.
pub(crate) async fn outlet(
    tx: &mut Tx,
    address: &EmailAddress,
    name: &str,
    contact: Option<ContactId>,
    keep: Keep,
) -> Result<Option<Outlet>, StoreError> {
    let domain = address.domain();
    let found = match keep {
        Keep::Yes { .. } => outlets::of_domain(tx, domain).await?,
        Keep::Nothing => outlets::look(tx, domain).await?,
    };
    let Some(found) = found else { return Ok(None) };
    if let (Keep::Yes { inbound, now }, None) = (keep, contact) {
        let detail = json!({"address": address.as_str(), "name": name, "outlet": found.name}).to_string();
        outlets::propose_person(tx, inbound, &detail, &format!("writes from {domain}"), now).await?;
    }
    Ok(Some(Outlet { id: found.id, name: found.name, kind: found.kind, tier: found.tier }))
}
