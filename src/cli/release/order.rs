//! What review, check, audience and send are all told: which release, to whom, when.

use std::sync::Arc;

use anyhow::{Context as _, bail};

use crate::app;
use crate::cli::Context;
use crate::clock::Millis;
use crate::model::ids::ReleaseId;
use crate::model::mailing::Urgency;
use crate::review::{Kit, Order, Policy};
use crate::store::{Store, segments};

#[derive(Debug, clap::Args)]
pub(super) struct OrderArgs {
    pub release: ReleaseId,
    /// Only those a saved segment takes in as well.
    #[arg(long, value_name = "NAME")]
    segment: Option<String>,
    /// Not those who cover only a part of a region or issue.
    #[arg(long)]
    no_down: bool,
    /// When to send, with its zone: 2026-11-26T10:00[Europe/Berlin] or 2026-11-26T09:00Z.
    #[arg(long, value_name = "TIME", value_parser = time)]
    at: Option<Millis>,
    /// At 08:30 by each reporter's own clock, from --at or from now on: their zone, else that of the country they were
    /// matched for, else the office's.
    #[arg(long)]
    morning: bool,
    /// Also to those who have this version already.
    #[arg(long)]
    again: bool,
    /// urgent: before everything that waits; bulk: after it. Corrections and withdrawals go first of themselves.
    #[arg(long, value_name = "HOW", default_value = "normal")]
    urgency: Urgency,
}

impl OrderArgs {
    pub(super) async fn order(&self, store: &Store) -> anyhow::Result<Order> {
        let segment = match &self.segment {
            None => None,
            Some(name) => match segments::find(store, name).await? {
                Some(segment) => Some(segment.rule),
                None => bail!("there is no segment “{name}”; `dateline segment list` shows them"),
            },
        };
        Ok(Order {
            release: self.release,
            segment,
            down: !self.no_down,
            at: self.at,
            morning: self.morning,
            again: self.again,
            urgency: self.urgency,
        })
    }
}

/// A moment. Without a zone it would be another one elsewhere.
fn time(text: &str) -> Result<Millis, String> {
    if let Ok(zoned) = text.parse::<jiff::Zoned>() {
        return Ok(zoned.timestamp().as_millisecond());
    }
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return Ok(moment.as_millisecond());
    }
    if text.parse::<jiff::civil::DateTime>().is_ok() {
        return Err(format!("a time needs its zone: {text}[Europe/Berlin] or {text}Z"));
    }
    Err("not a time; write 2026-11-26T10:00[Europe/Berlin]".to_owned())
}

/// What a review needs, opened.
pub(super) async fn open(ctx: &Context) -> anyhow::Result<Kit> {
    Ok(Kit {
        store: ctx.store().await?,
        keys: Arc::new(ctx.keys()?),
        office: Arc::new(ctx.office()?),
        relays: ctx.config.relay.keys().cloned().collect(),
        policy: Policy::parse(&ctx.config.approval.policy).context("`approval.policy` must be auto, never, always or over N")?,
        hold: i64::from(ctx.config.outbox.hold_seconds) * 1_000,
        cap: Some(ctx.config.outbox.cap_per_mailing).filter(|cap| *cap > 0),
        around: Arc::new(app::around(&ctx.config)?),
        clock: ctx.clock.clone(),
    })
}

/// A release that is not there is said in one line; everything else is an error.
pub(super) fn missing(error: crate::review::ReviewError) -> anyhow::Error {
    match error {
        crate::review::ReviewError::NoSuchRelease(id) => {
            anyhow::anyhow!("there is no release {id}; `dateline release list` shows them")
        }
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn a_time_needs_its_zone() {
        assert_eq!(time("2026-11-26T10:00[Europe/Berlin]"), time("2026-11-26T09:00Z"));
        assert_eq!(time("2026-11-26T10:00+01:00"), time("2026-11-26T09:00:00Z"));
        assert!(time("2026-11-26T10:00").unwrap_err().contains("zone"));
        assert!(time("tomorrow").is_err());
    }
}
