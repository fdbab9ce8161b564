//! Why a mailing does not move, or moves slowly: each reason once, with how many wait for it.

use serde::Serialize;

use crate::clock::{MINUTE, Millis};
use crate::model::mailing::MailingState;
use crate::store::relays::Level;
use crate::store::report::{self, MailingReport};
use crate::store::{StoreError, control};
use crate::web::desk::Desk;
use crate::web::desk::when;
use crate::web::desk::who::Who;

/// One reason, in nobody's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// A message `obstacle-…`.
    key: &'static str,
    n: i64,
    what: String,
    when: Option<Millis>,
    /// Where a person can do something about it.
    href: &'static str,
    /// Nothing goes out while it stands.
    pub holds_up: bool,
}

impl Obstacle {
    fn new(key: &'static str, n: i64, holds_up: bool) -> Self {
        let href = if holds_up { "/settings/sending" } else { "" };
        Self { key, n, what: String::new(), when: None, href, holds_up }
    }

    fn what(self, what: &str) -> Self {
        Self { what: what.to_owned(), ..self }
    }

    fn when(self, when: Millis) -> Self {
        Self { when: Some(when), ..self }
    }

    fn icon(&self) -> &'static str {
        match self.key {
            "obstacle-killed" | "obstacle-relay-halted" | "obstacle-halt-file" => "stop",
            "obstacle-quarantine" => "lock",
            "obstacle-paused" | "obstacle-relay-rests" => "pause",
            "obstacle-slow" | "obstacle-next-try" => "waiting",
            _ => "warn",
        }
    }
}

/// What stands in the way of a mailing; nothing does once nobody waits.
pub(super) async fn find(
    desk: &Desk,
    report: &MailingReport,
    levels: &[Level],
    now: Millis,
) -> Result<Vec<Obstacle>, StoreError> {
    let waiting = report.ledger.waiting + report.ledger.retrying;
    let mut found = Vec::new();
    if waiting == 0 {
        return Ok(found);
    }
    if report.state == MailingState::Paused && !report.state_reason.is_empty() {
        found.push(Obstacle { href: "", ..Obstacle::new("obstacle-paused", waiting, true).what(&report.state_reason) });
    }
    let brakes = control::brakes(&desk.store).await?;
    if let Some(killed) = brakes.killed {
        let by = brakes.killed_by.as_deref().unwrap_or("—");
        found.push(Obstacle::new("obstacle-killed", waiting, true).what(by).when(killed));
    }
    if let Some(since) = brakes.quarantined {
        found.push(Obstacle::new("obstacle-quarantine", waiting, true).when(since));
    }
    let sending = &desk.settings.sending;
    if !sending.halt_file.as_os_str().is_empty() && sending.halt_file.exists() {
        found.push(Obstacle::new("obstacle-halt-file", waiting, true));
    }
    if desk.settings.relays.is_empty() {
        found.push(Obstacle::new("obstacle-no-relay", waiting, true));
    } else if report::senders_seen(&desk.store, now - MINUTE).await? == 0 {
        found.push(Obstacle::new("obstacle-no-sender", waiting, true));
    }
    found.extend(of_relays(&desk.settings.relays, levels, waiting, now));
    if report.ledger.waiting == 0
        && let Some(next) = report.next_try.filter(|next| *next > now)
    {
        found.push(Obstacle::new("obstacle-next-try", waiting, false).when(next));
    }
    Ok(found)
}

/// One relay may hold a mailing up only while no other can take it.
fn of_relays(configured: &[String], levels: &[Level], waiting: i64, now: Millis) -> Vec<Obstacle> {
    let is_alone = configured.len() == 1;
    let mut found = Vec::new();
    for level in levels.iter().filter(|level| configured.contains(&level.relay)) {
        let is_relay = level.lane.is_empty();
        let name = if is_relay { level.relay.clone() } else { format!("{} ({})", level.lane, level.relay) };
        let obstacle = if level.halted.is_some() {
            Obstacle::new("obstacle-relay-halted", waiting, is_alone && is_relay).what(&name)
        } else if level.retry_at > now {
            Obstacle::new("obstacle-relay-rests", waiting, is_alone && is_relay).what(&name).when(level.retry_at)
        } else if level.slow > 0 {
            Obstacle::new("obstacle-slow", waiting, false).what(&name)
        } else {
            continue;
        };
        let href = if level.halted.is_some() || level.retry_at > now { "/settings/sending" } else { "" };
        found.push(Obstacle { href, ..obstacle });
    }
    found
}

/// A reason as the page shows it.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    tone: &'static str,
    icon: &'static str,
    key: &'static str,
    n: i64,
    what: String,
    when: String,
    href: &'static str,
}

pub(super) fn shown(who: &Who, obstacles: &[Obstacle]) -> Vec<Shown> {
    let shown = |obstacle: &Obstacle| Shown {
        tone: if obstacle.holds_up { "bad" } else { "warn" },
        icon: obstacle.icon(),
        key: obstacle.key,
        n: obstacle.n,
        what: obstacle.what.clone(),
        when: obstacle.when.map(|at| when::text(at, who.lang, &who.zone)).unwrap_or_default(),
        href: obstacle.href,
    };
    obstacles.iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_in_trouble_is_named_and_a_strange_one_is_history() {
        let level = |relay: &str, lane: &str| Level { relay: relay.to_owned(), lane: lane.to_owned(), ..Level::default() };
        let levels = [
            Level { halted: Some(1), ..level("north", "") },
            Level { retry_at: 9, ..level("north", "google") },
            Level { slow: 2, ..level("north", "microsoft") },
            Level { halted: Some(1), ..level("gone", "") },
            level("north", "yahoo"),
        ];
        let found = of_relays(&["north".to_owned()], &levels, 7, 5);
        let said: Vec<_> = found.iter().map(|one| (one.key, one.what.as_str(), one.holds_up)).collect();
        assert_eq!(
            said,
            [
                ("obstacle-relay-halted", "north", true),
                ("obstacle-relay-rests", "google (north)", false),
                ("obstacle-slow", "microsoft (north)", false),
            ]
        );
        assert!(!of_relays(&["north".to_owned(), "south".to_owned()], &levels, 7, 5)[0].holds_up);
    }
}
