//! Whether a follow-up stays with its owner: it does, unless they are away or off shift and it cannot wait until they are
//! back.

use super::facts::Facts;
use super::resolve::{Presence, presence};
use super::trace::Step;
use crate::model::duty::Duty;
use crate::model::ids::OfficerId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeps {
    OnDuty(Vec<Step>),
    /// Not on duty, but there is time.
    CanWait(Vec<Step>),
    /// Urgent, or wanted before they are back.
    NeedsCover(Step),
}

pub fn of(duty: &Duty, owner: OfficerId, facts: &Facts) -> Keeps {
    let who = duty.name(owner).unwrap_or_default().to_owned();
    let (step, back) = match presence(duty, owner, facts.at) {
        Presence::OnDuty | Presence::Gone => return Keeps::OnDuty(vec![Step::OnDuty { who }]),
        Presence::Away(step) => {
            let back = duty.away(owner, facts.at).map(|away| away.ends);
            (step, back)
        }
        Presence::OffShift(step, opens) => (step, opens),
    };
    let too_late = facts.deadline.is_some_and(|deadline| back.is_none_or(|back| deadline < back));
    if facts.urgent || too_late {
        Keeps::NeedsCover(Step::Covered { who })
    } else {
        Keeps::CanWait(vec![step, Step::Stays { who }])
    }
}
