//! What the worker last saw of the brakes and the open mailings. The gate decides; this only keeps most of what it
//! would refuse from getting that far.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, RwLock};

use crate::clock::Millis;
use crate::model::ids::MailingId;
use crate::secrets::Keyring;
use crate::store::control::brakes;
use crate::store::queue::{OpenMailing, open_mailings};
use crate::store::{Store, StoreError};

#[derive(Debug)]
pub(super) struct Look {
    seen: RwLock<Arc<Vec<OpenMailing>>>,
    /// Whether sending is off as a whole: kill switch, quarantine or the halt file.
    pub off: AtomicBool,
    /// The halt file is there: the gate refuses without asking the database.
    pub shut: Arc<AtomicBool>,
    halt_file: Option<PathBuf>,
    /// At least one look succeeded.
    looked: AtomicBool,
    /// Approvals this worker has verified: mailing → digest.
    verified: RwLock<HashMap<MailingId, String>>,
}

impl Look {
    pub(super) fn new(halt_file: Option<PathBuf>) -> Self {
        Self {
            seen: RwLock::default(),
            off: AtomicBool::new(true),
            shut: Arc::new(AtomicBool::new(false)),
            halt_file,
            looked: AtomicBool::new(false),
            verified: RwLock::default(),
        }
    }

    /// Looks again.
    pub(super) async fn refresh(&self, store: &Store, keys: &Keyring) -> Result<(), StoreError> {
        let shut = self.halt_file.as_ref().is_some_and(|file| file.exists());
        self.shut.store(shut, Ordering::Release);
        let brakes = brakes(store).await?;
        self.off.store(shut || !brakes.are_off(), Ordering::Release);
        let mut open = open_mailings(store).await?;
        let mut verified = std::mem::take(&mut *write(&self.verified));
        verified.retain(|mailing, digest| open.iter().any(|seen| seen.id == *mailing && seen.approval_digest == *digest));
        let mut void = Vec::new();
        for mailing in &open {
            let std::collections::hash_map::Entry::Vacant(unknown) = verified.entry(mailing.id) else { continue };
            if super::approved::holds(store, keys, mailing.id).await? {
                unknown.insert(mailing.approval_digest.clone());
            } else {
                void.push(mailing.id);
            }
        }
        open.retain(|mailing| !void.contains(&mailing.id));
        *write(&self.verified) = verified;
        *write(&self.seen) = Arc::new(open);
        for mailing in void {
            super::approved::void(store, mailing).await?;
        }
        self.looked.store(true, Ordering::Release);
        Ok(())
    }

    pub(super) fn has_looked(&self) -> bool {
        self.looked.load(Ordering::Acquire)
    }

    /// Open mailings with a verified approval, most urgent first.
    pub(super) fn mailings(&self) -> Arc<Vec<OpenMailing>> {
        self.seen.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    pub(super) fn is_off(&self) -> bool {
        self.off.load(Ordering::Acquire)
    }

    /// Whether a copy of this mailing would pass the gate, as far as we saw.
    pub(super) fn lets_through(&self, mailing: Option<&OpenMailing>, now: Millis) -> bool {
        if self.is_off() {
            return false;
        }
        mailing.is_none_or(|mailing| {
            mailing.not_before <= now && now < mailing.useful_until && self.mailings().iter().any(|seen| seen.id == mailing.id)
        })
    }
}

fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(std::sync::PoisonError::into_inner)
}
