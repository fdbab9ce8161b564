//! `dateline newsroom`: the feeds from which drafts come by themselves, while `dateline serve` runs.

mod map;

use std::time::Duration;

use clap::Subcommand;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::release::words;
use super::{Context, Exit};
use crate::app;
use crate::clock::utc;
use crate::fetch::Reach;
use crate::model::ids::NewsroomId;
use crate::newsroom::fetch::causes;
use crate::newsroom::look::{self, LookError};
use crate::newsroom::watch::{self, Watcher};
use crate::newsroom::{feed, fetch, import};
use crate::store::newsrooms::{self, New, Newsroom};
use crate::store::{Store, alerts, vocabulary};

/// A look at an address somebody waits for.
const WITHIN: Duration = Duration::from_secs(30);

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Keep an address: a feed (RSS, Atom, JSON Feed), or a page that names one. What was published in the last seven
    /// days becomes drafts (twenty at most), and from then on whatever is new. Nothing is ever sent by itself.
    Add {
        /// A public address; one of this machine or its network is refused.
        url: String,
        /// What to call it, instead of the feed's own title.
        #[arg(long)]
        name: Option<String>,
    },
    /// The newsrooms, and how the last look at each went.
    List,
    /// Look now, and make drafts of what has settled. Exit 6 when some could not be read.
    Fetch {
        /// Only this one.
        id: Option<NewsroomId>,
    },
    /// Look at it no more. Drafts that were made stay.
    Remove { id: NewsroomId },
    /// What its categories mean: the regions and issues its drafts are placed in by themselves.
    Map(map::Args),
    /// Show the drafts an address would make; nothing is stored.
    Preview {
        /// A file (`-`: standard input), or an http or https address, also a private one.
        #[arg(value_name = "URL|FILE")]
        from: String,
    },
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    match args.verb {
        Verb::Add { url, name } => add(ctx, &url, name.as_deref()).await,
        Verb::List => {
            list(ctx, &ctx.store().await?).await?;
            Ok(Exit::Ok)
        }
        Verb::Fetch { id } => Box::pin(fetch(ctx, id)).await,
        Verb::Remove { id } => remove(ctx, id).await,
        Verb::Map(args) => map::run(args, ctx).await,
        Verb::Preview { from } => preview(ctx, &from).await,
    }
}

async fn add(ctx: &Context, url: &str, name: Option<&str>) -> anyhow::Result<Exit> {
    let name = name.map(crate::newsroom::text::line);
    if name.as_ref().is_some_and(|name| name.is_empty() || name.chars().count() > 120) {
        eprintln!("dateline: a newsroom's name has at most 120 characters");
        return Ok(Exit::Usage);
    }
    let found = match look::at(url, &Reach::open(), WITHIN).await {
        Ok(found) => found,
        Err(error) => {
            eprintln!("dateline: {url}: {}", causes(&error));
            return Ok(match error {
                LookError::Address => Exit::Usage,
                LookError::Fetch(error) if error.is_transient() => Exit::TemporarilyUnavailable,
                _ => Exit::Failed,
            });
        }
    };
    let store = ctx.store().await?;
    let name = name.unwrap_or_else(|| found.name());
    let new = New { url: found.url.as_str(), name: &name, kind: found.feed.kind.as_str() };
    let Some(id) = newsrooms::add(&store, new, &ctx.actor, ctx.clock.now()).await? else {
        eprintln!("dateline: {} is among the newsrooms already", found.url);
        return Ok(Exit::Failed);
    };
    if ctx.json {
        println!(
            "{}",
            json!({"newsroom": id, "name": name, "url": found.url.as_str(), "kind": new.kind, "items": found.feed.len()})
        );
    } else {
        println!("newsroom {id}: {name} ({})", found.url);
    }
    ctx.say("`dateline serve` looks at it every minute; `dateline newsroom fetch` looks now");
    Ok(Exit::Ok)
}

fn state(newsroom: &Newsroom) -> &'static str {
    match (newsroom.failures, newsroom.fetched_ms) {
        (0, None) => "new",
        (0, Some(_)) if newsroom.unread > 0 => "partly read",
        (0, Some(_)) => "well",
        _ => "failing",
    }
}

