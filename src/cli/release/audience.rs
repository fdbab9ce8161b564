//! `dateline release audience ID`: how many, who, who not and why.

use serde_json::{Value, json};

use super::order::OrderArgs;
use crate::cli::{Context, Exit};
use crate::model::address::EmailAddress;
use crate::model::audience::{Excluded, Resolved, Waterfall};
use crate::model::ids::{IssueId, RegionId};
use crate::model::reason::{Matched as Pair, reason};
use crate::model::release::Release;
use crate::model::vocabulary::Vocabulary;
use crate::review;
use crate::store::audience::{self, Matched};
use crate::store::{Store, releases, vocabulary};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    order: OrderArgs,
    /// List who will receive it, with the reason.
    #[arg(long)]
    who: bool,
    /// List who is left out, with the reason.
    #[arg(long)]
    left_out: bool,
    /// Say of one address why it is in or out.
    #[arg(long, value_name = "EMAIL")]
    why: Option<String>,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let order = args.order.order(&store).await?;
    let Some(release) = releases::load(&store, order.release, None).await? else {
        anyhow::bail!("there is no release {}; `dateline release list` shows them", order.release);
    };
    let words = vocabulary::load(&store).await?;
    let (_, rule) = review::audience(&store, &words, &release, &order, ctx.clock.now()).await?;
    if let Some(address) = &args.why {
        return why(&store, &rule, (&words, &release), address, ctx.json).await;
    }
    if args.who || args.left_out {
        return list(&store, &rule, (&words, &release), &args, ctx.json).await;
    }
    let waterfall = audience::count(&store, &rule).await?;
    let not_placed = audience::not_placed(&store).await?;
    if ctx.json {
        let mut found = serde_json::to_value(waterfall)?;
        found["not_placed"] = json!(not_placed);
        println!("{found}");
    } else {
        print!("{}", text(&waterfall));
        println!("({not_placed} contacts have no region or no issue and match nothing)");
        if release.regions.is_empty() || release.issues.is_empty() {
            ctx.say("this release has no region or no issue yet: `dateline release place` says what it is about");
        }
    }
    Ok(Exit::Ok)
}

/// The arithmetic, a line per step.
pub(super) fn text(waterfall: &Waterfall) -> String {
    let mut lines = format!("{:<34}{:>9}\n", "reporters matched", waterfall.matched);
    let steps = [
        (Excluded::OptedOut, waterfall.opted_out),
        (Excluded::Bounced, waterfall.bounced),
        (Excluded::Paused, waterfall.paused),
        (Excluded::SamePerson, waterfall.same_person),
    ];
    for (why, count) in steps.into_iter().filter(|step| step.1 > 0) {
        lines.push_str(&format!("  − {:<30}{count:>9}\n", why.words()));
    }
    lines.push_str(&format!("{:<34}{:>9}\n", "= will receive", waterfall.will_receive));
    lines
}

fn because(words: &Vocabulary, release: &Release, one: &Matched) -> String {
    let issues: Vec<IssueId> = release.issues.iter().map(|place| place.id).collect();
    let regions: Vec<RegionId> = release.regions.iter().map(|place| place.id).collect();
    reason(words, Pair { issue: IssueId(one.issue), region: RegionId(one.region) }, &issues, &regions, "en")
}

fn line(words: &Vocabulary, release: &Release, one: &Matched) -> (Value, String) {
    let (state, words) = match one.excluded {
        None => ("will_receive", because(words, release, one)),
        Some(why) => (why.as_str(), format!("left out: {}", why.words())),
    };
    let text = format!("{}\t{}\t{}\t{}\t{words}", one.contact, one.address, one.name, one.outlet);
    let json = json!({"contact": one.contact, "address": one.address, "name": one.name, "outlet": one.outlet,
        "state": state, "reason": words});
    (json, text)
}

async fn list(
    store: &Store,
    rule: &Resolved,
    about: (&Vocabulary, &Release),
    args: &Args,
    as_json: bool,
) -> anyhow::Result<Exit> {
    use std::io::Write;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut next = Some(0);
    while let Some(after) = next {
        let (page, more) = audience::page(store, rule, after, 1).await?;
        next = more;
        for one in page.iter().filter(|one| if one.excluded.is_some() { args.left_out } else { args.who }) {
            let (json, text) = line(about.0, about.1, one);
            if as_json { writeln!(out, "{json}")? } else { writeln!(out, "{text}")? }
        }
    }
    out.flush()?;
    Ok(Exit::Ok)
}

async fn why(
    store: &Store,
    rule: &Resolved,
    about: (&Vocabulary, &Release),
    address: &str,
    as_json: bool,
) -> anyhow::Result<Exit> {
    let address = EmailAddress::parse(address)?;
    let Some(contact) = audience::contact_at(store, &address.key()).await? else {
        eprintln!("dateline: no contact has this address");
        return Ok(Exit::Failed);
    };
    match audience::find(store, rule, contact).await? {
        Some(one) => {
            let (json, text) = line(about.0, about.1, &one);
            println!("{}", if as_json { json.to_string() } else { text });
        }
        None if as_json => println!("{}", json!({"contact": contact, "address": address.as_str(), "state": "not_matched"})),
        None => println!(
            "{contact}\t{}\tdoes not match: no region and issue of theirs is, contains or lies inside this release's",
            address.as_str()
        ),
    }
    Ok(Exit::Ok)
}
