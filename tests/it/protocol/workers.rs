//! Two workers and what each remembers of the copies it held; here the open details of a command are settled.

use dateline::clock::{HOUR, MINUTE, Millis};
use dateline::model::delivery::DeliveryState;
use dateline::store::suppressions::Reason;

use super::act::{Act, Answer, Ask, Row, Told};
use super::command::{Command, Said};
use super::facts::{Facts, LAST_CONTACT, audience, seal_of};

pub const LEASE: Millis = 2 * MINUTE;
/// What the outbox stores with an intent: its wait for a reply, and a minute.
pub const REPLY_BY: Millis = 11 * MINUTE;
const RELAYS: [&str; 2] = ["north", "south"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Claimed,
    /// Told that it may write the body.
    Begun,
    /// The intent's commit is unknown: nothing was written, and that is to be said.
    Owed,
    Over,
}

#[derive(Clone, Debug)]
struct Held {
    id: i64,
    fence: i64,
    mailing: usize,
    person: usize,
    stage: Stage,
    told: Option<Told>,
}

#[derive(Clone, Debug, Default)]
struct Worker {
    held: Vec<Held>,
}

/// What a step does to a worker's memory, once the store has answered.
#[derive(Clone, Debug, Default)]
pub struct Then {
    worker: usize,
    asked: Option<i64>,
    unknown: bool,
}

#[derive(Clone, Debug)]
pub struct Workers {
    all: [Worker; 2],
    /// By which numbers they are known to the database; a restarted one has a new number.
    owners: Vec<i64>,
    now_as: [i64; 2],
}

impl Workers {
    pub fn new() -> Self {
        Self { all: [Worker::default(), Worker::default()], owners: vec![1, 2], now_as: [1, 2] }
    }

    pub fn settle(&mut self, command: &Command, facts: &Facts, rows: &[Row]) -> (Act, Then) {
        use Command as C;
        let then = Then::default();
        let act = match *command {
            C::Claim { worker, mailing, at_most } => {
                let act =
                    Act::Claim { mailing, owner: self.now_as[worker], relay: RELAYS[worker], at_most, lease: facts.now + LEASE };
                return (act, Then { worker, ..then });
            }
            C::Intent { worker, pick } => return self.ask(worker, pick, Stage::Claimed, ""),
            C::IntentWithOtherBytes { worker, pick } => return self.ask(worker, pick, Stage::Claimed, "other "),
            C::IntentAgain { worker, pick } => return self.ask_again(worker, pick),
            C::IntentUnknown { worker, pick, kept } => return self.ask_unknown(worker, pick, kept),
            C::Reply { worker, pick, said } => self
                .reply(worker, pick, said, facts.now)
                .map_or(Act::Nothing, |told| Act::Group { outcomes: vec![told], intents: Vec::new(), judged: true }),
            C::ReplyAgain { worker, pick } => self.reply_again(worker, pick),
            C::ReplyAndIntent { worker, pick, said, next } => return self.both(worker, pick, said, next, facts.now),
            C::GiveBack { worker, pick } => self.give_back(worker, pick),
            C::Crash { worker } => {
                self.crash(worker);
                Act::Nothing
            }
            C::ReapOrphans { pick } => {
                // The last ones are the likeliest: the two of now, and the one before.
                let owner = self.owners.iter().rev().nth(pick % self.owners.len()).copied();
                Act::Reap { owner }
            }
            C::Settle { pick, decision } => {
                let doubts: Vec<_> = rows.iter().filter(|row| row.state == DeliveryState::InDoubt).collect();
                let any: Vec<_> = rows.iter().collect();
                let from = if doubts.is_empty() { any } else { doubts };
                let row = from[pick % from.len()];
                Act::Settle { id: row.id, mailing: row.mailing, decision }
            }
            _ => plain(command, facts),
        };
        (act, then)
    }

