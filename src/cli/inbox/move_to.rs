//! `dateline inbox move`.

use anyhow::Context as _;

use crate::cli::{Context, Exit};
use crate::inbox::route::move_it;
use crate::model::ids::InquiryId;
use crate::model::routing::Target;
use crate::store::duty;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(value_name = "INQUIRY")]
    id: InquiryId,
    /// An officer, by name or address.
    #[arg(long, value_name = "OFFICER", required_unless_present = "desk", conflicts_with = "desk")]
    to: Option<String>,
    /// A desk, by name.
    #[arg(long, value_name = "DESK")]
    desk: Option<String>,
    /// Whatever this reporter asks from now on goes to that officer too.
    #[arg(long, requires = "to")]
    always: bool,
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let by = super::by(&store, ctx).await?;
    let (changed, what) = match (&args.to, &args.desk) {
        (Some(name), _) => {
            let officer = super::officer(&store, name).await?;
            let changed = if args.always {
                move_it::this_reporter(&store, args.id, officer, by).await?
            } else {
                move_it::once(&store, args.id, Target::Officer(officer), by).await?
            };
            (changed, format!("is with {name} now"))
        }
        (None, desk) => {
            let name = desk.as_deref().unwrap_or_default();
            let all = duty::load(&store, ctx.clock.now()).await?.desks;
            let found = all.iter().find(|one| one.name.to_lowercase() == name.to_lowercase());
            let desk = found.with_context(|| format!("there is no desk `{name}`; `dateline desk list` shows them"))?.id;
            (move_it::once(&store, args.id, Target::Desk(desk), by).await?, format!("is at {name} now"))
        }
    };
    super::tell(&store, args.id, changed, &what, ctx).await
}
