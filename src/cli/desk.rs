//! `dateline desk`: who takes questions about what, in which hours.

use clap::Subcommand;
use jiff::civil::Date;
use serde_json::json;

use super::{Context, Exit, wall};
use crate::clock::utc;
use crate::model::duty::{Desk, Duty, Mode, Opening};
use crate::model::ids::DeskId;
use crate::store::desks::{self, Changed, Terms};
use crate::store::{Store, duty};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Add a desk.
    Add {
        name: String,
        /// Whose clock its hours go by: America/New_York.
        #[arg(long, value_parser = wall::zone)]
        zone: String,
        #[command(flatten)]
        set: Wanted,
    },
    /// The desks, and whether each is open now.
    List,
    Show {
        name: String,
    },
    /// Change a desk; what is not named stays.
    Set {
        name: String,
        #[arg(long, value_name = "NAME")]
        rename: Option<String>,
        #[arg(long, value_parser = wall::zone)]
        zone: Option<String>,
        #[command(flatten)]
        set: Wanted,
    },
    /// A day on which a desk is closed although the week says otherwise (`--off`: open again).
    Holiday {
        day: Date,
        /// What day it is.
        #[arg(default_value = "")]
        called: String,
        /// Only this desk, not every one.
        #[arg(long, value_name = "DESK")]
        desk: Option<String>,
        #[arg(long)]
        off: bool,
    },
    /// The desk is no more; what it did stays.
    Remove {
        name: String,
    },
}

#[derive(Debug, clap::Args)]
struct Wanted {
    /// As "mon-fri 09:00-18:00"; repeat as needed. Takes the place of all hours.
    #[arg(long, value_name = "HOURS", value_parser = wall::hours)]
    hours: Vec<Vec<(i8, u16, u16)>>,
    /// An officer of this desk; repeat as needed. Takes the place of all.
    #[arg(long = "member", value_name = "OFFICER")]
    members: Vec<String>,
    #[arg(long, value_name = "OFFICER")]
    lead: Option<String>,
    /// The rota that covers when the desk is closed.
    #[arg(long, value_name = "ROTA")]
    after: Option<String>,
    /// pick, turns or fewest.
    #[arg(long, value_parser = mode)]
    mode: Option<Mode>,
    /// Minutes until an inquiry nobody takes is told further, in hours.
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(i64).range(1..=10_080))]
    unclaimed: Option<i64>,
    /// The same, out of hours.
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(i64).range(1..=10_080))]
    unclaimed_closed: Option<i64>,
    /// Minutes of desk hours until a first answer is due.
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(i64).range(1..=100_000))]
    target: Option<i64>,
    /// The number acknowledgements name.
    #[arg(long)]
    telephone: Option<String>,
    /// Whether every answer needs a second pair of eyes.
    #[arg(long)]
    reviewed: Option<bool>,
}

fn mode(text: &str) -> Result<Mode, String> {
    Mode::parse(text).ok_or_else(|| "must be pick, turns or fewest".to_owned())
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let now = ctx.clock.now();
    match args.verb {
        Verb::Add { name, zone, set } => {
            let mut terms = Terms::new(name.trim(), &zone);
            apply(&store, &set, &mut terms).await?;
            let Some(id) = desks::add(&store, &terms, &ctx.actor, now).await? else {
                eprintln!("dateline: there is a desk of that name already");
                return Ok(Exit::Failed);
            };
            people_and_hours(&store, id, &set, ctx).await?;
            println!("{}", if ctx.json { json!({"desk": id}).to_string() } else { format!("desk {id}") });
        }
        Verb::Set { name, rename, zone, set } => {
            let id = find(&duty::load(&store, now).await?, &name)?.id;
            let mut terms = desks::terms(&store, id).await?.ok_or_else(|| anyhow::anyhow!("the desk was removed meanwhile"))?;
            terms.name = rename.unwrap_or(terms.name);
            terms.zone = zone.unwrap_or(terms.zone);
            apply(&store, &set, &mut terms).await?;
            let changed = desks::change(&store, id, &terms, &ctx.actor, now).await?;
            people_and_hours(&store, id, &set, ctx).await?;
            return Ok(said(changed));
        }
        Verb::List => {
            let duty = duty::load(&store, now).await?;
            for desk in &duty.desks {
                print_line(ctx, desk, &duty);
            }
            if duty.desks.is_empty() {
                ctx.say("there is no desk; `dateline desk add NAME --zone ZONE` adds one");
            }
        }
        Verb::Show { name } => {
            let duty = duty::load(&store, now).await?;
            show(ctx, find(&duty, &name)?, &duty);
        }
        Verb::Holiday { day, called, desk, off } => {
            let duty = duty::load(&store, now).await?;
            let desk = desk.map(|name| find(&duty, &name).map(|desk| desk.id)).transpose()?;
            if off {
                let was = desks::remove_holiday(&store, desk, day, &ctx.actor, now).await?;
                return Ok(if was { Exit::Ok } else { Exit::Failed });
            }
            desks::add_holiday(&store, desk, (day, called.trim()), &ctx.actor, now).await?;
        }
        Verb::Remove { name } => {
            let id = find(&duty::load(&store, now).await?, &name)?.id;
            return Ok(said(desks::remove(&store, id, &ctx.actor, now).await?));
        }
    }
    Ok(Exit::Ok)
}

