//! `dateline rota`: who is on call when, by the clock on the wall.

use clap::Subcommand;
use serde_json::json;

use super::desk::said;
use super::{Context, Exit, wall};
use crate::clock::{Millis, utc};
use crate::model::duty::{OnCall, Override, Rota, Shift, Weeks};
use crate::model::ids::OfficerId;
use crate::store::Store;
use crate::store::officers;
use crate::store::rotas::{self, Numbers};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Add a rota.
    Add {
        name: String,
        #[arg(long, value_parser = wall::zone)]
        zone: String,
    },
    /// The rotas, and who is on call now.
    List,
    /// Who is on when; stretches with nobody are named. Exit 3 when there are some.
    Show {
        name: String,
        #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(i32).range(1..=52))]
        weeks: i32,
    },
    /// Add weekly shifts, or change the name or the clock.
    Set(RotaSet),
    /// Somebody else takes a stretch: --from 2026-11-24T20:00 --to 2026-11-25T08:00, by the clock of the rota.
    Override {
        name: String,
        #[arg(long, value_name = "OFFICER")]
        to_officer: String,
        #[arg(long)]
        from: String,
        #[arg(long)]
        to: String,
    },
    /// Remove the rota, or one shift or override of it by its number.
    Remove {
        name: String,
        #[arg(long, value_name = "NUMBER", conflicts_with = "over")]
        shift: Option<i64>,
        #[arg(long = "override", value_name = "NUMBER")]
        over: Option<i64>,
    },
}

/// What is added to a rota, or changed.
#[derive(Debug, clap::Args)]
struct RotaSet {
    name: String,
    #[arg(long, value_name = "NAME")]
    rename: Option<String>,
    #[arg(long, value_parser = wall::zone)]
    zone: Option<String>,
    /// Days a shift begins on, as mon-fri.
    #[arg(long, value_name = "DAYS", value_parser = wall::weekdays, requires_all = ["at", "primary"])]
    shift: Option<std::vec::Vec<i8>>,
    /// As 20:00-08:00; what ends before it starts goes over midnight.
    #[arg(long, value_name = "TIMES", value_parser = wall::span, requires = "shift")]
    at: Option<(u16, u16)>,
    /// every, odd or even: by the number of the ISO week the shift begins in.
    #[arg(long, default_value = "every", value_parser = weeks)]
    in_weeks: Weeks,
    #[arg(long, value_name = "OFFICER", requires = "shift")]
    primary: Option<String>,
    #[arg(long, value_name = "OFFICER", requires = "shift")]
    backup: Option<String>,
}

fn weeks(text: &str) -> Result<Weeks, String> {
    Weeks::parse(text).ok_or_else(|| "must be every, odd or even".to_owned())
}

pub async fn run(args: Args, ctx: &Context) -> anyhow::Result<Exit> {
    let store = ctx.store().await?;
    let now = ctx.clock.now();
    match args.verb {
        Verb::Add { name, zone } => {
            let name = name.trim();
            if name.is_empty() {
                eprintln!("dateline: a rota needs a name");
                return Ok(Exit::Usage);
            }
            let Some(id) = rotas::add(&store, name, &zone, &ctx.actor, now).await? else {
                eprintln!("dateline: there is a rota of that name already");
                return Ok(Exit::Failed);
            };
            println!("{}", if ctx.json { json!({"rota": id}).to_string() } else { format!("rota {id}") });
        }
        Verb::List => {
            let people = People::load(&store).await?;
            for (rota, _) in rotas::all(&store).await? {
                let who = people.told(&rota.on_call(now));
                if ctx.json {
                    println!("{}", json!({"rota": rota.id, "name": rota.name, "zone": rota.zone.iana_name(), "now": who}));
                } else {
                    println!("{}\t{}\t{}\t{who}", rota.id, rota.name, rota.zone.iana_name().unwrap_or("UTC"));
                }
            }
        }
        Verb::Show { name, weeks } => {
            let (rota, numbers) = find(&store, &name).await?;
            return Ok(show(ctx, &rota, &numbers, &People::load(&store).await?, weeks));
        }
        Verb::Set(args) => return set(ctx, &store, args, now).await,
        Verb::Override { name, to_officer, from, to } => return take_over(ctx, &store, &name, &to_officer, (&from, &to)).await,
        Verb::Remove { name, shift, over } => {
            let (rota, _) = find(&store, &name).await?;
            let gone = match (shift, over) {
                (Some(number), _) => rotas::remove_shift(&store, rota.id, number, &ctx.actor, now).await?,
                (None, Some(number)) => rotas::remove_override(&store, rota.id, number, &ctx.actor, now).await?,
                (None, None) => return Ok(said(rotas::remove(&store, rota.id, &ctx.actor, now).await?)),
            };
            if !gone {
                eprintln!("dateline: the rota has none of that number; `dateline rota show` names them");
                return Ok(Exit::Failed);
            }
        }
    }
    Ok(Exit::Ok)
}

