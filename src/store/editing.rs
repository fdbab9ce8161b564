//! One reporter added or edited by an officer. Who left cannot be brought back by it, and nobody's work is lost when
//! two edit at once.

use std::collections::BTreeSet;

use serde_json::json;

use super::backend::{Touched, Tx, on_driver, on_tx};
use super::{Store, StoreError, audit, profile};
use crate::clock::Millis;
use crate::model::address::EmailAddress;
use crate::model::contact::Consent;
use crate::model::ids::{ContactId, IssueId, RegionId, new_uid};

/// A reporter as the form has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub address: EmailAddress,
    pub name: String,
    pub outlet: String,
    pub role: String,
    pub language: String,
    pub time_zone: String,
    pub phone: String,
    pub notes: String,
    pub regions: BTreeSet<RegionId>,
    pub issues: BTreeSet<IssueId>,
    pub consent: Consent,
    /// Agreed to keep embargoes.
    pub embargo: bool,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    Done(ContactId),
    /// The address is somebody's already.
    Taken(ContactId),
    /// The address is not written to since then and cannot be put back.
    OptedOut {
        since: Millis,
    },
    /// Somebody else wrote meanwhile.
    Changed,
    Gone,
}

const OUT: &str = "SELECT MIN(created_ms) FROM suppressions WHERE address_key = $1 AND scope = 'office' AND reason <> 'paused' \
     AND lifted_ms IS NULL AND (until_ms IS NULL OR until_ms > $2)";

async fn out_since(tx: &mut Tx, key: &str, now: Millis) -> Result<Option<Millis>, StoreError> {
    Ok(on_tx!(tx, |c| sqlx::query_scalar(OUT).bind(key).bind(now).fetch_one(c).await)?)
}

/// Since when an address is not written to, but for a pause.
pub async fn opted_out_since(store: &Store, key: &str, now: Millis) -> Result<Option<Millis>, StoreError> {
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(OUT).bind(key).bind(now).fetch_one(c).await)?)
}

pub async fn add(store: &Store, edit: &Edit, actor: &str, now: Millis) -> Result<Written, StoreError> {
    const ADD: &str = "INSERT INTO contacts (uid, address, address_key, name, outlet, role, language, time_zone, phone, notes, \
             consent, consent_ms, consent_source, embargo_ms, embargo_by, confirmed_ms, created_ms, updated_ms) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $16) \
         ON CONFLICT (address_key) DO NOTHING RETURNING id";
    const KNOWN: &str = "SELECT id FROM contacts WHERE address_key = $1";
    let key = edit.address.key();
    let mut tx = store.begin().await?;
    if let Some(since) = out_since(&mut tx, &key, now).await? {
        return Ok(Written::OptedOut { since });
    }
    let said = edit.consent != Consent::Unsaid;
    let id: Option<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(ADD)
        .bind(new_uid(now))
        .bind(edit.address.as_str())
        .bind(&key)
        .bind(&edit.name)
        .bind(&edit.outlet)
        .bind(&edit.role)
        .bind(&edit.language)
        .bind(&edit.time_zone)
        .bind(&edit.phone)
        .bind(&edit.notes)
        .bind(edit.consent.as_str())
        .bind(said.then_some(now))
        .bind(if said { actor } else { "" })
        .bind(edit.embargo.then_some(now))
        .bind(if edit.embargo { actor } else { "" })
        .bind(now)
        .fetch_optional(c)
        .await)?;
    let Some(id) = id.map(ContactId) else {
        let known: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(KNOWN).bind(&key).fetch_one(c).await)?;
        return Ok(Written::Taken(ContactId(known)));
    };
    put_places(&mut tx, id, edit).await?;
    audit::note(&mut tx, now, actor, "contact.add", &format!("contact {id}"), "").await?;
    tx.commit().await?;
    Ok(Written::Done(id))
}

