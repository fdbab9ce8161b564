//! A mailing under way and what became of it: progress, report, people, one copy.

use super::route::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
