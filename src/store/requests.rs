//! A first person's word on a release, until a second person decides: asked, approved, returned, rejected, or void
//! because what was asked for is no longer there. Whoever asked cannot approve; the table itself refuses it.

use sqlx::FromRow;

use super::audit::note;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::notices::Notice;
use super::queue::put;
use super::{Store, StoreError, wake};
use crate::clock::{HOUR, Millis};
use crate::model::ids::{MailingId, OfficerId, ReleaseId, RequestId};

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Waiting,
    Approved,
    /// With a note on what should change.
    Returned,
    /// With the reason.
    Rejected,
    /// The release was edited, or sent, or asked for anew.
    Void,
}

impl State {
    const ALL: [Self; 5] = [Self::Waiting, Self::Approved, Self::Returned, Self::Rejected, Self::Void];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Returned => "returned",
            Self::Rejected => "rejected",
            Self::Void => "void",
        }
    }
}

/// An officer who asked or decided, by the name they have now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: OfficerId,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub id: RequestId,
    pub release: ReleaseId,
    pub version: i64,
    /// To whom, when and how, as whoever asked wrote it down.
    pub terms: String,
    /// The stored form of the seal that was seen.
    pub seal: String,
    pub people: i64,
    pub sentence: String,
    /// What was seen, part by part, as whoever asked wrote it down.
    pub seen: String,
    pub submitter: Person,
    pub asked: Millis,
    pub state: State,
    pub decider: Option<Person>,
    pub decided: Option<Millis>,
    /// Of whoever returned or rejected it; why it is void.
    pub note: String,
    pub mailing: Option<MailingId>,
}

/// What somebody asks for.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    pub release: ReleaseId,
    pub version: i64,
    pub terms: &'a str,
    pub seal: &'a str,
    pub people: i64,
    pub sentence: &'a str,
    pub seen: &'a str,
    /// Codes of the warnings ticked.
    pub acknowledged: &'a [String],
    pub submitter: OfficerId,
    /// Their name, for the audit.
    pub actor: &'a str,
}

/// What became of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    New(RequestId),
    /// Exactly this waits already.
    Known(RequestId),
}

/// Takes a request down and queues its notices, `an_hour` of them at most. One that waits for another version, audience
/// or time of the same release is void from here on. Fails as stale when the release has been edited.
pub async fn ask(store: &Store, new: &New<'_>, notices: &[Notice<'_>], an_hour: usize, now: Millis) -> Result<Asked, StoreError> {
    // Two of the same at once: the second waits here and then sees the first.
    const LOCK: &str = "UPDATE releases SET updated_ms = updated_ms WHERE id = $1 AND version = $2";
    const KNOWN: &str =
        "SELECT id FROM requests WHERE release_id = $1 AND state = 'waiting' AND version = $2 AND seal = $3 AND terms = $4";
    const INSERT: &str = "INSERT INTO requests (release_id, version, terms, seal, people, sentence, seen, acknowledged, submitter, \
         asked_ms, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting') RETURNING id";
    let mut tx = store.begin_telling().await?;
    let locked =
        on_tx!(&mut tx, |c| sqlx::query(LOCK).bind(new.release.0).bind(new.version).execute(c).await.map(|r| r.touched()))?;
    StoreError::expect_rows("the release", 1, locked)?;
    let known: Option<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(KNOWN)
        .bind(new.release.0)
        .bind(new.version)
        .bind(new.seal)
        .bind(new.terms)
        .fetch_optional(c)
        .await)?;
    if let Some(id) = known {
        tx.commit().await?;
        return Ok(Asked::Known(RequestId(id)));
    }
    void_waiting(&mut tx, new.release, "asked anew", now).await?;
    let id: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(INSERT)
        .bind(new.release.0)
        .bind(new.version)
        .bind(new.terms)
        .bind(new.seal)
        .bind(new.people)
        .bind(new.sentence)
        .bind(new.seen)
        .bind(codes(new.acknowledged))
        .bind(new.submitter.0)
        .bind(now)
        .fetch_one(c)
        .await)?;
    let id = RequestId(id);
    tell(&mut tx, id, notices, an_hour, now).await?;
    let detail = format!("{} people, seal {}, seen {}", new.people, new.seal, codes(new.acknowledged));
    note(&mut tx, now, new.actor, "release.ask", &subject(new.release, id), &detail).await?;
    tx.commit().await?;
    wake::announce(store).await;
    Ok(Asked::New(id))
}

