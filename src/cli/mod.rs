//! What an operator or a script types: nouns, then verbs, one file per noun. Data goes to stdout, talk to stderr.

pub mod absence;
pub mod alert;
pub mod audit;
pub mod config;
pub mod contact;
pub mod delivery;
pub mod demo;
pub mod desk;
pub mod dkim;
pub mod inbox;
pub mod issue;
pub mod kill_switch;
pub mod mailing;
pub mod migrate;
pub mod newsroom;
pub mod officer;
pub mod relay;
pub mod release;
pub mod rota;
pub mod segment;
pub mod serve;
mod wall;
pub mod worker;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use crate::app;
use crate::clock::Clock;
use crate::compose::Office;
use crate::config::{Config, ConfigError};
use crate::secrets::Keyring;
use crate::store::{Store, StoreError};

/// The press office's own wire: contacts by region and issue, approved releases, a durable queue, and who got what.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    /// Settings file; `dateline config example` prints one.
    #[arg(long, global = true, value_name = "FILE", help_heading = "Everywhere")]
    config: Option<PathBuf>,
    /// Who is acting, for the audit trail.
    #[arg(long, global = true, value_name = "NAME", help_heading = "Everywhere")]
    officer: Option<String>,
    /// Print data as JSON.
    #[arg(long, global = true, help_heading = "Everywhere")]
    json: bool,
    /// Say nothing but the data and errors.
    #[arg(long, short, global = true, help_heading = "Everywhere")]
    quiet: bool,
    #[command(subcommand)]
    noun: Noun,
}

#[derive(Debug, Subcommand)]
enum Noun {
    /// See it work: a sample office, the real queue, and a mailbox on this machine.
    Demo(demo::Args),
    /// Serve the public pages, and send.
    Serve(serve::Args),
    /// Send only; any number of workers on PostgreSQL, one on SQLite. `worker list` shows them.
    Worker(worker::Args),
    /// Bring the database up to date, or say how far it is.
    Migrate(migrate::Args),
    /// Issues: what the office works on.
    Issue(issue::Args),
    /// Contacts: bring in, look up, link and export.
    Contact(contact::Args),
    /// Segments: saved rules of regions and issues.
    Segment(segment::Args),
    /// Releases: write, import, place and look at them.
    Release(release::Args),
    /// Newsrooms: the feeds from which drafts come by themselves.
    Newsroom(newsroom::Args),
    /// Officers: the people who act here.
    Officer(officer::Args),
    /// Desks: who takes questions, in which hours.
    Desk(Box<desk::Args>),
    /// Rotas: who is on call when.
    Rota(Box<rota::Args>),
    /// Absences: who is away, and who stands in.
    Absence(absence::Args),
    /// Mailings: what became of each person in them, and the brakes.
    Mailing(mailing::Args),
    /// The media inbox: inquiries, and who gets them.
    Inbox(inbox::Args),
    /// One copy: what happened to it, and its bytes.
    Delivery(delivery::Args),
    /// Relays: how each stands, and trying a halted one again.
    Relay(relay::Args),
    /// Alerts: what somebody must look at.
    Alert(alert::Args),
    /// The audit trail: who did what, and whether it is still what was written.
    Audit(audit::Args),
    /// The keys that sign mail, and what DNS has to say of them.
    Dkim(dkim::Args),
    /// The brake for everything at once.
    KillSwitch(kill_switch::Args),
    /// Print the commented settings, or check yours.
    Config(config::Args),
}

/// What a command works with.
#[derive(Debug)]
pub struct Context {
    pub config: Config,
    pub clock: Clock,
    pub json: bool,
    pub quiet: bool,
    /// The officer named, else `operator`.
    pub actor: String,
}

impl Context {
    pub async fn store(&self) -> anyhow::Result<Store> {
        Store::open(&self.config.database.url).await.context("opening the database (`database.url`)")
    }

    /// The office's keys; the file is made on first use.
    pub fn keys(&self) -> anyhow::Result<Keyring> {
        app::keys(&self.config, self.clock.now())
    }

    /// The office as its mails need it; names the setting that is still empty.
    pub fn office(&self) -> anyhow::Result<Office> {
        app::office(&self.config)
    }

