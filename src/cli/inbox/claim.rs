//! `dateline inbox claim`.

use crate::cli::{Context, Exit};
use crate::inbox::inquiry::claim::claim;
use crate::model::ids::InquiryId;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "INQUIRY")]
    id: InquiryId,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let by = super::by(&store, ctx).await?;
    let Some(officer) = by.officer else { anyhow::bail!("say who takes it: --officer NAME") };
    let changed = claim(&store, args.id, officer, by).await?;
    super::tell(&store, args.id, changed, &format!("is {}'s", ctx.actor), ctx).await
}
