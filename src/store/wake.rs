//! Waking senders when there is new work, and the inbox's round when there is new mail: LISTEN/NOTIFY on PostgreSQL,
//! in-process on SQLite. It only shortens the wait for the next look; what is missed is found by the look itself.

use std::sync::Arc;

use sqlx::postgres::PgListener;
use tokio::sync::Notify;

use super::Store;
use super::backend::Db;
use super::error::StoreError;

const CHANNEL: &str = "dateline_work";
const MAIL: &str = "dateline_mail";

/// Says that there is new work. Called after the commit; a failure costs a moment and nothing else.
pub async fn announce(store: &Store) {
    match store.writer() {
        Db::Sqlite(_) => store.work.notify_waiters(),
        Db::Postgres(pool) => {
            let _ = sqlx::query("NOTIFY dateline_work").execute(pool).await;
        }
    }
}

/// Says that there is new mail. As [`announce`].
pub async fn announce_mail(store: &Store) {
    match store.writer() {
        Db::Sqlite(_) => store.mail.notify_one(),
        Db::Postgres(pool) => {
            let _ = sqlx::query("NOTIFY dateline_mail").execute(pool).await;
        }
    }
}

/// Hears of new work, whichever process announced it (on SQLite: this one).
#[derive(Debug)]
pub enum Listener {
    Here(Arc<Notify>),
    Postgres(Box<PgListener>),
}

pub async fn listen(store: &Store) -> Result<Listener, StoreError> {
    hear(store, &store.work, CHANNEL).await
}

/// Hears of new mail, likewise.
pub async fn listen_for_mail(store: &Store) -> Result<Listener, StoreError> {
    hear(store, &store.mail, MAIL).await
}

async fn hear(store: &Store, here: &Arc<Notify>, channel: &'static str) -> Result<Listener, StoreError> {
    match store.writer() {
        Db::Sqlite(_) => Ok(Listener::Here(here.clone())),
        Db::Postgres(pool) => {
            let mut listener = PgListener::connect_with(pool).await?;
            listener.listen(channel).await?;
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
