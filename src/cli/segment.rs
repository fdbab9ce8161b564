//! `dateline segment`: saved rules, whom they take in, and why.

use clap::Subcommand;
use serde_json::json;

use super::contact::wanted;
use super::{Context, Exit};
use crate::directory::export::region;
use crate::model::audience::{Choice, Resolved};
use crate::model::ids::{IssueId, RegionId};
use crate::model::reason::{Matched, reason};
use crate::model::segment::Rule;
use crate::model::vocabulary::{Vocabulary, term_key};
use crate::store::segments::{self, Segment};
use crate::store::{Store, audience, vocabulary};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Save a rule: regions × issues × language ± outlets ± named people.
    Add(Box<Add>),
    /// All saved rules.
    List,
    /// What a rule says.
    Show { name: String },
    /// How many people it takes in now, and how many of them are left out.
    Count { name: String },
    /// Why somebody is in it, or why not.
    Why {
        #[arg(value_name = "EMAIL")]
        email: String,
        #[arg(value_name = "SEGMENT")]
        name: String,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    name: String,
    /// By name or code; World is one. Repeat as needed.
    #[arg(long = "region", value_name = "REGION", required = true)]
    regions: Vec<String>,
    /// By name; "All issues" is one. Repeat as needed.
    #[arg(long = "issue", value_name = "ISSUE", required = true)]
    issues: Vec<String>,
    /// Only people writing in this language; repeat as needed.
    #[arg(long = "language", value_name = "TAG")]
    languages: Vec<String>,
    /// Only people of this outlet; repeat as needed.
    #[arg(long = "outlet", value_name = "NAME")]
    outlets: Vec<String>,
    /// Nobody of this outlet; repeat as needed.
    #[arg(long = "without-outlet", value_name = "NAME")]
    without_outlets: Vec<String>,
    /// Also this person, whatever they cover; repeat as needed.
    #[arg(long, value_name = "EMAIL")]
    with: Vec<String>,
    /// Never this person; repeat as needed.
    #[arg(long, value_name = "EMAIL")]
    without: Vec<String>,
    /// Leave out people who cover only a part of the region or issue.
    #[arg(long)]
    whole: bool,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let words = vocabulary::load(&store).await?;
    match args.verb {
        Verb::Add(args) => return add(*args, ctx, &store, &words).await,
        Verb::List => {
            for segment in segments::list(&store).await? {
                print(ctx, &segment, &words);
            }
        }
        Verb::Show { name } => print(ctx, &load(&store, &name).await?, &words),
        Verb::Count { name } => {
            let resolved = resolve(&store, &load(&store, &name).await?.rule, &words, ctx).await?;
            let found = audience::count(&store, &resolved).await?;
            if ctx.json {
                println!(
                    "{}",
                    json!({"matched": found.matched, "opted_out": found.opted_out, "bounced": found.bounced, "paused": found.paused,
                        "same_person": found.same_person, "will_receive": found.will_receive})
                );
            } else {
                println!(
                    "{} matched − {} opted out − {} bounced − {} paused − {} same person twice = {} will receive",
                    found.matched, found.opted_out, found.bounced, found.paused, found.same_person, found.will_receive
                );
            }
        }
        Verb::Why { email, name } => return why(ctx, &store, &words, &email, &name).await,
    }
    Ok(Exit::Ok)
}

async fn load(store: &Store, name: &str) -> anyhow::Result<Segment> {
    segments::find(store, name)
        .await?
        .ok_or_else(|| anyhow::anyhow!("there is no segment `{name}`; `dateline segment list` shows them"))
}

async fn resolve(store: &Store, rule: &Rule, words: &Vocabulary, ctx: &Context) -> anyhow::Result<Resolved> {
    let opt_outs = audience::scoped_opt_outs(store).await?;
    Ok(Choice::of_segment(rule, ctx.clock.now()).resolve(&words.regions, &words.issues, &opt_outs))
}

