//! A message that came in: its envelope, what can be read of it, and what it was found to be. The rooms of `inbox` meet
//! at these types.

use serde::{Deserialize, Serialize};

use super::address::EmailAddress;
use crate::clock::Millis;

/// What the transport said, apart from the message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// The return path; empty = null (RFC 5321 §4.5.5), also where a source does not know it.
    pub return_path: String,
    /// As given by the transport, else read from the header (`Delivered-To` and its kin).
    pub recipients: Vec<String>,
}

/// A name and an address as a header gives them; the address may be nonsense.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    pub name: String,
    pub address: String,
}

impl Mailbox {
    /// The address, if mail can go there.
    pub fn parsed(&self) -> Option<EmailAddress> {
        EmailAddress::parse(&self.address).ok()
    }
}

/// One attachment (or part) as a range of the raw message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Without path, control and bidirectional characters; empty when it has none.
    pub name: String,
    /// As declared, lower case: `application/pdf`.
    pub declared: String,
    /// Offsets of the encoded body in the raw message.
    pub start: usize,
    pub end: usize,
    pub encoding: Encoding,
    /// Without angle brackets.
    pub content_id: Option<String>,
    pub inline: bool,
}

/// How a part's body is encoded (RFC 2045 §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Plain,
    Base64,
    QuotedPrintable,
}

/// A message as far as it can be read. Everything is decoded, NUL-free and bounded; nothing here is trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Ids are without angle brackets, in the order of the header.
    pub message_id: Option<String>,
    pub in_reply_to: Vec<String>,
    pub references: Vec<String>,
    /// The conversation part of `Thread-Index` (its first 22 bytes, in hex).
    pub thread_index: Option<String>,
    pub from: Option<Mailbox>,
    pub reply_to: Vec<Mailbox>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub subject: String,
    /// The `Date` header, and its offset from UTC in minutes.
    pub date: Option<Millis>,
    pub offset: Option<i32>,
    /// Top-level header fields in order, names in lower case, values unfolded and decoded.
    pub headers: Vec<(String, String)>,
    /// All of the text (from HTML when there is no plain part), and only what is new in it (inbox study §5.7).
    pub text: String,
    pub fresh: String,
    /// What was cut off as quotation.
    pub quoted: String,
    /// The HTML part as it came, if there is one.
    pub html: Option<String>,
    pub parts: Vec<Part>,
    /// BCP 47 primary subtag, when the new text is long enough and the guess is sure.
    pub language: Option<String>,
    /// PGP/MIME or S/MIME: nobody here can read it.
    pub encrypted: bool,
    /// Something was beyond the bounds of what is read (headers, parts, depth, text); the raw message has it all.
    pub cut: bool,
}

impl Read {
    /// The first value of a header field, by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    pub fn all_headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

/// What a message is. Only [`Class::Inquiry`] is put before an officer; all others are in the drawer "not shown".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Our own message, come back unchanged.
    OwnCopy,
    /// The inbox's own sign of life.
    Canary,
    Bounce,
    /// A complaint of a provider (ARF, RFC 5965).
    Complaint,
    /// A disposition notification (RFC 8098).
    Receipt,
    Unsubscribe,
    /// An officer answering a notice from their own mail client.
    OfficerReply,
    AutoReply,
    /// "Confirm that you are human."
    Challenge,
    /// A query of a journalists' request service.
    Opportunity,
    Bulk,
    Spam,
    Duplicate,
    Inquiry,
}

impl Class {
    pub const ALL: [Self; 14] = [
        Self::OwnCopy,
        Self::Canary,
        Self::Bounce,
        Self::Complaint,
        Self::Receipt,
        Self::Unsubscribe,
        Self::OfficerReply,
        Self::AutoReply,
        Self::Challenge,
        Self::Opportunity,
        Self::Bulk,
        Self::Spam,
        Self::Duplicate,
        Self::Inquiry,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::OwnCopy => "own_copy",
            Self::Canary => "canary",
            Self::Bounce => "bounce",
            Self::Complaint => "complaint",
            Self::Receipt => "receipt",
            Self::Unsubscribe => "unsubscribe",
            Self::OfficerReply => "officer_reply",
            Self::AutoReply => "auto_reply",
            Self::Challenge => "challenge",
            Self::Opportunity => "opportunity",
            Self::Bulk => "bulk",
            Self::Spam => "spam",
            Self::Duplicate => "duplicate",
            Self::Inquiry => "inquiry",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == text)
    }
}

/// One thing noticed about a message, in words an officer understands: `Auto-Submitted: auto-replied`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    pub sign: String,
    /// It settled what the message is.
    pub decides: bool,
}

/// What a message was found to be, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub class: Class,
    /// In the order they were looked at.
    pub evidence: Vec<Sign>,
}
