//! `dateline release place ID`.

use super::words;
use crate::cli::{Context, Exit};
use crate::model::ids::{IssueId, RegionId, ReleaseId};
use crate::model::release::{Placement, Release};
use crate::model::tree::Tree;
use crate::model::vocabulary::Vocabulary;
use crate::newsroom::{nearest, proposal};
use crate::store::releases::{self, Places};
use crate::store::vocabulary;

/// Regions named here take the place of all it had, and so do issues; the side not named stays. “World” and
/// “All issues” are choices like any other.
#[derive(Debug, clap::Args)]
pub struct Args {
    release: ReleaseId,
    /// A region by name or code (`Bavaria`, `DE-BY`); may be given several times.
    #[arg(long, value_name = "NAME")]
    region: Vec<String>,
    /// An issue by name; may be given several times.
    #[arg(long, value_name = "NAME")]
    issue: Vec<String>,
    /// Make its proposals choices.
    #[arg(long)]
    accept: bool,
    /// Propose again from its text, where nobody has chosen; for issues added since.
    #[arg(long, conflicts_with = "accept")]
    propose: bool,
    /// Show how it would be, store nothing.
    #[arg(long)]
    dry_run: bool,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    if args.region.is_empty() && args.issue.is_empty() && !args.accept && !args.propose {
        eprintln!("dateline: say what to change: --region, --issue, --accept or --propose");
        return Ok(Exit::Usage);
    }
    let store = ctx.store().await?;
    let vocabulary = vocabulary::load(&store).await?;
    let Some(mut release) = releases::load(&store, args.release, None).await? else {
        eprintln!("dateline: there is no release {}; `dateline release list` shows them", args.release);
        return Ok(Exit::Failed);
    };
    let regions = chosen(&args.region, "region", &vocabulary.regions, |name| vocabulary.region(name));
    let issues = chosen(&args.issue, "issue", &vocabulary.issues, |name| vocabulary.issue(name));
    let (Some(regions), Some(issues)) = (regions, issues) else { return Ok(Exit::Usage) };
    change(&mut release, regions, issues, &args, &vocabulary);
    if !args.dry_run {
        let places = Places { regions: Some(release.regions.clone()), issues: Some(release.issues.clone()) };
        releases::place(&store, release.id, &places, &ctx.actor, ctx.clock.now()).await?;
    }
    if ctx.json {
        println!("{}", words::json(&release, &vocabulary));
    } else {
        println!("regions: {}", words::regions(&release, &vocabulary));
        println!("issues: {}", words::issues(&release, &vocabulary));
    }
    if args.dry_run {
        ctx.say("nothing stored (--dry-run)");
    } else if let Some(missing) = words::missing_places(&release) {
        ctx.say(format!("still not placed: {missing}"));
    }
    Ok(Exit::Ok)
}

/// The places named; `None` when one is unknown, which has been said then.
fn chosen<Id: PartialEq>(
    names: &[String],
    what: &str,
    tree: &Tree,
    find: impl Fn(&str) -> Option<Id>,
) -> Option<Vec<Placement<Id>>> {
    let mut places: Vec<Placement<Id>> = Vec::new();
    let mut all_known = true;
    for name in names {
        match find(name) {
            Some(id) if places.iter().any(|place| place.id == id) => {}
            Some(id) => places.push(Placement::chosen(id)),
            None => {
                all_known = false;
                eprintln!("dateline: there is no {what} “{name}”{}", nearest::suggestion(&nearest::names(tree, name)));
            }
        }
    }
    all_known.then_some(places)
}

fn change(
    release: &mut Release,
    regions: Vec<Placement<RegionId>>,
    issues: Vec<Placement<IssueId>>,
    args: &Args,
    vocabulary: &Vocabulary,
) {
    if !regions.is_empty() {
        release.regions = regions;
    }
    if !issues.is_empty() {
        release.issues = issues;
    }
    if args.accept {
        release.regions.iter_mut().for_each(accept);
        release.issues.iter_mut().for_each(accept);
    }
    if args.propose {
        release.regions.retain(|place| !place.proposed);
        release.issues.retain(|place| !place.proposed);
        proposal::propose(release, vocabulary);
    }
}

/// A choice keeps the reason it was proposed for.
fn accept<Id>(place: &mut Placement<Id>) {
    place.proposed = false;
}