async fn tell(tx: &mut Tx, request: RequestId, notices: &[Notice<'_>], an_hour: usize, now: Millis) -> Result<(), StoreError> {
    const LAST_HOUR: &str = "SELECT COUNT(*) FROM request_notices WHERE at_ms > $1";
    const NOTICE: &str = "INSERT INTO request_notices (delivery_id, request_id, officer_id, at_ms) VALUES ($1, $2, $3, $4)";
    let last_hour: i64 = on_tx!(tx, |c| sqlx::query_scalar(LAST_HOUR).bind(now - HOUR).fetch_one(c).await)?;
    let room = an_hour.saturating_sub(usize::try_from(last_hour).unwrap_or(usize::MAX));
    for notice in notices.iter().take(room) {
        let (_, delivery) = put(tx, &notice.single, now).await?;
        on_tx!(tx, |c| sqlx::query(NOTICE)
            .bind(delivery.0)
            .bind(request.0)
            .bind(notice.officer.0)
            .bind(now)
            .execute(c)
            .await
            .map(drop))?;
    }
    Ok(())
}

/// What a second person says besides yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum No {
    Returned,
    Rejected,
}

/// Returns or rejects a waiting request with a note. Stale when it does not wait any more.
pub async fn decline(
    store: &Store,
    request: &Request,
    no: No,
    (officer, actor): (OfficerId, &str),
    why: &str,
    now: Millis,
) -> Result<(), StoreError> {
    let (state, act) = match no {
        No::Returned => (State::Returned, "release.return"),
        No::Rejected => (State::Rejected, "release.reject"),
    };
    let mut tx = store.begin().await?;
    let touched = close(&mut tx, request.id, (state, why), Some(officer), None, now).await?;
    StoreError::expect_rows("the request", 1, touched)?;
    note(&mut tx, now, actor, act, &subject(request.release, request.id), why).await?;
    tx.commit().await
}

/// What was asked for is no longer there. `false` when the request did not wait any more.
pub async fn void(store: &Store, request: &Request, why: &str, actor: &str, now: Millis) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let touched = close(&mut tx, request.id, (State::Void, why), None, None, now).await?;
    if touched == 1 {
        note(&mut tx, now, actor, "release.request_void", &subject(request.release, request.id), why).await?;
    }
    tx.commit().await?;
    Ok(touched == 1)
}

/// A second person's yes, in the transaction that makes the mailing. Stale when the request does not wait any more.
pub(super) async fn approve(
    tx: &mut Tx,
    (request, officer): (RequestId, OfficerId),
    mailing: MailingId,
    now: Millis,
) -> Result<(), StoreError> {
    let touched = close(tx, request, (State::Approved, ""), Some(officer), Some(mailing), now).await?;
    StoreError::expect_rows("the request", 1, touched)
}

/// Whatever waits for this release waits no longer.
pub(super) async fn void_waiting(tx: &mut Tx, release: ReleaseId, why: &str, now: Millis) -> Result<(), StoreError> {
    const WAITING: &str = "SELECT id FROM requests WHERE release_id = $1 AND state = 'waiting'";
    let waiting: Option<i64> = on_tx!(tx, |c| sqlx::query_scalar(WAITING).bind(release.0).fetch_optional(c).await)?;
    if let Some(id) = waiting {
        close(tx, RequestId(id), (State::Void, why), None, None, now).await?;
    }
    Ok(())
}

