//! Planning as it is meant: one mailing of a release at a time, each slice once, nobody twice, and whoever has the
//! version already is left out.

use dateline::clock::Millis;
use dateline::model::delivery::DeliveryState;
use dateline::model::mailing::MailingState;

use super::act::Row;
use super::facts::{LAST_CONTACT, audience};
use super::model::Model;

/// How a planner's turn ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Another mailing of the release comes first.
    Busy(usize),
    /// Somebody moved the cursor, or the mailing is closed.
    NotMoved,
    Moved,
    /// All is planned; whether the mailing was let out.
    Ended(bool),
}

impl Model {
    pub(super) fn plan(&mut self, mailing: usize, from: i64, to: i64, dies: bool) -> Turn {
        self.facts.mailings[mailing].is_there = true;
        let planning = |other: usize| self.facts.mailings[other].state == MailingState::Planning;
        if let Some(other) = self.facts.planning.filter(|other| *other != mailing && planning(*other)) {
            return Turn::Busy(other);
        }
        self.facts.planning = Some(mailing);
        let terms = &mut self.facts.mailings[mailing];
        if terms.state != MailingState::Planning || terms.planned_to != from {
            return Turn::NotMoved;
        }
        terms.planned_to = to;
        for &(_, person) in audience(mailing).iter().filter(|(contact, _)| (from + 1..=to).contains(contact)) {
            self.plan_one(mailing, person);
        }
        if to < LAST_CONTACT || dies {
            return Turn::Moved;
        }
        self.facts.mailings[mailing].state = MailingState::Sending;
        self.facts.planning = None;
        Turn::Ended(true)
    }

    fn plan_one(&mut self, mailing: usize, person: usize) {
        let is_known = |row: &&Row| row.mailing == mailing && row.person == person;
        if self.rows.iter().any(|row| is_known(&row)) {
            return;
        }
        let terms = &self.facts.mailings[mailing];
        let has_it = |row: &Row| {
            row.person == person
                && row.mailing != mailing
                && row.mailing != super::facts::SINGLES
                && self.facts.mailings[row.mailing].state != MailingState::Void
                && !matches!(row.state, DeliveryState::Refused | DeliveryState::LeftOut)
        };
        let has = !terms.again && self.rows.iter().any(has_it);
        // The database gives the number; it is learned after the step.
        let row = new_row(mailing, person, terms.not_before);
        self.rows.push(if has {
            Row {
                state: DeliveryState::LeftOut,
                left_out: Some("already_has_it".to_owned()),
                settled: Some(self.facts.now),
                ..row
            }
        } else {
            row
        });
    }
}

/// A row as it is planned, without its number.
pub fn new_row(mailing: usize, person: usize, due: Millis) -> Row {
    Row {
        id: 0,
        mailing,
        person,
        state: DeliveryState::Pending,
        left_out: None,
        due,
        fence: 0,
        owner: None,
        lease: None,
        reply_by: None,
        tries: 0,
        resends: 0,
        relay: None,
        sha: None,
        settled: None,
    }
}
