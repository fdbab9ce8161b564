//! Waking senders when there is new work: LISTEN/NOTIFY on PostgreSQL, in-process on SQLite. It only shortens the wait
//! for the next look; what is missed is found by the look itself.

use sqlx::postgres::PgListener;

use super::Store;
use super::backend::Db;
use super::error::StoreError;

const CHANNEL: &str = "dateline_work";

/// Says that there is new work. Called after the commit; a failure costs a moment and nothing else.
pub async fn announce(store: &Store) {
    match store.writer() {
        Db::Sqlite(_) => store.work.notify_waiters(),
        Db::Postgres(pool) => {
            let _ = sqlx::query("NOTIFY dateline_work").execute(pool).await;
        }
    }
}

/// Hears of new work, whichever process announced it (on SQLite: this one).
#[derive(Debug)]
pub enum Listener {
    Here(std::sync::Arc<tokio::sync::Notify>),
    Postgres(Box<PgListener>),
}

pub async fn listen(store: &Store) -> Result<Listener, StoreError> {
    match store.writer() {
        Db::Sqlite(_) => Ok(Listener::Here(store.work.clone())),
        Db::Postgres(pool) => {
            let mut listener = PgListener::connect_with(pool).await?;
            listener.listen(CHANNEL).await?;
            Ok(Listener::Postgres(Box::new(listener)))
        }
    }
}

impl Listener {
    /// Until something is announced. After an error listen anew.
    pub async fn heard(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Here(work) => work.notified().await,
            Self::Postgres(listener) => {
                listener.recv().await?;
            }
        }
        Ok(())
    }
}
