//! `dateline dkim`: make keys that sign mail, say what DNS has to publish of them, let them sign, retire and remove them.

mod show;

use anyhow::{Context as _, bail};
use clap::Subcommand;

use self::show::Uses;
use super::{Context, Exit};
use crate::app;
use crate::clock::Millis;
use crate::compose::dkim::{self, Folder, Key, Made, Refused, State};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

/// Nothing here asks DNS; `dig TXT SELECTOR._domainkey.DOMAIN` shows what the world sees.
#[derive(Debug, Subcommand)]
enum Verb {
    /// Make an RSA and an Ed25519 key that wait, and print what to publish.
    ///
    /// Nothing is signed with them before `dateline dkim rotate`. DNS is not asked: see with
    /// `dig TXT SELECTOR._domainkey.DOMAIN` that both records are there first.
    Make(Of),
    /// All keys: state, since when, and the last day their records must stay published.
    List(Of),
    /// DNS records, ready for a zone file, and their values in one piece. DNS is not asked.
    Records(Of),
    /// Let these keys sign from now on; those of the same kind that did are retired.
    Use {
        #[arg(required = true)]
        selectors: Vec<String>,
        #[command(flatten)]
        of: Of,
    },
    /// Let all waiting keys sign from now on; those that did are retired.
    Rotate(Of),
    /// Take the private half of a retired key away, once its record may go.
    Remove {
        selector: String,
        #[command(flatten)]
        of: Of,
        /// Also before that, or while it signs: mail signed with it may fail, its mailings pause.
        #[arg(long)]
        force: bool,
    },
}

#[derive(Debug, clap::Args)]
struct Of {
    /// Instead of the domain of `sender.from`.
    #[arg(long, value_name = "DOMAIN", value_parser = domain)]
    domain: Option<String>,
}

fn domain(text: &str) -> Result<String, String> {
    dkim::domain(text).ok_or_else(|| "not a domain name".to_owned())
}

impl Of {
    fn domain(self, ctx: &Context) -> anyhow::Result<String> {
        match (self.domain, ctx.config.sender.from_address()) {
            (Some(domain), _) => Ok(domain),
            (None, Some((_, from))) => Ok(from.domain().to_owned()),
            (None, None) => bail!("`sender.from` is empty; fill it in or name a --domain"),
        }
    }

    fn domains(self, folder: &Folder) -> anyhow::Result<Vec<String>> {
        match self.domain {
            Some(domain) => Ok(vec![domain]),
            None => Ok(folder.domains()?),
        }
    }
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let (folder, now) = (app::dkim_folder(&ctx.config), ctx.clock.now());
    match args.verb {
        Verb::Make(of) => make(&folder, &of.domain(ctx)?, now, ctx),
        Verb::List(of) => {
            let uses = Uses::look(ctx).await;
            for domain in of.domains(&folder)? {
                show::list(&domain, &folder.keys(&domain)?, &uses, ctx);
            }
            Ok(Exit::Ok)
        }
        Verb::Records(of) => {
            let mut shown = 0;
            for domain in of.domains(&folder)? {
                let keys = folder.keys(&domain)?;
                shown += show::records(&folder, &domain, &keys, ctx)?;
            }
            if shown == 0 {
                ctx.say("there are no keys; `dateline dkim make` makes some");
            }
            Ok(Exit::Ok)
        }
        Verb::Use { selectors, of } => start(&folder, &of.domain(ctx)?, &selectors, now, ctx).await,
        Verb::Rotate(of) => start(&folder, &of.domain(ctx)?, &[], now, ctx).await,
        Verb::Remove { selector, of, force } => remove(&folder, &of.domain(ctx)?, &selector, force, ctx).await,
    }
}

