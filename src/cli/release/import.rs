//! `dateline release import FILE|URL`.

use std::collections::BTreeMap;

use anyhow::Context as _;
use serde_json::{Value, json};

use super::{today, words};
use crate::cli::{Context, Exit};
use crate::model::ids::ReleaseId;
use crate::model::release::Release;
use crate::model::vocabulary::Vocabulary;
use crate::newsroom::import::{self, Item};
use crate::newsroom::{feed, fetch};
use crate::store::releases::{Inserted, OnChange};
use crate::store::vocabulary;

/// Each item becomes a release: kind, date, dateline, teaser, body as Markdown, image with caption and credit. Regions
/// and issues named in its text are proposed (`?` in the table); `release place` accepts or changes them. An item
/// stored before is not stored again. Exit 6 when some items could not be read; they are named by their position.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file (`-`: standard input), or an http or https address; at most 10 MB.
    #[arg(value_name = "FILE|URL")]
    from: String,
    /// When an item's text has changed since it was stored: store it as the next version.
    #[arg(long)]
    update: bool,
    /// Show what would be stored, store nothing.
    #[arg(long)]
    dry_run: bool,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let fetched = match fetch::typed(&args.from).await {
        Ok(fetched) => fetched,
        Err(error) => {
            let exit = if error.is_transient() { Exit::TemporarilyUnavailable } else { Exit::Failed };
            eprintln!("dateline: {}: {}", args.from, fetch::causes(&error));
            return Ok(exit);
        }
    };
    let feed = feed::read(&fetched).with_context(|| args.from.clone())?;
    let store = ctx.store().await?;
    let vocabulary = vocabulary::load(&store).await?;
    let items = if args.dry_run {
        ctx.say("nothing is stored (--dry-run)");
        import::rehearse(&feed, &vocabulary, today(ctx))
    } else {
        let on_change = if args.update { OnChange::NewVersion } else { OnChange::Keep };
        import::run(&store, &feed, &vocabulary, on_change, today(ctx), ctx.clock.now()).await?
    };
    let lines: Vec<Line> = items.iter().map(Line::of).collect();
    if ctx.json {
        println!("{}", summary(&lines, &vocabulary));
    } else if items.is_empty() {
        ctx.say("the feed has no items");
    } else {
        println!("{}", table(&lines, &vocabulary));
    }
    tell(ctx, &lines, feed.left_out);
    Ok(if feed.left_out > 0 || lines.iter().any(|line| line.problem.is_some()) { Exit::Partial } else { Exit::Ok })
}

/// What the person is told about one item.
struct Line<'a> {
    item: &'a Item,
    id: Option<ReleaseId>,
    state: &'static str,
    release: Option<&'a Release>,
    problem: Option<import::ItemProblem>,
}

impl<'a> Line<'a> {
    fn of(item: &'a Item) -> Self {
        let (id, state, release, problem) = match &item.outcome {
            Ok((stored, release)) => {
                let state = match stored {
                    None => "draft",
                    Some(Inserted::New(_)) => "new",
                    Some(Inserted::NewVersion { .. }) => "new version",
                    Some(Inserted::Known { changed: false, .. }) => "known",
                    Some(Inserted::Known { changed: true, .. }) => "changed",
                };
                (stored.map(Inserted::id), state, Some(release), None)
            }
            Err(problem) => (None, "failed", None, Some(*problem)),
        };
        Self { item, id, state, release, problem }
    }

    fn is_stored_before(&self) -> bool {
        matches!(self.state, "known" | "changed")
    }

    fn json(&self, vocabulary: &Vocabulary) -> Value {
        let mut value =
            self.release.map_or_else(|| json!({"title": self.item.title}), |release| words::json(release, vocabulary));
        value["item"] = json!(self.item.position);
        value["state"] = json!(self.state.replace(' ', "_"));
        value["release"] = json!(self.id);
        if let Some(problem) = self.problem {
            value["problem"] = json!(problem.code());
        }
        if let Some(fields) = value.as_object_mut() {
            // The version counts within the store, and where a stored release goes may have been changed there.
            fields.remove("version");
            if self.is_stored_before() {
                fields.remove("regions");
                fields.remove("issues");
            }
        }
        value
    }
}

fn summary(lines: &[Line], vocabulary: &Vocabulary) -> Value {
    let mut states: BTreeMap<String, usize> = BTreeMap::new();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines {
        *states.entry(line.state.replace(' ', "_")).or_default() += 1;
        if let Some(release) = line.release {
            *kinds.entry(release.kind.as_str()).or_default() += 1;
        }
    }
    let releases: Vec<_> = lines.iter().map(|line| line.json(vocabulary)).collect();
    json!({"items": lines.len(), "states": states, "kinds": kinds, "releases": releases})
}

fn table(lines: &[Line], vocabulary: &Vocabulary) -> comfy_table::Table {
    let mut table = words::table(&["Item", "Release", "", "Kind", "Date", "Title", "Regions", "Issues"], &[0, 1]);
    for line in lines {
        let id = line.id.map(|id| id.to_string()).unwrap_or_default();
        let title = words::short(&line.item.title);
        let cells = match line.release {
            Some(release) if line.is_stored_before() => {
                [words::kind(release.kind), release.dated.to_string(), title, String::new(), String::new()]
            }
            Some(release) => [
                words::kind(release.kind),
                release.dated.to_string(),
                title,
                words::regions(release, vocabulary),
                words::issues(release, vocabulary),
            ],
            None => [String::new(), String::new(), title, String::new(), String::new()],
        };
        table.add_row([line.item.position.to_string(), id, line.state.to_owned()].into_iter().chain(cells));
    }
    table
}

fn tell(ctx: &Context, lines: &[Line], left_out: usize) {
    for line in lines {
        let position = line.item.position;
        match (line.problem, line.release) {
            (Some(problem), _) if line.item.title.is_empty() => eprintln!("item {position} {problem} ({})", problem.code()),
            (Some(problem), _) => eprintln!("item {position} {problem} ({}): {}", problem.code(), line.item.title),
            (None, Some(release)) if line.item.undated => {
                ctx.say(format!("item {position} has no date; it gets {}", release.dated));
            }
            _ => {}
        }
    }
    if left_out > 0 {
        eprintln!("{} beyond the first {} left out", words::count(left_out, "item"), feed::ITEMS);
    }
    let count = |state| lines.iter().filter(|line| line.state == state).count();
    if count("changed") > 0 {
        ctx.say(format!(
            "{} changed since stored; `--update` stores the new text as the next version",
            words::count(count("changed"), "item")
        ));
    }
    let bare = lines.iter().filter(|line| line.state == "new").filter_map(|line| words::missing_places(line.release?)).count();
    if bare > 0 {
        ctx.say(format!("{} not placed: `dateline release place` says where they go", words::count(bare, "release")));
    }
    let parts = ["new", "new version", "known", "changed", "draft", "failed"].into_iter().filter(|state| count(state) > 0);
    ctx.say(parts.map(|state| format!("{} {state}", count(state))).collect::<Vec<_>>().join(", "));
}
