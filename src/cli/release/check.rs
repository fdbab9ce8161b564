//! `dateline release check ID`: what stands in the way, by stable codes.

use serde_json::json;

use super::order::{self, OrderArgs, missing};
use crate::cli::{Context, Exit};
use crate::review::{self, Finding, Level};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    order: OrderArgs,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let desk = order::open(ctx).await?;
    let order = args.order.order(&desk.store).await?;
    let found = review::review(&desk.means(), &order).await.map_err(missing)?;
    if ctx.json {
        println!("{}", json!({"blocked": found.is_blocked(), "checks": found.checks}));
    } else {
        print!("{}", text(&found.checks));
        if found.checks.iter().all(|one| one.level == Level::Info) {
            ctx.say("nothing stands in the way");
        }
    }
    Ok(if found.is_blocked() { Exit::ChecksFailed } else { Exit::Ok })
}

pub(super) fn text(checks: &[Finding]) -> String {
    let mark = |level| match level {
        Level::Blocking => '✗',
        Level::Warning => '!',
        Level::Info => 'i',
    };
    checks.iter().map(|one| format!("{} {:<32} {}\n", mark(one.level), one.code, one.text)).collect()
}
