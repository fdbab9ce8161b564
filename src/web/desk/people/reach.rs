//! The state of a reporter as word, icon and colour.

use crate::model::contact::Reach;
use crate::web::desk::parts::State;

pub fn state(reach: Reach) -> State {
    match reach {
        Reach::Active => State::new("state-reporter-active", "ok", "check"),
        Reach::Paused => State::new("state-reporter-paused", "warn", "pause"),
        Reach::OptedOut => State::new("state-reporter-opted-out", "off", "left"),
        Reach::Bounced => State::new("state-reporter-bounced", "bad", "warn"),
        Reach::NotPlaced => State::new("state-reporter-not-placed", "warn", "place"),
    }
}
