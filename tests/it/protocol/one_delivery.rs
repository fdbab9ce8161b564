//! One delivery, two workers, a relay, people and a reaper: the states of `exhaustive` and the steps between them.
//! Time is left out on purpose: whatever may lapse may lapse at any moment.

/// Each rule of the protocol that a wrong variant leaves out, and how much trouble there is.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    pub fence_at_intent: bool,
    pub fence_at_outcome: bool,
    pub reaper_requeues: bool,
    pub gates_at_intent: bool,
    pub intent_before_body: bool,
    pub claim_of_waiting: bool,
    pub late_reply_is_final: bool,
    /// How often a person sends a copy in doubt once more.
    pub resends: u8,
}

impl Rules {
    pub const PROTOCOL: Self = Self {
        fence_at_intent: true,
        fence_at_outcome: true,
        reaper_requeues: false,
        gates_at_intent: true,
        intent_before_body: true,
        claim_of_waiting: true,
        late_reply_is_final: true,
        resends: 1,
    };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breach {
    SecondCopy,
    BegunAfterLeaving,
    BegunWhileKilled,
    BegunWhilePaused,
    AnothersOutcome,
    /// The relay has a copy that the row does not own up to.
    SentButNotOnRecord,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Worker {
    A,
    B,
}

use Worker::{A, B};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    Claim(Worker),
    GiveBack(Worker),
    Intent(Worker),
    /// The connection breaks before the dot: nothing was sent, for certain.
    BreakBeforeDot(Worker),
    DotKept(Worker),
    DotRefused(Worker),
    /// Yes or never, as the relay took it.
    Reply(Worker),
    ReplyNotNow(Worker),
    ReplyLost(Worker),
    /// The commit of an outcome was kept, but its worker did not learn of it.
    ReportAgain(Worker),
    Crash(Worker),
    ClaimLapses,
    AttemptLapses,
    Leave,
    Kill,
    Unkill,
    Pause,
    Resume,
    Resend,
}

impl Step {
    pub const ALL: [Self; 30] = [
        Self::Claim(A),
        Self::Claim(B),
        Self::GiveBack(A),
        Self::GiveBack(B),
        Self::Intent(A),
        Self::Intent(B),
        Self::BreakBeforeDot(A),
        Self::BreakBeforeDot(B),
        Self::DotKept(A),
        Self::DotKept(B),
        Self::DotRefused(A),
        Self::DotRefused(B),
        Self::Reply(A),
        Self::Reply(B),
        Self::ReplyNotNow(A),
        Self::ReplyNotNow(B),
        Self::ReplyLost(A),
        Self::ReplyLost(B),
        Self::ReportAgain(A),
        Self::ReportAgain(B),
        Self::Crash(A),
        Self::Crash(B),
        Self::ClaimLapses,
        Self::AttemptLapses,
        Self::Leave,
        Self::Kill,
        Self::Unkill,
        Self::Pause,
        Self::Resume,
        Self::Resend,
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Row {
    Waiting,
    Claimed,
    Attempting,
    Accepted,
    Refused,
    InDoubt,
    LeftOut,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Hand {
    Empty,
    Holds(u8),
    /// May write the body.
    Granted(u8),
    /// The dot is out; what the relay did with it.
    Dotted(u8, bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct State {
    row: Row,
    fence: u8,
    /// Of the attempt that runs, or ran last.
    attempt: u8,
    hands: [Hand; 2],
    /// What each reported last: fence and outcome.
    told: [Option<(u8, Row)>; 2],
    copies: u8,
    resends: u8,
    resends_left: u8,
    crashes_left: u8,
    repeats_left: u8,
    has_left: bool,
    killed: bool,
    kills_left: u8,
    paused: bool,
    pauses_left: u8,
}

type After = Option<(State, Option<Breach>)>;

impl State {
    pub fn new(rules: Rules) -> Self {
        Self {
            row: Row::Waiting,
            fence: 0,
            attempt: 0,
            hands: [Hand::Empty; 2],
            told: [None; 2],
            copies: 0,
            resends: 0,
            resends_left: rules.resends,
            crashes_left: 1,
            repeats_left: 1,
            has_left: false,
            killed: false,
            kills_left: 1,
            paused: false,
            pauses_left: 1,
        }
    }

    pub fn fence(&self) -> u8 {
        self.fence
    }

    /// The same state with the workers' names exchanged where that makes one of two.
    pub fn with_workers_in_order(mut self) -> Self {
        if (self.hands[1], self.told[1]) < (self.hands[0], self.told[0]) {
            self.hands.swap(0, 1);
            self.told.swap(0, 1);
        }
        self
    }

    /// The state after this step, or `None` where it cannot be taken; with what it breaks.
    pub fn after(&self, step: Step, rules: Rules) -> After {
        let mut next = *self;
        let breach = match step {
            Step::Claim(worker) => next.claim(worker, rules)?,
            Step::GiveBack(worker) => next.give_back(worker)?,
            Step::Intent(worker) => next.intent(worker, rules)?,
            Step::BreakBeforeDot(worker) => {
                let Hand::Granted(fence) = next.hands[worker as usize] else { return None };
                next.report(worker, fence, Row::Waiting, rules)
            }
            Step::DotKept(worker) => next.dot(worker, true, rules)?,
            Step::DotRefused(worker) => next.dot(worker, false, rules)?,
            Step::Reply(worker) => {
                let Hand::Dotted(fence, kept) = next.hands[worker as usize] else { return None };
                next.report(worker, fence, if kept { Row::Accepted } else { Row::Refused }, rules)
            }
            Step::ReplyNotNow(worker) => {
                let Hand::Dotted(fence, false) = next.hands[worker as usize] else { return None };
                next.report(worker, fence, Row::Waiting, rules)
            }
            Step::ReplyLost(worker) => {
                let Hand::Dotted(fence, _) = next.hands[worker as usize] else { return None };
                next.report(worker, fence, Row::InDoubt, rules)
            }
            Step::ReportAgain(worker) => {
                let (fence, outcome) = next.told[worker as usize]?;
                next.repeats_left = next.repeats_left.checked_sub(1)?;
                next.record(fence, outcome, rules)
            }
            _ => next.happen(step, rules)?,
        };
        let breach = breach.or_else(|| next.is_wrong());
        (next != *self || breach.is_some()).then_some((next, breach))
    }

    /// What is not a worker's own doing. `None` where it cannot happen.
    fn happen(&mut self, step: Step, rules: Rules) -> Option<Option<Breach>> {
        match step {
            Step::Crash(worker) => {
                self.crashes_left = self.crashes_left.checked_sub(1)?;
                self.hands[worker as usize] = Hand::Empty;
                self.told[worker as usize] = None;
            }
            Step::ClaimLapses if self.row == Row::Claimed => self.move_to(Row::Waiting),
            Step::AttemptLapses if self.row == Row::Attempting => {
                self.move_to(if rules.reaper_requeues { Row::Waiting } else { Row::InDoubt });
            }
            Step::Leave if !self.has_left => {
                self.has_left = true;
                if matches!(self.row, Row::Waiting | Row::Claimed) && rules.gates_at_intent {
                    self.move_to(Row::LeftOut);
                }
            }
            Step::Kill if !self.killed => {
                self.kills_left = self.kills_left.checked_sub(1)?;
                self.killed = true;
            }
            Step::Unkill => self.killed = false,
            Step::Pause if !self.paused => {
                self.pauses_left = self.pauses_left.checked_sub(1)?;
                self.paused = true;
            }
            Step::Resume => self.paused = false,
            Step::Resend if self.row == Row::InDoubt => {
                self.resends_left = self.resends_left.checked_sub(1)?;
                self.resends += 1;
                self.row = Row::Waiting;
            }
            _ => return None,
        }
        Some(None)
    }

    fn move_to(&mut self, row: Row) {
        self.row = row;
        self.fence += 1;
    }

    fn claim(&mut self, worker: Worker, rules: Rules) -> Option<Option<Breach>> {
        let may = match self.row {
            Row::Waiting => true,
            Row::Claimed | Row::Attempting => !rules.claim_of_waiting,
            _ => false,
        };
        // Without gates at the intent, they are asked here.
        let is_open = rules.gates_at_intent || !(self.has_left || self.killed || self.paused);
        if !may || !is_open || self.hands[worker as usize] != Hand::Empty {
            return None;
        }
        self.move_to(Row::Claimed);
        self.hands[worker as usize] = Hand::Holds(self.fence);
        Some(None)
    }

    fn holds(&self, fence: u8, rules: Rules) -> bool {
        self.row == Row::Claimed && (!rules.fence_at_intent || self.fence == fence)
    }

    fn give_back(&mut self, worker: Worker) -> Option<Option<Breach>> {
        let Hand::Holds(fence) = self.hands[worker as usize] else { return None };
        self.hands[worker as usize] = Hand::Empty;
        if self.row == Row::Claimed && self.fence == fence {
            self.row = Row::Waiting;
        }
        Some(None)
    }

    fn intent(&mut self, worker: Worker, rules: Rules) -> Option<Option<Breach>> {
        let (fence, body_is_out) = match self.hands[worker as usize] {
            Hand::Holds(fence) if rules.intent_before_body => (fence, false),
            Hand::Dotted(fence, _) if !rules.intent_before_body && self.row == Row::Claimed => (fence, true),
            _ => return None,
        };
        let is_open = !rules.gates_at_intent || !(self.has_left || self.killed || self.paused);
        if self.holds(fence, rules) && (is_open || body_is_out) {
            self.row = Row::Attempting;
            self.attempt = fence;
            if body_is_out {
                return Some(None);
            }
            self.hands[worker as usize] = Hand::Granted(fence);
            return Some(self.forbidden());
        }
        self.hands[worker as usize] = Hand::Empty;
        if self.row == Row::Claimed && self.fence == fence {
            self.row = if self.has_left { Row::LeftOut } else { Row::Waiting };
        }
        Some(None)
    }

    /// Whoever said no before the body was begun.
    fn forbidden(&self) -> Option<Breach> {
        let reasons = [
            (self.has_left, Breach::BegunAfterLeaving),
            (self.killed, Breach::BegunWhileKilled),
            (self.paused, Breach::BegunWhilePaused),
        ];
        reasons.into_iter().find_map(|(is_so, breach)| is_so.then_some(breach))
    }

    fn dot(&mut self, worker: Worker, kept: bool, rules: Rules) -> Option<Option<Breach>> {
        let (fence, asked) = match self.hands[worker as usize] {
            Hand::Granted(fence) => (fence, true),
            Hand::Holds(fence) if !rules.intent_before_body => (fence, false),
            _ => return None,
        };
        self.hands[worker as usize] = Hand::Dotted(fence, kept);
        self.copies += u8::from(kept);
        Some(if asked { None } else { self.forbidden() })
    }

    fn report(&mut self, worker: Worker, fence: u8, outcome: Row, rules: Rules) -> Option<Breach> {
        self.hands[worker as usize] = Hand::Empty;
        self.told[worker as usize] = Some((fence, outcome));
        self.record(fence, outcome, rules)
    }

    fn record(&mut self, fence: u8, outcome: Row, rules: Rules) -> Option<Breach> {
        let is_any = !rules.fence_at_outcome;
        let runs = matches!(self.row, Row::Claimed | Row::Attempting) && (self.fence == fence || is_any);
        let settles = matches!(outcome, Row::Accepted | Row::Refused) || (!rules.late_reply_is_final && outcome == Row::Waiting);
        let is_its_doubt = self.row == Row::InDoubt && settles && (self.fence == fence + 1 || is_any);
        if !runs && !is_its_doubt {
            return None;
        }
        let is_anothers = matches!(self.row, Row::Attempting | Row::InDoubt) && self.attempt != fence;
        self.row = outcome;
        is_anothers.then_some(Breach::AnothersOutcome)
    }

    fn is_wrong(&self) -> Option<Breach> {
        if self.copies > 1 + self.resends {
            return Some(Breach::SecondCopy);
        }
        let is_silent = matches!(self.row, Row::Waiting | Row::Refused | Row::LeftOut);
        (is_silent && self.copies > self.resends && !self.is_on_its_way()).then_some(Breach::SentButNotOnRecord)
    }

    /// A worker still has the relay's answer in hand.
    fn is_on_its_way(&self) -> bool {
        self.hands.iter().any(|hand| matches!(hand, Hand::Dotted(_, true)))
    }
}
