//! What the outbox is told: its relays and its limits. Built from the configuration by `app`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::mx::MailServers;
use super::transport::{Deadlines, Target};
use crate::clock::{MINUTE, Millis};
use crate::compose::Office;
use crate::model::rate::Rate;

/// A server mail is handed to, how fast and over how many connections.
#[derive(Clone, Debug)]
pub struct RelaySettings {
    /// Stored with each attempt; the rate's level is kept under it.
    pub name: String,
    pub target: Target,
    pub rate: Rate,
    /// Over all workers together.
    pub connections: u16,
    /// Its part of the traffic, beside the other relays'.
    pub weight: u32,
    /// By provider group, where the office set a limit.
    pub lanes: BTreeMap<String, LaneLimit>,
}

impl RelaySettings {
    /// A relay without lanes of its own limits.
    pub fn new(name: impl Into<String>, target: Target, rate: Rate, connections: u16) -> Self {
        Self { name: name.into(), target, rate, connections, weight: 1, lanes: BTreeMap::new() }
    }
}

/// What a relay may hand over to one provider group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LaneLimit {
    pub rate: Option<Rate>,
    /// Of one worker.
    pub connections: Option<u16>,
}

#[derive(Clone, Debug)]
pub struct Settings {
    /// Said at EHLO.
    pub helo: String,
    /// `host:pid`, for the list of workers.
    pub worker: String,
    pub relays: Vec<RelaySettings>,
    pub deadlines: Deadlines,
    /// Who tells officers of alerts by mail; without it they are only shown.
    pub office: Option<Arc<Office>>,
    /// Whom to ask who takes a domain's mail; without them a lane is known by an address's own domain only.
    pub servers: Option<Arc<dyn MailServers>>,
    /// While this file exists nothing is sent.
    pub halt_file: Option<PathBuf>,
    /// No more copies are begun on a day (UTC) than this.
    pub cap_per_day: Option<u32>,
    /// How long a claim holds; an interval in which a copy is composed and offered.
    pub lease: Millis,
    /// How often an idle worker looks at the queue, and a busy one at pauses, stops and the kill switch.
    pub look: Duration,
    /// How long an orderly stop waits for replies that are under way.
    pub patience: Duration,
}

impl Settings {
    /// The product's numbers, for these relays.
    pub fn new(helo: String, worker: String, relays: Vec<RelaySettings>) -> Self {
        Self {
            helo,
            worker,
            relays,
            deadlines: Deadlines::default(),
            office: None,
            servers: None,
            halt_file: None,
            cap_per_day: None,
            lease: 2 * MINUTE,
            look: Duration::from_millis(250),
            patience: Duration::from_secs(25),
        }
    }
}
