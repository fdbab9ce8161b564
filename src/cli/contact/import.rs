//! `dateline contact import`.

use std::collections::HashMap;
use std::fs::File;
use std::path::PathBuf;

use anyhow::Context as _;

use crate::cli::{Context, Exit};
use crate::directory::{self, Code, Event, ImportError, Options, Outcome, Problem};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// CSV, TSV, XLSX or ODS; UTF-8, Windows-1252, UTF-16 and others are told apart.
    file: PathBuf,
    /// Judge every row, store nothing.
    #[arg(long, visible_alias = "dry-run")]
    check: bool,
    /// Write the rejected rows, with a `problem` column, to be mended and imported again.
    #[arg(long, value_name = "FILE")]
    errors_to: Option<PathBuf>,
    /// What an unknown name means, remembered for next time: --map "Bayern=DE-BY". Repeat as needed.
    #[arg(long, value_name = "NAME=MEANING", value_parser = pair)]
    map: Vec<(String, String)>,
    /// Which field an unknown header holds: --column "Kürzel=name". Repeat as needed.
    #[arg(long, value_name = "HEADER=FIELD", value_parser = pair)]
    column: Vec<(String, String)>,
    /// Make an issue of every issue name the office does not have.
    #[arg(long)]
    create_issues: bool,
    /// Name every row, also where an unknown region or issue stands in more than twenty.
    #[arg(long)]
    all: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((left, right)) if !left.trim().is_empty() && !right.trim().is_empty() => {
            Ok((left.trim().to_owned(), right.trim().to_owned()))
        }
        _ => Err("write it as LEFT=RIGHT".to_owned()),
    }
}

/// How many rows of one unknown name are listed one by one.
const LISTED: u64 = 20;

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let file = File::open(&args.file).with_context(|| format!("opening {}", args.file.display()))?;
    let errors_to = match &args.errors_to {
        Some(path) => Some(Box::new(File::create(path).with_context(|| format!("creating {}", path.display()))?)
            as Box<dyn std::io::Write + Send>),
        None => None,
    };
    let store = ctx.store().await?;
    let check = args.check;
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let options = Options {
        check,
        create_issues: args.create_issues,
        map: args.map,
        columns: args.column,
        errors_to,
        file: name,
        actor: ctx.actor.clone(),
    };
    let mut talk = Talk { all: args.all, quiet: ctx.quiet, ..Talk::default() };
    let done = directory::import(&store, file, options, ctx.clock.now(), &mut |event| talk.tell(event)).await;
    let outcome = match done {
        Ok(outcome) => outcome,
        Err(error @ (ImportError::UnknownTarget(_) | ImportError::AmbiguousTarget(_))) => {
            eprintln!("dateline: {error}");
            return Ok(Exit::Usage);
        }
        Err(error) => return Err(error.into()),
    };
    talk.finish();
    if ctx.json {
        let mut found = serde_json::to_value(&outcome)?;
        if let Some(import) = talk.import {
            found["import"] = import.into();
        }
        println!("{found}");
    } else {
        print(&outcome, check);
    }
    if let Some(import) = talk.import {
        ctx.say(format!("this was import {import}; within seven days `dateline contact import-undo {import}` takes it back"));
    }
    Ok(Exit::Ok)
}

#[derive(Default)]
struct Talk {
    all: bool,
    quiet: bool,
    /// The number the import can be taken back under.
    import: Option<i64>,
    /// Rows per unknown name.
    unknown: HashMap<(Code, String), u64>,
}

impl Talk {
    fn tell(&mut self, event: Event<'_>) {
        match event {
            Event::Numbered { import } => self.import = Some(import),
            _ if self.quiet => {}
            Event::File { encoding, delimiter, ignored } => {
                let cut = match delimiter {
                    Some('\t') => ", cut at tabs".to_owned(),
                    Some(other) => format!(", cut at “{other}”"),
                    None => String::new(),
                };
                eprintln!("read as {encoding}{cut}");
                if !ignored.is_empty() {
                    eprintln!("columns not used: {}", ignored.join(", "));
                }
            }
            Event::Problem(problem) => self.problem(problem),
            Event::Progress { .. } => {}
        }
    }

    fn problem(&mut self, problem: Problem) {
        let Problem { row, code, detail } = problem;
        let word = if code.rejects() { "rejected" } else { "warning" };
        let said = if detail.is_empty() { String::new() } else { format!("  {detail}") };
        // An issue that is missing is missing in a thousand rows.
        if matches!(code, Code::RegionUnknown | Code::IssueUnknown | Code::NotPlaced | Code::Duplicate) && !self.all {
            let rows = self.unknown.entry((code, detail)).or_default();
            *rows += 1;
            if *rows > LISTED {
                return;
            }
        }
        eprintln!("row {row}  {word}  {}{said}", code.as_str());
    }

    fn finish(&self) {
        for ((code, detail), rows) in self.unknown.iter().filter(|(_, rows)| **rows > LISTED) {
            eprintln!("{}  {detail}  in {rows} rows; the first {LISTED} are named above, --all names each", code.as_str());
        }
    }
}

fn print(outcome: &Outcome, check: bool) {
    let rejected: u64 = outcome.rejected.values().sum();
    let Outcome { rows, added, updated, merged, .. } = outcome;
    println!("{rows} rows = {added} added + {updated} updated + {merged} merged + {rejected} rejected");
    for (title, counts) in [("rejected", &outcome.rejected), ("warnings", &outcome.warnings)] {
        for (code, rows) in counts {
            println!("  {title}  {code}  {rows}");
        }
    }
    if check {
        println!("nothing was stored (--check)");
    }
}
