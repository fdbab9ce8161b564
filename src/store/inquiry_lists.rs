//! The lists of the inbox: what is open by deadline, mine, my desks', nobody's, and what is closed; searched and counted.

use serde_json::json;
use sqlx::FromRow;

use super::Store;
use super::backend::on_driver;
use super::error::StoreError;
use super::inquiries::{Inquiry, Row, columns};
use crate::clock::Millis;
use crate::model::ids::{DeskId, InquiryId, OfficerId, ReleaseId};

/// Which inquiries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Everything that is not closed.
    #[default]
    Open,
    Mine(OfficerId),
    Desks(Vec<DeskId>),
    /// Open and without an owner.
    Unclaimed,
    Closed,
}

/// Who looks: what is restricted is for its owner and those who may see everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    Everything,
    Officer(OfficerId),
}

#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    pub which: Which,
    pub viewer: Viewer,
    /// Part of a subject, a name, an address or what was said; empty = all.
    pub text: &'a str,
    pub release: Option<ReleaseId>,
    /// Those set aside until later are left out.
    pub awake: bool,
    pub now: Millis,
}

// `$1` which, `$2` officer or 0, `$3` desks, `$4` viewer or 0, `$5` text as a pattern, `$6` release or 0, `$7` now when only
// what is not set aside is wanted, else 0. lower() knows ASCII only on SQLite, so the text is also tried as it was typed.
macro_rules! wanted {
    () => {
        "FROM inquiries i WHERE merged_into IS NULL \
         AND ((state <> 'closed' AND ($1 = 'open' OR ($1 = 'mine' AND owner_id = $2) OR ($1 = 'unclaimed' AND owner_id IS NULL) \
              OR ($1 = 'desks' AND desk_id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($3))))) \
           OR (state = 'closed' AND $1 = 'closed')) \
         AND (restricted = 0 OR $4 = 0 OR owner_id = $4) \
         AND ($5 = '' OR lower(subject) LIKE lower($5) ESCAPE '!' OR subject LIKE $5 ESCAPE '!' OR lower(reporter_name) LIKE lower($5) ESCAPE '!' \
           OR reporter_name LIKE $5 ESCAPE '!' OR reporter_key LIKE lower($5) ESCAPE '!' OR EXISTS (SELECT 1 FROM messages m \
             WHERE m.inquiry_id = i.id AND (lower(m.text_new) LIKE lower($5) ESCAPE '!' OR m.text_new LIKE $5 ESCAPE '!'))) \
         AND ($6 = 0 OR release_id = $6) AND ($7 = 0 OR snoozed_ms IS NULL OR snoozed_ms <= $7) "
    };
}

/// A page of them. What is open stands by its deadline, so those passed are on top until they are answered; what is closed
/// by when it was closed, the latest first.
pub async fn list(store: &Store, wanted: &Wanted<'_>, limit: i64, offset: i64) -> Result<Vec<Inquiry>, StoreError> {
    const OPEN: &str = concat!(
        "SELECT ",
        columns!(),
        " ",
        wanted!(),
        "ORDER BY CASE WHEN state = 'answered' AND deadline_ms <= $8 THEN 1 ELSE 0 END, deadline_ms, id LIMIT $9 OFFSET $10"
    );
    const CLOSED: &str = concat!(
        "SELECT ",
        columns!(),
        " ",
        wanted!(),
        "ORDER BY CASE WHEN $8 = 0 THEN 0 ELSE -closed_ms END, id DESC LIMIT $9 OFFSET $10"
    );
    let sql = if wanted.which == Which::Closed { CLOSED } else { OPEN };
    let bound = Bound::of(wanted);
    let rows: Vec<Row> = on_driver!(store.reader(), |c| sqlx::query_as(sql)
        .bind(bound.which)
        .bind(bound.officer)
        .bind(&bound.desks)
        .bind(bound.viewer)
        .bind(&bound.text)
        .bind(bound.release)
        .bind(bound.awake)
        .bind(wanted.now)
        .bind(limit)
        .bind(offset)
        .fetch_all(c)
        .await)?;
    rows.into_iter().map(Inquiry::try_from).collect()
}

