//! Addresses that are probably not what was meant: big mail domains misspelt, and mailboxes of a desk rather than a
//! person. Only ever a warning.

use crate::model::address::EmailAddress;

/// Mail domains that many people are at, and so many mistype.
const BIG: [&str; 22] = [
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "hotmail.fr",
    "hotmail.de",
    "hotmail.es",
    "outlook.com",
    "outlook.de",
    "outlook.fr",
    "yahoo.com",
    "yahoo.co.uk",
    "yahoo.fr",
    "yahoo.de",
    "yahoo.es",
    "icloud.com",
    "protonmail.com",
    "proton.me",
    "t-online.de",
    "freenet.de",
    "orange.fr",
    "live.com",
];

/// Misspellings further away than one letter.
const KNOWN: [(&str, &str); 14] = [
    ("gmial.com", "gmail.com"),
    ("gamil.com", "gmail.com"),
    ("gmail.co", "gmail.com"),
    ("gmail.cm", "gmail.com"),
    ("gmail.de", "gmail.com"),
    ("gnail.com", "gmail.com"),
    ("hotmial.com", "hotmail.com"),
    ("hotmai.com", "hotmail.com"),
    ("hotmil.com", "hotmail.com"),
    ("outlok.com", "outlook.com"),
    ("outloook.com", "outlook.com"),
    ("yaho.com", "yahoo.com"),
    ("yahooo.com", "yahoo.com"),
    ("iclod.com", "icloud.com"),
];

/// Domains of their own, though one letter from a big one.
const REAL: [&str; 12] = [
    "mail.com",
    "ymail.com",
    "email.com",
    "hotmail.it",
    "hotmail.se",
    "hotmail.be",
    "outlook.es",
    "outlook.it",
    "outlook.be",
    "yahoo.ca",
    "yahoo.it",
    "love.com",
];

/// The domain that was probably meant.
pub fn meant(domain: &str) -> Option<&'static str> {
    if let Some((_, meant)) = KNOWN.iter().find(|(typo, _)| *typo == domain) {
        return Some(meant);
    }
    if BIG.contains(&domain) || REAL.contains(&domain) {
        return None;
    }
    let near = |big: &&&str| big.len() >= 9 && big.len().abs_diff(domain.len()) <= 1 && strsim::osa_distance(big, domain) == 1;
    BIG.iter().filter(|big| same_ending(big, domain)).find(near).copied()
}

/// `hotmail.at` is a domain of its own, `hotmail.con` is not.
fn same_ending(big: &str, domain: &str) -> bool {
    let ending = |text: &str| text.rsplit('.').next().unwrap_or_default().to_owned();
    ending(big) == ending(domain) || ["con", "cpm", "vom", "cim", "comm", "om"].contains(&ending(domain).as_str())
}

/// Whether the mailbox is a desk's, not a person's.
pub(super) fn is_role(local: &str) -> bool {
    const ROLES: [&str; 36] = [
        "info",
        "press",
        "presse",
        "prensa",
        "news",
        "newsdesk",
        "newsroom",
        "desk",
        "editor",
        "editors",
        "editorial",
        "redaktion",
        "redaction",
        "redaccion",
        "contact",
        "contacts",
        "kontakt",
        "contacto",
        "office",
        "mail",
        "hello",
        "hallo",
        "admin",
        "webmaster",
        "postmaster",
        "noreply",
        "no-reply",
        "tips",
        "media",
        "letters",
        "leserbriefe",
        "service",
        "support",
        "sekretariat",
        "assignment",
        "stories",
    ];
    ROLES.contains(&local.to_lowercase().as_str())
}

/// The first character, counted from 1, that no single address has in this place.
pub(super) fn first_wrong(text: &str) -> Option<usize> {
    let mut ats = 0;
    text.chars()
        .position(|c| {
            ats += usize::from(c == '@');
            ats > 1 || c.is_whitespace() || ",;:<>()[]\"\\".contains(c)
        })
        .map(|at| at + 1)
}

/// What somebody probably meant to write; only ever offered.
pub(super) fn mended(cell: &str) -> Option<String> {
    let cell = super::cells::line(cell);
    if let Ok(address) = EmailAddress::parse(&cell) {
        return meant(address.domain()).map(|domain| format!("{}@{domain}", address.local()));
    }
    let spelt = cell.replace("(at)", "@").replace("[at]", "@").replace(" at ", "@").replace("(dot)", ".").replace(" dot ", ".");
    let squeezed: String = spelt.chars().filter(|c| !c.is_whitespace()).collect();
    let joined = (spelt.matches(' ').count() == 1 && !spelt.contains('@')).then(|| spelt.replace(' ', "@"));
    let first = spelt.split([',', ';', ' ', '/', '<', '>']).find(|part| part.contains('@')).unwrap_or_default();
    let tidy = |text: &str| text.trim_matches(|c: char| ".,;:<>()[]\"'".contains(c)).replace("@@", "@").replace("..", ".");
    let candidates = [Some(tidy(first)), joined.as_deref().map(tidy), Some(tidy(&squeezed))];
    candidates.into_iter().flatten().find(|candidate| EmailAddress::parse(candidate).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_probably_meant_is_offered() {
        for (cell, expected) in [
            ("ana courier.example", Some("ana@courier.example")),
            ("ana(at)courier.example", Some("ana@courier.example")),
            ("ana@courier.example, bo@courier.example", Some("ana@courier.example")),
            ("<ana@courier.example>,", Some("ana@courier.example")),
            ("ana @courier.example", Some("ana@courier.example")),
            ("ana@gmial.com", Some("ana@gmail.com")),
            ("ana@courier.example", None),
            ("not an address", None),
            ("who@", None),
            ("", None),
        ] {
            assert_eq!(mended(cell).as_deref(), expected, "{cell:?}");
        }
        assert_eq!((first_wrong("a@b@c"), first_wrong("a b"), first_wrong("who@")), (Some(4), Some(2), None));
    }

    #[test]
    fn misspelt_big_domains_are_noticed_and_real_ones_left_alone() {
        for (domain, expected) in [
            ("gmial.com", Some("gmail.com")),
            ("hotmial.com", Some("hotmail.com")),
            ("outlok.com", Some("outlook.com")),
            ("gmai.com", Some("gmail.com")),
            ("gmail.con", Some("gmail.com")),
            ("t-onlin.de", Some("t-online.de")),
            ("protonmial.com", Some("protonmail.com")),
            ("gmail.com", None),
            ("mail.com", None),
            ("ymail.com", None),
            ("gmail.test", None),
            ("hotmail.nl", None),
            ("courier.example", None),
        ] {
            assert_eq!(meant(domain), expected, "{domain}");
        }
        assert!(is_role("Info") && is_role("redaktion") && !is_role("ana.ruiz"));
    }
}