fn make(folder: &Folder, domain: &str, now: Millis, ctx: &Context) -> anyhow::Result<Exit> {
    let keys = match folder.make(domain, now)? {
        Made::New(keys) => keys,
        Made::Waiting(keys) => {
            ctx.say(format_args!("{} wait already; nothing was made", names(&keys)));
            keys
        }
    };
    show::records(folder, domain, &keys, ctx)?;
    ctx.say(format_args!(
        "\nPublish these; once `dig TXT {}._domainkey.{domain}` and the like show them: dateline dkim rotate{}",
        keys.first().map_or("", |key| &key.selector),
        show::of_another(domain, ctx)
    ));
    Ok(Exit::Ok)
}

async fn start(folder: &Folder, domain: &str, selectors: &[String], now: Millis, ctx: &Context) -> anyhow::Result<Exit> {
    let before = folder.keys(domain)?;
    let keys = match folder.start(domain, selectors, now)? {
        Ok(keys) => keys,
        Err(refused) => return Ok(refuse(refused, domain, ctx)),
    };
    let uses = Uses::look(ctx).await;
    show::list(domain, &keys, &uses, ctx);
    let changed = |state| {
        let now_in = keys.iter().filter(move |key| key.state == state);
        now_in.filter(|key| !before.contains(key)).cloned().collect::<Vec<Key>>()
    };
    let (signing, retired) = (changed(State::Signing), changed(State::Retired));
    if signing.is_empty() {
        ctx.say("these keys sign already; nothing changed");
    } else {
        ctx.say(format_args!("\nFrom now on new mailings are signed with {}.", names(&signing)));
    }
    if !retired.is_empty() {
        let last = retired.iter().filter_map(|key| uses.published_until(domain, key)).max().unwrap_or(now);
        ctx.say(format_args!(
            "Mailings already begun stay with {}: keep these records in DNS until {}, then `dateline dkim remove` each.",
            names(&retired),
            show::day(last)
        ));
    }
    if !ctx.config.signs() {
        ctx.say("`dkim.mode` is relay: nothing is signed here until you set it to sign and restart.");
    }
    Ok(Exit::Ok)
}

async fn remove(folder: &Folder, domain: &str, selector: &str, force: bool, ctx: &Context) -> anyhow::Result<Exit> {
    let now = ctx.clock.now();
    let keys = folder.keys(domain)?;
    let retired = keys.iter().find(|key| key.selector == selector && key.state == State::Retired);
    if let Some(key) = retired.filter(|_| !force) {
        // Without the database nobody knows what still needs it.
        let uses = Uses::of(&ctx.store().await?, now).await.context("looking for mailings that use this key")?;
        if let Some(last) = uses.published_until(domain, key).filter(|last| now < *last) {
            eprintln!(
                "dateline: {selector} was retired on {}; mail signed with it is under way until {}. --force removes it now",
                show::day(key.since),
                show::day(last)
            );
            return Ok(Exit::Failed);
        }
    }
    if let Err(refused) = folder.remove(domain, selector, force, now)? {
        return Ok(refuse(refused, domain, ctx));
    }
    ctx.say(format_args!("{selector} is removed; take {selector}._domainkey.{domain} out of DNS"));
    Ok(Exit::Ok)
}

fn refuse(refused: Refused, domain: &str, ctx: &Context) -> Exit {
    let other = show::of_another(domain, ctx);
    let (text, exit) = match refused {
        Refused::NoSuchKey => (format!("{domain} has no such key; `dateline dkim list` shows all"), Exit::Failed),
        Refused::NothingWaits => {
            (format!("no key of {domain} waits to sign; `dateline dkim make{other}` makes new ones"), Exit::Failed)
        }
        Refused::TwoOfAKind => ("only one key of an algorithm can sign; name one of each".to_owned(), Exit::Usage),
        Refused::Gone => ("that key was removed; nothing is left of it to sign with".to_owned(), Exit::Failed),
        Refused::InUse => ("that key signs or waits; let another sign first, or say --force".to_owned(), Exit::Failed),
    };
    eprintln!("dateline: {text}");
    exit
}

fn names(keys: &[Key]) -> String {
    keys.iter().map(|key| key.selector.as_str()).collect::<Vec<_>>().join(" and ")
}