async fn set(ctx: &Context, store: &Store, args: RotaSet, now: Millis) -> anyhow::Result<Exit> {
    let (rota, _) = find(store, &args.name).await?;
    if args.rename.is_some() || args.zone.is_some() {
        let name = args.rename.unwrap_or_else(|| rota.name.clone());
        let zone = args.zone.unwrap_or_else(|| rota.zone.iana_name().unwrap_or("UTC").to_owned());
        let changed = rotas::change(store, rota.id, (&name, &zone), &ctx.actor, now).await?;
        if said(changed) != Exit::Ok {
            return Ok(Exit::Failed);
        }
    }
    let (Some(days), Some((starts, ends)), Some(primary)) = (args.shift, args.at, args.primary) else { return Ok(Exit::Ok) };
    let backup = match args.backup {
        Some(name) => Some(wall::officer(store, &name).await?.id),
        None => None,
    };
    let primary = wall::officer(store, &primary).await?.id;
    let shifts = days.into_iter().map(|weekday| Shift {
        weeks: args.in_weeks,
        weekday,
        starts,
        ends: ends.max(u16::from(ends == 0) * 1440),
        primary,
        backup,
    });
    add_shifts(ctx, store, &rota, shifts.collect()).await
}

pub(super) async fn find(store: &Store, name: &str) -> anyhow::Result<(Rota, Numbers)> {
    let wanted = name.trim().to_lowercase();
    let mut all = rotas::all(store).await?.into_iter();
    all.find(|(rota, _)| rota.name.to_lowercase() == wanted || rota.id.to_string() == wanted)
        .ok_or_else(|| anyhow::anyhow!("there is no rota `{name}`; `dateline rota list` shows them"))
}

async fn add_shifts(ctx: &Context, store: &Store, rota: &Rota, shifts: Vec<Shift>) -> anyhow::Result<Exit> {
    if let Some(old) = shifts.iter().find_map(|shift| rota.overlapping(shift)) {
        let day = usize::try_from(old.weekday - 1).ok().and_then(|day| wall::DAYS.get(day)).unwrap_or(&"");
        eprintln!(
            "dateline: it meets the shift of {day} {}-{}; remove that first, or use `dateline rota override`",
            wall::shown(old.starts),
            wall::shown(old.ends)
        );
        return Ok(Exit::Failed);
    }
    for shift in &shifts {
        let number = rotas::add_shift(store, rota.id, shift, &ctx.actor, ctx.clock.now()).await?;
        if let Some(number) = number {
            println!("{}", if ctx.json { json!({"shift": number}).to_string() } else { format!("shift {number}") });
        }
    }
    Ok(Exit::Ok)
}

