//! What is done with several reporters at once: place, pause, take along as a file. Nobody is put back on in bulk.

use axum::extract::State;

use super::rule::unknown;
use crate::model::ids::{ContactId, IssueId, RegionId};
use crate::store::{editing, tidying, vocabulary};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::press::{self, Flash, see};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::when;
use crate::web::desk::who::Who;

/// A page of the list holds fewer.
const MOST: usize = 500;
const LIST: &str = "/reporters";

pub async fn post(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let mut chosen = fields.numbers("who");
    chosen.truncate(MOST);
    if fields.raw("do") == "export" {
        let ids: Vec<String> = chosen.iter().map(|id| format!("who={id}")).collect();
        return Ok(see(&format!("/reporters.csv?{}", if ids.is_empty() { "who=0".to_owned() } else { ids.join("&") })));
    }
    let press = press::begin(&desk, &who, &fields, LIST).await?;
    if chosen.is_empty() {
        return press.done(LIST, Some(Flash::warn("flash-nobody-chosen"))).await;
    }
    let flash = match fields.raw("do") {
        "place" => place(&desk, &who, &fields, &chosen).await?,
        "pause" => pause(&desk, &who, &fields, &chosen).await?,
        _ => return Err(Problem::BadRequest),
    };
    press.done(LIST, Some(flash)).await
}

async fn place(desk: &Desk, who: &Who, fields: &Fields, chosen: &[i64]) -> Result<Flash, Problem> {
    let words = vocabulary::load(&desk.store).await?;
    let (mut regions, mut issues): (Vec<RegionId>, Vec<IssueId>) = (Vec::new(), Vec::new());
    let typed = fields.line("place");
    for name in typed.split(';').map(str::trim).filter(|name| !name.is_empty()) {
        match (words.region(name), words.issue(name)) {
            (Some(region), _) => regions.push(region),
            (None, Some(issue)) => issues.push(issue),
            (None, None) => {
                let said = unknown(&words, name);
                return Ok(Flash::warn(&said.key).what(said.what));
            }
        }
    }
    if regions.is_empty() && issues.is_empty() {
        return Ok(Flash::warn("flash-no-place"));
    }
    let n = editing::place(&desk.store, chosen, (&regions, &issues), &who.name, desk.now()).await?;
    Ok(Flash::done("flash-placed").n(i64::try_from(n).unwrap_or(i64::MAX)))
}

async fn pause(desk: &Desk, who: &Who, fields: &Fields, chosen: &[i64]) -> Result<Flash, Problem> {
    let now = desk.now();
    let until = match when::parse(&fields.line("until"), "00:00", &who.zone) {
        Ok(until) if until > now => until,
        _ => return Ok(Flash::warn("flash-no-day")),
    };
    let mut paused = 0;
    for id in chosen {
        paused += i64::from(tidying::pause(&desk.store, ContactId(*id), until, &who.name, now).await?);
    }
    Ok(Flash::done("flash-paused-many").n(paused))
}
