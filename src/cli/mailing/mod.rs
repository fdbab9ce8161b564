//! `dateline mailing`: what becomes of a release once it is approved, and the brakes.

pub(super) mod settle;
pub(super) mod show;
mod watch;
mod words;

use clap::{Subcommand, ValueEnum};

use super::{Context, Exit};
use crate::clock::Millis;
use crate::model::delivery::DeliveryState;
use crate::model::ids::MailingId;
use crate::store::control::{self, Step};
use crate::store::{Store, report};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// The mailings, newest first.
    List {
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(i64).range(1..=1000))]
        limit: i64,
        /// Only those before this mailing; for the next page.
        #[arg(long, value_name = "MAILING")]
        before: Option<MailingId>,
    },
    /// One mailing: the arithmetic, the times, and why it is not moving.
    Show(show::Args),
    /// Follow a mailing until nobody waits any more. Exit 6 when somebody did not get it.
    Watch(watch::Args),
    /// Hand over no more copies for now. What waits keeps waiting.
    Pause {
        mailing: MailingId,
        /// Kept with the mailing and in the audit trail.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Go on after a pause, or send one now that missed its time.
    Resume { mailing: MailingId },
    /// End a mailing for good: whoever waits is left out.
    Stop {
        mailing: MailingId,
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Decide what is in doubt: the relay may have the copy, and nobody can know.
    Settle(settle::Args),
}

/// What `--state` takes: the words of the arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Standing {
    Waiting,
    Retrying,
    Accepted,
    Refused,
    InDoubt,
    LeftOut,
}

impl Standing {
    pub fn states(self) -> &'static [DeliveryState] {
        match self {
            Self::Waiting => &[DeliveryState::Pending, DeliveryState::Claimed, DeliveryState::Attempting],
            Self::Retrying => &[DeliveryState::Deferred],
            Self::Accepted => &[DeliveryState::Accepted],
            Self::Refused => &[DeliveryState::Refused],
            Self::InDoubt => &[DeliveryState::InDoubt],
            Self::LeftOut => &[DeliveryState::LeftOut],
        }
    }
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    match args.verb {
        Verb::List { limit, before } => list(limit, before, ctx).await,
        Verb::Show(args) => show::run(args, ctx).await,
        Verb::Watch(args) => watch::run(args, ctx).await,
        Verb::Pause { mailing, reason } => {
            let step = control::pause(&ctx.store().await?, mailing, &ctx.actor, &reason, ctx.clock.now()).await?;
            answer(ctx, mailing, step, "paused").await
        }
        Verb::Resume { mailing } => {
            let step = control::resume(&ctx.store().await?, mailing, &ctx.actor, ctx.clock.now()).await?;
            answer(ctx, mailing, step, "resumed").await
        }
        Verb::Stop { mailing, reason } => {
            let step = control::stop(&ctx.store().await?, mailing, &ctx.actor, &reason, ctx.clock.now()).await?;
            answer(ctx, mailing, step, "stopped").await
        }
        Verb::Settle(args) => settle::run(args, ctx).await,
    }
}

async fn list(limit: i64, before: Option<MailingId>, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let mailings = report::list(&store, before, limit, ctx.clock.now()).await?;
    if ctx.json {
        for mailing in &mailings {
            println!("{}", words::json(mailing));
        }
    } else if mailings.is_empty() {
        ctx.say("no mailing yet; `dateline release review` prints what `release send` needs");
    } else {
        println!("{}", words::table(&mailings));
        if i64::try_from(mailings.len()) == Ok(limit)
            && let Some(last) = mailings.last()
        {
            ctx.say(format!("more with --before {}", last.id));
        }
    }
    Ok(if mailings.iter().all(report::MailingReport::closes) { Exit::Ok } else { Exit::Failed })
}

/// Says what a brake came to, and how many copies it could no longer hold back.
async fn answer(ctx: &Context, mailing: MailingId, step: Step, done: &str) -> anyhow::Result<Exit> {
    match step {
        Step::Done => {}
        Step::NoSuchMailing => return no_such(mailing),
        Step::Refused(state) => {
            let state = words::state(state);
            anyhow::bail!("mailing {mailing} is {state}, so it cannot be {done}; nothing was changed");
        }
    }
    let store = ctx.store().await?;
    let Some(report) = report::find(&store, mailing, ctx.clock.now()).await? else { return no_such(mailing) };
    if ctx.json {
        println!("{}", words::json(&report));
    } else {
        ctx.say(format!("mailing {mailing} is {done}"));
        if done != "resumed" && report.in_hand > 0 {
            ctx.say(format!(
                "{} in a sender's hands at this moment: those already begun may still arrive",
                words::people(report.in_hand)
            ));
        }
        println!("{}", words::arithmetic(&report));
    }
    Ok(exit_for(&report))
}

fn exit_for(report: &report::MailingReport) -> Exit {
    if report.closes() { Exit::Ok } else { Exit::Failed }
}

fn no_such(mailing: MailingId) -> anyhow::Result<Exit> {
    anyhow::bail!("there is no mailing {mailing}; `dateline mailing list` shows them")
}

/// What holds up every mailing at this moment, in words.
pub async fn standing(store: &Store, ctx: &Context, now: Millis) -> anyhow::Result<Vec<String>> {
    Ok(words::general_obstacles(&show::surroundings(store, ctx, now).await?, now))
}
