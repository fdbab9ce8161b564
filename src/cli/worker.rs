//! `dateline worker`: the sender alone; on PostgreSQL as many as there are machines. `worker list` shows those that live.

use clap::Subcommand;
use serde_json::json;

use super::{Context, Exit, serve};
use crate::app;
use crate::clock::utc;
use crate::store::workers;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// The senders of this database: since when, their last sign of life, what they hold.
    List,
}

impl Args {
    /// Without a verb this process becomes a sender.
    pub fn sends(&self) -> bool {
        self.verb.is_none()
    }
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    if let Some(Verb::List) = args.verb {
        return list(ctx).await;
    }
    let parts = serve::parts(ctx).await?;
    Box::pin(app::work(&ctx.config, &parts)).await?;
    parts.store.close().await;
    Ok(Exit::Ok)
}

async fn list(ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let living = workers::living(&store).await?;
    for one in &living {
        if ctx.json {
            println!(
                "{}",
                json!({"worker": one.id, "name": one.name, "started": utc(one.started_ms), "seen": utc(one.seen_ms), "holds": one.holds})
            );
        } else {
            let ago = (ctx.clock.now() - one.seen_ms).max(0) / 1_000;
            println!("{}  {}  since {}, seen {ago} s ago, holds {} copies", one.id, one.name, utc(one.started_ms), one.holds);
        }
    }
    if living.is_empty() {
        ctx.say("no sender runs; start one with `dateline serve` or `dateline worker`");
    }
    Ok(Exit::Ok)
}