    /// What the worker learns from the answer.
    pub fn learn(&mut self, then: &Then, answer: &Answer, rows: &[Row]) {
        let memory = &mut self.all[then.worker].held;
        match answer {
            Answer::Claimed(claimed) => {
                for &(id, fence) in claimed {
                    let Some(row) = rows.iter().find(|row| row.id == id) else { continue };
                    let (mailing, person) = (row.mailing, row.person);
                    memory.insert(0, Held { id, fence, mailing, person, stage: Stage::Claimed, told: None });
                }
            }
            Answer::Granted(granted) => {
                if let Some(held) = then.asked.and_then(|at| memory.get_mut(usize::try_from(at).unwrap())) {
                    held.stage = match (then.unknown, granted.contains(&held.id)) {
                        (true, _) => Stage::Owed,
                        (false, true) => Stage::Begun,
                        (false, false) if held.stage == Stage::Claimed => Stage::Over,
                        (false, false) => held.stage,
                    };
                }
            }
            _ => {}
        }
    }

    fn pick(&self, worker: usize, pick: usize, fits: impl Fn(Stage) -> bool) -> Option<usize> {
        let held = &self.all[worker].held;
        let fitting: Vec<_> = (0..held.len()).filter(|at| fits(held[*at].stage)).collect();
        (!fitting.is_empty()).then(|| fitting[pick % fitting.len()])
    }

    fn asking(&self, worker: usize, at: usize, bytes: &str) -> Ask {
        let held = &self.all[worker].held[at];
        Ask {
            id: held.id,
            fence: held.fence,
            digest: seal_of(held.mailing),
            sha: format!("{bytes}bytes of {} for {}", held.mailing, held.person),
            relay: RELAYS[worker],
        }
    }

    fn ask(&self, worker: usize, pick: usize, stage: Stage, bytes: &str) -> (Act, Then) {
        let Some(at) = self.pick(worker, pick, |held| held == stage) else { return (Act::Nothing, Then::default()) };
        let intents = vec![self.asking(worker, at, bytes)];
        let then = Then { worker, asked: i64::try_from(at).ok(), unknown: false };
        (Act::Group { outcomes: Vec::new(), intents, judged: true }, then)
    }

    fn ask_again(&self, worker: usize, pick: usize) -> (Act, Then) {
        let Some(at) = self.pick(worker, pick, |_| true) else { return (Act::Nothing, Then::default()) };
        let intents = vec![self.asking(worker, at, "")];
        let then = Then { worker, asked: i64::try_from(at).ok(), unknown: false };
        (Act::Group { outcomes: Vec::new(), intents, judged: true }, then)
    }

    fn ask_unknown(&mut self, worker: usize, pick: usize, kept: bool) -> (Act, Then) {
        let (act, mut then) = self.ask(worker, pick, Stage::Claimed, "");
        then.unknown = true;
        match act {
            Act::Group { intents, .. } if kept => (Act::Group { outcomes: Vec::new(), intents, judged: false }, then),
            Act::Group { .. } => {
                let at = then.asked.and_then(|at| usize::try_from(at).ok()).unwrap();
                self.all[worker].held[at].stage = Stage::Owed;
                (Act::Nothing, Then::default())
            }
            other => (other, then),
        }
    }

    /// Of a begun copy, whatever the relay said; of one that was only offered, a refusal before the body.
    fn reply(&mut self, worker: usize, pick: usize, said: Said, now: Millis) -> Option<Told> {
        let at = self
            .pick(worker, pick, |stage| matches!(stage, Stage::Begun | Stage::Owed))
            .or_else(|| self.pick(worker, pick, |stage| stage == Stage::Claimed))?;
        let held = &mut self.all[worker].held[at];
        let before_the_body = held.stage == Stage::Claimed;
        let (to, counted, wait) = match said {
            _ if held.stage == Stage::Owed => (DeliveryState::Pending, false, 0),
            Said::Accepted if !before_the_body => (DeliveryState::Accepted, true, 0),
            Said::Nothing if !before_the_body => (DeliveryState::InDoubt, true, 0),
            Said::Accepted | Said::Nothing => (DeliveryState::Deferred, false, MINUTE),
            Said::Later { counted } => (DeliveryState::Deferred, counted, if counted { 5 * MINUTE } else { MINUTE }),
            Said::Refused | Said::DeadAddress => (DeliveryState::Refused, true, 0),
        };
        let dead = (to == DeliveryState::Refused && said == Said::DeadAddress).then_some(held.person);
        let told = Told { id: held.id, fence: held.fence, to, counted, due: now + wait, relay: RELAYS[worker], dead };
        held.stage = Stage::Over;
        held.told = Some(told.clone());
        Some(told)
    }

