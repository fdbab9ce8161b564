//! `dateline contact`: the directory, one person at a time or a spreadsheet at once.

mod add;
mod export;
mod find;
mod import;
mod import_undo;
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
    /// Bring in a spreadsheet (CSV or TSV in any encoding and with any delimiter, XLSX, ODS).
    ///
    /// The first row names the columns, in English, German, French or Spanish: name (or first and last name), email, outlet,
    /// role, covers (issues), regions, language, time zone, phone, notes. Lists of regions and issues are separated by
    /// semicolons. Each address is one person: rows about the same address merge, a person already in the directory is
    /// updated. A filled cell replaces what is stored, an empty one leaves it. Who opted out stays out.
    ///
    /// Every problem is named on standard error with its row and a code. The row is the one a spreadsheet program shows: the
    /// header is row 1, empty rows count, and a line break inside a cell does not start a new row.
    ///
    /// Rejected: email.missing, email.invalid, too_long, encoding, exists.opted_out, exists.bounced. Kept with a warning:
    /// email.typo_domain, role_address, duplicate.in_file, region.unknown, issue.unknown, not_placed, language.unknown, time_zone.unknown.
    Import(Box<import::Args>),
    /// Take an import back, within seven days.
    ///
    /// Whoever it added is removed, unless they were written to or changed since; whoever it changed gets the old value of
    /// each field that nobody changed since. Nobody's opting out is touched.
    ImportUndo(import_undo::Args),
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
        Verb::ImportUndo(args) => import_undo::run(args, ctx).await,
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
