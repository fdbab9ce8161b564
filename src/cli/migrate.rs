//! `dateline migrate`: the schema, forward only. SQLite is migrated on first use; PostgreSQL waits for this.

use anyhow::Context as _;
use clap::Subcommand;
use serde_json::json;

use super::{Context, Exit};
use crate::store::Store;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Bring the database up to date (what `dateline migrate` alone does).
    Up,
    /// Say which schema the database has and which this program needs; exit 3 when they differ.
    Status,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = Store::connect(&ctx.config.database.url).await.context("opening the database (`database.url`)")?;
    if !matches!(args.verb, Some(Verb::Status)) {
        store.migrate().await?;
    }
    let (found, known) = store.schema().await?;
    store.close().await;
    if ctx.json {
        println!("{}", json!({ "schema": found, "needed": known }));
    } else {
        println!("schema {found} of {known}");
    }
    Ok(if found == known { Exit::Ok } else { Exit::ChecksFailed })
}