/// Puts the form in the place of what its editor saw ([`profile::Profile::version`]).
pub async fn change(
    store: &Store,
    id: ContactId,
    edit: &Edit,
    seen: &str,
    actor: &str,
    now: Millis,
) -> Result<Written, StoreError> {
    const TAKEN: &str = "SELECT id FROM contacts WHERE address_key = $1 AND id <> $2";
    let key = edit.address.key();
    let mut tx = store.begin().await?;
    let Some(before) = lock(&mut tx, id, seen, store, now).await? else { return Ok(Written::Gone) };
    let Some(before) = before else { return Ok(Written::Changed) };
    if before.contact.address_key != key {
        let taken: Option<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(TAKEN).bind(&key).bind(id.0).fetch_optional(c).await)?;
        if let Some(taken) = taken {
            return Ok(Written::Taken(ContactId(taken)));
        }
        if let Some(since) = may_move(&mut tx, &before.contact.address_key, &key, now).await? {
            return Ok(Written::OptedOut { since });
        }
    }
    write(&mut tx, &before, edit, actor, now).await?;
    put_places(&mut tx, id, edit).await?;
    audit::note(&mut tx, now, actor, "contact.edit", &format!("contact {id}"), &told(&before, edit)).await?;
    tx.commit().await?;
    Ok(Written::Done(id))
}

/// The row as it is, held until the end; the inner `None` = not what was seen.
async fn lock(
    tx: &mut Tx,
    id: ContactId,
    seen: &str,
    store: &Store,
    now: Millis,
) -> Result<Option<Option<profile::Profile>>, StoreError> {
    // Written first: on PostgreSQL whoever saves at the same moment waits here, and a reader sees what they committed.
    const TOUCH: &str = "UPDATE contacts SET updated_ms = CASE WHEN updated_ms > $2 THEN updated_ms ELSE $2 END \
         WHERE id = $1 AND merged_into IS NULL";
    let touched = on_tx!(tx, |c| sqlx::query(TOUCH).bind(id.0).bind(now).execute(c).await.map(|r| r.touched()))?;
    if touched == 0 {
        return Ok(None);
    }
    Ok(profile::find(store, id).await?.map(|found| (found.version() == seen).then_some(found)))
}

/// A new address must not be one that left; and who left does not come back by another address.
async fn may_move(tx: &mut Tx, from: &str, to: &str, now: Millis) -> Result<Option<Millis>, StoreError> {
    const CHOSE: &str = "SELECT MIN(created_ms) FROM suppressions WHERE address_key = $1 AND scope = 'office' \
         AND reason IN ('unsubscribed', 'complained', 'officer', 'erased') AND lifted_ms IS NULL";
    let left: Option<Millis> = on_tx!(tx, |c| sqlx::query_scalar(CHOSE).bind(from).fetch_one(c).await)?;
    match left {
        Some(since) => Ok(Some(since)),
        None => out_since(tx, to, now).await,
    }
}

