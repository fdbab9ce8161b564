//! `dateline inbox route try`.

use anyhow::Context as _;
use serde_json::json;

use crate::cli::{Context, Exit};
use crate::inbox::place::{Arrived, Means};
use crate::inbox::route::facts::World;
use crate::inbox::route::lines::Decision;
use crate::inbox::route::sentence::{passed_by, sentence};
use crate::inbox::route::try_it;
use crate::model::address::EmailAddress;
use crate::model::ids::InquiryId;
use crate::model::inbound::{Envelope, Mailbox, Read};
use crate::model::inquiry::SenderCheck;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// An inquiry, as it came in.
    #[arg(long, value_name = "INQUIRY", conflicts_with_all = ["from", "subject", "text"])]
    inquiry: Option<InquiryId>,
    /// Who would write.
    #[arg(long, value_name = "EMAIL", required_unless_present = "inquiry")]
    from: Option<String>,
    /// Which of our addresses they would write to.
    #[arg(long, value_name = "EMAIL", default_value = "")]
    to: String,
    #[arg(long, default_value = "")]
    subject: String,
    #[arg(long, default_value = "")]
    text: String,
    /// As BCP 47; empty = unsure.
    #[arg(long, default_value = "")]
    language: String,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let room = super::room(ctx).await?;
    let keys = ctx.keys()?;
    let means = Means { keys: &keys, ours: &room.ours, world: World { duty: &room.duty, words: &room.words } };
    let now = ctx.clock.now();
    if let Some(id) = args.inquiry {
        let decision = try_it::inquiry(&room.store, id, None, means).await?;
        print(&decision.with_context(|| format!("there is no inquiry {id}; `dateline inbox list` shows them"))?, ctx);
        return Ok(Exit::Ok);
    }
    let sender = EmailAddress::parse(args.from.as_deref().unwrap_or_default()).context("--from")?;
    let to = if args.to.is_empty() { ctx.config.sender.from.clone() } else { args.to };
    let read = Read {
        to: vec![Mailbox { name: String::new(), address: to.clone() }],
        text: args.text.clone(),
        fresh: args.text,
        subject: args.subject,
        language: Some(args.language).filter(|tag| !tag.is_empty()),
        ..Read::default()
    };
    let envelope = Envelope { return_path: sender.as_str().to_owned(), recipients: vec![to] };
    let arrived = Arrived {
        inbound: None,
        received: now,
        envelope: &envelope,
        read: &read,
        sender: Some(&sender),
        sender_name: "",
        recovered: "",
        check: SenderCheck::New,
        times: &[],
        human: true,
    };
    let tried = try_it::message(&room.store, means, &arrived, now).await?;
    print(&tried.route, ctx);
    Ok(Exit::Ok)
}

fn print(decision: &Decision, ctx: &Context) {
    let trace = &decision.trace;
    if ctx.json {
        println!("{}", json!({"sentence": sentence(trace, "en"), "trace": trace}));
        return;
    }
    println!("{}", sentence(trace, "en"));
    for line in &trace.lines {
        let why = passed_by(line, "en").unwrap_or_else(|| "decides".to_owned());
        println!("{}\t{}\t{why}", line.line, line.name);
    }
}
