//! Where a relay is, read from its URL: `smtp://`, `smtps://`, `maildir:DIR` or `discard:`.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rustls::ClientConfig;
use thiserror::Error;
use url::{Host, Url};

use super::probe::{self, Probed};
use super::smtp::Conversation;
use super::{Deadlines, Session, Verdict, local};

/// How a connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsMode {
    /// From the first byte (`smtps://`).
    Implicit,
    /// STARTTLS, or nothing is said.
    Required,
    /// STARTTLS where offered, whatever the certificate says (RFC 7435). Never with a password.
    Opportunistic,
    Never,
}

/// A relay that mail can be handed to. Cheap to clone; never shows its password.
#[derive(Clone)]
pub struct Target(Kind);

#[derive(Clone)]
enum Kind {
    Smtp(Arc<Relay>),
    Maildir(PathBuf),
    Discard,
}

pub(super) struct Relay {
    pub host: String,
    pub port: u16,
    pub tls: TlsMode,
    /// Certificates in PEM to trust instead of the system's.
    pub ca: Option<PathBuf>,
    pub login: Option<Login>,
    pub config: OnceLock<Arc<ClientConfig>>,
}

pub(super) struct Login {
    pub user: String,
    pub password: String,
}

/// What is wrong with a relay's URL. Names the part, never quotes it: it may hold a password.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum TargetError {
    #[error("is not a URL; use smtp://HOST, smtps://HOST, maildir:DIR or discard:")]
    NotUrl,
    #[error("begins with none of smtp://, smtps://, maildir: and discard:")]
    Scheme,
    #[error("names no host")]
    NoHost,
    #[error("has a path after the host; a relay has none")]
    Path,
    #[error("names no folder after maildir:")]
    NoFolder,
    #[error("has a user without a password, or a password without a user")]
    HalfLogin,
    #[error("has a user or password that is not UTF-8, or with a control character in it")]
    BadLogin,
    #[error("has a `tls` other than required, opportunistic and never (smtps:// takes none)")]
    Tls,
    #[error("would send a password without verified encryption; leave `tls` out or set tls=required")]
    BarePassword,
    #[error("has an empty `ca`; give a PEM file")]
    Ca,
    #[error("has a parameter other than `tls` and `ca`")]
    Parameter,
}

impl Target {
    pub fn parse(url: &str) -> Result<Self, TargetError> {
        let url = url.trim();
        if let Some(folder) = url.strip_prefix("maildir:") {
            let folder = folder.strip_prefix("//").unwrap_or(folder);
            return if folder.is_empty() { Err(TargetError::NoFolder) } else { Ok(Self(Kind::Maildir(PathBuf::from(folder)))) };
        }
        if url == "discard:" || url == "discard" {
            return Ok(Self(Kind::Discard));
        }
        let url = Url::parse(url).map_err(|_| TargetError::NotUrl)?;
        let implicit = match url.scheme() {
            "smtp" => false,
            "smtps" => true,
            _ => return Err(TargetError::Scheme),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(TargetError::Path);
        }
        let (host, loopback) = host(&url)?;
        let login = login(&url)?;
        let (tls, ca) = parameters(&url)?;
        let tls = match (implicit, tls) {
            (true, None) => TlsMode::Implicit,
            (true, Some(_)) => return Err(TargetError::Tls),
            (false, Some(mode)) => mode,
            (false, None) if loopback => TlsMode::Never,
            (false, None) => TlsMode::Required,
        };
        if login.is_some() && !loopback && matches!(tls, TlsMode::Never | TlsMode::Opportunistic) {
            return Err(TargetError::BarePassword);
        }
        // Submission (RFC 6409) where one signs in, plain relaying where one does not.
        let port = url.port().unwrap_or(if implicit { 465 } else { if login.is_some() { 587 } else { 25 } });
        Ok(Self(Kind::Smtp(Arc::new(Relay { host, port, tls, ca, login, config: OnceLock::new() }))))
    }

    /// Tries everything but sending: name, connection, encryption, greeting, signing in.
    pub async fn probe(&self, hello: &str, deadlines: Deadlines) -> Probed {
        match &self.0 {
            Kind::Smtp(relay) => probe::smtp(relay, hello, deadlines).await,
            Kind::Maildir(folder) => probe::maildir(folder).await,
            Kind::Discard => Probed { heard: Vec::new(), failed: None },
        }
    }

    /// Connects and signs in. `hello` is the name we greet with: this machine's, as the relay may look it up.
    /// An error is a verdict on the relay alone; it says nothing about any recipient.
    pub async fn open(&self, hello: &str, deadlines: Deadlines) -> Result<Session, Verdict> {
        match &self.0 {
            Kind::Smtp(relay) => Ok(Session::Smtp(Box::new(Conversation::open(relay, hello, deadlines).await?))),
            Kind::Maildir(folder) => {
                local::Maildir::open(folder).await.map(Session::Maildir).map_err(|error| local::cannot_open(&error))
            }
            Kind::Discard => Ok(Session::Discard),
        }
    }
}

