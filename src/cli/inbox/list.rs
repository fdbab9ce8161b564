//! `dateline inbox list`.

use serde_json::json;

use crate::cli::{Context, Exit};
use crate::clock::utc;
use crate::store::inquiry_lists::{self, Viewer, Wanted, Which};
use crate::store::officers;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Those of `--officer`.
    #[arg(long, conflicts_with_all = ["unclaimed", "closed"])]
    mine: bool,
    /// Those without an owner.
    #[arg(long, conflicts_with = "closed")]
    unclaimed: bool,
    #[arg(long)]
    closed: bool,
    /// Part of a subject, a name, an address or what was said.
    #[arg(long, default_value = "", value_name = "TEXT")]
    find: String,
    /// At most so many.
    #[arg(long, default_value_t = 50)]
    limit: i64,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let acting = super::acting(&store, ctx).await?;
    let which = match (args.mine, args.unclaimed, args.closed) {
        (true, ..) => match acting {
            Some(officer) => Which::Mine(officer),
            None => anyhow::bail!("say whose: --officer NAME"),
        },
        (_, true, _) => Which::Unclaimed,
        (.., true) => Which::Closed,
        _ => Which::Open,
    };
    let viewer = acting.map_or(Viewer::Everything, Viewer::Officer);
    let wanted = Wanted { which, viewer, text: &args.find, release: None, awake: false, now: ctx.clock.now() };
    let found = inquiry_lists::list(&store, &wanted, args.limit, 0).await?;
    let names = officers::list(&store).await?;
    let named = |id| names.iter().find(|one| Some(one.id) == id).map_or("–", |one| one.name.as_str());
    for one in &found {
        if ctx.json {
            println!(
                "{}",
                json!({"inquiry": one.id, "state": one.state.as_str(), "subject": one.subject, "reporter": one.reporter_address,
                    "owner": one.owner, "desk": one.desk, "deadline": one.deadline.map(utc), "urgent": one.urgent})
            );
        } else {
            let deadline = one.deadline.map_or_else(|| "–".to_owned(), utc);
            println!(
                "{}\t{}\t{deadline}\t{}\t{}\t{}",
                one.id,
                one.state.as_str(),
                named(one.owner),
                one.reporter_address,
                one.subject
            );
        }
    }
    let n = inquiry_lists::count(&store, &wanted).await?;
    match n {
        0 => ctx.say("none"),
        n if n > args.limit => ctx.say(format!("{n} in all; --limit shows more")),
        _ => {}
    }
    Ok(Exit::Ok)
}
