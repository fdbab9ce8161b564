//! Typed settings: one TOML file, commented defaults compiled in, every key also as `DATELINE_SECTION__KEY`.
//! A wrong value is answered with the name of its field, before anything is opened or sent.

pub mod inbox;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

use crate::model::address::EmailAddress;
use crate::model::hours::QuietHours;
use crate::model::provider;
use crate::model::rate::Rate;

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
    pub dkim: Dkim,
    pub outbox: Outbox,
    pub checks: Checks,
    pub inbox: inbox::Inbox,
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
    /// Where the office lives, as `Europe/Berlin`; empty = as this machine is set.
    pub time_zone: String,
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
    #[serde(default)]
    pub rate: Rate,
    #[serde(default = "default_connections")]
    pub connections: u16,
    /// Its part of the traffic beside other relays, 1 to 100.
    #[serde(default = "default_weight")]
    pub weight: u32,
    /// Limits by provider group (`google`, `microsoft`, …, `other`), where the office wants any.
    #[serde(default)]
    pub lane: BTreeMap<String, Lane>,
}

/// What a relay may hand over to one provider group; what is not set has only the relay's own limits.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lane {
    pub rate: Option<Rate>,
    pub connections: Option<u16>,
}

fn default_weight() -> u32 {
    1
}

fn default_connections() -> u16 {
    5
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String")]
pub enum OpensMode {
    Off,
    Counted,
    Individual,
}

#[derive(Clone, Copy, Debug, Error)]
#[error("opens are off, counted or individual")]
pub struct BadOpensMode;

impl TryFrom<String> for OpensMode {
    type Error = BadOpensMode;

    fn try_from(text: String) -> Result<Self, BadOpensMode> {
        match text.as_str() {
            "off" => Ok(Self::Off),
            "counted" => Ok(Self::Counted),
            "individual" => Ok(Self::Individual),
            _ => Err(BadOpensMode),
        }
    }
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
pub struct Dkim {
    /// `relay` (mail is handed over unsigned, the relay signs), `sign` (RSA and Ed25519), or `ed25519` (the relay adds RSA).
    pub mode: String,
    /// The folder of private keys, beside the key file unless it is an absolute path.
    pub keys: PathBuf,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outbox {
    /// Seconds between the last click and the first copy; 0 to 900.
    pub hold_seconds: u32,
    /// While this file exists nothing is sent.
    pub halt_file: PathBuf,
    /// No mailing may reach more people than this; 0 = no cap.
    pub cap_per_mailing: u32,
    /// Mailings wait when so many copies were begun on a day (UTC); 0 = no cap.
    pub cap_per_day: u32,
    /// Whether DNS is asked which servers take a domain's mail, so that hosted domains have their provider's lane.
    pub look_up_mx: bool,
    /// Seconds to wait for the reply after the dot. RFC 5321 §4.5.3.2.6 says 600; less makes doubts.
    pub reply_seconds: u32,
}

/// What is looked at before a release goes out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    pub links: bool,
    pub dns: bool,
    pub quiet_hours: QuietHours,
}

#[derive(Debug, Error)]
pub enum ConfigError {
    #[error("settings: {0}")]
    Read(#[from] config::ConfigError),
    #[error("settings: {0}")]
    Field(#[from] Problem),
    /// One underscore where two are meant.
    #[error("settings: the environment variable {found} is not one of ours; two underscores come after the section: {meant}")]
    Environment { found: String, meant: String },
}

/// A field, and what is wrong with it.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("`{field}` {problem}")]
pub struct Problem {
    pub field: String,
    pub problem: &'static str,
}

fn wrong(field: impl Into<String>, problem: &'static str) -> Problem {
    Problem { field: field.into(), problem }
}

/// The commented defaults; `dateline config example` prints them.
pub const EXAMPLE: &str = include_str!("../deploy/dateline.toml");

const SECTIONS: [&str; 12] =
    ["DATABASE", "WEB", "OFFICE", "SENDER", "RELAY", "OPENS", "APPROVAL", "SECRETS", "DKIM", "OUTBOX", "CHECKS", "INBOX"];

impl Config {
    /// Defaults, then `file` (if it exists or was named), then the environment.
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        let named = file.map(|file| config::File::from(file).format(config::FileFormat::Toml));
        let source = named.unwrap_or_else(|| config::File::from(Path::new("dateline.toml")).required(false));
        Self::from_sources(source, std::env::vars())
    }

    /// From text as a file would hold it, over the defaults; for the demo and tests.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        Self::from_sources(config::File::from_str(text, config::FileFormat::Toml), std::iter::empty())
    }

    fn from_sources<S: config::Source + Send + Sync + 'static>(
        file: S,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let defaults = config::File::from_str(EXAMPLE, config::FileFormat::Toml);
        let environment = config::Environment::with_prefix("DATELINE")
            .prefix_separator("_")
            .separator("__")
            .try_parsing(true)
            .source(Some(ours(environment)?));
        let built = config::Config::builder().add_source(defaults).add_source(file).add_source(environment).build()?;
        let mut config: Self = built.try_deserialize()?;
        config.web.public_url = config.web.public_url.trim_end_matches('/').to_owned();
        config.check()?;
        Ok(config)
    }

    /// What is given must be usable.
    fn check(&self) -> Result<(), Problem> {
        let url = &self.database.url;
        if !["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
            return Err(wrong("database.url", "must be sqlite:FILE or postgres://user:password@host/name"));
        }
        check_public_url(&self.web.public_url)?;
        if !self.office.time_zone.is_empty() && jiff::tz::TimeZone::get(&self.office.time_zone).is_err() {
            return Err(wrong("office.time_zone", "must be a place of the tz database, as Europe/Berlin"));
        }
        if !self.sender.from.is_empty() && self.sender.from_address().is_none() {
            return Err(wrong("sender.from", "must be an address or `Name <address>`"));
        }
        if !self.sender.reply_to.is_empty() && EmailAddress::parse(&self.sender.reply_to).is_err() {
            return Err(wrong("sender.reply_to", "must be one e-mail address"));
        }
        if !self.sender.bounce_domain.is_empty() && EmailAddress::parse(&format!("b@{}", self.sender.bounce_domain)).is_err() {
            return Err(wrong("sender.bounce_domain", "must be a domain name"));
        }
        for (name, relay) in &self.relay {
            check_relay(name, relay)?;
        }
        let policy = self.approval.policy.trim();
        let over = policy.strip_prefix("over ").is_some_and(|count| count.trim().parse::<u32>().is_ok());
        if !over && !["auto", "never", "always"].contains(&policy) {
            return Err(wrong("approval.policy", "must be auto, never, always or `over N`"));
        }
        if !["relay", "sign", "ed25519"].contains(&self.dkim.mode.as_str()) {
            return Err(wrong("dkim.mode", "must be relay, sign or ed25519"));
        }
        if self.outbox.hold_seconds > 900 {
            return Err(wrong("outbox.hold_seconds", "must be 0 to 900"));
        }
        if !(1..=3_600).contains(&self.outbox.reply_seconds) {
            return Err(wrong("outbox.reply_seconds", "must be 1 to 3600; RFC 5321 says 600"));
        }
        self.inbox.check()
    }

    /// Whether we sign mail; else the relay does.
    pub fn signs(&self) -> bool {
        self.dkim.mode != "relay"
    }

    /// Where the private DKIM keys are.
    pub fn dkim_keys(&self) -> PathBuf {
        self.secrets.key_file.parent().unwrap_or_else(|| Path::new("")).join(&self.dkim.keys)
    }

    /// What must be filled in before anything can be sent.
    pub fn missing_for_sending(&self) -> Vec<Problem> {
        let mut missing = Vec::new();
        let mut need = |there: bool, field: &str, problem| {
            if !there {
                missing.push(wrong(field, problem));
            }
        };
        need(!self.office.name.trim().is_empty(), "office.name", "is empty; every mail says who writes");
        need(
            !self.office.postal_address.trim().is_empty(),
            "office.postal_address",
            "is empty; the law asks for it in every mail",
        );
        need(!self.sender.from.is_empty(), "sender.from", "is empty; mails need a sender");
        need(!self.relay.is_empty(), "relay", "has no table; mail is handed to a relay and to nobody else");
        missing
    }
}

impl Sender {
    /// Display name (may be empty) and address of `sender.from`.
    pub fn from_address(&self) -> Option<(String, EmailAddress)> {
        match self.from.trim().strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => {
                let name = name.trim().trim_matches('"').to_owned();
                if name.chars().any(char::is_control) {
                    return None;
                }
                EmailAddress::parse(address).ok().map(|address| (name, address))
            }
            None => EmailAddress::parse(&self.from).ok().map(|address| (String::new(), address)),
        }
    }
}

