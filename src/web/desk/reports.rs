//! Over all releases: what went out, how well it arrives, how the list grows.

use super::route::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
