//! A release compiled for one mailing and language, and the copies made from it.

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::compose::{ComposeError, Office};
use crate::model::address::EmailAddress;
use crate::model::ids::{DeliveryId, MailingId};
use crate::model::release::Release;
use crate::secrets::Keyring;

/// What is frozen per mailing: equal frames give equal bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    pub mailing: MailingId,
    /// The Date of every copy.
    pub date: Millis,
    /// The key the tokens are made with.
    pub key_id: String,
}

/// What is one copy's own.
#[derive(Clone, Debug)]
pub struct Slots {
    pub delivery: DeliveryId,
    pub address: EmailAddress,
    pub name: String,
    pub outlet: String,
    /// A whole sentence, see [`because`]; empty = a general one.
    pub reason: String,
    /// Whether this person's opens may be recorded by name.
    pub consented: bool,
    /// The Message-ID of this person's copy of what is now corrected or followed up.
    pub in_reply_to: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Letter {
    subject: String,
}

/// A message as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    pub bytes: Vec<u8>,
    pub envelope_from: String,
}

/// What a reader sees of one copy, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// Compiles `release` into the letter of one mailing, its frame worded in `language`.
pub fn compile(_office: &Office, release: &Release, _language: &str, _frame: &Frame) -> Result<Letter, ComposeError> {
    Ok(Letter { subject: release.title.clone() })
}

impl Letter {
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The bytes of one copy, the same every time.
    pub fn copy(&self, _keys: &Keyring, slots: &Slots) -> Result<Copy, ComposeError> {
        Ok(Copy { bytes: self.subject.clone().into_bytes(), envelope_from: slots.address.as_str().to_owned() })
    }

    pub fn preview(&self, _keys: &Keyring, _slots: &Slots) -> Result<Preview, ComposeError> {
        Ok(Preview { subject: self.subject.clone(), text: String::new(), html: String::new() })
    }
}

/// The page of `/v/…`: the mail without anything personal in it.
pub fn view(letter: &Letter) -> String {
    letter.subject.clone()
}

/// The footer's sentence for someone who covers this issue in this region.
pub fn because(_language: &str, issue: &str, region: &str) -> String {
    format!("You get this because you cover {issue} in {region}.")
}
