//! `dateline inbox`: mail that came in, how it comes in, and bringing some by hand.

mod bring;
mod look;

use std::path::PathBuf;

use clap::Subcommand;

use super::{Context, Exit};
use crate::model::ids::InboundId;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Take one message from a mail server's pipe. Exit 75 when it cannot be kept now: the server then tries again; 65 when
    /// it is too large.
    Receive(bring::Receive),
    /// Bring in a message, an mbox, a Maildir, or a folder of messages. The same ones again are passed over.
    Import {
        #[arg(value_name = "FILE|DIR")]
        path: PathBuf,
    },
    /// Write every message as it came into a folder, with its envelope beside it; `inbox import` takes it back.
    Export {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Messages nobody could read, with the reason. Exit 6 when there are any.
    Parked,
    /// Have a parked message read again.
    Retry { id: InboundId },
    /// Have a message that was decided decided again, by the rules of now.
    Replay { id: InboundId },
    /// What is known of a message.
    Show {
        id: InboundId,
        /// The message itself, byte by byte.
        #[arg(long)]
        raw: bool,
    },
    /// Where mail comes from, and how each source stands. Exit 6 when one does not answer.
    Sources,
    /// Compare what was kept with what is there. Exit 3 when messages are missing.
    Check {
        /// Somebody has seen to it: what is there is what counts.
        #[arg(long)]
        accept: bool,
    },
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    match args.verb {
        Verb::Receive(args) => Ok(Box::pin(bring::receive(args, ctx)).await),
        Verb::Import { path } => Box::pin(bring::import(&path, ctx)).await,
        Verb::Export { folder } => look::export(&folder, ctx).await,
        Verb::Parked => look::parked(ctx).await,
        Verb::Retry { id } => look::again(id, false, ctx).await,
        Verb::Replay { id } => look::again(id, true, ctx).await,
        Verb::Show { id, raw } => look::show(id, raw, ctx).await,
        Verb::Sources => look::sources(ctx).await,
        Verb::Check { accept } => look::check(accept, ctx).await,
    }
}

impl Args {
    /// Whether a mail server waits for its word: then whatever is wrong here is no reason to give a message up.
    pub(super) fn is_pipe(&self) -> bool {
        matches!(self.verb, Verb::Receive(_))
    }
}
