//! Addresses that are probably not what was meant: big mail domains misspelt, and mailboxes of a desk rather than a
//! person. Only ever a warning.

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

#[cfg(test)]
mod tests {
    use super::*;

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
