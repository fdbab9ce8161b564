//! `DKIM-Signature` fields in front of a message of ours: one per key, over the same hashes.

use aws_lc_rs::digest::{self, Digest, SHA256};
use data_encoding::BASE64;

use super::canonical;
use super::pair::Pair;
use super::{Selector, Signing};
use crate::compose::ComposeError;

const NAME: &str = "DKIM-Signature";
/// RFC 5322 §2.1.1.
const FOLD: usize = 78;

/// Signed as often as present; with `true` once more, so that none can be added on the way (RFC 6376 §8.15).
/// No mail has all of them.
const SIGNED: [(&str, bool); 23] = [
    ("From", true),
    ("To", true),
    ("Reply-To", true),
    ("Subject", true),
    ("Date", true),
    ("Message-ID", false),
    ("In-Reply-To", true),
    ("References", true),
    ("MIME-Version", true),
    ("Content-Type", true),
    ("Content-Transfer-Encoding", true),
    ("Content-Language", false),
    ("List-Id", false),
    ("List-Unsubscribe", true),
    ("List-Unsubscribe-Post", true),
    ("List-Help", false),
    ("List-Subscribe", false),
    ("List-Post", false),
    ("List-Owner", false),
    ("List-Archive", false),
    ("Feedback-ID", false),
    ("X-Auto-Response-Suppress", false),
    ("Auto-Submitted", false),
];

/// What all signatures of a message share, hashed once.
struct Hashed {
    body: String,
    /// The value of `h=`.
    names: Vec<&'static str>,
    fields: digest::Context,
}

/// The message with its signatures in front, in the order of `pairs`. Deterministic: the same in, the same out.
pub(super) fn sign(message: &[u8], signing: &Signing, pairs: &[(&Selector, &Pair)]) -> Result<Vec<u8>, ComposeError> {
    let hashed = hash(message);
    let mut out = Vec::with_capacity(message.len() + 1_200 * pairs.len());
    for (selector, pair) in pairs {
        let unsigned = unsigned(signing, selector, &hashed);
        let lost = |_| ComposeError::CannotSign { domain: signing.domain.clone(), selector: selector.name.clone() };
        let signature = pair.sign(&digest_of(&hashed, &unsigned)).map_err(lost)?;
        out.extend_from_slice(unsigned.as_bytes());
        fold_value(&BASE64.encode(&signature), " b=".len(), &mut out);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(message);
    Ok(out)
}

fn hash(message: &[u8]) -> Hashed {
    let (head, body) = split(message);
    let body = canonical::body(body);
    let mut hash = digest::Context::new(&SHA256);
    if !body.is_empty() {
        hash.update(&body);
        hash.update(b"\r\n");
    }
    let present = fields(head);
    let mut names = Vec::with_capacity(40);
    let mut signed = Vec::with_capacity(head.len());
    for (name, once_more) in SIGNED {
        // RFC 6376 §5.4.2: of several, the last comes first.
        for (written, value) in present.iter().rev().filter(|(written, _)| written.eq_ignore_ascii_case(name.as_bytes())) {
            names.push(name);
            canonical::field(written, value, &mut signed);
            signed.extend_from_slice(b"\r\n");
        }
        if once_more {
            names.push(name);
        }
    }
    let mut fields = digest::Context::new(&SHA256);
    fields.update(&signed);
    Hashed { body: BASE64.encode(hash.finish().as_ref()), names, fields }
}

/// Head with its last line end, and what follows the empty line.
fn split(message: &[u8]) -> (&[u8], &[u8]) {
    match message.windows(4).position(|four| four == b"\r\n\r\n") {
        Some(end) => (&message[..end + 2], &message[end + 4..]),
        None => (message, b""),
    }
}

/// Names and values as written; a value has its line ends in it.
fn fields(head: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut found = Vec::with_capacity(24);
    let mut rest = head;
    while !rest.is_empty() {
        let mut end = 0;
        // Up to a line end that no blank follows.
        loop {
            end += rest[end..].iter().position(|byte| *byte == b'\n').map_or(rest.len() - end, |at| at + 1);
            if !rest.get(end).is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
                break;
            }
        }
        let (field, after) = rest.split_at(end);
        if let Some(colon) = field.iter().position(|byte| *byte == b':') {
            found.push((&field[..colon], &field[colon + 1..]));
        }
        rest = after;
    }
    found
}

