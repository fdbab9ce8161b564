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
