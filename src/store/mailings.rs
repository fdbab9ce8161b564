//! Mailings with their approval and frozen letters: written together, read back to be verified and planned.

use sqlx::FromRow;

use super::audit::note;
use super::backend::{Touched, on_driver, on_tx};
use super::queue::{NewSingle, put};
use super::{Store, StoreError, mail_templates, requests, wake};
use crate::clock::Millis;
use crate::model::approval::Terms;
use crate::model::audience::Choice;
use crate::model::ids::{MailingId, OfficerId, ReleaseId, RequestId, new_uid};
use crate::model::mailing::MailingState;
use crate::model::morning::Morning;

/// What only exists once the mailing has its number: its letters, as JSON by language, and the MAC over everything.
#[derive(Clone, Debug)]
pub struct Frozen {
    pub letters: Vec<(String, String)>,
    pub mac: String,
    pub key_id: String,
}

/// What became of a request to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inserted {
    New(MailingId),
    /// The same seal was sent before: this is that mailing.
    Known(MailingId),
}

impl Inserted {
    pub fn id(self) -> MailingId {
        match self {
            Self::New(id) | Self::Known(id) => id,
        }
    }
}

/// What comes with a person's word besides the terms.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word<'a> {
    /// Codes of the warnings they ticked.
    pub acknowledged: &'a [String],
    /// The request it answers, and who answers it.
    pub request: Option<(RequestId, OfficerId)>,
    /// It goes out without the second person the rules ask for: why, and what the others are told at once.
    pub alone: Option<Alone<'a>>,
    /// SHA-256 of the office's own look the letter is made with, as it is stored (empty = the shipped one): stale when
    /// another is in force by now.
    pub template: Option<&'a str>,
}

/// A word that stands alone where the rules ask for two.
#[derive(Clone, Copy, Debug)]
pub struct Alone<'a> {
    pub reason: &'a str,
    pub told: &'a [NewSingle<'a>],
}

/// A mailing as planning needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailing {
    pub id: MailingId,
    pub release: ReleaseId,
    pub version: i64,
    pub state: MailingState,
    pub state_reason: String,
    pub choice: Choice,
    pub again: bool,
    pub audience_digest: String,
    pub approved_count: i64,
    pub planned_to: i64,
    pub not_before: Millis,
    /// Each copy has a time of its own, at or after `not_before`.
    pub morning: Option<Morning>,
}

/// The approval as stored, with the terms as they stand in the database now.
#[derive(Clone, Debug)]
pub struct Approved {
    pub terms: Terms,
    pub letters: Vec<(String, String)>,
    pub digest: String,
    pub mac: String,
    pub key_id: String,
    pub voided: Option<Millis>,
}

/// Writes mailing, approval and letters in one go, unless this seal was sent before. `freeze` is told the number.
pub async fn insert<E: From<StoreError>>(
    store: &Store,
    terms: &Terms,
    now: Millis,
    freeze: impl FnOnce(MailingId) -> Result<Frozen, E> + Send,
) -> Result<Inserted, E> {
    insert_with(store, terms, Word::default(), now, freeze).await
}

