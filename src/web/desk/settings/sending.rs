//! How mail leaves: the brakes, relays, signing keys, what DNS says.

use crate::web::desk::route::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
