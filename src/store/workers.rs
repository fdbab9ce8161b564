//! Senders, and how the others know that one is gone: on SQLite the lock file proves it, on PostgreSQL the session
//! advisory lock on its id.

use sqlx::PgConnection;

use super::Store;
use super::backend::{Db, on_driver, on_tx};
use super::error::StoreError;
use crate::clock::Millis;
use crate::model::ids::WorkerId;

/// The namespace of the workers' advisory locks.
const LOCKS: i32 = 7_305_002;

/// This process as a sender. Dropping it frees its lock.
#[derive(Debug)]
pub struct Identity {
    pub worker: WorkerId,
    /// The session that holds the lock, on PostgreSQL.
    session: Option<PgConnection>,
}

/// Registers a sender and takes its lock. Nobody sees the row before the lock is held, or they would take a newcomer
/// for one that is gone.
pub async fn register(store: &Store, name: &str, now: Millis) -> Result<Identity, StoreError> {
    const REGISTER: &str = "INSERT INTO workers (name, started_ms, seen_ms) VALUES ($1, $2, $2) RETURNING id";
    match store.writer() {
        Db::Sqlite(pool) => {
            let id: i64 = sqlx::query_scalar(REGISTER).bind(name).bind(now).fetch_one(pool).await?;
            Ok(Identity { worker: WorkerId(id), session: None })
        }
        Db::Postgres(pool) => {
            let mut session = pool.acquire().await?.detach();
            sqlx::query("BEGIN").execute(&mut session).await?;
            let id: i64 = sqlx::query_scalar(REGISTER).bind(name).bind(now).fetch_one(&mut session).await?;
            sqlx::query("SELECT pg_advisory_lock($1, $2)").bind(LOCKS).bind(lock_key(id)).execute(&mut session).await?;
            sqlx::query("COMMIT").execute(&mut session).await.map_err(StoreError::CommitUnknown)?;
            Ok(Identity { worker: WorkerId(id), session: Some(session) })
        }
    }
}

impl Identity {
    /// Says that this sender lives. An error means that the lock may be lost: the others may take our rows as orphans,
    /// so this sender must stop and register anew.
    pub async fn heartbeat(&mut self, store: &Store, now: Millis) -> Result<(), StoreError> {
        const SEEN: &str = "UPDATE workers SET seen_ms = $2 WHERE id = $1";
        if let Some(session) = &mut self.session {
            sqlx::query("SELECT 1").execute(session).await?;
        }
        on_driver!(store.writer(), |c| sqlx::query(SEEN).bind(self.worker.0).bind(now).execute(c).await.map(drop))?;
        Ok(())
    }

    /// The end of an orderly stop.
    pub async fn leave(self, store: &Store, now: Millis) -> Result<(), StoreError> {
        end(store, self.worker, now).await
    }
}

async fn end(store: &Store, worker: WorkerId, now: Millis) -> Result<(), StoreError> {
    const END: &str = "UPDATE workers SET ended_ms = $2 WHERE id = $1 AND ended_ms IS NULL";
    const NOTHING: &str = "DELETE FROM held WHERE worker_id = $1";
    on_driver!(store.writer(), |c| sqlx::query(END).bind(worker.0).bind(now).execute(c).await.map(drop))?;
    on_driver!(store.writer(), |c| sqlx::query(NOTHING).bind(worker.0).execute(c).await.map(drop))?;
    Ok(())
}

/// Senders that never said goodbye and whose lock is free (on SQLite: all but `me`, since I hold the only sender's
/// lock). Their rows are orphans; mark each as ended once they are freed.
pub async fn find_gone(store: &Store, me: WorkerId) -> Result<Vec<WorkerId>, StoreError> {
    const OPEN: &str = "SELECT id FROM workers WHERE ended_ms IS NULL AND id <> $1 ORDER BY id";
    const TAKE: &str = "SELECT pg_try_advisory_lock($1, $2)";
    const FREE: &str = "SELECT pg_advisory_unlock($1, $2)";
    let open: Vec<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(OPEN).bind(me.0).fetch_all(c).await)?;
    let mut gone = Vec::new();
    for id in open {
        let is_gone = match store.writer() {
            Db::Sqlite(_) => true,
            Db::Postgres(pool) => {
                let mut conn = pool.acquire().await?;
                let taken: bool = sqlx::query_scalar(TAKE).bind(LOCKS).bind(lock_key(id)).fetch_one(&mut *conn).await?;
                if taken {
                    sqlx::query(FREE).bind(LOCKS).bind(lock_key(id)).execute(&mut *conn).await?;
                }
                taken
            }
        };
        if is_gone {
            gone.push(WorkerId(id));
        }
    }
    Ok(gone)
}

