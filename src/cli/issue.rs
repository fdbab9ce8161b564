//! `dateline issue`: the office's own tree of subject areas.

use clap::Subcommand;
use serde_json::json;

use super::{Context, Exit};
use crate::model::ids::ALL_ISSUES;
use crate::model::tree::Tree;
use crate::model::vocabulary::{Place, Synonym, term_key};
use crate::store::vocabulary::Origin;
use crate::store::{issues, vocabulary};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Add an issue, or another name for one.
    Add {
        name: String,
        /// The issue that contains it.
        #[arg(long)]
        parent: Option<String>,
        /// IPTC Media Topic, such as medtop:20000593.
        #[arg(long)]
        media_topic: Option<String>,
        /// Another name people use; repeat as needed.
        #[arg(long = "synonym")]
        synonyms: Vec<String>,
    },
    /// The issues as a tree.
    List,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    match args.verb {
        Verb::Add { name, parent, media_topic, synonyms } => {
            add(ctx, &name, parent.as_deref(), media_topic.as_deref(), &synonyms).await
        }
        Verb::List => list(ctx).await,
    }
}

async fn add(ctx: &Context, name: &str, parent: Option<&str>, topic: Option<&str>, synonyms: &[String]) -> anyhow::Result<Exit> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if term_key(&name).is_empty() || name.contains([';', '|']) || name.chars().count() > 120 {
        eprintln!("an issue's name has letters, no semicolon, no bar, and at most 120 characters");
        return Ok(Exit::Usage);
    }
    let store = ctx.store().await?;
    let words = vocabulary::load(&store).await?;
    let parent = match parent {
        Some(parent) => words
            .issue(parent)
            .ok_or_else(|| anyhow::anyhow!("`{parent}` is no issue of the office; `dateline issue list` shows them"))?,
        None => ALL_ISSUES,
    };
    let (id, new) = issues::insert(&store, &name, parent, topic, ctx.clock.now()).await?;
    let synonyms: Vec<Synonym> =
        synonyms.iter().map(|term| Synonym { term_key: term_key(term), what: Place::Issue(id) }).collect();
    vocabulary::settle(&store, &synonyms, Origin::Office).await?;
    if ctx.json {
        println!("{}", json!({"id": id, "name": name, "new": new}));
    } else {
        println!("{} issue {id}: {name}", if new { "added" } else { "kept" });
    }
    Ok(Exit::Ok)
}

async fn list(ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    if ctx.json {
        for issue in issues::list(&store).await? {
            println!("{}", json!({"id": issue.id, "name": issue.name, "parent": issue.parent, "media_topic": issue.media_topic}));
        }
        return Ok(Exit::Ok);
    }
    print_below(&vocabulary::load(&store).await?.issues, ALL_ISSUES.0, 0);
    Ok(Exit::Ok)
}

fn print_below(tree: &Tree, id: i64, depth: usize) {
    println!("{}{}", "  ".repeat(depth), tree.name(id));
    // No office nests issues deeper; a stored cycle would.
    if depth < 20 {
        tree.children(id).iter().for_each(|&child| print_below(tree, child, depth + 1));
    }
}
