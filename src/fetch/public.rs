//! DNS that knows addresses of the open internet only, for requests whose address is kept and asked again by itself.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;

use super::reach::is_global;

/// The address is not one of the open internet.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("it leads to this machine or its network, which an address that is kept must not")]
pub struct NotPublic;

/// A name cannot mean one thing when it is judged and another when it is connected to.
#[derive(Clone, Copy, Debug)]
pub struct PublicNames;

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
    let public: Vec<_> = found.into_iter().filter(|address| is_global(address.ip())).collect();
    if public.is_empty() { Err(NotPublic) } else { Ok(public) }
}

#[cfg(test)]
mod tests {
    use super::*;

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
