//! `dateline contact import-undo`.

use anyhow::bail;
use serde_json::json;

use crate::cli::{Context, Exit};
use crate::directory::staged;
use crate::store::imports::{self, Import, State};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The number `contact import` printed.
    import: i64,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let now = ctx.clock.now();
    let Some(import) = imports::find(&store, args.import).await? else { bail!("there is no import {}", args.import) };
    let Some(step) = imports::undo(&store, &import, &ctx.actor, now).await? else { bail!("{}", why_not(&import)) };
    staged::go_on(&store, &ctx.clock, step).await?;
    let tally = imports::find(&store, args.import).await?.unwrap_or(import).tally;
    let imports::Tally { removed, restored, mailed, edited, .. } = tally;
    if ctx.json {
        println!("{}", json!({"removed": removed, "restored": restored, "mailed": mailed, "edited": edited}));
    } else {
        println!("{removed} removed, {restored} given their old values back, {} stay", mailed + edited);
        println!("  written to since  {mailed}\n  changed since  {edited}");
    }
    Ok(Exit::Ok)
}

fn why_not(import: &Import) -> &'static str {
    match (import.state, import.ground) {
        (State::Undoing | State::Undone, _) => "this import was taken back before",
        (State::Done, imports::Ground::OptOut) => "a list of those who must not be written to is not taken back",
        (State::Done, _) => "an import can be taken back for seven days; these are over",
        _ => "this import has not been carried out yet",
    }
}
