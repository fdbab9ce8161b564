//! What is to be done about an inquiry at a time: each once, by whichever process comes first. A timer is done in the
//! transaction that queues what it asks for, so a crash neither loses nor repeats it; a change makes a new generation.

use sqlx::FromRow;

use super::backend::{Touched, Tx, on_driver, on_tx};
use super::queue::{NewSingle, put};
use super::{Store, StoreError, wake};
use crate::clock::Millis;
use crate::model::ids::{DeskId, InquiryId, OfficerId};
use crate::model::inquiry::State;

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An hour before the deadline, and a quarter; then the deadline itself.
    First,
    Last,
    Passed,
    /// Nobody has taken it: told again to the desk, to its lead, to the rota, to everybody.
    Desk,
    Lead,
    Rota,
    Everybody,
    Acknowledge,
    /// A first answer is due by the desk's own promise.
    Target,
}

impl Kind {
    pub const ALARMS: [Self; 3] = [Self::First, Self::Last, Self::Passed];
    pub const UNCLAIMED: [Self; 4] = [Self::Desk, Self::Lead, Self::Rota, Self::Everybody];
    pub const ALL: [Self; 9] = [
        Self::First,
        Self::Last,
        Self::Passed,
        Self::Desk,
        Self::Lead,
        Self::Rota,
        Self::Everybody,
        Self::Acknowledge,
        Self::Target,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "alarm_first",
            Self::Last => "alarm_last",
            Self::Passed => "deadline_passed",
            Self::Desk => "unclaimed_desk",
            Self::Lead => "unclaimed_lead",
            Self::Rota => "unclaimed_rota",
            Self::Everybody => "unclaimed_everybody",
            Self::Acknowledge => "acknowledge",
            Self::Target => "target",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A timer that is due, with its inquiry as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub id: i64,
    pub kind: Kind,
    pub due: Millis,
    pub inquiry: InquiryId,
    pub subject: String,
    pub reporter: String,
    pub desk: Option<DeskId>,
    pub owner: Option<OfficerId>,
    pub state: State,
    pub answered: bool,
    pub restricted: bool,
    pub deadline: Option<Millis>,
    pub target: Option<Millis>,
    /// What the notice's reader saw.
    pub seen: i64,
}

/// Puts timers of these kinds in the place of those of an inquiry that are not done; those become a new generation.
pub async fn arm(
    store: &Store,
    inquiry: InquiryId,
    kinds: &[Kind],
    timers: &[(Kind, Millis)],
    now: Millis,
) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    put_in_place(&mut tx, inquiry, kinds, timers, now).await?;
    tx.commit().await
}

/// As [`arm`], as part of a larger transaction.
pub(super) async fn put_in_place(
    tx: &mut Tx,
    inquiry: InquiryId,
    kinds: &[Kind],
    timers: &[(Kind, Millis)],
    now: Millis,
) -> Result<(), StoreError> {
    // Nobody else arms timers of the same inquiry meanwhile.
    const HOLD: &str = "UPDATE inquiries SET seen = seen WHERE id = $1";
    const OVER: &str = "UPDATE timers SET done_ms = $3 WHERE inquiry_id = $1 AND done_ms IS NULL \
         AND kind IN (SELECT value ->> 0 FROM json_each($2))";
    const ADD: &str = "INSERT INTO timers (inquiry_id, kind, generation, due_ms) \
         SELECT $1, value ->> 0, COALESCE((SELECT MAX(t.generation) FROM timers t WHERE t.inquiry_id = $1 AND t.kind = value ->> 0), 0) + 1, \
           CAST(value ->> 1 AS BIGINT) FROM json_each($2)";
    let over: Vec<[&str; 1]> = kinds.iter().map(|kind| [kind.as_str()]).collect();
    let new: Vec<(&str, Millis)> = timers.iter().map(|(kind, due)| (kind.as_str(), *due)).collect();
    let (over, new) = (serde_json::json!(over).to_string(), serde_json::json!(new).to_string());
    on_tx!(tx, |c| sqlx::query(HOLD).bind(inquiry.0).execute(c).await.map(drop))?;
    on_tx!(tx, |c| sqlx::query(OVER).bind(inquiry.0).bind(&over).bind(now).execute(c).await.map(drop))?;
    on_tx!(tx, |c| sqlx::query(ADD).bind(inquiry.0).bind(&new).execute(c).await.map(drop))?;
    Ok(())
}

