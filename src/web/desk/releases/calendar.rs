//! What goes out when, a month at a time: mailings, the end of embargoes, drafts by the date they carry. Only looks; a
//! time is changed on the send page.

use axum::extract::State;
use jiff::civil::Date;
use jiff::{ToSpan, Zoned};
use serde::Serialize;

use super::head;
use crate::clock::Millis;
use crate::store::calendar::{self, Entry};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Moment, Words};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;
use crate::web::desk::{when, zones};

/// More on one day than fits its square; the rest is one line that leads to the list.
const MOST: usize = 12;

#[derive(Serialize)]
struct Page {
    month: String,
    prev: String,
    next: String,
    now: &'static str,
    zone: String,
    days: Vec<Name>,
    weeks: Vec<Week>,
    list: &'static str,
}

#[derive(Serialize)]
struct Name {
    name: &'static str,
}

#[derive(Serialize)]
struct Week {
    days: Vec<Day>,
}

#[derive(Serialize)]
struct Day {
    date: Moment,
    weekday: &'static str,
    other: bool,
    now: bool,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    icon: &'static str,
    kind: &'static str,
    time: String,
    href: String,
    title: Words,
}

/// Everything of a stretch of days, each with its day.
type Found = Vec<(Date, Item)>;

pub async fn get(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let today = when::zoned(desk.now(), &who.zone).date();
    let first = month(&fields.line("m")).unwrap_or_else(|| today.first_of_month());
    let (before, after) = (first.checked_sub(1.month()), first.checked_add(1.month()));
    let (Ok(before), Ok(after)) = (before, after) else { return Err(Problem::NotFound) };
    let monday = days_later(first, -i64::from(first.weekday().to_monday_zero_offset()))?;
    let last = days_later(after, -1)?;
    let end = days_later(last, 7 - i64::from(last.weekday().to_monday_zero_offset()))?;
    let mut found = found(&desk, &who, monday, end).await?;
    let mut weeks = Vec::new();
    let mut day = monday;
    while day < end {
        let mut days = Vec::new();
        for weekday in 0..7 {
            let (own, rest): (Found, Found) = found.into_iter().partition(|(date, _)| *date == day);
            found = rest;
            days.push(Day {
                date: Moment { iso: day.to_string(), text: day.day().to_string() },
                weekday: when::weekday(who.lang, weekday),
                other: day.month() != first.month(),
                now: day == today,
                items: fitting(own.into_iter().map(|(_, item)| item).collect(), &who),
            });
            day = days_later(day, 1)?;
        }
        weeks.push(Week { days });
    }
    let page = Page {
        month: format!("{} {}", when::month(who.lang, first.month()), first.year()),
        prev: format!("/releases/calendar?m={}", before.strftime("%Y-%m")),
        next: format!("/releases/calendar?m={}", after.strftime("%Y-%m")),
        now: "/releases/calendar",
        zone: zones::name(&who.zone).replace('_', " "),
        days: (0..7).map(|day| Name { name: when::weekday(who.lang, day) }).collect(),
        weeks,
        list: "/releases",
    };
    let title = who.say("calendar-month", &[("what", (&page.month).into())]);
    View::new(&desk, &who, Noun::Releases, title).show("calendar", &page).await
}

/// The first day of `2026-11`, in years a calendar is looked at.
fn month(text: &str) -> Option<Date> {
    let date: Date = format!("{text}-01").parse().ok()?;
    (1970..=2200).contains(&date.year()).then_some(date)
}

fn days_later(date: Date, days: i64) -> Result<Date, Problem> {
    date.checked_add(days.days()).map_err(|_| Problem::NotFound)
}

async fn found(desk: &Desk, who: &Who, from: Date, to: Date) -> Result<Found, Problem> {
    let start = |date: Date| {
        date.to_zoned(who.zone.clone()).map(|time: Zoned| time.timestamp().as_millisecond()).map_err(|_| Problem::NotFound)
    };
    let (since, until) = (start(from)?, start(to)?);
    let mut found = Vec::new();
    for entry in calendar::mailings(&desk.store, since, until).await? {
        let (icon, kind) = if entry.at_ms > desk.now() { ("send", "send") } else { ("done", "sent") };
        found.push(timed(&entry, (icon, kind), who));
    }
    for entry in calendar::embargoes(&desk.store, since, until).await? {
        found.push(timed(&entry, ("lock", "embargo"), who));
    }
    for draft in calendar::drafts(&desk.store, &from.to_string(), &to.to_string()).await? {
        let Ok(date) = draft.dated.parse() else { continue };
        let title = head::called(who, &draft.title, &draft.language);
        let href = format!("/releases/{}", draft.release_id);
        found.push((date, Item { icon: "edit", kind: "draft", time: String::new(), href, title }));
    }
    Ok(found)
}

fn timed(entry: &Entry, (icon, kind): (&'static str, &'static str), who: &Who) -> (Date, Item) {
    let at: Millis = entry.at_ms;
    let time = when::zoned(at, &who.zone);
    let title = head::called(who, &entry.title, &entry.language);
    (time.date(), Item { icon, kind, time: when::clock(&time), href: format!("/releases/{}", entry.release_id), title })
}

fn fitting(mut items: Vec<Item>, who: &Who) -> Vec<Item> {
    let more = items.len().saturating_sub(MOST);
    if more > 0 {
        items.truncate(MOST);
        let title = Words::new(who.say("calendar-more", &[("n", i64::try_from(more).unwrap_or(0).into())]), who.lang.tag());
        items.push(Item { icon: "more", kind: "draft", time: String::new(), href: "/releases".to_owned(), title });
    }
    items
}
