//! From a spreadsheet to reporters, in four steps, with a way back.

use super::route::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
