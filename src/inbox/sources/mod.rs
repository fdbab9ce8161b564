//! Where mail comes from: a mail server that hands it over (`lmtp`), a mailbox that is read (`imap`), a folder that is watched
//! (`maildir`), files and pipes (`files`). Each gives what it has to the keeper, and says that it came only afterwards.

pub mod files;
pub mod imap;
pub mod lmtp;
pub mod maildir;

use crate::clock::{Clock, Millis, SECOND};
use crate::model::ids::SourceId;
use crate::store::{Store, StoreError, sources};

/// A source's word on how it stands, written down at most every half minute unless it changes.
#[derive(Debug)]
pub struct Pulse {
    store: Store,
    clock: Clock,
    source: SourceId,
    last: Option<(bool, Millis)>,
}

const EVERY: Millis = 30 * SECOND;

impl Pulse {
    pub fn new(store: Store, clock: Clock, source: SourceId) -> Self {
        Self { store, clock, source, last: None }
    }

    pub async fn well(&mut self) {
        self.tell(None).await;
    }

    pub async fn failing(&mut self, trouble: &str) {
        self.tell(Some(trouble)).await;
    }

    async fn tell(&mut self, trouble: Option<&str>) {
        let now = self.clock.now();
        if self.last.is_some_and(|(well, at)| well == trouble.is_none() && now - at < EVERY) {
            return;
        }
        let told: Result<(), StoreError> = match trouble {
            None => sources::well(&self.store, self.source, now).await,
            Some(trouble) => sources::failing(&self.store, self.source, trouble, now).await,
        };
        match told {
            Ok(()) => self.last = Some((trouble.is_none(), now)),
            Err(problem) => tracing::warn!(source.id = self.source.0, %problem, "how a source stands could not be stored"),
        }
    }
}
