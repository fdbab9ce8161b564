//! One look at an address that somebody else chose: does it lead to a page? Every hop is looked at before it is asked,
//! names are resolved to addresses of the open internet only, and size and time are bounded.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use reqwest::{Client, Method, Response, StatusCode, Url, redirect};
use thiserror::Error;
use tokio::time::timeout;

use super::names::{Answer, Names};
use super::reach::{Reach, is_global};
use crate::model::link::Verdict;

/// The most that is read of a page, in bytes.
pub const PAGE: u64 = 2 * 1024 * 1024;
const REDIRECTS: usize = 5;
const CONNECT: Duration = Duration::from_secs(5);
/// All of one look, redirects included.
const WHOLE: Duration = Duration::from_secs(10);

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub verdict: Verdict,
    /// How large it is, in bytes, as far as the server says.
    pub size: Option<u64>,
    /// The page as text, where it was asked for and is one.
    pub page: Option<String>,
}

impl Seen {
    fn only(verdict: Verdict) -> Self {
        Self { verdict, size: None, page: None }
    }
}

/// Looks at pages. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Looker {
    client: Client,
    reach: Reach,
    names: Arc<dyn Names>,
}

impl Looker {
    pub fn new(names: Arc<dyn Names>, reach: Reach) -> reqwest::Result<Self> {
        let client = Client::builder()
            .user_agent(concat!("dateline/", env!("CARGO_PKG_VERSION"), " (link check)"))
            .connect_timeout(CONNECT)
            .redirect(redirect::Policy::none())
            // A proxy would resolve names by itself.
            .no_proxy()
            .dns_resolver(OpenOnly(names.clone()))
            .build()?;
        Ok(Self { client, reach, names })
    }

    /// Whether this address is one that others can open, as far as it says itself.
    pub fn takes(&self, url: &Url) -> bool {
        self.reach.takes(url)
    }

    /// Whether it leads to a page: HEAD, and GET where that says no.
    pub async fn look(&self, url: &Url) -> Seen {
        let looked = async {
            let head = self.follow(Method::HEAD, url).await;
            if let Ok(response) = &head
                && response.status().is_success()
            {
                return Seen { size: size(response), ..Seen::only(Verdict::There) };
            }
            if let Err(verdict @ (Verdict::Private | Verdict::NoSuchHost)) = head {
                return Seen::only(verdict);
            }
            match self.follow(Method::GET, url).await {
                Ok(response) => Seen { size: size(&response), ..Seen::only(judge(response.status())) },
                Err(verdict) => Seen::only(verdict),
            }
        };
        timeout(WHOLE, looked).await.unwrap_or_else(|_| Seen::only(Verdict::Unclear))
    }

    /// The page itself, at most [`PAGE`] bytes of it.
    pub async fn read(&self, url: &Url) -> Seen {
        let read = async {
            let response = match self.follow(Method::GET, url).await {
                Ok(response) => response,
                Err(verdict) => return Seen::only(verdict),
            };
            let (verdict, size) = (judge(response.status()), size(&response));
            if verdict != Verdict::There || !is_text(&response) {
                return Seen { size, ..Seen::only(verdict) };
            }
            let bytes = super::body(response, PAGE).await.ok().flatten();
            Seen { size, page: bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()), ..Seen::only(verdict) }
        };
        timeout(WHOLE, read).await.unwrap_or_else(|_| Seen::only(Verdict::Unclear))
    }

    /// The last answer behind all redirects.
    async fn follow(&self, method: Method, url: &Url) -> Result<Response, Verdict> {
        let mut url = url.clone();
        for _ in 0..=REDIRECTS {
            self.check(&url).await?;
            let sent = self.client.request(method.clone(), url.clone()).send().await;
            let response = sent.map_err(|_| Verdict::Unclear)?;
            let target = match response.headers().get(LOCATION) {
                Some(target) if response.status().is_redirection() => target.to_str().map_err(|_| Verdict::Unclear)?,
                _ => return Ok(response),
            };
            url = url.join(target).map_err(|_| Verdict::Unclear)?;
        }
        Err(Verdict::Unclear)
    }

    /// Says beforehand why it will not be asked. The connection resolves the name once more, and by the same rule.
    async fn check(&self, url: &Url) -> Result<(), Verdict> {
        if !self.reach.takes(url) {
            let is_web = matches!(url.scheme(), "http" | "https");
            return Err(if is_web { Verdict::Private } else { Verdict::Unclear });
        }
        let Some(host) = url.domain() else { return Ok(()) };
        match self.names.addresses(host).await {
            Answer::Found(found) if found.iter().any(|ip| is_global(*ip)) => Ok(()),
            Answer::Found(_) => Err(Verdict::Private),
            Answer::Nothing => Err(Verdict::NoSuchHost),
            Answer::Silence => Err(Verdict::Unclear),
        }
    }
}

fn judge(status: StatusCode) -> Verdict {
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => Verdict::Gone,
        status if status.is_success() => Verdict::There,
        _ => Verdict::Unclear,
    }
}

fn size(response: &Response) -> Option<u64> {
    response.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn is_text(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("text/html");
    kind.starts_with("text/") || kind.contains("html")
}

/// Resolves names for connections: to addresses of the open internet, or not at all.
#[derive(Debug)]
struct OpenOnly(Arc<dyn Names>);

#[derive(Debug, Error)]
#[error("the name stands for no address of the open internet")]
struct NotOpen;

impl Resolve for OpenOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let names = self.0.clone();
        Box::pin(async move {
            let Answer::Found(found) = names.addresses(name.as_str()).await else { return Err(NotOpen.into()) };
            let open: Vec<SocketAddr> = found.into_iter().filter(|ip| is_global(*ip)).map(|ip| SocketAddr::new(ip, 0)).collect();
            if open.is_empty() {
                return Err(NotOpen.into());
            }
            Ok(Box::new(open.into_iter()) as Addrs)
        })
    }
}