    fn reply_again(&self, worker: usize, pick: usize) -> Act {
        let told: Vec<_> = self.all[worker].held.iter().filter_map(|held| held.told.clone()).collect();
        if told.is_empty() {
            return Act::Nothing;
        }
        Act::Group { outcomes: vec![told[pick % told.len()].clone()], intents: Vec::new(), judged: true }
    }

    fn both(&mut self, worker: usize, pick: usize, said: Said, next: usize, now: Millis) -> (Act, Then) {
        let outcome = self.reply(worker, pick, said, now);
        let (act, then) = self.ask(worker, next, Stage::Claimed, "");
        match (outcome, act) {
            (None, act) => (act, then),
            (Some(told), Act::Group { intents, .. }) => (Act::Group { outcomes: vec![told], intents, judged: true }, then),
            (Some(told), _) => (Act::Group { outcomes: vec![told], intents: Vec::new(), judged: true }, then),
        }
    }

    fn give_back(&mut self, worker: usize, pick: usize) -> Act {
        let Some(at) = self.pick(worker, pick, |stage| stage == Stage::Claimed) else { return Act::Nothing };
        let held = &mut self.all[worker].held[at];
        held.stage = Stage::Over;
        Act::GiveBack { id: held.id, fence: held.fence }
    }

    fn crash(&mut self, worker: usize) {
        let number = self.owners.len() as i64 + 1;
        self.all[worker].held.clear();
        self.owners.push(number);
        self.now_as[worker] = number;
    }
}

/// Commands without a worker.
fn plain(command: &Command, facts: &Facts) -> Act {
    use Command as C;
    match *command {
        C::Reap => Act::Reap { owner: None },
        C::Tidy => Act::Tidy,
        C::Leave { person, part, reason } => {
            Act::Leave { person, part, reason, until: (reason == Reason::Paused).then_some(facts.now + HOUR) }
        }
        C::Rejoin { person, part } => Act::Rejoin { person, part },
        C::Pause(mailing) => Act::Pause(mailing),
        C::Resume(mailing) => Act::Resume(mailing),
        C::Stop(mailing) => Act::Stop(mailing),
        C::Void(mailing) => Act::Void(mailing),
        C::Kill => Act::Kill(true),
        C::Unkill => Act::Kill(false),
        C::Withdraw => Act::Withdraw,
        C::MoveDatabase => Act::MoveDatabase,
        C::LeaveQuarantine => Act::LeaveQuarantine,
        C::Tamper { mailing, approval } => Act::Tamper { mailing, approval },
        C::Clock(step) => Act::Clock(step),
        C::Plan { mailing, stale, dies } => plan(mailing, stale, dies, facts),
        _ => Act::Nothing,
    }
}

/// The next two contacts of the audience; a planner with an old cursor believes that nothing is planned yet.
fn plan(mailing: usize, stale: bool, dies: bool, facts: &Facts) -> Act {
    let from = if stale { 0 } else { facts.mailings[mailing].planned_to };
    let next: Vec<_> = audience(mailing).iter().map(|(contact, _)| *contact).filter(|contact| *contact > from).collect();
    let to = if next.len() > 2 { next[1] } else { LAST_CONTACT };
    Act::Plan { mailing, from, to, dies }
}
