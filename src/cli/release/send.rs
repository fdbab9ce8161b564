//! `dateline release send ID --seal … --count …`: exactly what was reviewed, or nothing. `request` and `approve` are
//! the same for two people.

use serde_json::json;

use super::order::{self, OrderArgs, missing};
use super::{check, review};
use crate::cli::{Context, Exit};
use crate::clock::utc;
use crate::model::ids::MailingId;
use crate::outbox::plan::{self, Outcome};
use crate::review::Kit;
use crate::review::{Review, Sent, request as first_word, review as look, send};
use crate::store::officers;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    order: OrderArgs,
    /// As `release review` printed it.
    #[arg(long)]
    seal: String,
    /// As `release review` printed it.
    #[arg(long)]
    count: i64,
}

#[derive(Debug, clap::Args)]
pub struct ApproveArgs {
    #[command(flatten)]
    send: Args,
    /// The officer who requested it.
    #[arg(long, value_name = "NAME")]
    requested_by: String,
    /// What `release request` printed.
    #[arg(long, value_name = "WORD")]
    request: String,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let desk = order::open(ctx).await?;
    go(&desk, &args, &ctx.actor, None, ctx).await
}

/// A first person's word. Nothing is stored; the second person hands it in.
pub async fn request(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let desk = order::open(ctx).await?;
    let Some(officer) = officers::find(&desk.store, &ctx.actor).await? else {
        return Ok(unknown(&ctx.actor));
    };
    let order = args.order.order(&desk.store).await?;
    let found = look(&desk.means(), &order).await.map_err(missing)?;
    if !found.seal.is(&args.seal) || found.count != args.count {
        return Ok(changed(&found, &args, ctx));
    }
    if found.is_blocked() {
        return Ok(blocked(&found, ctx));
    }
    let Some(word) = first_word(&desk.means(), &found, &officer.name) else { anyhow::bail!("the key file has no key") };
    if ctx.json {
        println!("{}", json!({"request": word, "requested_by": officer.name, "seal": found.seal.groups(), "count": found.count}));
    } else {
        println!("{word}");
        ctx.say(format_args!(
            "another officer approves it: dateline release approve {} --seal {} --count {} --requested-by '{}' --request {word} --officer NAME",
            found.release.id, found.seal.groups(), found.count, officer.name
        ));
    }
    Ok(Exit::Ok)
}

pub async fn approve(args: ApproveArgs, ctx: &Context) -> anyhow::Result<Exit> {
    let desk = order::open(ctx).await?;
    let (Some(second), Some(first)) =
        (officers::find(&desk.store, &ctx.actor).await?, officers::find(&desk.store, &args.requested_by).await?)
    else {
        return Ok(unknown("--officer or --requested-by"));
    };
    if !second.role.may_approve() || first.id == second.id {
        eprintln!("dateline: approving takes another officer than the first, with the role approver or admin");
        return Ok(Exit::NeedsApproval);
    }
    go(&desk, &args.send, &second.name, Some((&first.name, &args.request)), ctx).await
}

async fn go(desk: &Kit, args: &Args, actor: &str, first: Option<(&str, &str)>, ctx: &Context) -> anyhow::Result<Exit> {
    let order = args.order.order(&desk.store).await?;
    let means = desk.means();
    let (mailing, is_new) = match send(&means, &order, &args.seal, args.count, actor, first).await.map_err(missing)? {
        Sent::New { mailing, .. } => (mailing, true),
        Sent::Known(mailing) => (mailing, false),
        Sent::Blocked(found) => return Ok(blocked(&found, ctx)),
        Sent::Changed(found) => return Ok(changed(&found, args, ctx)),
        Sent::NeedsSecond(found) => {
            let id = found.release.id;
            eprintln!("dateline: this needs two people, and this is one valid word");
            eprintln!("the first:  dateline release request {id} --seal … --count … --officer NAME");
            eprintln!(
                "the second: dateline release approve {id} --seal … --count … --requested-by NAME --request WORD --officer NAME"
            );
            return Ok(Exit::NeedsApproval);
        }
    };
    let outcome = plan::run(&desk.store, means.keys, mailing, ctx.clock.now()).await?;
    Ok(tell(mailing, is_new, &outcome, ctx))
}

fn tell(mailing: MailingId, is_new: bool, outcome: &Outcome, ctx: &Context) -> Exit {
    let (state, exit) = match outcome {
        Outcome::Void { reason } => {
            eprintln!("dateline: nothing is sent: {reason}");
            ("void", Exit::ChangedSinceReviewed)
        }
        Outcome::Closed(state) => (state.as_str(), Exit::Ok),
        Outcome::Sending { .. } => ("sending", Exit::Ok),
        Outcome::NoSuchMailing => ("gone", Exit::Failed),
    };
    if ctx.json {
        println!("{}", json!({"mailing": mailing, "new": is_new, "state": state}));
    } else {
        println!("mailing {mailing}");
        if !is_new {
            ctx.say(format_args!("this was sent before: it is mailing {mailing}, {state}; nothing was added"));
        }
        ctx.say(format_args!("watch it: dateline mailing watch {mailing} · stop it: dateline mailing stop {mailing}"));
    }
    exit
}

fn unknown(name: &str) -> Exit {
    eprintln!("dateline: {name} is not an officer; `dateline officer list` shows them");
    Exit::NeedsApproval
}

fn blocked(found: &Review, ctx: &Context) -> Exit {
    if ctx.json {
        println!("{}", review::json(found));
    }
    eprintln!("dateline: this cannot be sent as it is");
    eprint!("{}", check::text(&found.checks));
    Exit::ChecksFailed
}

fn changed(found: &Review, args: &Args, ctx: &Context) -> Exit {
    if ctx.json {
        println!("{}", review::json(found));
    }
    if found.count == args.count {
        eprintln!(
            "dateline: this is not what was reviewed: text, sender, relays, time, options or the reporters themselves changed \
             (the number is still {})",
            found.count
        );
    } else {
        eprintln!("dateline: this is not what was reviewed: {} reporters would receive it, not {}", found.count, args.count);
    }
    eprintln!("it would go out not before {}; look again: dateline release review {}", utc(found.not_before), found.release.id);
    Exit::ChangedSinceReviewed
}
