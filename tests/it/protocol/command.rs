//! What can happen, one step at a time, with its details still open: a pick is taken from whatever there is to pick
//! from when its turn comes, so that a list stays meaningful when steps are taken out of it.

use dateline::clock::{MINUTE, Millis, SECOND};
use dateline::store::doubts::Decision;
use dateline::store::suppressions::Reason;
use proptest::prelude::*;
use proptest::sample::select;

use super::facts::{AGAIN, FIRST, Part, SECOND as OVERLAPPING, SINGLES};

/// What a relay says, or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Accepted,
    Later { counted: bool },
    Refused,
    DeadAddress,
    Nothing,
}

#[derive(Clone, Debug)]
pub enum Command {
    Claim {
        worker: usize,
        mailing: usize,
        at_most: i64,
    },
    Intent {
        worker: usize,
        pick: usize,
    },
    /// The bytes are not those of the try before.
    IntentWithOtherBytes {
        worker: usize,
        pick: usize,
    },
    /// Nobody knows whether the commit was kept.
    IntentUnknown {
        worker: usize,
        pick: usize,
        kept: bool,
    },
    /// For any copy this worker ever held.
    IntentAgain {
        worker: usize,
        pick: usize,
    },
    Reply {
        worker: usize,
        pick: usize,
        said: Said,
    },
    /// An outcome is handed in once more: its first commit was kept, but its sender did not learn of it.
    ReplyAgain {
        worker: usize,
        pick: usize,
    },
    /// One group of both, as a busy connection makes it.
    ReplyAndIntent {
        worker: usize,
        pick: usize,
        said: Said,
        next: usize,
    },
    GiveBack {
        worker: usize,
        pick: usize,
    },
    Crash {
        worker: usize,
    },
    /// A sender is taken for gone, rightly or not.
    ReapOrphans {
        pick: usize,
    },
    Reap,
    Tidy,
    Leave {
        person: usize,
        part: Part,
        reason: Reason,
    },
    Rejoin {
        person: usize,
        part: Part,
    },
    Pause(usize),
    Resume(usize),
    Stop(usize),
    Void(usize),
    Kill,
    Unkill,
    Withdraw,
    MoveDatabase,
    LeaveQuarantine,
    /// Somebody writes another digest into the mailing or into its approval.
    Tamper {
        mailing: usize,
        approval: bool,
    },
    Settle {
        pick: usize,
        decision: Decision,
    },
    Clock(Millis),
    /// One slice, perhaps with an old cursor, perhaps by a planner that dies before it lets the mailing out.
    Plan {
        mailing: usize,
        stale: bool,
        dies: bool,
    },
}

/// How the mailings of one case were approved.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    pub embargoed: bool,
    pub short_lived: bool,
    pub resend_once: bool,
}

/// 1 to 120 steps, 60 on average; a failing list shrinks to as few as it needs.
pub fn case() -> impl Strategy<Value = (Terms, Vec<Command>)> {
    let terms = (any::<bool>(), prop::bool::weighted(0.3), any::<bool>())
        .prop_map(|(embargoed, short_lived, resend_once)| Terms { embargoed, short_lived, resend_once });
    (terms, prop::collection::vec(command(), 1..=120))
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![60 => sending(), 10 => losing(), 12 => people(), 11 => time(), 7 => brakes()]
}

fn worker() -> impl Strategy<Value = usize> {
    0..2_usize
}

fn pick() -> impl Strategy<Value = usize> {
    0..4_usize
}

fn mailing() -> impl Strategy<Value = usize> {
    select(vec![FIRST, FIRST, FIRST, OVERLAPPING, OVERLAPPING, AGAIN, SINGLES])
}

fn approved() -> impl Strategy<Value = usize> {
    select(vec![FIRST, FIRST, OVERLAPPING, AGAIN])
}

fn said() -> impl Strategy<Value = Said> {
    prop_oneof![
        3 => Just(Said::Accepted),
        3 => any::<bool>().prop_map(|counted| Said::Later { counted }),
        1 => Just(Said::Refused),
        1 => Just(Said::DeadAddress),
        3 => Just(Said::Nothing),
    ]
}

