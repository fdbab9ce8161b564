//! Provider groups: which receiving system takes the mail of an address, by its domain or by the servers that take the
//! domain's mail. They name and group traffic (a lane is one relay's traffic to one group); they limit it only where the
//! office sets a limit. The groups are data.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The group of every address whose receiving system is not known.
pub const OTHER: &str = "other";

static GROUPS: LazyLock<Groups> = LazyLock::new(|| Groups::read(include_str!("providers.tsv")));

#[derive(Debug, Default)]
struct Groups {
    names: Vec<&'static str>,
    domains: HashMap<&'static str, &'static str>,
    brands: HashMap<&'static str, &'static str>,
    servers: HashMap<&'static str, &'static str>,
}

impl Groups {
    fn read(data: &'static str) -> Self {
        let mut groups = Self { names: vec![OTHER], ..Self::default() };
        for line in data.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(group), Some(kind), Some(value)) = (cells.next(), cells.next(), cells.next()) else { continue };
            if !groups.names.contains(&group) {
                groups.names.push(group);
            }
            match kind {
                "domain" => groups.domains.insert(value, group),
                "brand" => groups.brands.insert(value, group),
                _ => groups.servers.insert(value, group),
            };
        }
        groups
    }
}

/// Every group, `other` first.
pub fn names() -> &'static [&'static str] {
    &GROUPS.names
}

/// The group of that name.
pub fn named(name: &str) -> Option<&'static str> {
    GROUPS.names.iter().find(|known| **known == name).copied()
}

/// The group a domain says by itself; `domain` is lower-case and in A-labels.
pub fn of_domain(domain: &str) -> Option<&'static str> {
    let brand = || {
        let (first, rest) = domain.split_once('.')?;
        // `outlook.example` could be anybody's; a country's own ending, or .com, is the provider's.
        let is_ending = rest == "com" || rest.rsplit('.').next().is_some_and(|last| last.len() == 2) && rest.len() <= 6;
        GROUPS.brands.get(first).filter(|_| is_ending)
    };
    GROUPS.domains.get(domain).or_else(brand).copied()
}

/// The group a mail server's name says: `aspmx.l.google.com` is Google's.
pub fn of_server(host: &str) -> Option<&'static str> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let mut rest = host.as_str();
    loop {
        if let Some(group) = GROUPS.servers.get(rest) {
            return Some(group);
        }
        rest = rest.split_once('.')?.1;
    }
}

/// The group of an address in its canonical form, as far as its domain tells.
pub fn of_address(address: &str) -> &'static str {
    of_address_or(address, |_| None)
}

/// As [`of_address`]; where the domain does not tell, what is known of it otherwise.
pub fn of_address_or(address: &str, known: impl FnOnce(&str) -> Option<&'static str>) -> &'static str {
    let domain = address.rsplit_once('@').map(|(_, domain)| domain.to_ascii_lowercase()).unwrap_or_default();
    of_domain(&domain).or_else(|| known(&domain)).unwrap_or(OTHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_by_its_domain() {
        for (address, group) in [
            ("ana@gmail.com", "google"),
            ("ana@GMAIL.com", "google"),
            ("ana@yahoo.co.uk", "yahoo"),
            ("ana@yahoo.fr", "yahoo"),
            ("ana@hotmail.de", "microsoft"),
            ("ana@outlook.com", "microsoft"),
            ("ana@outlook.example", OTHER),
            ("ana@notgmail.com", OTHER),
            ("ana@me.com", "apple"),
            ("ana@web.de", "gmx"),
            ("ana@courier.example", OTHER),
            ("nonsense", OTHER),
        ] {
            assert_eq!(of_address(address), group, "{address}");
        }
    }

    #[test]
    fn a_domain_is_known_by_the_server_that_takes_its_mail() {
        for (host, group) in [
            ("aspmx.l.google.com.", Some("google")),
            ("courier-example.mail.protection.outlook.com", Some("microsoft")),
            ("eu-smtp-inbound-1.mimecast.com", Some("mimecast")),
            ("mx0a-001.pphosted.com", Some("proofpoint")),
            ("notgoogle.com", None),
            ("mx.courier.example", None),
        ] {
            assert_eq!(of_server(host), group, "{host}");
        }
    }

    #[test]
    fn every_line_of_the_data_is_whole_and_says_one_thing() {
        let lines: Vec<_> = include_str!("providers.tsv").lines().filter(|line| !line.starts_with('#')).collect();
        for line in &lines {
            let cells: Vec<_> = line.split('\t').collect();
            assert!(cells.len() == 3 && ["domain", "brand", "mx"].contains(&cells[1]), "{line}");
            assert_eq!(cells[2], cells[2].to_lowercase());
        }
        let unique: std::collections::HashSet<_> = lines.iter().map(|line| line.split_once('\t').map(|(_, rest)| rest)).collect();
        assert_eq!(unique.len(), lines.len());
        assert!(names().len() > 20 && named("google").is_some() && named(OTHER).is_some());
    }
}
