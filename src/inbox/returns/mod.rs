//! What machines send back about a mail of ours: that it could not be delivered, is late or has arrived (RFC 3464, and
//! the many older ways to say so), that its reader called it spam (RFC 5965), that it was displayed (RFC 8098). Only read
//! here; `feedback::returned` acts on it, and only for the copy it surely belongs to.

mod embedded;
mod groups;
mod notice;
mod phrases;
mod status;

pub use self::embedded::Embedded;
use self::groups::Group;
pub use self::status::Status;
use super::parse::{self, decode};
use crate::model::inbound::{Envelope, Part, Read};
use crate::model::returned::Verdict;

/// Bytes of a report that are read; it names a few recipients.
const REPORT: usize = 256 * 1024;
/// Recipients of one report.
const MANY: usize = 500;
/// Characters of a diagnostic that are kept.
const WORDS: usize = 300;

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    pub what: What,
    /// What is left in it of the mail it is about.
    pub embedded: Embedded,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Delivery {
        recipients: Vec<Reported>,
        /// In the form of RFC 3464; else recognised by its words, which proves nothing alone.
        structured: bool,
    },
    Complaint(Complaint),
    /// `displayed`, `deleted` …, with `automatic-action` or by a person.
    Receipt {
        disposition: String,
    },
}

/// What a report says of one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// As the last server knew it; forwarding makes it another than we wrote to.
    pub recipient: Option<String>,
    pub original: Option<String>,
    pub action: Action,
    pub status: Option<Status>,
    pub diagnostic: String,
}

impl Reported {
    pub fn verdict(&self) -> Verdict {
        match self.action {
            Action::Failed => status::judge(self.status, &self.diagnostic),
            Action::Delayed => Verdict::Waiting,
            Action::Delivered | Action::Relayed | Action::Expanded => Verdict::Arrived,
        }
    }
}

/// RFC 3464 §2.3.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Failed,
    Delayed,
    Delivered,
    Relayed,
    Expanded,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaint {
    /// `abuse`, `fraud`, `not-spam` …
    pub kind: String,
    /// Often left out or made unreadable.
    pub recipients: Vec<String>,
}

impl Complaint {
    /// Whether its reader does not want our mail: `not-spam` and authentication reports say nothing of the kind.
    pub fn is_objection(&self) -> bool {
        !matches!(self.kind.as_str(), "not-spam" | "auth-failure" | "virus")
    }
}

/// What came back, if this is something that did. Looks at the message alone: whether it is believed is not decided here.
pub fn read(raw: &[u8], envelope: &Envelope, read: &Read) -> Option<Returned> {
    let what = complaint(raw, read)
        .or_else(|| delivery(raw, read))
        .or_else(|| receipt(raw, read))
        .or_else(|| words(envelope, read))
        .or_else(|| wrapped(raw, envelope, read))?;
    Some(Returned { what, embedded: Embedded::find(raw, read) })
}

/// A report that came as an attachment of another mail system's.
fn wrapped(raw: &[u8], envelope: &Envelope, read: &Read) -> Option<What> {
    if !is_system(envelope, read) {
        return None;
    }
    let inner = decode::bytes(raw, part(read, &["message/rfc822"])?);
    let read = parse::read(&inner).ok()?;
    delivery(&inner, &read)
}

fn groups_of(raw: &[u8], part: &Part) -> Vec<Group> {
    let bytes = decode::beginning(raw, part, REPORT);
    groups::parse(&String::from_utf8_lossy(bytes.get(..REPORT).unwrap_or(&bytes)))
}

fn part<'a>(read: &'a Read, kinds: &[&str]) -> Option<&'a Part> {
    read.parts.iter().find(|part| kinds.contains(&part.declared.as_str()))
}

fn delivery(raw: &[u8], read: &Read) -> Option<What> {
    let kinds = ["message/delivery-status", "message/global-delivery-status"];
    let parts = read.parts.iter().filter(|part| kinds.contains(&part.declared.as_str()));
    let mut recipients = Vec::new();
    for part in parts {
        let groups = groups_of(raw, part);
        recipients.extend(groups.iter().filter_map(reported).take(MANY - recipients.len().min(MANY)));
    }
    // A report whose machine-readable part says nothing still has its words.
    if recipients.is_empty() || recipients.iter().all(|one| one.recipient.is_none() && one.original.is_none()) {
        part(read, &kinds)?;
        if let Some(found) = notice::read(read) {
            return Some(What::Delivery { recipients: found, structured: true });
        }
    }
    part(read, &kinds).map(|_| What::Delivery { recipients, structured: true })
}

