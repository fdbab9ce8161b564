//! `dateline contact add`.

use std::collections::BTreeSet;

use serde_json::json;

use crate::cli::{Context, Exit};
use crate::model::address::EmailAddress;
use crate::store::contacts::{self, Change, Incoming};
use crate::store::vocabulary;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "EMAIL")]
    email: String,
    #[arg(long, default_value = "")]
    name: String,
    #[arg(long, default_value = "")]
    outlet: String,
    #[arg(long, default_value = "")]
    role: String,
    /// A region by name or code; repeat as needed.
    #[arg(long = "region", value_name = "REGION")]
    regions: Vec<String>,
    /// An issue; repeat as needed.
    #[arg(long = "issue", value_name = "ISSUE")]
    issues: Vec<String>,
    /// As BCP 47: en, de, pt-BR.
    #[arg(long, default_value = "")]
    language: String,
    #[arg(long, default_value = "")]
    time_zone: String,
    #[arg(long, default_value = "")]
    phone: String,
    #[arg(long, default_value = "")]
    notes: String,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let address = EmailAddress::parse(&args.email)?;
    let store = ctx.store().await?;
    let words = vocabulary::load(&store).await?;
    let mut person = Incoming {
        address,
        name: args.name,
        outlet: args.outlet,
        role: args.role,
        language: args.language,
        time_zone: args.time_zone,
        phone: args.phone,
        notes: args.notes,
        regions: BTreeSet::new(),
        issues: BTreeSet::new(),
    };
    for name in &args.regions {
        person.regions.insert(
            words.region(name).ok_or_else(|| anyhow::anyhow!("`{name}` is no region; try its English name or its ISO code"))?,
        );
    }
    for name in &args.issues {
        person.issues.insert(
            words
                .issue(name)
                .ok_or_else(|| anyhow::anyhow!("`{name}` is no issue of the office; `dateline issue list` shows them"))?,
        );
    }
    let (key, now) = (person.address.key(), ctx.clock.now());
    let before = contacts::standing(&store, std::slice::from_ref(&key), now).await?.get(&key).copied().unwrap_or_default();
    if before.opted_out {
        anyhow::bail!("{} does not want mail from the office and cannot be added back (exists.opted_out)", args.email);
    }
    if before.bounced {
        anyhow::bail!("mail to {} came back: there is no such mailbox (exists.bounced)", args.email);
    }
    let unplaced = (!before.has_region && person.regions.is_empty()) || (!before.has_issue && person.issues.is_empty());
    contacts::bring_in(&store, &[Change { person, known: before.id, twin: false }], now).await?;
    if unplaced {
        ctx.say("not placed: without a region and an issue no release reaches this person");
    }
    let added = before.id.is_none();
    if ctx.json {
        println!("{}", json!({"address": key, "added": added}));
    } else {
        println!("{} {key}", if added { "added" } else { "updated" });
    }
    Ok(Exit::Ok)
}