/// Marks a gone sender's row, after its rows were freed.
pub async fn bury(store: &Store, worker: WorkerId, now: Millis) -> Result<(), StoreError> {
    end(store, worker, now).await
}

/// How many senders were seen since `since`, and how many of them were here before `me`: each takes its share of the
/// connections by that.
pub async fn standing(store: &Store, me: WorkerId, since: Millis) -> Result<(i64, i64), StoreError> {
    const STANDING: &str = "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN id < $1 THEN 1 ELSE 0 END), 0) AS BIGINT) \
         FROM workers WHERE ended_ms IS NULL AND (seen_ms >= $2 OR id = $1)";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(STANDING).bind(me.0).bind(since).fetch_one(c).await)?)
}

/// Takes up to `wanted` connections of `what`, as far as the other living senders leave some of `limit`; less than it
/// holds gives some up at once. Returns what it holds now.
pub async fn hold(store: &Store, me: WorkerId, what: &str, wanted: i64, limit: i64) -> Result<i64, StoreError> {
    const OTHERS: &str = "SELECT CAST(COALESCE(SUM(h.connections), 0) AS BIGINT) FROM held h JOIN workers w ON w.id = h.worker_id \
         WHERE h.what = $2 AND h.worker_id <> $1 AND w.ended_ms IS NULL";
    const HOLD: &str = "INSERT INTO held (worker_id, what, connections) VALUES ($1, $2, $3) \
         ON CONFLICT (worker_id, what) DO UPDATE SET connections = $3";
    // One at a time: what is left must not be given to two.
    let mut tx = store.begin_sharing().await?;
    let others: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(OTHERS).bind(me.0).bind(what).fetch_one(c).await)?;
    let held = wanted.min(limit - others).max(0);
    on_tx!(&mut tx, |c| sqlx::query(HOLD).bind(me.0).bind(what).bind(held).execute(c).await.map(drop))?;
    tx.commit().await?;
    Ok(held)
}

/// A sender that has not ended, as far as anybody knows.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Living {
    pub id: i64,
    /// `host:pid`.
    pub name: String,
    pub started_ms: Millis,
    pub seen_ms: Millis,
    /// Copies claimed or under way.
    pub holds: i64,
}

pub async fn living(store: &Store) -> Result<Vec<Living>, StoreError> {
    const LIVING: &str = "SELECT w.id, w.name, w.started_ms, w.seen_ms, \
         (SELECT COUNT(*) FROM deliveries d WHERE d.state IN ('claimed', 'attempting') AND d.owner = w.id) AS holds \
         FROM workers w WHERE w.ended_ms IS NULL ORDER BY w.id";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(LIVING).fetch_all(c).await)?)
}

/// Where this database lives: SQLite by machine, device and inode; PostgreSQL by system identifier, timeline, database.
pub async fn place(store: &Store) -> Result<String, StoreError> {
    match store.writer() {
        Db::Sqlite(_) => Ok(file_place(store.path())),
        Db::Postgres(pool) => {
            const PLACE: &str = "SELECT (SELECT system_identifier::text FROM pg_control_system()) || '/' || \
                 (SELECT timeline_id::text FROM pg_control_checkpoint()) || '/' || \
                 (SELECT oid::text FROM pg_database WHERE datname = current_database())";
            Ok(sqlx::query_scalar(PLACE).fetch_one(pool).await?)
        }
    }
}

/// The database's clock, on PostgreSQL; SQLite has only the machine's.
pub async fn database_now(store: &Store) -> Result<Option<Millis>, StoreError> {
    match store.writer() {
        Db::Sqlite(_) => Ok(None),
        Db::Postgres(pool) => {
            const NOW: &str = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";
            Ok(Some(sqlx::query_scalar(NOW).fetch_one(pool).await?))
        }
    }
}

fn lock_key(id: i64) -> i32 {
    i32::try_from(id % i64::from(i32::MAX)).unwrap_or(0)
}

fn file_place(path: Option<&std::path::Path>) -> String {
    use std::os::unix::fs::MetadataExt;
    let machine = std::fs::read_to_string("/etc/machine-id").unwrap_or_default();
    let file = path.and_then(|path| std::fs::metadata(path).ok());
    let (device, inode) = file.map_or((0, 0), |file| (file.dev(), file.ino()));
    format!("{}/{device}/{inode}", machine.trim())
}
