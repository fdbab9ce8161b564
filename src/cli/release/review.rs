//! `dateline release review ID`: the sentence, the arithmetic, what stands in the way, and the seal over all of it.

use serde_json::json;

use super::order::{self, OrderArgs, missing};
use super::{audience, check};
use crate::cli::{Context, Exit};
use crate::clock::utc;
use crate::review::{self, Review};

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
        println!("{}", json(&found));
    } else {
        println!("{}\n", found.sentence);
        print!("{}", audience::text(&found.waterfall));
        println!();
        print!("{}", check::text(&found.checks));
        println!("seal   {}\ncount  {}", found.seal.groups(), found.count);
        if found.is_blocked() {
            ctx.say("\nwhat is marked ✗ has to be mended before this can be sent");
        } else {
            let verb = if found.needs_second { "request" } else { "send" };
            ctx.say(format_args!(
                "\nTo {verb} exactly this: dateline release {verb} {} --seal {} --count {} and the same options",
                found.release.id,
                found.seal.groups(),
                found.count
            ));
        }
    }
    Ok(if found.is_blocked() { Exit::ChecksFailed } else { Exit::Ok })
}

pub(super) fn json(found: &Review) -> serde_json::Value {
    json!({
        "release": found.release.id,
        "version": found.release.version,
        "sentence": found.sentence,
        "audience": found.waterfall,
        "already_have_it": found.have_it,
        "checks": found.checks,
        "blocked": found.is_blocked(),
        "needs_second": found.needs_second,
        "seal": found.seal.groups(),
        "count": found.count,
        "not_before": utc(found.not_before),
        "useful_until": utc(found.useful_until),
    })
}
