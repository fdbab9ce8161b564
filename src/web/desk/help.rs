//! How the desk works, in a page.

use super::route::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
