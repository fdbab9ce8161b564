//! Where an address that is kept may lead: to the public Internet, whatever its name, a redirect or DNS says. Fetching
//! must not become a way into this machine or the network around it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;
use url::Host;

/// The address is not one of the public Internet.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("it leads to this machine or its network, which an address that is kept must not")]
pub struct NotPublic;

/// Where an address that is kept may lead.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    also: Vec<SocketAddr>,
}

impl Reach {
    /// To public addresses only.
    pub fn public() -> Self {
        Self::default()
    }

    /// Besides to exactly these, written as numbers in the URL: a test's own server.
    pub fn public_and(also: impl IntoIterator<Item = SocketAddr>) -> Self {
        Self { also: also.into_iter().collect() }
    }

    /// Whether this may be fetched, as far as it can be told before DNS is asked: numbers of private networks, and names
    /// that are none of the public DNS, may not.
    pub fn allows(&self, url: &Url) -> bool {
        let plain = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
        let host = match url.host() {
            Some(Host::Ipv4(v4)) => self.allows_number(IpAddr::V4(v4), url),
            Some(Host::Ipv6(v6)) => self.allows_number(IpAddr::V6(v6), url),
            Some(Host::Domain(name)) => is_public_name(name),
            None => false,
        };
        plain && host
    }

    fn allows_number(&self, ip: IpAddr, url: &Url) -> bool {
        is_public(ip) || url.port_or_known_default().is_some_and(|port| self.also.contains(&SocketAddr::new(ip, port)))
    }
}

/// DNS that knows public addresses only, so that a name cannot mean one thing when it is judged and another when it is
/// connected to.
#[derive(Clone, Copy, Debug)]
pub(super) struct PublicNames;

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let public = public_only(found)?;
            Ok::<Addrs, _>(Box::new(public.into_iter()))
        })
    }
}

fn public_only(found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, NotPublic> {
    let public: Vec<_> = found.into_iter().filter(|address| is_public(address.ip())).collect();
    if public.is_empty() { Err(NotPublic) } else { Ok(public) }
}

fn is_public_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let last = name.rsplit('.').next().unwrap_or_default();
    name.contains('.') && !["localhost", "local", "internal", "intranet", "home", "lan"].contains(&last)
}

/// Whether the IANA registries of special addresses leave this one to the public Internet.
pub(super) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    !(v4.is_loopback()
        || v4.is_private()
        || v4.is_link_local()
        || v4.is_documentation()
        || v4.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && b & 0xc0 == 64)
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && b & 0xfe == 18))
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    let segments = v6.segments();
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // An IPv4 address in other clothes is judged as what it is: mapped, NAT64, 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => inner(high, low),
        // What is not global unicast: unspecified, loopback, compatible, unique local, link local, multicast.
        [first, ..] if first & 0xe000 != 0x2000 => false,
        // Teredo, ORCHID, benchmarking, documentation.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(reach: &Reach, url: &str) -> bool {
        reach.allows(&Url::parse(url).unwrap())
    }

    #[test]
    fn an_address_of_this_machine_or_its_network_is_refused_in_every_spelling() {
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0.0.0.0/",
            "http://10.1.2.3/",
            "http://172.20.0.1/",
            "http://192.168.1.1/",
            "http://169.254.169.254/latest/",
            "http://100.64.0.1/",
            "http://198.18.0.1/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[::1]/",
            "http://[::]/",
            "http://[fd00::1]/",
            "http://[fe80::1]/",
            "http://[ff02::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[::127.0.0.1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://localhost/",
            "http://LOCALHOST./",
            "http://a.localhost/",
            "http://intranet/",
            "http://printer.local/",
            "http://metadata.google.internal/",
            "ftp://newsroom.example/",
            "https://user:secret@newsroom.example/",
        ] {
            assert!(!allows(&Reach::public(), url), "{url}");
        }
        for url in ["https://newsroom.example/feed", "http://93.184.215.14/", "http://100.20.0.1/", "http://[2606:4700::1]/"] {
            assert!(allows(&Reach::public(), url), "{url}");
        }
    }

    #[test]
    fn an_allowance_is_for_one_server_and_not_for_its_neighbour() {
        let reach = Reach::public_and(["127.0.0.1:8123".parse().unwrap()]);
        assert!(allows(&reach, "http://127.0.0.1:8123/feed"));
        assert!(!allows(&reach, "http://127.0.0.1:8124/feed") && !allows(&reach, "http://localhost:8123/"));
    }

    #[test]
    fn a_name_that_dns_leads_inside_leads_nowhere() {
        let found = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<SocketAddr>>();
        assert_eq!(public_only(found(&["127.0.0.1:0", "[::1]:0"])), Err(NotPublic));
        let mixed = public_only(found(&["10.0.0.1:0", "93.184.215.14:0"])).unwrap();
        assert_eq!(mixed, found(&["93.184.215.14:0"]));
    }

    #[tokio::test]
    async fn the_resolver_itself_refuses() {
        let problem = PublicNames.resolve("localhost".parse().unwrap()).await.err().unwrap();
        assert!(problem.is::<NotPublic>());
    }
}
