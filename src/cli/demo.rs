//! `dateline demo`: the outward flow on this machine, from a newsroom and a spreadsheet to mailboxes, in one command.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use indicatif::{ProgressBar, ProgressStyle};

use super::Exit;
use crate::app;
use crate::clock::Clock;
use crate::demo::house::Pace;
use crate::demo::{Demo, Releases, Report, Wish};
use crate::directory::Outcome;
use crate::store::report::MailingReport;

/// Makes a directory, a sample press office (or one from your own feed and spreadsheet), and a mail catcher on this
/// machine; sends one release through the real queue; shows the arithmetic and the mail. It reads no settings and hands
/// mail to nobody but its own catcher, so it can never reach a real server. Serves the mailbox until stopped.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to keep it; an earlier demo there is taken up again. Default: a new directory, taken away at the end.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Releases from this RSS, Atom or JSON feed instead of the sample office's.
    #[arg(long, value_name = "FILE|URL")]
    feed: Option<String>,
    /// Reporters from this CSV or TSV file instead of the sample ones; issues it names are created.
    #[arg(long, value_name = "FILE")]
    contacts: Option<PathBuf>,
    /// Exit when everything is sent; 0 only if the arithmetic closes and each mail is in the mailbox once.
    #[arg(long)]
    once: bool,
    /// Mails a second.
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    rate: u32,
    /// Connections to the catcher.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=50))]
    connections: u16,
}

/// How the demo speaks: data on stdout, talk on stderr.
#[derive(Clone, Copy, Debug)]
pub struct Voice {
    pub json: bool,
    pub quiet: bool,
}

impl Voice {
    fn say(self, line: impl std::fmt::Display) {
        if !self.quiet {
            eprintln!("{line}");
        }
    }
}

pub async fn run(args: Args, voice: Voice) -> anyhow::Result<Exit> {
    let pace = Pace { per_second: args.rate, connections: args.connections };
    let wish = Wish { dir: args.dir, feed: args.feed, contacts: args.contacts, pace };
    let mut demo = Demo::open(wish, Clock::system()).await?;
    let stop = app::stop_on_signal()?;
    let shown = tokio::select! {
        shown = Box::pin(show(&mut demo, voice, args.once)) => shown,
        () = stop.cancelled() => {
            voice.say("stopped before the end");
            Ok(Exit::Partial)
        }
    };
    if matches!(shown, Ok(Exit::Ok)) && !args.once && !stop.is_cancelled() {
        stop.cancelled().await;
        voice.say("stopping");
    }
    let (kept, closed) = ((!demo.house.is_temporary()).then(|| demo.house.path().to_owned()), demo.close().await);
    if let Some(kept) = kept {
        voice.say(format_args!("everything is in {}", kept.display()));
    }
    let shown = shown?;
    closed.map(|()| shown)
}

async fn show(demo: &mut Demo, voice: Voice, once: bool) -> anyhow::Result<Exit> {
    let house = &demo.house;
    voice.say(format_args!("{} {}", if house.reused { "taking up the demo in" } else { "a demo in" }, house.path().display()));
    let contacts = demo.contacts(&mut |_| {}).await?;
    voice.say(rows(&contacts));
    let newsroom = demo.newsroom().await?;
    let kinds: Vec<_> = newsroom.kinds.iter().map(|(kind, count)| counted(kind, *count)).collect();
    voice.say(format_args!("releases: {} ({})", newsroom.imported, kinds.join(", ")));
    newsroom.problems.iter().for_each(|problem| voice.say(format_args!("  {problem}")));

    let mailing = match demo.unfinished().await? {
        Some(mailing) => {
            voice.say(format_args!("mailing {mailing} of an earlier demo is not finished: going on with it"));
            mailing
        }
        None => {
            let chosen = match demo.choose().await? {
                Ok(chosen) => chosen,
                Err(passed) => {
                    eprintln!("dateline: no release can be sent to anybody");
                    passed.iter().for_each(|line| eprintln!("  {line}"));
                    return Ok(Exit::ChecksFailed);
                }
            };
            let review = &chosen.review;
            voice.say(format_args!("sending, because it is {}", chosen.why.join("\n  ")));
            voice.say(&review.sentence);
            let found = &review.waterfall;
            voice.say(format_args!(
                "audience: {} matched - {} opted out - {} bounced - {} paused - {} the same person = {} will receive",
                found.matched, found.opted_out, found.bounced, found.paused, found.same_person, found.will_receive
            ));
            review.checks.iter().for_each(|finding| voice.say(format_args!("check: {} ({})", finding.text, finding.code)));
            voice.say(format_args!("seal {}, approved by the demo", review.seal.groups()));
            demo.approve(&chosen).await?
        }
    };
    let mut bar = Bar::new(voice);
    let sent = demo.send(mailing, &mut |report| bar.show(report)).await?;
    bar.end();
    let releases = Releases { imported: newsroom.imported, kinds: newsroom.kinds };
    let report = demo.report(releases, contacts, &sent).await?;
    let desk = if once { None } else { Some(demo.desk_url().await?) };
    tell(demo, voice, &report, desk.as_deref())
}

