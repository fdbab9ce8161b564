//! Typed settings: one TOML file, commented defaults compiled in, every key also as `DATELINE_SECTION__KEY`.
//! A wrong value is answered with the name of its field, before anything is opened or sent.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

/// The whole configuration, validated.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub database: Database,
    pub web: Web,
    pub office: Office,
    pub sender: Sender,
    #[serde(default)]
    pub relay: BTreeMap<String, Relay>,
    pub opens: Opens,
    pub approval: Approval,
    pub secrets: Secrets,
    pub outbox: Outbox,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `sqlite:FILE` or `postgres://…`.
    pub url: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Web {
    /// `ADDRESS:PORT` to listen on.
    pub bind: std::net::SocketAddr,
    /// What readers' links start with; https, but for loopback. No trailing slash once validated.
    pub public_url: String,
}

/// Who is writing. Appears in every mail.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    pub name: String,
    pub postal_address: String,
    /// Press contact block: lines of text (name, role, phone, mail, hours).
    pub contact: String,
    pub boilerplate: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// `Name <address>`.
    pub from: String,
    /// The media inbox; copies get a token in its local part (`media+TOKEN@…`). Empty = the From address.
    pub reply_to: String,
    /// Empty = the envelope sender is the From address; else VERP addresses at this domain.
    pub bounce_domain: String,
}

/// A server mail is handed to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relay {
    /// `smtp://[user:password@]host[:port]` (STARTTLS required unless loopback or `?tls=opportunistic|never`),
    /// `smtps://…` (implicit TLS), `maildir:DIR`, or `discard:`.
    pub url: String,
    /// Messages per window, as `300/min`, `10/s`, `5000/h`, `20000/day`.
    #[serde(default = "default_rate")]
    pub rate: String,
    #[serde(default = "default_connections")]
    pub connections: u16,
}

fn default_rate() -> String {
    "10/s".to_owned()
}

fn default_connections() -> u16 {
    5
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum OpensMode {
    Off,
    Counted,
    Individual,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opens {
    pub mode: OpensMode,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// `auto` (never until two approvers exist, then over 500 or embargoed), `never`, `always`, or `over N`.
    pub policy: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secrets {
    /// Made on first use, readable by its owner only. Not in the database, on purpose.
    pub key_file: PathBuf,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outbox {
    /// Seconds between the last click and the first copy; 0 to 900.
    pub hold_seconds: u32,
    /// While this file exists nothing is sent.
    pub halt_file: PathBuf,
    /// Seconds to wait for the reply after the dot. RFC 5321 §4.5.3.2.6 says 600; less makes doubts.
    pub reply_seconds: u32,
}

#[derive(Debug, Error)]
pub enum ConfigError {
    #[error("{0}")]
    Read(#[from] config::ConfigError),
    #[error("`{field}` {problem}")]
    Field { field: &'static str, problem: &'static str },
}

/// The commented defaults; `dateline config example` prints them.
pub const EXAMPLE: &str = include_str!("../deploy/dateline.toml");

impl Config {
    /// Defaults, then `file` (if it exists or was named), then the environment.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut builder = config::Config::builder().add_source(config::File::from_str(EXAMPLE, config::FileFormat::Toml));
        builder = match file {
            Some(file) => builder.add_source(config::File::from(file).format(config::FileFormat::Toml)),
            None => builder.add_source(config::File::new("dateline.toml", config::FileFormat::Toml).required(false)),
        };
        let environment = config::Environment::with_prefix("DATELINE").prefix_separator("_").separator("__").try_parsing(true);
        let mut config: Self = builder.add_source(environment).build()?.try_deserialize()?;
        config.web.public_url = config.web.public_url.trim_end_matches('/').to_owned();
        Ok(config)
    }
}
