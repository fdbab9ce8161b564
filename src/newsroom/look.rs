//! A look at an address somebody wants to keep: the feed behind it, or the one its page names. Nothing is stored.

use std::time::Duration;

use reqwest::Url;
use thiserror::Error;

use super::feed::{self, Feed, FeedError};
use super::fetch::{self, Answer, FetchError, Marks};
use crate::fetch::Reach;

/// Why there is nothing to keep at an address.
#[derive(Debug, Error)]
pub enum LookError {
    #[error("this is no http or https address")]
    Address,
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Feed(#[from] FeedError),
}

/// A feed and where it is.
#[derive(Clone, Debug)]
pub struct Found {
    pub url: Url,
    pub feed: Feed,
}

impl Found {
    /// What to call it: its own title, else its host.
    pub fn name(&self) -> String {
        match self.feed.title.as_str() {
            "" => self.url.host_str().unwrap_or_default().to_owned(),
            title => super::text::shorten(title, 120),
        }
    }
}

/// Looks at `address` (as typed; `https` where it says nothing), and at the feed that a web page there names. Each of
/// the two takes no longer than `within`.
pub async fn at(address: &str, reach: &Reach, within: Duration) -> Result<Found, LookError> {
    let address = address.trim();
    let with_scheme = if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
    let mut url = Url::parse(&with_scheme).map_err(|_| LookError::Address)?;
    if !matches!(url.scheme(), "http" | "https") || address.is_empty() || address.len() > 2_000 {
        return Err(LookError::Address);
    }
    url.set_fragment(None);
    match read(&url, reach, within).await {
        Err(LookError::Feed(FeedError::WebPageOf(named))) => {
            let feed = read(&named, reach, within).await?;
            Ok(Found { url: named, feed })
        }
        read => Ok(Found { url, feed: read? }),
    }
}

async fn read(url: &Url, reach: &Reach, within: Duration) -> Result<Feed, LookError> {
    match fetch::kept(url, reach, &Marks::default(), within).await? {
        Answer::New(fetched, _) => Ok(parse(fetched).await?),
        Answer::Unchanged => Err(FeedError::Empty.into()),
    }
}

/// Reads a feed beside the requests that are served: a large one takes its time.
pub(super) async fn parse(fetched: fetch::Fetched) -> Result<Feed, FeedError> {
    let read = tokio::task::spawn_blocking(move || feed::read(&fetched)).await;
    read.unwrap_or(Err(FeedError::NotAFeed))
}
