//! Takes what was kept and has it decided: who is first, who reads it now, and what happens when reading it fails. What a
//! message is, and what follows from it, is the business of the [`Decide`] that is plugged in.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::canary;
use crate::clock::{Clock, MINUTE, Millis, SECOND};
use crate::model::inbound::{Class, Finding, Sign};
use crate::secrets::Keyring;
use crate::store::deciding::{self, Claim, TRIES};
use crate::store::{Store, StoreError, wake};

pub use crate::store::deciding::{Decided, Deciding, Raw};

/// Nobody else reads a message before this is over: longer than one may take.
const LEASE: Millis = MINUTE;
/// Before the second try, and before the third.
const WAITS: [Millis; 2] = [5 * SECOND, MINUTE];
/// A message that takes longer makes room for others, and goes on beside them.
const BRISK: Duration = Duration::from_secs(1);
/// At most so many are in hand, slow ones among them; each may be as large as the limit.
const IN_HAND: usize = 8;
/// At most so many that are not slow.
const AT_ONCE: usize = 4;
/// Between two looks when nothing is announced.
const PAUSE: Duration = Duration::from_secs(1);

/// Why a message could not be decided.
#[derive(Debug, Error)]
pub enum Trouble {
    /// What it holds cannot be read; the text says in a few words what.
    #[error("it cannot be read: {0}")]
    Unreadable(&'static str),
    #[error("the program failed while reading it")]
    Panicked,
    #[error("reading it took longer than {} seconds", .0.as_secs())]
    TooLong(Duration),
    /// Its reader was ended by something from outside, as often as it was tried.
    #[error("the program ended while reading it, {TRIES} times")]
    Ended,
    #[error("its body is not kept any more")]
    Gone,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What decides. The three parts of one message run one after the other, and again from the start after a failure: only
/// `write` may change anything, and only through the transaction it is given.
pub trait Decide: Send + Sync + 'static {
    type Read: Send + 'static;
    type Found: Send + 'static;

    /// Reads the bytes. On a thread of its own: it may panic, and it may take too long.
    fn read(&self, raw: &Raw) -> Result<Self::Read, Trouble>;

    /// Decides what it is, looking up what it must. No transaction is open yet.
    fn weigh(&self, raw: &Raw, read: Self::Read) -> impl Future<Output = Result<(Decided, Self::Found), Trouble>> + Send;

    /// Writes what follows from it, in the transaction that decides it.
    fn write(
        &self,
        deciding: &mut Deciding,
        raw: &Raw,
        decided: &Decided,
        found: Self::Found,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// After the commit: wake whoever waits for what was written.
    fn done(&self, _decided: &Decided) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }
}

/// What became of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Became {
    Decided(Class),
    /// Tried again later.
    Waits,
    Parked,
    /// Somebody else has it.
    Elsewhere,
}

/// The round over what was kept. Cheap to clone.
#[derive(Debug)]
pub struct Round<D> {
    pub store: Store,
    pub keys: Arc<Keyring>,
    pub clock: Clock,
    pub decide: Arc<D>,
    /// The longest a message may take.
    pub limit: Duration,
}

impl<D> Clone for Round<D> {
    fn clone(&self) -> Self {
        let Self { store, keys, clock, decide, limit } = self;
        Self { store: store.clone(), keys: keys.clone(), clock: clock.clone(), decide: decide.clone(), limit: *limit }
    }
}

impl<D: Decide> Round<D> {
    pub fn new(store: Store, keys: Arc<Keyring>, clock: Clock, decide: D) -> Self {
        Self { store, keys, clock, decide: Arc::new(decide), limit: Duration::from_secs(10) }
    }

