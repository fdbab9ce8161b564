//! What people decide, as it is meant: leaving and coming back, withdrawing, voiding, and their word on a doubt.

use dateline::clock::Millis;
use dateline::model::delivery::DeliveryState;
use dateline::model::mailing::MailingState;
use dateline::store::control::Step;
use dateline::store::doubts::{Decision, Settled};
use dateline::store::suppressions::{Left, Reason};

use super::act::Row;
use super::facts::{AGAIN, FIRST, Part, SECOND, SINGLES, Suppression, covers};
use super::model::{Model, is_waiting, leave_out, resend};

impl Model {
    pub(super) fn leave(&mut self, person: usize, part: Part, reason: Reason, until: Option<Millis>) -> Left {
        let facts = &mut self.facts;
        let is_it = |one: &&mut Suppression| one.person == person && one.part == part && one.reason == reason && !one.lifted;
        let already = match facts.suppressions.iter_mut().find(is_it) {
            None => {
                facts.suppressions.push(Suppression { person, part, reason, until, lifted: false });
                false
            }
            Some(known) if known.until < until => {
                known.until = until;
                false
            }
            Some(_) => true,
        };
        let concerned = |row: &Row| row.person == person && covers(part, row.mailing, person);
        let of_mailing = |row: &Row| row.mailing != SINGLES;
        let under_way = |row: &Row| concerned(row) && of_mailing(row) && row.state == DeliveryState::Attempting;
        let maybe_on_its_way = self.rows.iter().filter(|row| under_way(row)).count() as u64;
        let mut stopped = 0;
        let why = if reason == Reason::Unsubscribed { "unsubscribed" } else { "suppressed" };
        for row in self.rows.iter_mut().filter(|row| concerned(row) && (of_mailing(row) || reason == Reason::Bounced)) {
            if is_waiting(row) || row.state == DeliveryState::Claimed {
                leave_out(row, why, facts.now, 1);
                stopped += 1;
            }
        }
        Left { already, stopped, maybe_on_its_way }
    }

    pub(super) fn rejoin(&mut self, person: usize, part: Part) -> bool {
        let chosen = |one: &&mut Suppression| {
            one.person == person && one.part == part && !one.lifted && matches!(one.reason, Reason::Unsubscribed | Reason::Paused)
        };
        self.facts.suppressions.iter_mut().filter(chosen).map(|one| one.lifted = true).count() > 0
    }

    pub(super) fn void(&mut self, mailing: usize) -> Step {
        self.facts.mailings[mailing].voided |= self.facts.mailings[mailing].is_there;
        self.step(mailing, &[MailingState::Sending], MailingState::Paused)
    }

    pub(super) fn withdraw(&mut self) -> Vec<usize> {
        use MailingState::{Missed, Paused, Planning, Sending, Withdrawn};
        self.facts.withdrawn = true;
        let closed: Vec<_> = [FIRST, SECOND, AGAIN]
            .into_iter()
            .filter(|mailing| self.step(*mailing, &[Planning, Sending, Paused, Missed], Withdrawn) == Step::Done)
            .collect();
        for &mailing in &closed {
            self.leave_out_closed(mailing);
        }
        closed
    }

    pub(super) fn settle_doubt(&mut self, id: i64, mailing: usize, decision: Decision) -> Settled {
        let now = self.facts.now;
        let terms = self.facts.mailings[mailing].clone();
        let Some(row) = self.rows.iter_mut().find(|row| row.id == id) else {
            return Settled::NoSuchDelivery;
        };
        match (row.state, decision) {
            (DeliveryState::InDoubt, Decision::Accepted) => {
                row.state = DeliveryState::Accepted;
                row.settled = Some(now);
            }
            (DeliveryState::InDoubt, Decision::NotSent) => leave_out(row, "stopped", now, 0),
            (DeliveryState::InDoubt, Decision::Resend) => {
                // A single message belongs to no mailing that could be closed.
                let is_single = row.mailing == SINGLES;
                if !is_single && !matches!(terms.state, MailingState::Sending | MailingState::Paused | MailingState::Done) {
                    return Settled::MailingIsClosed(terms.state);
                }
                if !is_single && !terms.is_useful(now) {
                    return Settled::TooLate(terms.useful_until);
                }
                if let Some(by) = row.reply_by.filter(|by| *by > now) {
                    return Settled::ReplyMayStillCome(by);
                }
                resend(row, now);
                if !is_single && terms.state == MailingState::Done {
                    self.facts.mailings[mailing].state = MailingState::Sending;
                }
            }
            (state, _) => return Settled::NotInDoubt(state),
        }
        Settled::Done
    }
}
