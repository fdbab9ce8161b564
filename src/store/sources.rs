//! Where the media inbox's mail comes from, how each source stands, and how far an IMAP folder has been read.

use sqlx::FromRow;

use super::audit::note;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::ids::SourceId;

/// How mail comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Lmtp,
    Imap,
    Maildir,
    /// `dateline inbox receive` and `import`.
    Command,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lmtp => "lmtp",
            Self::Imap => "imap",
            Self::Maildir => "maildir",
            Self::Command => "command",
        }
    }
}

/// A source as it stands.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Source {
    #[sqlx(rename = "id")]
    number: i64,
    pub name: String,
    /// `lmtp`, `imap`, `maildir` or `command`.
    pub kind: String,
    pub uid_validity: i64,
    pub last_uid: i64,
    /// When it last answered as it should; 0 = never.
    pub well_ms: Millis,
    /// Since when it does not.
    pub failing_ms: Option<Millis>,
    /// What it said then.
    pub trouble: String,
    /// Messages kept from it, as counted when each was.
    pub kept: i64,
    /// When that was last compared with the rows.
    pub counted_ms: Millis,
    pub created_ms: Millis,
}

impl Source {
    pub fn id(&self) -> SourceId {
        SourceId(self.number)
    }
}

/// How far a folder has been read: its UIDVALIDITY and the last UID kept (RFC 9051 §2.3.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub validity: u32,
    pub uid: u32,
}

/// The source of this name, made when it is new.
pub async fn ensure(store: &Store, name: &str, kind: Kind, now: Millis) -> Result<SourceId, StoreError> {
    const FIND: &str = "SELECT id FROM sources WHERE name = $1 AND kind = $2";
    const MAKE: &str = "INSERT INTO sources (name, kind, created_ms) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING";
    let find = async || -> Result<Option<i64>, StoreError> {
        Ok(on_driver!(store.writer(), |c| sqlx::query_scalar(FIND).bind(name).bind(kind.as_str()).fetch_optional(c).await)?)
    };
    if let Some(id) = find().await? {
        return Ok(SourceId(id));
    }
    on_driver!(store.writer(), |c| sqlx::query(MAKE).bind(name).bind(kind.as_str()).bind(now).execute(c).await.map(drop))?;
    let made = find().await?.ok_or_else(|| StoreError::Conflict { constraint: "sources_name_key".to_owned() })?;
    Ok(SourceId(made))
}

/// All sources, in the order they were first used.
pub async fn list(store: &Store) -> Result<Vec<Source>, StoreError> {
    const LIST: &str = "SELECT id, name, kind, uid_validity, last_uid, well_ms, failing_ms, trouble, kept, counted_ms, created_ms \
         FROM sources ORDER BY id";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(LIST).fetch_all(c).await)?)
}

pub async fn find(store: &Store, id: SourceId) -> Result<Option<Source>, StoreError> {
    const FIND: &str = "SELECT id, name, kind, uid_validity, last_uid, well_ms, failing_ms, trouble, kept, counted_ms, created_ms \
         FROM sources WHERE id = $1";
    Ok(on_driver!(store.writer(), |c| sqlx::query_as(FIND).bind(id.0).fetch_optional(c).await)?)
}

/// It answered as it should.
pub async fn well(store: &Store, id: SourceId, now: Millis) -> Result<(), StoreError> {
    const WELL: &str = "UPDATE sources SET well_ms = $2, failing_ms = NULL, trouble = '' WHERE id = $1";
    on_driver!(store.writer(), |c| sqlx::query(WELL).bind(id.0).bind(now).execute(c).await.map(drop))?;
    Ok(())
}

/// It did not, and says why; the first failure in a row keeps its time.
pub async fn failing(store: &Store, id: SourceId, trouble: &str, now: Millis) -> Result<(), StoreError> {
    const FAILING: &str = "UPDATE sources SET failing_ms = COALESCE(failing_ms, $2), trouble = $3 WHERE id = $1";
    on_driver!(store.writer(), |c| sqlx::query(FAILING).bind(id.0).bind(now).bind(trouble).execute(c).await.map(drop))?;
    Ok(())
}

