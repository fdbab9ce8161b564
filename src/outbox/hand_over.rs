//! One connection: take a claimed copy, make its bytes, offer the envelope, ask the gate at the 354, write body and dot,
//! report. Between the gate's yes and the reply nothing may cancel it.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tracing::{debug, error, warn};

use super::gate::{Answer, Gate, Report};
use super::letters::{Ready, compose};
use super::look::Look;
use super::ready::Job;
use super::relay::Relay;
use super::shares::Shares;
use super::standing::Standing;
use super::thresholds::Thresholds;
use super::transport::{Blame, Deadlines, Envelope, Session, Verdict};
use crate::clock::{Clock, Millis, SECOND};
use crate::model::delivery::{Outcome, Phase};
use crate::model::matter::Matter;
use crate::model::retry;
use crate::secrets::Keyring;
use crate::store::gate::{Intent, Settled};
use crate::store::{Store, alerts, control, deliveries};

/// An unused connection is closed after this long, before most servers do it.
const IDLE: Duration = Duration::from_secs(20);

pub(super) struct Connection {
    pub store: Store,
    pub keys: Arc<Keyring>,
    pub clock: Clock,
    pub relay: Arc<Relay>,
    pub shares: Arc<Shares>,
    pub standing: Standing,
    pub thresholds: Arc<Thresholds>,
    pub look: Arc<Look>,
    pub gate: Gate,
    pub helo: String,
    pub deadlines: Deadlines,
    pub stop: CancellationToken,
    /// Its number among this relay's connections; those above what is allowed stay closed.
    pub seat: u32,
}

/// A copy in a connection's hands.
enum Turn {
    Fresh(Box<Job>),
    /// Its envelope is on its way.
    Offered(Box<Job>, Box<Ready>),
}

impl Turn {
    fn lane(&self) -> &str {
        match self {
            Self::Fresh(job) | Self::Offered(job, _) => &job.lane,
        }
    }
}

/// What was taken while another copy is at its 354.
enum Next {
    Offered(Box<Job>, Box<Ready>, Envelope),
    /// It cannot go along; its turn comes after this one.
    Later(Box<Job>),
}

impl Next {
    fn behind(&self) -> Option<&Envelope> {
        match self {
            Self::Offered(_, _, envelope) => Some(envelope),
            Self::Later(_) => None,
        }
    }
}

impl Connection {
    /// Until the queue is closed.
    pub(super) async fn run(self) {
        let mut session: Option<Session> = None;
        loop {
            if self.seat >= self.relay.allowed() {
                // Another sender has this part of the connections now.
                self.hang_up(&mut session, true).await;
            }
            let idle = session.is_some();
            let job = tokio::select! {
                job = self.my_turn() => job,
                () = tokio::time::sleep(IDLE), if idle => {
                    self.hang_up(&mut session, true).await;
                    continue;
                }
            };
            let Some(job) = job else { break };
            let mut turn = Some(Turn::Fresh(Box::new(job)));
            while let Some(now) = turn {
                let lane = now.lane().to_owned();
                turn = self.hand_over(now, &mut session).await;
                self.relay.job_is_over(&lane);
            }
        }
        self.hang_up(&mut session, true).await;
    }