/// Variables that name a setting. A section followed by one underscore is a slip worth a word; others are not ours.
fn ours(environment: impl Iterator<Item = (String, String)>) -> Result<config::Map<String, String>, ConfigError> {
    let mut found = config::Map::new();
    for (name, value) in environment {
        let Some(rest) = name.strip_prefix("DATELINE_") else { continue };
        if rest.contains("__") {
            found.insert(name, value);
        } else if let Some((section, field)) = rest.split_once('_')
            && SECTIONS.contains(&section)
        {
            let meant = format!("DATELINE_{section}__{field}");
            return Err(ConfigError::Environment { found: name, meant });
        }
    }
    Ok(found)
}

/// Links in mails must be https (RFC 8058 §3.1); this machine itself is the exception.
fn check_public_url(url: &str) -> Result<(), Problem> {
    let (scheme, rest) = url.split_once("://").unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let bare = host.strip_prefix("[::1]").map_or_else(|| host.split(':').next().unwrap_or_default(), |_| "::1");
    let loopback = bare == "localhost" || bare == "::1" || bare.starts_with("127.");
    if bare.is_empty() || url.contains(char::is_whitespace) || host.contains('@') || url.contains(['?', '#']) {
        return Err(wrong("web.public_url", "must look like https://press.office.example"));
    }
    match scheme {
        "https" => Ok(()),
        "http" if loopback => Ok(()),
        "http" => Err(wrong("web.public_url", "must be https; plain http is for this machine only")),
        _ => Err(wrong("web.public_url", "must start with https://")),
    }
}

