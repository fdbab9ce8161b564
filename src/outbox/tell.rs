//! Alerts and new drafts told by mail to the officers who can act on them, within a budget. A notice is a single message
//! of the same queue, and useful for a day; what nobody is told of is shown by `alert list` and on the desk, and the log
//! says so.

use std::collections::HashSet;

use tracing::{error, info, warn};

use crate::clock::{DAY, HOUR, MINUTE, Millis};
use crate::compose::letter::Copy;
use crate::compose::notice::{self, Draft, Facts};
use crate::compose::single::Single;
use crate::compose::{ComposeError, Office};
use crate::model::address::EmailAddress;
use crate::model::ids::{OfficerId, ReleaseId, new_uid};
use crate::model::matter::Matter;
use crate::secrets::Keyring;
use crate::store::alerts::Alert;
use crate::store::notices::{self, Budget, Notice};
use crate::store::officers::{self, Officer, Role};
use crate::store::queue::{NewSingle, Purpose};
use crate::store::{Store, StoreError, newsroom_items};

const BUDGET: Budget = Budget { same_matter: 6 * HOUR, an_hour: 20 };

/// A notice that has waited for so long is not news any more.
const USEFUL: Millis = DAY;

/// Drafts that are made within it are told of together.
const DRAFTS_EVERY: Millis = 5 * MINUTE;

/// Who writes, and how many relays there are.
#[derive(Clone, Copy, Debug)]
pub struct Teller<'a> {
    pub store: &'a Store,
    pub keys: &'a Keyring,
    pub office: &'a Office,
    pub relays: usize,
}

/// An officer's message, made but not queued.
struct Ready {
    officer: OfficerId,
    to: EmailAddress,
    sender: String,
    bytes: Vec<u8>,
}

impl Teller<'_> {
    /// Decides of each new alert who is told, and queues the notices. Returns how many.
    pub async fn tell(&self, now: Millis) -> Result<usize, StoreError> {
        let untold = notices::untold(self.store).await?;
        if untold.is_empty() {
            return Ok(0);
        }
        let officers: Vec<_> =
            officers::list(self.store).await?.into_iter().filter(|officer| officer.role.may_approve()).collect();
        let mut queued = 0;
        for alert in &untold {
            queued += self.tell_of(alert, &officers, now).await?;
        }
        Ok(queued)
    }

    async fn tell_of(&self, alert: &Alert, officers: &[Officer], now: Millis) -> Result<usize, StoreError> {
        let facts = Facts {
            matter: &alert.matter,
            message: &alert.message,
            raised: alert.raised_ms,
            waiting: self.waiting(&alert.matter).await?,
            others: self.relays > 1,
        };
        let compose = |single: &Single| notice::compose(self.office, self.keys, single, &facts);
        let ready = messages(officers, compose, now).unwrap_or_else(|problem| {
            error!(matter = alert.matter, %problem, "the notice of an alert cannot be made");
            Vec::new()
        });
        let all: Vec<_> = ready.iter().map(Ready::notice).collect();
        let Some(queued) = notices::tell(self.store, alert.id, &all, BUDGET, now).await? else { return Ok(0) };
        if queued > 0 {
            info!(matter = alert.matter, officers = queued, "officers are told of an alert by mail");
        }
        if all.is_empty() {
            warn!(matter = alert.matter, "no officer can be told of this alert by mail; `dateline alert list` shows it");
        } else if queued < all.len() {
            let left = all.len() - queued;
            warn!(matter = alert.matter, officers = left, "over the budget of notices: this alert is only shown to them");
        }
        Ok(queued)
    }

    /// Tells those who write of drafts that came from the newsroom. Returns how many messages were queued.
    pub async fn tell_of_drafts(&self, now: Millis) -> Result<usize, StoreError> {
        let untold = newsroom_items::untold(self.store, now - USEFUL, now - DRAFTS_EVERY).await?;
        if untold.is_empty() {
            return Ok(0);
        }
        let officers: Vec<_> =
            officers::list(self.store).await?.into_iter().filter(|officer| officer.role >= Role::Writer).collect();
        let drafts: Vec<_> = untold
            .iter()
            .map(|one| Draft { release: ReleaseId(one.release_id), title: &one.title, newsroom: &one.newsroom })
            .collect();
        let compose = |single: &Single| notice::drafts(self.office, self.keys, single, &drafts);
        let ready = match messages(&officers, compose, now) {
            Ok(ready) => ready,
            Err(problem) => {
                error!(%problem, "the notice of new drafts cannot be made");
                Vec::new()
            }
        };
        let singles: Vec<_> = ready.iter().map(Ready::single).collect();
        if !newsroom_items::tell(self.store, &untold, &singles, now).await? {
            return Ok(0);
        }
        info!(drafts = untold.len(), officers = singles.len(), "officers are told of new drafts by mail");
        Ok(singles.len())
    }

    async fn waiting(&self, matter: &str) -> Result<i64, StoreError> {
        match Matter::parse(matter) {
            Some(Matter::Mailing(mailing)) => notices::waiting_in_mailing(self.store, mailing).await,
            Some(Matter::Lane { group, .. }) => notices::waiting_in_lane(self.store, Some(group)).await,
            _ => notices::waiting_in_lane(self.store, None).await,
        }
    }
}

/// One message for each mailbox; two officers may share one.
fn messages(
    officers: &[Officer],
    compose: impl Fn(&Single) -> Result<Copy, ComposeError>,
    now: Millis,
) -> Result<Vec<Ready>, ComposeError> {
    let (mut seen, mut ready) = (HashSet::new(), Vec::new());
    for officer in officers {
        let Ok(to) = EmailAddress::parse(&officer.address) else {
            warn!(officer.id = officer.id.0, "this officer's address is not one");
            continue;
        };
        if !seen.insert(to.key()) {
            continue;
        }
        let single = Single {
            uid: new_uid(now),
            date: now,
            to: to.clone(),
            to_name: officer.name.clone(),
            language: "en".to_owned(),
            in_reply_to: None,
        };
        let copy = compose(&single)?;
        ready.push(Ready { officer: officer.id, to, sender: copy.envelope_from, bytes: copy.bytes });
    }
    Ok(ready)
}

impl Ready {
    fn single(&self) -> NewSingle<'_> {
        NewSingle { purpose: Purpose::Notice, author: "dateline", to: &self.to, sender: &self.sender, message: &self.bytes }
    }

    fn notice(&self) -> Notice<'_> {
        Notice { officer: self.officer, single: self.single() }
    }
}

/// Leaves out notices that were not handed over in time. Returns how many.
pub async fn leave_out_stale(store: &Store, now: Millis) -> Result<u64, StoreError> {
    notices::leave_out_stale(store, now - USEFUL, now).await
}
