//! Letters in memory: one per mailing and language, read once, and the copies made from them.

use std::collections::HashMap;
use std::sync::Arc;

use tracing::warn;

use crate::compose::letter::{Letter, Slots};
use crate::model::address::EmailAddress;
use crate::model::ids::MailingId;
use crate::secrets::Keyring;
use crate::store::deliveries::Claimed;
use crate::store::{Store, StoreError, queue};

/// More letters than any office sends at once; past it the memory starts afresh.
const MOST: usize = 64;

/// A copy, ready for the wire.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    pub to: EmailAddress,
    pub envelope_from: String,
    pub bytes: Vec<u8>,
    pub sha256: String,
}

/// Why a copy cannot be made; nothing of it was sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum Uncomposable {
    #[error("the stored address is not one")]
    Address,
    #[error("its letter is not stored")]
    NoLetter,
    #[error("its letter cannot be read")]
    Letter,
    #[error("the copy could not be made: {0}")]
    Compose(#[from] crate::compose::ComposeError),
}

/// Where a copy's text comes from.
#[derive(Clone, Debug)]
pub(super) enum Text {
    Letter(Arc<Letter>),
    Single { sender: String, message: Vec<u8> },
}

#[derive(Debug, Default)]
pub(super) struct Letters {
    known: HashMap<(MailingId, String), Arc<Letter>>,
}

impl Letters {
    /// The text of a claimed copy; the outer error is the store's.
    pub(super) async fn text(&mut self, store: &Store, copy: &Claimed) -> Result<Result<Text, Uncomposable>, StoreError> {
        if copy.mailing.0 == 0 {
            let found = queue::single(store, copy.single).await?;
            return Ok(found.map(|(sender, message)| Text::Single { sender, message }).ok_or(Uncomposable::NoLetter));
        }
        let language = copy.slots.as_ref().map_or("", |slots| slots.language.as_str());
        let key = (copy.mailing, language.to_owned());
        if let Some(letter) = self.known.get(&key) {
            return Ok(Ok(Text::Letter(letter.clone())));
        }
        let Some(stored) = queue::letter(store, copy.mailing, language).await? else { return Ok(Err(Uncomposable::NoLetter)) };
        match serde_json::from_str::<Letter>(&stored) {
            Ok(letter) => {
                if self.known.len() >= MOST {
                    self.known.clear();
                }
                let letter = Arc::new(letter);
                self.known.insert(key, letter.clone());
                Ok(Ok(Text::Letter(letter)))
            }
            Err(problem) => {
                warn!(mailing.id = copy.mailing.0, %problem, "a stored letter cannot be read");
                Ok(Err(Uncomposable::Letter))
            }
        }
    }
}

impl Letters {
    /// The letter of a mailing in whatever language it has; `None` where there is none that can be read.
    pub(super) async fn any(&mut self, store: &Store, mailing: MailingId) -> Result<Option<Arc<Letter>>, StoreError> {
        let key = (mailing, "*".to_owned());
        if let Some(letter) = self.known.get(&key) {
            return Ok(Some(letter.clone()));
        }
        let Some(stored) = queue::any_letter(store, mailing).await? else { return Ok(None) };
        let letter = serde_json::from_str::<Letter>(&stored).ok().map(Arc::new);
        if let Some(letter) = &letter {
            self.known.insert(key, letter.clone());
        }
        Ok(letter)
    }
}

/// Makes the bytes of one copy: the same bytes at every attempt.
pub(super) fn compose(text: &Text, keys: &Keyring, copy: &Claimed) -> Result<Ready, Uncomposable> {
    let to = EmailAddress::parse(&copy.address).map_err(|_| Uncomposable::Address)?;
    let (envelope_from, bytes) = match text {
        Text::Single { sender, message } => (sender.clone(), message.clone()),
        Text::Letter(letter) => {
            let slots = copy.slots.as_ref();
            let made = letter.copy(
                keys,
                &Slots {
                    delivery: copy.id,
                    address: to.clone(),
                    name: slots.map(|slots| slots.name.clone()).unwrap_or_default(),
                    outlet: slots.map(|slots| slots.outlet.clone()).unwrap_or_default(),
                    reason: slots.map(|slots| slots.reason.clone()).unwrap_or_default(),
                    consented: slots.is_some_and(|slots| slots.consented),
                    in_reply_to: slots.and_then(|slots| slots.in_reply_to.clone()),
                },
            )?;
            (made.envelope_from, made.bytes)
        }
    };
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &bytes);
    Ok(Ready { to, envelope_from, sha256: data_encoding::HEXLOWER.encode(digest.as_ref()), bytes })
}
