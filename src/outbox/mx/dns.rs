//! MX records, asked of the resolver this machine is set up with.

use std::fmt;
use std::time::Duration;

use futures_util::future::BoxFuture;
use hickory_resolver::config::ResolveHosts;
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{Name, RData};
use hickory_resolver::{ResolverBuilder, TokioResolver};
use thiserror::Error;

use super::{Answer, MailServers};

/// Settings of the system that cannot be used.
#[derive(Debug, Error)]
#[error("the system's DNS settings cannot be used")]
pub struct NoResolver(#[source] NetError);

pub struct Dns(TokioResolver);

impl Dns {
    /// With the name servers of `/etc/resolv.conf`.
    pub fn of_system() -> Result<Self, NoResolver> {
        Self::build(TokioResolver::builder_tokio().map_err(NoResolver)?)
    }

    fn build(mut builder: ResolverBuilder<TokioRuntimeProvider>) -> Result<Self, NoResolver> {
        let options = builder.options_mut();
        // One packet may get lost; the caller waits for two seconds. What is found is kept in the database.
        (options.timeout, options.attempts, options.cache_size) = (Duration::from_secs(1), 1, 0);
        options.use_hosts_file = ResolveHosts::Never;
        builder.build().map(Self).map_err(NoResolver)
    }
}

impl fmt::Debug for Dns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dns")
    }
}

impl MailServers for Dns {
    fn of<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Answer> {
        Box::pin(async move {
            // With the last dot: the search list of this machine is nobody's mail domain.
            let Ok(name) = Name::from_ascii(format!("{domain}.")) else { return Answer::Nobody };
            match self.0.mx_lookup(name).await {
                Ok(found) => {
                    let servers = found.answers().iter().filter_map(|record| match &record.data {
                        RData::MX(mx) => Some((mx.preference, mx.exchange.to_ascii())),
                        _ => None,
                    });
                    preferred(servers.collect())
                }
                Err(problem) if problem.is_no_records_found() => Answer::Nobody,
                Err(_) => Answer::Silence,
            }
        })
    }
}

/// The servers that are tried first (RFC 5321 §5.1). A single dot takes no mail (RFC 7505).
fn preferred(mut servers: Vec<(u16, String)>) -> Answer {
    servers.sort();
    servers.retain(|(_, host)| !host.trim_end_matches('.').is_empty());
    let Some(&(best, _)) = servers.first() else { return Answer::Nobody };
    Answer::Servers(servers.into_iter().take_while(|(preference, _)| *preference == best).map(|(_, host)| host).collect())
}

#[cfg(test)]
mod tests {
    use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
    use tokio::net::UdpSocket;

    use super::*;

    #[test]
    fn the_servers_that_are_tried_first_count() {
        let servers = |list: &[(u16, &str)]| preferred(list.iter().map(|(at, host)| (*at, (*host).to_owned())).collect());
        assert_eq!(
            servers(&[(20, "backup.example."), (10, "b.mx.example."), (10, "a.mx.example.")]),
            Answer::Servers(vec!["a.mx.example.".to_owned(), "b.mx.example.".to_owned()])
        );
        assert_eq!(servers(&[(0, ".")]), Answer::Nobody);
        assert_eq!(servers(&[]), Answer::Nobody);
    }

    fn wire_name(name: &str) -> Vec<u8> {
        let labels = name.split('.').filter(|label| !label.is_empty());
        let mut wire: Vec<u8> =
            labels.flat_map(|label| std::iter::once(u8::try_from(label.len()).unwrap()).chain(label.bytes())).collect();
        wire.push(0);
        wire
    }

    /// The reply to `query`, by the first label of the name it asks for (RFC 1035 §4).
    fn reply(query: &[u8]) -> Vec<u8> {
        let end = 12 + query[12..].iter().position(|byte| *byte == 0).unwrap() + 5;
        let label = std::str::from_utf8(&query[13..13 + usize::from(query[12])]).unwrap();
        let (code, servers): (u8, &[(u16, &str)]) = match label {
            "hosted" => (0, &[(20, "backup.example"), (5, "ASPMX.L.Google.COM")]),
            "none" => (0, &[(0, ".")]),
            "empty" => (0, &[]),
            "gone" => (3, &[]),
            _ => (2, &[]),
        };
        assert_eq!(query[end - 4..end], [0, 15, 0, 1], "MX, Internet");
        let mut reply = [&query[..2], &[0x81, 0x80 | code, 0, 1, 0, u8::try_from(servers.len()).unwrap(), 0, 0, 0, 0]].concat();
        reply.extend_from_slice(&query[12..end]);
        for (preference, host) in servers {
            let host = wire_name(host);
            reply.extend_from_slice(&[0xC0, 12, 0, 15, 0, 1, 0, 0, 0, 60, 0, u8::try_from(host.len() + 2).unwrap()]);
            reply.extend_from_slice(&preference.to_be_bytes());
            reply.extend_from_slice(&host);
        }
        reply
    }

    #[tokio::test]
    async fn what_a_name_server_says_is_servers_nobody_or_silence() {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let serving = tokio::spawn(async move {
            let mut query = [0; 1_500];
            loop {
                let (length, from) = socket.recv_from(&mut query).await.unwrap();
                socket.send_to(&reply(&query[..length]), from).await.unwrap();
            }
        });
        let mut connection = ConnectionConfig::udp();
        connection.port = address.port();
        let server = NameServerConfig::new(address.ip(), true, vec![connection]);
        let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
        let dns = Dns::build(TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())).unwrap();

        for (domain, expected) in [
            ("hosted.example", Answer::Servers(vec!["ASPMX.L.Google.COM.".to_owned()])),
            ("none.example", Answer::Nobody),
            ("empty.example", Answer::Nobody),
            ("gone.example", Answer::Nobody),
            ("sick.example", Answer::Silence),
        ] {
            assert_eq!(dns.of(domain).await, expected, "{domain}");
        }
        serving.abort();
    }
}
