//! `dateline release test ID --to OFFICER`: the mail as reporters would get it, to one of us.

use serde_json::json;

use super::order;
use crate::cli::{Context, Exit};
use crate::compose::letter::{Frame, compile};
use crate::compose::own;
use crate::compose::single::{self, Single};
use crate::model::address::EmailAddress;
use crate::model::ids::{MailingId, ReleaseId, new_uid};
use crate::store::queue::{NewSingle, Purpose, queue_single};
use crate::store::{officers, releases};

#[derive(Debug, clap::Args)]
pub struct Args {
    release: ReleaseId,
    /// An officer's name or address.
    #[arg(long, value_name = "OFFICER")]
    to: String,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let desk = order::open(ctx).await?;
    let Some(release) = releases::load(&desk.store, args.release, None).await? else {
        anyhow::bail!("there is no release {}; `dateline release list` shows them", args.release);
    };
    let Some(officer) = officers::find(&desk.store, &args.to).await? else {
        eprintln!("dateline: tests go to officers only, and {} is none; `dateline officer list` shows them", args.to);
        return Ok(Exit::Failed);
    };
    let now = ctx.clock.now();
    let templates = own::in_force(&desk.store).await?;
    let frame = Frame { mailing: MailingId(0), date: now, key_id: desk.keys.current().to_owned(), signing: None };
    let letter = compile(&desk.office, &templates, &release, &release.language, &frame)?;
    let to = Single {
        uid: new_uid(now),
        date: now,
        to: EmailAddress::parse(&officer.address)?,
        to_name: officer.name.clone(),
        language: release.language.clone(),
        in_reply_to: None,
    };
    let copy = single::test(&desk.office, &desk.keys, &letter, &to)?;
    let message =
        NewSingle { purpose: Purpose::Test, author: &ctx.actor, to: &to.to, sender: &copy.envelope_from, message: &copy.bytes };
    let (_, delivery) = queue_single(&desk.store, &message, now).await?;
    if ctx.json {
        println!("{}", json!({"delivery": delivery, "to": officer.name}));
    } else {
        println!("delivery {delivery}");
        ctx.say(format_args!("queued for {}; a running sender takes it from here", officer.name));
    }
    Ok(Exit::Ok)
}
