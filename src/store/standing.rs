//! Where each release stands: one text that decides, from its newest mailing and request, for the head of every page and for lists.

use std::collections::HashMap;

use sqlx::FromRow;

use super::backend::on_driver;
use super::{Store, StoreError, people, releases};
use crate::clock::Millis;
use crate::model::ids::{MailingId, ReleaseId};
use crate::model::release::ReleaseKind;

/// Where the newest version of a release stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    Draft,
    WaitingApproval,
    Returned,
    Rejected,
    Scheduled,
    /// Approved, and can still be stopped before the first copy.
    Holding,
    Planning,
    Sending,
    Paused,
    Stopped,
    Missed,
    Withdrawn,
    Void,
    Done,
}

impl State {
    pub const ALL: [Self; 14] = [
        Self::Draft,
        Self::WaitingApproval,
        Self::Returned,
        Self::Rejected,
        Self::Scheduled,
        Self::Holding,
        Self::Planning,
        Self::Sending,
        Self::Paused,
        Self::Stopped,
        Self::Missed,
        Self::Withdrawn,
        Self::Void,
        Self::Done,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::WaitingApproval => "waiting-approval",
            Self::Returned => "returned",
            Self::Rejected => "rejected",
            Self::Scheduled => "scheduled",
            Self::Holding => "holding",
            Self::Planning => "planning",
            Self::Sending => "sending",
            Self::Paused => "paused",
            Self::Stopped => "stopped",
            Self::Missed => "missed",
            Self::Withdrawn => "withdrawn",
            Self::Void => "void",
            Self::Done => "done",
        }
    }

    fn read(text: &str, release: i64) -> Result<Self, StoreError> {
        let corrupt = || StoreError::Corrupt { table: "mailings", column: "state", row: format!("release {release}") };
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or_else(corrupt)
    }
}

/// `standing (release_id, version, mailing_id, state)` of all releases, at `$1`, with a hold window of `$2` ms. What is
/// not over yet shows also when the text has been changed since; what is over belongs to its own version.
macro_rules! standing {
    () => {
        "WITH standing AS (SELECT r.id AS release_id, r.version, m.id AS mailing_id, CASE \
             WHEN v.withdrawn_ms IS NOT NULL THEN 'withdrawn' \
             WHEN q.state = 'waiting' AND (m.id IS NULL OR m.state IN ('done', 'stopped', 'missed', 'void')) THEN 'waiting-approval' \
             WHEN m.id IS NULL OR (m.version < r.version AND m.state IN ('done', 'stopped', 'missed', 'void', 'withdrawn')) THEN \
               CASE WHEN q.state IN ('returned', 'rejected') THEN q.state ELSE 'draft' END \
             WHEN m.state IN ('planning', 'sending') AND m.not_before_ms > $1 THEN \
               CASE WHEN m.not_before_ms - m.created_ms <= $2 THEN 'holding' ELSE 'scheduled' END \
             ELSE m.state END AS state \
           FROM releases r JOIN release_versions v ON v.release_id = r.id AND v.version = r.version \
           LEFT JOIN mailings m ON m.id = (SELECT MAX(x.id) FROM mailings x WHERE x.release_id = r.id) \
           LEFT JOIN requests q ON q.id = (SELECT MAX(y.id) FROM requests y WHERE y.release_id = r.id) AND q.version = r.version) "
    };
}

/// Where one release stands, with its newest mailing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub state: State,
    pub mailing: Option<MailingId>,
    /// Of a mailing that is over: refused or in doubt.
    pub not_delivered: i64,
}

#[derive(FromRow)]
struct Row {
    state: String,
    mailing_id: Option<i64>,
    not_delivered: i64,
}

