//! A sender from start to stop: prove that we may, free what a predecessor left, start the parts, and end them in
//! order.

use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::dispatch::Dispatcher;
use super::gate::Gate;
use super::hand_over::Connection;
use super::health::STEP_UP_AFTER;
use super::keep::{self, Keeper};
use super::letters::Letters;
use super::look::Look;
use super::mx::{self, Finder};
use super::plan;
use super::relay::Relay;
use super::shares::Shares;
use super::standing::Standing;
use super::thresholds::Thresholds;
use super::{Outbox, OutboxError};
use crate::store::workers::{self, Identity};
use crate::store::{Store, control, deliveries, relays, wake};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    Stopped,
    /// Nothing is left to do at this moment.
    Idle,
}

pub(super) async fn run(outbox: Outbox, stop: CancellationToken, until: Until) -> Result<(), OutboxError> {
    if outbox.settings.relays.is_empty() {
        return Err(OutboxError::NoRelay);
    }
    let _lock = lock(&outbox.store)?;
    let identity = start(&outbox).await?;
    let ends = stop.child_token();
    let relays: Vec<_> = outbox.settings.relays.iter().map(|relay| Arc::new(Relay::new(relay.clone()))).collect();
    keep::share_connections(&outbox.store, &relays, &identity, &outbox.clock).await?;
    let parts = Parts::start(&outbox, &identity, relays, &ends);
    let keeper = Keeper {
        store: outbox.store.clone(),
        clock: outbox.clock.clone(),
        relays: parts.relays.clone(),
        keys: outbox.keys.clone(),
        office: outbox.settings.office.clone(),
        stop: ends.clone(),
        every: Duration::from_secs(2),
    };
    let mut keeper = tokio::spawn(keeper.run(identity));
    let resumes =
        tokio::spawn(plan::take_over(outbox.store.clone(), outbox.keys.clone(), outbox.clock.clone(), Duration::from_secs(2)));
    let mut looks = tokio::spawn(look_again(outbox.clone(), parts.look.clone(), parts.relays.clone(), ends.clone()));
    let finds = outbox.settings.servers.clone().map(|servers| {
        let finder = Finder::new(outbox.store.clone(), servers);
        tokio::spawn(mx::follow(finder, outbox.clock.clone(), Duration::from_secs(60)))
    });
    let early = tokio::select! {
        () = ends.cancelled() => None,
        () = parts.idle(), if until == Until::Idle => None,
        kept = &mut keeper => Some(kept),
        _ = &mut looks => None,
    };
    ends.cancel();
    let is_clean = parts.end(&outbox).await;
    looks.abort();
    resumes.abort();
    finds.inspect(JoinHandle::abort);
    let kept = match early {
        Some(kept) => kept,
        None => keeper.await,
    };
    let identity =
        kept.map_err(|_| OutboxError::Store(crate::store::StoreError::Stale { what: "housekeeping", expected: 1, touched: 0 }))??;
    if until == Until::Idle {
        keep::tidy(&outbox.store, &outbox.clock).await?;
    }
    if is_clean {
        identity.leave(&outbox.store, outbox.clock.now()).await?;
    }
    Ok(())
}

/// On SQLite a second sender is refused kindly; the lock goes with the process, however it ends.
fn lock(store: &Store) -> Result<Option<File>, OutboxError> {
    let Some(database) = store.path() else { return Ok(None) };
    let mut path = database.as_os_str().to_owned();
    path.push(".sender.lock");
    let path = std::path::PathBuf::from(path);
    let file =
        File::options().create(true).truncate(false).write(true).open(&path).map_err(|e| OutboxError::Lock(path.clone(), e))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(OutboxError::SecondSender(path)),
        Err(TryLockError::Error(error)) => Err(OutboxError::Lock(path, error)),
    }
}

/// Registers, looks where the database lives, and frees what senders before us left.
async fn start(outbox: &Outbox) -> Result<Identity, OutboxError> {
    let (store, clock) = (&outbox.store, &outbox.clock);
    keep::follow_clock(store, clock).await?;
    let place = workers::place(store).await?;
    let brakes = control::settle_place(store, &place, clock.now()).await?;
    if brakes.quarantined.is_some() {
        warn!("this database lives in another place than before (restored or copied?); nothing is sent until someone says so");
    }
    let identity = workers::register(store, &outbox.settings.worker, clock.now()).await?;
    keep::free_orphans(store, &identity, clock).await?;
    plan::resume_all(store, &outbox.keys, clock.now()).await?;
    keep::tidy(store, clock).await?;
    for relay in &outbox.settings.relays {
        // A restart is how a person says that the settings are mended.
        relays::start(store, &relay.name).await?;
    }
    info!(worker.id = identity.worker.0, relays = outbox.settings.relays.len(), "sending starts");
    Ok(identity)
}

/// Sees pauses, stops, the kill switch, new mailings, and how the relays stand; at once when new work is announced.
async fn look_again(outbox: Outbox, look: Arc<Look>, relays: Vec<Arc<Relay>>, stop: CancellationToken) {
    let mut listener = None;
    loop {
        if let Err(problem) = follow(&outbox, &look, &relays).await {
            warn!(%problem, "the relays' state could not be read");
        }
        if let Err(problem) = look.refresh(&outbox.store, &outbox.keys).await {
            warn!(%problem, "the brakes could not be read; nothing is begun");
            look.off.store(true, Ordering::Release);
        }
        if listener.is_none() {
            listener = wake::listen(&outbox.store).await.ok();
        }
        tokio::select! {
            () = stop.cancelled() => return,
            heard = hear(&mut listener) => {
                if heard {
                    look.tell_news();
                } else {
                    listener = None;
                    tokio::time::sleep(outbox.settings.look).await;
                }
            }
            () = tokio::time::sleep(outbox.settings.look) => {}
        }
    }
}

