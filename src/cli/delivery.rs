//! `dateline delivery`: one copy to one person: every try, a word on it in doubt, and the message itself.

use std::io::Write as _;

use clap::Subcommand;

use super::mailing::settle::Word;
use super::mailing::show::{person_json, plain, story};
use super::{Context, Exit};
use crate::clock::utc;
use crate::model::ids::DeliveryId;
use crate::outbox::again::{Again, again};
use crate::store::report;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// What happened to it, try by try.
    Show { delivery: DeliveryId },
    /// What only a person can know of one in doubt; also for a single message, which belongs to no mailing.
    Settle {
        delivery: DeliveryId,
        #[command(flatten)]
        word: Word,
    },
    /// Subject and text as this person got them, produced again and checked against the digest kept when it went out.
    Message {
        delivery: DeliveryId,
        /// All of it, the bytes as they went over the wire, for a file ending in .eml.
        #[arg(long)]
        eml: bool,
    },
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    match args.verb {
        Verb::Show { delivery } => show(delivery, ctx).await,
        Verb::Settle { word, .. } if word.wants_yes() => {
            eprintln!("whoever has the first copy would get a second one; say --yes");
            Ok(Exit::Usage)
        }
        Verb::Settle { delivery, word } => settle(delivery, &word, ctx).await,
        Verb::Message { delivery, eml } => message(delivery, eml, ctx).await,
    }
}

async fn settle(delivery: DeliveryId, word: &Word, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let Some(person) = report::person(&store, delivery).await? else { return no_such(delivery) };
    let is_done = word.settle(&store, ctx, person.mailing, delivery).await?;
    Ok(if is_done { Exit::Ok } else { Exit::Failed })
}

async fn show(delivery: DeliveryId, ctx: &Context) -> anyhow::Result<Exit> {
    let Some(person) = report::person(&ctx.store().await?, delivery).await? else { return no_such(delivery) };
    if ctx.json {
        println!("{}", person_json(&person));
        return Ok(Exit::Ok);
    }
    let whose = if person.mailing.0 == 0 { "a single message".to_owned() } else { format!("mailing {}", person.mailing) };
    println!("Delivery {delivery} of {whose} to {}", person.address);
    println!("{}", story(&person));
    for attempt in &person.attempts {
        let came_to = attempt.outcome.as_deref().unwrap_or("under way").replace('_', " ");
        let at = attempt.phase.as_deref().map(|phase| format!(" at {phase}")).unwrap_or_default();
        let code = attempt.code.map(|code| format!(" {code}")).unwrap_or_default();
        println!(
            "  {}  {}: {came_to}{at}{code} {}",
            utc(attempt.at),
            attempt.relay,
            plain(attempt.reply.as_deref().unwrap_or_default())
        );
    }
    Ok(Exit::Ok)
}

async fn message(delivery: DeliveryId, eml: bool, ctx: &Context) -> anyhow::Result<Exit> {
    let (bytes, envelope_from, to, sha256, recorded) = match again(&ctx.store().await?, &ctx.keys()?, delivery).await? {
        Again::NoSuchDelivery => return no_such(delivery),
        Again::Erased => {
            eprintln!(
                "delivery {delivery}: this person was erased, and with them what the copy said of them; it cannot be produced again"
            );
            return Ok(Exit::Failed);
        }
        Again::Copy { bytes, envelope_from, to, sha256, recorded } => (bytes, envelope_from, to, sha256, recorded),
    };
    if let Some(recorded) = recorded.as_ref().filter(|recorded| **recorded != sha256) {
        eprintln!("delivery {delivery}: what went out had the digest {recorded}, this has {sha256}: it is not the same message");
        return Ok(Exit::Failed);
    }
    if recorded.is_none() {
        ctx.say("not handed over yet; this is what would go out");
    }
    if eml {
        std::io::stdout().write_all(&bytes)?;
    } else if ctx.json {
        println!(
            "{}",
            serde_json::json!({
                "delivery": delivery,
                "envelope_from": envelope_from,
                "to": to,
                "sha256": sha256,
                "sent": recorded.is_some(),
                "message": String::from_utf8_lossy(&bytes),
            })
        );
    } else {
        ctx.say(format!("envelope from <{envelope_from}> to <{to}>, {} bytes, sha-256 {sha256}", bytes.len()));
        let read = mail_parser::MessageParser::default().parse(&bytes);
        let Some(read) = read else { anyhow::bail!("the message cannot be read; --eml prints its bytes") };
        println!("{}\n", read.subject().unwrap_or_default());
        println!("{}", read.body_text(0).unwrap_or_default().replace("\r\n", "\n").trim_end());
    }
    Ok(Exit::Ok)
}

fn no_such(delivery: DeliveryId) -> anyhow::Result<Exit> {
    anyhow::bail!("there is no delivery {delivery}; `dateline mailing show N --who` numbers them")
}
