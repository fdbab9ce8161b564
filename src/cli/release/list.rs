//! `dateline release list`.

use serde_json::json;

use super::words;
use crate::cli::{Context, Exit};
use crate::clock::utc;
use crate::store::releases;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(i64).range(1..=1000))]
    limit: i64,
    /// Skip so many; for the next page.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..))]
    offset: i64,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let listed = releases::list(&store, args.limit, args.offset).await?;
    if ctx.json {
        for release in &listed {
            println!(
                "{}",
                json!({
                    "release": release.id, "version": release.version, "kind": release.kind.as_str(), "title": release.title,
                    "date": release.dated.to_string(), "language": release.language, "embargo": release.embargo.map(utc),
                    "withdrawn": release.withdrawn, "regions": release.regions, "issues": release.issues, "proposed": release.proposed,
                })
            );
        }
        return Ok(Exit::Ok);
    }
    if listed.is_empty() {
        ctx.say(if args.offset > 0 {
            "no more releases"
        } else {
            "no release yet; `dateline release new` or `release import` store one"
        });
        return Ok(Exit::Ok);
    }
    let mut table = words::table(&["Release", "Kind", "Date", "Title", "Placed"], &[0]);
    for release in &listed {
        let mut notes = match (release.regions, release.issues) {
            (0, _) | (_, 0) => "not placed".to_owned(),
            _ if release.proposed => "proposed".to_owned(),
            _ => "yes".to_owned(),
        };
        if release.withdrawn {
            notes = "withdrawn".to_owned();
        }
        table.add_row([
            release.id.to_string(),
            words::kind(release.kind),
            release.dated.to_string(),
            words::short(&release.title),
            notes,
        ]);
    }
    println!("{table}");
    if i64::try_from(listed.len()) == Ok(args.limit) {
        ctx.say(format!("more with --offset {}", args.offset + args.limit));
    }
    Ok(Exit::Ok)
}
