//! Header fields and bodies put together into the bytes that go out.

use aws_lc_rs::digest;
use data_encoding::{BASE32_NOPAD, HEXLOWER};

use crate::compose::encode::{Body, Slot};
use crate::compose::header;
use crate::model::ids::MailingId;

/// The parts of a multipart/alternative: text first, HTML last (RFC 2046 §5.1.4).
pub(crate) struct Parts<'a> {
    pub(crate) boundary: &'a str,
    pub(crate) text: &'a Body,
    pub(crate) html: &'a Body,
}

impl Parts<'_> {
    /// `fields` and the two parts, slots as `text` and `html` say.
    pub(crate) fn message<'v>(&self, fields: &[&str], text: impl Fn(Slot) -> &'v str, html: impl Fn(Slot) -> &'v str) -> Vec<u8>
    where
        Self: 'v,
    {
        let mut out = Vec::with_capacity(48 * 1024);
        for field in fields {
            out.extend_from_slice(field.as_bytes());
        }
        self.open(&mut out, "text/plain", self.text);
        self.text.write(&mut out, text);
        self.open(&mut out, "text/html", self.html);
        self.html.write(&mut out, html);
        out.extend_from_slice(format!("\r\n--{}--\r\n", self.boundary).as_bytes());
        out
    }

    fn open(&self, out: &mut Vec<u8>, kind: &str, body: &Body) {
        let head = format!(
            "\r\n--{}\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: {}\r\n\r\n",
            self.boundary,
            body.encoding()
        );
        out.extend_from_slice(head.as_bytes());
    }
}

/// A message of one text part.
pub(crate) fn text_only(fields: &[&str], text: &str) -> Vec<u8> {
    let body = Body::compile(text);
    let mut out: Vec<u8> = fields.concat().into_bytes();
    out.extend_from_slice(
        format!("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {}\r\n\r\n", body.encoding()).as_bytes(),
    );
    body.write(&mut out, |_| "");
    out
}

/// Cannot occur in a part: neither encoding ever writes `=_`.
pub(crate) fn boundary(mailing: MailingId, date: i64) -> String {
    let hash = digest::digest(&digest::SHA256, format!("{mailing} {date}").as_bytes());
    format!("=_{}", HEXLOWER.encode(&hash.as_ref()[..12]))
}

pub(crate) fn content_type(boundary: &str) -> String {
    format!("Content-Type: multipart/alternative;\r\n boundary=\"{boundary}\"\r\n")
}

/// One list for all releases of the office, in a name space of its own (RFC 2919).
pub(crate) fn list_id(office: &str, domain: &str) -> String {
    let short: String = office.chars().take(60).collect();
    header::mailbox("List-Id", &short, &format!("releases.{domain}"))
}

/// What Gmail groups complaints by: mailing, kind, list, and a name of this sender that stays the same.
pub(crate) fn feedback_id(mailing: MailingId, kind: &str, domain: &str) -> String {
    let hash = digest::digest(&digest::SHA256, domain.as_bytes());
    let sender = BASE32_NOPAD.encode(&hash.as_ref()[..5]).to_lowercase();
    format!("Feedback-ID: m{mailing}:{}:releases:dl{sender}\r\n", kind.replace('_', "-"))
}

/// One-click is for https (RFC 8058 §3.1), and for this machine, where the demo shows it.
pub(crate) fn may_one_click(public_url: &str) -> bool {
    public_url.starts_with("https://")
        || ["http://127.", "http://localhost", "http://[::1]"].iter().any(|start| public_url.starts_with(start))
}
