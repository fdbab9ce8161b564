//! `dateline serve`: the public pages and, unless told otherwise, a sender beside them.

use std::net::SocketAddr;
use std::sync::Arc;

use super::{Context, Exit};
use crate::app::{self, Parts};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to listen, instead of `web.bind`.
    #[arg(long, value_name = "ADDRESS:PORT")]
    bind: Option<SocketAddr>,
    /// Serve the pages only; `dateline worker` sends.
    #[arg(long)]
    no_worker: bool,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let parts = parts(ctx).await?;
    let bind = args.bind.unwrap_or(ctx.config.web.bind);
    Box::pin(app::serve(&ctx.config, &parts, bind, !args.no_worker)).await?;
    parts.store.close().await;
    Ok(Exit::Ok)
}

pub(super) async fn parts(ctx: &Context) -> anyhow::Result<Parts> {
    Ok(Parts { store: ctx.store().await?, keys: Arc::new(ctx.keys()?), clock: ctx.clock.clone() })
}
