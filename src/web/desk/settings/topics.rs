//! The trees of issues and regions.

use crate::web::desk::route::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
