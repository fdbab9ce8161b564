//! `dateline mailing settle`: a person decides what nobody can know.

use clap::ValueEnum;
use serde_json::json;

use super::{no_such, show};
use crate::cli::{Context, Exit};
use crate::clock::utc;
use crate::model::delivery::DeliveryState;
use crate::model::ids::{DeliveryId, MailingId};
use crate::store::doubts::{self, Decision, Settled};
use crate::store::{Store, report};

#[derive(Debug, clap::Args)]
pub struct Args {
    mailing: MailingId,
    /// The delivery in doubt; `mailing show --who --state in_doubt` numbers them. Several with commas.
    #[arg(long, value_name = "N", value_delimiter = ',', required_unless_present = "all")]
    delivery: Vec<DeliveryId>,
    /// Every delivery in doubt of this mailing; needs --count.
    #[arg(long, conflicts_with = "delivery", requires = "count")]
    all: bool,
    /// How many are in doubt, as you saw it; with another number nothing is done.
    #[arg(long, value_name = "N")]
    count: Option<usize>,
    #[command(flatten)]
    word: Word,
    /// Say what would be settled, and do nothing.
    #[arg(long)]
    dry_run: bool,
}

/// A person's word on a copy in doubt.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Word {
    #[arg(long = "as", value_enum)]
    decision: Answer,
    /// Where you know it from: a relay's log, a call. Kept in the audit trail.
    #[arg(long, default_value = "")]
    reason: String,
    /// Yes, they may get a second copy (for `--as resend`).
    #[arg(long)]
    yes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Answer {
    /// It arrived, or the relay has it.
    Accepted,
    /// Try once more; whoever has the first copy then gets a second one.
    Resend,
    /// It did not go out, and is not to be tried again.
    NotSent,
}

impl Word {
    /// A second copy must be meant.
    pub(in crate::cli) fn wants_yes(&self) -> bool {
        self.decision == Answer::Resend && !self.yes
    }

    /// Settles one, and says what came of it. Whether it is done.
    pub(in crate::cli) async fn settle(
        &self,
        store: &Store,
        ctx: &Context,
        mailing: MailingId,
        delivery: DeliveryId,
    ) -> anyhow::Result<bool> {
        let decision = match self.decision {
            Answer::Accepted => Decision::Accepted,
            Answer::Resend => Decision::Resend,
            Answer::NotSent => Decision::NotSent,
        };
        let settled = doubts::settle(store, mailing, delivery, decision, &ctx.actor, &self.reason, ctx.clock.now()).await?;
        tell(ctx, delivery, self.decision, settled);
        Ok(settled == Settled::Done)
    }
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let now = ctx.clock.now();
    if report::find(&store, args.mailing, now).await?.is_none() {
        return no_such(args.mailing);
    }
    let chosen = if args.all { in_doubt(&store, args.mailing).await? } else { args.delivery.clone() };
    if let Some(count) = args.count
        && count != chosen.len()
    {
        eprintln!("{} in doubt now, not {count}; nothing was changed", chosen.len());
        return Ok(Exit::ChangedSinceReviewed);
    }
    if args.word.wants_yes() && args.count.is_none() && !args.dry_run {
        eprintln!("whoever has the first copy would get a second one; say --yes or --count {}", chosen.len());
        return Ok(Exit::Usage);
    }
    let mut refused = 0;
    for delivery in chosen {
        if args.dry_run {
            describe(&store, ctx, args.mailing, delivery).await?;
            continue;
        }
        refused += usize::from(!args.word.settle(&store, ctx, args.mailing, delivery).await?);
    }
    Ok(if refused > 0 { Exit::Failed } else { Exit::Ok })
}

async fn in_doubt(store: &Store, mailing: MailingId) -> anyhow::Result<Vec<DeliveryId>> {
    let mut found = Vec::new();
    let mut after = String::new();
    loop {
        let page = report::people(store, mailing, &[DeliveryState::InDoubt], &after, 1_000).await?;
        found.extend(page.iter().map(|person| person.delivery));
        match page.last() {
            Some(last) => after.clone_from(&last.address),
            None => return Ok(found),
        }
    }
}

async fn describe(store: &Store, ctx: &Context, mailing: MailingId, delivery: DeliveryId) -> anyhow::Result<()> {
    let person = report::person(store, delivery).await?.filter(|person| person.mailing == mailing);
    match person {
        Some(person) if ctx.json => println!("{}", show::person_json(&person)),
        Some(person) => println!("{delivery}  {}  {}", person.address, show::story(&person)),
        None => println!("{delivery}  is not a delivery of mailing {mailing}"),
    }
    Ok(())
}

fn tell(ctx: &Context, delivery: DeliveryId, answer: Answer, settled: Settled) {
    let line = match (settled, answer) {
        (Settled::Done, Answer::Accepted) => "settled as accepted".to_owned(),
        (Settled::Done, Answer::Resend) => "will be tried once more".to_owned(),
        (Settled::Done, Answer::NotSent) => "settled as not sent; it will not be tried again".to_owned(),
        (Settled::NotInDoubt(state), _) => format!("is {}, not in doubt; nothing was changed", state.as_str().replace('_', " ")),
        (Settled::NoSuchDelivery, _) => "is not a delivery of this mailing".to_owned(),
        (Settled::ReplyMayStillCome(until), _) => format!("the relay may still answer until {}; try again then", utc(until)),
        (Settled::MailingIsClosed(state), _) => format!("the mailing is {}, so nothing of it is sent any more", state.as_str()),
        (Settled::TooLate(since), _) => format!("the release was useful until {}; too late to send it again", utc(since)),
    };
    if ctx.json {
        println!("{}", json!({ "delivery": delivery, "settled": settled == Settled::Done, "message": line }));
    } else if settled == Settled::Done {
        println!("delivery {delivery}: {line}");
    } else {
        eprintln!("delivery {delivery}: {line}");
    }
}
