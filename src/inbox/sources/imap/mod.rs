//! A mailbox at somebody else's server, read over IMAP. What was kept is known by UID, never by a flag or a date, so that
//! neither a phone that marks mail as read nor days without us make anything disappear. The folder is opened read-only:
//! nothing in it is ever changed.

mod connect;
mod mailbox;
mod scan;

use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use self::mailbox::Mailbox;
use super::Pulse;
use super::maildir::chain;
use crate::clock::{DAY, Millis};
use crate::inbox::keep::Keeper;
use crate::model::ids::SourceId;
use crate::store::StoreError;

/// How to get in, and what to read there.
#[derive(Clone, Debug)]
pub struct Settings {
    pub host: String,
    pub port: u16,
    pub tls: Tls,
    pub user: String,
    pub secret: Secret,
    pub folder: String,
    /// What was in the folder before it was first read is left there.
    pub only_new: bool,
    pub timing: Timing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte on (RFC 8314), verified by the system's certificates or by those of a file.
    Verified { ca: Option<PathBuf> },
    /// Within this machine only.
    Never,
}

/// Read anew each time it is needed, so that one that was changed is used at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Secret {
    PasswordFile(PathBuf),
    /// An `OAuth` access token, for XOAUTH2.
    TokenFile(PathBuf),
    /// What this command prints, run by the shell.
    TokenCommand(String),
}

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    pub connect: Duration,
    /// Until the next word of an answer.
    pub command: Duration,
    /// Until a message has come in.
    pub message: Duration,
    /// At least so often the folder is looked at, whatever the server says or does not say.
    pub poll: Duration,
    /// Of that, for a server to end an IDLE.
    pub done: Duration,
    /// After a failure; doubled with each, up to `poll`.
    pub again: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            command: Duration::from_secs(60),
            message: Duration::from_secs(10 * 60),
            poll: Duration::from_secs(120),
            done: Duration::from_secs(10),
            again: Duration::from_secs(1),
        }
    }
}

/// Why a folder could not be read.
#[derive(Debug, Error)]
pub enum ImapError {
    #[error("the server cannot be reached")]
    Connect(#[source] std::io::Error),
    #[error("no encrypted connection can be made")]
    Tls(#[source] std::io::Error),
    #[error("the password or token cannot be read")]
    Secret(#[source] std::io::Error),
    #[error("the server said nothing for too long ({0})")]
    Silent(&'static str),
    #[error("the server closed the connection ({0})")]
    Closed(&'static str),
    /// What it said is never shown: it may hold a message.
    #[error("the server said what nobody can understand ({0})")]
    Garbled(&'static str),
    #[error("the server refused {command}: {said}")]
    Refused { command: &'static str, said: String },
    #[error("the server numbers its messages anew each time (no UIDVALIDITY); such a folder cannot be read safely")]
    NoUids,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A folder that is read until it is stopped.
#[derive(Debug)]
pub struct Imap {
    keeper: Keeper,
    source: SourceId,
    name: String,
    settings: Settings,
    /// A message at which the connection broke, and how often in a row.
    stuck: Option<(u32, u32)>,
    reconciled: Millis,
}

impl Imap {
    /// `name` is the source's.
    pub fn new(keeper: Keeper, source: SourceId, name: String, settings: Settings) -> Self {
        Self { keeper, source, name, settings, stuck: None, reconciled: 0 }
    }

    pub async fn run(mut self, stop: CancellationToken) {
        let mut pulse = Pulse::new(self.keeper.store.clone(), self.keeper.clock.clone(), self.source);
        let mut failures = 0_u32;
        while !stop.is_cancelled() {
            let mut looks = 0_u32;
            let ended = tokio::select! {
                () = stop.cancelled() => return,
                ended = self.connected(&mut pulse, &mut looks) => ended,
            };
            let Err(problem) = ended;
            failures = if looks > 0 { 0 } else { failures.saturating_add(1) };
            let said = chain(&problem);
            warn!(source = self.name, problem = said, failures, "a mailbox could not be read; tried again");
            pulse.failing(&said).await;
            let again = self.settings.timing.again;
            let wait = again.saturating_mul(1 << failures.min(10)).min(self.settings.timing.poll.max(again));
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// One connection, until it breaks; counts the looks that went well.
    async fn connected(&mut self, pulse: &mut Pulse, looks: &mut u32) -> Result<std::convert::Infallible, ImapError> {
        let mut mailbox = connect::open(&self.settings).await?;
        loop {
            let new = self.scan(&mut mailbox).await?;
            if new > 0 {
                info!(source = self.name, new, "mail came in");
            }
            let now = self.keeper.clock.now();
            if now - self.reconciled >= DAY {
                self.reconcile(&mut mailbox, now).await?;
                self.reconciled = now;
            }
            pulse.well().await;
            *looks = looks.saturating_add(1);
            self.wait(&mut mailbox).await?;
        }
    }

    /// Until the server says that something changed, or the time for a look has come anyway.
    async fn wait(&self, mailbox: &mut Mailbox) -> Result<(), ImapError> {
        let timing = self.settings.timing;
        let pause = timing.poll.saturating_sub(timing.done).max(timing.poll / 2);
        if mailbox.can_idle {
            match mailbox.idle(pause, timing).await {
                Err(ImapError::Refused { .. }) => mailbox.can_idle = false,
                waited => return waited,
            }
        }
        tokio::time::sleep(pause).await;
        Ok(())
    }
}
