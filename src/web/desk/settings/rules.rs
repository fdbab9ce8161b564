//! What the office has agreed with itself.

use crate::web::desk::route::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
