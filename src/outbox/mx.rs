//! Beside the sending: who takes the mail of domains that do not say it themselves, asked of DNS a few at a time and
//! remembered; and copies that wait moved into the lane that is known by then. Nothing ever waits for this.
//!
//! `dns` asks; tests have somebody else to ask.

pub mod dns;

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::{BoxFuture, join_all};
use tracing::{info, warn};

use crate::clock::{Clock, DAY, HOUR, MINUTE, Millis};
use crate::model::ids::DeliveryId;
use crate::model::provider::{self, OTHER};
use crate::store::domains::{self, Asked, InWork, Waiting};
use crate::store::{Store, StoreError};

/// Questions at once, and in one round.
const AT_ONCE: i64 = 20;
const BATCHES: usize = 10;
/// No question takes longer; so a round of them takes 20 seconds at most.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long an answer holds: servers, none, no answer.
const HOLDS: Millis = 7 * DAY;
const NONE_HOLDS: Millis = DAY;
const ASK_AGAIN: Millis = HOUR;
/// An unfinished question belongs to nobody after this.
const LEASE: Millis = 5 * MINUTE;
/// A domain nobody has an address at is forgotten.
const FORGET: Millis = 30 * DAY;
/// When the directory has been read to its end, it is read again after this.
const REST: Millis = HOUR;
/// Going through so many copies that wait costs a minute's rest; through fewer, none.
const SORTED_A_MINUTE: usize = 100_000;

/// What a question came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The names of the servers that are preferred, none before another.
    Servers(Vec<String>),
    /// The domain takes no mail, or does not exist.
    Nobody,
    /// No answer, or none that says anything.
    Silence,
}

/// Whoever knows which servers take a domain's mail.
pub trait MailServers: fmt::Debug + Send + Sync {
    fn of<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Answer>;
}

/// What a round came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    pub asked: usize,
    /// Of a group of its own.
    pub named: usize,
    pub silent: usize,
    /// Copies that wait in another lane now.
    pub moved: u64,
}

/// What is remembered between rounds.
#[derive(Debug)]
pub struct Finder {
    store: Store,
    servers: Arc<dyn MailServers>,
    /// The mailings, and how far they were planned, when their copies were last sorted; whether more is known since.
    sorted: Vec<InWork>,
    has_news: bool,
    sorts_from: Millis,
    /// The directory is read up to this contact.
    read_to: i64,
    rests_until: Millis,
}

/// A round every so often, for ever.
pub(super) async fn follow(mut finder: Finder, clock: Clock, every: Duration) {
    loop {
        match finder.round(clock.now()).await {
            Ok(round) if round.asked > 0 || round.moved > 0 => info!(
                asked = round.asked,
                named = round.named,
                silent = round.silent,
                moved = round.moved,
                "mail servers of domains were looked up"
            ),
            Ok(_) => {}
            Err(problem) => warn!(%problem, "mail servers could not be looked up; trying again"),
        }
        tokio::time::sleep(every).await;
    }
}

impl Finder {
    pub fn new(store: Store, servers: Arc<dyn MailServers>) -> Self {
        Self { store, servers, sorted: Vec::new(), has_news: false, sorts_from: 0, read_to: 0, rests_until: 0 }
    }

    /// Finds out what is needed, asks for it, and moves what waits.
    pub async fn round(&mut self, now: Millis) -> Result<Round, StoreError> {
        let before = self.sort_if_needed(now).await?;
        self.read_directory(now).await?;
        let round = self.ask(now).await?;
        self.has_news |= round.named > 0;
        let after = self.sort_if_needed(now).await?;
        Ok(Round { moved: before + after, ..round })
    }

    /// Sorts when there are other copies than last time, or more is known; the more wait, the more seldom.
    async fn sort_if_needed(&mut self, now: Millis) -> Result<u64, StoreError> {
        let in_work = domains::in_work(&self.store).await?;
        if now < self.sorts_from || !self.has_news && in_work == self.sorted {
            return Ok(0);
        }
        let (seen, moved) = self.sort(&in_work, now).await?;
        let minutes = i64::try_from(seen / SORTED_A_MINUTE).unwrap_or(0);
        (self.sorted, self.has_news, self.sorts_from) = (in_work, false, now + minutes * MINUTE);
        Ok(moved)
    }

