//! How the office's mails look: every version that was in force, who put it there, and the lock that a change of it and an
//! approval take in turn, so that nothing approved goes out looking otherwise.

use sqlx::FromRow;

use super::audit::note;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::{Store, StoreError, deliveries};
use crate::clock::Millis;
use crate::model::ids::MailingId;

/// One version. Without files it is the shipped one.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Version {
    pub version: i64,
    pub subject: Option<String>,
    pub text: Option<String>,
    pub html: Option<String>,
    pub sha256: String,
    pub author: String,
    pub restored: Option<i64>,
    pub created_ms: Millis,
}

macro_rules! versions {
    ($rest:literal) => {
        concat!(
            "SELECT v.version, v.subject, v.text, v.html, v.sha256, v.author, v.restored, v.created_ms \
             FROM mail_template_versions v ",
            $rest
        )
    };
}

/// What is in force; `None` = the shipped one, and it was never changed.
pub async fn newest(store: &Store, mail: &str) -> Result<Option<Version>, StoreError> {
    const NEWEST: &str = versions!("JOIN mail_templates t ON t.mail = v.mail AND t.version = v.version WHERE t.mail = $1");
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(NEWEST).bind(mail).fetch_optional(c).await)?)
}

pub async fn find(store: &Store, mail: &str, version: i64) -> Result<Option<Version>, StoreError> {
    const FIND: &str = versions!("WHERE v.mail = $1 AND v.version = $2");
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(FIND).bind(mail).bind(version).fetch_optional(c).await)?)
}

/// The newest first, without their files but for what [`Version::sha256`] tells; empty there = the shipped one.
pub async fn history(store: &Store, mail: &str, most: i64) -> Result<Vec<Version>, StoreError> {
    const HISTORY: &str = "SELECT version, NULL AS subject, NULL AS text, NULL AS html, sha256, author, restored, created_ms \
         FROM mail_template_versions WHERE mail = $1 ORDER BY version DESC LIMIT $2";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(HISTORY).bind(mail).bind(most).fetch_all(c).await)?)
}

/// A change to be stored.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    pub mail: &'a str,
    /// Subject, text, HTML; `None` = the shipped ones.
    pub files: Option<[&'a str; 3]>,
    /// Of the files, in hex; empty for the shipped ones.
    pub sha256: &'a str,
    /// The version its author had before them; 0 = none yet.
    pub read: i64,
    pub author: &'a str,
    pub restored: Option<i64>,
    pub may_void: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is this version now.
    Next(i64),
    /// It is what is in force, since this version.
    Same(i64),
    /// Somebody else changed it meanwhile; nothing was stored.
    Overtaken,
    /// It would stop so many approved mailings, which its author was not told; nothing was stored.
    WouldVoid(i64),
}

// Approved, and no copy of it may have been begun.
const AHEAD: &str = "SELECT id FROM mailings WHERE state IN ('planning', 'sending', 'paused') AND not_before_ms > $1 ORDER BY id";

/// How many approved mailings a change would stop.
pub async fn ahead(store: &Store, now: Millis) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM mailings WHERE state IN ('planning', 'sending', 'paused') AND not_before_ms > $1";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(COUNT).bind(now).fetch_one(c).await)?)
}

