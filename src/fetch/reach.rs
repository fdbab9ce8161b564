//! Which addresses are everybody's, and which only our own network's. A URL that somebody else chose may lead to the
//! former only: what answers at the latter was never meant to be asked by others.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;

/// Where we may be sent: the open internet, and what a caller names beside it.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    beside: Vec<SocketAddr>,
}

impl Reach {
    /// The open internet and nothing else.
    pub fn open() -> Self {
        Self::default()
    }

    /// This one address as well, where a URL names it outright.
    pub fn and(mut self, address: SocketAddr) -> Self {
        self.beside.push(address);
        self
    }

    /// Whether a URL may be asked, as far as it says itself. What its name stands for is looked at when it is resolved.
    pub fn takes(&self, url: &Url) -> bool {
        let is_named = || {
            let ip: Option<IpAddr> = url.host_str().and_then(|host| host.trim_matches(['[', ']']).parse().ok());
            let address = ip.zip(url.port_or_known_default()).map(SocketAddr::from);
            address.is_some_and(|address| self.beside.contains(&address))
        };
        let is_plain = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
        is_plain && (!is_private(url) || is_named())
    }
}

/// Whether a URL names this machine or its network.
pub fn is_private(url: &Url) -> bool {
    url.host_str().is_none_or(is_private_host)
}

/// Whether a host, a name or an address, is one nobody outside can reach.
pub fn is_private_host(host: &str) -> bool {
    const ENDS: [&str; 9] = [".localhost", ".local", ".internal", ".lan", ".intranet", ".home.arpa", ".corp", ".home", ".onion"];
    let host = host.trim_end_matches('.').trim_matches(['[', ']']).to_ascii_lowercase();
    match host.parse::<IpAddr>() {
        Ok(ip) => !is_global(ip),
        Err(_) => !host.contains('.') || ENDS.iter().any(|end| host.ends_with(end)),
    }
}

/// Whether an address is one of the open internet's (the registries of RFC 6890), whatever form it is written in.
pub(super) fn is_global(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_global_v4(ip),
        IpAddr::V6(ip) => is_global_v6(ip),
    }
}

fn is_global_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && b & 0xc0 == 64)
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && b & 0xfe == 18);
    !is_special
}

fn is_global_v6(ip: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = ip.segments();
    let inner = || {
        let ([one, two], [three, four]) = (g.to_be_bytes(), h.to_be_bytes());
        is_global_v4(Ipv4Addr::new(one, two, three, four))
    };
    match [a, b, c, d, e, f] {
        // ::ffff:0:0/96 and the translation of RFC 6052 carry an IPv4 address.
        [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => inner(),
        // Special purposes, documentation, 6to4.
        [0x2001, b, ..] if b < 0x200 || b == 0xdb8 => false,
        [0x2002, ..] | [0x3fff, 0..=0x0fff, ..] => false,
        _ => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_known() {
        for private in [
            "http://127.0.0.1/",
            "http://localhost:8080/",
            "http://10.1.2.3/",
            "http://169.254.169.254/",
            "http://[::1]/",
            "http://[fd00::1]/",
            "http://intranet/",
            "http://cms.local/",
            "http://[::ffff:10.0.0.1]/",
            "http://[64:ff9b::a00:1]/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://100.64.0.1/",
            "http://metadata.google.internal/",
            "http://[fe80::1]/",
            "http://0.0.0.0/",
            "http://LOCALHOST./",
        ] {
            let url = Url::parse(private).unwrap();
            assert!(is_private(&url) && !Reach::open().takes(&url), "{private}");
        }
        for public in ["https://newsroom.example/feed", "http://93.184.215.14/", "http://[2606:4700::1]/", "http://100.1.2.3/"] {
            let url = Url::parse(public).unwrap();
            assert!(!is_private(&url) && Reach::open().takes(&url), "{public}");
        }
    }

    #[test]
    fn an_allowance_is_for_one_address_and_port_and_other_schemes_are_for_nobody() {
        let reach = Reach::open().and("127.0.0.1:8080".parse().unwrap());
        let takes = |url: &str| reach.takes(&Url::parse(url).unwrap());
        assert!(takes("http://127.0.0.1:8080/a") && takes("https://a.example/"));
        for url in [
            "http://127.0.0.1:8081/",
            "http://127.0.0.1/",
            "http://localhost:8080/",
            "ftp://a.example/",
            "file:///etc/passwd",
            "https://user:secret@a.example/",
        ] {
            assert!(!takes(url), "{url}");
        }
    }
}
