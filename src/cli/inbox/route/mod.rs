//! `dateline inbox route`: who gets what.

mod list;
mod names;
mod replay;
mod set;
mod try_it;

use std::path::PathBuf;

use clap::Subcommand;

use crate::cli::{Context, Exit};
use crate::inbox::addresses::Addresses;
use crate::model::duty::Duty;
use crate::model::vocabulary::Vocabulary;
use crate::store::{Store, duty, vocabulary};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Who would get an inquiry, or a message described here, and why. Nothing is written.
    Try(try_it::Args),
    /// The rules in force: the built-in lines and the office's own. With `--json` as `route set` reads them.
    List,
    /// Save the rules of a JSON file. Refused when a message could reach nobody (exit 3).
    Set {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Say what would change, and save nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// How many inquiries of the last 30 days would go elsewhere by the rules of a file, and which. Nothing is written.
    Replay {
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    match args.verb {
        Verb::Try(args) => Box::pin(try_it::run(args, ctx)).await,
        Verb::List => list::run(ctx).await,
        Verb::Set { file, dry_run } => Box::pin(set::run(&file, dry_run, ctx)).await,
        Verb::Replay { file } => Box::pin(replay::run(&file, ctx)).await,
    }
}

/// What rules are read and tried with.
struct Room {
    store: Store,
    duty: Duty,
    words: Vocabulary,
    ours: Addresses,
}

async fn room(ctx: &Context) -> anyhow::Result<Room> {
    let store = ctx.store().await?;
    let duty = duty::load(&store, ctx.clock.now()).await?;
    let words = vocabulary::load(&store).await?;
    let sender = &ctx.config.sender;
    Ok(Room { store, duty, words, ours: Addresses::new([sender.from.as_str(), sender.reply_to.as_str()]) })
}