async fn list(ctx: &Context, store: &Store) -> anyhow::Result<()> {
    let all = newsrooms::list(store).await?;
    if ctx.json {
        for one in &all {
            println!(
                "{}",
                json!({
                    "newsroom": one.id(), "name": one.name, "url": one.url, "kind": one.kind, "state": state(one).replace(' ', "_"),
                    "items": one.items, "unread": one.unread, "newest": one.newest, "fetched": one.fetched_ms.map(utc),
                    "changed": one.changed_ms.map(utc), "next": utc(one.due_ms), "failures": one.failures,
                    "problem": (one.failures > 0).then_some(&one.last_problem),
                })
            );
        }
        return Ok(());
    }
    if all.is_empty() {
        ctx.say("no newsroom is kept; `dateline newsroom add URL` adds one");
        return Ok(());
    }
    let mut table = words::table(&["Newsroom", "Name", "State", "Items", "Last read", "Problem", "Address"], &[0, 3]);
    for one in &all {
        let problem = if one.failures > 0 { one.last_problem.clone() } else { String::new() };
        let read = one.fetched_ms.map(utc).unwrap_or_default();
        table.add_row([
            one.id().to_string(),
            one.name.clone(),
            state(one).to_owned(),
            one.items.to_string(),
            read,
            problem,
            one.url.clone(),
        ]);
    }
    println!("{table}");
    Ok(())
}

async fn fetch(ctx: &Context, id: Option<NewsroomId>) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let now = ctx.clock.now();
    let wanted: Vec<_> =
        newsrooms::list(&store).await?.iter().map(Newsroom::id).filter(|one| id.is_none_or(|id| id == *one)).collect();
    if let (Some(id), true) = (id, wanted.is_empty()) {
        eprintln!("dateline: there is no newsroom {id}; `dateline newsroom list` shows them");
        return Ok(Exit::Failed);
    }
    for id in wanted {
        newsrooms::hurry(&store, id, now).await?;
    }
    let watcher = Watcher::new(store.clone(), app::zone(&ctx.config)?, CancellationToken::new());
    let step = watcher.step(now).await?;
    let mut exit = Exit::Ok;
    for look in &step.looks {
        if ctx.json {
            let problem = &look.problem;
            println!("{}", json!({"newsroom": look.newsroom, "new": look.new, "changed": look.changed, "problem": problem}));
        }
        match &look.problem {
            Some(problem) => {
                exit = Exit::Partial;
                eprintln!("newsroom {}: {problem}", look.newsroom);
            }
            None => ctx.say(format!("newsroom {}: {} new, {} changed since taken", look.newsroom, look.new, look.changed)),
        }
    }
    for draft in &step.drafts {
        println!("{}", if ctx.json { json!({"draft": draft}).to_string() } else { format!("release {draft}") });
    }
    if step.looks.iter().any(|look| look.new > 0) {
        ctx.say("new items become drafts after a minute, by `dateline serve` or the next `dateline newsroom fetch`");
    }
    Ok(exit)
}

async fn remove(ctx: &Context, id: NewsroomId) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let now = ctx.clock.now();
    if !newsrooms::remove(&store, id, &ctx.actor, now).await? {
        eprintln!("dateline: there is no newsroom {id}; `dateline newsroom list` shows them");
        return Ok(Exit::Failed);
    }
    alerts::clear(&store, &watch::matter(id), "dateline", now).await?;
    ctx.say(format!("newsroom {id} is looked at no more; its drafts stay"));
    Ok(Exit::Ok)
}

async fn preview(ctx: &Context, from: &str) -> anyhow::Result<Exit> {
    let fetched = match fetch::typed(from).await {
        Ok(fetched) => fetched,
        Err(error) => {
            eprintln!("dateline: {from}: {}", causes(&error));
            return Ok(if error.is_transient() { Exit::TemporarilyUnavailable } else { Exit::Failed });
        }
    };
    let feed = match feed::read(&fetched) {
        Ok(feed) => feed,
        Err(error) => {
            eprintln!("dateline: {from}: {}", causes(&error));
            return Ok(Exit::Failed);
        }
    };
    let vocabulary = vocabulary::load(&ctx.store().await?).await?;
    let items = import::rehearse(&feed, &vocabulary, super::release::today(ctx));
    let mut table = words::table(&["Item", "Kind", "Date", "Title", "Regions", "Issues"], &[0]);
    let mut exit = Exit::Ok;
    for item in &items {
        match &item.outcome {
            Ok((_, release)) if ctx.json => {
                let mut value = words::json(release, &vocabulary);
                value["item"] = json!(item.position);
                println!("{value}");
            }
            Ok((_, release)) => {
                table.add_row([
                    item.position.to_string(),
                    words::kind(release.kind),
                    release.dated.to_string(),
                    words::short(&item.title),
                    words::regions(release, &vocabulary),
                    words::issues(release, &vocabulary),
                ]);
            }
            Err(problem) => {
                exit = Exit::Partial;
                eprintln!("item {} {problem} ({}): {}", item.position, problem.code(), item.title);
            }
        }
    }
    if !ctx.json && !items.is_empty() {
        println!("{table}");
    }
    ctx.say(format!("{}; nothing is stored", words::count(items.len(), "item")));
    Ok(exit)
}
