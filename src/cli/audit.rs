//! `dateline audit`: who did what, and whether the trail is still what was written.

use clap::Subcommand;
use serde_json::json;

use super::{Context, Exit};
use crate::clock::utc;
use crate::store::audit::{self, Noted, Verdict, Wanted};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// The lines, newest first.
    List {
        /// Only what this officer did.
        #[arg(long, value_name = "NAME", default_value = "")]
        who: String,
        /// Only acts that start so: mailing, officer.role.
        #[arg(long, value_name = "ACT", default_value = "")]
        act: String,
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=1000))]
        limit: i64,
        /// Only lines before this number; for the next page.
        #[arg(long, default_value_t = i64::MAX, hide_default_value = true, value_parser = clap::value_parser!(i64).range(1..))]
        before: i64,
    },
    /// Read every line and follow the chain of digests. Exits 1 at the first line that is not what was written.
    Verify {
        /// A digest that `verify` printed earlier and you kept elsewhere: it must still be in the chain. Only so are lines
        /// missed that were taken from the end.
        #[arg(long, value_name = "HEX")]
        head: Option<String>,
    },
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    match args.verb {
        Verb::List { who, act, limit, before } => {
            let store = ctx.store().await?;
            let wanted = Wanted { actor: &who, act: &act, from: None, to: None };
            let lines = audit::older(&store, &wanted, before, limit).await?;
            lines.iter().for_each(|line| print(line, ctx.json));
            if let Some(last) = lines.last().filter(|_| i64::try_from(lines.len()) == Ok(limit)) {
                ctx.say(format_args!("more with --before {}", last.id));
            }
            Ok(Exit::Ok)
        }
        Verb::Verify { head } => verify(ctx, head.as_deref()).await,
    }
}

fn print(line: &Noted, as_json: bool) {
    let Noted { id, at_ms, actor, act, subject, detail } = line;
    let at = utc(*at_ms);
    if as_json {
        println!("{}", json!({"line": id, "at": at, "who": actor, "act": act, "subject": subject, "detail": detail}));
    } else {
        println!("{}", [&id.to_string(), &at, actor, act, subject, detail].map(String::as_str).join("\t").trim_end());
    }
}

async fn verify(ctx: &Context, noted: Option<&str>) -> anyhow::Result<Exit> {
    let noted = noted.map(|text| text.trim().to_ascii_lowercase());
    if noted.as_ref().is_some_and(|text| text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit())) {
        eprintln!("dateline: --head is 64 hexadecimal digits, as `dateline audit verify` prints them");
        return Ok(Exit::Usage);
    }
    let store = ctx.store().await?;
    match audit::verify(&store, noted.as_deref().unwrap_or_default()).await? {
        Verdict::Broken { id } => {
            if ctx.json {
                println!("{}", json!({"whole": false, "broken": id}));
            }
            eprintln!("dateline: the audit trail was changed: line {id} does not follow from the line before it");
            Ok(Exit::Failed)
        }
        Verdict::Whole { lines, before, head, since } => {
            if ctx.json {
                println!("{}", json!({"whole": true, "lines": lines, "before_the_chain": before, "head": head, "since": since}));
            } else {
                println!("{head}");
            }
            if noted.is_some() && since.is_none() {
                eprintln!(
                    "dateline: the digest you kept is not in the trail: lines were taken from its end, or all were written anew"
                );
                return Ok(Exit::Failed);
            }
            ctx.say(match (since, before) {
                (Some(since), _) => format!("{lines} lines, whole; {since} since the digest you kept"),
                (None, 0) => format!("{lines} lines, whole; keep this digest somewhere else"),
                (None, before) => format!("{lines} lines, whole but for the first {before}, which are older than the chain"),
            });
            Ok(Exit::Ok)
        }
    }
}
