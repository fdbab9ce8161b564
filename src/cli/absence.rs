//! `dateline absence`: who is away, and who stands in.

use clap::Subcommand;
use jiff::tz::TimeZone;
use serde_json::json;

use super::{Context, Exit, wall};
use crate::app;
use crate::clock::utc;
use crate::model::duty::Absence;
use crate::store::{duty, officers};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// From and to by the clock of the office: 2026-11-24T09:00.
    Add {
        officer: String,
        #[arg(long)]
        from: String,
        #[arg(long)]
        to: String,
        /// Who stands in.
        #[arg(long, value_name = "OFFICER")]
        deputy: Option<String>,
    },
    /// Absences that are not over.
    List,
    Remove {
        number: i64,
    },
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let (now, zone): (_, TimeZone) = (ctx.clock.now(), app::zone(&ctx.config)?);
    match args.verb {
        Verb::Add { officer, from, to, deputy } => {
            let officer = wall::officer(&store, &officer).await?.id;
            let deputy = match deputy {
                Some(name) => Some(wall::officer(&store, &name).await?.id),
                None => None,
            };
            let (starts, ends) = (wall::instant(&from, &zone)?, wall::instant(&to, &zone)?);
            if starts >= ends || deputy == Some(officer) {
                eprintln!("dateline: an absence ends after it begins, and somebody else stands in");
                return Ok(Exit::Usage);
            }
            let number = duty::add_absence(&store, &Absence { officer, starts, ends, deputy }, &ctx.actor, now).await?;
            println!("{}", if ctx.json { json!({"absence": number}).to_string() } else { format!("absence {number}") });
        }
        Verb::List => {
            let people = officers::list(&store).await?;
            let name = |id| people.iter().find(|one| one.id == id).map_or("somebody who has left", |one| one.name.as_str());
            for kept in duty::absences(&store, now).await? {
                let (one, number) = (kept.absence, kept.number);
                let deputy = one.deputy.map(name);
                if ctx.json {
                    let (from, to) = (utc(one.starts), utc(one.ends));
                    println!(
                        "{}",
                        json!({"absence": number, "officer": name(one.officer), "from": from, "to": to, "deputy": deputy})
                    );
                } else {
                    let stand_in = deputy.map(|deputy| format!("\t{deputy} stands in")).unwrap_or_default();
                    let (from, to) = (wall::told(one.starts, &zone), wall::told(one.ends, &zone));
                    println!("{number}\t{}\t{from} – {to}{stand_in}", name(one.officer));
                }
            }
        }
        Verb::Remove { number } => {
            if !duty::remove_absence(&store, number, &ctx.actor, now).await? {
                eprintln!("dateline: there is no absence {number}; `dateline absence list` shows them");
                return Ok(Exit::Failed);
            }
        }
    }
    Ok(Exit::Ok)
}