/// Ends a waiting request, and calls back its notices that have not gone out.
async fn close(
    tx: &mut Tx,
    id: RequestId,
    (state, why): (State, &str),
    by: Option<OfficerId>,
    mailing: Option<MailingId>,
    now: Millis,
) -> Result<u64, StoreError> {
    const CLOSE: &str = "UPDATE requests SET state = $2, note = $3, decided_by = $4, mailing_id = $5, decided_ms = $6 \
         WHERE id = $1 AND state = 'waiting'";
    const CALL_BACK: &str = "UPDATE deliveries SET state = 'left_out', left_out = 'expired', fence = fence + 1, settled_ms = $2 \
         WHERE state IN ('pending', 'deferred') AND id IN (SELECT delivery_id FROM request_notices WHERE request_id = $1)";
    let touched = on_tx!(tx, |c| sqlx::query(CLOSE)
        .bind(id.0)
        .bind(state.as_str())
        .bind(why)
        .bind(by.map(|officer| officer.0))
        .bind(mailing.map(|mailing| mailing.0))
        .bind(now)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    if touched == 1 {
        on_tx!(tx, |c| sqlx::query(CALL_BACK).bind(id.0).bind(now).execute(c).await.map(drop))?;
    }
    Ok(touched)
}

#[derive(FromRow)]
struct Row {
    id: i64,
    release_id: i64,
    version: i64,
    terms: String,
    seal: String,
    people: i64,
    sentence: String,
    seen: String,
    submitter: i64,
    submitter_name: String,
    asked_ms: i64,
    state: String,
    decided_by: Option<i64>,
    decider_name: Option<String>,
    decided_ms: Option<i64>,
    note: String,
    mailing_id: Option<i64>,
}

macro_rules! select {
    ($end:literal) => {
        concat!(
            "SELECT q.id, q.release_id, q.version, q.terms, q.seal, q.people, q.sentence, q.seen, q.submitter, \
             s.name AS submitter_name, q.asked_ms, q.state, q.decided_by, d.name AS decider_name, q.decided_ms, q.note, q.mailing_id \
             FROM requests q JOIN officers s ON s.id = q.submitter LEFT JOIN officers d ON d.id = q.decided_by ",
            $end
        )
    };
}

impl Row {
    fn into_request(self) -> Result<Request, StoreError> {
        let state = State::ALL.into_iter().find(|state| state.as_str() == self.state);
        let state = state.ok_or_else(|| StoreError::Corrupt { table: "requests", column: "state", row: self.id.to_string() })?;
        Ok(Request {
            id: RequestId(self.id),
            release: ReleaseId(self.release_id),
            version: self.version,
            terms: self.terms,
            seal: self.seal,
            people: self.people,
            sentence: self.sentence,
            seen: self.seen,
            submitter: Person { id: OfficerId(self.submitter), name: self.submitter_name },
            asked: self.asked_ms,
            state,
            decider: self.decided_by.zip(self.decider_name).map(|(id, name)| Person { id: OfficerId(id), name }),
            decided: self.decided_ms,
            note: self.note,
            mailing: self.mailing_id.map(MailingId),
        })
    }
}

/// The newest request about a release, whatever became of it.
pub async fn newest(store: &Store, release: ReleaseId) -> Result<Option<Request>, StoreError> {
    const NEWEST: &str = select!("WHERE q.release_id = $1 ORDER BY q.id DESC LIMIT 1");
    let row: Option<Row> = on_driver!(store.reader(), |c| sqlx::query_as(NEWEST).bind(release.0).fetch_optional(c).await)?;
    row.map(Row::into_request).transpose()
}

/// The requests an officer may decide, oldest first: those of others, about a version that is still the newest.
pub async fn waiting_for(store: &Store, officer: OfficerId, limit: i64) -> Result<Vec<Request>, StoreError> {
    const WAITING: &str = select!(
        "JOIN releases r ON r.id = q.release_id AND r.version = q.version \
         WHERE q.state = 'waiting' AND q.submitter <> $1 ORDER BY q.id LIMIT $2"
    );
    let rows: Vec<Row> = on_driver!(store.reader(), |c| sqlx::query_as(WAITING).bind(officer.0).bind(limit).fetch_all(c).await)?;
    rows.into_iter().map(Row::into_request).collect()
}

/// Who returned a release in its newest version, and so may not make the change: somebody else edits it next. Nobody,
/// where there is nobody else who could.
pub async fn returned_by(store: &Store, release: ReleaseId) -> Result<Option<OfficerId>, StoreError> {
    const RETURNED: &str = "SELECT q.decided_by FROM requests q JOIN releases r ON r.id = q.release_id AND r.version = q.version \
         WHERE q.id = (SELECT MAX(id) FROM requests WHERE release_id = $1) AND q.state = 'returned' \
         AND EXISTS (SELECT 1 FROM officers o WHERE o.id <> q.decided_by AND o.removed_ms IS NULL AND o.role <> 'viewer')";
    let id: Option<i64> = on_driver!(store.reader(), |c| sqlx::query_scalar(RETURNED).bind(release.0).fetch_optional(c).await)?;
    Ok(id.map(OfficerId))
}

/// An officer who can be asked.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Approver {
    pub id: i64,
    pub name: String,
    pub address: String,
    /// As they chose; empty = not said.
    pub language: String,
    pub time_zone: String,
}

/// Everybody who may give the word, but this officer.
pub async fn other_approvers(store: &Store, officer: OfficerId) -> Result<Vec<Approver>, StoreError> {
    const OTHERS: &str = "SELECT id, name, address, language, time_zone FROM officers \
         WHERE removed_ms IS NULL AND role IN ('approver', 'admin') AND id <> $1 ORDER BY name_key";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(OTHERS).bind(officer.0).fetch_all(c).await)?)
}

fn subject(release: ReleaseId, id: RequestId) -> String {
    format!("release {release} request {id}")
}

/// Codes as a JSON array.
pub(super) fn codes(codes: &[String]) -> String {
    serde_json::to_string(codes).unwrap_or_else(|_| "[]".to_owned())
}
