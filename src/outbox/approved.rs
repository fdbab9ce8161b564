//! Whether a mailing is what a person approved: its approval's MAC, made with a key that is not in the database.

use crate::model::ids::MailingId;
use crate::store::{Store, StoreError, control};

pub(super) use super::approval::holds;

/// It does not: the mailing pauses until a person looks.
pub(super) async fn void(store: &Store, mailing: MailingId) -> Result<(), StoreError> {
    tracing::error!(mailing.id = mailing.0, "the approval does not hold: the mailing is paused");
    control::void_approval(store, mailing, "the approval does not hold for this mailing as it stands", 0).await?;
    Ok(())
}
