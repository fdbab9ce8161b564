//! Looking people up: by address, by what they cover, and page by page for an export.

use sqlx::FromRow;
use uuid::Uuid;

use super::backend::{Touched, on_driver, on_tx};
use super::{Store, StoreError, audit};
use crate::clock::Millis;
use crate::model::contact::Contact;
use crate::model::ids::{ContactId, IssueId, RegionId, new_uid};

/// Whom to list. Empty lists and texts ask for nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Part of a name, an address or an outlet.
    pub text: String,
    /// Any of these.
    pub regions: Vec<i64>,
    pub issues: Vec<i64>,
    /// Without a region or without an issue.
    pub not_placed: bool,
}

macro_rules! contacts {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.uid, c.address, c.address_key, c.name, c.outlet, c.role, c.language, c.time_zone, c.phone, c.notes, c.person, \
             c.created_ms, c.updated_ms FROM contacts c ",
            $rest
        )
    };
}

#[derive(FromRow)]
struct Row {
    id: i64,
    uid: Uuid,
    address: String,
    address_key: String,
    name: String,
    outlet: String,
    role: String,
    language: String,
    time_zone: String,
    phone: String,
    notes: String,
    person: Option<Uuid>,
    created_ms: Millis,
    updated_ms: Millis,
}

impl From<Row> for Contact {
    fn from(row: Row) -> Self {
        Self {
            id: ContactId(row.id),
            uid: row.uid,
            address: row.address,
            address_key: row.address_key,
            name: row.name,
            outlet: row.outlet,
            role: row.role,
            language: row.language,
            time_zone: row.time_zone,
            phone: row.phone,
            notes: row.notes,
            person: row.person,
            regions: Vec::new(),
            issues: Vec::new(),
            created: row.created_ms,
            updated: row.updated_ms,
        }
    }
}

/// By address key.
pub async fn find(store: &Store, address_key: &str) -> Result<Option<Contact>, StoreError> {
    const FIND: &str = contacts!("WHERE c.address_key = $1");
    let row: Option<Row> = on_driver!(store.reader(), |c| sqlx::query_as(FIND).bind(address_key).fetch_optional(c).await)?;
    Ok(with_places(store, row.into_iter().collect()).await?.pop())
}

/// Whoever has these address keys.
pub async fn find_all(store: &Store, keys: &[String]) -> Result<Vec<Contact>, StoreError> {
    const FIND: &str = contacts!("WHERE c.address_key IN (SELECT value ->> 'key' FROM json_each($1))");
    let keys = serde_json::Value::from(keys.iter().map(|key| serde_json::json!({"key": key})).collect::<Vec<_>>()).to_string();
    let rows: Vec<Row> = on_driver!(store.reader(), |c| sqlx::query_as(FIND).bind(&keys).fetch_all(c).await)?;
    with_places(store, rows).await
}

/// Those of these numbers that are there, in the order of their numbers.
pub async fn by_ids(store: &Store, ids: &[i64]) -> Result<Vec<Contact>, StoreError> {
    const BY_IDS: &str = contacts!("WHERE c.id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1))");
    let ids = serde_json::json!(ids.iter().map(|id| [id]).collect::<Vec<_>>()).to_string();
    let rows: Vec<Row> = on_driver!(store.reader(), |c| sqlx::query_as(BY_IDS).bind(&ids).fetch_all(c).await)?;
    with_places(store, rows).await
}

/// The other addresses of the same person.
pub async fn same_person(store: &Store, contact: &Contact) -> Result<Vec<Contact>, StoreError> {
    const OTHERS: &str = contacts!("WHERE c.person = $1 AND c.id <> $2 ORDER BY c.id");
    let Some(person) = contact.person else { return Ok(Vec::new()) };
    let rows: Vec<Row> =
        on_driver!(store.reader(), |c| sqlx::query_as(OTHERS).bind(person).bind(contact.id.0).fetch_all(c).await)?;
    with_places(store, rows).await
}