/// As [`insert`], with what was ticked, and with the request it answers approved in the same transaction: stale when
/// that does not wait any more. Any other request about the release is void.
pub async fn insert_with<E: From<StoreError>>(
    store: &Store,
    terms: &Terms,
    word: Word<'_>,
    now: Millis,
    freeze: impl FnOnce(MailingId) -> Result<Frozen, E> + Send,
) -> Result<Inserted, E> {
    // Two of the same at once: the second waits here and then sees the first.
    const LOCK: &str = "UPDATE releases SET updated_ms = updated_ms WHERE id = $1";
    const KNOWN: &str = "SELECT id FROM mailings WHERE release_id = $1 AND approval_digest = $2 AND state <> 'void'";
    let mut tx = store.begin().await?;
    on_tx!(&mut tx, |c| sqlx::query(LOCK).bind(terms.release.0).execute(c).await.map(drop)).map_err(StoreError::from)?;
    let known: Option<i64> =
        on_tx!(&mut tx, |c| sqlx::query_scalar(KNOWN).bind(terms.release.0).bind(&terms.seal).fetch_optional(c).await)
            .map_err(StoreError::from)?;
    if let Some(id) = known {
        tx.commit().await?;
        return Ok(Inserted::Known(MailingId(id)));
    }
    if let Some(template) = word.template {
        mail_templates::hold(&mut tx, "release", template).await?;
    }
    let id = insert_mailing(&mut tx, terms, now).await?;
    let frozen = freeze(id)?;
    let seen = requests::codes(word.acknowledged);
    insert_approval(&mut tx, id, terms, &frozen, &seen).await?;
    match word.request {
        Some(request) => requests::approve(&mut tx, request, id, now).await?,
        None => requests::void_waiting(&mut tx, terms.release, "sent", now).await?,
    }
    note(&mut tx, now, &terms.submitter, "mailing.send", &format!("mailing {id}"), &terms.seal).await?;
    if let Some(approver) = &terms.approver {
        note(&mut tx, now, approver, "mailing.approve", &format!("mailing {id}"), &terms.seal).await?;
    }
    if let (Some(alone), Some(reason)) = (word.alone, &terms.alone) {
        note(&mut tx, now, &terms.submitter, "mailing.alone", &format!("mailing {id}"), reason).await?;
        for single in alone.told {
            put(&mut tx, single, now).await?;
        }
    }
    if !word.acknowledged.is_empty() {
        let actor = terms.approver.as_ref().unwrap_or(&terms.submitter);
        note(&mut tx, now, actor, "mailing.acknowledge", &format!("mailing {id}"), &seen).await?;
    }
    tx.commit().await?;
    if word.alone.is_some_and(|alone| !alone.told.is_empty()) {
        wake::announce(store).await;
    }
    Ok(Inserted::New(id))
}

async fn insert_mailing(tx: &mut super::backend::Tx, terms: &Terms, now: Millis) -> Result<MailingId, StoreError> {
    const MAILING: &str = "INSERT INTO mailings (uid, release_id, version, state, priority, rule, again, audience_digest, \
         approved_count, approval_digest, not_before_ms, useful_until_ms, doubt_policy, date_ms, key_id, created_ms, morning) \
         VALUES ($1, $2, $3, 'planning', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING id";
    let id: i64 = on_tx!(tx, |c| sqlx::query_scalar(MAILING)
        .bind(new_uid(now))
        .bind(terms.release.0)
        .bind(terms.version)
        .bind(terms.priority)
        .bind(&terms.rule)
        .bind(terms.again)
        .bind(&terms.audience_digest)
        .bind(terms.count)
        .bind(&terms.seal)
        .bind(terms.not_before)
        .bind(terms.useful_until)
        .bind(&terms.doubt_policy)
        .bind(terms.date)
        .bind(&terms.token_key)
        .bind(now)
        .bind(terms.morning.as_deref())
        .fetch_one(c)
        .await)?;
    Ok(MailingId(id))
}

async fn insert_approval(
    tx: &mut super::backend::Tx,
    id: MailingId,
    terms: &Terms,
    frozen: &Frozen,
    acknowledged: &str,
) -> Result<(), StoreError> {
    const APPROVAL: &str = "INSERT INTO approvals \
         (mailing_id, digest, mac, key_id, submitter, approver, sentence, created_ms, acknowledged, alone) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    const LETTER: &str = "INSERT INTO letters (mailing_id, language, letter) VALUES ($1, $2, $3)";
    on_tx!(tx, |c| sqlx::query(APPROVAL)
        .bind(id.0)
        .bind(&terms.seal)
        .bind(&frozen.mac)
        .bind(&frozen.key_id)
        .bind(&terms.submitter)
        .bind(terms.approver.as_deref())
        .bind(&terms.sentence)
        .bind(terms.approved_at)
        .bind(acknowledged)
        .bind(terms.alone.as_deref())
        .execute(c)
        .await
        .map(drop))?;
    for (language, letter) in &frozen.letters {
        on_tx!(tx, |c| sqlx::query(LETTER).bind(id.0).bind(language).bind(letter).execute(c).await.map(drop))?;
    }
    Ok(())
}