/// `1 media advisory`, `10 releases`.
fn counted(kind: &str, count: usize) -> String {
    let word = kind.replace('_', " ");
    match word.strip_suffix('y') {
        _ if count == 1 => format!("1 {word}"),
        Some(stem) => format!("{count} {stem}ies"),
        None => format!("{count} {word}s"),
    }
}

fn tell(demo: &Demo, voice: Voice, report: &Report, desk: Option<&str>) -> anyhow::Result<Exit> {
    if voice.json {
        println!("{}", serde_json::to_string(report)?);
    } else {
        println!("{}", arithmetic(report));
        println!("mailbox: {} messages to {} recipients", report.mailbox.messages, report.mailbox.recipients);
    }
    for wrong in &report.mailbox.wrong {
        eprintln!("dateline: the mailbox disagrees: {wrong:?}");
    }
    if !report.holds() {
        eprintln!("dateline: the arithmetic does not close, or the mailbox does not hold each mail once");
        return Ok(if report.mailing.ledger.retrying > 0 { Exit::Partial } else { Exit::Failed });
    }
    if let Some(desk) = desk {
        voice.say(format_args!(
            "\nopen   {}\n       each mail there has working links: view in a browser, unsubscribe",
            demo.mailbox_url()
        ));
        voice.say(format_args!("desk   {desk}\n       the press officer's side; choose a name and a password"));
        voice.say(format_args!("files  {}\nCtrl-C ends the demo", demo.mailbox_dir().display()));
    }
    Ok(Exit::Ok)
}

fn arithmetic(report: &Report) -> String {
    let ledger = &report.mailing.ledger;
    format!(
        "{} approved = {} accepted + {} refused + {} in doubt + {} left out + {} waiting + {} retrying, in {:.1} s",
        ledger.approved,
        ledger.accepted,
        ledger.refused,
        ledger.in_doubt,
        ledger.left_out,
        ledger.waiting,
        ledger.retrying,
        report.seconds
    )
}

fn rows(outcome: &Outcome) -> String {
    let codes = |counts: &std::collections::BTreeMap<&'static str, u64>| {
        counts.iter().map(|(code, count)| format!("{code} {count}")).collect::<Vec<_>>().join(", ")
    };
    let rejected: u64 = outcome.rejected.values().sum();
    let mut line = format!(
        "contacts: {} rows = {} added + {} updated + {} merged + {rejected} rejected",
        outcome.rows, outcome.added, outcome.updated, outcome.merged
    );
    if rejected > 0 {
        line.push_str(&format!("\n  rejected: {}", codes(&outcome.rejected)));
    }
    if !outcome.warnings.is_empty() {
        line.push_str(&format!("\n  warnings: {}", codes(&outcome.warnings)));
    }
    line
}

/// A bar on a terminal; elsewhere a line for every tenth part.
struct Bar {
    bar: Option<ProgressBar>,
    voice: Voice,
    tenths: i64,
}

impl Bar {
    fn new(voice: Voice) -> Self {
        let bar = (!voice.quiet && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::no_length();
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len}  {msg}  {elapsed}") {
                bar.set_style(style);
            }
            bar
        });
        Self { bar, voice, tenths: 0 }
    }

    fn show(&mut self, report: &MailingReport) {
        let ledger = &report.ledger;
        let done = ledger.accepted + ledger.refused + ledger.in_doubt + ledger.left_out;
        let message = format!("{} waiting, {} retrying", ledger.waiting, ledger.retrying);
        if let Some(bar) = &self.bar {
            bar.set_length(ledger.approved.max(0).cast_unsigned());
            bar.set_position(done.max(0).cast_unsigned());
            bar.set_message(message);
            return;
        }
        let tenths = done * 10 / ledger.approved.max(1);
        if tenths > self.tenths {
            self.tenths = tenths;
            self.voice.say(format_args!("{done} of {} handed over, {message}", ledger.approved));
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish();
        }
    }
}
