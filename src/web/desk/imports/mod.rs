//! A spreadsheet comes in, in four steps: bring it, say what its columns are, put its rows right, and see what came of
//! it; for seven days it can be taken back.

mod bring;
mod check;
mod columns;
mod problems;
mod result;
mod undo;
mod upload;

use std::time::Duration;

use super::Desk;
use super::problem::Problem;
use super::route::{Right, Route, get, post};
use crate::directory::staged;
use crate::store::imports::{self, Import, State, Step};

/// A short import is over before the next page is shown; a long one shows how far it is.
const WAIT: Duration = Duration::from_secs(2);

pub fn routes() -> Vec<Route> {
    vec![
        get(super::UPLOAD, Right::Write, bring::get),
        post(super::UPLOAD, Right::Write, bring::post),
        get("/reporters/import/example.csv", Right::Write, problems::example),
        get("/reporters/import/{id}", Right::Write, result::get),
        get("/reporters/import/{id}/state", Right::Write, result::state),
        get("/reporters/import/{id}/columns", Right::Write, columns::get),
        post("/reporters/import/{id}/columns", Right::Write, columns::post),
        get("/reporters/import/{id}/check", Right::Write, check::get),
        post("/reporters/import/{id}/check", Right::Write, check::post),
        get("/reporters/import/{id}/problems.csv", Right::Write, problems::get),
        post("/reporters/import/{id}/go", Right::Write, result::go),
        get("/reporters/import/{id}/undo", Right::Write, undo::get),
        post("/reporters/import/{id}/undo", Right::Write, undo::post),
    ]
}

async fn find(desk: &Desk, id: i64) -> Result<Import, Problem> {
    imports::find(&desk.store, id).await?.filter(|import| import.state != State::Reading).ok_or(Problem::NotFound)
}

/// The page of an import; `part` is a step of it, or nothing.
fn at(id: i64, part: &str) -> String {
    format!("/reporters/import/{id}{part}")
}

/// Goes on in the background, whoever leaves; waits a little, since most are done at once.
async fn set_off(desk: &Desk, step: Step) {
    let pass = staged::set_off(&desk.store, &desk.clock, step);
    let _ = tokio::time::timeout(WAIT, pass).await;
}
