//! An officer's own: language and zone, password, second factor, sessions.

use super::route::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
