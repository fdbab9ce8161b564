//! `dateline inbox`: inquiries and who gets them; mail as it came in, how it comes in, and bringing some by hand.

mod bring;
mod claim;
mod close;
mod list;
mod look;
mod move_to;
mod note;
mod route;
mod show;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Subcommand;

use super::{Context, Exit};
use crate::inbox::inquiry::{By, Changed, Refused};
use crate::model::ids::{InboundId, InquiryId, OfficerId};
use crate::store::{Store, inquiries, officers};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Inquiries: open ones by deadline, yours, a desk's, nobody's, closed ones.
    List(list::Args),
    /// One inquiry: where it stands, who has it and why, and what was said.
    Show(show::Args),
    /// Take an inquiry nobody has; needs `--officer`.
    Claim(claim::Args),
    /// Give an inquiry to an officer or a desk: just this once, or always for its reporter.
    Move(move_to::Args),
    /// Say what came of an inquiry. It is open again when its reporter writes within 14 days.
    Close(close::Args),
    /// Write a note among us. It never leaves.
    Note(note::Args),
    /// Who gets what: the rules, and trying them.
    Route(route::Args),
    /// Take one message from a mail server's pipe. Exit 75 when it cannot be kept now: the server then tries again; 65 when
    /// it is too large.
    Receive(bring::Receive),
    /// Bring in a message, an mbox, a Maildir, or a folder of messages. The same ones again are passed over.
    Import {
        #[arg(value_name = "FILE|DIR")]
        path: PathBuf,
    },
    /// Write every message as it came into a folder, with its envelope beside it; `inbox import` takes it back.
    Export {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Messages nobody could read, with the reason. Exit 6 when there are any.
    Parked,
    /// Have a parked message read again.
    Retry { id: InboundId },
    /// Have a message that was decided decided again, by the rules of now.
    Replay { id: InboundId },
    /// One message as it came: what is known of it.
    Message {
        id: InboundId,
        /// The message itself, byte by byte.
        #[arg(long)]
        raw: bool,
    },
    /// Where mail comes from, and how each source stands. Exit 6 when one does not answer.
    Sources,
    /// Compare what was kept with what is there. Exit 3 when messages are missing.
    Check {
        /// Somebody has seen to it: what is there is what counts.
        #[arg(long)]
        accept: bool,
    },
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    match args.verb {
        Verb::List(args) => list::run(args, ctx).await,
        Verb::Show(args) => show::run(args, ctx).await,
        Verb::Claim(args) => claim::run(args, ctx).await,
        Verb::Move(args) => move_to::run(args, ctx).await,
        Verb::Close(args) => close::run(args, ctx).await,
        Verb::Note(args) => note::run(args, ctx).await,
        Verb::Route(args) => Box::pin(route::run(args, ctx)).await,
        Verb::Receive(args) => Ok(Box::pin(bring::receive(args, ctx)).await),
        Verb::Import { path } => Box::pin(bring::import(&path, ctx)).await,
        Verb::Export { folder } => look::export(&folder, ctx).await,
        Verb::Parked => look::parked(ctx).await,
        Verb::Retry { id } => look::again(id, false, ctx).await,
        Verb::Replay { id } => look::again(id, true, ctx).await,
        Verb::Message { id, raw } => look::show(id, raw, ctx).await,
        Verb::Sources => look::sources(ctx).await,
        Verb::Check { accept } => look::check(accept, ctx).await,
    }
}

/// The officer of `--officer`; `None` for the operator.
async fn acting(store: &Store, ctx: &Context) -> anyhow::Result<Option<OfficerId>> {
    if ctx.actor == "operator" {
        return Ok(None);
    }
    Ok(Some(officer(store, &ctx.actor).await?))
}

/// An officer by name or address.
async fn officer(store: &Store, name: &str) -> anyhow::Result<OfficerId> {
    let found = officers::find(store, name).await?;
    found.map(|one| one.id).with_context(|| format!("there is no officer `{name}`; `dateline officer list` shows them"))
}

/// Who acts, on the inquiry as it is at this moment.
async fn by<'a>(store: &Store, ctx: &'a Context) -> anyhow::Result<By<'a>> {
    Ok(By { actor: &ctx.actor, officer: acting(store, ctx).await?, seen: None, now: ctx.clock.now() })
}

/// Says what an act came to.
async fn tell(store: &Store, id: InquiryId, changed: Changed<Refused>, what: &str, ctx: &Context) -> anyhow::Result<Exit> {
    match changed {
        Changed::Done(inquiry) => {
            if ctx.json {
                println!(
                    "{}",
                    serde_json::json!({"inquiry": inquiry.id, "state": inquiry.state.as_str(), "owner": inquiry.owner, "desk": inquiry.desk})
                );
            } else {
                println!("inquiry {id} {what}");
            }
            Ok(Exit::Ok)
        }
        Changed::Refused(Refused::Same, _) => {
            ctx.say(format!("inquiry {id} is so already; nothing was changed"));
            Ok(Exit::Ok)
        }
        Changed::Refused(why, _) => anyhow::bail!("{}", refused(store, id, why).await?),
        Changed::Gone => anyhow::bail!("there is no inquiry {id}; `dateline inbox list` shows them"),
    }
}

async fn refused(store: &Store, id: InquiryId, why: Refused) -> anyhow::Result<String> {
    Ok(match why {
        Refused::Moved => format!("inquiry {id} was changed meanwhile; look at it again"),
        Refused::Merged(into) => format!("inquiry {id} is part of inquiry {into} now; act on that one"),
        Refused::Closed => format!("inquiry {id} is closed"),
        Refused::NotClosed => format!("inquiry {id} is open already"),
        Refused::Taken(owner) => {
            let all = officers::list(store).await?;
            let name = all.into_iter().find(|one| one.id == owner).map_or_else(|| format!("officer {owner}"), |one| one.name);
            format!("{name} has inquiry {id}; `inbox move {id} --to` gives it to somebody else")
        }
        Refused::Same => format!("inquiry {id} is so already"),
        Refused::Unknown => "that cannot be done: what was named is not there, or is empty".to_owned(),
        Refused::SameInquiry => "these two are one inquiry already".to_owned(),
    })
}

/// The inquiry of that number; says so when there is none.
async fn wanted(store: &Store, id: InquiryId) -> anyhow::Result<inquiries::Inquiry> {
    inquiries::load(store, id).await?.with_context(|| format!("there is no inquiry {id}; `dateline inbox list` shows them"))
}

impl Args {
    /// Whether a mail server waits for its word: then whatever is wrong here is no reason to give a message up.
    pub(super) fn is_pipe(&self) -> bool {
        matches!(self.verb, Verb::Receive(_))
    }
}