fn sending() -> impl Strategy<Value = Command> {
    use Command::{
        Claim, GiveBack, Intent, IntentAgain, IntentUnknown, IntentWithOtherBytes, Plan, Reply, ReplyAgain, ReplyAndIntent,
    };
    prop_oneof![
        9 => (worker(), mailing(), 1..=3_i64).prop_map(|(worker, mailing, at_most)| Claim { worker, mailing, at_most }),
        18 => (worker(), pick()).prop_map(|(worker, pick)| Intent { worker, pick }),
        12 => (worker(), pick(), said()).prop_map(|(worker, pick, said)| Reply { worker, pick, said }),
        3 => (worker(), pick(), said(), pick())
            .prop_map(|(worker, pick, said, next)| ReplyAndIntent { worker, pick, said, next }),
        3 => (worker(), pick()).prop_map(|(worker, pick)| IntentAgain { worker, pick }),
        2 => (worker(), pick()).prop_map(|(worker, pick)| ReplyAgain { worker, pick }),
        1 => (worker(), pick()).prop_map(|(worker, pick)| IntentWithOtherBytes { worker, pick }),
        2 => (worker(), pick(), any::<bool>()).prop_map(|(worker, pick, kept)| IntentUnknown { worker, pick, kept }),
        1 => (worker(), pick()).prop_map(|(worker, pick)| GiveBack { worker, pick }),
        4 => (approved(), prop::bool::weighted(0.15), prop::bool::weighted(0.15))
            .prop_map(|(mailing, stale, dies)| Plan { mailing, stale, dies }),
    ]
}

fn losing() -> impl Strategy<Value = Command> {
    prop_oneof![
        4 => Just(Command::Reap),
        4 => Just(Command::Tidy),
        3 => pick().prop_map(|pick| Command::ReapOrphans { pick }),
        2 => worker().prop_map(|worker| Command::Crash { worker }),
    ]
}

fn part() -> impl Strategy<Value = Part> {
    select(vec![Part::Office, Part::Office, Part::Issue(10), Part::Issue(11), Part::Region(20), Part::Region(21)])
}

fn people() -> impl Strategy<Value = Command> {
    let reason = select(vec![Reason::Unsubscribed, Reason::Unsubscribed, Reason::Paused, Reason::Bounced, Reason::Officer]);
    let decision = select(vec![Decision::Accepted, Decision::Resend, Decision::Resend, Decision::Resend, Decision::NotSent]);
    prop_oneof![
        2 => (0..6_usize, part(), reason).prop_map(|(person, part, reason)| Command::Leave { person, part, reason }),
        1 => (0..6_usize, part()).prop_map(|(person, part)| Command::Rejoin { person, part }),
        6 => (pick(), decision).prop_map(|(pick, decision)| Command::Settle { pick, decision }),
    ]
}

fn time() -> impl Strategy<Value = Command> {
    let steps = [(20 * SECOND, 5), (3 * MINUTE, 5), (12 * MINUTE, 3), (70 * MINUTE, 1), (-30 * SECOND, 1)];
    let steps = steps.into_iter().flat_map(|(step, weight)| std::iter::repeat_n(step, weight));
    select(steps.collect::<Vec<_>>()).prop_map(Command::Clock)
}

fn brakes() -> impl Strategy<Value = Command> {
    prop_oneof![
        6 => approved().prop_map(Command::Pause),
        12 => approved().prop_map(Command::Resume),
        1 => approved().prop_map(Command::Stop),
        1 => approved().prop_map(Command::Void),
        1 => (approved(), any::<bool>()).prop_map(|(mailing, approval)| Command::Tamper { mailing, approval }),
        1 => Just(Command::Kill),
        8 => Just(Command::Unkill),
        1 => Just(Command::Withdraw),
        1 => Just(Command::MoveDatabase),
        8 => Just(Command::LeaveQuarantine),
    ]
}
