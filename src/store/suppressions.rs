//! Addresses we must not write to. Leaving closes the gate for a moment: once [`leave`] has returned, no copy to that
//! address is begun, also not one that was queued or claimed.

use super::Store;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::error::StoreError;
use crate::clock::Millis;
use crate::model::ids::{DeliveryId, IssueId, RegionId};

/// How much of our mail somebody leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All of the office's releases.
    Office,
    Issue(IssueId),
    Region(RegionId),
}

impl Scope {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Issue(_) => "issue",
            Self::Region(_) => "region",
        }
    }

    pub fn id(self) -> i64 {
        match self {
            Self::Office => 0,
            Self::Issue(IssueId(id)) | Self::Region(RegionId(id)) => id,
        }
    }

    pub(super) fn read(scope: &str, id: i64) -> Option<Self> {
        match scope {
            "office" => Some(Self::Office),
            "issue" => Some(Self::Issue(IssueId(id))),
            "region" => Some(Self::Region(RegionId(id))),
            _ => None,
        }
    }
}

/// Why an address is suppressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    Unsubscribed,
    /// Until a time.
    Paused,
    /// The mailbox does not exist.
    Bounced,
    Complained,
    /// A person of the office decided.
    Officer,
    Erased,
}

impl Reason {
    pub const ALL: [Self; 6] = [Self::Unsubscribed, Self::Paused, Self::Bounced, Self::Complained, Self::Officer, Self::Erased];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unsubscribed => "unsubscribed",
            Self::Paused => "paused",
            Self::Bounced => "bounced",
            Self::Complained => "complained",
            Self::Officer => "officer",
            Self::Erased => "erased",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }

    fn left_out(self) -> &'static str {
        match self {
            Self::Unsubscribed | Self::Complained => "unsubscribed",
            _ => "suppressed",
        }
    }

    fn event(self) -> Option<&'static str> {
        match self {
            Self::Unsubscribed => Some("unsubscribed"),
            Self::Paused => Some("paused"),
            Self::Bounced => Some("bounced"),
            Self::Complained => Some("complained"),
            Self::Officer | Self::Erased => None,
        }
    }
}

/// Somebody leaves, or has to be left alone.
#[derive(Clone, Copy, Debug)]
pub struct Leave<'a> {
    /// [`crate::model::address::EmailAddress::key`].
    pub address_key: &'a str,
    pub scope: Scope,
    pub reason: Reason,
    /// By which way: `one_click`, `page`, `mail` (to the copy's own address), `mail_words`, `smtp`, `report`, `officer`.
    pub source: &'a str,
    /// The end of a pause.
    pub until: Option<Millis>,
    /// The copy whose link was used.
    pub delivery: Option<DeliveryId>,
}

impl Leave<'_> {
    /// Somebody used the link in the copy, so the copy is with them.
    fn is_by_link(&self) -> bool {
        matches!(self.source, "one_click" | "page" | "mail")
    }
}

/// What leaving did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// It already stood; nothing changed.
    pub already: bool,
    /// Copies that were waiting and will not be sent.
    pub stopped: u64,
    /// Copies whose intent was committed before: at most these may still arrive.
    pub maybe_on_its_way: u64,
}

/// A suppression in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    pub scope: Scope,
    pub reason: Reason,
    pub until: Option<Millis>,
    pub created: Millis,
}

const INSERT: &str = "INSERT INTO suppressions (address_key, scope, scope_id, reason, source, until_ms, delivery_id, created_ms) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
     ON CONFLICT (address_key, scope, scope_id, reason) WHERE lifted_ms IS NULL DO NOTHING";

// Whose pause it is decides who may end it: one that a reader chose and that still runs stays theirs.
const EXTEND: &str = "UPDATE suppressions SET until_ms = $5, \
         source = CASE WHEN source = 'officer' OR until_ms <= $7 THEN $6 ELSE source END \
     WHERE address_key = $1 AND scope = $2 AND scope_id = $3 AND reason = $4 AND lifted_ms IS NULL AND until_ms < $5";

/// A dead mailbox stops single messages too; leaving stops releases only.
const STOP_COPIES: &str = "UPDATE deliveries SET state = 'left_out', left_out = $4, owner = NULL, lease_ms = NULL, \
         fence = fence + 1, settled_ms = $5 \
     WHERE address_key = $1 AND state IN ('pending', 'claimed', 'deferred') \
       AND ($2 = 'office' OR ($2 = 'issue' AND issue_id = $3) OR ($2 = 'region' AND region_id = $3)) \
       AND (mailing_id <> 0 OR $6 = 'bounced')";

const UNDER_WAY: &str = "SELECT COUNT(*) FROM deliveries WHERE address_key = $1 AND state = 'attempting' AND mailing_id <> 0 \
       AND ($2 = 'office' OR ($2 = 'issue' AND issue_id = $3) OR ($2 = 'region' AND region_id = $3))";

const EVENT: &str = "INSERT INTO events (at_ms, kind, mailing_id, delivery_id, detail) \
     SELECT $1, $2, mailing_id, id, $4 FROM deliveries WHERE id = $3";