/// The field up to and with `b=`, folded.
fn unsigned(signing: &Signing, selector: &Selector, hashed: &Hashed) -> String {
    let mut field = format!("{NAME}: v=1; a={}; c=relaxed/relaxed;", selector.algorithm.with_hash());
    for tag in [format!("d={};", signing.domain), format!("s={};", selector.name), format!("t={};", signing.at.div_euclid(1_000))]
    {
        append(&mut field, " ", &tag);
    }
    for (place, name) in hashed.names.iter().enumerate() {
        let (lead, first) = if place == 0 { (" ", "h=") } else { ("", "") };
        let mark = if place + 1 == hashed.names.len() { ";" } else { ":" };
        append(&mut field, lead, &format!("{first}{name}{mark}"));
    }
    append(&mut field, " ", &format!("bh={};", hashed.body));
    field.push_str("\r\n b=");
    field
}

/// Adds `text` to the last line, or to a new one when it would be too long there.
fn append(field: &mut String, lead: &str, text: &str) {
    let column = field.len() - field.rfind('\n').map_or(0, |at| at + 1);
    if column + lead.len() + text.len() > FOLD {
        field.push_str("\r\n ");
    } else {
        field.push_str(lead);
    }
    field.push_str(text);
}

fn fold_value(value: &str, first_column: usize, out: &mut Vec<u8>) {
    let (first, mut rest) = value.split_at(value.len().min(FOLD - first_column));
    out.extend_from_slice(first.as_bytes());
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(FOLD - 1));
        out.extend_from_slice(b"\r\n ");
        out.extend_from_slice(line.as_bytes());
        rest = after;
    }
}

/// RFC 6376 §3.7: the fields, then this one with an empty `b=` and no line end.
fn digest_of(hashed: &Hashed, unsigned: &str) -> Digest {
    let (name, value) = unsigned.split_once(':').unwrap_or((unsigned, ""));
    let mut own = Vec::with_capacity(unsigned.len());
    canonical::field(name.as_bytes(), value.as_bytes(), &mut own);
    let mut hash = hashed.fields.clone();
    hash.update(&own);
    hash.finish()
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{ED25519, KeyPair, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

    use super::*;
    use crate::compose::dkim::Algorithm;

    const MESSAGE: &str =
        "From: a@x.example\r\nTo: b@y.example\r\nSubject: one\r\n two\r\nList-Id: <l.x.example>\r\nX-Other: no\r\n\r\nText \r\n";

    fn signed(algorithm: Algorithm) -> (Pair, String) {
        let pair = Pair::generate(algorithm).unwrap().0;
        let selector = Selector { name: "s1".to_owned(), algorithm };
        let signing = Signing { domain: "x.example".to_owned(), at: 1_500, selectors: vec![selector.clone()] };
        let bytes = sign(MESSAGE.as_bytes(), &signing, &[(&selector, &pair)]).unwrap();
        (pair, String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn a_field_is_folded_and_the_message_behind_it_unchanged() {
        for algorithm in Algorithm::ALL {
            let (_, text) = signed(algorithm);
            let field = text.strip_suffix(MESSAGE).unwrap();
            assert!(field.starts_with("DKIM-Signature: v=1; a=") && field.ends_with("\r\n"));
            assert!(field.lines().all(|line| line.len() <= FOLD), "{field}");
            assert!(field.lines().skip(1).all(|line| line.starts_with(' ')), "{field}");
            let flat: String = field.split_whitespace().collect();
            assert!(flat.contains("d=x.example;s=s1;t=1;h=From:From:To:To:Reply-To:Subject:Subject:Date:In-Reply-To:"), "{flat}");
            assert!(flat.contains(":List-Id:List-Unsubscribe:List-Unsubscribe-Post;bh="), "{flat}");
            assert!(!flat.contains("l=") && !flat.contains(";x="));
        }
    }

    #[test]
    fn what_is_signed_is_the_named_fields_and_the_field_itself_without_its_signature() {
        for algorithm in Algorithm::ALL {
            let (pair, text) = signed(algorithm);
            let field = text.strip_suffix(MESSAGE).unwrap();
            let (own, value) = field.rsplit_once(" b=").unwrap();
            let own = format!("{} b=", own.replace("\r\n", "").replace("DKIM-Signature: ", "dkim-signature:"));
            let value: String = value.split_whitespace().collect();
            let whole = format!("from:a@x.example\r\nto:b@y.example\r\nsubject:one two\r\nlist-id:<l.x.example>\r\n{own}");
            let signature = BASE64.decode(value.as_bytes()).unwrap();
            match &pair {
                Pair::Rsa(pair) => UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public_key().as_ref())
                    .verify(whole.as_bytes(), &signature),
                Pair::Ed25519(pair) => UnparsedPublicKey::new(&ED25519, pair.public_key().as_ref())
                    .verify(digest::digest(&SHA256, whole.as_bytes()).as_ref(), &signature),
            }
            .unwrap();
        }
    }
}