async fn add(args: Add, ctx: &Context, store: &Store, words: &Vocabulary) -> anyhow::Result<Exit> {
    if term_key(&args.name).is_empty() {
        eprintln!("a segment needs a name with letters in it");
        return Ok(Exit::Usage);
    }
    let mut rule = Rule {
        languages: args.languages,
        outlets: args.outlets,
        without_outlets: args.without_outlets,
        down: !args.whole,
        ..Rule::default()
    };
    for name in &args.regions {
        let id =
            words.region(name).ok_or_else(|| anyhow::anyhow!("`{name}` is no region; try its English name or its ISO code"))?;
        rule.regions.push(id.0);
    }
    for name in &args.issues {
        let id = words
            .issue(name)
            .ok_or_else(|| anyhow::anyhow!("`{name}` is no issue of the office; `dateline issue list` shows them"))?;
        rule.issues.push(id.0);
    }
    for (emails, ids) in [(&args.with, &mut rule.with), (&args.without, &mut rule.without)] {
        for email in emails {
            ids.push(wanted(store, email).await?.id.0);
        }
    }
    match segments::insert(store, args.name.trim(), &rule, ctx.clock.now()).await? {
        Some(id) => {
            print(ctx, &Segment { id, name: args.name.trim().to_owned(), rule }, words);
            Ok(Exit::Ok)
        }
        None => anyhow::bail!("there is a segment `{}` already", args.name),
    }
}

fn print(ctx: &Context, segment: &Segment, words: &Vocabulary) {
    let rule = &segment.rule;
    if ctx.json {
        println!("{}", json!({"id": segment.id, "name": segment.name, "rule": rule}));
        return;
    }
    let regions: Vec<String> = rule.regions.iter().map(|&id| region(words, RegionId(id))).collect();
    let issues: Vec<&str> = rule.issues.iter().map(|&id| words.issues.name(id)).collect();
    let mut said = format!("{}: {} in {}", segment.name, issues.join(", "), regions.join(", "));
    for (word, list) in [("language", &rule.languages), ("outlets", &rule.outlets), ("without outlets", &rule.without_outlets)] {
        if !list.is_empty() {
            said += &format!("; {word} {}", list.join(", "));
        }
    }
    for (word, list) in [("with", &rule.with), ("without", &rule.without)] {
        if !list.is_empty() {
            said += &format!("; {word} {} by name", list.len());
        }
    }
    println!("{said}{}", if rule.down { "" } else { "; whole regions and issues only" });
}

async fn why(ctx: &Context, store: &Store, words: &Vocabulary, email: &str, name: &str) -> anyhow::Result<Exit> {
    let contact = wanted(store, email).await?;
    let rule = load(store, name).await?.rule;
    let resolved = resolve(store, &rule, words, ctx).await?;
    let matched = audience::find(store, &resolved, contact.id).await?;
    let issues: Vec<IssueId> = rule.issues.iter().copied().map(IssueId).collect();
    let regions: Vec<RegionId> = rule.regions.iter().copied().map(RegionId).collect();
    let (inside, said) = match &matched {
        None if rule.without.contains(&contact.id.0) => (false, "struck off by name".to_owned()),
        None if contact.regions.is_empty() || contact.issues.is_empty() => {
            (false, "not placed: no region or no issue is known".to_owned())
        }
        None => (false, "covers no issue and region of this segment, or another language or outlet".to_owned()),
        Some(found) => {
            let pair = Matched { issue: IssueId(found.issue), region: RegionId(found.region) };
            let because = reason(words, pair, &issues, &regions, "en")
                .replace("you cover", "they cover")
                .replace("this release", "this segment");
            match found.excluded {
                None => (true, because),
                Some(excluded) => (false, format!("{because}, but {}", excluded.words())),
            }
        }
    };
    if ctx.json {
        println!("{}", json!({"address": contact.address, "inside": inside, "why": said}));
    } else {
        println!("{}: {said}", if inside { "in" } else { "not in" });
    }
    Ok(Exit::Ok)
}
