//! Releases: the list, the calendar, writing, versions.

mod calendar;
pub mod changes;
mod compose;
mod drafts;
mod form;
pub mod head;
mod list;
pub mod mail;
mod new;
mod paste;
mod save;
pub mod shown;
pub mod trial;
mod versions;

pub(super) use self::drafts::Drafts;
use super::route::{Right, Route, get, post};

pub fn routes() -> Vec<Route> {
    vec![
        get("/releases", Right::See, list::get),
        post("/releases", Right::Write, new::post),
        get("/releases/calendar", Right::See, calendar::get),
        get("/releases/new", Right::Write, new::get),
        post("/releases/copy", Right::Write, new::copy),
        post("/releases/from", Right::Write, new::take),
        get("/releases/{id}", Right::See, compose::get),
        post("/releases/{id}", Right::Write, save::post),
        post("/releases/{id}/save", Right::Write, save::by_itself),
        post("/releases/{id}/preview", Right::Write, save::preview),
        post("/releases/{id}/paste", Right::Write, paste::post),
        get("/releases/{id}/mail", Right::See, mail::get),
        post("/releases/{id}/test", Right::Write, trial::post),
        get("/releases/{id}/versions", Right::See, versions::get),
        post("/releases/{id}/versions/{version}/restore", Right::Write, versions::restore),
    ]
}