/// Moves the cursor without a message: over what is not there any more, or to where a folder numbered anew begins.
pub async fn move_to(store: &Store, id: SourceId, cursor: Cursor) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    advance(&mut tx, id, cursor).await?;
    tx.commit().await
}

/// Within one UIDVALIDITY a cursor only goes forward, whoever else reads the folder too.
pub(super) async fn advance(tx: &mut Tx, id: SourceId, cursor: Cursor) -> Result<(), StoreError> {
    const ADVANCE: &str = "UPDATE sources SET uid_validity = $2, \
         last_uid = CASE WHEN uid_validity = $2 AND last_uid > $3 THEN last_uid ELSE $3 END WHERE id = $1";
    let (validity, uid) = (i64::from(cursor.validity), i64::from(cursor.uid));
    on_tx!(tx, |c| sqlx::query(ADVANCE).bind(id.0).bind(validity).bind(uid).execute(c).await.map(drop))?;
    Ok(())
}

/// What was counted when it was kept, and what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Count {
    pub kept: i64,
    pub rows: i64,
    /// Of the rows: decided, whatever as; waiting; parked.
    pub decided: i64,
    pub ready: i64,
    pub parked: i64,
}

impl Count {
    pub fn agrees(self) -> bool {
        self.kept == self.rows && self.rows == self.decided + self.ready + self.parked
    }
}

/// Compares the two, and notes that it was done. One statement, so that nothing comes in between.
pub async fn count(store: &Store, id: SourceId, now: Millis) -> Result<Count, StoreError> {
    const COUNT: &str = "SELECT s.kept, COUNT(i.id) AS rows, \
           COALESCE(SUM(CASE WHEN i.state = 'decided' AND i.class IS NOT NULL THEN 1 ELSE 0 END), 0) AS decided, \
           COALESCE(SUM(CASE WHEN i.state = 'ready' THEN 1 ELSE 0 END), 0) AS ready, \
           COALESCE(SUM(CASE WHEN i.state = 'parked' THEN 1 ELSE 0 END), 0) AS parked \
         FROM sources s LEFT JOIN inbound i ON i.source_id = s.id WHERE s.id = $1 GROUP BY s.id, s.kept";
    const COUNTED: &str = "UPDATE sources SET counted_ms = $2 WHERE id = $1";
    let count: Count = on_driver!(store.reader(), |c| sqlx::query_as(COUNT).bind(id.0).fetch_one(c).await)?;
    on_driver!(store.writer(), |c| sqlx::query(COUNTED).bind(id.0).bind(now).execute(c).await.map(drop))?;
    Ok(count)
}

/// A person has seen to the difference: what is there is what counts from now on. `false` when there is no such source.
pub async fn accept_count(store: &Store, id: SourceId, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const ACCEPT: &str =
        "UPDATE sources SET kept = (SELECT COUNT(*) FROM inbound i WHERE i.source_id = sources.id) WHERE id = $1";
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(ACCEPT).bind(id.0).execute(c).await.map(|r| r.touched()))?;
    if touched > 0 {
        note(&mut tx, now, actor, "inbox.accept_count", &format!("source {id}"), "").await?;
    }
    tx.commit().await?;
    Ok(touched > 0)
}

/// The names under which messages of this source are known that begin with `prefix` (digits and a colon), after the one
/// named; in pages of 5,000.
pub async fn keys(store: &Store, id: SourceId, prefix: &str, after: &str) -> Result<Vec<String>, StoreError> {
    const KEYS: &str = "SELECT key FROM ( \
           SELECT transport_key AS key FROM inbound WHERE source_id = $1 AND transport_key > $2 AND transport_key LIKE $3 \
           UNION SELECT transport_key AS key FROM inbound_again WHERE source_id = $1 AND transport_key > $2 AND transport_key LIKE $3 \
         ) known ORDER BY key LIMIT 5000";
    let like = format!("{prefix}%");
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(KEYS).bind(id.0).bind(after).bind(&like).fetch_all(c).await)?)
}