/// Timers that are due, the oldest first. Only [`settle`] takes them.
pub async fn due(store: &Store, now: Millis) -> Result<Vec<Due>, StoreError> {
    #[derive(FromRow)]
    struct Row {
        id: i64,
        kind: String,
        due_ms: Millis,
        inquiry_id: i64,
        subject: String,
        reporter_name: String,
        reporter_address: String,
        desk_id: Option<i64>,
        owner_id: Option<i64>,
        state: String,
        first_answer_ms: Option<Millis>,
        restricted: i64,
        deadline_ms: Millis,
        target_ms: Option<Millis>,
        seen: i64,
    }
    /// What stands for "no deadline".
    const NONE: Millis = 1 << 53;
    const DUE: &str = "SELECT t.id, t.kind, t.due_ms, t.inquiry_id, i.subject, i.reporter_name, i.reporter_address, i.desk_id, \
         i.owner_id, i.state, i.first_answer_ms, i.restricted, i.deadline_ms, i.target_ms, i.seen \
         FROM timers t JOIN inquiries i ON i.id = t.inquiry_id WHERE t.done_ms IS NULL AND t.due_ms <= $1 \
         ORDER BY t.due_ms, t.id LIMIT 500";
    let rows: Vec<Row> = on_driver!(store.reader(), |c| sqlx::query_as(DUE).bind(now).fetch_all(c).await)?;
    rows.into_iter()
        .map(|row| {
            let corrupt = |table, column| StoreError::Corrupt { table, column, row: row.id.to_string() };
            Ok(Due {
                id: row.id,
                kind: Kind::parse(&row.kind).ok_or_else(|| corrupt("timers", "kind"))?,
                due: row.due_ms,
                inquiry: InquiryId(row.inquiry_id),
                state: State::parse(&row.state).ok_or_else(|| corrupt("inquiries", "state"))?,
                reporter: if row.reporter_name.is_empty() { row.reporter_address } else { row.reporter_name },
                subject: row.subject,
                desk: row.desk_id.map(DeskId),
                owner: row.owner_id.map(OfficerId),
                answered: row.first_answer_ms.is_some(),
                restricted: row.restricted != 0,
                deadline: Some(row.deadline_ms).filter(|at| *at < NONE),
                target: row.target_ms,
                seen: row.seen,
            })
        })
        .collect()
}

/// One officer's notice about an inquiry, composed and ready.
#[derive(Clone, Debug)]
pub struct Notice<'a> {
    pub officer: OfficerId,
    pub inquiry: InquiryId,
    pub seen: i64,
    /// A word that stands in the notice and nowhere else: an answer that still has it quotes the notice.
    pub canary: &'a str,
    pub single: NewSingle<'a>,
}

/// The timers are done and the notices queued, together. `false`: another process took one of them first; nothing is kept.
pub async fn settle(store: &Store, timers: &[i64], notices: &[Notice<'_>], now: Millis) -> Result<bool, StoreError> {
    const DONE: &str =
        "UPDATE timers SET done_ms = $2 WHERE done_ms IS NULL AND id IN (SELECT CAST(value AS BIGINT) FROM json_each($1))";
    let text = serde_json::json!(timers).to_string();
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(DONE).bind(&text).bind(now).execute(c).await.map(|r| r.touched()))?;
    if touched != timers.len() as u64 {
        return Ok(false);
    }
    for notice in notices {
        tell(&mut tx, notice, now).await?;
    }
    tx.commit().await?;
    if !notices.is_empty() {
        wake::announce(store).await;
    }
    Ok(true)
}

/// Queues one notice, as part of a larger transaction.
pub(super) async fn tell(tx: &mut Tx, notice: &Notice<'_>, now: Millis) -> Result<(), StoreError> {
    const NOTICE: &str = "INSERT INTO inquiry_notices (delivery_id, inquiry_id, officer_id, seen, canary, at_ms) \
         VALUES ($1, $2, $3, $4, $5, $6)";
    let (_, delivery) = put(tx, &notice.single, now).await?;
    on_tx!(tx, |c| sqlx::query(NOTICE)
        .bind(delivery.0)
        .bind(notice.inquiry.0)
        .bind(notice.officer.0)
        .bind(notice.seen)
        .bind(notice.canary)
        .bind(now)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}
