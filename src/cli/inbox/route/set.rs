//! `dateline inbox route set`.

use std::path::Path;

use anyhow::Context as _;

use super::names::Names;
use crate::cli::{Context, Exit};
use crate::clock::utc;
use crate::inbox::route::check::{Lint, Wrong, lints, wrong};
use crate::inbox::route::facts::World;
use crate::inbox::route::replay::replay;
use crate::inbox::route::save::{Saved, save};
use crate::inbox::words::say;
use crate::store::routings;

pub(super) async fn run(file: &Path, dry_run: bool, ctx: &Context) -> anyhow::Result<Exit> {
    let room = super::room(ctx).await?;
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let rules = Names::load(&room.store, &room.duty, &room.words).await?.read(&text).context("reading the rules")?;
    let (seen, _) = routings::current(&room.store).await?;
    let now = ctx.clock.now();
    for lint in lints(&rules, &routings::labels(&room.store).await?, &room.duty, &room.words, now) {
        ctx.say(remark(&lint));
    }
    let wrong = wrong(&rules, &room.duty, now);
    if !wrong.is_empty() {
        return Ok(refuse(&wrong));
    }
    let world = World { duty: &room.duty, words: &room.words };
    let replayed = replay(&room.store, &rules, (world, &room.ours), "en", now).await?;
    let summary = format!("{} of {} would go elsewhere", replayed.elsewhere, replayed.looked);
    ctx.say(format!("of the last 30 days {summary}"));
    if dry_run {
        ctx.say("nothing was saved");
        return Ok(Exit::Ok);
    }
    match save(&room.store, (&rules, seen), &room.duty, &summary, &ctx.actor, now).await? {
        Saved::Version(version) => {
            if ctx.json {
                println!(
                    "{}",
                    serde_json::json!({"version": version, "looked": replayed.looked, "elsewhere": replayed.elsewhere})
                );
            } else {
                println!("saved as version {version}");
            }
            Ok(Exit::Ok)
        }
        Saved::Refused(wrong) => Ok(refuse(&wrong)),
        Saved::Overtaken => {
            eprintln!("somebody saved other rules meanwhile; look at `inbox route list` and set yours again");
            Ok(Exit::ChangedSinceReviewed)
        }
    }
}

fn refuse(all: &[Wrong]) -> Exit {
    for one in all {
        eprintln!("{}", in_words(one));
    }
    eprintln!("nothing was saved");
    Exit::ChecksFailed
}

fn in_words(wrong: &Wrong) -> String {
    match wrong {
        Wrong::NoFallback => {
            "the fallback names nobody who is here: a message could reach nobody; name at least one officer".to_owned()
        }
        Wrong::FallbackAway(at) => format!("everybody of the fallback is away at {}: add somebody who is here then", utc(*at)),
        Wrong::TooManyRows(line) => format!("line {line} asks more than eight things; make two lines of it, or a label"),
        Wrong::EmptyRow(line) => format!("line {line} has a field without a value, which fits nothing; fill it or take it out"),
        Wrong::Nameless(line) => format!("line {line} has no name; give it one, it stands in the reason people read"),
        Wrong::Circle(line) => format!("line {line} leads after hours to the desk that is closed; name another target"),
        Wrong::EmptyLabel(label) => format!("the label `{label}` needs a name and a condition with a value"),
    }
}

fn remark(lint: &Lint) -> String {
    match lint {
        Lint::Shadowed { line, by } => say("en", "lint-shadowed", &[("line", &line.to_string()), ("by", &by.to_string())]),
        Lint::Unreachable { line, target } => {
            let what = serde_json::json!(target).to_string();
            say("en", "lint-unreachable", &[("line", &line.to_string()), ("what", &what)])
        }
        Lint::Gap { name, from, .. } => say("en", "lint-gap", &[("what", name), ("when", &utc(*from))]),
        Lint::UnknownLabel { line, label } => say("en", "lint-unknown-label", &[("line", &line.to_string()), ("what", label)]),
    }
}
