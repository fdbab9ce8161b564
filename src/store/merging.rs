//! Two entries are one person: one of them takes over what the other has, and the other's address is kept so that it
//! does not come back as somebody new. What somebody left by either address stays left.

use super::backend::{Touched, Tx, on_tx};
use super::suppressions::{self, Leave, Reason, Scope};
use super::{Store, StoreError, audit, named, profile};
use crate::clock::Millis;
use crate::model::ids::{ContactId, new_uid};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merged {
    Done,
    /// One of the two is no longer there, or is part of another entry already.
    Gone,
}

/// The source of suppressions that merging makes.
pub const SOURCE: &str = "merged";

const FILL: &str = "UPDATE contacts SET \
     name = CASE WHEN name <> '' THEN name ELSE (SELECT o.name FROM contacts o WHERE o.id = $2) END, \
     outlet = CASE WHEN outlet <> '' THEN outlet ELSE (SELECT o.outlet FROM contacts o WHERE o.id = $2) END, \
     role = CASE WHEN role <> '' THEN role ELSE (SELECT o.role FROM contacts o WHERE o.id = $2) END, \
     language = CASE WHEN language <> '' THEN language ELSE (SELECT o.language FROM contacts o WHERE o.id = $2) END, \
     time_zone = CASE WHEN time_zone <> '' THEN time_zone ELSE (SELECT o.time_zone FROM contacts o WHERE o.id = $2) END, \
     phone = CASE WHEN phone <> '' THEN phone ELSE (SELECT o.phone FROM contacts o WHERE o.id = $2) END, \
     notes = CASE WHEN notes <> '' THEN notes ELSE (SELECT o.notes FROM contacts o WHERE o.id = $2) END, \
     consent_ms = CASE WHEN consent <> '' THEN consent_ms ELSE (SELECT o.consent_ms FROM contacts o WHERE o.id = $2) END, \
     consent_source = CASE WHEN consent <> '' THEN consent_source ELSE (SELECT o.consent_source FROM contacts o WHERE o.id = $2) END, \
     consent = CASE WHEN consent <> '' THEN consent ELSE (SELECT o.consent FROM contacts o WHERE o.id = $2) END \
     WHERE id = $1";

const REST: [&str; 7] = [
    "INSERT INTO contact_regions (region_id, contact_id) SELECT region_id, $1 FROM contact_regions WHERE contact_id = $2 \
     ON CONFLICT DO NOTHING",
    "INSERT INTO contact_issues (issue_id, contact_id) SELECT issue_id, $1 FROM contact_issues WHERE contact_id = $2 \
     ON CONFLICT DO NOTHING",
    "DELETE FROM contact_regions WHERE contact_id = $2 AND contact_id <> $1",
    "DELETE FROM contact_issues WHERE contact_id = $2 AND contact_id <> $1",
    "UPDATE deliveries SET contact_id = $1 WHERE contact_id = $2 \
     AND address_key = (SELECT o.address_key FROM contacts o WHERE o.id = $2)",
    "UPDATE contacts SET merged_into = $1 WHERE merged_into = $2",
    "UPDATE contacts SET merged_into = $1 WHERE id = $2",
];

/// Makes `other` a part of `keep`.
pub async fn merge(store: &Store, keep: ContactId, other: ContactId, actor: &str, now: Millis) -> Result<Merged, StoreError> {
    let (Some(kept), Some(gone)) = (profile::find(store, keep).await?, profile::find(store, other).await?) else {
        return Ok(Merged::Gone);
    };
    if keep == other || kept.merged_into.is_some() || gone.merged_into.is_some() {
        return Ok(Merged::Gone);
    }
    carry_over(store, &gone.contact.address_key, &kept.contact.address_key, now).await?;
    let quiet = Leave {
        address_key: &gone.contact.address_key,
        scope: Scope::Office,
        reason: Reason::Officer,
        source: SOURCE,
        until: None,
        delivery: None,
    };
    suppressions::leave(store, &quiet, now).await?;
    let person = kept.contact.person.or(gone.contact.person).unwrap_or_else(|| new_uid(now));
    let mut tx = store.begin().await?;
    if !join(&mut tx, keep, other, person, now).await? {
        return Ok(Merged::Gone);
    }
    for sql in std::iter::once(FILL).chain(REST) {
        on_tx!(&mut tx, |c| sqlx::query(sql).bind(keep.0).bind(other.0).execute(c).await.map(drop))?;
    }
    named::put_in_place(&mut tx, other, Some(keep)).await?;
    audit::note(&mut tx, now, actor, "contact.merge", &format!("contact {keep}"), &format!("took over contact {other}")).await?;
    tx.commit().await?;
    Ok(Merged::Done)
}

/// Both are one person from here on, with everybody linked to either.
async fn join(tx: &mut Tx, keep: ContactId, other: ContactId, person: uuid::Uuid, now: Millis) -> Result<bool, StoreError> {
    const JOIN: &str = "UPDATE contacts SET person = $3, updated_ms = $4 WHERE (id = $1 OR id = $2) AND merged_into IS NULL";
    const LINKED: &str = "UPDATE contacts SET person = $2 WHERE person IN \
         (SELECT o.person FROM contacts o WHERE o.id = $1 AND o.person IS NOT NULL)";
    on_tx!(tx, |c| sqlx::query(LINKED).bind(other.0).bind(person).execute(c).await.map(drop))?;
    let touched = on_tx!(tx, |c| sqlx::query(JOIN)
        .bind(keep.0)
        .bind(other.0)
        .bind(person)
        .bind(now)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    Ok(touched == 2)
}

/// What the person chose by one address holds for the other too.
async fn carry_over(store: &Store, from: &str, to: &str, now: Millis) -> Result<(), StoreError> {
    for stands in suppressions::list(store, from, now).await? {
        if matches!(stands.reason, Reason::Unsubscribed | Reason::Complained | Reason::Paused | Reason::Erased) {
            let leave = Leave {
                address_key: to,
                scope: stands.scope,
                reason: stands.reason,
                source: SOURCE,
                until: stands.until,
                delivery: None,
            };
            suppressions::leave(store, &leave, now).await?;
        }
    }
    Ok(())
}
