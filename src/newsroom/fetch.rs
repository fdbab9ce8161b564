//! A feed's bytes, from a file or over HTTP, within bounds of size and time. An address that a person types may be a
//! private one; one that is kept and fetched again by itself may not (`reach`).

use std::path::Path;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, RETRY_AFTER};
use reqwest::{Client, ClientBuilder, Response, StatusCode, Url, redirect};
use thiserror::Error;

use super::when;
use crate::clock::{Millis, SECOND};
use crate::fetch::{NotPublic, PublicNames, Reach, body, is_private};

/// The largest feed that is read.
pub const LIMIT: u64 = 10 * 1024 * 1024;
const REDIRECTS: usize = 5;
const CONNECT: Duration = Duration::from_secs(10);
/// Between two pieces of the answer.
const SILENCE: Duration = Duration::from_secs(20);
const WHOLE: Duration = Duration::from_secs(60);
/// Longer marks than any server has use for are not sent back to it.
const MARK: usize = 500;

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
    #[error("the server answered {status} and asks to wait")]
    Wait { status: StatusCode, until: Until },
    #[error(transparent)]
    NotPublic(#[from] NotPublic),
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
            Self::Slow(_) | Self::Http(_) | Self::Wait { .. } => true,
            Self::Status(status) => status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS,
            _ => false,
        }
    }
}

impl From<reqwest::Error> for FetchError {
    fn from(error: reqwest::Error) -> Self {
        if is_not_public(&error) {
            Self::NotPublic(NotPublic)
        } else if error.is_redirect() {
            Self::Redirect(error)
        } else if error.is_timeout() {
            Self::Slow(error)
        } else {
            Self::Http(error)
        }
    }
}

/// An error and its causes in one line.
pub fn causes(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !said.contains(&text) {
            said = format!("{said}: {text}");
        }
        next = cause.source();
    }
    said
}

/// Whether a redirect, or DNS, led where it must not.
fn is_not_public(error: &reqwest::Error) -> bool {
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        if cause.is::<NotPublic>() {
            return true;
        }
        next = cause.source();
    }
    false
}

/// How long a server asks to be left alone (`Retry-After`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Milliseconds from now.
    After(Millis),
    At(Millis),
}

impl Until {
    pub fn moment(self, now: Millis) -> Millis {
        match self {
            Self::After(wait) => now.saturating_add(wait),
            Self::At(moment) => moment,
        }
    }
}

/// What an answer says of itself, to be sent along with the next question: an unchanged feed then costs nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// What a server answered to a question with [`Marks`].
#[derive(Clone, Debug)]
pub enum Answer {
    Unchanged,
    New(Fetched, Marks),
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

/// A URL that is kept, wherever `reach` lets it lead; the whole of it takes no longer than `within`.
pub async fn kept(url: &Url, reach: &Reach, known: &Marks, within: Duration) -> Result<Answer, FetchError> {
    if !reach.takes(url) {
        return Err(NotPublic.into());
    }
    let reach = reach.clone();
    let policy = redirect::Policy::custom(move |attempt| {
        if attempt.previous().len() > REDIRECTS {
            attempt.error("refused")
        } else if !reach.takes(attempt.url()) {
            attempt.error(NotPublic)
        } else {
            attempt.follow()
        }
    });
    // A proxy would ask DNS itself, and connect to whatever it is told.
    let client = client(within).redirect(policy).dns_resolver(PublicNames).no_proxy().build()?;
    ask(&client, url.clone(), known).await
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
    match ask(&client(WHOLE).redirect(policy).build()?, url, &Marks::default()).await? {
        Answer::New(fetched, _) => Ok(fetched),
        Answer::Unchanged => Err(FetchError::Status(StatusCode::NOT_MODIFIED)),
    }
}

fn client(within: Duration) -> ClientBuilder {
    Client::builder()
        .user_agent(concat!("dateline/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE)
        .timeout(within)
}

async fn ask(client: &Client, url: Url, known: &Marks) -> Result<Answer, FetchError> {
    let accept = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, application/json;q=0.8, */*;q=0.1";
    let mut question = client.get(url).header(ACCEPT, accept);
    for (name, mark) in [(IF_NONE_MATCH, &known.etag), (IF_MODIFIED_SINCE, &known.last_modified)] {
        if let Some(mark) = mark {
            question = question.header(name, mark);
        }
    }
    let response = question.send().await?;
    let status = response.status();
    if status == StatusCode::NOT_MODIFIED {
        return Ok(Answer::Unchanged);
    }
    if !status.is_success() {
        return Err(match text(&response, RETRY_AFTER).as_deref().and_then(until) {
            Some(until) => FetchError::Wait { status, until },
            None => FetchError::Status(status),
        });
    }
    let marks = Marks { etag: text(&response, ETAG), last_modified: text(&response, LAST_MODIFIED) };
    let charset = charset(&response);
    let url = response.url().clone();
    let bytes = body(response, LIMIT).await?.ok_or(FetchError::TooLarge)?;
    Ok(Answer::New(Fetched { bytes, charset, url: Some(url) }, marks))
}

fn text(response: &Response, name: HeaderName) -> Option<String> {
    let text = response.headers().get(name)?.to_str().ok()?.trim();
    (!text.is_empty() && text.len() <= MARK).then(|| text.to_owned())
}

/// Seconds, or a date (RFC 9110 §10.2.3).
fn until(text: &str) -> Option<Until> {
    match text.parse::<u32>() {
        Ok(seconds) => Some(Until::After(Millis::from(seconds) * SECOND)),
        Err(_) => when::parse(text).map(|when| Until::At(when.millis)),
    }
}

fn charset(response: &Response) -> Option<String> {
    let kind = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let value = kind.split(';').skip(1).find_map(|part| part.trim().strip_prefix("charset="))?;
    Some(value.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_asks_to_wait_says_how_long() {
        assert_eq!(until("120").map(|until| until.moment(1_000)), Some(121_000));
        assert_eq!(until("Tue, 24 Nov 2026 09:00:00 GMT").map(|until| until.moment(0)), Some(1_795_510_800_000));
        assert_eq!((until("soon"), until("-1")), (None, None));
    }

    #[tokio::test]
    async fn a_missing_file_and_a_strange_address_are_named() {
        assert!(matches!(typed("/nowhere/feed.xml").await, Err(FetchError::NoSuchFile)));
        assert!(matches!(typed("ftp://a.example/feed").await, Err(FetchError::Scheme)));
        assert!(matches!(typed("file:///etc/passwd").await, Err(FetchError::Scheme)));
    }
}
