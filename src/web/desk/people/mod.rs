//! Reporters, audiences, segments, and finding.

use super::route::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
