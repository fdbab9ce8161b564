//! `dateline newsroom map ID [CATEGORY]`: what the categories of a newsroom mean here, so that its drafts are placed
//! by themselves.

use serde_json::json;

use crate::cli::release::words;
use crate::cli::{Context, Exit};
use crate::model::category::{Category, Meaning};
use crate::model::ids::NewsroomId;
use crate::model::tree::Tree;
use crate::model::vocabulary::{Place, Vocabulary};
use crate::newsroom::nearest;
use crate::store::categories::{self, Listed, Said};
use crate::store::{Store, newsrooms, vocabulary};

/// Without a category it lists them, those nobody understands first. What is said of one counts from the next item on.
#[derive(Debug, clap::Args)]
pub struct Args {
    id: NewsroomId,
    /// As the newsroom writes it; capitals and accents do not matter.
    #[arg(requires = "what")]
    category: Option<String>,
    #[command(flatten)]
    what: What,
}

#[derive(Debug, clap::Args)]
#[group(id = "what", multiple = false, requires = "category")]
struct What {
    /// It means this region, by name or code.
    #[arg(long, value_name = "NAME")]
    region: Option<String>,
    /// It means this issue.
    #[arg(long, value_name = "NAME")]
    issue: Option<String>,
    /// It says nothing about where or what.
    #[arg(long)]
    nothing: bool,
    /// Forget what was said; then only an exact name counts.
    #[arg(long)]
    forget: bool,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let words = vocabulary::load(&store).await?;
    if newsrooms::find(&store, args.id).await?.is_none() {
        eprintln!("dateline: there is no newsroom {}; `dateline newsroom list` shows them", args.id);
        return Ok(Exit::Failed);
    }
    match &args.category {
        None => list(ctx, &store, args.id, &words).await,
        Some(category) => say(ctx, &store, &args, category, &words).await,
    }
}

async fn say(ctx: &Context, store: &Store, args: &Args, category: &str, words: &Vocabulary) -> anyhow::Result<Exit> {
    let Some(id) = categories::find(store, args.id, category).await? else {
        eprintln!(
            "dateline: newsroom {} has filed nothing under “{category}”; `dateline newsroom map {}` lists its categories",
            args.id, args.id
        );
        return Ok(Exit::Failed);
    };
    let Some(meaning) = meaning(&args.what, words) else { return Ok(Exit::Usage) };
    categories::say(store, args.id, &[Said { category: id, meaning }], &ctx.actor, ctx.clock.now()).await?;
    if ctx.json {
        let (kind, name) = said(meaning, words);
        println!("{}", json!({"newsroom": args.id, "category": category, "meaning": kind, "name": name}));
    }
    ctx.say(match meaning {
        Some(Meaning::Place(place)) => format!("“{category}” means {}; it counts from the next item on", words.name(place)),
        Some(Meaning::Nothing) => format!("“{category}” means nothing here"),
        None => format!("what “{category}” means is forgotten"),
    });
    Ok(Exit::Ok)
}

/// `None` when there is no such region or issue, which is said.
fn meaning(what: &What, words: &Vocabulary) -> Option<Option<Meaning>> {
    let place = match (&what.region, &what.issue) {
        (Some(name), _) => known(words.region(name).map(Place::Region), "region", name, &words.regions),
        (None, Some(name)) => known(words.issue(name).map(Place::Issue), "issue", name, &words.issues),
        (None, None) => return Some(what.nothing.then_some(Meaning::Nothing)),
    };
    place.map(|place| Some(Meaning::Place(place)))
}

fn known(place: Option<Place>, kind: &str, name: &str, tree: &Tree) -> Option<Place> {
    if place.is_none() {
        eprintln!("dateline: there is no {kind} “{name}”{}", nearest::suggestion(&nearest::names(tree, name)));
    }
    place
}

fn said(meaning: Option<Meaning>, words: &Vocabulary) -> (Option<&'static str>, Option<&str>) {
    match meaning {
        None => (None, None),
        Some(Meaning::Nothing) => (Some("nothing"), None),
        Some(Meaning::Place(place)) => (Some(kind(place)), Some(words.name(place))),
    }
}

fn kind(place: Place) -> &'static str {
    match place {
        Place::Region(_) => "region",
        Place::Issue(_) => "issue",
    }
}

async fn list(ctx: &Context, store: &Store, id: NewsroomId, words: &Vocabulary) -> anyhow::Result<Exit> {
    let mut all = categories::list(store, id).await?;
    all.sort_by_key(|one| (one.category.is_understood(words), std::cmp::Reverse(one.items)));
    if ctx.json {
        for one in &all {
            println!("{}", line(one, words));
        }
        return Ok(Exit::Ok);
    }
    if all.is_empty() {
        ctx.say("nothing of this newsroom is filed under a category yet");
        return Ok(Exit::Ok);
    }
    let mut table = words::table(&["Category", "Items", "Means", "Because"], &[1]);
    for one in &all {
        let (means, because) = means(&one.category, words);
        table.add_row([one.category.name.clone(), one.items.to_string(), means, because.to_owned()]);
    }
    println!("{table}");
    Ok(Exit::Ok)
}

fn line(one: &Listed, words: &Vocabulary) -> serde_json::Value {
    let place = one.category.place(words);
    let (meaning, _) = said(one.category.meaning, words);
    json!({
        "category": one.category.name, "items": one.items, "said": meaning, "means": place.map(kind),
        "name": place.map(|place| words.name(place)),
    })
}

/// What it means, and why.
fn means(category: &Category, words: &Vocabulary) -> (String, &'static str) {
    match (category.place(words), category.meaning) {
        (Some(place), meaning) => {
            let because = if matches!(meaning, Some(Meaning::Place(said)) if said == place) { "said" } else { "its name" };
            (format!("{} {}", kind(place), words.name(place)), because)
        }
        (None, Some(Meaning::Nothing)) => ("nothing".to_owned(), "said"),
        (None, _) => ("not understood".to_owned(), ""),
    }
}
