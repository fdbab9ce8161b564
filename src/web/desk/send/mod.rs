//! From a release to a mailing: the send page, approval, hold, stop, withdrawal.

use super::route::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}
