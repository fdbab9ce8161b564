//! `dateline kill-switch`: the brake for everything at once, by every sender.

use clap::Subcommand;
use serde_json::json;

use super::mailing::standing;
use super::{Context, Exit};
use crate::clock::utc;
use crate::store::control;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Nothing is handed to any relay from now on.
    On,
    /// Sending may go on.
    Off,
    /// Whether anything may be sent, and what stands in the way.
    Status,
    /// This database was moved or restored; say that it, and no other copy of it, sends from here.
    LeaveQuarantine {
        /// Yes, no other copy of this database sends.
        #[arg(long)]
        yes: bool,
    },
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let now = ctx.clock.now();
    match args.verb {
        Verb::On => {
            let changed = control::kill(&store, &ctx.actor, now).await?;
            ctx.say(if changed {
                "the kill switch is on: nothing is handed over any more"
            } else {
                "the kill switch was on already"
            });
        }
        Verb::Off => {
            let changed = control::unkill(&store, &ctx.actor, now).await?;
            ctx.say(if changed { "the kill switch is off" } else { "the kill switch was off already" });
        }
        Verb::LeaveQuarantine { yes } => {
            if control::brakes(&store).await?.quarantined.is_some() && !yes {
                eprintln!("if another copy of this database sends too, people get two copies; say --yes when none does");
                return Ok(Exit::Usage);
            }
            let changed = control::leave_quarantine(&store, &ctx.actor, now).await?;
            ctx.say(if changed { "the quarantine is over" } else { "there was no quarantine" });
        }
        Verb::Status => {}
    }
    let brakes = control::brakes(&store).await?;
    let obstacles = standing(&store, ctx, now).await?;
    if ctx.json {
        println!(
            "{}",
            json!({
                "kill_switch": brakes.killed.is_some(),
                "since": brakes.killed.map(utc),
                "by": brakes.killed_by,
                "quarantine": brakes.quarantined.map(utc),
                "obstacles": obstacles,
            })
        );
    } else if obstacles.is_empty() {
        println!("nothing stands in the way of sending");
    } else {
        for reason in obstacles {
            println!("{reason}");
        }
    }
    Ok(Exit::Ok)
}
