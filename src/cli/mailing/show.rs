//! `dateline mailing show`: the arithmetic, and with `--who` what happened to each person.

use std::io::{BufWriter, Write as _};

use serde_json::{Value, json};

use super::{Standing, no_such, words};
use crate::cli::{Context, Exit};
use crate::clock::{MINUTE, Millis, utc};
use crate::model::delivery::DeliveryState;
use crate::model::ids::MailingId;
use crate::store::report::{self, MailingReport, Person};
use crate::store::{Store, control};

#[derive(Debug, clap::Args)]
pub struct Args {
    mailing: MailingId,
    /// Everybody in it: address, standing, when, and by which reply.
    #[arg(long)]
    who: bool,
    /// With --who: only these.
    #[arg(long, value_enum, requires = "who", value_delimiter = ',')]
    state: Vec<Standing>,
}

const PAGE: i64 = 1_000;

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let now = ctx.clock.now();
    let Some(report) = report::find(&store, args.mailing, now).await? else { return no_such(args.mailing) };
    if args.who {
        let states: Vec<DeliveryState> = args.state.iter().flat_map(|standing| standing.states()).copied().collect();
        match who(&store, ctx, args.mailing, &states).await {
            // Whoever reads has seen enough (`| head`).
            Err(error) if is_broken_pipe(&error) => return Ok(Exit::Ok),
            other => other?,
        }
    } else {
        let around = surroundings(&store, ctx, now).await?;
        let obstacles = words::obstacles(&report, &around, now);
        if ctx.json {
            let mut data = words::json(&report);
            data["obstacles"] = json!(obstacles);
            println!("{data}");
        } else {
            print_report(&report, &obstacles);
        }
    }
    if report.closes() {
        return Ok(Exit::Ok);
    }
    if args.who || ctx.json {
        eprintln!("{}", words::arithmetic(&report));
    }
    Ok(Exit::Failed)
}

pub async fn surroundings(store: &Store, ctx: &Context, now: Millis) -> anyhow::Result<words::Surroundings> {
    let halt_file = &ctx.config.outbox.halt_file;
    Ok(words::Surroundings {
        brakes: control::brakes(store).await?,
        halt_file: halt_file.exists().then(|| halt_file.display().to_string()),
        relays: report::relays(store).await?,
        configured: ctx.config.relay.keys().cloned().collect(),
        senders: report::senders_seen(store, now - MINUTE).await?,
    })
}

fn print_report(report: &MailingReport, obstacles: &[String]) {
    println!("Mailing {} is {}", report.id, words::state(report.state));
    println!("Release {} version {}: {}", report.release, report.version, report.title);
    println!("{}", words::arithmetic(report));
    if report.ledger.left_out > 0 {
        let mut reasons: Vec<_> =
            report.left_out.iter().map(|(reason, people)| format!("{people} {}", reason.as_str().replace('_', " "))).collect();
        if report.unplanned > 0 {
            reasons.push(format!("{} never planned", report.unplanned));
        }
        println!("left out: {}", reasons.join(", "));
    }
    println!(
        "approved {}, not before {}, useful until {}",
        utc(report.created),
        utc(report.not_before),
        utc(report.useful_until)
    );
    if let Some(started) = report.started {
        println!("started {}{}", utc(started), report.finished.map(|at| format!(", ended {}", utc(at))).unwrap_or_default());
    }
    if report.last_minute > 0 {
        let rest = words::remaining(report).map(|rest| format!(", about {rest} to go")).unwrap_or_default();
        println!("{} settled in the last minute{rest}", report.last_minute);
    }
    if report.ledger.in_doubt > 0 {
        println!("in doubt, by name: dateline mailing show {} --who --state in_doubt", report.id);
    }
    for reason in obstacles {
        println!("why it waits: {reason}");
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Streams page by page: a mailing to a million is no more in memory than one to a thousand.
async fn who(store: &Store, ctx: &Context, mailing: MailingId, states: &[DeliveryState]) -> anyhow::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut after = String::new();
    let mut width = None;
    loop {
        let page = report::people(store, mailing, states, &after, PAGE).await?;
        let width = *width.get_or_insert_with(|| page.iter().map(|person| person.address.chars().count()).max().unwrap_or(0));
        for person in &page {
            if ctx.json {
                writeln!(out, "{}", person_json(person))?;
            } else {
                writeln!(out, "{:>8}  {:width$}  {}", person.delivery, person.address, story(person))?;
            }
        }
        match page.last() {
            Some(last) if i64::try_from(page.len()) == Ok(PAGE) => after.clone_from(&last.address),
            _ => break,
        }
    }
    out.flush()?;
    Ok(())
}

/// What happened to one person, in a line.
pub fn story(person: &Person) -> String {
    let mut line = person.state.as_str().replace('_', " ");
    if let Some(reason) = person.left_out {
        line = format!("{line}: {}", reason.as_str().replace('_', " "));
    }
    match person.state {
        DeliveryState::Deferred => line = format!("{line}, due again {}", utc(person.due)),
        DeliveryState::Pending if person.due > 0 => line = format!("{line}, due {}", utc(person.due)),
        _ => {}
    }
    if let Some(settled) = person.settled {
        line = format!("{line}  {}", utc(settled));
    }
    if let Some(relay) = &person.relay {
        line = format!("{line}  by {relay}");
    }
    let reply =
        [person.code.map(|code| code.to_string()), person.reply.clone()].into_iter().flatten().filter(|text| !text.is_empty());
    let reply = plain(&reply.collect::<Vec<_>>().join(" "));
    if !reply.is_empty() {
        line = format!("{line}  “{reply}”");
    }
    if person.attempts.len() > 1 {
        line = format!("{line}  ({} tries)", person.attempts.len());
    }
    line
}

/// A relay chose these words; none of them may steer the terminal.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

pub fn person_json(person: &Person) -> Value {
    let attempts: Vec<_> = person
        .attempts
        .iter()
        .map(|attempt| {
            json!({
                "relay": attempt.relay,
                "at": utc(attempt.at),
                "ended": attempt.ended.map(utc),
                "phase": attempt.phase,
                "outcome": attempt.outcome,
                "code": attempt.code,
                "reply": attempt.reply,
            })
        })
        .collect();
    let waits = matches!(person.state, DeliveryState::Pending | DeliveryState::Deferred);
    json!({
        "delivery": person.delivery,
        "mailing": person.mailing,
        "contact": person.contact,
        "address": person.address,
        "name": person.name,
        "state": person.state.as_str(),
        "left_out": person.left_out.map(crate::model::delivery::LeftOut::as_str),
        "due": waits.then(|| utc(person.due)),
        "settled": person.settled.map(utc),
        "relay": person.relay,
        "code": person.code,
        "reply": person.reply,
        "tries": person.tries,
        "attempts": attempts,
    })
}
