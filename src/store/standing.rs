//! Where each release stands: one text that decides, from its newest mailing, for the head of every page and for lists.

use sqlx::FromRow;

use super::backend::on_driver;
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::ids::{MailingId, ReleaseId};

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
             WHEN m.id IS NULL OR (m.version < r.version AND m.state IN ('done', 'stopped', 'missed', 'void', 'withdrawn')) THEN 'draft' \
             WHEN m.state IN ('planning', 'sending') AND m.not_before_ms > $1 THEN \
               CASE WHEN m.not_before_ms - m.created_ms <= $2 THEN 'holding' ELSE 'scheduled' END \
             ELSE m.state END AS state \
           FROM releases r JOIN release_versions v ON v.release_id = r.id AND v.version = r.version \
           LEFT JOIN mailings m ON m.id = (SELECT MAX(x.id) FROM mailings x WHERE x.release_id = r.id)) "
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
