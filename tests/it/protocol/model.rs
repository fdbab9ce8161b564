//! The delivery protocol as it is meant: what each step does to the rows, in plain Rust.

use dateline::clock::{MINUTE, Millis};
use dateline::model::delivery::DeliveryState;
use dateline::model::mailing::MailingState;
use dateline::store::control::Step;
use dateline::store::suppressions::Reason;

use super::act::{Act, Answer, Ask, Row, Told};
use super::facts::{AGAIN, FIRST, Facts, Part, SECOND, SINGLES};
use super::workers::REPLY_BY;

/// A copy that a relay deferred waits this long for the same relay.
const KEPT_BY_RELAY: Millis = 10 * MINUTE;
const MISSED_AFTER: Millis = 10 * MINUTE;

#[derive(Clone, Debug)]
pub struct Model {
    pub facts: Facts,
    pub rows: Vec<Row>,
}

impl Model {
    pub fn apply(&mut self, act: &Act) -> Answer {
        match act {
            Act::Nothing => Answer::Done,
            Act::Claim { mailing, owner, relay, at_most, lease } => self.claim(*mailing, *owner, relay, *at_most, *lease),
            Act::Group { outcomes, intents, judged } => self.group(outcomes, intents, *judged),
            Act::GiveBack { id, fence } => {
                self.hand_back(*id, *fence);
                Answer::Done
            }
            Act::Reap { owner } => {
                self.reap(*owner);
                Answer::Done
            }
            Act::Tidy => {
                self.tidy();
                Answer::Done
            }
            Act::Leave { person, part, reason, until } => Answer::said(self.leave(*person, *part, *reason, *until)),
            Act::Rejoin { person, part } => Answer::said(self.rejoin(*person, *part)),
            Act::Settle { id, mailing, decision } => Answer::said(self.settle_doubt(*id, *mailing, *decision)),
            Act::Plan { mailing, from, to, dies } => Answer::said(self.plan(*mailing, *from, *to, *dies)),
            _ => self.brake(act),
        }
    }

    fn brake(&mut self, act: &Act) -> Answer {
        use MailingState::{Missed, Paused, Planning, Sending, Stopped};
        match *act {
            Act::Pause(mailing) => Answer::said(self.step(mailing, &[Sending], Paused)),
            Act::Resume(mailing) => {
                if self.facts.mailings[mailing].state == Missed {
                    self.facts.mailings[mailing].started = Some(self.facts.now);
                }
                Answer::said(self.step(mailing, &[Paused, Missed], Sending))
            }
            Act::Stop(mailing) => {
                let step = self.step(mailing, &[Planning, Sending, Paused, Missed], Stopped);
                if step == Step::Done {
                    self.leave_out_closed(mailing);
                }
                Answer::said(step)
            }
            Act::Void(mailing) => Answer::said(self.void(mailing)),
            Act::Kill(on) => {
                let changed = self.facts.killed != on;
                self.facts.killed = on;
                Answer::said(changed)
            }
            Act::Withdraw => Answer::said(self.withdraw()),
            Act::MoveDatabase => {
                self.facts.place += 1;
                self.facts.quarantined = true;
                Answer::Done
            }
            Act::LeaveQuarantine => Answer::said(std::mem::take(&mut self.facts.quarantined)),
            Act::Tamper { mailing, approval } => {
                let terms = &mut self.facts.mailings[mailing];
                if !terms.is_there {
                    return Answer::Done;
                }
                *(if approval { &mut terms.approval } else { &mut terms.digest }) = "FORGED".to_owned();
                Answer::Done
            }
            Act::Clock(step) => {
                self.facts.now += step;
                Answer::Done
            }
            _ => unreachable!("not a brake: {act:?}"),
        }
    }

    pub(super) fn step(&mut self, mailing: usize, from: &[MailingState], to: MailingState) -> Step {
        let terms = &mut self.facts.mailings[mailing];
        if !terms.is_there {
            return Step::NoSuchMailing;
        }
        if !from.contains(&terms.state) {
            return Step::Refused(terms.state);
        }
        terms.state = to;
        Step::Done
    }

    pub fn row(&mut self, id: i64) -> Option<&mut Row> {
        self.rows.iter_mut().find(|row| row.id == id)
    }