pub(super) fn said(changed: Changed) -> Exit {
    match changed {
        Changed::Done => return Exit::Ok,
        Changed::NameTaken => eprintln!("dateline: that name is taken"),
        Changed::InUse(desks) => {
            eprintln!("dateline: {desks} desk(s) are covered by it; give them another with `dateline desk set`");
        }
        Changed::Gone => eprintln!("dateline: it was removed meanwhile"),
    }
    Exit::Failed
}

fn find<'a>(duty: &'a Duty, name: &str) -> anyhow::Result<&'a Desk> {
    let wanted = name.trim().to_lowercase();
    let found = duty.desks.iter().find(|desk| desk.name.to_lowercase() == wanted || desk.id.to_string() == wanted);
    found.ok_or_else(|| anyhow::anyhow!("there is no desk `{name}`; `dateline desk list` shows them"))
}

async fn apply(store: &Store, set: &Wanted, terms: &mut Terms) -> anyhow::Result<()> {
    if terms.name.trim().is_empty() {
        anyhow::bail!("a desk needs a name");
    }
    if let Some(lead) = &set.lead {
        terms.lead = Some(wall::officer(store, lead).await?.id);
    }
    if let Some(after) = &set.after {
        terms.after = Some(super::rota::find(store, after).await?.0.id);
    }
    terms.mode = set.mode.unwrap_or(terms.mode);
    terms.unclaimed_in = set.unclaimed.unwrap_or(terms.unclaimed_in);
    terms.unclaimed_out = set.unclaimed_closed.unwrap_or(terms.unclaimed_out);
    terms.target = set.target.unwrap_or(terms.target);
    terms.reviewed = set.reviewed.unwrap_or(terms.reviewed);
    if let Some(number) = &set.telephone {
        terms.telephone = number.trim().to_owned();
    }
    Ok(())
}

async fn people_and_hours(store: &Store, id: DeskId, set: &Wanted, ctx: &Context) -> anyhow::Result<()> {
    let now = ctx.clock.now();
    if !set.members.is_empty() {
        let mut members = Vec::new();
        for name in &set.members {
            members.push(wall::officer(store, name).await?.id);
        }
        desks::set_members(store, id, &members, &ctx.actor, now).await?;
    }
    if !set.hours.is_empty() {
        desks::set_hours(store, id, &set.hours.concat(), &ctx.actor, now).await?;
    }
    Ok(())
}

fn state(desk: &Desk, now: i64) -> String {
    match desk.opening(now) {
        Opening::Open { closes: None } => "open".to_owned(),
        Opening::Open { closes: Some(at) } => format!("open until {}", wall::told(at, &desk.zone)),
        Opening::Closed { opens, holiday } => {
            let until = opens.map(|at| format!(" until {}", wall::told(at, &desk.zone))).unwrap_or_default();
            format!("closed{until}{}", holiday.map(|name| format!(" ({name})")).unwrap_or_default())
        }
    }
}

fn print_line(ctx: &Context, desk: &Desk, duty: &Duty) {
    let members: Vec<_> = desk.members.iter().filter_map(|member| duty.name(*member)).collect();
    if ctx.json {
        let opening = match desk.opening(ctx.clock.now()) {
            Opening::Open { closes } => json!({"open": true, "until": closes.map(utc)}),
            Opening::Closed { opens, holiday } => json!({"open": false, "until": opens.map(utc), "holiday": holiday}),
        };
        println!(
            "{}",
            json!({"desk": desk.id, "name": desk.name, "mode": desk.mode.as_str(), "members": members, "now": opening})
        );
    } else {
        println!("{}\t{}\t{}\t{}", desk.id, desk.name, state(desk, ctx.clock.now()), members.join(", "));
    }
}

fn show(ctx: &Context, desk: &Desk, duty: &Duty) {
    print_line(ctx, desk, duty);
    if ctx.json {
        return;
    }
    let name = |officer| duty.name(officer).unwrap_or("nobody who is still here").to_owned();
    println!("  clock      {}", desk.zone.iana_name().unwrap_or("UTC"));
    for (day, opens, closes) in &desk.hours {
        let day = usize::try_from(*day - 1).ok().and_then(|day| wall::DAYS.get(day)).unwrap_or(&"");
        println!("  {day}        {}-{}", wall::shown(*opens), wall::shown(*closes));
    }
    for (day, called) in &desk.holidays {
        println!("  closed     {day} {called}");
    }
    println!("  shared by  {}", desk.mode.as_str());
    println!("  lead       {}", desk.lead.map_or("none".to_owned(), name));
    println!("  after      {}", desk.after.and_then(|id| duty.rota(id)).map_or("no rota", |rota| rota.name.as_str()));
    println!("  unclaimed  {} min in hours, {} min out of hours", desk.unclaimed_in, desk.unclaimed_out);
    println!("  answer in  {} min of its hours", desk.target);
}
