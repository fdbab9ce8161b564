//! `[inbox]`: where the media inbox's mail comes from, and its limits.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use super::{Problem, wrong};
use crate::model::address::EmailAddress;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inbox {
    /// Addresses of the media inbox beside `sender.reply_to`, which is always one.
    pub addresses: Several,
    /// The largest message that is taken whole, 1 to 200.
    pub max_megabytes: u32,
    /// Minutes without success after which officers are told of a source, 1 to 1440.
    pub silent_minutes: u32,
    /// The public address the inbox's own signs of life go to; empty = none are sent.
    pub canary: String,
    pub lmtp: Lmtp,
    #[serde(default)]
    pub imap: BTreeMap<String, Imap>,
    #[serde(default)]
    pub maildir: BTreeMap<String, Maildir>,
}

/// A list, or (from the environment) its parts with commas between.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Several {
    List(Vec<String>),
    Line(String),
}

impl Several {
    pub fn all(&self) -> Vec<&str> {
        let parts: Vec<&str> = match self {
            Self::List(list) => list.iter().map(String::as_str).collect(),
            Self::Line(line) => line.split(',').collect(),
        };
        parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lmtp {
    /// `127.0.0.1:2424` or `unix:/run/dateline/lmtp`; empty = nobody is listened to.
    pub bind: String,
    /// Addresses and networks that may hand mail over.
    pub allow: Several,
    pub connections: u16,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imap {
    pub host: String,
    #[serde(default = "port")]
    pub port: u16,
    pub user: String,
    /// One of the three: a file with the password; a file with an `OAuth` access token; a command that prints one.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
    #[serde(default)]
    pub token_file: Option<PathBuf>,
    #[serde(default)]
    pub token_command: Option<String>,
    #[serde(default = "folder")]
    pub folder: String,
    /// `verified`, or `never` (a server on this machine).
    #[serde(default = "verified")]
    pub tls: String,
    /// Certificates to trust instead of the system's, as PEM.
    #[serde(default)]
    pub ca: Option<PathBuf>,
    /// `all`, or `new`: what was there before is left alone.
    #[serde(default = "all")]
    pub first: String,
    /// Between two looks, whatever the server says; 5 to 540.
    #[serde(default = "poll")]
    pub poll_seconds: u32,
}

fn port() -> u16 {
    993
}

fn folder() -> String {
    "INBOX".to_owned()
}

fn verified() -> String {
    "verified".to_owned()
}

fn all() -> String {
    "all".to_owned()
}

fn poll() -> u32 {
    120
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Maildir {
    pub path: PathBuf,
}

impl Inbox {
    /// Whether mail comes in by itself.
    pub fn is_read(&self) -> bool {
        !self.lmtp.bind.is_empty() || !self.imap.is_empty() || !self.maildir.is_empty()
    }

    pub(super) fn check(&self) -> Result<(), Problem> {
        if self.addresses.all().into_iter().any(|address| EmailAddress::parse(address).is_err()) {
            return Err(wrong("inbox.addresses", "must be e-mail addresses"));
        }
        if !(1..=200).contains(&self.max_megabytes) {
            return Err(wrong("inbox.max_megabytes", "must be 1 to 200"));
        }
        if !(1..=1_440).contains(&self.silent_minutes) {
            return Err(wrong("inbox.silent_minutes", "must be 1 to 1440"));
        }
        if !self.canary.is_empty() && EmailAddress::parse(&self.canary).is_err() {
            return Err(wrong("inbox.canary", "must be one e-mail address, or empty"));
        }
        self.check_lmtp()?;
        for (name, imap) in &self.imap {
            check_name("imap", name)?;
            imap.check(name)?;
        }
        for (name, maildir) in &self.maildir {
            check_name("maildir", name)?;
            if maildir.path.as_os_str().is_empty() {
                return Err(wrong(format!("inbox.maildir.{name}.path"), "must be a folder with new and cur in it"));
            }
        }
        Ok(())
    }

    fn check_lmtp(&self) -> Result<(), Problem> {
        let bind = &self.lmtp.bind;
        let is_socket = bind.strip_prefix("unix:").is_some_and(|path| path.starts_with('/'));
        if !bind.is_empty() && !is_socket && bind.parse::<std::net::SocketAddr>().is_err() {
            return Err(wrong("inbox.lmtp.bind", "must be ADDRESS:PORT, as 127.0.0.1:2424, or unix:/PATH"));
        }
        if !(1..=1_000).contains(&self.lmtp.connections) {
            return Err(wrong("inbox.lmtp.connections", "must be 1 to 1000"));
        }
        let is_network = |text: &str| {
            let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
            let address = address.parse::<std::net::IpAddr>();
            let width = if matches!(address, Ok(std::net::IpAddr::V4(_))) { 32 } else { 128 };
            address.is_ok() && prefix.is_none_or(|prefix| prefix.parse::<u32>().is_ok_and(|prefix| prefix <= width))
        };
        if self.lmtp.allow.all().into_iter().all(is_network) {
            Ok(())
        } else {
            Err(wrong("inbox.lmtp.allow", "must be addresses or networks, as 192.0.2.7 or 192.0.2.0/24"))
        }
    }
}

impl Imap {
    fn check(&self, name: &str) -> Result<(), Problem> {
        let field = |key: &str| format!("inbox.imap.{name}.{key}");
        let is_line = |text: &str| !text.is_empty() && !text.contains(char::is_control);
        if !is_line(&self.host) || self.host.contains(char::is_whitespace) {
            return Err(wrong(field("host"), "must be the name of the mail server"));
        }
        if !is_line(&self.user) {
            return Err(wrong(field("user"), "must be the name to log in with"));
        }
        if !is_line(&self.folder) {
            return Err(wrong(field("folder"), "must be one folder, as INBOX"));
        }
        let secrets = [self.password_file.is_some(), self.token_file.is_some(), self.token_command.is_some()];
        if secrets.into_iter().filter(|there| *there).count() != 1 {
            return Err(wrong(field("password_file"), "or token_file or token_command must be there, and only one of them"));
        }
        if !["verified", "never"].contains(&self.tls.as_str()) {
            return Err(wrong(field("tls"), "must be verified or never"));
        }
        if self.tls == "never" && !["localhost", "127.0.0.1", "::1"].contains(&self.host.as_str()) {
            return Err(wrong(
                field("tls"),
                "must be verified; only a server on this machine (127.0.0.1) is spoken to in the clear",
            ));
        }
        if !["all", "new"].contains(&self.first.as_str()) {
            return Err(wrong(field("first"), "must be all or new"));
        }
        if !(5..=540).contains(&self.poll_seconds) {
            return Err(wrong(field("poll_seconds"), "must be 5 to 540"));
        }
        Ok(())
    }
}

fn check_name(kind: &str, name: &str) -> Result<(), Problem> {
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        return Err(wrong(format!("inbox.{kind}.{name}"), "must be named in lower-case letters, digits and hyphens"));
    }
    Ok(())
}
