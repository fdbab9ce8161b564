//! Builds the media inbox's intake from the configuration, runs it beside the pages and the sender, and stops it in order:
//! first whoever brings mail, then whoever decides it.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio_util::sync::CancellationToken;

use super::{Parts, office};
use crate::clock::MINUTE;
use crate::config::Config;
use crate::config::inbox::Imap as ImapConfig;
use crate::inbox::canary::Canary;
use crate::inbox::health::Health;
use crate::inbox::keep::Keeper;
use crate::inbox::ours::Ours;
use crate::inbox::round::{Decide, Round};
use crate::inbox::sources::imap::{Imap, Secret, Settings, Timing, Tls};
use crate::inbox::sources::lmtp::{Bind, Limits, Lmtp, Peers};
use crate::inbox::sources::maildir::Maildir;
use crate::model::address::EmailAddress;
use crate::model::ids::SourceId;
use crate::store::sources::{self, Kind};

/// Where mail is kept, for whoever brings some.
pub fn keeper(config: &Config, parts: &Parts) -> anyhow::Result<Keeper> {
    let inbox = &config.inbox;
    let mut addresses = Vec::new();
    for text in inbox.addresses.all() {
        addresses.push(EmailAddress::parse(text).context("`inbox.addresses`")?);
    }
    // Where answers to our mails go.
    match config.sender.reply_to.as_str() {
        "" => addresses.extend(config.sender.from_address().map(|(_, from)| from)),
        text => addresses.push(EmailAddress::parse(text).context("`sender.reply_to`")?),
    }
    let bounce = Some(config.sender.bounce_domain.as_str()).filter(|domain| !domain.is_empty());
    let ours = Ours::new(parts.keys.clone(), &addresses, bounce);
    let limit = usize::try_from(inbox.max_megabytes).unwrap_or(50).saturating_mul(1024 * 1024);
    Ok(Keeper { store: parts.store.clone(), clock: parts.clock.clone(), ours: Arc::new(ours), limit })
}

/// Everything that brings mail, built and bound, and not running yet.
#[derive(Debug)]
pub struct Intake {
    lmtp: Option<Lmtp>,
    imap: Vec<Imap>,
    maildirs: Vec<Maildir>,
    health: Health,
}

impl Intake {
    /// Fails when a port is taken or a setting cannot be used: before anything is served.
    pub async fn prepare(config: &Config, parts: &Parts) -> anyhow::Result<Self> {
        let (keeper, inbox, now) = (keeper(config, parts)?, &config.inbox, parts.clock.now());
        let mut known: Vec<SourceId> = Vec::new();
        let mut lmtp = None;
        if !inbox.lmtp.bind.is_empty() {
            let bind = Bind::parse(&inbox.lmtp.bind).context("`inbox.lmtp.bind`")?;
            let peers = Peers::parse(&inbox.lmtp.allow.all()).context("`inbox.lmtp.allow`")?;
            let source = sources::ensure(&parts.store, "lmtp", Kind::Lmtp, now).await?;
            let limits = Limits { connections: usize::from(inbox.lmtp.connections), ..Limits::default() };
            let listener = Lmtp::bind(&bind, keeper.clone(), source, peers, limits).await;
            lmtp = Some(listener.with_context(|| format!("listening at {bind} (`inbox.lmtp.bind`)"))?);
            tracing::info!(address = %bind, "mail is taken over LMTP");
            known.push(source);
        }
        let mut imap = Vec::new();
        for (name, one) in &inbox.imap {
            // The folder is in the name: a cursor is good for one folder only.
            let name = format!("imap.{name}/{}", one.folder);
            let source = sources::ensure(&parts.store, &name, Kind::Imap, now).await?;
            imap.push(Imap::new(keeper.clone(), source, name, settings(one)));
            known.push(source);
        }
        let mut maildirs = Vec::new();
        for (name, one) in &inbox.maildir {
            let source = sources::ensure(&parts.store, &format!("maildir.{name}"), Kind::Maildir, now).await?;
            maildirs.push(Maildir { keeper: keeper.clone(), source, path: one.path.clone() });
            known.push(source);
        }
        let canary = match inbox.canary.as_str() {
            "" => None,
            to => Some(Canary { office: office(config)?, to: EmailAddress::parse(to).context("`inbox.canary`")? }),
        };
        let health = Health {
            store: parts.store.clone(),
            keys: parts.keys.clone(),
            clock: parts.clock.clone(),
            sources: known,
            canary,
            patience: i64::from(inbox.silent_minutes) * MINUTE,
            since: now,
        };
        Ok(Self { lmtp, imap, maildirs, health })
    }

    /// Where it listens for LMTP, on TCP.
    pub fn address(&self) -> Option<std::net::SocketAddr> {
        self.lmtp.as_ref().and_then(Lmtp::address)
    }

    /// Brings mail in until `stop`.
    pub async fn run(self, stop: CancellationToken) {
        let Self { lmtp, imap, maildirs, health } = self;
        let mut tasks = tokio::task::JoinSet::new();
        if let Some(lmtp) = lmtp {
            tasks.spawn(lmtp.run(stop.clone()));
        }
        for one in imap {
            tasks.spawn(one.run(stop.clone()));
        }
        for one in maildirs {
            tasks.spawn(one.run(stop.clone()));
        }
        tasks.spawn(health.run(stop.clone()));
        while let Some(ended) = tasks.join_next().await {
            if let Err(problem) = ended {
                tracing::error!(%problem, "a part of the intake failed; restart `dateline serve`");
            }
        }
    }

    /// As [`Intake::run`], with a round that decides what came in; it ends last.
    pub async fn run_deciding<D: Decide>(self, round: Round<D>, stop: CancellationToken) {
        let after = CancellationToken::new();
        let deciding = tokio::spawn(round.run(after.clone()));
        self.run(stop).await;
        after.cancel();
        if let Err(problem) = deciding.await {
            tracing::error!(%problem, "the round over kept mail failed; restart `dateline serve`");
        }
    }
}

fn settings(imap: &ImapConfig) -> Settings {
    let secret = match (&imap.password_file, &imap.token_file, &imap.token_command) {
        (Some(file), _, _) => Secret::PasswordFile(file.clone()),
        (_, Some(file), _) => Secret::TokenFile(file.clone()),
        (_, _, command) => Secret::TokenCommand(command.clone().unwrap_or_default()),
    };
    let poll = Duration::from_secs(u64::from(imap.poll_seconds));
    Settings {
        host: imap.host.clone(),
        port: imap.port,
        tls: if imap.tls == "never" { Tls::Never } else { Tls::Verified { ca: imap.ca.clone() } },
        user: imap.user.clone(),
        secret,
        folder: imap.folder.clone(),
        only_new: imap.first == "new",
        timing: Timing { poll, done: Duration::from_secs(10).min(poll / 4), ..Timing::default() },
    }
}
