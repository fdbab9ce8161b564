//! Domains at which anybody can have a mailbox. Nobody's outlet follows from one of them, and two people there have nothing
//! to do with each other.

use std::collections::HashSet;
use std::sync::LazyLock;

static LISTED: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("freemail.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect());

/// Whether a domain (lower case, A-labels) is such a one. Providers with one domain a country are known by their name and
/// a country's ending.
pub fn is_freemail(domain: &str) -> bool {
    if LISTED.contains(domain) {
        return true;
    }
    let Some((brand, ending)) = domain.split_once('.') else { return false };
    // `outlook.example` could be anybody's; a country's own ending, `.com` or `.net` is the provider's.
    let is_ending =
        matches!(ending, "com" | "net") || ending.len() <= 6 && ending.rsplit('.').next().is_some_and(|last| last.len() == 2);
    is_ending && LISTED.contains(format!("{brand}.*").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_anybody_can_have_is_nobodys_outlet() {
        for domain in [
            "gmail.com",
            "yahoo.co.uk",
            "yahoo.com.br",
            "gmx.net",
            "gmx.de",
            "web.de",
            "outlook.fr",
            "qq.com",
            "pm.me",
            "live.nl",
        ] {
            assert!(is_freemail(domain), "{domain}");
        }
        for domain in [
            "nytimes.com",
            "outlook.example",
            "live.newspaper.example",
            "mail.paper.example",
            "gmx",
            "yahoo.paper.example",
            "bbc.co.uk",
        ] {
            assert!(!is_freemail(domain), "{domain}");
        }
    }

    #[test]
    fn the_list_is_plain_and_each_domain_stands_once() {
        let lines: Vec<_> = include_str!("freemail.txt").lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.iter().all(|line| line.contains('.')
            && line.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.*".contains(&b))));
        assert_eq!(lines.len(), LISTED.len());
    }
}
