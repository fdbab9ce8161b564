//! The bytes of a copy, produced again long after it went out, and checked against the digest kept at its first intent.

use thiserror::Error;

use super::letters::{Letters, Uncomposable, compose};
use crate::model::ids::DeliveryId;
use crate::secrets::Keyring;
use crate::store::{Store, StoreError, report};

/// What is left of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Again {
    NoSuchDelivery,
    /// The person was erased, and with them what the copy said of them.
    Erased,
    Copy {
        bytes: Vec<u8>,
        envelope_from: String,
        to: String,
        sha256: String,
        /// Digest kept when the copy was first handed over; `None` before that.
        recorded: Option<String>,
    },
}

/// Why a copy cannot be produced again.
#[derive(Debug, Error)]
pub enum AgainError {
    #[error(transparent)]
    Uncomposable(Box<dyn std::error::Error + Send + Sync>),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Uncomposable> for AgainError {
    fn from(problem: Uncomposable) -> Self {
        Self::Uncomposable(Box::new(problem))
    }
}

pub async fn again(store: &Store, keys: &Keyring, delivery: DeliveryId) -> Result<Again, AgainError> {
    let Some(copy) = report::copy(store, delivery).await? else { return Ok(Again::NoSuchDelivery) };
    if copy.mailing.0 != 0 && copy.slots.as_ref().is_none_or(|slots| slots.language.is_empty()) {
        return Ok(Again::Erased);
    }
    let text = Letters::default().text(store, &copy).await??;
    let made = compose(&text, keys, &copy)?;
    Ok(Again::Copy {
        bytes: made.bytes,
        envelope_from: made.envelope_from,
        to: made.to.as_str().to_owned(),
        sha256: made.sha256,
        recorded: copy.sha256,
    })
}