    fn claim(&mut self, mailing: usize, owner: i64, relay: &str, at_most: i64, lease: Millis) -> Answer {
        let now = self.facts.now;
        let is_due = |row: &&mut Row| {
            row.mailing == mailing
                && is_waiting(row)
                && row.due <= now
                && (row.relay.as_deref().is_none_or(|last| last == relay) || row.due <= now - KEPT_BY_RELAY)
        };
        let mut due: Vec<_> = self.rows.iter_mut().filter(is_due).collect();
        due.sort_by_key(|row| (row.due, row.id));
        let mut claimed = Vec::new();
        for row in due.into_iter().take(usize::try_from(at_most).unwrap()) {
            row.state = DeliveryState::Claimed;
            row.fence += 1;
            (row.owner, row.lease) = (Some(owner), Some(lease));
            claimed.push((row.id, row.fence));
        }
        if !claimed.is_empty() {
            self.facts.mailings[mailing].started.get_or_insert(now);
        }
        claimed.sort_unstable();
        Answer::Claimed(claimed)
    }

    fn group(&mut self, outcomes: &[Told], intents: &[Ask], judged: bool) -> Answer {
        for told in outcomes {
            self.record(told);
        }
        let now = self.facts.now;
        let granted: Vec<i64> = intents.iter().filter(|ask| self.may_begin(ask)).map(|ask| ask.id).collect();
        for ask in intents.iter().filter(|ask| granted.contains(&ask.id)) {
            let row = self.row(ask.id).unwrap();
            row.state = DeliveryState::Attempting;
            (row.relay, row.sha) = (Some(ask.relay.to_owned()), Some(ask.sha.clone()));
            row.reply_by = Some(now + REPLY_BY);
        }
        if judged {
            self.judge(intents.iter().filter(|ask| !granted.contains(&ask.id)));
        }
        for person in outcomes.iter().filter_map(|told| told.dead) {
            self.leave(person, Part::Office, Reason::Bounced, None);
        }
        Answer::Granted(granted)
    }

    /// Everything that must hold at the moment before the body.
    fn may_begin(&mut self, ask: &Ask) -> bool {
        let Some(row) = self.row(ask.id).cloned() else { return false };
        let facts = &self.facts;
        let terms = &facts.mailings[row.mailing];
        let is_approved = || {
            terms.state == MailingState::Sending
                && terms.digest == ask.digest
                && terms.approval == ask.digest
                && !terms.voided
                && !facts.withdrawn
                && terms.not_before <= facts.now
                && terms.is_useful(facts.now)
        };
        row.state == DeliveryState::Claimed
            && row.fence == ask.fence
            && row.sha.is_none_or(|sha| sha == ask.sha)
            && !facts.killed
            && !facts.quarantined
            && (row.mailing == SINGLES || is_approved())
            && !facts.is_suppressed(row.mailing, row.person)
    }

    /// An outcome is written down if its attempt still holds the row, or if it settles its own doubt for good.
    fn record(&mut self, told: &Told) {
        let now = self.facts.now;
        let Some(row) = self.row(told.id) else { return };
        let holds = matches!(row.state, DeliveryState::Claimed | DeliveryState::Attempting) && row.fence == told.fence;
        let is_its_doubt = row.state == DeliveryState::InDoubt
            && matches!(told.to, DeliveryState::Accepted | DeliveryState::Refused)
            && row.fence == told.fence + 1;
        if !holds && !is_its_doubt {
            return;
        }
        let is_open = matches!(told.to, DeliveryState::Pending | DeliveryState::Deferred);
        row.state = told.to;
        row.due = told.due;
        row.tries += i64::from(told.counted);
        // The relay's own trouble leaves the copy to any relay.
        row.relay = Some(told.relay.to_owned()).filter(|_| told.to != DeliveryState::Deferred || told.counted);
        (row.owner, row.lease) = (None, None);
        row.settled = (!is_open).then_some(now);
        if told.to != DeliveryState::InDoubt {
            row.reply_by = None;
        }
    }