async fn take_over(ctx: &Context, store: &Store, name: &str, officer: &str, (from, to): (&str, &str)) -> anyhow::Result<Exit> {
    let (rota, _) = find(store, name).await?;
    let officer = wall::officer(store, officer).await?.id;
    let (starts, ends) = (wall::instant(from, &rota.zone)?, wall::instant(to, &rota.zone)?);
    if starts >= ends {
        eprintln!("dateline: it ends before it begins");
        return Ok(Exit::Usage);
    }
    let over = Override { starts, ends, officer, made_by: ctx.actor.clone() };
    let Some(number) = rotas::add_override(store, rota.id, &over, ctx.clock.now()).await? else {
        eprintln!("dateline: the rota was removed meanwhile");
        return Ok(Exit::Failed);
    };
    println!("{}", if ctx.json { json!({"override": number}).to_string() } else { format!("override {number}") });
    Ok(Exit::Ok)
}

/// Names of officers, also of those who have left.
struct People(Vec<officers::Officer>);

impl People {
    async fn load(store: &Store) -> anyhow::Result<Self> {
        Ok(Self(officers::list(store).await?))
    }

    fn name(&self, id: OfficerId) -> String {
        self.0.iter().find(|one| one.id == id).map_or_else(|| format!("officer {id}, who has left"), |one| one.name.clone())
    }

    fn told(&self, on_call: &OnCall) -> String {
        match on_call {
            OnCall::Shift { primary, backup: None, .. } => self.name(*primary),
            OnCall::Shift { primary, backup: Some(backup), .. } => {
                format!("{} (backup {})", self.name(*primary), self.name(*backup))
            }
            OnCall::Override { officer, instead: Some(instead), made_by, .. } => {
                format!("{} for {} (made by {made_by})", self.name(*officer), self.name(*instead))
            }
            OnCall::Override { officer, instead: None, made_by, .. } => format!("{} (made by {made_by})", self.name(*officer)),
            OnCall::Gap { .. } => "NOBODY".to_owned(),
        }
    }
}

fn show(ctx: &Context, rota: &Rota, numbers: &Numbers, people: &People, weeks: i32) -> Exit {
    let now = ctx.clock.now();
    for (starts, on_call) in rota.week(now, weeks * 7) {
        let ends = match &on_call {
            OnCall::Shift { until, .. } | OnCall::Override { until, .. } => *until,
            OnCall::Gap { until } => until.unwrap_or(starts),
        };
        let who = people.told(&on_call);
        if ctx.json {
            let gap = matches!(on_call, OnCall::Gap { .. });
            println!("{}", json!({"from": utc(starts), "to": utc(ends), "who": who, "gap": gap}));
        } else {
            println!("{} – {}\t{who}", wall::told(starts, &rota.zone), wall::told(ends, &rota.zone));
        }
    }
    if !ctx.json {
        for (shift, number) in rota.shifts.iter().zip(&numbers.shifts) {
            let day = usize::try_from(shift.weekday - 1).ok().and_then(|day| wall::DAYS.get(day)).unwrap_or(&"");
            let (starts, ends) = (wall::shown(shift.starts), wall::shown(shift.ends));
            ctx.say(format!(
                "shift {number}: {day} {starts}-{ends}, {} week(s), {}",
                shift.weeks.as_str(),
                people.name(shift.primary)
            ));
        }
        for (over, number) in rota.overrides.iter().zip(&numbers.overrides).filter(|(over, _)| over.ends > now) {
            let (starts, ends) = (wall::told(over.starts, &rota.zone), wall::told(over.ends, &rota.zone));
            ctx.say(format!("override {number}: {starts} – {ends}, {}", people.name(over.officer)));
        }
    }
    let gaps = rota.gaps(now, weeks * 7);
    for (starts, ends) in &gaps {
        eprintln!("nobody is on call from {} to {}", wall::told(*starts, &rota.zone), wall::told(*ends, &rota.zone));
    }
    if gaps.is_empty() { Exit::Ok } else { Exit::ChecksFailed }
}