#[derive(FromRow)]
struct Row {
    id: i64,
    release_id: i64,
    version: i64,
    state: String,
    state_reason: String,
    rule: String,
    again: bool,
    audience_digest: String,
    approved_count: i64,
    planned_to: i64,
    not_before_ms: i64,
    morning: Option<String>,
}

/// How many there ever were.
pub async fn how_many(store: &Store) -> Result<i64, StoreError> {
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar("SELECT COUNT(*) FROM mailings WHERE id > 0").fetch_one(c).await)?)
}

pub async fn find(store: &Store, id: MailingId) -> Result<Option<Mailing>, StoreError> {
    const FIND: &str = "SELECT id, release_id, version, state, state_reason, rule, again, audience_digest, approved_count, \
         planned_to, not_before_ms, morning FROM mailings WHERE id = $1";
    // A read for what happens next: on SQLite the writer sees what has just been committed, and so does a reader.
    let row: Option<Row> = on_driver!(store.reader(), |c| sqlx::query_as(FIND).bind(id.0).fetch_optional(c).await)?;
    row.map(Row::into_mailing).transpose()
}

impl Row {
    fn into_mailing(self) -> Result<Mailing, StoreError> {
        let corrupt = |column| StoreError::Corrupt { table: "mailings", column, row: self.id.to_string() };
        Ok(Mailing {
            id: MailingId(self.id),
            release: ReleaseId(self.release_id),
            version: self.version,
            state: MailingState::parse(&self.state).ok_or_else(|| corrupt("state"))?,
            choice: serde_json::from_str(&self.rule).map_err(|_| corrupt("rule"))?,
            state_reason: self.state_reason,
            again: self.again,
            audience_digest: self.audience_digest,
            approved_count: self.approved_count,
            planned_to: self.planned_to,
            not_before: self.not_before_ms,
            morning: match self.morning {
                Some(text) => Some(Morning::parse(&text).ok_or_else(|| corrupt("morning"))?),
                None => None,
            },
        })
    }
}

/// The mailing this seal was sent as, if it was.
pub async fn find_sealed(store: &Store, release: ReleaseId, seal: &str) -> Result<Option<MailingId>, StoreError> {
    const FIND: &str =
        "SELECT id FROM mailings WHERE release_id = $1 AND substr(approval_digest, 1, $3) = $2 AND state <> 'void' ORDER BY id";
    let length = i32::try_from(seal.len()).unwrap_or(i32::MAX);
    let id: Option<i64> =
        on_driver!(store.reader(), |c| sqlx::query_scalar(FIND).bind(release.0).bind(seal).bind(length).fetch_optional(c).await)?;
    Ok(id.map(MailingId))
}

/// Mailings of this release so far (void ones do not count), and how many addresses have or will have this version.
pub async fn sent_before(store: &Store, release: ReleaseId, version: i64) -> Result<(i64, i64), StoreError> {
    const MAILINGS: &str = "SELECT COUNT(*) FROM mailings WHERE release_id = $1 AND state <> 'void'";
    const HAVE: &str = "SELECT COUNT(DISTINCT d.address_key) FROM mailings m JOIN deliveries d ON d.mailing_id = m.id \
         WHERE m.release_id = $1 AND m.version = $2 AND m.state <> 'void' \
         AND d.state IN ('pending', 'claimed', 'attempting', 'deferred', 'accepted', 'in_doubt')";
    let mailings: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(MAILINGS).bind(release.0).fetch_one(c).await)?;
    if mailings == 0 {
        return Ok((0, 0));
    }
    let have: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(HAVE).bind(release.0).bind(version).fetch_one(c).await)?;
    Ok((mailings, have))
}

/// A mailing of another release with the very same text since then.
pub async fn same_text(store: &Store, release: ReleaseId, version: i64, since: Millis) -> Result<Option<MailingId>, StoreError> {
    const SAME: &str = "SELECT m.id FROM mailings m \
         JOIN release_versions v ON v.release_id = m.release_id AND v.version = m.version \
         WHERE m.release_id <> $1 AND m.created_ms > $3 AND m.state <> 'void' \
         AND v.sha256 = (SELECT sha256 FROM release_versions WHERE release_id = $1 AND version = $2) ORDER BY m.id DESC LIMIT 1";
    let id: Option<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(SAME)
        .bind(release.0)
        .bind(version)
        .bind(since)
        .fetch_optional(c)
        .await)?;
    Ok(id.map(MailingId))
}

