//! Group commit: one task gathers the outcomes and intents of all connections and commits them together, outcomes
//! first, as soon as the previous group is through. So durability costs one fsync per group, and a connection can
//! have at most one message in doubt.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tracing::{error, warn};

use super::look::Look;
use crate::clock::{Clock, MINUTE, Millis};
use crate::model::ids::DeliveryId;
use crate::store::gate::{Intent, Settled, commit_group, judge_refused};
use crate::store::suppressions::{Leave, Reason, Scope, leave};
use crate::store::{Store, control, days};

/// More than this never goes into one transaction.
const GROUP: usize = 500;

/// The answer to an intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// The intent is committed: write the body.
    Granted,
    /// It is not, or nobody knows: hang up without a body.
    Refused,
}

/// An outcome, and the address that turned out to be dead.
#[derive(Debug)]
pub(super) struct Report {
    pub settled: Settled,
    pub dead_address_key: Option<String>,
}

enum Message {
    Intent(Intent, oneshot::Sender<Answer>),
    Report(Box<Report>),
}

/// What connections hold of the gate. The gate's task ends when the last of them is dropped and all is written down.
#[derive(Clone)]
pub(super) struct Gate {
    to: mpsc::Sender<Message>,
    /// Reports not yet committed.
    open: Arc<AtomicI64>,
}

impl Gate {
    /// With the halt file in place intents are refused without asking the database.
    pub(super) fn start(
        store: Store,
        clock: Clock,
        reply_wait: Millis,
        look: &Look,
        counts_days: bool,
    ) -> (Self, tokio::task::JoinHandle<()>) {
        let (to, from) = mpsc::channel(2_048);
        let open = Arc::new(AtomicI64::new(0));
        let (shut, left_today) = (look.shut.clone(), counts_days.then(|| look.left_today.clone()));
        let keeper = Keeper { store, clock, reply_wait, shut, left_today, open: open.clone(), owed: Vec::new() };
        (Self { to, open }, tokio::spawn(keeper.run(from)))
    }

    pub(super) async fn ask(&self, intent: Intent) -> Answer {
        let (answer, answered) = oneshot::channel();
        if self.to.send(Message::Intent(intent, answer)).await.is_err() {
            return Answer::Refused;
        }
        answered.await.unwrap_or(Answer::Refused)
    }

    /// Hands an outcome over; it is committed with the next group, and tried again until it is.
    pub(super) async fn report(&self, report: Report) {
        self.open.fetch_add(1, Ordering::AcqRel);
        if self.to.send(Message::Report(Box::new(report))).await.is_err() {
            error!("an outcome could not be handed to the gate; the delivery will be in doubt");
        }
    }

    pub(super) fn has_nothing_open(&self) -> bool {
        self.open.load(Ordering::Acquire) == 0
    }
}

struct Keeper {
    store: Store,
    clock: Clock,
    /// How long a reply may take; the stored limit is a minute later.
    reply_wait: Millis,
    shut: Arc<AtomicBool>,
    /// The office set a cap per day.
    left_today: Option<Arc<AtomicI64>>,
    open: Arc<AtomicI64>,
    /// Outcomes whose commit failed; they go with every group until they are in.
    owed: Vec<Report>,
}

impl Keeper {
    async fn run(mut self, mut from: mpsc::Receiver<Message>) {
        let mut pause = Duration::ZERO;
        loop {
            let mut group = Vec::new();
            if self.owed.is_empty() {
                match from.recv().await {
                    Some(first) => group.push(first),
                    None => return,
                }
                // Whoever is ready to speak speaks first: larger groups, fewer commits.
                tokio::task::yield_now().await;
            } else {
                tokio::time::sleep(pause).await;
            }
            while group.len() < GROUP {
                match from.try_recv() {
                    Ok(message) => group.push(message),
                    Err(_) => break,
                }
            }
            pause = if self.commit(group).await {
                Duration::ZERO
            } else {
                (pause * 2).clamp(Duration::from_millis(50), Duration::from_secs(5))
            };
        }
    }

