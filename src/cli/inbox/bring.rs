//! Bringing mail in by hand or by a pipe. A pipe's server must never take a passing trouble for a last word.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::json;

use super::super::serve;
use super::{Context, Exit};
use crate::app::intake;
use crate::inbox::keep::{Arrival, Kept, Key};
use crate::inbox::sources::files;
use crate::model::inbound::Envelope;
use crate::store::sources::{self, Kind};

#[derive(Debug, clap::Args)]
pub(super) struct Receive {
    /// The message; standard input unless named.
    #[arg(default_value = "-")]
    file: PathBuf,
    /// The return path, as the mail server knows it; empty for none.
    #[arg(long, value_name = "ADDRESS")]
    from: Option<String>,
    /// Whom it is for; without any, its header says.
    #[arg(long, value_name = "ADDRESS")]
    to: Vec<String>,
}

pub(super) async fn receive(args: Receive, ctx: &Context) -> Exit {
    match take(args, ctx).await {
        Ok(exit) => exit,
        Err(error) => {
            eprintln!("dateline: the message is not kept; try again: {error:#}");
            Exit::TryAgain
        }
    }
}

async fn take(args: Receive, ctx: &Context) -> anyhow::Result<Exit> {
    let parts = serve::parts(ctx).await?;
    let keeper = intake::keeper(&ctx.config, &parts)?;
    let most = u64::try_from(keeper.limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut body = Vec::new();
    if args.file.as_os_str() == "-" {
        std::io::stdin().lock().take(most).read_to_end(&mut body).context("reading standard input")?;
    } else {
        let file = std::fs::File::open(&args.file).with_context(|| args.file.display().to_string())?;
        file.take(most).read_to_end(&mut body).with_context(|| args.file.display().to_string())?;
    }
    if body.len() > keeper.limit {
        eprintln!("dateline: the message is larger than {} MB (`inbox.max_megabytes`)", ctx.config.inbox.max_megabytes);
        return Ok(Exit::DataWrong);
    }
    if body.is_empty() {
        eprintln!("dateline: there is no message; give a file, or pipe one in");
        return Ok(Exit::DataWrong);
    }
    let source = sources::ensure(&parts.store, "receive", Kind::Command, ctx.clock.now()).await?;
    let envelope = Envelope { return_path: args.from.unwrap_or_default(), recipients: args.to };
    let kept = keeper.keep(Arrival::new(source, Key::Content, envelope, body)).await?;
    tell(ctx, kept);
    Ok(Exit::Ok)
}

fn tell(ctx: &Context, kept: Kept) {
    let is_new = matches!(kept, Kept::New(_));
    if ctx.json {
        println!("{}", json!({"message": kept.id(), "new": is_new}));
    } else {
        ctx.say(format_args!("message {} {}", kept.id(), if is_new { "is kept" } else { "was here before" }));
    }
}

pub(super) async fn import(path: &Path, ctx: &Context) -> anyhow::Result<Exit> {
    let parts = serve::parts(ctx).await?;
    let keeper = intake::keeper(&ctx.config, &parts)?;
    let source = sources::ensure(&parts.store, "import", Kind::Command, ctx.clock.now()).await?;
    let done = files::import(&keeper, source, path).await?;
    if ctx.json {
        println!("{}", json!({"new": done.new, "known": done.known}));
    }
    ctx.say(format_args!(
        "{} messages brought in, {} were here before; `dateline serve` decides what they are",
        done.new, done.known
    ));
    Ok(Exit::Ok)
}