#[derive(FromRow)]
struct ApprovedRow {
    release_id: i64,
    version: i64,
    priority: i64,
    rule: String,
    again: bool,
    audience_digest: String,
    approved_count: i64,
    approval_digest: String,
    not_before_ms: i64,
    morning: Option<String>,
    useful_until_ms: i64,
    doubt_policy: String,
    date_ms: i64,
    token_key: String,
    submitter: String,
    approver: Option<String>,
    alone: Option<String>,
    sentence: String,
    created_ms: i64,
    digest: String,
    mac: String,
    key_id: String,
    voided_ms: Option<i64>,
}

/// Everything an approval binds, as it stands now.
pub async fn approved(store: &Store, id: MailingId) -> Result<Option<Approved>, StoreError> {
    const APPROVED: &str = "SELECT m.release_id, m.version, m.priority, m.rule, m.again, m.audience_digest, m.approved_count, \
         m.approval_digest, m.not_before_ms, m.morning, m.useful_until_ms, m.doubt_policy, m.date_ms, m.key_id AS token_key, \
         a.submitter, a.approver, a.alone, a.sentence, a.created_ms, a.digest, a.mac, a.key_id, a.voided_ms \
         FROM mailings m JOIN approvals a ON a.mailing_id = m.id WHERE m.id = $1";
    const LETTERS: &str = "SELECT language, letter FROM letters WHERE mailing_id = $1 ORDER BY language";
    let row: Option<ApprovedRow> = on_driver!(store.reader(), |c| sqlx::query_as(APPROVED).bind(id.0).fetch_optional(c).await)?;
    let Some(row) = row else { return Ok(None) };
    let letters: Vec<(String, String)> = on_driver!(store.reader(), |c| sqlx::query_as(LETTERS).bind(id.0).fetch_all(c).await)?;
    let terms = Terms {
        release: ReleaseId(row.release_id),
        version: row.version,
        priority: row.priority,
        rule: row.rule,
        again: row.again,
        audience_digest: row.audience_digest,
        count: row.approved_count,
        seal: row.approval_digest,
        not_before: row.not_before_ms,
        morning: row.morning,
        useful_until: row.useful_until_ms,
        doubt_policy: row.doubt_policy,
        date: row.date_ms,
        token_key: row.token_key,
        submitter: row.submitter,
        approver: row.approver,
        alone: row.alone,
        sentence: row.sentence,
        approved_at: row.created_ms,
    };
    Ok(Some(Approved { terms, letters, digest: row.digest, mac: row.mac, key_id: row.key_id, voided: row.voided_ms }))
}

/// Until when, and the letters, of all mailings a copy of which may still be begun after `now`.
pub async fn letters_in_use(store: &Store, now: Millis) -> Result<Vec<(Millis, String)>, StoreError> {
    const LETTERS: &str = "SELECT m.useful_until_ms, l.letter FROM mailings m JOIN letters l ON l.mailing_id = m.id \
         WHERE m.useful_until_ms > $1 AND m.state NOT IN ('stopped', 'withdrawn', 'void')";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(LETTERS).bind(now).fetch_all(c).await)?)
}

/// Mailings whose rows are not all written yet, oldest first.
pub async fn in_planning(store: &Store) -> Result<Vec<MailingId>, StoreError> {
    const LIST: &str = "SELECT id FROM mailings WHERE state = 'planning' ORDER BY id";
    let ids: Vec<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(LIST).fetch_all(c).await)?;
    Ok(ids.into_iter().map(MailingId).collect())
}

/// Planning is complete and right: from here on workers may claim.
pub async fn start_sending(store: &Store, id: MailingId) -> Result<bool, StoreError> {
    const START: &str = "UPDATE mailings SET state = 'sending' WHERE id = $1 AND state = 'planning'";
    let touched = on_driver!(store.writer(), |c| sqlx::query(START).bind(id.0).execute(c).await.map(|r| r.touched()))?;
    wake::announce(store).await;
    Ok(touched == 1)
}
