//! `dateline template`: what mails look like, as files: shown, vetted, put in force, and the way back.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Subcommand;
use serde_json::json;

use super::{Context, Exit};
use crate::clock::utc;
use crate::compose::own::flaw::{Flaw, Part};
use crate::compose::own::{self, Change, Files, LONGEST, RELEASE, Vetted, field_names};
use crate::store::mail_templates::{self, Saved};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// The templates, whose they are, and every version there was.
    List,
    /// Write the files in use into a folder, or print one of them.
    Show {
        /// Where to put subject.hbs, text.hbs and html.hbs.
        #[arg(long, value_name = "FOLDER")]
        to: Option<PathBuf>,
        /// The shipped ones, whatever is in use.
        #[arg(long)]
        shipped: bool,
        /// List the fields templates may name instead.
        #[arg(long, conflicts_with_all = ["to", "shipped"])]
        fields: bool,
    },
    /// Vet the files of a folder: every refusal with its line. Nothing is changed.
    Check { folder: PathBuf },
    /// Vet the files of a folder and use them from the next mailing on.
    Use {
        folder: PathBuf,
        /// Stop mailings that are approved and have not begun: they were approved with the look of now.
        #[arg(long)]
        stop_approved: bool,
    },
    /// Go back to the shipped ones.
    Reset {
        /// Stop mailings that are approved and have not begun: they were approved with the look of now.
        #[arg(long)]
        stop_approved: bool,
    },
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    match args.verb {
        Verb::List => list(ctx).await,
        Verb::Show { fields: true, .. } => {
            field_names().iter().for_each(|name| println!("{name}"));
            Ok(Exit::Ok)
        }
        Verb::Show { to, shipped, .. } => show(to.as_deref(), shipped, ctx).await,
        Verb::Check { folder } => Ok(match own::vet(read(&folder)?) {
            Ok(_) => {
                ctx.say("passed for every sample in every language");
                Exit::Ok
            }
            Err(flaws) => refuse(&flaws, ctx),
        }),
        Verb::Use { folder, stop_approved } => match own::vet(read(&folder)?) {
            Ok(vetted) => put(Some(&vetted), stop_approved, ctx).await,
            Err(flaws) => Ok(refuse(&flaws, ctx)),
        },
        Verb::Reset { stop_approved } => put(None, stop_approved, ctx).await,
    }
}

async fn list(ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let history = mail_templates::history(&store, RELEASE, 1_000).await?;
    let whose = |sha256: &str| if sha256.is_empty() { "shipped" } else { "own" };
    if ctx.json {
        let current = history.first().map_or("shipped", |newest| whose(&newest.sha256));
        let versions: Vec<_> = history
            .iter()
            .map(|one| {
                json!({"version": one.version, "look": whose(&one.sha256), "by": one.author, "at": utc(one.created_ms),
                    "sha256": one.sha256, "restored": one.restored})
            })
            .collect();
        println!("{}", json!({"template": RELEASE, "look": current, "versions": versions}));
        return Ok(Exit::Ok);
    }
    match history.first() {
        None => println!("{RELEASE}  shipped"),
        Some(newest) if newest.sha256.is_empty() => {
            println!("{RELEASE}  shipped, since {} by {}", utc(newest.created_ms), newest.author);
        }
        Some(newest) => println!("{RELEASE}  yours, changed by {} on {}", newest.author, utc(newest.created_ms)),
    }
    for one in &history {
        println!("  version {}  {}  {}  {}", one.version, whose(&one.sha256), utc(one.created_ms), one.author);
    }
    Ok(Exit::Ok)
}

async fn show(to: Option<&Path>, shipped: bool, ctx: &Context) -> anyhow::Result<Exit> {
    let newest = if shipped { None } else { mail_templates::newest(&ctx.store().await?, RELEASE).await? };
    let files = newest.as_ref().and_then(Files::of).unwrap_or_else(Files::shipped);
    if ctx.json {
        println!("{}", json!({"subject": files.subject, "text": files.text, "html": files.html}));
        return Ok(Exit::Ok);
    }
    let Some(folder) = to else {
        for part in Part::ALL {
            println!("== {}.hbs\n{}", part.as_str(), files.part(part).trim_end());
        }
        return Ok(Exit::Ok);
    };
    std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    for part in Part::ALL {
        let path = path(folder, part);
        // Somebody's work is not written over.
        let made = std::fs::File::create_new(&path).with_context(|| format!("making {}", path.display()))?;
        std::io::Write::write_all(&mut &made, files.part(part).as_bytes())
            .with_context(|| format!("writing {}", path.display()))?;
    }
    ctx.say(format_args!("subject.hbs, text.hbs and html.hbs are in {}", folder.display()));
    Ok(Exit::Ok)
}

fn path(folder: &Path, part: Part) -> PathBuf {
    folder.join(format!("{}.hbs", part.as_str()))
}

fn read(folder: &Path) -> anyhow::Result<Files> {
    let text = |part| {
        let path = path(folder, part);
        let size = std::fs::metadata(&path).with_context(|| format!("reading {}", path.display()))?.len();
        // Vetting refuses far smaller ones; this one is not even read.
        anyhow::ensure!(size <= 16 * LONGEST as u64, "{} is longer than any template", path.display());
        std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
    };
    Ok(Files::new(&text(Part::Subject)?, &text(Part::Text)?, &text(Part::Html)?))
}

fn refuse(flaws: &[Flaw], ctx: &Context) -> Exit {
    for flaw in flaws {
        if ctx.json {
            println!(
                "{}",
                json!({"file": format!("{}.hbs", flaw.part.as_str()), "line": flaw.line, "column": flaw.column,
                    "code": flaw.fault.key(), "what": flaw.fault.what(), "text": flaw.fault.to_string()})
            );
        } else {
            println!("{flaw}");
        }
    }
    ctx.say("not used: put these right first");
    Exit::ChecksFailed
}

async fn put(vetted: Option<&Vetted>, may_void: bool, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let read = mail_templates::newest(&store, RELEASE).await?.map_or(0, |newest| newest.version);
    let change = Change { read, author: &ctx.actor, restored: None, may_void };
    Ok(match own::put_in_force(&store, vetted, change, ctx.clock.now()).await? {
        Saved::Next(version) => {
            if ctx.json {
                println!("{}", json!({"template": RELEASE, "version": version}));
            } else {
                println!("version {version}");
                ctx.say("mails look like this from the next mailing on");
            }
            Exit::Ok
        }
        Saved::Same(_) => {
            ctx.say("nothing changed: this is in use already");
            Exit::Ok
        }
        Saved::Overtaken => {
            eprintln!("dateline: somebody else changed the template at this moment; `dateline template list` shows it");
            Exit::ChangedSinceReviewed
        }
        Saved::WouldVoid(n) => {
            eprintln!(
                "dateline: {n} approved mailing(s) have not begun and were approved with the look of now; \
                 `--stop-approved` stops them, and they have to be sent and approved again"
            );
            Exit::NeedsApproval
        }
    })
}
