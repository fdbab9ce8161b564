//! Names, asked of the name servers this machine is set up with.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use futures_util::future::BoxFuture;
use hickory_resolver::TokioResolver;
use hickory_resolver::net::NetError;
use hickory_resolver::proto::rr::{Name, RData};
use thiserror::Error;
use tokio::time::timeout;

use super::names::{Answer, Names};

/// No question takes longer: a person waits for the answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Settings of the system that cannot be used.
#[derive(Debug, Error)]
#[error("the system's DNS settings cannot be used")]
pub struct NoResolver(#[source] NetError);

/// What is found is remembered as long as its owner says.
pub struct Dns(TokioResolver);

impl Dns {
    /// With the name servers of `/etc/resolv.conf`.
    pub fn of_system() -> Result<Self, NoResolver> {
        let mut builder = TokioResolver::builder_tokio().map_err(NoResolver)?;
        let options = builder.options_mut();
        (options.timeout, options.attempts) = (Duration::from_secs(1), 2);
        builder.build().map(Self).map_err(NoResolver)
    }
}

impl fmt::Debug for Dns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dns")
    }
}

impl Names for Dns {
    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Answer<Vec<IpAddr>>> {
        Box::pin(async move {
            let Some(name) = absolute(host) else { return Answer::Nothing };
            match timeout(PATIENCE, self.0.lookup_ip(name)).await {
                Ok(Ok(found)) => Answer::Found(found.iter().collect()),
                Ok(Err(problem)) if problem.is_no_records_found() => Answer::Nothing,
                _ => Answer::Silence,
            }
        })
    }

    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Answer<Vec<String>>> {
        Box::pin(async move {
            let Some(name) = absolute(name) else { return Answer::Nothing };
            match timeout(PATIENCE, self.0.txt_lookup(name)).await {
                Ok(Ok(found)) => {
                    let texts = found.answers().iter().filter_map(|record| match &record.data {
                        RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
                        _ => None,
                    });
                    Answer::Found(texts.collect())
                }
                Ok(Err(problem)) if problem.is_no_records_found() => Answer::Nothing,
                _ => Answer::Silence,
            }
        })
    }
}

/// With the last dot: the search list of this machine is no part of anybody's name.
fn absolute(name: &str) -> Option<Name> {
    Name::from_ascii(format!("{}.", name.trim_end_matches('.'))).ok()
}

#[cfg(test)]
mod tests {
    use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
    use hickory_resolver::net::runtime::TokioRuntimeProvider;
    use tokio::net::UdpSocket;

    use super::*;

    /// The reply to `query`, by the first label of the name it asks for and its type (RFC 1035 §4).
    fn reply(query: &[u8]) -> Vec<u8> {
        let end = 12 + query[12..].iter().position(|byte| *byte == 0).unwrap() + 5;
        let label = std::str::from_utf8(&query[13..13 + usize::from(query[12])]).unwrap();
        let (code, data): (u8, Option<&[u8]>) = match (label, query[end - 3]) {
            ("there", 1) => (0, Some(&[192, 0, 2, 7])),
            ("says", 16) => (0, Some(b"\x07v=spf1 \x04-all")),
            ("there" | "says", _) => (0, None),
            ("sick", _) => (2, None),
            _ => (3, None),
        };
        let mut reply = [&query[..2], &[0x81, 0x80 | code, 0, 1, 0, u8::from(data.is_some()), 0, 0, 0, 0]].concat();
        reply.extend_from_slice(&query[12..end]);
        if let Some(data) = data {
            reply.extend_from_slice(&[0xC0, 12, 0, query[end - 3], 0, 1, 0, 0, 0, 60, 0, u8::try_from(data.len()).unwrap()]);
            reply.extend_from_slice(data);
        }
        reply
    }

    #[tokio::test]
    async fn a_name_is_found_or_not_there_or_nobody_says() {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let mut connection = ConnectionConfig::udp();
        connection.port = socket.local_addr().unwrap().port();
        let serving = tokio::spawn(async move {
            let mut query = [0; 1_500];
            loop {
                let (length, from) = socket.recv_from(&mut query).await.unwrap();
                socket.send_to(&reply(&query[..length]), from).await.unwrap();
            }
        });
        let server = NameServerConfig::new([127, 0, 0, 1].into(), true, vec![connection]);
        let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
        let builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        let dns = Dns(builder.build().unwrap());

        assert_eq!(dns.addresses("there.example").await, Answer::Found(vec![[192, 0, 2, 7].into()]));
        assert_eq!(dns.addresses("nowhere.example").await, Answer::Nothing);
        assert_eq!(dns.texts("says.example").await, Answer::Found(vec!["v=spf1 -all".to_owned()]));
        assert_eq!(dns.texts("there.example").await, Answer::Nothing);
        assert_eq!(dns.texts("sick.example").await, Answer::Silence);
        serving.abort();
    }
}
