//! `Authentication-Results` (RFC 8601), believed only from the one server that is configured: anybody can write the field.

use crate::model::inbound::Read;

/// What that server found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// `pass`, `fail`, `none` …
    pub dmarc: Option<String>,
    /// The result and the signing domain of each signature.
    pub dkim: Vec<(String, String)>,
    /// The result and the domain of the envelope sender.
    pub spf: Option<(String, String)>,
}

/// Whether the domain in From is the true one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Passed,
    Failed,
    /// Nobody whom we believe says anything.
    Unknown,
}

/// The results of the server named; without one nothing is believed.
pub fn of(read: &Read, authserv_id: Option<&str>) -> Results {
    let mut results = Results::default();
    let Some(authserv_id) = authserv_id.filter(|id| !id.is_empty()) else { return results };
    // Our server writes on top of what came in: what stands below another's field may be anybody's.
    for value in read.all_headers("authentication-results") {
        let value = without_comments(value);
        let mut parts = value.split(';');
        let id = parts.next().unwrap_or_default().split_whitespace().next().unwrap_or_default();
        if !id.eq_ignore_ascii_case(authserv_id) {
            break;
        }
        for part in parts {
            results.take(part);
        }
    }
    results
}

impl Results {
    fn take(&mut self, part: &str) {
        let mut words = part.split_whitespace();
        let Some((method, result)) = words.next().and_then(|word| word.split_once('=')) else { return };
        let method = method.split('/').next().unwrap_or_default().to_ascii_lowercase();
        let result = result.to_ascii_lowercase();
        let property = |name: &str| {
            part.split_whitespace()
                .find_map(|word| word.split_once('=').filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
        };
        let domain = |value: &str| {
            value.trim_matches('"').rsplit('@').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase()
        };
        match method.as_str() {
            "dmarc" if self.dmarc.is_none() => self.dmarc = Some(result),
            "dkim" => self.dkim.push((result, domain(property("header.d").or_else(|| property("header.i")).unwrap_or_default()))),
            "spf" if self.spf.is_none() => self.spf = Some((result, domain(property("smtp.mailfrom").unwrap_or_default()))),
            _ => {}
        }
    }

    /// Whether the domain of `address` was proven. A server that does no DMARC may still have seen an aligned signature.
    pub fn standing(&self, address: &str) -> Standing {
        match self.dmarc.as_deref() {
            Some("pass") => return Standing::Passed,
            Some("fail") => return Standing::Failed,
            _ => {}
        }
        let Some(from) = address.rsplit_once('@').map(|(_, domain)| domain.to_ascii_lowercase()) else {
            return Standing::Unknown;
        };
        let aligned = |domain: &str| {
            !domain.is_empty() && (from == domain || from.ends_with(&format!(".{domain}")) && domain.contains('.'))
        };
        let proven = self.dkim.iter().chain(&self.spf).any(|(result, domain)| result == "pass" && aligned(domain));
        if proven { Standing::Passed } else { Standing::Unknown }
    }
}

fn without_comments(value: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}
