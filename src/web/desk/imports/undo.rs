//! An import is taken back: one last look, and then it goes on by itself.

use axum::extract::{Path, State};

use super::{at, find, set_off};
use crate::store::{imports, journal};
use crate::web::desk::Desk;
use crate::web::desk::confirm::Confirm;
use crate::web::desk::fields::Fields;
use crate::web::desk::page::Noun;
use crate::web::desk::parts::Said;
use crate::web::desk::press;
use crate::web::desk::problem::{Answer, Problem, hidden};
use crate::web::desk::who::Who;

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let import = find(&desk, id).await?;
    if import.undo_until(desk.now()).is_none() {
        return Ok(press::see(&at(id, "")));
    }
    let (removed, restored, stay) = journal::foretell(&desk.store, &import).await?;
    let mut page = Confirm::new("undo_import", import.file.clone(), at(id, "/undo"), at(id, ""));
    page.n = removed;
    let facts = [("confirm-fact-import-restored", restored), ("confirm-fact-import-stay", stay)];
    page.facts = facts.into_iter().filter(|(_, n)| *n > 0).map(|(key, n)| Said::key(key).n(n)).collect();
    page.facts.push(Said::key("confirm-fact-import-out"));
    page.form.fields = hidden(&[("turn", &import.turn.to_string())]);
    page.show(&desk, &who, Noun::Reporters).await
}

pub async fn post(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let import = find(&desk, id).await?;
    let press = press::begin(&desk, &who, &fields, &at(id, "")).await?;
    if fields.number("turn") != Some(import.turn) {
        press.undone().await?;
        return Err(Problem::Conflict);
    }
    let step = imports::undo(&desk.store, &import, &who.name, desk.now()).await?.ok_or(Problem::Conflict)?;
    set_off(&desk, step).await;
    press.done(&at(id, ""), None).await
}
