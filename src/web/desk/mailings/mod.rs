//! A mailing under way and what became of it: progress, report, people, one copy.

pub(in crate::web::desk) mod chosen;
mod delivery;
mod events;
pub(in crate::web::desk) mod files;
pub mod live;
mod obstacles;
pub(in crate::web::desk) mod people;
pub(in crate::web::desk) mod progress;
pub(in crate::web::desk) mod report;
mod settle;
mod words;

use super::route::{Right, Route, get, post};
use crate::clock::Millis;
use crate::model::mailing::MailingState;
use crate::store::report::MailingReport;

pub fn routes() -> Vec<Route> {
    vec![
        get("/releases/{id}/progress", Right::See, progress::get),
        get("/releases/{id}/progress/events", Right::See, events::get),
        post("/releases/{id}/pause", Right::Write, progress::pause),
        post("/releases/{id}/resume", Right::Approve, progress::resume),
        get("/releases/{id}/report", Right::See, report::get),
        get("/releases/{id}/report/events.csv", Right::See, report::events),
        get("/releases/{id}/report/people", Right::See, people::get),
        get("/releases/{id}/report/people.csv", Right::See, people::csv),
        get("/releases/{id}/settle", Right::Write, settle::ask_all),
        post("/releases/{id}/settle", Right::Write, settle::all),
        get("/deliveries/{id}", Right::See, delivery::get),
        get("/deliveries/{id}/message.eml", Right::See, delivery::eml),
        get("/deliveries/{id}/settle", Right::Write, settle::ask_one),
        post("/deliveries/{id}/settle", Right::Write, settle::one),
    ]
}

/// Whether a mailing counts among those of a period that began then. What was void before it began is none.
pub(super) fn counts(report: &MailingReport, from: Millis) -> bool {
    report.created >= from && report.state != MailingState::Void
}
