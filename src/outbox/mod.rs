//! From mailing to relay. Rows are claimed under a lease, composed, and handed over; the intent is committed at the
//! last moment before the body, the outcome after the reply (`gate`). What nobody can know is in doubt, never guessed.
//!
//! `dispatch` claims · `ready` holds what is claimed until its slot · `hand_over` holds one conversation · `gate` commits
//! groups · `keep` tidies up · `tell` tells officers · `mx` finds who takes a domain's mail · `relay`, `health`, `shares` and `standing` are what this process knows of its relays ·
//! `transport` and `outcome` speak SMTP and judge replies.

pub mod again;
pub mod approval;
mod approved;
mod dispatch;
mod gate;
mod hand_over;
mod health;
mod keep;
mod letters;
mod look;
pub mod outcome;
mod ready;
pub mod mx;
mod relay;
pub mod plan;
mod settings;
mod shares;
mod standing;
pub mod tell;
mod thresholds;
pub mod throttle;
pub mod transport;
mod worker;

use std::path::PathBuf;
use std::sync::Arc;

use thiserror::Error;
use tokio_util::sync::CancellationToken;

pub use self::settings::{LaneLimit, RelaySettings, Settings};
use crate::clock::Clock;
use crate::secrets::Keyring;
use crate::store::{Store, StoreError};

/// A sender, ready to run.
#[derive(Clone, Debug)]
pub struct Outbox {
    pub store: Store,
    pub keys: Arc<Keyring>,
    pub clock: Clock,
    pub settings: Settings,
}

/// Why a sender cannot run, by who must act.
#[derive(Debug, Error)]
pub enum OutboxError {
    /// On SQLite there can be one; CLI commands work beside it.
    #[error("another dateline is sending from this database already ({} is locked)", .0.display())]
    SecondSender(PathBuf),
    #[error("the lock file {} cannot be opened", .0.display())]
    Lock(PathBuf, #[source] std::io::Error),
    #[error("no relay is configured; nothing can be handed over")]
    NoRelay,
    /// The others may have taken our rows for orphans: stop, and start anew.
    #[error("the connection that proves this sender lives was lost")]
    IdentityLost(#[source] StoreError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sends until `stop`; then lets replies under way arrive and gives the rest back.
pub async fn run(outbox: Outbox, stop: CancellationToken) -> Result<(), OutboxError> {
    worker::run(outbox, stop, worker::Until::Stopped).await
}

/// Sends what is due now and returns when nothing is left to do at this moment.
pub async fn drain(outbox: Outbox) -> Result<(), OutboxError> {
    worker::run(outbox, CancellationToken::new(), worker::Until::Idle).await
}
