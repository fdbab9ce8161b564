//! What must hold whatever happens, judged by what the store answered and by its rows, not by what the model foresaw.

use std::collections::BTreeMap;

use dateline::model::delivery::DeliveryState;
use dateline::model::mailing::MailingState;

use super::act::{Act, Answer, Ask, Row, Told};
use super::facts::{Facts, LAST_CONTACT, SINGLES, approved, seal_of};

/// A promise, by the words for its breach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    SecondCopy,
    SecondCopyOfOneVersion,
    BegunAfterLeaving,
    BegunWhileKilled,
    BegunInQuarantine,
    BegunWhileNotSending,
    BegunWithoutThisApproval,
    BegunAfterVoid,
    BegunAfterWithdrawal,
    BegunTooEarly,
    BegunTooLate,
    OtherBytes,
    BegunByOneWhoHoldsNothing,
    AnothersOutcome,
    AttemptBackInTheQueue,
    MovedByItself,
    TwoRowsForOneAddress,
    SumIsNotWhatWasApproved,
    DoneWhileSomebodyWaits,
    /// No promise named above, but not what the model foresaw.
    NotAsForeseen,
}

#[derive(Clone, Debug)]
pub struct Broken {
    pub breach: Breach,
    pub detail: String,
}

impl Broken {
    pub fn new(breach: Breach, detail: impl Into<String>) -> Self {
        Self { breach, detail: detail.into() }
    }
}

/// A body that was written, or may have been.
#[derive(Clone, Debug)]
struct Attempt {
    person: usize,
    mailing: usize,
    /// Unless the relay said that it did not keep it, it may have it.
    may_be_kept: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Promises {
    attempts: BTreeMap<(i64, i64), Attempt>,
    /// People of whom somebody said: the copy in doubt never went out.
    said_not_sent: Vec<usize>,
}

impl Promises {
    /// `before` and `after` are the database's rows; `facts` were so when the step was made.
    pub fn judge(&mut self, facts: &Facts, act: &Act, answer: &Answer, before: &[Row], after: &[Row]) -> Result<(), Broken> {
        if let (Act::Group { outcomes, intents, judged }, Answer::Granted(granted)) = (act, answer) {
            for told in outcomes {
                self.outcome(told, intents, before, after)?;
            }
            for ask in intents.iter().filter(|ask| granted.contains(&ask.id)) {
                self.begun(facts, ask, before, *judged)?;
            }
        }
        self.moves(act, before, after)?;
        if let Act::Settle { id, decision: dateline::store::doubts::Decision::NotSent, .. } = act {
            self.said_not_sent.extend(after.iter().filter(|row| row.id == *id).map(|row| row.person));
        }
        Ok(())
    }

    /// A body is about to be written. `told`: the worker learns of it and will write.
    fn begun(&mut self, facts: &Facts, ask: &Ask, before: &[Row], told: bool) -> Result<(), Broken> {
        let Some(row) = before.iter().find(|row| row.id == ask.id) else {
            return Err(Broken::new(Breach::BegunByOneWhoHoldsNothing, "there is no such row"));
        };
        let breach = |breach| Err(Broken::new(breach, format!("{ask:?} was granted for {row:?}")));
        let copies = self.attempts.range((ask.id, 0)..=(ask.id, i64::MAX)).filter(|(_, one)| one.may_be_kept).count();
        if copies as i64 > row.resends {
            return breach(Breach::SecondCopy);
        }
        let is_of_same_version = |one: &Attempt| {
            one.person == row.person && one.mailing != row.mailing && one.mailing != SINGLES && !facts.mailings[one.mailing].again
        };
        let has_version = self.attempts.values().any(|one| one.may_be_kept && is_of_same_version(one));
        let terms = &facts.mailings[row.mailing];
        let is_first_wish = row.mailing != SINGLES && !terms.again;
        if is_first_wish && has_version && !self.said_not_sent.contains(&row.person) {
            return breach(Breach::SecondCopyOfOneVersion);
        }
        if let Some(found) = forbids(facts, ask, row) {
            return breach(found);
        }
        let attempt = Attempt { person: row.person, mailing: row.mailing, may_be_kept: told };
        self.attempts.insert((ask.id, ask.fence), attempt);
        Ok(())
    }

    fn outcome(&mut self, told: &Told, asked: &[Ask], before: &[Row], after: &[Row]) -> Result<(), Broken> {
        let is_kept = matches!(told.to, DeliveryState::Accepted | DeliveryState::InDoubt);
        let find = |rows: &[Row]| rows.iter().find(|row| row.id == told.id).cloned();
        let (Some(was), Some(is)) = (find(before), find(after)) else { return Ok(()) };
        let last = self.attempts.range((told.id, 0)..=(told.id, i64::MAX)).next_back().map(|((_, fence), _)| *fence);
        let holder = match was.state {
            DeliveryState::Claimed => Some(was.fence),
            _ => last,
        };
        // The gate may move a row of the same group as well; that is nobody's outcome.
        let was_recorded = was.state != is.state && is.state == told.to && asked.iter().all(|ask| ask.id != told.id);
        if was_recorded && holder != Some(told.fence) {
            return Err(Broken::new(Breach::AnothersOutcome, format!("{told:?} was recorded on {was:?}")));
        }
        if let Some(attempt) = self.attempts.get_mut(&(told.id, told.fence)) {
            attempt.may_be_kept &= is_kept;
        }
        Ok(())
    }

