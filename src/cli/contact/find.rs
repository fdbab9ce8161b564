//! `dateline contact find`.

use serde_json::json;

use super::export::Which;
use crate::cli::{Context, Exit};
use crate::model::ids::ContactId;
use crate::store::{directory, vocabulary};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    which: Which,
    /// At most so many.
    #[arg(long, default_value_t = 50)]
    limit: i64,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let words = vocabulary::load(&store).await?;
    let filter = args.which.filter(&words)?;
    let mut found = directory::page(&store, &filter, ContactId(0), args.limit.saturating_add(1)).await?;
    let more = i64::try_from(found.len()).is_ok_and(|n| n > args.limit);
    found.truncate(usize::try_from(args.limit).unwrap_or(0));
    for contact in &found {
        if ctx.json {
            println!("{}", json!({"id": contact.id, "address": contact.address, "name": contact.name, "outlet": contact.outlet}));
        } else {
            println!("{}\t{}\t{}", contact.address, contact.name, contact.outlet);
        }
    }
    if found.is_empty() {
        ctx.say("nobody found");
    } else if more {
        ctx.say(format!("more than {}; --limit shows more", args.limit));
    }
    Ok(Exit::Ok)
}
