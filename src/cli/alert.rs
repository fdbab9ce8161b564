//! `dateline alert`: what somebody must look at.

use clap::Subcommand;
use serde_json::json;

use super::{Context, Exit};
use crate::clock::utc;
use crate::store::alerts;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Open alerts, oldest first. Exit 6 when there are any.
    List,
    /// Somebody has seen to it. If the matter goes on, it is raised again.
    Clear {
        /// As `alert list` shows it, as `relay:office`.
        matter: String,
    },
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    match args.verb {
        Verb::List => {
            let open = alerts::open(&store).await?;
            for alert in &open {
                let at = utc(alert.raised_ms);
                if ctx.json {
                    println!("{}", json!({"matter": alert.matter, "message": alert.message, "raised": at}));
                } else {
                    println!("{at}  {}\n  {}", alert.matter, alert.message);
                }
            }
            if open.is_empty() {
                ctx.say("no alert is open");
            }
            Ok(if open.is_empty() { Exit::Ok } else { Exit::Partial })
        }
        Verb::Clear { matter } => {
            let cleared = alerts::clear(&store, &matter, &ctx.actor, ctx.clock.now()).await?;
            if !cleared {
                anyhow::bail!("no alert about `{matter}` is open; `dateline alert list` shows them");
            }
            ctx.say(format_args!("the alert about {matter} is cleared"));
            Ok(Exit::Ok)
        }
    }
}