/// `None` when there is no such release. `hold` is the time between the last click and the first copy.
pub async fn of(store: &Store, release: ReleaseId, hold: Millis, now: Millis) -> Result<Option<Standing>, StoreError> {
    const OF: &str = concat!(
        standing!(),
        "SELECT s.state, s.mailing_id, (SELECT COUNT(*) FROM deliveries d WHERE s.state = 'done' AND d.mailing_id = s.mailing_id \
           AND d.state IN ('refused', 'in_doubt')) AS not_delivered FROM standing s WHERE s.release_id = $3"
    );
    let row: Option<Row> =
        on_driver!(store.reader(), |c| sqlx::query_as(OF).bind(now).bind(hold).bind(release.0).fetch_optional(c).await)?;
    row.map(|row| {
        Ok(Standing {
            state: State::read(&row.state, release.0)?,
            mailing: row.mailing_id.map(MailingId),
            not_delivered: row.not_delivered,
        })
    })
    .transpose()
}

/// A release in the list, with what its state sentence names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub release: ReleaseId,
    pub version: i64,
    pub kind: ReleaseKind,
    pub title: String,
    pub language: String,
    /// Who wrote the newest version; empty = a newsroom or the command line.
    pub author: String,
    pub source_url: Option<String>,
    pub updated: Millis,
    pub state: State,
    pub reason: String,
    /// Approved for so many.
    pub approved: i64,
    /// Who gave the last word.
    pub by: String,
    pub not_before: Millis,
    pub withdrawn: Option<Millis>,
    pub accepted: i64,
    pub not_delivered: i64,
}

/// Which releases are wanted; what is empty or `None` asks for nothing.
#[derive(Clone, Debug, Default)]
pub struct Narrow {
    pub author: String,
    pub issue: Option<i64>,
    pub kind: Option<ReleaseKind>,
    /// That came from a newsroom.
    pub from_newsroom: bool,
    /// Holds this text; empty = any.
    pub title: String,
}

#[derive(FromRow)]
struct LineRow {
    release_id: i64,
    version: i64,
    kind: String,
    title: String,
    language: String,
    author: String,
    source_url: Option<String>,
    updated_ms: Millis,
    state: String,
    state_reason: Option<String>,
    approved_count: Option<i64>,
    approved_by: Option<String>,
    not_before_ms: Option<Millis>,
    withdrawn_ms: Option<Millis>,
    mailing_id: Option<i64>,
}

macro_rules! narrowed {
    ($what:literal, $rest:literal) => {
        concat!(
            standing!(),
            "SELECT ",
            $what,
            " FROM standing s JOIN releases r ON r.id = s.release_id \
             JOIN release_versions v ON v.release_id = s.release_id AND v.version = s.version \
             LEFT JOIN mailings m ON m.id = s.mailing_id LEFT JOIN approvals a ON a.mailing_id = m.id \
             WHERE s.state IN (SELECT value ->> 'state' FROM json_each($3)) AND ($4 = '' OR v.author = $4) \
             AND ($5 = 0 OR EXISTS (SELECT 1 FROM release_issues i WHERE i.release_id = r.id AND i.issue_id = $5)) \
             AND ($6 = '' OR r.kind = $6) AND ($7 = 0 OR (r.source_id IS NOT NULL AND m.id IS NULL)) \
             AND ($8 = '' OR lower(v.title) LIKE $8 ESCAPE '!' \
                  OR ($9 <> '' AND (v.title LIKE $9 ESCAPE '!' OR v.title LIKE $10 ESCAPE '!')))",
            $rest
        )
    };
}

