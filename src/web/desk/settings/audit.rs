//! Everything anybody did.

use crate::web::desk::route::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
