//! Tokens for programs.

use crate::web::desk::route::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
