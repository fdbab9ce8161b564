//! Writing a release: every save that changes anything is the next version, so what was sent, approved or read by
//! somebody stays as it was; and what each version was made by.

use sqlx::FromRow;

use super::audit::note;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::releases::{Inserted, Made, OnChange, content_digest, insert_made, next_version};
use super::{Store, StoreError, deliveries};
use crate::clock::{MINUTE, Millis};
use crate::model::ids::{MailingId, ReleaseId};
use crate::model::release::Release;

/// How a version comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By a press of the button.
    Edited,
    /// By itself, while somebody writes.
    Autosaved,
    /// An earlier version, taken up again.
    Restored(i64),
}

impl How {
    fn act(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Autosaved => "autosaved",
            Self::Restored(_) => "restored",
        }
    }
}

/// A text to be saved.
#[derive(Clone, Copy, Debug)]
pub struct Save<'a> {
    pub release: &'a Release,
    /// The version its writer had before them.
    pub read: i64,
    pub author: &'a str,
    pub how: How,
    /// The writer was told that this stops what is approved and has not begun to go out.
    pub may_void: bool,
}

/// What a save came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is this version now.
    Next(i64),
    /// Nothing differs from the newest version, which is this one.
    Same(i64),
    /// Somebody else saved another text meanwhile; nothing was stored.
    Overtaken,
    /// It would stop something approved, which the writer was not told; nothing was stored.
    WouldVoid,
}

const LOCK: &str = "UPDATE releases SET updated_ms = updated_ms WHERE id = $1";
const NEWEST: &str = "SELECT r.version, v.sha256 FROM releases r \
     JOIN release_versions v ON v.release_id = r.id AND v.version = r.version WHERE r.id = $1";
// Approved, and no copy of it may have been begun.
const AHEAD: &str = "SELECT id FROM mailings WHERE release_id = $1 AND state IN ('planning', 'sending', 'paused') \
     AND not_before_ms > $2 ORDER BY id";
const STOP: &str = "UPDATE mailings SET state = 'stopped', state_reason = $3 WHERE release_id = $1 \
     AND state IN ('planning', 'sending', 'paused') AND not_before_ms > $2";

/// Stores the text as the next version, unless it is what is there or somebody else was quicker.
pub async fn save(store: &Store, save: Save<'_>, now: Millis) -> Result<Saved, StoreError> {
    let id = save.release.id;
    let mut tx = if save.may_void { store.begin_closing_gate().await? } else { store.begin().await? };
    let found = on_tx!(&mut tx, |c| sqlx::query(LOCK).bind(id.0).execute(c).await.map(|r| r.touched()))?;
    StoreError::expect_rows("the release", 1, found)?;
    let (version, stored): (i64, String) = on_tx!(&mut tx, |c| sqlx::query_as(NEWEST).bind(id.0).fetch_one(c).await)?;
    let sha256 = content_digest(save.release);
    let ahead: Vec<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(AHEAD).bind(id.0).bind(now).fetch_all(c).await)?;
    let refused = if stored == sha256 {
        Some(Saved::Same(version))
    } else if version != save.read {
        Some(Saved::Overtaken)
    } else if !ahead.is_empty() && !save.may_void {
        Some(Saved::WouldVoid)
    } else {
        None
    };
    if let Some(refused) = refused {
        tx.commit().await?;
        return Ok(refused);
    }
    if !ahead.is_empty() {
        stop(&mut tx, id, &ahead, save.author, now).await?;
    }
    let restored = if let How::Restored(version) = save.how { Some(version) } else { None };
    let made = Made { author: save.author, act: save.how.act(), restored };
    next_version(&mut tx, (id, version), save.release, &sha256, made, now).await?;
    if save.how != How::Autosaved {
        let detail = format!("version {}", version + 1);
        note(&mut tx, now, save.author, &format!("release.{}", made.act), &format!("release {id}"), &detail).await?;
    }
    tx.commit().await?;
    for mailing in ahead {
        deliveries::leave_out_closed(store, MailingId(mailing), now).await?;
    }
    Ok(Saved::Next(version + 1))
}