async fn write(tx: &mut Tx, before: &profile::Profile, edit: &Edit, actor: &str, now: Millis) -> Result<(), StoreError> {
    const WRITE: &str = "UPDATE contacts SET address = $2, address_key = $3, name = $4, outlet = $5, role = $6, language = $7, \
         time_zone = $8, phone = $9, notes = $10, consent = $11, consent_ms = $12, consent_source = $13, embargo_ms = $14, \
         embargo_by = $15, confirmed_ms = $16 WHERE id = $1";
    let consent = if edit.consent == before.consent {
        (before.consent_at, before.consent_source.clone())
    } else if edit.consent == Consent::Unsaid {
        (None, String::new())
    } else {
        (Some(now), actor.to_owned())
    };
    let embargo = match (&before.embargo, edit.embargo) {
        (_, false) => (None, String::new()),
        (Some((at, by)), true) => (Some(*at), by.clone()),
        (None, true) => (Some(now), actor.to_owned()),
    };
    let touched = on_tx!(tx, |c| sqlx::query(WRITE)
        .bind(before.contact.id.0)
        .bind(edit.address.as_str())
        .bind(edit.address.key())
        .bind(&edit.name)
        .bind(&edit.outlet)
        .bind(&edit.role)
        .bind(&edit.language)
        .bind(&edit.time_zone)
        .bind(&edit.phone)
        .bind(&edit.notes)
        .bind(edit.consent.as_str())
        .bind(consent.0)
        .bind(consent.1)
        .bind(embargo.0)
        .bind(embargo.1)
        .bind(now)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    StoreError::expect_rows("the reporter", 1, touched)
}

/// Which fields, never what is in them.
fn told(before: &profile::Profile, edit: &Edit) -> String {
    let old = &before.contact;
    let fields = [
        ("address", old.address_key != edit.address.key()),
        ("name", old.name != edit.name),
        ("outlet", old.outlet != edit.outlet),
        ("role", old.role != edit.role),
        ("language", old.language != edit.language),
        ("time zone", old.time_zone != edit.time_zone),
        ("phone", old.phone != edit.phone),
        ("notes", old.notes != edit.notes),
        ("regions", old.regions.iter().copied().collect::<BTreeSet<_>>() != edit.regions),
        ("issues", old.issues.iter().copied().collect::<BTreeSet<_>>() != edit.issues),
        ("consent", before.consent != edit.consent),
        ("embargo", before.embargo.is_some() != edit.embargo),
    ];
    fields.iter().filter(|(_, changed)| *changed).map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

const ADD_REGIONS: &str = "INSERT INTO contact_regions (region_id, contact_id) \
     SELECT CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT) FROM json_each($1) WHERE value ->> 0 <> '' ON CONFLICT DO NOTHING";
const ADD_ISSUES: &str = "INSERT INTO contact_issues (issue_id, contact_id) \
     SELECT CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT) FROM json_each($1) WHERE value ->> 0 <> '' ON CONFLICT DO NOTHING";

async fn put_places(tx: &mut Tx, id: ContactId, edit: &Edit) -> Result<(), StoreError> {
    let regions = json!(edit.regions.iter().map(|region| [region.0, id.0]).collect::<Vec<_>>()).to_string();
    let issues = json!(edit.issues.iter().map(|issue| [issue.0, id.0]).collect::<Vec<_>>()).to_string();
    for sql in ["DELETE FROM contact_regions WHERE contact_id = $1", "DELETE FROM contact_issues WHERE contact_id = $1"] {
        on_tx!(tx, |c| sqlx::query(sql).bind(id.0).execute(c).await.map(drop))?;
    }
    on_tx!(tx, |c| sqlx::query(ADD_REGIONS).bind(&regions).execute(c).await.map(drop))?;
    on_tx!(tx, |c| sqlx::query(ADD_ISSUES).bind(&issues).execute(c).await.map(drop))?;
    Ok(())
}

/// Adds regions and issues to these reporters; what they have stays. Says to how many.
pub async fn place(
    store: &Store,
    who: &[i64],
    (regions, issues): (&[RegionId], &[IssueId]),
    actor: &str,
    now: Millis,
) -> Result<u64, StoreError> {
    const TOUCH: &str = "UPDATE contacts SET updated_ms = $2 WHERE merged_into IS NULL \
         AND id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1))";
    let ids = json!(who.iter().map(|id| [id]).collect::<Vec<_>>()).to_string();
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(TOUCH).bind(&ids).bind(now).execute(c).await.map(|r| r.touched()))?;
    const REGIONS: &str = "INSERT INTO contact_regions (region_id, contact_id) SELECT r.id, c.id FROM contacts c JOIN regions r \
         ON r.id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($2)) WHERE c.merged_into IS NULL \
         AND c.id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1)) ON CONFLICT DO NOTHING";
    const ISSUES: &str = "INSERT INTO contact_issues (issue_id, contact_id) SELECT r.id, c.id FROM contacts c JOIN issues r \
         ON r.id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($2)) WHERE c.merged_into IS NULL \
         AND c.id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1)) ON CONFLICT DO NOTHING";
    let regions = json!(regions.iter().map(|id| [id.0]).collect::<Vec<_>>()).to_string();
    let issues = json!(issues.iter().map(|id| [id.0]).collect::<Vec<_>>()).to_string();
    on_tx!(&mut tx, |c| sqlx::query(REGIONS).bind(&ids).bind(&regions).execute(c).await.map(drop))?;
    on_tx!(&mut tx, |c| sqlx::query(ISSUES).bind(&ids).bind(&issues).execute(c).await.map(drop))?;
    let detail = format!("{touched} reporters; regions {regions}, issues {issues}");
    audit::note(&mut tx, now, actor, "contact.place", "contacts", &detail).await?;
    tx.commit().await?;
    Ok(touched)
}