fn check_relay(name: &str, relay: &Relay) -> Result<(), Problem> {
    let field = |key: &str| format!("relay.{name}.{key}");
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        return Err(wrong(format!("relay.{name}"), "must be named in lower-case letters, digits and hyphens"));
    }
    if !["smtp://", "smtps://", "maildir:", "discard:"].iter().any(|scheme| relay.url.starts_with(scheme)) {
        return Err(wrong(field("url"), "must start with smtp://, smtps://, maildir: or discard:"));
    }
    if !(1..=100).contains(&relay.connections) {
        return Err(wrong(field("connections"), "must be 1 to 100"));
    }
    if !(1..=100).contains(&relay.weight) {
        return Err(wrong(field("weight"), "must be 1 to 100"));
    }
    for (group, lane) in &relay.lane {
        if provider::named(group).is_none() {
            return Err(wrong(field(&format!("lane.{group}")), "is not a provider group; `dateline relay lanes` lists them"));
        }
        if lane.connections.is_some_and(|connections| !(1..=relay.connections).contains(&connections)) {
            return Err(wrong(field(&format!("lane.{group}.connections")), "must be 1 to the relay's connections"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Config::from_toml(text).expect_err(text).to_string()
    }

    #[test]
    fn the_defaults_are_usable_and_say_what_sending_still_needs() {
        let config = Config::from_toml("").expect("the example is valid");
        let missing: Vec<_> = config.missing_for_sending().into_iter().map(|problem| problem.field).collect();
        assert_eq!(missing, ["office.postal_address", "sender.from", "relay"]);
    }

    #[test]
    fn a_wrong_value_is_answered_with_its_field() {
        for (text, field) in [
            ("[web]\nbind = 'nowhere'", "web.bind"),
            ("[web]\npublic_url = 'http://press.example'", "web.public_url"),
            ("[web]\npublic_url = 'press.example'", "web.public_url"),
            ("[web]\npublic_url = 'http://127.0.0.1@press.example'", "web.public_url"),
            ("[web]\npublic_url = 'https://press.example?x'", "web.public_url"),
            ("[database]\nurl = 'mysql://x'", "database.url"),
            ("[sender]\nfrom = 'nobody'", "sender.from"),
            ("[sender]\nreply_to = 'A <a@b.example>'", "sender.reply_to"),
            ("[sender]\nbounce_domain = 'not a domain'", "sender.bounce_domain"),
            ("[relay.a]\nurl = 'imap://x'", "relay.a.url"),
            ("[relay.a]\nurl = 'discard:'\nrate = 'fast'", "relay.a.rate"),
            ("[relay.a]\nurl = 'discard:'\nconnections = 0", "relay.a.connections"),
            ("[relay.a]\nurl = 'discard:'\nweight = 0", "relay.a.weight"),
            ("[relay.a]\nurl = 'discard:'\n[relay.a.lane.gogle]\nrate = '1/s'", "relay.a.lane.gogle"),
            ("[relay.a]\nurl = 'discard:'\n[relay.a.lane.google]\nconnections = 6", "relay.a.lane.google.connections"),
            ("[relay.a]\nrate = '1/s'", "relay.a.url"),
            ("[relay.a]\nurl = 'discard:'\npassword = 'x'", "password"),
            ("[opens]\nmode = 'all'", "opens.mode"),
            ("[approval]\npolicy = 'over a few'", "approval.policy"),
            ("[dkim]\nmode = 'both'", "dkim.mode"),
            ("[outbox]\nhold_seconds = 901", "outbox.hold_seconds"),
            ("[outbox]\nhold_seconds = -1", "outbox.hold_seconds"),
            ("[inbox]\naddresses = ['nobody']", "inbox.addresses"),
            ("[inbox]\nmax_megabytes = 0", "inbox.max_megabytes"),
            ("[inbox]\nsilent_minutes = 0", "inbox.silent_minutes"),
            ("[inbox]\ncanary = 'x'", "inbox.canary"),
            ("[inbox.lmtp]\nbind = 'here'", "inbox.lmtp.bind"),
            ("[inbox.lmtp]\nbind = 'unix:lmtp'", "inbox.lmtp.bind"),
            ("[inbox.lmtp]\nallow = ['everybody']", "inbox.lmtp.allow"),
            ("[inbox.lmtp]\nconnections = 0", "inbox.lmtp.connections"),
            ("[inbox.imap.a]\nhost = 'h'\nuser = 'u'", "inbox.imap.a.password_file"),
            ("[inbox.imap.a]\nhost = 'h'\npassword_file = 'p'", "inbox.imap.a.user"),
            ("[inbox.imap.a]\nhost = 'h'\nuser = 'u'\npassword_file = 'p'\ntls = 'never'", "inbox.imap.a.tls"),
            ("[inbox.imap.a]\nhost = 'h'\nuser = 'u'\npassword_file = 'p'\npoll_seconds = 1", "inbox.imap.a.poll_seconds"),
            ("[inbox.imap.a]\nhost = 'h'\nuser = 'u'\npassword_file = 'p'\nfirst = 'some'", "inbox.imap.a.first"),
            ("[inbox.imap.A]\nhost = 'h'\nuser = 'u'\npassword_file = 'p'", "inbox.imap.A"),
            ("[inbox.maildir.a]\npath = ''", "inbox.maildir.a.path"),
            ("[sned]\nfrom = 'x'", "sned"),
            ("[web]\nprot = 1", "prot"),
        ] {
            let said = refused(text);
            assert!(said.contains(field), "{text}: {said}");
        }
    }

    #[test]
    fn the_environment_overrides_and_a_slip_is_named() {
        let load = |pairs: &[(&str, &str)]| {
            let pairs: Vec<_> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
            Config::from_sources(config::File::from_str("", config::FileFormat::Toml), pairs.into_iter())
        };
        let config = load(&[
            ("DATELINE_OFFICE__NAME", "Harbour Office"),
            ("DATELINE_RELAY__MAIN__URL", "discard:"),
            ("DATELINE_TEST_X", "y"),
        ]);
        let config = config.expect("valid");
        assert_eq!((config.office.name.as_str(), config.relay["main"].url.as_str()), ("Harbour Office", "discard:"));

        let said = load(&[("DATELINE_DATABASE_URL", "x")]).expect_err("one underscore").to_string();
        assert!(said.contains("DATELINE_DATABASE__URL"), "{said}");
    }

    #[test]
    fn private_keys_are_beside_the_key_file_unless_told_otherwise() {
        let folder = |text: &str| Config::from_toml(text).expect("valid").dkim_keys();
        assert_eq!(folder(""), Path::new("dkim"));
        assert_eq!(folder("[secrets]\nkey_file = '/etc/dateline/key'"), Path::new("/etc/dateline/dkim"));
        assert_eq!(folder("[secrets]\nkey_file = '/etc/key'\n[dkim]\nkeys = '/srv/keys'"), Path::new("/srv/keys"));
    }

    #[test]
    fn the_sender_may_carry_a_name() {
        let sender = |from: &str| Sender { from: from.to_owned(), reply_to: String::new(), bounce_domain: String::new() };
        let (name, address) = sender("\"Press Office\" <press@office.example>").from_address().expect("valid");
        assert_eq!((name.as_str(), address.as_str()), ("Press Office", "press@office.example"));
        assert!(sender("A\r\nBcc: x <a@b.example>").from_address().is_none());
    }
}
