//! `dateline inbox show`.

use serde_json::{Value, json};

use crate::cli::{Context, Exit};
use crate::clock::utc;
use crate::inbox::route::sentence::sentence;
use crate::inbox::route::trace::Trace;
use crate::model::ids::InquiryId;
use crate::model::inquiry::Outcome;
use crate::store::{inquiries, inquiry_messages, inquiry_ties, routings};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "INQUIRY")]
    id: InquiryId,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let one = super::wanted(&store, args.id).await?;
    let said = inquiry_messages::said(&store, args.id, (0, 0), 200).await?;
    let history = inquiries::history(&store, args.id, 500).await?;
    let links = inquiry_ties::links(&store, args.id).await?;
    let traces = routings::traces(&store, args.id, 1).await?;
    let why = traces.first().and_then(|(_, text)| Trace::parse(text).ok());
    if ctx.json {
        let said = Value::from_iter(said.iter().map(|one| {
            json!({"at": utc(one.at_ms), "direction": one.direction, "channel": one.channel, "from": one.from_address, "subject": one.subject, "text": one.text_new})
        }));
        let history =
            Value::from_iter(history.iter().map(|one| json!({"at": utc(one.at_ms), "actor": one.actor, "what": one.kind})));
        let links = Value::from_iter(links.iter().map(|(other, link, _)| json!({"inquiry": other, "how": link.as_str()})));
        println!(
            "{}",
            json!({"inquiry": one.id, "uid": one.uid, "subject": one.subject, "state": one.state.as_str(), "outcome": one.outcome.map(Outcome::as_str),
                "reporter": one.reporter_address, "sender_check": one.sender_check.as_str(), "release": one.release, "contact": one.contact,
                "owner": one.owner, "desk": one.desk, "deadline": one.deadline.map(utc), "urgent": one.urgent, "restricted": one.restricted,
                "opened": utc(one.opened), "merged_into": one.merged_into, "why": why, "links": links, "said": said, "history": history})
        );
        return Ok(Exit::Ok);
    }
    println!("{}\t{}\t{}", one.id, one.state.as_str(), one.subject);
    println!("from     {} <{}> ({})", one.reporter_name, one.reporter_address, one.sender_check.as_str());
    if let Some(at) = one.deadline {
        println!("deadline {}", utc(at));
    }
    if let Some(into) = one.merged_into {
        println!("part of  inquiry {into}");
    }
    for (other, link, _) in links {
        println!("{:<8} inquiry {other}", link.as_str());
    }
    if let Some(trace) = why {
        println!("{}", sentence(&trace, "en"));
    }
    for one in said {
        println!("\n-- {} {} {} {}", utc(one.at_ms), one.direction, one.channel, one.from_address);
        println!("{}", one.text_new.trim_end());
    }
    Ok(Exit::Ok)
}
