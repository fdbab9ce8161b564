//! `dateline release`: from a text to its readers. Here it is written, fetched, listed and placed.

mod import;
mod list;
mod new;
mod place;
mod show;
mod words;

use clap::Subcommand;

use super::{Context, Exit};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Store a release written as Markdown with a head of fields.
    New(new::Args),
    /// Store the items of a feed (RSS, Atom, JSON Feed), each once.
    Import(import::Args),
    /// The releases, newest first.
    List(list::Args),
    /// One release: all of it, with the regions and issues it is about and why.
    Show(show::Args),
    /// Say which regions and issues a release is about.
    Place(place::Args),
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    match args.verb {
        Verb::New(args) => new::run(args, ctx).await,
        Verb::Import(args) => import::run(args, ctx).await,
        Verb::List(args) => list::run(args, ctx).await,
        Verb::Show(args) => show::run(args, ctx).await,
        Verb::Place(args) => place::run(args, ctx).await,
    }
}

/// The day it is where this runs; dates a release that names no date.
fn today(ctx: &Context) -> jiff::civil::Date {
    let now = jiff::Timestamp::from_millisecond(ctx.clock.now()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    now.to_zoned(jiff::tz::TimeZone::system()).date()
}