/// The releases in one of these states, and how many there are: those that are to go out first, drafts by their last
/// change, all others by their mailing.
pub async fn list(
    store: &Store,
    states: &[State],
    narrow: &Narrow,
    (hold, now): (Millis, Millis),
    (limit, offset): (i64, i64),
) -> Result<(Vec<Line>, i64), StoreError> {
    const LIST: &str = narrowed!(
        "s.release_id, s.version, s.state, s.mailing_id, r.kind, r.source_url, r.updated_ms, v.title, v.language, v.author, \
         v.withdrawn_ms, m.state_reason, m.approved_count, m.not_before_ms, COALESCE(a.approver, a.submitter) AS approved_by",
        " ORDER BY CASE WHEN s.state IN ('scheduled', 'holding', 'planning') THEN m.not_before_ms ELSE 0 END, \
         CASE WHEN s.state = 'draft' THEN r.updated_ms ELSE COALESCE(m.created_ms, r.updated_ms) END DESC, r.id DESC LIMIT $11 OFFSET $12"
    );
    const COUNT: &str = narrowed!("COUNT(*)", "");
    let states = serde_json::json!(states.iter().map(|state| serde_json::json!({"state": state.as_str()})).collect::<Vec<_>>());
    let states = states.to_string();
    let [low, typed, capital] = people::patterns(&narrow.title);
    let kind = narrow.kind.map_or("", ReleaseKind::as_str);
    let (issue, from_newsroom) = (narrow.issue.unwrap_or(0), i64::from(narrow.from_newsroom));
    let rows: Vec<LineRow> = on_driver!(store.reader(), |c| sqlx::query_as(LIST)
        .bind(now)
        .bind(hold)
        .bind(&states)
        .bind(&narrow.author)
        .bind(issue)
        .bind(kind)
        .bind(from_newsroom)
        .bind(&low)
        .bind(&typed)
        .bind(&capital)
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await)?;
    let n: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(COUNT)
        .bind(now)
        .bind(hold)
        .bind(&states)
        .bind(&narrow.author)
        .bind(issue)
        .bind(kind)
        .bind(from_newsroom)
        .bind(&low)
        .bind(&typed)
        .bind(&capital)
        .fetch_one(c)
        .await)?;
    let sent = sent(store, &rows).await?;
    let lines = rows.into_iter().map(|row| row.line(&sent)).collect::<Result<_, _>>()?;
    Ok((lines, n))
}

/// Accepted and not delivered, by mailing, counted from the rows.
async fn sent(store: &Store, rows: &[LineRow]) -> Result<HashMap<i64, (i64, i64)>, StoreError> {
    const SENT: &str = "SELECT mailing_id, CAST(SUM(CASE WHEN state = 'accepted' THEN 1 ELSE 0 END) AS BIGINT), \
         CAST(SUM(CASE WHEN state IN ('refused', 'in_doubt') THEN 1 ELSE 0 END) AS BIGINT) FROM deliveries \
         WHERE mailing_id IN (SELECT CAST(value ->> 'id' AS BIGINT) FROM json_each($1)) GROUP BY mailing_id";
    let begun = rows.iter().filter(|row| ["sending", "paused", "stopped", "done"].contains(&row.state.as_str()));
    let ids: Vec<_> = begun.filter_map(|row| row.mailing_id).map(|id| serde_json::json!({ "id": id })).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids = serde_json::Value::from(ids).to_string();
    let found: Vec<(i64, i64, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(SENT).bind(&ids).fetch_all(c).await)?;
    Ok(found.into_iter().map(|(mailing, accepted, not_delivered)| (mailing, (accepted, not_delivered))).collect())
}

impl LineRow {
    fn line(self, sent: &HashMap<i64, (i64, i64)>) -> Result<Line, StoreError> {
        let (accepted, not_delivered) = self.mailing_id.and_then(|id| sent.get(&id).copied()).unwrap_or_default();
        Ok(Line {
            release: ReleaseId(self.release_id),
            version: self.version,
            kind: releases::kind(ReleaseId(self.release_id), &self.kind)?,
            state: State::read(&self.state, self.release_id)?,
            title: self.title,
            language: self.language,
            author: self.author,
            source_url: self.source_url,
            updated: self.updated_ms,
            reason: self.state_reason.unwrap_or_default(),
            approved: self.approved_count.unwrap_or(0),
            by: self.approved_by.unwrap_or_default(),
            not_before: self.not_before_ms.unwrap_or(0),
            withdrawn: self.withdrawn_ms,
            accepted,
            not_delivered,
        })
    }
}