/// Puts the next version in force and stops whatever was approved with another look and has not begun to go out.
pub async fn save(store: &Store, new: &New<'_>, now: Millis) -> Result<Saved, StoreError> {
    const LOCK: &str = "UPDATE mail_templates SET version = version WHERE mail = $1";
    const NOW: &str = "SELECT version, sha256 FROM mail_templates WHERE mail = $1";
    let mut tx = if new.may_void { store.begin_closing_gate().await? } else { store.begin().await? };
    let found = on_tx!(&mut tx, |c| sqlx::query(LOCK).bind(new.mail).execute(c).await.map(|r| r.touched()))?;
    StoreError::expect_rows("the mail template", 1, found)?;
    let (version, sha256): (i64, String) = on_tx!(&mut tx, |c| sqlx::query_as(NOW).bind(new.mail).fetch_one(c).await)?;
    let ahead: Vec<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(AHEAD).bind(now).fetch_all(c).await)?;
    let refused = if sha256 == new.sha256 {
        Some(Saved::Same(version))
    } else if version != new.read {
        Some(Saved::Overtaken)
    } else if !ahead.is_empty() && !new.may_void {
        Some(Saved::WouldVoid(i64::try_from(ahead.len()).unwrap_or(i64::MAX)))
    } else {
        None
    };
    if let Some(refused) = refused {
        tx.commit().await?;
        return Ok(refused);
    }
    insert(&mut tx, new, version + 1, now).await?;
    stop(&mut tx, &ahead, new.author, now).await?;
    tx.commit().await?;
    for mailing in ahead {
        deliveries::leave_out_closed(store, MailingId(mailing), now).await?;
    }
    Ok(Saved::Next(version + 1))
}

async fn insert(tx: &mut Tx, new: &New<'_>, version: i64, now: Millis) -> Result<(), StoreError> {
    const VERSION: &str = "INSERT INTO mail_template_versions \
         (mail, version, subject, text, html, sha256, author, restored, created_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    const HEAD: &str = "UPDATE mail_templates SET version = $2, sha256 = $3 WHERE mail = $1";
    let [subject, text, html] = new.files.map_or([None; 3], |files| files.map(Some));
    on_tx!(tx, |c| sqlx::query(VERSION)
        .bind(new.mail)
        .bind(version)
        .bind(subject)
        .bind(text)
        .bind(html)
        .bind(new.sha256)
        .bind(new.author)
        .bind(new.restored)
        .bind(now)
        .execute(c)
        .await
        .map(drop))?;
    on_tx!(tx, |c| sqlx::query(HEAD).bind(new.mail).bind(version).bind(new.sha256).execute(c).await.map(drop))?;
    let act = if new.files.is_some() { "template.use" } else { "template.reset" };
    note(tx, now, new.author, act, &format!("template {}", new.mail), &format!("version {version}")).await
}

/// What was approved looks otherwise: it does not go out.
async fn stop(tx: &mut Tx, ahead: &[i64], author: &str, now: Millis) -> Result<(), StoreError> {
    const WHY: &str = "the mail template was changed";
    const STOP: &str = "UPDATE mailings SET state = 'stopped', state_reason = $2 \
         WHERE state IN ('planning', 'sending', 'paused') AND not_before_ms > $1";
    const VOID: &str = "UPDATE approvals SET voided_ms = $2 WHERE mailing_id = $1 AND voided_ms IS NULL";
    if ahead.is_empty() {
        return Ok(());
    }
    let touched = on_tx!(tx, |c| sqlx::query(STOP).bind(now).bind(WHY).execute(c).await.map(|r| r.touched()))?;
    StoreError::expect_rows("the mailings", ahead.len().try_into().unwrap_or(u64::MAX), touched)?;
    for mailing in ahead {
        on_tx!(tx, |c| sqlx::query(VOID).bind(mailing).bind(now).execute(c).await.map(drop))?;
        note(tx, now, author, "mailing.stop", &format!("mailing {mailing}"), WHY).await?;
    }
    Ok(())
}

/// Inside an approval: fails as stale where the look in force is not the one that was seen. Holds it until the end.
pub(super) async fn hold(tx: &mut Tx, mail: &str, sha256: &str) -> Result<(), StoreError> {
    const HOLD: &str = "UPDATE mail_templates SET version = version WHERE mail = $1 AND sha256 = $2";
    let found = on_tx!(tx, |c| sqlx::query(HOLD).bind(mail).bind(sha256).execute(c).await.map(|r| r.touched()))?;
    StoreError::expect_rows("the mail template", 1, found)
}
