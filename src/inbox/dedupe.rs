//! Whether two messages are one: by Message-ID and by content, never by one of them alone. A provider uses an id twice, a
//! relay delivers twice, a reporter sends the same to two of our addresses: each is told apart.

use aws_lc_rs::digest::{Context, SHA256};
use data_encoding::HEXLOWER;

use super::parse::attachment;
use crate::clock::{HOUR, Millis};
use crate::model::inbound::Read;

/// The same content under another id is one message sent again, within this time.
pub const AGAIN: Millis = 48 * HOUR;

/// An earlier message to compare with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    pub inbound: i64,
    pub message_id: String,
    pub digest: String,
    pub received: Millis,
}

/// What a message is to those before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Same {
    /// A message of its own.
    No,
    /// The very same: its recipients and its source belong to the first.
    Duplicate(i64),
    /// Another message under an id that is taken: it gets one of its own, and says so.
    IdReused { inbound: i64, id: String },
    /// The same content once more: kept, and folded under the first.
    SentAgain(i64),
}

/// The digest of who says what when, with which files: nothing of how it came here (Received, DKIM and their kin).
pub fn digest(raw: &[u8], read: &Read) -> String {
    let mut files: Vec<String> = read.parts.iter().map(|part| attachment::look(raw, part).sha256).collect();
    files.sort();
    let from = read.from.as_ref().map(|from| from.address.to_lowercase()).unwrap_or_default();
    let date = read.date.map(|date| date.to_string()).unwrap_or_default();
    let text = normal(&read.text);
    let subject = normal(&read.subject);
    let mut all = Context::new(&SHA256);
    for part in [from.as_str(), &date, &subject, &text].into_iter().chain(files.iter().map(String::as_str)) {
        // Each with its length, so that no two messages run into one another.
        all.update(&part.len().to_be_bytes());
        all.update(part.as_bytes());
    }
    HEXLOWER.encode(all.finish().as_ref())
}

/// The id of a message, or one made of its content where it has none: the same again gets the same.
pub fn message_id(read: &Read, digest: &str) -> String {
    read.message_id.clone().unwrap_or_else(|| synthetic(digest))
}

fn synthetic(digest: &str) -> String {
    format!("{digest}@synthetic.invalid")
}

/// Compares with earlier messages that have the same id or the same digest, oldest first. The digest has the sender in it.
pub fn compare(id: &str, digest: &str, received: Millis, earlier: &[Earlier]) -> Same {
    if let Some(first) = earlier.iter().find(|one| one.message_id == id && one.digest == digest) {
        return Same::Duplicate(first.inbound);
    }
    if let Some(first) = earlier.iter().find(|one| one.digest == digest && (received - one.received).abs() <= AGAIN) {
        return Same::SentAgain(first.inbound);
    }
    match earlier.iter().find(|one| one.message_id == id) {
        Some(first) => Same::IdReused { inbound: first.inbound, id: synthetic(digest) },
        None => Same::No,
    }
}

/// Relays change white space and little else.
fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::parse;

    const MAIL: &str =
        "From: Jane <Jane@paper.example>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0000\r\nSubject: Port\r\n\r\nOne question\r\n";

    fn of(raw: &str) -> String {
        digest(raw.as_bytes(), &parse::read(raw.as_bytes()).unwrap())
    }

    #[test]
    fn the_way_here_makes_no_difference_and_the_words_do() {
        let relayed = format!(
            "Received: from a by b\r\nDKIM-Signature: v=1\r\nX-Spam: no\r\n{}",
            MAIL.replace("One question", "One   question ")
        );
        assert_eq!(of(MAIL), of(&relayed));
        assert_ne!(of(MAIL), of(&MAIL.replace("One", "Two")));
        assert_ne!(of(MAIL), of(&MAIL.replace("jane@", "jan@").replace("Jane@", "Jan@")));
        assert_ne!(of(MAIL), of(&MAIL.replace("10:00", "10:01")));
    }

    #[test]
    fn id_and_content_decide_together() {
        let first = Earlier { inbound: 1, message_id: "a@x".to_owned(), digest: "d1".to_owned(), received: 0 };
        let table = [
            ("a@x", "d1", 7 * 24 * HOUR, Same::Duplicate(1)),
            ("a@x", "d2", HOUR, Same::IdReused { inbound: 1, id: "d2@synthetic.invalid".to_owned() }),
            ("b@x", "d1", AGAIN, Same::SentAgain(1)),
            ("b@x", "d1", AGAIN + 1, Same::No),
            ("b@x", "d2", 0, Same::No),
        ];
        for (id, digest, received, expected) in table {
            assert_eq!(compare(id, digest, received, std::slice::from_ref(&first)), expected, "{id} {digest}");
        }
    }

    #[test]
    fn without_an_id_the_same_again_is_the_same() {
        let read = parse::read(MAIL.as_bytes()).unwrap();
        let digest = of(MAIL);
        let id = message_id(&read, &digest);
        assert_eq!(id, format!("{digest}@synthetic.invalid"));
        let first = Earlier { inbound: 4, message_id: id.clone(), digest: digest.clone(), received: 0 };
        assert_eq!(compare(&id, &digest, HOUR, &[first]), Same::Duplicate(4));
    }
}