    /// What the gate refused: never, or not now; a row somebody else holds is left alone.
    fn judge<'a>(&mut self, refused: impl Iterator<Item = &'a Ask> + Clone) {
        let now = self.facts.now;
        let mut void = Vec::new();
        for ask in refused.clone() {
            let Some(row) = self.rows.iter().find(|row| row.id == ask.id).cloned() else { continue };
            let terms = &self.facts.mailings[row.mailing];
            let other_bytes = row.sha.as_ref().is_some_and(|sha| *sha != ask.sha);
            let is_void = terms.voided || terms.approval != ask.digest || terms.digest != ask.digest || other_bytes;
            if row.mailing != SINGLES && terms.state == MailingState::Sending && is_void {
                void.push(row.mailing);
            }
        }
        for ask in refused {
            let Some(row) = self.rows.iter().find(|row| row.id == ask.id).cloned() else { continue };
            if row.state != DeliveryState::Claimed || row.fence != ask.fence {
                continue;
            }
            let why = match row.mailing {
                SINGLES => self.facts.is_suppressed(SINGLES, row.person).then_some("suppressed"),
                mailing => self.facts.never(mailing, row.person),
            };
            match why {
                Some(why) => leave_out(self.row(ask.id).unwrap(), why, now, 0),
                None => self.hand_back(ask.id, ask.fence),
            }
        }
        for mailing in void {
            self.void(mailing);
        }
    }

    fn hand_back(&mut self, id: i64, fence: i64) {
        if let Some(row) = self.row(id)
            && row.state == DeliveryState::Claimed
            && row.fence == fence
        {
            return_to_queue(row);
        }
    }

    fn reap(&mut self, owner: Option<i64>) {
        let now = self.facts.now;
        for row in &mut self.rows {
            let is_orphan = owner.is_some() && row.owner == owner;
            if row.state == DeliveryState::Claimed && (is_orphan || row.lease.is_some_and(|lease| lease <= now)) {
                return_to_queue(row);
                row.fence += 1;
            }
            if row.state == DeliveryState::Attempting && (is_orphan || row.reply_by.is_some_and(|by| by <= now)) {
                row.state = DeliveryState::InDoubt;
                (row.owner, row.lease) = (None, None);
                row.fence += 1;
                row.settled = Some(now);
            }
            let terms = &self.facts.mailings[row.mailing];
            let may_resend = row.mailing != SINGLES
                && terms.state == MailingState::Sending
                && terms.resend_once
                && terms.is_useful(now)
                && row.resends == 0
                && row.reply_by.is_some_and(|by| by <= now);
            if row.state == DeliveryState::InDoubt && may_resend {
                resend(row, now);
            }
        }
    }

    fn tidy(&mut self) {
        use MailingState::{Done, Missed, Paused, Sending, Stopped, Withdrawn};
        self.reap(None);
        let now = self.facts.now;
        for mailing in [FIRST, SECOND, AGAIN] {
            let terms = &self.facts.mailings[mailing];
            let is_closed = matches!(terms.state, Stopped | Withdrawn);
            let is_late = matches!(terms.state, Sending | Paused | Missed) && !terms.is_useful(now);
            if is_closed || is_late {
                self.leave_out_closed(mailing);
            }
        }
        for mailing in [FIRST, SECOND, AGAIN] {
            let terms = &mut self.facts.mailings[mailing];
            if terms.state == Sending && terms.started.is_none() && terms.not_before < now - MISSED_AFTER {
                terms.state = Missed;
            }
        }
        for mailing in [FIRST, SECOND, AGAIN] {
            let terms = &mut self.facts.mailings[mailing];
            let has_begun = terms.started.is_some() || terms.not_before <= now;
            let is_open = |row: &Row| is_waiting(row) || matches!(row.state, DeliveryState::Claimed | DeliveryState::Attempting);
            let will_be_resent = |row: &Row| terms.resend_once && row.state == DeliveryState::InDoubt && row.resends == 0;
            let is_over = !self.rows.iter().any(|row| row.mailing == mailing && (is_open(row) || will_be_resent(row)));
            if terms.state == Sending && has_begun && is_over {
                terms.state = Done;
            }
        }
    }

    pub(super) fn leave_out_closed(&mut self, mailing: usize) {
        for row in self.rows.iter_mut().filter(|row| row.mailing == mailing && is_waiting(row)) {
            if let Some(why) = self.facts.never(mailing, row.person) {
                leave_out(row, why, self.facts.now, 1);
            }
        }
    }
}

pub fn is_waiting(row: &Row) -> bool {
    matches!(row.state, DeliveryState::Pending | DeliveryState::Deferred)
}

fn return_to_queue(row: &mut Row) {
    row.state = if row.tries > 0 { DeliveryState::Deferred } else { DeliveryState::Pending };
    (row.owner, row.lease) = (None, None);
}

pub(super) fn leave_out(row: &mut Row, why: &str, now: Millis, fence: i64) {
    row.state = DeliveryState::LeftOut;
    row.left_out = Some(why.to_owned());
    (row.owner, row.lease, row.settled) = (None, None, Some(now));
    row.fence += fence;
}

pub(super) fn resend(row: &mut Row, now: Millis) {
    row.state = DeliveryState::Deferred;
    (row.due, row.settled) = (now, None);
    row.resends += 1;
}
