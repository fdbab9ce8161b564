//! A step with its details settled, the same for the model and for the store; a delivery's row; and what either
//! answers.

use dateline::clock::Millis;
use dateline::model::delivery::DeliveryState;
use dateline::store::doubts::Decision;
use dateline::store::suppressions::Reason;

use super::facts::Part;

/// A row of `deliveries`, as the model foresees it and as the database has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub id: i64,
    pub mailing: usize,
    pub person: usize,
    pub state: DeliveryState,
    pub left_out: Option<String>,
    pub due: Millis,
    pub fence: i64,
    pub owner: Option<i64>,
    pub lease: Option<Millis>,
    pub reply_by: Option<Millis>,
    pub tries: i64,
    pub resends: i64,
    pub relay: Option<String>,
    pub sha: Option<String>,
    pub settled: Option<Millis>,
}

/// "I am about to write the body."
#[derive(Clone, Debug)]
pub struct Ask {
    pub id: i64,
    pub fence: i64,
    pub digest: String,
    pub sha: String,
    pub relay: &'static str,
}

/// What a try came to.
#[derive(Clone, Debug)]
pub struct Told {
    pub id: i64,
    pub fence: i64,
    pub to: DeliveryState,
    pub counted: bool,
    pub due: Millis,
    pub relay: &'static str,
    /// The person whose mailbox turned out not to exist.
    pub dead: Option<usize>,
}

#[derive(Clone, Debug)]
pub enum Act {
    /// There was nothing to pick.
    Nothing,
    Claim {
        mailing: usize,
        owner: i64,
        relay: &'static str,
        at_most: i64,
        lease: Millis,
    },
    /// `judged`: the worker learned what was refused, and why is looked up.
    Group {
        outcomes: Vec<Told>,
        intents: Vec<Ask>,
        judged: bool,
    },
    GiveBack {
        id: i64,
        fence: i64,
    },
    Reap {
        owner: Option<i64>,
    },
    Tidy,
    Leave {
        person: usize,
        part: Part,
        reason: Reason,
        until: Option<Millis>,
    },
    Rejoin {
        person: usize,
        part: Part,
    },
    Pause(usize),
    Resume(usize),
    Stop(usize),
    Void(usize),
    Kill(bool),
    Withdraw,
    MoveDatabase,
    LeaveQuarantine,
    Tamper {
        mailing: usize,
        approval: bool,
    },
    Settle {
        id: i64,
        mailing: usize,
        decision: Decision,
    },
    Clock(Millis),
    Plan {
        mailing: usize,
        from: i64,
        to: i64,
        dies: bool,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Done,
    /// Row and fence, by row.
    Claimed(Vec<(i64, i64)>),
    /// By row.
    Granted(Vec<i64>),
    Said(String),
}

impl Answer {
    pub fn said(what: impl std::fmt::Debug) -> Self {
        Self::Said(format!("{what:?}"))
    }
}
