//! Single messages: to one person, made whole when they are queued.

use uuid::Uuid;

use crate::clock::Millis;
use crate::compose::letter::{Copy, Letter, Values, answered};
use crate::compose::{ComposeError, Office, clean, header, message, words};
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
    /// The Message-ID of what this answers.
    pub in_reply_to: Option<String>,
}

/// Who wrote it: automatic mail says so, so that nothing automatic answers it (RFC 3834).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Person,
    /// An acknowledgement; its envelope sender is empty, so that it can cause no loop.
    Reply,
    /// A notice or confirmation.
    Machine,
}

/// A plain text message.
pub fn plain(
    office: &Office,
    keys: &Keyring,
    to: &Single,
    subject: &str,
    text: &str,
    origin: Origin,
) -> Result<Copy, ComposeError> {
    stamped(office, keys, to, (subject, text), origin, "")
}

/// As [`plain`], with header fields of the caller's (each whole, with its line end).
pub fn stamped(
    office: &Office,
    keys: &Keyring,
    to: &Single,
    (subject, text): (&str, &str),
    origin: Origin,
    stamp: &str,
) -> Result<Copy, ComposeError> {
    let automatic = match origin {
        Origin::Person => "",
        Origin::Reply => "Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: OOF, AutoReply\r\n",
        Origin::Machine => "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: OOF, AutoReply\r\n",
    };
    let fields = head(office, to, subject)?;
    let language = format!(
        "MIME-Version: 1.0\r\nContent-Language: {}\r\n",
        clean::line(&to.language).replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "")
    );
    let mut text = clean::lines(text).trim_end().to_owned();
    text.push('\n');
    let bytes = message::text_only(&[&fields, automatic, stamp, &language], &text);
    let envelope_from = if origin == Origin::Reply { String::new() } else { office.from.as_str().to_owned() };
    Ok(Copy { bytes: sign(bytes, office, keys, to)?, envelope_from })
}

/// The letter as reporters will get it, to an officer: `[TEST]` in the subject, no image that counts, no list headers,
/// links of the footer that belong to nobody.
pub fn test(office: &Office, keys: &Keyring, letter: &Letter, to: &Single) -> Result<Copy, ComposeError> {
    let values = Values {
        unsubscribe: letter.url("u", "test"),
        view: letter.url("v", "test"),
        reason: words::of(letter.language()).because_test.to_owned(),
        name: clean::line(&to.to_name),
        address: to.to.as_str().to_owned(),
        ..Values::default()
    };
    let fields = head(office, to, &format!("[TEST] {}", letter.subject()))?;
    let bytes = letter.message(&values, &[&fields, letter.mime_fields(), "X-Auto-Response-Suppress: OOF, AutoReply\r\n"]);
    Ok(Copy { bytes: sign(bytes, office, keys, to)?, envelope_from: office.from.as_str().to_owned() })
}

/// With the keys that sign now: these bytes are stored and never made again.
fn sign(bytes: Vec<u8>, office: &Office, keys: &Keyring, to: &Single) -> Result<Vec<u8>, ComposeError> {
    keys.dkim().sign(bytes, keys.dkim().signing(office.from.domain(), to.date)?.as_ref())
}

fn head(office: &Office, to: &Single, subject: &str) -> Result<String, ComposeError> {
    let date = header::date(to.date).ok_or(ComposeError::BadTime(to.date))?;
    Ok([
        &format!("Date: {date}\r\n"),
        &header::mailbox("From", &office.from_name, office.from.as_str()),
        &header::mailbox("To", &to.to_name, to.to.as_str()),
        &header::mailbox("Reply-To", &office.from_name, office.reply_to.as_str()),
        &header::text("Subject", subject),
        &format!("Message-ID: <s.{}@{}>\r\n", to.uid.simple(), office.from.domain()),
        &answered(to.in_reply_to.as_deref()),
    ]
    .map(String::as_str)
    .concat())
}
