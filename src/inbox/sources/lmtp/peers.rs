//! Who may hand mail over: addresses, or networks of them. This machine, unless the office says otherwise.

use std::net::IpAddr;
use std::str::FromStr;

use thiserror::Error;

/// Networks whose hosts are listened to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peers(Vec<Network>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    bits: u128,
    /// Of 128; IPv4 is mapped.
    prefix: u32,
}

#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("must be addresses or networks, as 192.0.2.7 or 192.0.2.0/24")]
pub struct BadNetwork;

impl Peers {
    pub fn parse<S: AsRef<str>>(list: &[S]) -> Result<Self, BadNetwork> {
        list.iter().map(|text| text.as_ref().trim().parse()).collect::<Result<_, _>>().map(Self)
    }

    pub fn allow(&self, peer: IpAddr) -> bool {
        let bits = bits(peer);
        self.0.iter().any(|network| (bits ^ network.bits) & mask(network.prefix) == 0)
    }
}

impl FromStr for Network {
    type Err = BadNetwork;

    fn from_str(text: &str) -> Result<Self, BadNetwork> {
        let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
        let address: IpAddr = address.parse().map_err(|_| BadNetwork)?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => width,
            Some(text) => text.parse().ok().filter(|prefix| *prefix <= width).ok_or(BadNetwork)?,
        };
        Ok(Self { bits: bits(address), prefix: 128 - width + prefix })
    }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

fn mask(prefix: u32) -> u128 {
    u128::MAX.checked_shl(128 - prefix).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_hold_their_hosts_and_no_others() {
        let peers = Peers::parse(&["127.0.0.0/8", "::1", "192.0.2.7", "2001:db8::/32"]).expect("valid");
        for (address, allowed) in [
            ("127.0.0.1", true),
            ("127.9.9.9", true),
            ("::1", true),
            ("::ffff:127.0.0.1", true),
            ("192.0.2.7", true),
            ("192.0.2.8", false),
            ("2001:db8:1::9", true),
            ("2001:db9::1", false),
            ("::2", false),
            ("10.0.0.1", false),
        ] {
            assert_eq!(peers.allow(address.parse().expect("address")), allowed, "{address}");
        }
        assert!(Peers::parse(&["0.0.0.0/0"]).expect("valid").allow("198.51.100.1".parse().expect("address")));
        assert!(!Peers::default().allow("127.0.0.1".parse().expect("address")));
        for text in ["", "localhost", "127.0.0.1/33", "::/129", "127.0.0.1/x", "127.0.0.1/"] {
            assert_eq!(Peers::parse(&[text]), Err(BadNetwork), "{text}");
        }
    }
}
