//! `dateline contact link`.

use crate::cli::{Context, Exit};
use crate::store::directory;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "EMAIL")]
    one: String,
    #[arg(value_name = "OTHER")]
    other: String,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let (one, other) = (super::wanted(&store, &args.one).await?, super::wanted(&store, &args.other).await?);
    if one.id == other.id {
        eprintln!("these are the same contact already");
        return Ok(Exit::Usage);
    }
    let new = directory::link(&store, &one, &other, &ctx.actor, ctx.clock.now()).await?;
    ctx.say(if new { "linked: this person gets one copy of a release" } else { "they were one person already" });
    Ok(Exit::Ok)
}