    /// The next job, once this seat is allowed.
    async fn my_turn(&self) -> Option<Job> {
        while self.seat >= self.relay.allowed() && !self.stop.is_cancelled() {
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(500)) => {}
                () = self.stop.cancelled() => {}
            }
        }
        self.relay.next(&self.clock).await
    }

    /// One copy to its outcome. What comes back is the next one, taken while this one's body was written.
    async fn hand_over(&self, turn: Turn, session: &mut Option<Session>) -> Option<Turn> {
        let (job, mut ready) = match turn {
            Turn::Fresh(job) => self.offer(*job, session).await?,
            Turn::Offered(job, ready) => {
                let offered = session.as_mut()?.offered().await;
                self.heed(offered, &job, &ready, session).await?;
                (job, ready)
            }
        };
        crate::failpoint!("outbox.at_354");
        let intent = Intent {
            id: job.copy.id,
            fence: job.copy.fence,
            digest: job.mailing.as_ref().map(|mailing| mailing.approval_digest.clone()).unwrap_or_default(),
            relay: self.relay.settings.name.clone(),
            sha256: ready.sha256.clone(),
        };
        if self.gate.ask(intent).await == Answer::Refused {
            // RFC 5321 §4.1.1.4: without the dot there is no message.
            debug!(delivery.id = job.copy.id.0, "the gate refused at the 354");
            self.hang_up(session, false).await;
            return None;
        }
        crate::failpoint!("outbox.after_intent");
        let open = session.as_mut()?;
        let next = self.take_along(open);
        let behind = next.as_ref().and_then(Next::behind);
        let verdict = open.deliver(std::mem::take(&mut ready.bytes), behind).await;
        crate::failpoint!("outbox.after_reply");
        let reusable = verdict.reusable;
        self.settle(&job, &ready, verdict).await;
        if !reusable {
            // Worn out, it gets a goodbye; out of step, it gets none.
            self.hang_up(session, true).await;
        }
        match next? {
            Next::Offered(job, ready, _) if reusable => Some(Turn::Offered(job, ready)),
            // Its envelope went out on a line that is no more, and used up its slot; nothing of it was sent.
            Next::Offered(job, ..) => {
                self.give_back(&job).await;
                self.relay.job_is_over(&job.lane);
                None
            }
            Next::Later(job) => Some(Turn::Fresh(job)),
        }
    }

    /// Composed, connected, and its envelope offered; `None`: it is settled, or given back.
    async fn offer(&self, mut job: Job, session: &mut Option<Session>) -> Option<(Box<Job>, Box<Ready>)> {
        let (ready, envelope) = match self.compose(&job) {
            Ok(made) => made,
            Err(problem) => {
                self.cannot_compose(&job, &problem).await;
                return None;
            }
        };
        if !self.may_begin(&job) {
            self.give_back(&job).await;
            return None;
        }
        match self.connect(session).await {
            Ok(true) => {}
            Ok(false) => {
                self.give_back(&job).await;
                return None;
            }
            Err(verdict) => {
                self.settle(&job, &ready, verdict).await;
                return None;
            }
        }
        // Connecting took its time; what counts for the rate is when MAIL goes out.
        if !self.wait_for_pace().await || !self.may_begin(&job) {
            self.give_back(&job).await;
            return None;
        }
        crate::failpoint!("outbox.before_offer");
        job.begun = Some(self.clock.now());
        let offered = session.as_mut()?.offer(&envelope).await;
        self.heed(offered, &job, &ready, session).await?;
        Some((Box::new(job), ready))
    }

    /// Settles what the envelope came to, if that is the end of it.
    async fn heed(&self, offered: Result<(), Verdict>, job: &Job, ready: &Ready, session: &mut Option<Session>) -> Option<()> {
        let Err(verdict) = offered else { return Some(()) };
        let reusable = verdict.reusable;
        self.settle(job, ready, verdict).await;
        if !reusable {
            self.hang_up(session, true).await;
        }
        None
    }

    fn compose(&self, job: &Job) -> Result<(Box<Ready>, Envelope), String> {
        let ready = compose(&job.text, &self.keys, &job.copy).map_err(|problem| problem.to_string())?;
        let envelope = Envelope::new(&ready.envelope_from, ready.to.clone(), ready.bytes.len())
            .map_err(|_| "the envelope sender is not an address".to_owned())?;
        Ok((Box::new(ready), envelope))
    }

    /// The next copy, if one may begin at this moment: its envelope goes out with the body at hand, which saves a round
    /// trip. Everything that is looked at before a MAIL is looked at here as well.
    fn take_along(&self, open: &Session) -> Option<Next> {
        if !open.may_take_along() || self.seat >= self.relay.allowed() || self.stop.is_cancelled() {
            return None;
        }
        let mut job = Box::new(self.relay.next_at_once(&self.clock)?);
        if !self.may_begin(&job) || (!self.clock.is_set_by_hand() && self.relay.pacer.take().is_err()) {
            return Some(Next::Later(job));
        }
        let Ok((ready, envelope)) = self.compose(&job) else { return Some(Next::Later(job)) };
        if !open.takes_along(&envelope) {
            return Some(Next::Later(job));
        }
        crate::failpoint!("outbox.before_offer");
        job.begun = Some(self.clock.now());
        Some(Next::Offered(job, ready, envelope))
    }

    /// Until this process may begin another message; `false` when told to stop.
    async fn wait_for_pace(&self) -> bool {
        while !self.clock.is_set_by_hand()
            && let Err(early) = self.relay.pacer.take()
        {
            tokio::select! {
                biased;
                () = self.stop.cancelled() => return false,
                () = tokio::time::sleep(early) => {}
            }
        }
        !self.stop.is_cancelled()
    }

    fn may_begin(&self, job: &Job) -> bool {
        let now = self.clock.now();
        !self.stop.is_cancelled()
            && self.seat < self.relay.allowed()
            && job.lease_until > now + 2 * SECOND
            && self.relay.may_be_used(now)
            && self.look.lets_through(job.mailing.as_ref(), now)
    }

    /// `false`: this seat is another sender's by now.
    async fn connect(&self, session: &mut Option<Session>) -> Result<bool, Verdict> {
        if session.as_mut().is_some_and(Session::is_usable) {
            return Ok(true);
        }
        self.hang_up(session, true).await;
        // Counted before it is there, and looked at after that: another sender takes only what is given up.
        self.relay.opens_one();
        if self.seat >= self.relay.allowed() {
            self.relay.closed_one();
            return Ok(false);
        }
        match self.relay.settings.target.open(&self.helo, self.deadlines).await {
            Ok(opened) => *session = Some(opened),
            Err(verdict) => {
                self.relay.closed_one();
                return Err(verdict);
            }
        }
        Ok(true)
    }

    async fn hang_up(&self, session: &mut Option<Session>, in_good_order: bool) {
        let Some(session) = session.take() else { return };
        if in_good_order {
            session.quit().await;
        } else {
            session.close();
        }
        self.relay.closed_one();
    }

    async fn give_back(&self, job: &Job) {
        if let Err(problem) = deliveries::give_back(&self.store, &[(job.copy.id, job.copy.fence)]).await {
            warn!(%problem, "a copy could not be given back; its claim lapses");
        }
    }

    /// Our own mistake: nothing more of this mailing is tried until a person looks.
    async fn cannot_compose(&self, job: &Job, problem: &str) {
        let now = self.clock.now();
        error!(mailing.id = job.copy.mailing.0, delivery.id = job.copy.id.0, problem, "a copy cannot be made");
        if job.copy.mailing.0 == 0 {
            let outcome = Outcome::Refused { dead_address: false };
            let verdict = Verdict {
                outcome,
                phase: Phase::Connect,
                code: None,
                reply: problem.to_owned(),
                reusable: true,
                blame: Blame::Nobody,
            };
            return self.write_down(job, verdict, "").await;
        }
        self.give_back(job).await;
        let reason = format!("copy {} cannot be made: {problem}", job.copy.id);
        if let Err(problem) = control::pause(&self.store, job.copy.mailing, "dateline", &reason, now).await {
            warn!(%problem, "the mailing could not be paused");
        }
    }

    async fn settle(&self, job: &Job, ready: &Ready, verdict: Verdict) {
        self.standing.judge(&verdict, &job.lane).await;
        if job.mailing.is_some()
            && let Some(why) = self.thresholds.count(job.copy.mailing, &verdict)
        {
            self.pause_by_itself(job, &why).await;
        }
        self.write_down(job, verdict, &ready.to.key()).await;
    }

    /// A threshold is passed: nothing more of this mailing until a person says so.
    async fn pause_by_itself(&self, job: &Job, why: &str) {
        let (mailing, now) = (job.copy.mailing, self.clock.now());
        error!(mailing.id = mailing.0, why, "the mailing is paused");
        let paused = control::pause(&self.store, mailing, "dateline", why, now).await;
        self.look.forget(mailing);
        let message = format!("mailing {mailing} was paused by itself: {why}; `dateline mailing resume {mailing}` goes on");
        let alerted = alerts::raise(&self.store, &Matter::Mailing(mailing).to_string(), &message, now).await;
        if let Some(problem) = paused.err().or(alerted.err()) {
            warn!(%problem, "the mailing could not be paused");
        }
    }

    async fn write_down(&self, job: &Job, verdict: Verdict, key: &str) {
        let now = self.clock.now();
        let (to, counted, due, dead) = match verdict.outcome {
            Outcome::Accepted => ("accepted", 1, now, false),
            Outcome::Refused { dead_address } => ("refused", 1, now, dead_address),
            Outcome::InDoubt => ("in_doubt", 1, now, false),
            Outcome::Deferred { counts, not_before } => {
                ("deferred", i64::from(counts), self.due_again(job, counts, not_before, now), false)
            }
        };
        debug!(delivery.id = job.copy.id.0, outcome = to, phase = verdict.phase.as_str(), code = verdict.code, "settled");
        let settled = Settled {
            id: job.copy.id,
            fence: job.copy.fence,
            to,
            counted,
            due,
            relay: self.relay.settings.name.clone(),
            phase: verdict.phase.as_str(),
            code: verdict.code,
            reply: verdict.reply,
            began: job.begun.unwrap_or(now),
            at: now,
        };
        self.gate.report(Report { settled, dead_address_key: dead.then(|| key.to_owned()) }).await;
    }

    fn due_again(&self, job: &Job, counts: bool, not_before: Option<Millis>, now: Millis) -> Millis {
        let wait = if counts {
            retry::wait_after(job.copy.tries + 1, job.copy.id.0)
        } else if self.shares.another_can(&self.relay, now) {
            0
        } else {
            retry::wait_for_relay(job.copy.id.0)
        };
        (now + wait).max(not_before.unwrap_or(0))
    }
}
