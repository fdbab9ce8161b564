//! `dateline inbox route replay`.

use std::path::Path;

use anyhow::Context as _;
use serde_json::json;

use super::names::Names;
use crate::cli::{Context, Exit};
use crate::inbox::route::facts::World;
use crate::inbox::route::replay::replay;

pub(super) async fn run(file: &Path, ctx: &Context) -> anyhow::Result<Exit> {
    let room = super::room(ctx).await?;
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let rules = Names::load(&room.store, &room.duty, &room.words).await?.read(&text).context("reading the rules")?;
    let world = World { duty: &room.duty, words: &room.words };
    let replayed = replay(&room.store, &rules, (world, &room.ours), "en", ctx.clock.now()).await?;
    for one in &replayed.listed {
        if ctx.json {
            println!("{}", json!({"inquiry": one.inquiry, "subject": one.subject, "before": one.before, "after": one.after}));
        } else {
            println!("{}\t{}\n\tnow:  {}\n\tthen: {}", one.inquiry, one.subject, one.before, one.after);
        }
    }
    ctx.say(format!("{} of {} would go elsewhere", replayed.elsewhere, replayed.looked));
    Ok(Exit::Ok)
}