/// What was approved is another text: it does not go out.
async fn stop(tx: &mut Tx, id: ReleaseId, ahead: &[i64], author: &str, now: Millis) -> Result<(), StoreError> {
    const WHY: &str = "the text was changed";
    let touched = on_tx!(tx, |c| sqlx::query(STOP).bind(id.0).bind(now).bind(WHY).execute(c).await.map(|r| r.touched()))?;
    StoreError::expect_rows("the mailings", ahead.len().try_into().unwrap_or(u64::MAX), touched)?;
    for mailing in ahead {
        note(tx, now, author, "mailing.stop", &format!("mailing {mailing}"), WHY).await?;
    }
    Ok(())
}

/// Whose word a change of the text would take back, if anybody's.
pub async fn voids(store: &Store, id: ReleaseId, now: Millis) -> Result<Option<String>, StoreError> {
    const WHOSE: &str = "SELECT COALESCE(a.approver, a.submitter) FROM mailings m JOIN approvals a ON a.mailing_id = m.id \
         WHERE m.release_id = $1 AND m.state IN ('planning', 'sending', 'paused') AND m.not_before_ms > $2 ORDER BY m.id DESC LIMIT 1";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(WHOSE).bind(id.0).bind(now).fetch_optional(c).await)?)
}

/// A new release by an officer; `copied` = from another one.
pub async fn begin(store: &Store, release: &Release, author: &str, copied: bool, now: Millis) -> Result<ReleaseId, StoreError> {
    let made = Made { author, act: if copied { "copied" } else { "begun" }, restored: None };
    insert_made(store, release, OnChange::Keep, made, now).await.map(Inserted::id)
}

/// An officer takes a draft of the newsroom into their hands; `false` when somebody has it already.
pub async fn take(store: &Store, id: ReleaseId, author: &str, now: Millis) -> Result<bool, StoreError> {
    const TAKE: &str = "UPDATE release_versions SET author = $2 WHERE release_id = $1 AND author = '' \
         AND version = (SELECT version FROM releases WHERE id = $1)";
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(TAKE).bind(id.0).bind(author).execute(c).await.map(|r| r.touched()))?;
    if touched > 0 {
        note(&mut tx, now, author, "release.take", &format!("release {id}"), "").await?;
    }
    tx.commit().await?;
    Ok(touched > 0)
}

/// One version, and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Step {
    pub version: i64,
    pub created_ms: Millis,
    /// Empty = a newsroom, the command line, or nobody wrote it down.
    pub author: String,
    /// `begun`, `copied`, `edited`, `autosaved`, `restored` or empty.
    pub act: String,
    pub restored: Option<i64>,
}

/// How long one sitting may pause: what was saved by itself within it is one step, of which the last text is shown.
const SITTING: Millis = 30 * MINUTE;

/// The versions worth showing, newest first, and how many there are.
pub async fn history(store: &Store, id: ReleaseId, limit: i64, offset: i64) -> Result<(Vec<Step>, i64), StoreError> {
    macro_rules! shown {
        ($what:literal) => {
            concat!(
                "SELECT ",
                $what,
                " FROM release_versions v WHERE v.release_id = $1 AND NOT (v.act = 'autosaved' AND EXISTS (SELECT 1 FROM release_versions n \
                 WHERE n.release_id = v.release_id AND n.version = v.version + 1 AND n.author = v.author \
                 AND n.act IN ('autosaved', 'edited') AND n.created_ms - v.created_ms < $2) \
                 AND NOT EXISTS (SELECT 1 FROM mailings m WHERE m.release_id = v.release_id AND m.version = v.version))"
            )
        };
    }
    const STEPS: &str =
        concat!(shown!("v.version, v.created_ms, v.author, v.act, v.restored"), " ORDER BY v.version DESC LIMIT $3 OFFSET $4");
    const COUNT: &str = shown!("COUNT(*)");
    let steps: Vec<Step> = on_driver!(store.reader(), |c| sqlx::query_as(STEPS)
        .bind(id.0)
        .bind(SITTING)
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await)?;
    let n: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(COUNT).bind(id.0).bind(SITTING).fetch_one(c).await)?;
    Ok((steps, n))
}

/// One version's own line.
pub async fn step(store: &Store, id: ReleaseId, version: i64) -> Result<Option<Step>, StoreError> {
    const STEP: &str =
        "SELECT version, created_ms, author, act, restored FROM release_versions WHERE release_id = $1 AND version = $2";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(STEP).bind(id.0).bind(version).fetch_optional(c).await)?)
}