fn reported(group: &Group) -> Option<Reported> {
    let status = group.get("status").and_then(Status::parse);
    let action = group.get("action").and_then(action).or_else(|| status.and_then(Status::action));
    let recipient = group.get("final-recipient").and_then(address);
    let original = group.get("original-recipient").and_then(address);
    if recipient.is_none() && original.is_none() && group.get("action").is_none() {
        return None;
    }
    let diagnostic = group.get("diagnostic-code").unwrap_or_default();
    let diagnostic = diagnostic.split_once(';').map_or(diagnostic, |(_, words)| words).trim().chars().take(WORDS).collect();
    Some(Reported { recipient, original, action: action?, status, diagnostic })
}

fn action(value: &str) -> Option<Action> {
    let word: String = value.trim().chars().take_while(char::is_ascii_alphabetic).collect();
    match word.to_ascii_lowercase().as_str() {
        // "failure" and "deferred" are what some say instead.
        "failed" | "failure" | "fail" | "expired" => Some(Action::Failed),
        "delayed" | "deferred" | "delay" => Some(Action::Delayed),
        "delivered" | "deliverable" => Some(Action::Delivered),
        "relayed" => Some(Action::Relayed),
        "expanded" => Some(Action::Expanded),
        _ => None,
    }
}

/// The address of `rfc822; a@b` or `utf-8; a@b`, without its type and brackets.
fn address(value: &str) -> Option<String> {
    let text = value.split_once(';').map_or(value, |(_, text)| text).trim();
    let text = text.rsplit_once('<').map_or(text, |(_, rest)| rest).trim_end_matches(['>', ')', '.']).trim();
    let text = text.split_whitespace().next().unwrap_or_default().trim_matches('"');
    (text.contains('@') && !text.starts_with('/') && !text.contains("..")).then(|| text.to_owned())
}

fn complaint(raw: &[u8], read: &Read) -> Option<What> {
    let part = part(read, &["message/feedback-report"])?;
    let mut complaint = Complaint { kind: "abuse".to_owned(), recipients: Vec::new() };
    for group in groups_of(raw, part) {
        if let Some(kind) = group.get("feedback-type") {
            complaint.kind = kind.trim().to_ascii_lowercase();
        }
        let named = group.all("original-rcpt-to").chain(group.all("removal-recipient"));
        complaint.recipients.extend(named.filter_map(address).take(MANY));
    }
    Some(What::Complaint(complaint))
}

fn receipt(raw: &[u8], read: &Read) -> Option<What> {
    let part = part(read, &["message/disposition-notification", "message/global-disposition-notification"])?;
    let groups = groups_of(raw, part);
    let disposition = groups.iter().find_map(|group| group.get("disposition")).unwrap_or_default().to_ascii_lowercase();
    // Some servers refuse mail with a receipt where a delivery report belongs.
    if disposition.contains("deleted")
        && let Some(recipients) = notice::read(read)
    {
        return Some(What::Delivery { recipients, structured: false });
    }
    Some(What::Receipt { disposition })
}

/// Recognised by its words alone, and only from somebody who speaks for a mail system.
fn words(envelope: &Envelope, read: &Read) -> Option<What> {
    let failed: Vec<String> =
        read.all_headers("x-failed-recipients").flat_map(|value| value.split(',')).filter_map(address).collect();
    if !is_system(envelope, read) && failed.is_empty() {
        return None;
    }
    let mut recipients = notice::read(read).unwrap_or_default();
    if recipients.is_empty() {
        let plain = |recipient| Reported {
            recipient: Some(recipient),
            original: None,
            action: Action::Failed,
            status: None,
            diagnostic: String::new(),
        };
        recipients = failed.into_iter().map(plain).collect();
    }
    (!recipients.is_empty()).then_some(What::Delivery { recipients, structured: false })
}

/// A mail system's own sender, by envelope or by name.
pub(super) fn is_system(envelope: &Envelope, read: &Read) -> bool {
    let from = read.from.as_ref();
    let local = from.map(|from| from.address.split('@').next().unwrap_or_default().to_lowercase()).unwrap_or_default();
    let name = from.map(|from| from.name.to_lowercase()).unwrap_or_default();
    let subject = read.subject.to_lowercase();
    (envelope.return_path.trim_matches(['<', '>', ' ']).is_empty()
        && (read.header("return-path").is_none_or(|path| path.trim_matches(['<', '>', ' ']).is_empty())))
        || phrases::SYSTEM_LOCALS.iter().any(|known| local.contains(known))
        || phrases::SYSTEM_NAMES.iter().any(|known| name.contains(known))
        || phrases::SUBJECTS.iter().any(|known| subject.contains(known))
}

#[cfg(test)]
mod tests;
