//! `dateline config`: the commented defaults, and whether yours can be used.

use std::path::Path;

use clap::Subcommand;
use serde_json::json;

use super::Exit;
use crate::app;
use crate::config::{Config, EXAMPLE};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print every setting with its default and what it means.
    Example,
    /// Read the settings as the other commands would, and name what is wrong or missing; exit 3 when something is.
    Check,
}

pub fn run(args: &Args, file: Option<&Path>, json: bool) -> anyhow::Result<Exit> {
    match args.verb {
        Verb::Example => {
            print!("{EXAMPLE}");
            Ok(Exit::Ok)
        }
        Verb::Check => Ok(check(file, json)),
    }
}

fn check(file: Option<&Path>, json: bool) -> Exit {
    let problems: Vec<String> = match Config::load(file) {
        Ok(config) => {
            let missing = config.missing_for_sending().into_iter().map(|problem| problem.to_string());
            let relay = app::outbox_settings(&config).err().map(|problem| format!("{problem:#}"));
            let dkim = app::check_signing(&config).err().map(|problem| format!("{problem:#}"));
            missing.chain(relay).chain(dkim).collect()
        }
        Err(error) => vec![error.to_string()],
    };
    if json {
        println!("{}", json!({ "ok": problems.is_empty(), "problems": problems }));
    } else if problems.is_empty() {
        println!("The settings can be used.");
    } else {
        problems.iter().for_each(|problem| println!("{problem}"));
    }
    if problems.is_empty() { Exit::Ok } else { Exit::ChecksFailed }
}