    /// Decides until `stop`; what is in hand then ends first.
    pub async fn run(self, stop: CancellationToken) {
        let brisk = Arc::new(Semaphore::new(AT_ONCE));
        let (mut in_hand, mut turn) = (JoinSet::new(), 0);
        while !stop.is_cancelled() {
            let mut listener = match wake::listen_for_mail(&self.store).await {
                Ok(listener) => listener,
                Err(problem) => {
                    warn!(%problem, "new mail is not announced; looking again");
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = tokio::time::sleep(PAUSE) => {}
                    }
                    continue;
                }
            };
            while !stop.is_cancelled() {
                let taken = self.take(&brisk, &mut in_hand, &mut turn).await;
                if let Err(problem) = &taken {
                    warn!(%problem, "kept mail could not be looked at; tried again");
                }
                if matches!(taken, Ok(taken) if taken > 0) && brisk.available_permits() > 0 && in_hand.len() < IN_HAND {
                    continue;
                }
                let heard = tokio::select! {
                    () = stop.cancelled() => Ok(()),
                    heard = listener.heard() => heard,
                    Some(_) = in_hand.join_next(), if !in_hand.is_empty() => Ok(()),
                    // A slow one has made room.
                    permit = brisk.clone().acquire_owned(), if brisk.available_permits() == 0 => { drop(permit); Ok(()) }
                    () = tokio::time::sleep(PAUSE) => Ok(()),
                };
                if heard.is_err() {
                    break;
                }
            }
        }
        while in_hand.join_next().await.is_some() {}
    }

    /// Takes as many as there is room for. Returns how many.
    async fn take(&self, brisk: &Arc<Semaphore>, in_hand: &mut JoinSet<()>, turn: &mut usize) -> Result<usize, StoreError> {
        while in_hand.try_join_next().is_some() {}
        let room = brisk.available_permits().min(IN_HAND.saturating_sub(in_hand.len()));
        let now = self.clock.now();
        if room == 0 {
            return Ok(0);
        }
        let claims = deciding::claim(&self.store, shares(turn, room), now + LEASE, now).await?;
        let count = claims.len();
        for claim in claims {
            let permit = brisk.clone().try_acquire_owned().ok();
            let round = self.clone();
            in_hand.spawn(async move {
                round.one(claim, permit).await;
            });
        }
        Ok(count)
    }

    /// Everything that is due now, one after the other. Returns what became of each.
    pub async fn step(&self) -> Result<Vec<Became>, StoreError> {
        let mut all = Vec::new();
        loop {
            let now = self.clock.now();
            let claims = deciding::claim(&self.store, [2, 1, 1], now + LEASE, now).await?;
            if claims.is_empty() {
                return Ok(all);
            }
            for claim in claims {
                all.push(self.one(claim, None).await);
            }
        }
    }

    async fn one(&self, claim: Claim, permit: Option<OwnedSemaphorePermit>) -> Became {
        let tried = AssertUnwindSafe(self.attempt(claim, permit)).catch_unwind().await.unwrap_or(Err(Trouble::Panicked));
        match tried {
            Ok(became) => became,
            Err(trouble) => self.went_wrong(claim, &trouble).await,
        }
    }

    async fn attempt(&self, claim: Claim, permit: Option<OwnedSemaphorePermit>) -> Result<Became, Trouble> {
        if claim.tries > TRIES {
            return Err(Trouble::Ended);
        }
        let raw = Arc::new(deciding::raw(&self.store, claim.id()).await?.ok_or(Trouble::Gone)?);
        if let Some(round) = canary::read(&self.keys, &raw.subject) {
            return self.canary(claim, &raw, round).await;
        }
        let weighing = self.weigh(&raw);
        tokio::pin!(weighing);
        let early = match permit {
            Some(permit) => {
                let early = timeout(BRISK, &mut weighing).await.ok();
                drop(permit);
                early
            }
            None => None,
        };
        let (decided, found) = match early {
            Some(weighed) => weighed?,
            None => weighing.await?,
        };
        let now = self.clock.now();
        let Some(mut deciding) = Deciding::begin(&self.store, claim).await? else { return Ok(Became::Elsewhere) };
        self.decide.write(&mut deciding, &raw, &decided, found).await?;
        deciding.settle(&decided, now).await?;
        self.decide.done(&decided).await;
        Ok(Became::Decided(decided.finding.class))
    }

    /// What a message would be found to be; nothing is written.
    pub async fn rehearse(&self, raw: Raw) -> Result<Decided, Trouble> {
        let weighed = AssertUnwindSafe(self.weigh(&Arc::new(raw))).catch_unwind().await;
        weighed.unwrap_or(Err(Trouble::Panicked)).map(|(decided, _)| decided)
    }

    async fn weigh(&self, raw: &Arc<Raw>) -> Result<(Decided, D::Found), Trouble> {
        let reading = tokio::task::spawn_blocking({
            let (decide, raw) = (self.decide.clone(), raw.clone());
            move || decide.read(&raw)
        });
        let weighing = async {
            // A panic is the message's, and ends here.
            let read = reading.await.map_err(|_| Trouble::Panicked)??;
            self.decide.weigh(raw, read).await
        };
        timeout(self.limit, weighing).await.unwrap_or(Err(Trouble::TooLong(self.limit)))
    }

    async fn canary(&self, claim: Claim, raw: &Raw, round: i64) -> Result<Became, Trouble> {
        let sign = Sign { sign: "our own token in the subject".to_owned(), decides: true };
        let decided = Decided {
            finding: Finding { class: Class::Canary, evidence: vec![sign] },
            pipeline: 0,
            message_id: String::new(),
            digest: String::new(),
            duplicate_of: None,
            from_line: String::new(),
            subject: raw.subject.clone(),
        };
        let now = self.clock.now();
        let Some(mut deciding) = Deciding::begin(&self.store, claim).await? else { return Ok(Became::Elsewhere) };
        deciding.canary_seen(round, now).await?;
        deciding.settle(&decided, now).await?;
        Ok(Became::Decided(Class::Canary))
    }

    /// A store that cannot answer is not the message's fault; everything else counts.
    async fn went_wrong(&self, claim: Claim, trouble: &Trouble) -> Became {
        let now = self.clock.now();
        let done = match trouble {
            Trouble::Store(problem) if problem.is_transient() => {
                warn!(message.id = claim.id().0, %problem, "a message waits for the database");
                deciding::give_back(&self.store, claim, now + WAITS[0]).await.map(|()| Some(false))
            }
            _ => {
                let nth = usize::try_from(claim.tries - 1).unwrap_or(0).min(WAITS.len() - 1);
                deciding::failed(&self.store, claim, &trouble.to_string(), now + WAITS[nth]).await
            }
        };
        match done {
            Ok(Some(true)) => {
                error!(message.id = claim.id().0, problem = %trouble, "a message is parked: `dateline inbox parked` shows it");
                Became::Parked
            }
            Ok(Some(false)) => {
                info!(message.id = claim.id().0, problem = %trouble, "a message is tried again");
                Became::Waits
            }
            Ok(None) => Became::Elsewhere,
            // Its lease ends by itself.
            Err(problem) => {
                warn!(message.id = claim.id().0, %problem, "a message's trouble could not be written down");
                Became::Waits
            }
        }
    }
}

/// Whose turn it is: people we know, the newest of all, people we know, the oldest of all.
const TURNS: [usize; 4] = [0, 1, 0, 2];

/// How the next `room` places are shared out, one turn after the other.
fn shares(turn: &mut usize, room: usize) -> [i64; 3] {
    let mut shares = [0; 3];
    for _ in 0..room {
        shares[TURNS[*turn % TURNS.len()]] += 1;
        *turn = turn.wrapping_add(1);
    }
    shares
}
