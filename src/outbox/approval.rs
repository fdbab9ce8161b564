//! Whether a mailing is what a person approved: the approval's MAC over everything it binds, with a key that is not
//! in the database.

use data_encoding::HEXLOWER;

use crate::model::approval::PURPOSE;
use crate::model::ids::MailingId;
use crate::secrets::Keyring;
use crate::store::{Store, StoreError, mailings};

/// Whether the stored approval stands and fits this mailing, its terms and its letters as they are now.
pub async fn holds(store: &Store, keys: &Keyring, mailing: MailingId) -> Result<bool, StoreError> {
    let Some(found) = mailings::approved(store, mailing).await? else { return Ok(false) };
    let Ok(mac) = HEXLOWER.decode(found.mac.as_bytes()) else { return Ok(false) };
    let bytes = found.terms.signed_bytes(mailing, &found.letters);
    Ok(found.voided.is_none()
        && found.digest == found.terms.seal
        && found.terms.approver.as_ref() != Some(&found.terms.submitter)
        && keys.verify(&found.key_id, PURPOSE, &bytes, &mac))
}
