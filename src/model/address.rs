//! An e-mail address that can be written to: parsed once, domain as A-label, and a key under which twins meet.

use std::fmt;

use thiserror::Error;

/// A deliverable address. The local part is kept as given; the domain is an ASCII A-label in lower case.
///
/// `Debug` and [`EmailAddress::masked`] never show the local part; write [`EmailAddress::as_str`] only into
/// envelopes, headers and the database.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress {
    text: String,
    at: usize,
}

#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InvalidAddress {
    #[error("there is no address")]
    Missing,
    #[error("this is not one e-mail address")]
    Malformed,
    /// Local part over 64 octets or the whole over 254 (RFC 5321 §4.5.3.1).
    #[error("the address is too long")]
    TooLong,
    #[error("the domain is not a valid host name")]
    BadDomain,
}

impl EmailAddress {
    /// Accepts surrounding white space and `Name <a@b>` is refused: one bare address only. Quoted local parts are
    /// refused too; no press contact has one, and they are a favourite hiding place.
    pub fn parse(text: &str) -> Result<Self, InvalidAddress> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidAddress::Missing);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(InvalidAddress::Malformed)?;
        let local_is_plain = !local.is_empty()
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.chars().all(|c| {
                c.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(c) || (!c.is_ascii() && c.is_alphanumeric())
            });
        if !local_is_plain {
            return Err(InvalidAddress::Malformed);
        }
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| InvalidAddress::BadDomain)?;
        let labels_are_plain = domain.contains('.')
            && domain.split('.').all(|label| {
                !label.is_empty() && label.len() <= 63 && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            });
        if !labels_are_plain {
            return Err(InvalidAddress::BadDomain);
        }
        if local.len() > 64 || local.len() + 1 + domain.len() > 254 {
            return Err(InvalidAddress::TooLong);
        }
        Ok(Self { text: format!("{local}@{domain}"), at: local.len() })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn local(&self) -> &str {
        &self.text[..self.at]
    }

    pub fn domain(&self) -> &str {
        &self.text[self.at + 1..]
    }

    /// Where twins meet: the whole address case-folded. Dots and plus tags stay; they are other mailboxes elsewhere.
    pub fn key(&self) -> String {
        self.text.to_lowercase()
    }

    /// Whether only a server with SMTPUTF8 can take it (RFC 6531).
    pub fn needs_smtputf8(&self) -> bool {
        !self.text.is_ascii()
    }

    /// `a•••@paper.example`: enough for its owner to recognise, too little for anybody else.
    pub fn masked(&self) -> String {
        let first = self.text.chars().next().unwrap_or('•');
        format!("{first}•••@{}", self.domain())
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress({})", self.masked())
    }
}

/// The ways in which people write a stored address: as it is, and with its domain in letters of its own script.
pub fn written(address: &str) -> Vec<String> {
    let mut ways = vec![address.to_owned()];
    if let Some((local, domain)) = address.rsplit_once('@') {
        let (unicode, read) = idna::domain_to_unicode(domain);
        if read.is_ok() && unicode != domain {
            ways.push(format!("{local}@{unicode}"));
        }
    }
    ways
}

/// Whether an address is named in a text, whole and in any case: `ana@x.example` is not in `susana@x.example`.
pub fn stands_in(address: &str, text: &str) -> bool {
    let (address, text) = (address.to_lowercase(), text.to_lowercase());
    let is_local = |c: char| c.is_alphanumeric() || ".!#$%&*+-/=?^_`{|}~".contains(c);
    text.match_indices(&address).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + address.len()..]);
        let mut rest = after.chars();
        let ends = match rest.next() {
            None => true,
            Some('.') => rest.next().is_none_or(|c| !c.is_alphanumeric()),
            Some(c) => !c.is_alphanumeric() && c != '-' && c != '_',
        };
        ends && !before.ends_with(is_local)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_as_people_write_it_and_no_longer_one() {
        for text in
            ["ana@x.example", "Ana <ANA@X.example>; old", "(ana@x.example).", "ana@x.example, b@y.example", "\"ana@x.example\""]
        {
            assert!(stands_in("ana@x.example", text), "{text}");
        }
        for text in
            ["", "susana@x.example", "ana@x.example.org", "ana@x.examples", "m.ana@x.example", "ana@x", "ana@x.example-b.org"]
        {
            assert!(!stands_in("ana@x.example", text), "{text}");
        }
        assert_eq!(written("a@xn--bcher-kva.example"), ["a@xn--bcher-kva.example", "a@bücher.example"]);
        assert_eq!(written("a@x.example"), ["a@x.example"]);
    }

    #[test]
    fn domains_become_a_labels_and_local_parts_stay() {
        let address = EmailAddress::parse(" Jo.Doe@Bücher.Example ").expect("valid");
        assert_eq!(address.as_str(), "Jo.Doe@xn--bcher-kva.example");
        assert_eq!(address.key(), "jo.doe@xn--bcher-kva.example");
        assert_eq!(address.masked(), "J•••@xn--bcher-kva.example");
    }

    #[test]
    fn what_is_not_one_address_is_refused() {
        for text in [
            "",
            "not an address",
            "a@b@c.example",
            "who@",
            "@courier.example",
            "x.example, y@x.example",
            "a@localhost",
            "\"a b\"@x.example",
            "a@x..example",
            ".a@x.example",
            "a\r\nBcc: b@x.example",
            "a@x.example\r\nRCPT",
            "a<b@x.example",
        ] {
            assert!(EmailAddress::parse(text).is_err(), "{text:?}");
        }
        assert_eq!(EmailAddress::parse(&format!("{}@x.example", "a".repeat(65))), Err(InvalidAddress::TooLong));
    }
}