/// The host as it is connected to, and whether it is this machine.
fn host(url: &Url) -> Result<(String, bool), TargetError> {
    match url.host().ok_or(TargetError::NoHost)? {
        Host::Ipv4(ip) => Ok((ip.to_string(), ip.is_loopback())),
        Host::Ipv6(ip) => Ok((ip.to_string(), ip.is_loopback())),
        Host::Domain(name) => {
            let name = decoded(name).ok_or(TargetError::NoHost)?;
            // The URL standard reads no IPv4 address in a scheme it does not know.
            if let Ok(ip) = name.parse::<IpAddr>() {
                return Ok((ip.to_string(), ip.is_loopback()));
            }
            let name = idna::domain_to_ascii(&name).map_err(|_| TargetError::NoHost)?;
            let name = name.trim_end_matches('.');
            if name.is_empty() {
                return Err(TargetError::NoHost);
            }
            Ok((name.to_owned(), name == "localhost" || name.ends_with(".localhost")))
        }
    }
}

fn login(url: &Url) -> Result<Option<Login>, TargetError> {
    let (user, password) = match (url.username(), url.password()) {
        ("", None) => return Ok(None),
        ("", Some(_)) | (_, None) => return Err(TargetError::HalfLogin),
        (user, Some(password)) => (decoded(user), decoded(password)),
    };
    let (Some(user), Some(password)) = (user, password) else { return Err(TargetError::BadLogin) };
    if user.chars().chain(password.chars()).any(char::is_control) {
        return Err(TargetError::BadLogin);
    }
    Ok(Some(Login { user, password }))
}

fn parameters(url: &Url) -> Result<(Option<TlsMode>, Option<PathBuf>), TargetError> {
    let (mut tls, mut ca) = (None, None);
    for (name, value) in url.query_pairs() {
        match (&*name, &*value) {
            ("tls", "required") => tls = Some(TlsMode::Required),
            ("tls", "opportunistic") => tls = Some(TlsMode::Opportunistic),
            ("tls", "never") => tls = Some(TlsMode::Never),
            ("tls", _) => return Err(TargetError::Tls),
            ("ca", "") => return Err(TargetError::Ca),
            ("ca", file) => ca = Some(PathBuf::from(file)),
            _ => return Err(TargetError::Parameter),
        }
    }
    Ok((tls, ca))
}

fn decoded(text: &str) -> Option<String> {
    percent_encoding::percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Smtp(relay) => {
                let scheme = if relay.tls == TlsMode::Implicit { "smtps" } else { "smtp" };
                let host = if relay.host.contains(':') { format!("[{}]", relay.host) } else { relay.host.clone() };
                write!(f, "{scheme}://{host}:{}", relay.port)
            }
            Kind::Maildir(folder) => write!(f, "maildir:{}", folder.display()),
            Kind::Discard => f.write_str("discard:"),
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Target({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relay(url: &str) -> Arc<Relay> {
        match Target::parse(url).unwrap().0 {
            Kind::Smtp(relay) => relay,
            _ => panic!("{url} is not SMTP"),
        }
    }

    #[test]
    fn urls_say_host_port_and_encryption() {
        for (url, host, port, tls) in [
            ("smtp://relay.example", "relay.example", 25, TlsMode::Required),
            ("smtp://u:p@relay.example", "relay.example", 587, TlsMode::Required),
            ("smtps://u:p@relay.example", "relay.example", 465, TlsMode::Implicit),
            ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, TlsMode::Never),
            ("smtp://[::1]:2525/", "::1", 2525, TlsMode::Never),
            ("smtp://localhost?tls=required", "localhost", 25, TlsMode::Required),
            ("smtp://10.0.0.9?tls=opportunistic", "10.0.0.9", 25, TlsMode::Opportunistic),
            ("smtp://Bücher.example:26?tls=never", "xn--bcher-kva.example", 26, TlsMode::Never),
        ] {
            let relay = relay(url);
            assert_eq!((relay.host.as_str(), relay.port, relay.tls), (host, port, tls), "{url}");
        }
        let login = relay("smtp://a%40b:p%3Aw%2F@relay.example");
        let login = login.login.as_ref().unwrap();
        assert_eq!((login.user.as_str(), login.password.as_str()), ("a@b", "p:w/"));
    }

    #[test]
    fn a_wrong_url_is_answered_with_what_is_wrong() {
        for (url, error) in [
            ("", TargetError::NotUrl),
            ("relay.example", TargetError::NotUrl),
            ("https://relay.example", TargetError::Scheme),
            ("smtp://", TargetError::NoHost),
            ("smtp://relay.example/inbox", TargetError::Path),
            ("smtp://u@relay.example", TargetError::HalfLogin),
            ("smtp://u:p%0d%0a@relay.example", TargetError::BadLogin),
            ("smtp://relay.example?tls=maybe", TargetError::Tls),
            ("smtps://relay.example?tls=never", TargetError::Tls),
            ("smtp://u:p@relay.example?tls=never", TargetError::BarePassword),
            ("smtp://u:p@relay.example?tls=opportunistic", TargetError::BarePassword),
            ("smtp://relay.example?ca=", TargetError::Ca),
            ("smtp://relay.example?timeout=3", TargetError::Parameter),
            ("maildir:", TargetError::NoFolder),
        ] {
            assert_eq!(Target::parse(url).err(), Some(error), "{url}");
        }
    }

    #[test]
    fn nobody_sees_the_password() {
        let target = Target::parse("smtp://user:hunter2@relay.example").unwrap();
        assert_eq!(format!("{target} {target:?}"), "smtp://relay.example:587 Target(smtp://relay.example:587)");
    }
}
