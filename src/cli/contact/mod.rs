//! `dateline contact`: the directory, one person at a time or a spreadsheet at once.

mod add;
mod export;
mod find;
mod import;
mod link;
mod show;

use clap::Subcommand;

use super::{Context, Exit};
use crate::model::address::EmailAddress;
use crate::model::contact::Contact;
use crate::store::{Store, directory};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Bring in a spreadsheet (CSV or TSV, any encoding and delimiter).
    Import(Box<import::Args>),
    /// Add one person, or fill in what is known of them.
    Add(Box<add::Args>),
    /// List people by a part of their name, address or outlet, or by what they cover.
    Find(find::Args),
    /// Everything the directory has about one address.
    Show(show::Args),
    /// Write contacts as CSV that `contact import` reads back.
    Export(export::Args),
    /// Say that two addresses are one person, who then gets one copy.
    Link(link::Args),
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    match args.verb {
        Verb::Import(args) => import::run(*args, ctx).await,
        Verb::Add(args) => add::run(*args, ctx).await,
        Verb::Find(args) => find::run(args, ctx).await,
        Verb::Show(args) => show::run(args, ctx).await,
        Verb::Export(args) => export::run(args, ctx).await,
        Verb::Link(args) => link::run(args, ctx).await,
    }
}

/// The contact of that address; says so when there is none.
pub(super) async fn wanted(store: &Store, address: &str) -> anyhow::Result<Contact> {
    let key = EmailAddress::parse(address)?.key();
    directory::find(store, &key).await?.ok_or_else(|| anyhow::anyhow!("nobody in the directory has the address {address}"))
}
