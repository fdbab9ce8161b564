//! `dateline release new FILE`.

use std::path::PathBuf;

use serde_json::json;

use super::{today, words};
use crate::cli::{Context, Exit};
use crate::model::release::Release;
use crate::newsroom::{fetch, markdown, proposal};
use crate::store::releases::{self, Inserted, OnChange};
use crate::store::vocabulary;

/// The file is Markdown. Its head stands between two lines `---` (lines `key: value`, lists as `[a, b]` or `- a`,
/// several lines after `|`) or between two lines `+++` (TOML). Keys: title, kind, date, dateline, language, teaser,
/// regions, issues, embargo, event, contact, image, image_alt, image_caption, image_credit, source, follows (the number
/// of the release this one corrects or follows up). All may be left out; the title may be the first `# Heading`
/// instead. Times name their zone: 2026-11-26T10:00[Europe/Berlin].
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file; `-` reads standard input.
    file: PathBuf,
    /// When its `source` is stored already with another text: store this as the next version.
    #[arg(long)]
    update: bool,
    /// Read and check the file, store nothing.
    #[arg(long)]
    dry_run: bool,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let name = args.file.display();
    let fetched = match fetch::file(&args.file).await {
        Ok(fetched) => fetched,
        Err(error) => return Err(anyhow::Error::new(error).context(format!("cannot read {name}"))),
    };
    let store = ctx.store().await?;
    let vocabulary = vocabulary::load(&store).await?;
    let mut release = match markdown::read(&fetched.bytes, &vocabulary, today(ctx)) {
        Ok(release) => release,
        Err(problems) => {
            if ctx.json {
                println!("{}", json!({"problems": problems.iter().map(ToString::to_string).collect::<Vec<_>>()}));
            }
            problems.iter().for_each(|problem| eprintln!("{name}: {problem}"));
            return Ok(Exit::Failed);
        }
    };
    proposal::propose(&mut release, &vocabulary);
    if let Some(first) = release.follows
        && releases::load(&store, first, None).await?.is_none()
    {
        eprintln!("{name}: `follows` names release {first}, which is not there; `dateline release list` shows them");
        return Ok(Exit::Failed);
    }
    if args.dry_run {
        if ctx.json {
            println!("{}", words::json(&release, &vocabulary));
        } else {
            print!("{}", super::show::text(&release, &vocabulary));
        }
        ctx.say("nothing stored (--dry-run)");
        return Ok(Exit::Ok);
    }
    let on_change = if args.update { OnChange::NewVersion } else { OnChange::Keep };
    let stored = releases::insert(&store, &release, on_change, ctx.clock.now()).await?;
    let Some(release) = releases::load(&store, stored.id(), None).await? else { return Ok(Exit::Failed) };
    if ctx.json {
        println!("{}", words::json(&release, &vocabulary));
    } else {
        println!("{}", stored.id());
    }
    tell(ctx, stored, &release);
    if let Some(missing) = words::missing_places(&release) {
        ctx.say(format!("not placed ({missing}): say where it goes with `dateline release place {}`", release.id));
    } else {
        ctx.say(format!("regions: {}; issues: {}", words::regions(&release, &vocabulary), words::issues(&release, &vocabulary)));
    }
    Ok(Exit::Ok)
}

fn tell(ctx: &Context, stored: Inserted, release: &Release) {
    let title = words::short(&release.title);
    ctx.say(match stored {
        Inserted::New(id) => format!("release {id} stored: {title}"),
        Inserted::NewVersion { id, version } => format!("release {id} is now version {version}: {title}"),
        Inserted::Known { id, changed: false } => {
            format!("its source is release {id} already, with the same text; nothing stored")
        }
        Inserted::Known { id, changed: true } => {
            format!(
                "its source is release {id} already, with another text; nothing stored (`--update` makes this the next version)"
            )
        }
    });
}
