//! Releases: the list, the calendar, writing, versions.

use super::route::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
