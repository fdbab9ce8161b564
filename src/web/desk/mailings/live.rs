//! A mailing under way as everybody who follows it sees it: one look a second at its rows, shared by all of them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::obstacles::{self, Obstacle};
use crate::clock::{MINUTE, Millis, SECOND};
use crate::model::ids::MailingId;
use crate::model::mailing::MailingState;
use crate::store::lists::{self, Lane};
use crate::store::relays::{self, Level};
use crate::store::report::{self, MailingReport};
use crate::web::desk::Desk;
use crate::web::desk::problem::Problem;

const LOOK: Duration = Duration::from_secs(1);
/// Before that a pace says little.
const SETTLED_IN: Millis = 10 * SECOND;

/// A mailing at one moment, in nobody's language. Two that are equal look the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub report: MailingReport,
    pub lanes: Vec<Lane>,
    pub levels: Vec<Level>,
    pub obstacles: Vec<Obstacle>,
    /// Its time has come.
    pub has_begun: bool,
    /// Settled per minute, and how long the rest takes at that; `None` while nobody can say.
    pub pace: Option<(i64, Millis)>,
}

impl Seen {
    /// Nothing of it moves any more, unless a person acts.
    pub fn is_over(&self) -> bool {
        let ended = matches!(
            self.report.state,
            MailingState::Done | MailingState::Stopped | MailingState::Withdrawn | MailingState::Void
        );
        ended && self.report.ledger.waiting == 0 && self.report.ledger.retrying == 0
    }
}

type Room = Arc<watch::Sender<Option<Arc<Seen>>>>;

/// What a follower holds: the newest look, `None` before the first.
pub type Follower = watch::Receiver<Option<Arc<Seen>>>;

/// The mailings that somebody follows.
#[derive(Debug, Default)]
pub struct Hub {
    rooms: Mutex<HashMap<MailingId, Room>>,
    looks: AtomicU64,
}

impl Hub {
    /// How often the database was asked so far.
    pub fn looks(&self) -> u64 {
        self.looks.load(Ordering::Relaxed)
    }

    /// Joins those who follow a mailing; the first of them begins the looking, which ends with the last.
    pub(super) fn follow(desk: &Desk, mailing: MailingId) -> Follower {
        let mut rooms = desk.live.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(room) = rooms.get(&mailing) {
            return room.subscribe();
        }
        let room: Room = Arc::new(watch::Sender::new(None));
        let follower = room.subscribe();
        rooms.insert(mailing, room.clone());
        tokio::spawn(keep_looking(desk.clone(), mailing, room));
        follower
    }

    /// Closes a room, if nobody is in it or nothing will happen in it any more.
    fn close(&self, mailing: MailingId, room: &Room, is_over: bool) -> bool {
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let closes = is_over || room.receiver_count() == 0;
        if closes {
            rooms.remove(&mailing);
        }
        closes
    }
}

async fn keep_looking(desk: Desk, mailing: MailingId, room: Room) {
    loop {
        let begun = Instant::now();
        let is_over = match look(&desk, mailing).await {
            Ok(Some(seen)) => {
                let is_over = seen.is_over();
                room.send_if_modified(|known| {
                    let is_new = known.as_deref() != Some(&seen);
                    if is_new {
                        *known = Some(Arc::new(seen));
                    }
                    is_new
                });
                is_over
            }
            Ok(None) => true,
            // What was seen stays; the next look may see more.
            Err(_) => false,
        };
        if desk.live.close(mailing, &room, is_over) {
            return;
        }
        // Counting a very large mailing takes a while: never spend more than a tenth of the time on it.
        let pause = LOOK.max(begun.elapsed() * 9);
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = room.closed() => if desk.live.close(mailing, &room, false) { return },
        }
    }
}

/// One look at a mailing; `None` when there is no such.
pub async fn look(desk: &Desk, mailing: MailingId) -> Result<Option<Seen>, Problem> {
    desk.live.looks.fetch_add(1, Ordering::Relaxed);
    let now = desk.now();
    let Some(report) = report::find(&desk.store, mailing, now).await? else { return Ok(None) };
    let lanes = lists::lanes(&desk.store, mailing, mailing).await?;
    let levels = relays::levels(&desk.store).await?;
    let obstacles = obstacles::find(desk, &report, &levels, now).await?;
    let is_held_up = obstacles.iter().any(|obstacle| obstacle.holds_up);
    let pace = pace(&report, now).filter(|_| !is_held_up);
    // Levels move with every copy; only how each stands is shown.
    let levels = levels.into_iter().map(|level| Level { arrival_us: 0, slowed_at: 0, ..level }).collect();
    let has_begun = report.started.is_some() || report.not_before <= now;
    // What moves all the time and is not shown is no news.
    let report = MailingReport { in_hand: 0, last_minute: 0, next_try: None, ..report };
    Ok(Some(Seen { report, lanes, levels, obstacles, has_begun, pace }))
}

fn pace(report: &MailingReport, now: Millis) -> Option<(i64, Millis)> {
    let running = now - report.started?;
    if report.state != MailingState::Sending || running < SETTLED_IN || report.ledger.waiting == 0 {
        return None;
    }
    let per_minute = report.last_minute * MINUTE / running.min(MINUTE);
    (per_minute > 0).then(|| (per_minute, report.ledger.waiting * MINUTE / per_minute))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::delivery::Ledger;
    use crate::model::ids::ReleaseId;

    const NOW: Millis = 1_795_000_000_000;

    fn report(started: Option<Millis>, waiting: i64, last_minute: i64) -> MailingReport {
        MailingReport {
            id: MailingId(3),
            release: ReleaseId(1),
            version: 1,
            title: "A title".to_owned(),
            state: MailingState::Sending,
            state_reason: String::new(),
            not_before: NOW,
            useful_until: NOW,
            created: NOW,
            started,
            finished: None,
            ledger: Ledger { approved: waiting, waiting, ..Ledger::default() },
            unplanned: 0,
            in_hand: 0,
            left_out: BTreeMap::new(),
            next_try: None,
            last_minute,
        }
    }

    #[test]
    fn a_pace_is_said_once_it_can_be_known_and_over_the_time_there_was() {
        assert_eq!(pace(&report(None, 100, 0), NOW), None);
        assert_eq!(pace(&report(Some(NOW - 9 * SECOND), 100, 30), NOW), None);
        assert_eq!(pace(&report(Some(NOW - 20 * SECOND), 100, 30), NOW), Some((90, 66_666)));
        assert_eq!(pace(&report(Some(NOW - 10 * MINUTE), 100, 50), NOW), Some((50, 2 * MINUTE)));
        assert_eq!(pace(&report(Some(NOW - 10 * MINUTE), 100, 0), NOW), None);
        assert_eq!(pace(&report(Some(NOW - 10 * MINUTE), 0, 50), NOW), None);
    }
}
