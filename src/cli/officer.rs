//! `dateline officer`: the people of the press office who act here.

use clap::Subcommand;
use serde_json::json;

use super::{Context, Exit};
use crate::model::address::EmailAddress;
use crate::store::officers::{self, Role};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Add an officer.
    Add {
        name: String,
        #[arg(long, value_name = "EMAIL")]
        address: String,
        /// viewer, writer, approver or admin.
        #[arg(long, default_value = "writer", value_parser = role)]
        role: Role,
    },
    /// The officers, by name.
    List,
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| "must be viewer, writer, approver or admin".to_owned())
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    match args.verb {
        Verb::Add { name, address, role } => {
            let name = name.trim();
            if name.is_empty() || name.chars().any(char::is_control) {
                eprintln!("dateline: an officer needs a name");
                return Ok(Exit::Usage);
            }
            let address = EmailAddress::parse(&address)?;
            let Some(id) = officers::add(&store, name, &address, role, &ctx.actor, ctx.clock.now()).await? else {
                eprintln!("dateline: there is an officer of that name already");
                return Ok(Exit::Failed);
            };
            println!("{}", if ctx.json { json!({"officer": id}).to_string() } else { format!("officer {id}") });
        }
        Verb::List => {
            for one in officers::list(&store).await? {
                let role = one.role.as_str();
                if ctx.json {
                    println!("{}", json!({"officer": one.id, "name": one.name, "address": one.address, "role": role}));
                } else {
                    println!("{}\t{}\t{}\t{role}", one.id, one.name, one.address);
                }
            }
        }
    }
    Ok(Exit::Ok)
}
