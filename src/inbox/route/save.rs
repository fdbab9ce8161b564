//! Saving rules: refused when a message could reach nobody, or when somebody saved other rules meanwhile.

use super::check::{Wrong, wrong};
use crate::clock::Millis;
use crate::model::duty::Duty;
use crate::model::routing::Ruleset;
use crate::store::{Store, StoreError, routings};

/// What a save came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    Version(i64),
    Refused(Vec<Wrong>),
    /// Somebody saved other rules since; nothing was stored.
    Overtaken,
}

/// Saves them as the version after `seen`; `replay` is what trying them on the last weeks said.
pub async fn save(
    store: &Store,
    (rules, seen): (&Ruleset, i64),
    duty: &Duty,
    replay: &str,
    actor: &str,
    now: Millis,
) -> Result<Saved, StoreError> {
    let wrong = wrong(rules, duty, now);
    if !wrong.is_empty() {
        return Ok(Saved::Refused(wrong));
    }
    Ok(routings::save(store, (rules, seen), replay, actor, now).await?.map_or(Saved::Overtaken, Saved::Version))
}
