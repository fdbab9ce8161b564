//! `dateline officer`: the people of the press office who act here.

use clap::Subcommand;
use serde_json::json;

use super::{Context, Exit};
use crate::model::address::EmailAddress;
use crate::model::ids::OfficerId;
use crate::store::officers::{self, Role};
use crate::store::{Store, credentials};
use crate::web::desk::door::link;

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
    /// Print a link by which an officer chooses a password; it works once, for 24 hours.
    Invite { name: String },
    /// Print the link by which the first officer signs up; it works once, for 24 hours.
    SetUp,
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
        Verb::Invite { name } => {
            let Some(officer) = officers::find(&store, &name).await? else {
                eprintln!("dateline: there is no officer of that name; `dateline officer list` shows them");
                return Ok(Exit::Failed);
            };
            return print_link(&store, ctx, Some(officer.id)).await;
        }
        Verb::SetUp => {
            if credentials::any(&store).await? {
                eprintln!("dateline: somebody can sign in already; an admin invites others, or `dateline officer invite NAME`");
                return Ok(Exit::Failed);
            }
            return print_link(&store, ctx, None).await;
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

async fn print_link(store: &Store, ctx: &Context, officer: Option<OfficerId>) -> anyhow::Result<Exit> {
    let made = link::make(store, &ctx.config.web.public_url, officer, ctx.clock.now()).await?;
    let Some(made) = made else {
        eprintln!("dateline: the system gave no randomness for a link");
        return Ok(Exit::TemporarilyUnavailable);
    };
    println!("{}", if ctx.json { json!({"link": made}).to_string() } else { made });
    ctx.say("Give it to nobody but this officer: whoever opens it first chooses the password.");
    Ok(Exit::Ok)
}