/// The next contacts after an id that the filter lets through.
pub async fn page(store: &Store, filter: &Filter, after: ContactId, most: i64) -> Result<Vec<Contact>, StoreError> {
    // lower() knows ASCII only on SQLite, so the text is also tried as it was typed.
    const PAGE: &str = contacts!(
        "WHERE c.id > $1 AND ($2 = '' OR lower(c.name) LIKE lower($2) ESCAPE '!' OR c.name LIKE $2 ESCAPE '!' \
           OR c.address_key LIKE lower($2) ESCAPE '!' OR lower(c.outlet) LIKE lower($2) ESCAPE '!' OR c.outlet LIKE $2 ESCAPE '!') \
         AND ($3 = '[]' OR EXISTS (SELECT 1 FROM contact_regions r WHERE r.contact_id = c.id \
           AND r.region_id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($3)))) \
         AND ($4 = '[]' OR EXISTS (SELECT 1 FROM contact_issues i WHERE i.contact_id = c.id \
           AND i.issue_id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($4)))) \
         AND ($5 = 0 OR NOT EXISTS (SELECT 1 FROM contact_regions r WHERE r.contact_id = c.id) \
           OR NOT EXISTS (SELECT 1 FROM contact_issues i WHERE i.contact_id = c.id)) \
         ORDER BY c.id LIMIT $6"
    );
    let text = match filter.text.as_str() {
        "" => String::new(),
        text => format!("%{}%", text.replace('!', "!!").replace('%', "!%").replace('_', "!_")),
    };
    let ids = |ids: &[i64]| serde_json::json!(ids.iter().map(|id| [id]).collect::<Vec<_>>()).to_string();
    let rows: Vec<Row> = on_driver!(store.reader(), |c| sqlx::query_as(PAGE)
        .bind(after.0)
        .bind(&text)
        .bind(ids(&filter.regions))
        .bind(ids(&filter.issues))
        .bind(i64::from(filter.not_placed))
        .bind(most)
        .fetch_all(c)
        .await)?;
    with_places(store, rows).await
}

async fn with_places(store: &Store, rows: Vec<Row>) -> Result<Vec<Contact>, StoreError> {
    const REGIONS: &str = "SELECT contact_id, region_id FROM contact_regions \
         WHERE contact_id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1)) ORDER BY contact_id, region_id";
    const ISSUES: &str = "SELECT contact_id, issue_id FROM contact_issues \
         WHERE contact_id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1)) ORDER BY contact_id, issue_id";
    let mut found: Vec<Contact> = rows.into_iter().map(Contact::from).collect();
    if found.is_empty() {
        return Ok(found);
    }
    found.sort_by_key(|contact| contact.id);
    let ids = serde_json::json!(found.iter().map(|contact| [contact.id.0]).collect::<Vec<_>>()).to_string();
    let regions: Vec<(i64, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(REGIONS).bind(&ids).fetch_all(c).await)?;
    let issues: Vec<(i64, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(ISSUES).bind(&ids).fetch_all(c).await)?;
    for (contact, region) in regions {
        if let Ok(at) = found.binary_search_by_key(&contact, |contact| contact.id.0) {
            found[at].regions.push(RegionId(region));
        }
    }
    for (contact, issue) in issues {
        if let Ok(at) = found.binary_search_by_key(&contact, |contact| contact.id.0) {
            found[at].issues.push(IssueId(issue));
        }
    }
    Ok(found)
}

/// Says that two contacts are one person; everybody linked to either is that person too. False if they were already.
pub async fn link(store: &Store, one: &Contact, other: &Contact, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const LINK: &str = "UPDATE contacts SET person = $1, updated_ms = $2 WHERE id = $3 OR id = $4 OR person = $5";
    if one.person.is_some() && one.person == other.person {
        return Ok(false);
    }
    let person = one.person.or(other.person).unwrap_or_else(|| new_uid(now));
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(LINK)
        .bind(person)
        .bind(now)
        .bind(one.id.0)
        .bind(other.id.0)
        .bind(other.person)
        .execute(c)
        .await
        .map(|done| done.touched()))?;
    audit::note(
        &mut tx,
        now,
        actor,
        "contact.link",
        &format!("contact {}", one.id),
        &format!("same person as contact {}", other.id),
    )
    .await?;
    tx.commit().await?;
    Ok(touched > 0)
}
