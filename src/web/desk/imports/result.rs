//! The last step: rows arriving, and then what became of them.

use axum::extract::{Path, State};
use serde::Serialize;

use super::{at, find, set_off};
use crate::store::imports::{self, Ground, Import, State as Stage, Tally};
use crate::web::desk::fields::Fields;
use crate::web::desk::page::{Noun, View};
use crate::web::desk::parts::{Count, Moment};
use crate::web::desk::press::{self, see};
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::when;
use crate::web::desk::who::Who;
use crate::web::desk::{Desk, UPLOAD};

#[derive(Serialize)]
struct Page {
    step: &'static str,
    title: &'static str,
    running: Option<Running>,
    /// Where all that was looked at is to be seen.
    ready: String,
    sum: Tally,
    /// The message that says the sums.
    done: &'static str,
    at: Moment,
    list: &'static str,
    unplaced: Count,
    undo: Option<Undo>,
    undone: Option<Undone>,
    csv: String,
    csv_n: i64,
    again: &'static str,
}

#[derive(Serialize)]
struct Running {
    key: &'static str,
    done: i64,
    rows: i64,
    percent: i64,
    /// Nothing: the page asks again.
    events: &'static str,
    fragment: String,
}

#[derive(Serialize)]
struct Undo {
    href: String,
    until: String,
}

#[derive(Serialize)]
struct Undone {
    removed: i64,
    restored: i64,
    mailed: i64,
    edited: i64,
}

pub async fn get(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let import = find(&desk, id).await?;
    match import.state {
        Stage::Judging | Stage::Checked => Ok(see(&at(id, "/check"))),
        _ => show(&desk, &who, &import).await,
    }
}

pub(super) async fn show(desk: &Desk, who: &Who, import: &Import) -> Answer {
    let page = page(desk, who, import).await?;
    View::new(desk, who, Noun::Reporters, who.say(page.title, &[])).show("import_result", &page).await
}

/// How far it is, for the script that follows.
pub async fn state(State(desk): State<Desk>, who: Who, Path(id): Path<i64>) -> Answer {
    let import = find(&desk, id).await?;
    let page = page(&desk, &who, &import).await?;
    View::new(&desk, &who, Noun::Reporters, who.say(page.title, &[])).fragments("import_result", &page, &["import-state"])
}

async fn page(desk: &Desk, who: &Who, import: &Import) -> Result<Page, Problem> {
    let (title, running) = match import.state {
        Stage::Reading | Stage::Judging => ("import-looking-title", Some("import-looking")),
        Stage::Checked => ("import-check-title", None),
        Stage::Running => ("import-running-title", Some("import-running")),
        Stage::Undoing => ("import-undoing-title", Some("import-undoing")),
        Stage::Done => ("import-result-title", None),
        Stage::Undone => ("import-undone-title", None),
    };
    let looking = matches!(import.state, Stage::Reading | Stage::Judging | Stage::Checked);
    let all = if import.state == Stage::Undoing { import.tally.added + import.tally.updated } else { import.rows };
    let running = running.map(|key| Running {
        key,
        done: import.progress,
        rows: all,
        percent: (import.progress * 100).checked_div(all).unwrap_or(0).clamp(0, 100),
        events: "",
        fragment: at(import.id, "/state"),
    });
    let tally = import.tally.clone();
    let (out, looks) = crate::store::import_rows::count_listed(&desk.store, import.id).await?;
    let undo = import
        .undo_until(desk.now())
        .map(|until| Undo { href: at(import.id, "/undo"), until: when::date(&when::zoned(until, &who.zone), who.lang) });
    Ok(Page {
        step: if looking { "check" } else { "result" },
        title,
        running,
        ready: if import.state == Stage::Checked { at(import.id, "/check") } else { String::new() },
        done: if import.ground == Ground::OptOut { "import-done-out" } else { "import-done" },
        at: who.moment(import.finished.unwrap_or(import.created)),
        list: "/reporters",
        unplaced: Count::new(if import.state == Stage::Done { tally.unplaced } else { 0 }, "/reporters?state=not_placed"),
        undo,
        undone: (import.state == Stage::Undone).then_some(Undone {
            removed: tally.removed,
            restored: tally.restored,
            mailed: tally.mailed,
            edited: tally.edited,
        }),
        csv: if out + looks > 0 { at(import.id, "/problems.csv") } else { String::new() },
        csv_n: out + looks,
        again: UPLOAD,
        sum: tally,
    })
}

/// A person says yes, to what was shown and nothing else.
pub async fn go(State(desk): State<Desk>, who: Who, Path(id): Path<i64>, fields: Fields) -> Answer {
    let import = find(&desk, id).await?;
    let press = press::begin(&desk, &who, &fields, &at(id, "")).await?;
    if import.state != Stage::Checked || fields.number("turn") != Some(import.turn) {
        press.undone().await?;
        return Err(Problem::Conflict);
    }
    let step = imports::start(&desk.store, &import, &who.name, desk.now()).await?.ok_or(Problem::Conflict)?;
    set_off(&desk, step).await;
    press.done(&at(id, ""), None).await
}
