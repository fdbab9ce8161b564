//! A feed's bytes, from a file or over HTTP, within bounds of size and time.

use std::path::Path;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Client, Response, StatusCode, Url, redirect};
use thiserror::Error;

use crate::fetch::{body, is_private};

/// The largest feed that is read.
pub const LIMIT: u64 = 10 * 1024 * 1024;
const REDIRECTS: usize = 5;
const CONNECT: Duration = Duration::from_secs(10);
/// Between two pieces of the answer.
const SILENCE: Duration = Duration::from_secs(20);
const WHOLE: Duration = Duration::from_secs(60);

#[derive(Debug, Error)]
pub enum FetchError {
    #[error("there is no such file")]
    NoSuchFile,
    #[error("the file cannot be read")]
    File(#[source] std::io::Error),
    #[error("larger than {} MB", LIMIT / 1024 / 1024)]
    TooLarge,
    #[error("the server answered {0}")]
    Status(StatusCode),
    #[error("only http:// and https:// addresses can be fetched")]
    Scheme,
    #[error("the server did not answer in time")]
    Slow(#[source] reqwest::Error),
    #[error("the server redirected more than {REDIRECTS} times, or to a place it must not")]
    Redirect(#[source] reqwest::Error),
    #[error("could not be fetched")]
    Http(#[source] reqwest::Error),
}

impl FetchError {
    /// Whether doing the same again later can help.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Slow(_) | Self::Http(_) => true,
            Self::Status(status) => status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS,
            _ => false,
        }
    }
}

impl From<reqwest::Error> for FetchError {
    fn from(error: reqwest::Error) -> Self {
        if error.is_redirect() {
            Self::Redirect(error)
        } else if error.is_timeout() {
            Self::Slow(error)
        } else {
            Self::Http(error)
        }
    }
}

/// What was fetched, with what the server said of it.
#[derive(Clone, Debug, Default)]
pub struct Fetched {
    pub bytes: Vec<u8>,
    pub charset: Option<String>,
    /// Where it came from in the end; `None` for a file.
    pub url: Option<Url>,
}

/// `place` as typed by a person: a path, or an `http(s)` URL, which may be a private one.
pub async fn typed(place: &str) -> Result<Fetched, FetchError> {
    match Url::parse(place) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => http(url).await,
        Ok(_) if place.contains("://") => Err(FetchError::Scheme),
        _ => file(Path::new(place)).await,
    }
}

/// A file, or standard input for `-`; at most [`LIMIT`] bytes of it.
pub async fn file(path: &Path) -> Result<Fetched, FetchError> {
    let path = path.to_owned();
    let read = tokio::task::spawn_blocking(move || {
        use std::io::Read;
        let mut bytes = Vec::new();
        if path == Path::new("-") {
            std::io::stdin().lock().take(LIMIT + 1).read_to_end(&mut bytes)?;
        } else {
            std::fs::File::open(&path)?.take(LIMIT + 1).read_to_end(&mut bytes)?;
        }
        Ok::<_, std::io::Error>(bytes)
    });
    let bytes = read.await.map_err(|error| FetchError::File(std::io::Error::other(error)))?;
    let bytes = bytes.map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound { FetchError::NoSuchFile } else { FetchError::File(error) }
    })?;
    if bytes.len() as u64 > LIMIT {
        return Err(FetchError::TooLarge);
    }
    Ok(Fetched { bytes, charset: None, url: None })
}

async fn http(url: Url) -> Result<Fetched, FetchError> {
    let may_be_private = is_private(&url);
    // A person typed the first address; the others are somebody else's choice.
    let policy = redirect::Policy::custom(move |attempt| {
        if attempt.previous().len() > REDIRECTS || (!may_be_private && is_private(attempt.url())) {
            attempt.error("refused")
        } else {
            attempt.follow()
        }
    });
    let client = Client::builder()
        .user_agent(concat!("dateline/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE)
        .timeout(WHOLE)
        .redirect(policy)
        .build()?;
    let accept = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, application/json;q=0.8, */*;q=0.1";
    let response = client.get(url).header(ACCEPT, accept).send().await?;
    if !response.status().is_success() {
        return Err(FetchError::Status(response.status()));
    }
    let charset = charset(&response);
    let url = response.url().clone();
    let bytes = body(response, LIMIT).await?.ok_or(FetchError::TooLarge)?;
    Ok(Fetched { bytes, charset, url: Some(url) })
}

fn charset(response: &Response) -> Option<String> {
    let kind = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let value = kind.split(';').skip(1).find_map(|part| part.trim().strip_prefix("charset="))?;
    Some(value.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_missing_file_and_a_strange_address_are_named() {
        assert!(matches!(typed("/nowhere/feed.xml").await, Err(FetchError::NoSuchFile)));
        assert!(matches!(typed("ftp://a.example/feed").await, Err(FetchError::Scheme)));
        assert!(matches!(typed("file:///etc/passwd").await, Err(FetchError::Scheme)));
    }
}
