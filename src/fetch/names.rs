//! What DNS says of a name. `dns` asks; whoever runs without DNS, or has a zone of their own, brings another answer.

use std::fmt;
use std::net::IpAddr;

use futures_util::future::BoxFuture;

/// What a question came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<T> {
    Found(T),
    /// The name is not there, or has no such record.
    Nothing,
    /// No answer, or none that says anything.
    Silence,
}

/// Whoever knows names.
pub trait Names: fmt::Debug + Send + Sync {
    /// Where a host is.
    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Answer<Vec<IpAddr>>>;

    /// Its TXT records, the strings of each joined.
    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Answer<Vec<String>>>;
}
