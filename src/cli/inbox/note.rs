//! `dateline inbox note`.

use crate::cli::{Context, Exit};
use crate::inbox::inquiry::note::note;
use crate::model::ids::InquiryId;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "INQUIRY")]
    id: InquiryId,
    #[arg(value_name = "TEXT")]
    text: String,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let changed = note(&store, args.id, &args.text, super::by(&store, ctx).await?).await?;
    super::tell(&store, args.id, changed, "has a note more", ctx).await
}