pub async fn count(store: &Store, wanted: &Wanted<'_>) -> Result<i64, StoreError> {
    const COUNT: &str = concat!("SELECT COUNT(*) ", wanted!());
    let bound = Bound::of(wanted);
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(COUNT)
        .bind(bound.which)
        .bind(bound.officer)
        .bind(&bound.desks)
        .bind(bound.viewer)
        .bind(&bound.text)
        .bind(bound.release)
        .bind(bound.awake)
        .fetch_one(c)
        .await)?)
}

struct Bound {
    which: &'static str,
    officer: i64,
    desks: String,
    viewer: i64,
    text: String,
    release: i64,
    awake: Millis,
}

impl Bound {
    fn of(wanted: &Wanted<'_>) -> Self {
        let (which, officer, desks): (_, _, &[DeskId]) = match &wanted.which {
            Which::Open => ("open", 0, &[]),
            Which::Mine(officer) => ("mine", officer.0, &[]),
            Which::Desks(desks) => ("desks", 0, desks),
            Which::Unclaimed => ("unclaimed", 0, &[]),
            Which::Closed => ("closed", 0, &[]),
        };
        Self {
            which,
            officer,
            desks: json!(desks.iter().map(|id| [id.0]).collect::<Vec<_>>()).to_string(),
            viewer: if let Viewer::Officer(officer) = wanted.viewer { officer.0 } else { 0 },
            text: match wanted.text {
                "" => String::new(),
                text => format!("%{}%", text.replace('!', "!!").replace('%', "!%").replace('_', "!_")),
            },
            release: wanted.release.map_or(0, |id| id.0),
            awake: if wanted.awake { wanted.now } else { 0 },
        }
    }
}

/// How many there are, for the buttons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct Counts {
    pub open: i64,
    pub mine: i64,
    pub desks: i64,
    pub unclaimed: i64,
    /// Not answered, and their deadline is over.
    pub passed: i64,
    pub closed: i64,
}

/// All of them in one pass. Restricted ones count for whoever may see them.
pub async fn counts(
    store: &Store,
    viewer: Viewer,
    officer: OfficerId,
    desks: &[DeskId],
    now: Millis,
) -> Result<Counts, StoreError> {
    const COUNTS: &str = "SELECT COALESCE(SUM(CASE WHEN state <> 'closed' THEN 1 ELSE 0 END), 0) AS open, \
           COALESCE(SUM(CASE WHEN state <> 'closed' AND owner_id = $1 THEN 1 ELSE 0 END), 0) AS mine, \
           COALESCE(SUM(CASE WHEN state <> 'closed' AND desk_id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($2)) THEN 1 ELSE 0 END), 0) AS desks, \
           COALESCE(SUM(CASE WHEN state <> 'closed' AND owner_id IS NULL THEN 1 ELSE 0 END), 0) AS unclaimed, \
           COALESCE(SUM(CASE WHEN state NOT IN ('closed', 'answered') AND deadline_ms <= $3 THEN 1 ELSE 0 END), 0) AS passed, \
           COALESCE(SUM(CASE WHEN state = 'closed' THEN 1 ELSE 0 END), 0) AS closed \
         FROM inquiries WHERE merged_into IS NULL AND (restricted = 0 OR $4 = 0 OR owner_id = $4)";
    let desks = json!(desks.iter().map(|id| [id.0]).collect::<Vec<_>>()).to_string();
    let seen_by = if let Viewer::Officer(officer) = viewer { officer.0 } else { 0 };
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(COUNTS)
        .bind(officer.0)
        .bind(&desks)
        .bind(now)
        .bind(seen_by)
        .fetch_one(c)
        .await)?)
}

/// The newest inquiries of a reporter, this one apart: what they asked before.
pub async fn earlier(store: &Store, of: &Inquiry, limit: i64) -> Result<Vec<(InquiryId, String)>, StoreError> {
    const EARLIER: &str = "SELECT id, subject FROM inquiries WHERE reporter_key = $1 AND reporter_key <> '' AND id <> $2 \
         AND merged_into IS NULL ORDER BY id DESC LIMIT $3";
    let rows: Vec<(i64, String)> = on_driver!(store.reader(), |c| sqlx::query_as(EARLIER)
        .bind(&of.reporter_key)
        .bind(of.id.0)
        .bind(limit)
        .fetch_all(c)
        .await)?;
    Ok(rows.into_iter().map(|(id, subject)| (InquiryId(id), subject)).collect())
}
