//! A file that is brought in with a person looking on: its rows are put down, looked at, put right, and only then
//! carried into the directory; for seven days that can be taken back. Each pass goes on where it was cut off.

mod carry;
mod look;
mod stage;

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use self::look::{Difference, differences, look_again};
pub use self::stage::{Brought, StageError, stage};
use crate::clock::Clock;
use crate::store::imports::{self, State, Step};
use crate::store::{Store, StoreError, import_rows};

/// Rows per transaction: no write holds others up for long.
const CHUNK: i64 = 300;
/// How often is looked for passes that stand still, and for rows that are too old.
const EVERY: Duration = Duration::from_secs(30);

/// Goes on with a pass in the background; nobody need wait for it.
pub fn set_off(store: &Store, clock: &Clock, step: Step) -> JoinHandle<()> {
    let (store, clock) = (store.clone(), clock.clone());
    tokio::spawn(async move {
        let import = step.import;
        if let Err(problem) = go_on(&store, &clock, step).await {
            tracing::warn!(import, %problem, "an import stands still and is gone on with later");
        }
    })
}

/// To the end of the pass, unless somebody else goes on with it.
pub async fn go_on(store: &Store, clock: &Clock, step: Step) -> Result<(), StoreError> {
    let done = match step.state {
        State::Judging => look::look(store, clock, step).await,
        State::Running => carry::carry(store, clock, step).await,
        State::Undoing => carry::take_back(store, clock, step).await,
        State::Reading | State::Checked | State::Done | State::Undone => Ok(()),
    };
    match done {
        Err(StoreError::Stale { .. }) => Ok(()),
        done => done,
    }
}

/// Goes on with what was cut off, and deletes what is older than seven days.
pub async fn look_after(store: &Store, clock: &Clock) -> Result<(), StoreError> {
    for step in imports::resume(store, clock.now()).await? {
        go_on(store, clock, step).await?;
    }
    while import_rows::tidy(store, clock.now()).await? {}
    Ok(())
}

/// [`look_after`] from time to time.
pub async fn keep(store: Store, clock: Clock, stop: CancellationToken) {
    loop {
        if let Err(problem) = look_after(&store, &clock).await {
            tracing::warn!(%problem, "imports could not be looked after");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}