    /// Rows move only along the protocol, and only in the steps that may move them.
    fn moves(&self, act: &Act, before: &[Row], after: &[Row]) -> Result<(), Broken> {
        for was in before {
            let Some(is) = after.iter().find(|row| row.id == was.id) else {
                return Err(Broken::new(Breach::MovedByItself, format!("{was:?} is gone after {act:?}")));
            };
            if was.state == is.state || may_move(act, was, is) {
                continue;
            }
            let back = was.state == DeliveryState::Attempting
                && matches!(is.state, DeliveryState::Pending | DeliveryState::Deferred | DeliveryState::Claimed);
            let breach = if back { Breach::AttemptBackInTheQueue } else { Breach::MovedByItself };
            return Err(Broken::new(breach, format!("{was:?} became {:?} by {act:?}", is.state)));
        }
        Ok(())
    }
}

/// Who or what says no to this body at this moment.
fn forbids(facts: &Facts, ask: &Ask, row: &Row) -> Option<Breach> {
    let terms = &facts.mailings[row.mailing];
    let is_of_mailing = row.mailing != SINGLES;
    let seal = seal_of(row.mailing);
    let reasons = [
        (facts.is_suppressed(row.mailing, row.person), Breach::BegunAfterLeaving),
        (facts.killed, Breach::BegunWhileKilled),
        (facts.quarantined, Breach::BegunInQuarantine),
        (is_of_mailing && facts.withdrawn, Breach::BegunAfterWithdrawal),
        (is_of_mailing && terms.state != MailingState::Sending, Breach::BegunWhileNotSending),
        (is_of_mailing && terms.voided, Breach::BegunAfterVoid),
        (is_of_mailing && (terms.digest != seal || terms.approval != seal), Breach::BegunWithoutThisApproval),
        (is_of_mailing && facts.now < terms.not_before, Breach::BegunTooEarly),
        (is_of_mailing && !terms.is_useful(facts.now), Breach::BegunTooLate),
        (row.sha.as_ref().is_some_and(|sha| *sha != ask.sha), Breach::OtherBytes),
        (row.state != DeliveryState::Claimed || row.fence != ask.fence, Breach::BegunByOneWhoHoldsNothing),
    ];
    reasons.into_iter().find_map(|(is_so, breach)| is_so.then_some(breach))
}

fn may_move(act: &Act, was: &Row, is: &Row) -> bool {
    use DeliveryState::{Accepted, Attempting, Claimed, Deferred, InDoubt, LeftOut, Pending, Refused};
    let (id, from, to) = (was.id, was.state, is.state);
    let waits = matches!(from, Pending | Deferred);
    let to_queue = matches!(to, Pending | Deferred);
    let freed = from == Claimed && to_queue;
    // The policy chosen at approval resends once, and counts it; it may follow the doubt at once.
    let resent = matches!(from, Attempting | InDoubt) && to == Deferred && was.resends == 0 && is.resends == 1;
    let reaped = freed || (from == Attempting && to == InDoubt) || resent;
    match act {
        Act::Claim { .. } => waits && to == Claimed,
        Act::Group { outcomes, intents, .. } => {
            let told = outcomes.iter().find(|told| told.id == id);
            let by_outcome = told.is_some_and(|told| to == told.to && matches!(from, Claimed | Attempting | InDoubt));
            let by_dead_mailbox = outcomes.iter().any(|told| told.dead.is_some()) && (waits || from == Claimed) && to == LeftOut;
            let asked = intents.iter().any(|ask| ask.id == id);
            let by_intent = asked && from == Claimed && (to == Attempting || to_queue || to == LeftOut);
            by_outcome || by_dead_mailbox || by_intent
        }
        Act::GiveBack { .. } => freed,
        Act::Reap { .. } => reaped,
        Act::Tidy => reaped || ((waits || from == Claimed || from == InDoubt) && to == LeftOut),
        Act::Leave { .. } => (waits || from == Claimed) && to == LeftOut,
        Act::Stop(_) | Act::Withdraw => waits && to == LeftOut,
        Act::Settle { id: settled, .. } => *settled == id && from == InDoubt && matches!(to, Accepted | Deferred | LeftOut),
        _ => {
            debug_assert!(from != Refused || to == Refused, "{act:?}");
            false
        }
    }
}

/// Once planned, every approved person has exactly one row, in one state; and done means done.
pub fn rows_are_whole(facts: &Facts, rows: &[Row]) -> Result<(), Broken> {
    for (number, mailing) in facts.mailings.iter().enumerate().skip(1) {
        let of_it = || rows.iter().filter(|row| row.mailing == number);
        let mut people: Vec<_> = of_it().map(|row| row.person).collect();
        let count = people.len();
        people.sort_unstable();
        people.dedup();
        if people.len() != count {
            return Err(Broken::new(Breach::TwoRowsForOneAddress, format!("in mailing {number}")));
        }
        if mailing.planned_to == LAST_CONTACT && count != approved(number) {
            let detail = format!("mailing {number} has {count} rows for {} approved", approved(number));
            return Err(Broken::new(Breach::SumIsNotWhatWasApproved, detail));
        }
        let is_open = |row: &Row| {
            use DeliveryState::{Attempting, Claimed, Deferred, Pending};
            matches!(row.state, Pending | Claimed | Attempting | Deferred)
        };
        if mailing.state == MailingState::Done
            && let Some(row) = of_it().find(|row| is_open(row))
        {
            return Err(Broken::new(Breach::DoneWhileSomebodyWaits, format!("{row:?}")));
        }
    }
    Ok(())
}
