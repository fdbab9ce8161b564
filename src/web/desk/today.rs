//! Where an officer begins: what needs them, what is being sent, what is coming, what went out.

use super::Desk;
use super::problem::Problem;
use super::route::Route;

pub fn routes() -> Vec<Route> {
    Vec::new()
}

/// How many things wait for a person.
pub async fn waiting(_desk: &Desk) -> Result<i64, Problem> {
    Ok(0)
}