    /// Whether the group is in.
    async fn commit(&mut self, group: Vec<Message>) -> bool {
        let mut reports = std::mem::take(&mut self.owed);
        let (mut intents, mut answers) = (Vec::new(), Vec::new());
        for message in group {
            match message {
                Message::Report(report) => reports.push(*report),
                Message::Intent(intent, answer) => {
                    intents.push(intent);
                    answers.push(answer);
                }
            }
        }
        let now = self.clock.now();
        let asked: &[Intent] = if self.shut.load(Ordering::Acquire) { &[] } else { &intents };
        let settled: Vec<&Settled> = reports.iter().map(|report| &report.settled).collect();
        crate::failpoint!("gate.before_commit");
        match commit_group(&self.store, &settled, asked, now, now + self.reply_wait + MINUTE).await {
            Ok(granted) => {
                crate::failpoint!("gate.after_commit");
                self.open.fetch_sub(i64::try_from(reports.len()).unwrap_or(0), Ordering::AcqRel);
                self.count_day(granted.len(), now).await;
                self.answer(intents, answers, &granted, now).await;
                self.bury(&reports, now).await;
                true
            }
            Err(problem) => {
                warn!(%problem, outcomes = reports.len(), intents = intents.len(), "a group could not be committed; trying again");
                self.owed = reports;
                self.take_back(intents, answers, now);
                false
            }
        }
    }

    async fn count_day(&self, granted: usize, now: Millis) {
        if let Some(left) = self.left_today.as_ref().filter(|_| granted > 0) {
            let begun = i64::try_from(granted).unwrap_or(0);
            left.fetch_sub(begun, Ordering::AcqRel);
            if let Err(problem) = days::add(&self.store, begun, now).await {
                warn!(%problem, "the day's copies could not be counted");
            }
        }
    }

    async fn answer(&self, intents: Vec<Intent>, answers: Vec<oneshot::Sender<Answer>>, granted: &[DeliveryId], now: Millis) {
        let granted: std::collections::HashSet<_> = granted.iter().copied().collect();
        let mut refused = Vec::new();
        for (intent, answer) in intents.into_iter().zip(answers) {
            let is_granted = granted.contains(&intent.id);
            if !is_granted {
                refused.push(intent);
            }
            let _ = answer.send(if is_granted { Answer::Granted } else { Answer::Refused });
        }
        if refused.is_empty() {
            return;
        }
        match judge_refused(&self.store, &refused, now).await {
            Ok(passed) => {
                for mailing in passed.void {
                    error!(mailing.id = mailing.0, "what is queued is not what was approved: the mailing is paused");
                    let _ = control::void_approval(&self.store, mailing, "what is queued is not what was approved", now).await;
                }
            }
            // The claims lapse by themselves.
            Err(problem) => warn!(%problem, "refused intents could not be judged"),
        }
    }

    /// Nobody knows whether these intents are committed. Nothing was written to the wire, and nothing will be: the rows
    /// go back to the queue, whichever of the two states they are in.
    fn take_back(&mut self, intents: Vec<Intent>, answers: Vec<oneshot::Sender<Answer>>, now: Millis) {
        for (intent, answer) in intents.into_iter().zip(answers) {
            self.open.fetch_add(1, Ordering::AcqRel);
            self.owed.push(Report { settled: not_sent(&intent, now), dead_address_key: None });
            let _ = answer.send(Answer::Refused);
        }
    }

    async fn bury(&self, reports: &[Report], now: Millis) {
        for report in reports {
            let Some(key) = &report.dead_address_key else { continue };
            let gone = Leave {
                address_key: key,
                scope: Scope::Office,
                reason: Reason::Bounced,
                source: "smtp",
                until: None,
                delivery: Some(report.settled.id),
            };
            if let Err(problem) = leave(&self.store, &gone, now).await {
                warn!(%problem, "a dead address could not be suppressed");
            }
        }
    }
}

fn not_sent(intent: &Intent, now: Millis) -> Settled {
    Settled {
        id: intent.id,
        fence: intent.fence,
        to: "pending",
        counted: 0,
        due: now,
        relay: intent.relay.clone(),
        phase: "data",
        code: None,
        reply: String::new(),
        began: now,
        at: now,
    }
}
