//! `dateline relay`: how each relay and lane stands, and saying that a halted one may be tried again.

use clap::Subcommand;
use comfy_table::{Table, presets};
use serde_json::json;

use super::{Context, Exit, relay_test};
use crate::clock::{Millis, utc};
use crate::model::matter::Matter;
use crate::model::provider;
use crate::store::relays::{self, Level};
use crate::store::{alerts, domains, wake};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// The relays and their lanes: how fast, and what stands in the way.
    List,
    /// A halted or resting relay may be tried again: its settings are mended.
    Resume { relay: String },
    /// Try the connection to one relay, or to all: name, TLS, signing in. Nothing is sent.
    Test { relay: Option<String> },
    /// The provider groups that can have limits of their own, and how many domains are known by their mail servers.
    Lanes,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    match args.verb {
        Verb::List => list(ctx).await,
        Verb::Resume { relay } => resume(&relay, ctx).await,
        Verb::Test { relay } => relay_test::run(relay.as_deref(), ctx).await,
        Verb::Lanes => lanes(ctx).await,
    }
}

async fn list(ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let (levels, now) = (relays::levels(&store).await?, ctx.clock.now());
    let find = |relay: &str, lane: &str| {
        let known = levels.iter().find(|level| level.relay == relay && level.lane == lane).cloned();
        known.unwrap_or_else(|| Level { relay: relay.to_owned(), lane: lane.to_owned(), ..Level::default() })
    };
    let mut rows = Vec::new();
    for (name, relay) in &ctx.config.relay {
        rows.push((find(name, ""), relay.rate.to_string(), relay.connections.to_string()));
        let set = relay.lane.keys().map(String::as_str);
        let spoken_of =
            levels.iter().filter(|level| level.relay == *name && !level.lane.is_empty()).map(|level| level.lane.as_str());
        let lanes: std::collections::BTreeSet<&str> = set.chain(spoken_of).collect();
        for lane in lanes {
            let limit = relay.lane.get(lane);
            let rate = limit.and_then(|limit| limit.rate).map(|rate| rate.to_string()).unwrap_or_default();
            let connections = limit.and_then(|limit| limit.connections).map(|most| most.to_string()).unwrap_or_default();
            rows.push((find(name, lane), rate, connections));
        }
    }
    if ctx.json {
        for (level, rate, connections) in rows {
            println!(
                "{}",
                json!({"relay": level.relay, "lane": level.lane, "rate": rate, "connections": connections, "steps_slower": level.slow,
                    "failures": level.failures, "rests_until": Some(level.retry_at).filter(|at| *at > now).map(utc),
                    "halted": level.halted.map(utc), "halt_reason": level.halt_reason})
            );
        }
    } else if rows.is_empty() {
        ctx.say("no relay is configured; `dateline config example` shows how");
    } else {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_header(["relay", "lane", "rate", "connections", "now"]);
        for (level, rate, connections) in rows {
            let state = state(&level, now);
            table.add_row([level.relay, level.lane, rate, connections, state]);
        }
        println!("{table}");
    }
    Ok(Exit::Ok)
}

/// The names come with the program, how many domains are known by their mail servers with the database, if there is one.
async fn lanes(ctx: &Context) -> anyhow::Result<Exit> {
    let known = match ctx.store().await {
        Ok(store) => domains::by_lane(&store).await?,
        Err(_) => Vec::new(),
    };
    for name in provider::names() {
        let count = known.iter().find(|(lane, _)| lane == name).map_or(0, |(_, count)| *count);
        match ctx.json {
            true => println!("{}", json!({"lane": name, "domains": count})),
            false => println!("{name}"),
        }
    }
    let hosted: Vec<_> =
        known.iter().filter(|(lane, _)| lane != provider::OTHER).map(|(lane, n)| format!("{lane} {n}")).collect();
    let all: i64 = known.iter().map(|(_, count)| count).sum();
    if all > 0 {
        let hosted = if hosted.is_empty() { "none has a group".to_owned() } else { hosted.join(", ") };
        ctx.say(format_args!("{all} domains are known by their mail servers: {hosted}"));
    }
    Ok(Exit::Ok)
}

fn state(level: &Level, now: Millis) -> String {
    if level.halted.is_some() {
        return format!("halted: {}", level.halt_reason.as_deref().unwrap_or("only a person can mend it"));
    }
    if level.retry_at > now {
        return format!("left alone until {}", utc(level.retry_at));
    }
    match (level.failures, level.slow) {
        (0, 0) => "in use".to_owned(),
        (0, slow) => format!("in use at 1/{} of its pace", 1_i64 << slow.clamp(0, 30)),
        _ => "tried with one copy at a time".to_owned(),
    }
}

async fn resume(relay: &str, ctx: &Context) -> anyhow::Result<Exit> {
    if !ctx.config.relay.contains_key(relay) {
        let known: Vec<_> = ctx.config.relay.keys().map(String::as_str).collect();
        anyhow::bail!("there is no relay `{relay}` in the settings; there are: {}", known.join(", "));
    }
    let (store, now) = (ctx.store().await?, ctx.clock.now());
    let changed = relays::try_again(&store, relay, &ctx.actor, now).await?;
    for alert in alerts::open(&store).await? {
        let about = match Matter::parse(&alert.matter) {
            Some(Matter::Relay(about) | Matter::Lane { relay: about, .. }) => about,
            _ => continue,
        };
        if about == relay {
            alerts::clear(&store, &alert.matter, &ctx.actor, now).await?;
        }
    }
    wake::announce(&store).await;
    ctx.say(if changed {
        format!("relay {relay} is tried again from now on; settings that were changed are read when the sender starts")
    } else {
        format!("nothing stood in the way of relay {relay}")
    });
    Ok(Exit::Ok)
}
