//! A second person's no: not yet, with what should change; or not at all, with the reason.

use axum::extract::{Path, State};

use super::approve::{show, waiting};
use super::page::Again;
use super::{Led, settle, to_its_end};
use crate::model::release::Release;
use crate::store::requests::{self, No};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::parts::Said;
use crate::web::desk::press::{self, Flash, wrong};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::releases::head::load;
use crate::web::desk::who::Who;

/// A note is read above the draft; longer ones are no note.
const LONGEST: usize = 2_000;

pub async fn give_back(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    to_its_end(pressed(desk, who, id, fields, No::Returned)).await
}

pub async fn reject(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    to_its_end(pressed(desk, who, id, fields, No::Rejected)).await
}

async fn pressed(desk: Desk, who: Who, id: i64, fields: Fields, no: No) -> Answer {
    let release = load(&desk, id).await?;
    let press = press::begin(&desk, &who, &fields, &format!("/releases/{id}/send")).await?;
    let led = weigh(&desk, &who, &release, &fields, no).await;
    settle(press, led).await
}

async fn weigh(desk: &Desk, who: &Who, release: &Release, fields: &Fields, no: No) -> Result<Led, Problem> {
    let request = waiting(desk, release).await?.ok_or(Problem::Conflict)?;
    if request.submitter.id == who.officer {
        return Err(Problem::Forbidden);
    }
    let (name, flash) = match no {
        No::Returned => ("return-note", "flash-returned"),
        No::Rejected => ("reject-note", "flash-rejected"),
    };
    let note = fields.lines(name).trim().to_owned();
    let length = note.chars().count();
    if length == 0 || length > LONGEST {
        let most = i64::try_from(LONGEST).unwrap_or(i64::MAX);
        let said = if length == 0 { Said::key("error-note") } else { Said::key("error-too-long").n(most) };
        let again = Again { errors: vec![wrong(name, said)], ..Again::default() };
        return Ok(Led::Page(show(desk, who, release, &request, again, fields).await?));
    }
    requests::decline(&desk.store, &request, no, (who.officer, &who.name), &note, desk.now()).await?;
    Ok(Led::To(format!("/releases/{}/send", release.id), Some(Flash::done(flash))))
}