    /// A line for the person at the terminal; silent with `--quiet`.
    pub fn say(&self, line: impl std::fmt::Display) {
        if !self.quiet {
            eprintln!("{line}");
        }
    }
}

/// How a command ended, for scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Ok,
    Failed,
    Usage,
    ChecksFailed,
    NeedsApproval,
    ChangedSinceReviewed,
    Partial,
    TemporarilyUnavailable,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Ok => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::ChecksFailed => 3,
            Exit::NeedsApproval => 4,
            Exit::ChangedSinceReviewed => 5,
            Exit::Partial => 6,
            Exit::TemporarilyUnavailable => 7,
        })
    }
}

/// The exit an error stands for: a wrong setting is the caller's, a busy database passes.
pub fn exit_for(error: &anyhow::Error) -> Exit {
    for cause in error.chain() {
        if cause.is::<ConfigError>() {
            return Exit::Usage;
        }
        if let Some(store) = cause.downcast_ref::<StoreError>() {
            return match store {
                StoreError::BadUrl(_) => Exit::Usage,
                store if store.is_transient() => Exit::TemporarilyUnavailable,
                _ => Exit::Failed,
            };
        }
    }
    Exit::Failed
}

impl Cli {
    /// Long-running commands tell what they do; the others speak for themselves.
    pub fn log_level(&self) -> &'static str {
        match self.noun {
            _ if self.quiet => "error",
            Noun::Serve(_) => "info",
            Noun::Worker(ref args) if args.sends() => "info",
            _ => "warn",
        }
    }
}

pub async fn run(cli: Cli) -> anyhow::Result<Exit> {
    // The settings commands must work while the settings do not.
    if let Noun::Config(args) = cli.noun {
        return config::run(&args, cli.config.as_deref(), cli.json);
    }
    // It has settings of its own, so that it cannot reach a relay that is configured.
    if let Noun::Demo(args) = cli.noun {
        return Box::pin(demo::run(args, demo::Voice { json: cli.json, quiet: cli.quiet })).await;
    }
    let config = Config::load(cli.config.as_deref())?;
    let actor = cli.officer.unwrap_or_else(|| "operator".to_owned());
    let ctx = Context { config, clock: Clock::system(), json: cli.json, quiet: cli.quiet, actor };
    match cli.noun {
        Noun::Config(_) | Noun::Demo(_) => Ok(Exit::Ok),
        Noun::Serve(args) => Box::pin(serve::run(args, &ctx)).await,
        Noun::Worker(args) => Box::pin(worker::run(args, &ctx)).await,
        Noun::Migrate(args) => Box::pin(migrate::run(args, &ctx)).await,
        Noun::Issue(args) => Box::pin(issue::run(args, &ctx)).await,
        Noun::Contact(args) => Box::pin(contact::run(args, &ctx)).await,
        Noun::Segment(args) => Box::pin(segment::run(args, &ctx)).await,
        Noun::Release(args) => Box::pin(release::run(args, &ctx)).await,
        Noun::Newsroom(args) => Box::pin(newsroom::run(args, &ctx)).await,
        Noun::Officer(args) => Box::pin(officer::run(args, &ctx)).await,
        Noun::Desk(args) => Box::pin(desk::run(*args, &ctx)).await,
        Noun::Rota(args) => Box::pin(rota::run(*args, &ctx)).await,
        Noun::Absence(args) => Box::pin(absence::run(args, &ctx)).await,
        Noun::Mailing(args) => Box::pin(mailing::run(args, &ctx)).await,
        Noun::Inbox(args) => Box::pin(inbox::run(args, &ctx)).await,
        Noun::Delivery(args) => Box::pin(delivery::run(args, &ctx)).await,
        Noun::Relay(args) => Box::pin(relay::run(args, &ctx)).await,
        Noun::Audit(args) => Box::pin(audit::run(args, &ctx)).await,
        Noun::Alert(args) => Box::pin(alert::run(args, &ctx)).await,
        Noun::Dkim(args) => Box::pin(dkim::run(args, &ctx)).await,
        Noun::KillSwitch(args) => Box::pin(kill_switch::run(args, &ctx)).await,
    }
}
