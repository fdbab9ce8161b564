//! `dateline contact export`.

use std::fs::File;
use std::io::{BufWriter, stdout};
use std::path::PathBuf;

use anyhow::Context as _;

use crate::cli::{Context, Exit};
use crate::directory::export::export;
use crate::model::vocabulary::Vocabulary;
use crate::store::directory::Filter;
use crate::store::vocabulary;

/// Whom to list.
#[derive(Debug, clap::Args)]
pub struct Which {
    /// Part of a name, an address or an outlet.
    #[arg(value_name = "TEXT", default_value = "")]
    text: String,
    /// Covers this region or a part of it.
    #[arg(long)]
    region: Option<String>,
    /// Covers this issue or a part of it.
    #[arg(long)]
    issue: Option<String>,
    /// Without a region or without an issue: no release reaches them.
    #[arg(long)]
    not_placed: bool,
}

impl Which {
    pub fn filter(&self, words: &Vocabulary) -> anyhow::Result<Filter> {
        let mut filter = Filter { text: self.text.clone(), not_placed: self.not_placed, ..Filter::default() };
        if let Some(name) = &self.region {
            let id = words
                .region(name)
                .ok_or_else(|| anyhow::anyhow!("`{name}` is no region; try its English name or its ISO code"))?;
            filter.regions = words.regions.descendants(id.0);
            filter.regions.push(id.0);
        }
        if let Some(name) = &self.issue {
            let id = words
                .issue(name)
                .ok_or_else(|| anyhow::anyhow!("`{name}` is no issue of the office; `dateline issue list` shows them"))?;
            filter.issues = words.issues.descendants(id.0);
            filter.issues.push(id.0);
        }
        Ok(filter)
    }
}

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    which: Which,
    /// Write here instead of to standard output.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let filter = args.which.filter(&vocabulary::load(&store).await?)?;
    let count = match &args.to {
        Some(path) => {
            let file = File::create(path).with_context(|| format!("creating {}", path.display()))?;
            export(&store, &filter, BufWriter::new(file)).await?
        }
        None => export(&store, &filter, BufWriter::new(stdout())).await?,
    };
    ctx.say(format!("{count} contacts"));
    Ok(Exit::Ok)
}
