//! What the header of a message tells at the door, before anybody reads the message: a line to show whatever happens to it,
//! its own id, and whom it was for where the transport does not say. Best guesses; nothing here is trusted.

use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::MessageParser;

use super::ours::{Ours, Recipient};
use crate::model::address::EmailAddress;

/// More of a header is not looked at.
const LONGEST: usize = 64 * 1024;
/// A line to show.
const LINE: usize = 500;

/// Fields that name the recipient, the surest first; after them To and Cc.
const RECIPIENTS: [&str; 10] = [
    "x-gm-original-to",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "resent-to",
    "resent-cc",
    "x-forwarded-to",
    "to",
    "cc",
    "bcc",
];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// `Name <address>` as decoded.
    pub from_line: String,
    /// The address key of the sender; empty = none that mail can go to.
    pub from_key: String,
    pub subject: String,
    /// Without angle brackets.
    pub message_id: String,
    /// Of the topmost `Return-Path`, without angle brackets; empty = null or none.
    pub return_path: String,
    fields: Vec<(String, String)>,
}

impl Head {
    pub fn read(message: &[u8]) -> Self {
        let head = header_of(message);
        let fields = fields(head);
        let mut read = Self { fields, ..Self::default() };
        read.return_path = bare(read.first("return-path"));
        read.message_id = line(&bare(read.first("message-id")));
        // The crate says that it never panics, and its history says that it has.
        let parsed = catch_unwind(AssertUnwindSafe(|| {
            let message = MessageParser::default().parse_headers(head)?;
            let from = message.from().and_then(|from| from.first());
            let part = |text: Option<&str>| text.unwrap_or_default().to_owned();
            let from = from.map(|from| (part(from.name()), part(from.address()))).unwrap_or_default();
            Some((from, part(message.subject())))
        }));
        if let Ok(Some(((name, address), subject))) = parsed {
            read.from_key = EmailAddress::parse(&address).map(|address| address.key()).unwrap_or_default();
            read.from_line = line(&if name.is_empty() { address } else { format!("{name} <{address}>") });
            read.subject = line(&subject);
        } else {
            read.from_line = line(read.first("from"));
            read.subject = line(read.first("subject"));
        }
        read
    }

    fn first(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// The recipients that are ours, from the surest field that names any.
    pub fn recipients(&self, ours: &Ours) -> Vec<String> {
        for name in RECIPIENTS {
            let mut found: Vec<String> = Vec::new();
            for (_, value) in self.fields.iter().filter(|(field, _)| field == name) {
                for address in addresses(value) {
                    if ours.judge(&address) != Recipient::NotOurs && !found.contains(&address) {
                        found.push(address);
                    }
                }
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }
}

/// The header block: up to the first empty line, or as much as is looked at.
pub fn header_of(message: &[u8]) -> &[u8] {
    let part = &message[..message.len().min(LONGEST)];
    let mut at = 0;
    while let Some(end) = memchr::memchr(b'\n', &part[at..]) {
        if matches!(&part[at..at + end], b"" | b"\r") {
            return &part[..at + end + 1];
        }
        at += end + 1;
    }
    part
}

/// Names in lower case, values unfolded and not decoded.
fn fields(head: &[u8]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in head.split(|byte| *byte == b'\n') {
        let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line));
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    fields
}

/// What stands between the first angle brackets, else everything.
fn bare(value: &str) -> String {
    let inner = value.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(value, |(inner, _)| inner);
    line(inner.trim())
}

/// Whatever looks like an address in a field. Display names may hold commas and quotes: only what has an @ counts.
fn addresses(value: &str) -> impl Iterator<Item = String> {
    let is_around = |c: char| c.is_whitespace() || "<>,;\"()[]:".contains(c);
    value.split(is_around).filter(|word| word.contains('@')).map(str::to_owned)
}

/// Text for one line of a table: no control characters, no end.
pub fn line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LINE).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::secrets::Keyring;

    fn ours() -> Ours {
        let media = EmailAddress::parse("media@office.example").expect("valid");
        Ours::new(Arc::new(Keyring::for_tests()), &[media], None)
    }

    #[test]
    fn the_line_is_decoded_and_the_ids_are_bare() {
        let head = Head::read(
            b"Return-Path: <jane@paper.example>\r\nFrom: =?utf-8?q?J=C3=A1ne?= <Jane@Paper.example>\r\nSubject: A\r\n question\r\n\
              Message-ID: <x@paper.example>\r\n\r\nSubject: not this one\r\n",
        );
        assert_eq!(head.from_line, "J\u{e1}ne <Jane@Paper.example>");
        assert_eq!((head.from_key.as_str(), head.return_path.as_str()), ("jane@paper.example", "jane@paper.example"));
        assert_eq!((head.subject.as_str(), head.message_id.as_str()), ("A question", "x@paper.example"));
    }

    #[test]
    fn recipients_are_read_from_the_surest_field_and_only_ours_count() {
        let head = Head::read(
            b"To: \"Press, the\" <other@x.example>, media@office.example\r\nDelivered-To: list@x.example\r\n\
              X-Original-To: MEDIA@office.example\r\n\r\n",
        );
        assert_eq!(head.recipients(&ours()), ["MEDIA@office.example"]);
        let head = Head::read(b"To: \"Press, the\" <other@x.example>,\r\n media@office.example\r\n\r\n");
        assert_eq!(head.recipients(&ours()), ["media@office.example"]);
        assert!(Head::read(b"To: other@x.example\r\n\r\nTo: media@office.example").recipients(&ours()).is_empty());
    }

    #[test]
    fn anything_has_a_head() {
        let long = [b"Subject: ".as_slice(), &vec![b'x'; 1_000_000]].concat();
        let deep = b"Received:\n\t".repeat(100_000);
        for message in
            [b"".as_slice(), b"\0\0\0", b"\r\n\r\n", b"From:", b"Subject: a\0b\r\n\r\n", &long, &deep, b"\xff\xfe: \xff"]
        {
            let head = Head::read(message);
            assert!(!head.subject.contains('\0') && head.subject.chars().count() <= LINE);
        }
    }
}
