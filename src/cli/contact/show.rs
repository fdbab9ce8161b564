//! `dateline contact show`.

use serde_json::json;

use crate::cli::{Context, Exit};
use crate::clock::utc;
use crate::directory::export::region;
use crate::store::{directory, suppressions, vocabulary};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "EMAIL")]
    email: String,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let contact = super::wanted(&store, &args.email).await?;
    let words = vocabulary::load(&store).await?;
    let regions: Vec<String> = contact.regions.iter().map(|&id| region(&words, id)).collect();
    let issues: Vec<&str> = contact.issues.iter().map(|id| words.issues.name(id.0)).collect();
    let others: Vec<String> = directory::same_person(&store, &contact).await?.into_iter().map(|other| other.address).collect();
    let stands = suppressions::list(&store, &contact.address_key, ctx.clock.now()).await?;
    let stands: Vec<String> = stands.iter().map(|one| format!("{} ({})", one.reason.as_str(), one.scope.as_str())).collect();
    if ctx.json {
        println!(
            "{}",
            json!({"id": contact.id, "uid": contact.uid, "address": contact.address, "name": contact.name, "outlet": contact.outlet,
                "role": contact.role, "covers": issues, "regions": regions, "language": contact.language, "time_zone": contact.time_zone,
                "phone": contact.phone, "notes": contact.notes, "same_person": others, "suppressed": stands,
                "added": utc(contact.created), "changed": utc(contact.updated)})
        );
        return Ok(Exit::Ok);
    }
    for (field, value) in [
        ("address", contact.address.clone()),
        ("name", contact.name.clone()),
        ("outlet", contact.outlet.clone()),
        ("role", contact.role.clone()),
        ("covers", issues.join("; ")),
        ("regions", regions.join("; ")),
        ("language", contact.language.clone()),
        ("time zone", contact.time_zone.clone()),
        ("phone", contact.phone.clone()),
        ("notes", contact.notes.replace('\n', " / ")),
        ("also at", others.join(", ")),
        ("suppressed", stands.join(", ")),
        ("added", utc(contact.created)),
        ("changed", utc(contact.updated)),
    ] {
        println!("{field:<11} {}", if value.is_empty() { "–" } else { &value });
    }
    Ok(Exit::Ok)
}
