//! Keeping the list true: one queue at a time, a few entries at once, each act with its way back where there is one.

use std::collections::HashMap;

use axum::extract::{Path, State};
use serde::Serialize;

use super::kept::{self, STALE};
use super::list::{called, names};
use super::reporter;
use crate::model::contact::Contact;
use crate::model::ids::ContactId;
use crate::model::vocabulary::Vocabulary;
use crate::store::{directory, people, tidying, vocabulary};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Act, Moment, Pages};
use crate::web::desk::press::{self, Flash, see};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;

#[derive(Serialize)]
struct Page {
    queues: Vec<Queue>,
    queue: &'static str,
    duplicates: Vec<Pair>,
    left: Vec<Left>,
    stale: Stale,
    back: &'static str,
}

#[derive(Serialize)]
struct Queue {
    href: String,
    queue: &'static str,
    n: i64,
    current: bool,
}

#[derive(Serialize)]
struct Pair {
    id: String,
    why: &'static str,
    left: Side,
    right: Side,
    merge: Merge,
    apart: Act,
}

#[derive(Serialize)]
struct Side {
    name: String,
    address: String,
    outlet: String,
    covers: String,
    regions: String,
    seen: String,
    href: String,
}

#[derive(Serialize)]
struct Merge {
    action: &'static str,
    once: String,
    keep_left: String,
    keep_right: String,
}

#[derive(Serialize)]
struct Left {
    name: String,
    outlet: String,
    href: String,
    key: &'static str,
    what: String,
    when: String,
    gone: Act,
    still: Act,
}

#[derive(Default, Serialize)]
struct Stale {
    n: i64,
    rows: Vec<Old>,
    pages: Pages,
}

#[derive(Serialize)]
struct Old {
    name: String,
    outlet: String,
    href: String,
    seen: Moment,
    confirm: Act,
}

/// Entries shown at once.
const FEW: i64 = 20;

pub async fn get(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let store = &desk.store;
    let before = desk.now() - STALE;
    let queue = match fields.raw("queue") {
        "left" => "left",
        "stale" => "stale",
        _ => "duplicates",
    };
    let counts = [
        ("duplicates", tidying::count_alike(store).await?),
        ("left", tidying::count_left(store).await?),
        ("stale", tidying::count_stale(store, before).await?),
    ];
    let n = counts.iter().find(|(one, _)| *one == queue).map_or(0, |(_, n)| *n);
    let page = fields.number("page").unwrap_or(1).clamp(1, n / FEW + 1);
    let words = vocabulary::load(store).await?;
    let view = Page {
        queues: counts
            .map(|(one, n)| Queue { href: format!("/reporters/tidy?queue={one}"), queue: one, n, current: one == queue })
            .into(),
        queue,
        duplicates: if queue == "duplicates" { pairs(&desk, &who, &words).await? } else { Vec::new() },
        left: if queue == "left" { left(&desk, &who).await? } else { Vec::new() },
        stale: if queue == "stale" { stale(&desk, &who, (page, n)).await? } else { Stale::default() },
        back: "/reporters",
    };
    View::new(&desk, &who, Noun::Reporters, who.say("tidy-title", &[])).show("tidy", &view).await
}

async fn pairs(desk: &Desk, who: &Who, words: &Vocabulary) -> Result<Vec<Pair>, Problem> {
    let found = tidying::alike(&desk.store, FEW).await?;
    let ids: Vec<i64> = found.iter().flat_map(|pair| [pair.one, pair.other]).collect();
    let contacts: HashMap<i64, Contact> =
        directory::by_ids(&desk.store, &ids).await?.into_iter().map(|contact| (contact.id.0, contact)).collect();
    let keys: Vec<&str> = contacts.values().map(|contact| contact.address_key.as_str()).collect();
    let seen = people::last_accepted(&desk.store, &keys).await?;
    let side = |contact: &Contact| Side {
        name: called(contact),
        address: contact.address.clone(),
        outlet: contact.outlet.clone(),
        covers: names(&words.issues, contact.issues.iter().map(|id| id.0)),
        regions: names(&words.regions, contact.regions.iter().map(|id| id.0)),
        seen: match seen.get(&contact.address_key) {
            Some(at) => who.say("tidy-seen", &[("when", (&who.moment(*at).text).into())]),
            None => who.say("tidy-never", &[]),
        },
        href: format!("/reporters/{}", contact.id),
    };
    let pair = |alike: &tidying::Alike| {
        let (one, other) = (contacts.get(&alike.one)?, contacts.get(&alike.other)?);
        Some(Pair {
            id: format!("pair-{}-{}", alike.one, alike.other),
            why: if alike.why == "name" { "tidy-why-same-name" } else { "tidy-why-same-phone" },
            left: side(one),
            right: side(other),
            merge: Merge {
                action: "/reporters/tidy/merge",
                once: press::once(),
                keep_left: format!("{}-{}", alike.one, alike.other),
                keep_right: format!("{}-{}", alike.other, alike.one),
            },
            apart: press::act(format!("/reporters/tidy/apart/{}/{}", alike.one, alike.other)),
        })
    };
    Ok(found.iter().filter_map(pair).collect())
}