    /// Goes through the copies that wait in lane `other`: those whose group is known by now are moved, domains of which
    /// nothing is known, or nothing new, are wanted. How many there were, and how many were moved.
    async fn sort(&self, mailings: &[InWork], now: Millis) -> Result<(usize, u64), StoreError> {
        let (mut lanes, mut seen, mut moved) = (HashMap::new(), 0, 0);
        for &InWork { mailing, since, .. } in mailings {
            let mut after = (Millis::MIN, 0);
            loop {
                let page = domains::waiting_in_other(&self.store, mailing, after).await?;
                let Some(last) = page.last() else { break };
                after = (last.due, last.id);
                seen += page.len();
                self.learn(&mut lanes, &page, since, now).await?;
                let moves: Vec<_> = page.iter().filter_map(|copy| Some((DeliveryId(copy.id), lane(&lanes, copy)?))).collect();
                moved += domains::move_waiting(&self.store, mailing, &moves).await?;
            }
        }
        Ok((seen, moved))
    }

    /// Adds to `lanes` what is known of the domains in `page`, and wants the rest.
    async fn learn(
        &self,
        lanes: &mut HashMap<String, &'static str>,
        page: &[Waiting],
        since: Millis,
        now: Millis,
    ) -> Result<(), StoreError> {
        let mut new = domains::unnamed(page.iter().map(|copy| copy.address_key.as_str()));
        new.retain(|domain| !lanes.contains_key(*domain));
        let known = domains::known(&self.store, &new).await?;
        let is_to_be_wanted = |domain: &&str| known.get(*domain).is_none_or(|known| known.is_to_be_wanted(since, now));
        let wanted: BTreeSet<_> = new.iter().copied().filter(is_to_be_wanted).collect();
        domains::want(&self.store, &wanted, since).await?;
        lanes.extend(new.iter().map(|domain| ((*domain).to_owned(), known.get(*domain).map_or(OTHER, |known| known.lane))));
        Ok(())
    }

    /// Wants the domains of the next contacts, after those that mail waits for.
    async fn read_directory(&mut self, now: Millis) -> Result<(), StoreError> {
        if now < self.rests_until {
            return Ok(());
        }
        let page = domains::addresses_after(&self.store, self.read_to).await?;
        let Some(last) = page.last() else {
            (self.read_to, self.rests_until) = (0, now + REST);
            domains::forget(&self.store, now - FORGET).await?;
            return Ok(());
        };
        let mut wanted = domains::unnamed(page.iter().map(|(_, address)| address.as_str()));
        let known = domains::known(&self.store, &wanted).await?;
        wanted.retain(|domain| known.get(*domain).is_none_or(|known| known.is_to_be_wanted(0, now)));
        domains::want(&self.store, &wanted, 0).await?;
        self.read_to = last.0;
        Ok(())
    }

    /// Asks for what is wanted, a few at once. When nobody answers at all, the rest waits for the next round.
    async fn ask(&self, now: Millis) -> Result<Round, StoreError> {
        let mut round = Round::default();
        for _ in 0..BATCHES {
            let batch = domains::take_due(&self.store, AT_ONCE, now + LEASE, now).await?;
            if batch.is_empty() {
                break;
            }
            let answers = join_all(batch.iter().map(|domain| self.answer(domain))).await;
            let asked: Vec<_> = batch.iter().zip(&answers).map(|(domain, answer)| judge(domain, answer, now)).collect();
            domains::record(&self.store, &asked, now).await?;
            let silent = asked.iter().filter(|one| one.lane.is_none()).count();
            round.asked += asked.len();
            round.silent += silent;
            round.named += asked.iter().filter(|one| one.lane.is_some_and(|lane| lane != OTHER)).count();
            if silent == asked.len() {
                break;
            }
        }
        Ok(round)
    }

    async fn answer(&self, domain: &str) -> Answer {
        tokio::time::timeout(PATIENCE, self.servers.of(domain)).await.unwrap_or(Answer::Silence)
    }
}

/// The lane a copy belongs in, if that is known and another one.
fn lane(lanes: &HashMap<String, &'static str>, copy: &Waiting) -> Option<&'static str> {
    let (_, domain) = copy.address_key.rsplit_once('@')?;
    provider::of_domain(domain).or_else(|| lanes.get(domain).copied()).filter(|lane| *lane != OTHER)
}

fn judge<'a>(domain: &'a str, answer: &Answer, now: Millis) -> Asked<'a> {
    let (lane, holds) = match answer {
        Answer::Servers(hosts) => (Some(hosts.iter().find_map(|host| provider::of_server(host)).unwrap_or(OTHER)), HOLDS),
        Answer::Nobody => (Some(OTHER), NONE_HOLDS),
        Answer::Silence => (None, ASK_AGAIN),
    };
    Asked { domain, lane, due: now + holds }
}
