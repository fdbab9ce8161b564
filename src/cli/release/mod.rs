//! `dateline release`: from a text to its readers. Here it is written, fetched, listed and placed.

mod audience;
mod check;
mod import;
mod list;
mod new;
mod order;
mod place;
mod review;
mod send;
mod show;
mod test;
pub(super) mod words;

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
    /// How many would receive it, who, and who is left out and why.
    Audience(audience::Args),
    /// What stands in the way of sending it.
    Check(check::Args),
    /// What would happen, in one sentence, with the seal that sending needs.
    Review(review::Args),
    /// Send exactly what was reviewed.
    Send(send::Args),
    /// The first of two people says: send exactly what was reviewed.
    Request(send::Args),
    /// The second of two people agrees, and it is sent.
    Approve(send::ApproveArgs),
    /// Send it to an officer only, as a test.
    Test(test::Args),
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    match args.verb {
        Verb::New(args) => new::run(args, ctx).await,
        Verb::Import(args) => import::run(args, ctx).await,
        Verb::List(args) => list::run(args, ctx).await,
        Verb::Show(args) => show::run(args, ctx).await,
        Verb::Place(args) => place::run(args, ctx).await,
        Verb::Audience(args) => audience::run(args, ctx).await,
        Verb::Check(args) => check::run(args, ctx).await,
        Verb::Review(args) => review::run(args, ctx).await,
        Verb::Send(args) => send::run(args, ctx).await,
        Verb::Request(args) => send::request(args, ctx).await,
        Verb::Approve(args) => send::approve(args, ctx).await,
        Verb::Test(args) => test::run(args, ctx).await,
    }
}

/// The day it is where this runs; dates a release that names no date.
pub(super) fn today(ctx: &Context) -> jiff::civil::Date {
    let now = jiff::Timestamp::from_millisecond(ctx.clock.now()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    now.to_zoned(jiff::tz::TimeZone::system()).date()
}