async fn left(desk: &Desk, who: &Who) -> Result<Vec<Left>, Problem> {
    let row = |one: tidying::Left| Left {
        name: if one.name.is_empty() { one.address } else { one.name },
        outlet: one.outlet,
        href: format!("/reporters/{}", one.id),
        key: if one.reply.is_empty() { "tidy-left-server" } else { "tidy-left-bounced" },
        what: one.reply,
        when: who.moment(one.at).text,
        gone: press::act(format!("/reporters/tidy/gone/{}", one.id)),
        still: press::act(format!("/reporters/tidy/still/{}", one.id)),
    };
    Ok(tidying::left(&desk.store, FEW).await?.into_iter().map(row).collect())
}

async fn stale(desk: &Desk, who: &Who, (page, n): (i64, i64)) -> Result<Stale, Problem> {
    let first = (page - 1) * FEW;
    let found = tidying::stale(&desk.store, desk.now() - STALE, FEW, first).await?;
    let ids: Vec<i64> = found.iter().map(|(id, _)| *id).collect();
    let contacts: HashMap<i64, Contact> =
        directory::by_ids(&desk.store, &ids).await?.into_iter().map(|contact| (contact.id.0, contact)).collect();
    let row = |(id, at): &(i64, i64)| {
        let contact = contacts.get(id)?;
        Some(Old {
            name: called(contact),
            outlet: contact.outlet.clone(),
            href: format!("/reporters/{id}"),
            seen: who.moment(*at),
            confirm: press::act(format!("/reporters/tidy/confirm/{id}")),
        })
    };
    let rows: Vec<Old> = found.iter().filter_map(row).collect();
    let last = first + i64::try_from(rows.len()).unwrap_or(0);
    let at = |page: i64| format!("/reporters/tidy?queue=stale&page={page}");
    let pages = Pages {
        first: if n > 0 { first + 1 } else { 0 },
        last,
        n,
        prev: if page > 1 { at(page - 1) } else { String::new() },
        next: if last < n { at(page + 1) } else { String::new() },
        csv: String::new(),
    };
    Ok(Stale { n, rows, pages })
}

/// Which of two is kept is chosen here; it is done on the page that says what comes of it.
pub async fn merge(State(_): State<Desk>, _who: Who, fields: Fields) -> Answer {
    let pair = fields.line("keep");
    let numbers = pair.split_once('-').and_then(|(keep, other)| Some((keep.parse::<i64>().ok()?, other.parse::<i64>().ok()?)));
    let (keep, other) = numbers.ok_or(Problem::BadRequest)?;
    Ok(see(&format!("/reporters/{keep}/merge?with={other}")))
}

pub async fn apart(State(desk): State<Desk>, who: Who, Path((one, other)): Path<(i64, i64)>, fields: Fields) -> Answer {
    const BACK: &str = "/reporters/tidy";
    let press = press::begin(&desk, &who, &fields, BACK).await?;
    if !tidying::apart(&desk.store, ContactId(one), ContactId(other), &who.name, desk.now()).await? {
        return Err(Problem::NotFound);
    }
    kept::tidied(&desk).await;
    let undo = format!("/reporters/tidy/together/{one}/{other}");
    press.done(BACK, Some(Flash::done("flash-apart").undo(undo))).await
}

pub async fn together(State(desk): State<Desk>, who: Who, Path((one, other)): Path<(i64, i64)>, fields: Fields) -> Answer {
    const BACK: &str = "/reporters/tidy";
    let press = press::begin(&desk, &who, &fields, BACK).await?;
    tidying::not_apart(&desk.store, ContactId(one), ContactId(other)).await?;
    kept::tidied(&desk).await;
    press.done(BACK, Some(Flash::done("flash-people-undone"))).await
}

/// One act on one entry: what it is called in addresses, and where its way back is.
async fn act(desk: &Desk, who: &Who, fields: &Fields, (verb, id): (&str, i64)) -> Answer {
    let found = reporter::load(desk, id).await?;
    let queue = if verb.contains("confirm") { "stale" } else { "left" };
    let back = format!("/reporters/tidy?queue={queue}");
    let press = press::begin(desk, who, fields, &back).await?;
    let (store, one, actor, now) = (&desk.store, found.contact.id, who.name.as_str(), desk.now());
    let (key, undo) = match verb {
        "gone" => {
            tidying::gone(store, one, actor, now).await?;
            ("flash-left", "not-gone")
        }
        "not-gone" => {
            tidying::not_gone(store, one, actor, now).await?;
            ("flash-people-undone", "")
        }
        "still" => {
            tidying::still_there(store, one, actor, now).await?;
            ("flash-still", "not-still")
        }
        "not-still" => {
            tidying::not_still_there(store, one, actor, now).await?;
            ("flash-people-undone", "")
        }
        "confirm" => {
            tidying::confirm(store, one, Some(now), actor, now).await?;
            ("flash-confirmed", "not-confirm")
        }
        "not-confirm" => {
            tidying::confirm(store, one, None, actor, now).await?;
            ("flash-people-undone", "")
        }
        _ => return Err(Problem::NotFound),
    };
    kept::tidied(desk).await;
    let flash = Flash::done(key).what(called(&found.contact));
    let flash = if undo.is_empty() { flash } else { flash.undo(format!("/reporters/tidy/{undo}/{id}")) };
    press.done(&back, Some(flash)).await
}

pub async fn post(State(desk): State<Desk>, who: Who, Path((verb, id)): Path<(String, i64)>, fields: Fields) -> Answer {
    act(&desk, &who, &fields, (&verb, id)).await
}