/// Commits the suppression and takes every waiting copy out of the queue. Calling it twice changes nothing more.
pub async fn leave(store: &Store, leave: &Leave<'_>, now: Millis) -> Result<Left, StoreError> {
    let (scope, id, reason) = (leave.scope.as_str(), leave.scope.id(), leave.reason.as_str());
    let delivery = leave.delivery.map(|delivery| delivery.0);
    let mut tx = store.begin_closing_gate().await?;
    let insert = on_tx!(&mut tx, |c| sqlx::query(INSERT)
        .bind(leave.address_key)
        .bind(scope)
        .bind(id)
        .bind(reason)
        .bind(leave.source)
        .bind(leave.until)
        .bind(delivery)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.touched()))?;
    let extended = if insert == 0 && leave.until.is_some() {
        on_tx!(&mut tx, |c| sqlx::query(EXTEND)
            .bind(leave.address_key)
            .bind(scope)
            .bind(id)
            .bind(reason)
            .bind(leave.until)
            .bind(leave.source)
            .bind(now)
            .execute(c)
            .await
            .map(|done| done.touched()))?
    } else {
        0
    };
    if let Some(delivery) = leave.delivery.filter(|_| leave.is_by_link()) {
        super::doubts::arrived(&mut tx, delivery, "link used", now).await?;
    }
    let stopped = on_tx!(&mut tx, |c| sqlx::query(STOP_COPIES)
        .bind(leave.address_key)
        .bind(scope)
        .bind(id)
        .bind(leave.reason.left_out())
        .bind(now)
        .bind(reason)
        .execute(c)
        .await
        .map(|done| done.touched()))?;
    let under_way: i64 =
        on_tx!(&mut tx, |c| sqlx::query_scalar(UNDER_WAY).bind(leave.address_key).bind(scope).bind(id).fetch_one(c).await)?;
    if insert > 0
        && let (Some(event), Some(delivery)) = (leave.reason.event(), delivery)
    {
        let detail = format!("{} by {}", scope, leave.source);
        on_tx!(&mut tx, |c| sqlx::query(EVENT).bind(now).bind(event).bind(delivery).bind(&detail).execute(c).await.map(drop))?;
    }
    tx.commit().await?;
    Ok(Left { already: insert == 0 && extended == 0, stopped, maybe_on_its_way: under_way.unsigned_abs() })
}

/// As [`leave`], for a list of addresses that opted out elsewhere, inside a transaction that closed the gate.
pub(super) async fn keep_out(tx: &mut Tx, keys: &[String], source: &str, now: Millis) -> Result<(), StoreError> {
    const KEEP: &str = "INSERT INTO suppressions (address_key, scope, scope_id, reason, source, created_ms) \
         SELECT value ->> 'key', 'office', 0, 'unsubscribed', $2, $3 FROM json_each($1) WHERE value ->> 'key' <> '' \
         ON CONFLICT (address_key, scope, scope_id, reason) WHERE lifted_ms IS NULL DO NOTHING";
    const STOP: &str = "UPDATE deliveries SET state = 'left_out', left_out = 'unsubscribed', owner = NULL, lease_ms = NULL, \
             fence = fence + 1, settled_ms = $2 \
         WHERE address_key IN (SELECT value ->> 'key' FROM json_each($1)) AND state IN ('pending', 'claimed', 'deferred') AND mailing_id <> 0";
    let keys: Vec<_> = keys.iter().map(|key| serde_json::json!({"key": key})).collect();
    let keys = serde_json::Value::from(keys).to_string();
    on_tx!(tx, |c| sqlx::query(KEEP).bind(&keys).bind(source).bind(now).execute(c).await.map(drop))?;
    on_tx!(tx, |c| sqlx::query(STOP).bind(&keys).bind(now).execute(c).await.map(drop))?;
    Ok(())
}

/// Takes back what a person chose (leaving or pausing), not what a server or an officer found. Copies that were left
/// out meanwhile stay out.
pub async fn rejoin(store: &Store, address_key: &str, scope: Scope, by: &str, now: Millis) -> Result<bool, StoreError> {
    const LIFT: &str = "UPDATE suppressions SET lifted_ms = $4, lifted_by = $5 \
         WHERE address_key = $1 AND scope = $2 AND scope_id = $3 AND reason IN ('unsubscribed', 'paused') AND lifted_ms IS NULL";
    let lifted = on_driver!(store.writer(), |c| sqlx::query(LIFT)
        .bind(address_key)
        .bind(scope.as_str())
        .bind(scope.id())
        .bind(now)
        .bind(by)
        .execute(c)
        .await
        .map(|done| done.touched()))?;
    Ok(lifted > 0)
}

/// What is in force for an address now.
pub async fn list(store: &Store, address_key: &str, now: Millis) -> Result<Vec<Suppression>, StoreError> {
    const LIST: &str = "SELECT id, scope, scope_id, reason, until_ms, created_ms FROM suppressions \
         WHERE address_key = $1 AND lifted_ms IS NULL AND (until_ms IS NULL OR until_ms > $2) ORDER BY id";
    let rows: Vec<(i64, String, i64, String, Option<i64>, i64)> =
        on_driver!(store.reader(), |c| sqlx::query_as(LIST).bind(address_key).bind(now).fetch_all(c).await)?;
    rows.into_iter()
        .map(|(row, scope, id, reason, until, created)| {
            let corrupt = |column| StoreError::Corrupt { table: "suppressions", column, row: row.to_string() };
            Ok(Suppression {
                scope: Scope::read(&scope, id).ok_or_else(|| corrupt("scope"))?,
                reason: Reason::parse(&reason).ok_or_else(|| corrupt("reason"))?,
                until,
                created,
            })
        })
        .collect()
}
