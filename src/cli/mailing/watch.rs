//! `dateline mailing watch`: a mailing as it goes, until nobody waits any more.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::{no_such, show, words};
use crate::cli::{Context, Exit};
use crate::clock::{Millis, SECOND};
use crate::model::delivery::LeftOut;
use crate::model::ids::MailingId;
use crate::model::mailing::MailingState;
use crate::store::report::{self, MailingReport};

#[derive(Debug, clap::Args)]
pub struct Args {
    mailing: MailingId,
    /// Give up looking after so many seconds (exit 7); the mailing goes on.
    #[arg(long, value_name = "SECONDS")]
    timeout: Option<u32>,
}

const LOOK_EVERY: Millis = SECOND / 2;
/// Where nobody watches a bar, a line at most this often.
const SAY_EVERY: Millis = 5 * SECOND;

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let begun = ctx.clock.now();
    let mut screen = Screen::new(ctx);
    loop {
        let asked = ctx.clock.now();
        let Some(report) = report::find(&store, args.mailing, asked).await? else { return no_such(args.mailing) };
        let obstacles = words::obstacles(&report, &show::surroundings(&store, ctx, asked).await?, asked);
        screen.show(&report, &obstacles, asked);
        if let Some(exit) = ending(&report) {
            screen.end(&report);
            return Ok(exit);
        }
        let now = ctx.clock.now();
        if args.timeout.is_some_and(|seconds| now - begun >= Millis::from(seconds) * SECOND) {
            screen.end(&report);
            ctx.say("stopped looking; the mailing goes on");
            return Ok(Exit::TemporarilyUnavailable);
        }
        // Counting a very large mailing takes a while: never spend more than a tenth of the time on it.
        let pause = LOOK_EVERY.max((now - asked) * 9);
        tokio::time::sleep(Duration::from_millis(pause.cast_unsigned())).await;
    }
}

/// How it ended, once it did.
fn ending(report: &MailingReport) -> Option<Exit> {
    if !report.closes() || matches!(report.state, MailingState::Void) {
        return Some(Exit::Failed);
    }
    // A missed one waits for a person, not for time.
    if report.state == MailingState::Missed {
        return Some(Exit::NeedsApproval);
    }
    if report.state == MailingState::Planning || !report.ledger.is_finished() {
        return None;
    }
    let not_reached = [LeftOut::Stopped, LeftOut::Withdrawn, LeftOut::Expired];
    let lost: i64 = not_reached.iter().filter_map(|reason| report.left_out.get(reason)).sum();
    let partial = report.ledger.refused + report.ledger.in_doubt + lost + report.unplanned > 0;
    Some(if partial { Exit::Partial } else { Exit::Ok })
}

/// A bar on a terminal, lines elsewhere, JSON Lines when asked.
struct Screen {
    bar: Option<ProgressBar>,
    json: bool,
    quiet: bool,
    said: Option<(String, Millis)>,
}

impl Screen {
    fn new(ctx: &Context) -> Self {
        let bar = (!ctx.json && !ctx.quiet && std::io::stderr().is_terminal()).then(|| ProgressBar::new(0));
        if let Some(bar) = &bar
            && let Ok(style) = ProgressStyle::with_template("{wide_bar:.cyan/blue} {pos}/{len}\n{msg}")
        {
            bar.set_style(style);
        }
        Self { bar, json: ctx.json, quiet: ctx.quiet, said: None }
    }

    fn show(&mut self, report: &MailingReport, obstacles: &[String], now: Millis) {
        let settled = report.ledger.sum() - report.ledger.waiting - report.ledger.retrying;
        let mut line = words::arithmetic(report);
        let reasons = obstacles.join("; ");
        if let Some(bar) = &self.bar {
            bar.set_length(report.ledger.approved.max(0).cast_unsigned());
            bar.set_position(settled.max(0).cast_unsigned());
            if let Some(rest) = words::remaining(report) {
                line = format!("{line}\n{} in the last minute, about {rest} to go", report.last_minute);
            }
            bar.set_message(if reasons.is_empty() { line } else { format!("{line}\n{reasons}") });
            return;
        }
        if !reasons.is_empty() {
            line = format!("{line} ({reasons})");
        }
        let fresh = self.said.as_ref().is_none_or(|(text, at)| *text != line && now - at >= SAY_EVERY);
        if self.json && self.said.as_ref().is_none_or(|(text, _)| *text != line) {
            println!("{}", words::json(report));
            self.said = Some((line, now));
        } else if !self.json && !self.quiet && fresh {
            eprintln!("{line}");
            self.said = Some((line, now));
        }
    }

    fn end(&self, report: &MailingReport) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        if !self.json {
            println!("mailing {} is {}: {}", report.id, words::state(report.state), words::arithmetic(report));
        }
    }
}
