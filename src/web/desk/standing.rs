//! What is wrong for everybody, on top of every page, and how many things wait for somebody.

use serde::Serialize;

use super::Desk;
use super::problem::Problem;
use crate::store::{control, queue, relays};

#[derive(Clone, Debug, Default, Serialize)]
pub struct Standing {
    tone: &'static str,
    icon: &'static str,
    key: &'static str,
    n: i64,
    what: String,
    href: &'static str,
    link: &'static str,
}

/// What stands, worst first; and what waits for a person.
pub async fn look(desk: &Desk) -> Result<(Vec<Standing>, i64), Problem> {
    let brakes = control::brakes(&desk.store).await?;
    let mut found = Vec::new();
    let mut add = |tone, icon, key, what: String| {
        found.push(Standing { tone, icon, key, n: 0, what, href: "/settings/sending", link: "standing-look" });
    };
    if brakes.killed.is_some() {
        add("bad", "stop", "standing-killed", brakes.killed_by.clone().unwrap_or_default());
    }
    if brakes.quarantined.is_some() {
        add("bad", "lock", "standing-quarantine", String::new());
    }
    for halted in relays::halted(&desk.store).await? {
        add("warn", "warn", "standing-relay-halted", halted);
    }
    if !found.is_empty() {
        let waiting = queue::waiting(&desk.store).await?;
        found.iter_mut().for_each(|one| one.n = waiting);
    }
    Ok((found, super::today::waiting(desk).await?))
}
