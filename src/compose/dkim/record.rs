//! What DNS publishes of a key: `SELECTOR._domainkey.DOMAIN`, a TXT record (RFC 6376 §3.6.1, RFC 8463 §4).

use serde::Serialize;

use super::Algorithm;

/// A string of a TXT record has one octet for its length.
const STRING: usize = 255;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Without a dot at its end.
    pub name: String,
    /// In one piece, as providers' forms take it.
    pub value: String,
}

impl Record {
    pub(super) fn new(selector: &str, domain: &str, algorithm: Algorithm, public: &str) -> Self {
        Self { name: format!("{selector}._domainkey.{domain}"), value: format!("v=DKIM1; k={}; p={public}", algorithm.as_str()) }
    }

    /// The value in strings DNS can hold; a reader joins them without a blank.
    pub fn strings(&self) -> Vec<&str> {
        let mut strings = Vec::new();
        let mut rest = self.value.as_str();
        while !rest.is_empty() {
            let (string, after) = rest.split_at(rest.len().min(STRING));
            strings.push(string);
            rest = after;
        }
        strings
    }

    /// A line of a zone file.
    pub fn zone_line(&self) -> String {
        let strings: Vec<String> = self.strings().iter().map(|string| format!("\"{string}\"")).collect();
        format!("{}. IN TXT ( {} )", self.name, strings.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_split_where_dns_needs_it_and_joins_to_itself() {
        let record = Record::new("r202611a", "x.example", Algorithm::Rsa, &"A".repeat(392));
        assert!(record.value.starts_with("v=DKIM1; k=rsa; p=AAA"));
        let strings = record.strings();
        assert_eq!((strings.len(), strings[0].len(), strings.concat()), (2, 255, record.value.clone()));
        assert!(record.zone_line().starts_with("r202611a._domainkey.x.example. IN TXT ( \"v=DKIM1; k=rsa; p="));
        assert!(record.zone_line().ends_with("A\" )") && record.zone_line().contains("A\" \"A"));
    }
}