async fn follow(outbox: &Outbox, look: &Look, relays: &[Arc<Relay>]) -> Result<(), crate::store::StoreError> {
    if let Some(cap) = outbox.settings.cap_per_day {
        look.follow_cap(&outbox.store, i64::from(cap), outbox.clock.now()).await?;
    }
    crate::store::relays::speed_up(&outbox.store, STEP_UP_AFTER, outbox.clock.now()).await?;
    look.follow_levels(&outbox.store, relays).await
}

/// Whether something was announced; without a listener never.
async fn hear(listener: &mut Option<wake::Listener>) -> bool {
    match listener {
        Some(listener) => listener.heard().await.is_ok(),
        None => std::future::pending().await,
    }
}

struct Parts {
    relays: Vec<Arc<Relay>>,
    look: Arc<Look>,
    gate: Gate,
    gate_task: tokio::task::JoinHandle<()>,
    dispatchers: JoinSet<()>,
    connections: JoinSet<()>,
    idle_passes: Vec<Arc<AtomicU64>>,
    patience: Duration,
}

impl Parts {
    fn start(outbox: &Outbox, identity: &Identity, relays: Vec<Arc<Relay>>, stop: &CancellationToken) -> Self {
        let settings = Arc::new(outbox.settings.clone());
        let look = Arc::new(Look::new(settings.halt_file.clone()));
        let reply_wait = i64::try_from(settings.deadlines.dot.as_millis()).unwrap_or(i64::MAX / 4);
        let (gate, gate_task) =
            Gate::start(outbox.store.clone(), outbox.clock.clone(), reply_wait, &look, settings.cap_per_day.is_some());
        if outbox.store.path().is_some() {
            relays.iter().for_each(|relay| relay.is_alone());
        }
        let (shares, thresholds) = (Arc::new(Shares::of(relays.clone())), Arc::new(Thresholds::default()));
        let (mut dispatchers, mut connections, mut idle_passes) = (JoinSet::new(), JoinSet::new(), Vec::new());
        for relay in &relays {
            let idle = Arc::new(AtomicU64::new(0));
            idle_passes.push(idle.clone());
            let dispatcher = Dispatcher {
                store: outbox.store.clone(),
                clock: outbox.clock.clone(),
                worker: identity.worker,
                settings: settings.clone(),
                relay: relay.clone(),
                shares: shares.clone(),
                look: look.clone(),
                letters: Letters::default(),
                idle_passes: idle,
                stop: stop.clone(),
                dry: HashMap::new(),
                turn: 0,
            };
            dispatchers.spawn(dispatcher.run());
            for seat in 0..u32::from(relay.settings.connections.max(1)) {
                let connection = Connection {
                    store: outbox.store.clone(),
                    keys: outbox.keys.clone(),
                    clock: outbox.clock.clone(),
                    relay: relay.clone(),
                    shares: shares.clone(),
                    standing: Standing { store: outbox.store.clone(), clock: outbox.clock.clone(), relay: relay.clone() },
                    thresholds: thresholds.clone(),
                    look: look.clone(),
                    gate: gate.clone(),
                    helo: settings.helo.clone(),
                    deadlines: settings.deadlines,
                    stop: stop.clone(),
                    seat,
                };
                connections.spawn(connection.run());
            }
        }
        Self { relays, look, gate, gate_task, dispatchers, connections, idle_passes, patience: settings.patience }
    }

    /// Until every relay has looked twice and found nothing, with nothing under way and nothing unwritten.
    async fn idle(&self) {
        let passes = || self.idle_passes.iter().map(|passes| passes.load(Ordering::Acquire)).collect::<Vec<_>>();
        let all_quiet = || self.relays.iter().all(|relay| relay.is_idle()) && self.gate.has_nothing_open();
        let moment = Duration::from_millis(2);
        while !self.look.has_looked() {
            tokio::time::sleep(moment).await;
        }
        let mut before = passes();
        loop {
            tokio::time::sleep(moment).await;
            if !all_quiet() {
                before = passes();
            } else if passes().iter().zip(&before).all(|(now, then)| *now >= then + 2) && all_quiet() {
                return;
            }
        }
    }

    /// Ends claiming, gives back what was not begun, lets replies under way arrive, writes everything down. `false` when
    /// some reply did not come in time: those copies will be in doubt.
    async fn end(mut self, outbox: &Outbox) -> bool {
        while self.dispatchers.join_next().await.is_some() {}
        let mut unbegun = Vec::new();
        for relay in &self.relays {
            unbegun.extend(relay.close().iter().map(|job| (job.copy.id, job.copy.fence)));
        }
        if let Err(problem) = deliveries::give_back(&outbox.store, &unbegun).await {
            warn!(%problem, "claimed copies could not be given back; their claims lapse");
        }
        let in_time =
            tokio::time::timeout(self.patience, async { while self.connections.join_next().await.is_some() {} }).await.is_ok();
        if !in_time {
            warn!(connections = self.connections.len(), "some replies did not come in time; those copies will be in doubt");
            self.connections.abort_all();
            while self.connections.join_next().await.is_some() {}
        }
        drop(self.gate);
        let written = tokio::time::timeout(Duration::from_secs(10), self.gate_task).await.is_ok();
        in_time && written
    }
}
