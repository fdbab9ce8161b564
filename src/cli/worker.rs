//! `dateline worker`: the sender alone; on PostgreSQL as many as there are machines.

use super::{Context, Exit, serve};
use crate::app;

#[derive(Debug, clap::Args)]
pub struct Args {}

pub async fn run(_args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let parts = serve::parts(ctx).await?;
    Box::pin(app::work(&ctx.config, &parts)).await?;
    parts.store.close().await;
    Ok(Exit::Ok)
}
