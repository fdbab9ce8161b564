//! What a message is compared by, without what a machine changes from one to the next: numbers, tags, prefixes.

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;

use crate::model::address::EmailAddress;

/// The address without its tag and its numbers: `help+00017@x.example` and `help@x.example` are one sender.
pub fn sender(address: &EmailAddress) -> String {
    let key = address.key();
    let (local, domain) = key.rsplit_once('@').unwrap_or((key.as_str(), ""));
    let local: String = local.split('+').next().unwrap_or_default().chars().filter(|c| !c.is_ascii_digit()).collect();
    // An address of numbers only is itself.
    if local.is_empty() { key.clone() } else { format!("{local}@{domain}") }
}

/// The letters of a subject behind "Re:", `[Ticket#17]` and their like.
pub fn subject(subject: &str) -> String {
    const PREFIXES: [&str; 14] = ["re", "fw", "fwd", "aw", "wg", "sv", "vs", "tr", "rv", "res", "enc", "antw", "odp", "رد"];
    let mut rest = subject.trim();
    while let Some((head, tail)) = rest.split_once(':') {
        let head = head.trim().to_lowercase();
        let head = head.split('[').next().unwrap_or_default().trim();
        if !PREFIXES.contains(&head) {
            break;
        }
        rest = tail.trim();
    }
    letters(rest)
}

/// SHA-256 of the letters of the new text; empty where there are none.
pub fn text(text: &str) -> String {
    let letters = letters(text);
    if letters.is_empty() { String::new() } else { HEXLOWER.encode(digest(&SHA256, letters.as_bytes()).as_ref()) }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).take(64 * 1024).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_machines_change_is_left_out() {
        let key = |text: &str| sender(&EmailAddress::parse(text).unwrap());
        assert_eq!(key("help+00017@Desk.example"), key("help@desk.example"));
        assert_eq!(key("help17@desk.example"), key("help@desk.example"));
        assert_ne!(key("17@desk.example"), key("18@desk.example"));
        assert_eq!(subject("RE: AW: [Ticket#17] Your request"), subject("Re[2]: [Ticket#18] your  request"));
        assert_ne!(subject("Note: your request"), subject("your request"));
        assert_eq!(text("Ticket 17 was\nopened."), text("ticket 18 was opened"));
        assert_eq!(text(" 17 "), "");
    }
}
