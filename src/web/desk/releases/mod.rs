//! Releases: the list, the calendar, writing, versions.

pub mod head;
pub mod mail;
mod shown;

use super::route::{Right, Route, get};

pub fn routes() -> Vec<Route> {
    vec![get("/releases/{id}/mail", Right::See, mail::get)]
}
