//! `dateline release show ID`.

use std::fmt::Write;

use super::words;
use crate::cli::{Context, Exit};
use crate::clock::utc;
use crate::model::ids::ReleaseId;
use crate::model::release::{Placement, Release};
use crate::model::vocabulary::Vocabulary;
use crate::store::{releases, vocabulary};

#[derive(Debug, clap::Args)]
#[command(disable_version_flag = true)]
pub struct Args {
    release: ReleaseId,
    /// An older version; without it the newest.
    #[arg(long, value_name = "N")]
    version: Option<i64>,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let Some(release) = releases::load(&store, args.release, args.version).await? else {
        match args.version {
            Some(version) => eprintln!("dateline: there is no version {version} of release {}", args.release),
            None => eprintln!("dateline: there is no release {}; `dateline release list` shows them", args.release),
        }
        return Ok(Exit::Failed);
    };
    let vocabulary = vocabulary::load(&store).await?;
    if ctx.json {
        println!("{}", words::json(&release, &vocabulary));
    } else {
        print!("{}", text(&release, &vocabulary));
    }
    Ok(Exit::Ok)
}

/// Everything about the release, as a page of text.
pub fn text(release: &Release, vocabulary: &Vocabulary) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| {
        let mut name = name;
        for part in value.lines() {
            let _ = writeln!(out, "{name:<11}{part}");
            name = "";
        }
    };
    line("Release", &format!("{}, version {}", release.id, release.version));
    line("Kind", &words::kind(release.kind));
    line("Title", &release.title);
    line("Date", &release.dated.to_string());
    line("Dateline", &release.dateline);
    line("Language", &release.language);
    for (name, at) in [
        ("Published", release.published),
        ("Embargo", release.embargo),
        ("Event", release.event),
        ("Withdrawn", release.withdrawn),
    ] {
        line(name, &at.map(utc).unwrap_or_default());
    }
    line("Teaser", &release.teaser);
    if let Some(image) = &release.image {
        line("Image", &image.url);
        line("  shows", if image.alt.is_empty() { "(not described)" } else { &image.alt });
        line("  caption", &image.caption);
        line("  credit", &image.credit);
    }
    line("Contact", release.contact.as_deref().unwrap_or("the office's"));
    line("Follows", &release.follows.map(|id| format!("release {id}")).unwrap_or_default());
    line("Source", release.source_url.as_deref().unwrap_or_default());
    line("Source id", release.source_id.as_deref().unwrap_or_default());
    let regions = places(&release.regions, |id| match vocabulary.regions.get(id.0) {
        Some(node) => format!("{} ({})", node.name, node.code),
        None => "?".to_owned(),
    });
    line("Regions", &regions);
    line("Issues", &places(&release.issues, |id| vocabulary.issues.name(id.0).to_owned()));
    let _ = writeln!(out, "\n{}", release.body);
    out
}

fn places<Id: Copy>(places: &[Placement<Id>], name: impl Fn(Id) -> String) -> String {
    if places.is_empty() {
        return "not placed".to_owned();
    }
    let lines = places.iter().map(|place| match place.proposed {
        true => format!("{}, proposed: {}", name(place.id), place.reason),
        false if place.category().is_some() => format!("{}, {}", name(place.id), place.reason),
        false => name(place.id),
    });
    lines.collect::<Vec<_>>().join("\n")
}
