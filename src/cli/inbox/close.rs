//! `dateline inbox close`.

use crate::cli::{Context, Exit};
use crate::inbox::inquiry::close::close;
use crate::model::ids::InquiryId;
use crate::model::inquiry::Outcome;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "INQUIRY")]
    id: InquiryId,
    /// What came of it: answered, statement_sent, interview_done, declined, referred, too_late, not_media, duplicate, spam.
    #[arg(long, value_parser = outcome)]
    outcome: Outcome,
}

fn outcome(text: &str) -> Result<Outcome, String> {
    let all = || Outcome::ALL.map(Outcome::as_str).join(", ");
    Outcome::parse(text).ok_or_else(|| format!("one of {}", all()))
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let changed = close(&store, args.id, args.outcome, super::by(&store, ctx).await?).await?;
    super::tell(&store, args.id, changed, &format!("is closed: {}", args.outcome.as_str()), ctx).await
}
