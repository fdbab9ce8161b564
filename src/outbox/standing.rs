//! What a reply says of the relay, of the lane, or of us: slower, left alone, halted, well again. Nothing here decides
//! what becomes of the recipient.

use std::sync::Arc;

use tracing::{error, info, warn};

use super::health::{SLOWEST, STEP_DOWN_EVERY};
use super::relay::Relay;
use super::transport::{Blame, Verdict};
use crate::clock::{Clock, Millis};
use crate::model::delivery::{Outcome, Phase};
use crate::model::matter::Matter;
use crate::store::{Store, StoreError, alerts, relays};

#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub store: Store,
    pub clock: Clock,
    pub relay: Arc<Relay>,
}

impl Standing {
    /// Writes down what a verdict says. A store that cannot be reached costs the memory of it, nothing else.
    pub(super) async fn judge(&self, verdict: &Verdict, lane: &str) {
        let now = self.clock.now();
        let done = match verdict.blame {
            Blame::Nobody if verdict.outcome == Outcome::Accepted => self.went_well(lane, now).await,
            Blame::Nobody => Ok(()),
            Blame::Lane => self.slow_down(lane, now).await,
            Blame::Relay => self.went_badly(verdict, now).await,
            // Before a recipient was named it is between us and the relay; afterwards the receiving side speaks.
            Blame::Us if is_before_recipient(verdict.phase) => self.refused_us(verdict, "", now).await,
            Blame::Us => self.refused_us(verdict, lane, now).await,
            Blame::Halt => self.halt(verdict, now).await,
        };
        if let Err(problem) = done {
            warn!(%problem, "the relay's state could not be stored");
        }
    }

    async fn went_well(&self, lane: &str, now: Millis) -> Result<(), StoreError> {
        let (relay_is_well, lane_is_well) = {
            let mut ready = self.relay.ready();
            let relay = ready.health.went_well();
            (relay, ready.lanes.get_mut(lane).is_some_and(|lane| lane.health.went_well()))
        };
        for (is_well, lane) in [(relay_is_well, ""), (lane_is_well, lane)] {
            if is_well {
                relays::record_health(&self.store, self.relay.name(), lane).await?;
                alerts::clear(&self.store, &self.matter(lane), "dateline", now).await?;
                self.relay.wake();
            }
        }
        Ok(())
    }

    async fn slow_down(&self, lane: &str, now: Millis) -> Result<(), StoreError> {
        let name = self.relay.name();
        if !relays::slow_down(&self.store, (name, lane), (STEP_DOWN_EVERY, SLOWEST), now).await? {
            return Ok(());
        }
        let slow = {
            let mut ready = self.relay.ready();
            let health =
                if lane.is_empty() { &mut ready.health } else { &mut ready.lanes.entry(lane.to_owned()).or_default().health };
            (health.slow, health.slowed_at) = ((health.slow + 1).min(SLOWEST), now);
            health.slow
        };
        info!(relay = name, lane, slow, "asked for patience: the pace is halved");
        if !lane.is_empty() && self.many_lanes_are_slow(now) {
            Box::pin(self.slow_down("", now)).await?;
        }
        Ok(())
    }

    /// Lanes that are slowed together have a common cause.
    fn many_lanes_are_slow(&self, now: Millis) -> bool {
        let ready = self.relay.ready();
        let slow = ready.lanes.values().filter(|lane| lane.health.slow > 0 && now - lane.health.slowed_at <= 2 * STEP_DOWN_EVERY);
        slow.count() >= 3
    }

    async fn went_badly(&self, verdict: &Verdict, now: Millis) -> Result<(), StoreError> {
        let (failures, retry_at) = {
            let mut ready = self.relay.ready();
            ready.health.went_badly(now);
            (ready.health.failures, ready.health.retry_at)
        };
        self.relay.had_enough();
        let name = self.relay.name();
        info!(
            relay = name,
            phase = verdict.phase.as_str(),
            reply = verdict.masked(),
            wait_ms = retry_at - now,
            "the relay is in trouble"
        );
        relays::record_trouble(&self.store, name, "", failures, retry_at).await?;
        if verdict.code.is_some() {
            self.slow_down("", now).await?;
        }
        if failures >= ALERT_AFTER {
            let message = format!("relay {name} has failed {failures} times in a row; it says: {}", verdict.masked());
            alerts::raise(&self.store, &self.matter(""), &message, now).await?;
        }
        Ok(())
    }

    async fn refused_us(&self, verdict: &Verdict, lane: &str, now: Millis) -> Result<(), StoreError> {
        let (is_open, failures, retry_at) = {
            let mut ready = self.relay.ready();
            let health =
                if lane.is_empty() { &mut ready.health } else { &mut ready.lanes.entry(lane.to_owned()).or_default().health };
            (health.refused_us(now), health.failures, health.retry_at)
        };
        if !is_open {
            return Ok(());
        }
        let (name, reply, minutes) = (self.relay.name(), verdict.masked(), (retry_at - now) / 60_000);
        error!(relay = name, lane, reply, "we are refused; no recipient is burned, nothing more is handed over for a while");
        relays::record_trouble(&self.store, name, lane, failures, retry_at).await?;
        let whom = if lane.is_empty() { format!("relay {name}") } else { format!("{lane}, through relay {name},") };
        let message = format!(
            "{whom} refuses us as a sender; it is left alone for {minutes} minutes, then tried with one copy. It says: {reply}"
        );
        alerts::raise(&self.store, &self.matter(lane), &message, now).await?;
        Ok(())
    }

    async fn halt(&self, verdict: &Verdict, now: Millis) -> Result<(), StoreError> {
        self.relay.set_halted(true);
        let (name, reply) = (self.relay.name(), verdict.masked());
        error!(relay = name, reply, "the relay is halted: correct its settings, then `dateline relay resume`");
        relays::halt(&self.store, name, &reply, now).await?;
        let message = format!(
            "relay {name} is halted and no recipient was touched: correct its settings, then run `dateline relay resume {name}`. It says: {reply}"
        );
        alerts::raise(&self.store, &self.matter(""), &message, now).await?;
        Ok(())
    }

    fn matter(&self, lane: &str) -> String {
        let relay = self.relay.name();
        if lane.is_empty() { Matter::Relay(relay).to_string() } else { Matter::Lane { relay, group: lane }.to_string() }
    }
}

/// Troubles in a row before somebody is told: a minute of waiting.
const ALERT_AFTER: i64 = 6;

fn is_before_recipient(phase: Phase) -> bool {
    !matches!(phase, Phase::Rcpt | Phase::Data | Phase::Dot)
}
