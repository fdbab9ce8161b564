//! The inbox's own signs of life: a message to the public address every quarter of an hour, sent like any other and known by
//! a token in its subject when it comes in. Officers never see one; they are told when two in a row stayed out.

use crate::clock::{MINUTE, Millis};
use crate::compose::links::{self, Purpose};
use crate::compose::single::{self, Origin, Single};
use crate::compose::{ComposeError, Office};
use crate::model::address::EmailAddress;
use crate::model::ids::new_uid;
use crate::secrets::Keyring;
use crate::store::queue::{self, NewSingle};
use crate::store::{Store, StoreError, canaries};

/// Between two of them.
pub const EVERY: Millis = 15 * MINUTE;
/// So many in a row that stayed out are told of.
pub const MISSING: i64 = 2;

const SUBJECT: &str = "Media inbox check ";
const TEXT: &str = "This message was sent by Dateline to itself, to see that mail to this address comes in.\n\
     Nobody need answer it. If you read it in a mailbox, Dateline takes it from there too.\n";

/// Who sends them, and to which address.
#[derive(Clone, Debug)]
pub struct Canary {
    pub office: Office,
    pub to: EmailAddress,
}

/// Which round a subject belongs to; `None` for every other subject, also one that only looks like it.
pub fn read(keys: &Keyring, subject: &str) -> Option<i64> {
    links::read(keys, Purpose::Canary, subject.trim().strip_prefix(SUBJECT)?)
}

#[derive(Debug, thiserror::Error)]
pub enum CanaryError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the inbox's own message cannot be made")]
    Compose(#[from] ComposeError),
}

impl Canary {
    /// Queues the one of this quarter of an hour, if nobody has. Returns whether it did.
    pub async fn send(&self, store: &Store, keys: &Keyring, now: Millis) -> Result<bool, CanaryError> {
        let round = now / EVERY;
        let subject = format!("{SUBJECT}{}", links::token(keys, keys.current(), Purpose::Canary, round));
        let to = Single {
            uid: new_uid(now),
            date: now,
            to: self.to.clone(),
            to_name: String::new(),
            language: "en".to_owned(),
            in_reply_to: None,
        };
        let copy = single::plain(&self.office, keys, &to, &subject, TEXT, Origin::Machine)?;
        let single = NewSingle {
            purpose: queue::Purpose::Confirmation,
            author: "dateline",
            to: &self.to,
            sender: &copy.envelope_from,
            message: &copy.bytes,
        };
        Ok(canaries::send(store, round, &single, now).await?)
    }

    /// Whether the latest ones that had time to come in all stayed out.
    pub async fn is_missing(&self, store: &Store, now: Millis) -> Result<bool, StoreError> {
        let latest = canaries::latest(store, now - EVERY, MISSING).await?;
        Ok(i64::try_from(latest.len()).is_ok_and(|count| count == MISSING) && latest.iter().all(|seen| !seen))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_token_is_a_canary() {
        let keys = Keyring::for_tests();
        let token = links::token(&keys, keys.current(), Purpose::Canary, 12);
        assert_eq!(read(&keys, &format!("Media inbox check {token}")), Some(12));
        for subject in [
            format!("Re: Media inbox check {token}"),
            "Media inbox check".to_owned(),
            "Media inbox check aaaaaaaaaaaaaaaaaaaaaa".to_owned(),
        ] {
            assert_eq!(read(&keys, &subject), None, "{subject}");
        }
    }
}
