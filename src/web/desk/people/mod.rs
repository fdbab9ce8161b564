//! Reporters, audiences, segments, and finding.

mod audience;
mod audience_people;
mod bulk;
mod counted;
mod csv;
mod draft;
mod edit;
mod find;
mod kept;
pub mod languages;
mod list;
mod part;
mod reach;
mod reporter;
mod rule;
mod segments;
mod tidy;

pub use self::kept::Kept;
use super::route::{Right, Route, get, post};

pub fn routes() -> Vec<Route> {
    vec![
        get("/releases/{id}/audience", Right::See, audience::get),
        post("/releases/{id}/audience", Right::Write, audience::post),
        post("/releases/{id}/audience/count", Right::See, audience::count),
        get("/releases/{id}/audience/people", Right::See, audience_people::get),
        get("/releases/{id}/audience/people.csv", Right::See, audience_people::file),
        get("/reporters", Right::See, list::get),
        get("/reporters.csv", Right::See, list::file),
        post("/reporters/bulk", Right::Write, bulk::post),
        get("/reporters/add", Right::Write, edit::get_new),
        post("/reporters/add", Right::Write, edit::post_new),
        get("/reporters/tidy", Right::See, tidy::get),
        post("/reporters/tidy/merge", Right::Write, tidy::merge),
        post("/reporters/tidy/apart/{one}/{other}", Right::Write, tidy::apart),
        post("/reporters/tidy/together/{one}/{other}", Right::Write, tidy::together),
        post("/reporters/tidy/{act}/{id}", Right::Write, tidy::post),
        get("/reporters/segments", Right::See, segments::list),
        get("/reporters/segments/new", Right::Write, segments::get_new),
        post("/reporters/segments/new", Right::Write, segments::post_new),
        post("/reporters/segments/count", Right::See, segments::counted),
        get("/reporters/segments/{id}", Right::See, segments::get),
        post("/reporters/segments/{id}", Right::Write, segments::post),
        get("/reporters/segments/{id}/delete", Right::Write, segments::delete),
        post("/reporters/segments/{id}/delete", Right::Write, segments::post_delete),
        get("/reporters/{id}", Right::See, reporter::get),
        get("/reporters/{id}/edit", Right::Write, edit::get),
        post("/reporters/{id}/edit", Right::Write, edit::post),
        post("/reporters/{id}/pause", Right::Write, reporter::pause),
        post("/reporters/{id}/resume", Right::Write, reporter::resume),
        get("/reporters/{id}/merge", Right::Write, part::merge),
        post("/reporters/{id}/merge", Right::Write, part::post_merge),
        get("/reporters/{id}/left", Right::Write, part::left),
        post("/reporters/{id}/left", Right::Write, part::post_left),
        get("/reporters/{id}/erase", Right::Write, part::erase),
        post("/reporters/{id}/erase", Right::Write, part::post_erase),
        get("/reporters/{id}/export", Right::See, reporter::export),
        get("/find", Right::See, find::get),
    ]
}
