//! Contacts: single ones by address, and sets of them from a spreadsheet.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::backend::{Tx, on_driver, on_tx};
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::address::EmailAddress;
use crate::model::ids::{ContactId, IssueId, RegionId, new_uid};

/// Somebody as a row or a command describes them. Empty fields say nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    pub address: EmailAddress,
    pub name: String,
    pub outlet: String,
    pub role: String,
    /// BCP 47.
    pub language: String,
    /// IANA.
    pub time_zone: String,
    pub phone: String,
    pub notes: String,
    pub regions: BTreeSet<RegionId>,
    pub issues: BTreeSet<IssueId>,
}

impl Incoming {
    /// Takes over what a later row about the same person adds.
    pub fn absorb(&mut self, later: Self) {
        let fields = [
            (&mut self.name, later.name),
            (&mut self.outlet, later.outlet),
            (&mut self.role, later.role),
            (&mut self.language, later.language),
            (&mut self.time_zone, later.time_zone),
            (&mut self.phone, later.phone),
            (&mut self.notes, later.notes),
        ];
        for (mine, theirs) in fields {
            if mine.is_empty() {
                *mine = theirs;
            }
        }
        self.regions.extend(later.regions);
        self.issues.extend(later.issues);
    }
}

/// What the directory knows of an address before a row comes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub id: Option<ContactId>,
    pub has_region: bool,
    pub has_issue: bool,
    /// Suppressed for the whole office by anything but a pause or a bounce.
    pub opted_out: bool,
    /// Their mailbox did not exist.
    pub bounced: bool,
    /// Since when they are out.
    pub out_since: Option<Millis>,
}

/// A person to bring in.
#[derive(Clone, Debug)]
pub struct Change {
    pub person: Incoming,
    /// As [`standing`] said.
    pub known: Option<ContactId>,
    /// The same file named this person before: fill gaps and add places, replace nothing.
    pub twin: bool,
}

/// How things stand with each of these address keys; those without an entry are new.
pub async fn standing(store: &Store, keys: &[String], now: Millis) -> Result<HashMap<String, Standing>, StoreError> {
    const KNOWN: &str = "SELECT c.id, c.address_key, (SELECT COUNT(*) FROM contact_regions r WHERE r.contact_id = c.id), \
         (SELECT COUNT(*) FROM contact_issues i WHERE i.contact_id = c.id) \
         FROM contacts c WHERE c.address_key IN (SELECT value ->> 'key' FROM json_each($1))";
    const OUT: &str = "SELECT address_key, CAST(MIN(CASE WHEN reason = 'bounced' THEN 1 ELSE 0 END) AS BIGINT), \
         MIN(created_ms) FROM suppressions WHERE address_key IN (SELECT value ->> 'key' FROM json_each($1)) \
         AND scope = 'office' AND reason <> 'paused' AND lifted_ms IS NULL AND (until_ms IS NULL OR until_ms > $2) \
         GROUP BY address_key";
    let rows = Value::from(keys.iter().map(|key| json!({"key": key})).collect::<Vec<_>>()).to_string();
    let known: Vec<(i64, String, i64, i64)> =
        on_driver!(store.reader(), |c| sqlx::query_as(KNOWN).bind(&rows).fetch_all(c).await)?;
    let out: Vec<(String, i64, Millis)> =
        on_driver!(store.reader(), |c| sqlx::query_as(OUT).bind(&rows).bind(now).fetch_all(c).await)?;
    let mut found = HashMap::with_capacity(known.len() + out.len());
    for (id, key, regions, issues) in known {
        let known = Standing { id: Some(ContactId(id)), has_region: regions > 0, has_issue: issues > 0, ..Standing::default() };
        found.insert(key, known);
    }
    for (key, only_bounced, since) in out {
        let standing: &mut Standing = found.entry(key).or_default();
        (standing.opted_out, standing.bounced, standing.out_since) = (only_bounced == 0, only_bounced == 1, Some(since));
    }
    Ok(found)
}

macro_rules! upsert {
    ($winner:literal, $other:literal) => {
        concat!(
            "INSERT INTO contacts (uid, address, address_key, name, outlet, role, language, time_zone, phone, notes, created_ms, updated_ms) \
             SELECT unhex(value ->> 'uid'), value ->> 'address', value ->> 'key', value ->> 'name', value ->> 'outlet', value ->> 'role', \
               value ->> 'language', value ->> 'time_zone', value ->> 'phone', value ->> 'notes', $2, $2 \
             FROM json_each($1) WHERE value ->> 'key' <> '' \
             ON CONFLICT (address_key) DO UPDATE SET updated_ms = excluded.updated_ms",
            upsert!(@ $winner, $other, "name"), upsert!(@ $winner, $other, "outlet"), upsert!(@ $winner, $other, "role"),
            upsert!(@ $winner, $other, "language"), upsert!(@ $winner, $other, "time_zone"), upsert!(@ $winner, $other, "phone"),
            upsert!(@ $winner, $other, "notes"),
            " RETURNING id, address_key"
        )
    };
    (@ $winner:literal, $other:literal, $column:literal) => {
        concat!(", ", $column, " = CASE WHEN ", $winner, ".", $column, " <> '' THEN ", $winner, ".", $column, " ELSE ", $other, ".", $column, " END")
    };
}

/// Brings people in, each address once. A filled field replaces what is stored, an empty one leaves it; a filled list
/// of regions or issues replaces the stored list. Suppressions are not touched.
pub async fn bring_in(store: &Store, changes: &[Change], now: Millis) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    bring_in_with(&mut tx, changes, now).await?;
    tx.commit().await
}

/// As [`bring_in`], inside a transaction; says who it was, by address key.
pub(super) async fn bring_in_with(tx: &mut Tx, changes: &[Change], now: Millis) -> Result<HashMap<String, i64>, StoreError> {
    const REPLACE: &str = upsert!("excluded", "contacts");
    const FILL: &str = upsert!("contacts", "excluded");
    let mut ids = HashMap::with_capacity(changes.len());
    for (sql, twins) in [(REPLACE, false), (FILL, true)] {
        let rows: Vec<Value> =
            changes.iter().filter(|change| change.twin == twins).map(|change| row(&change.person, now)).collect();
        if !rows.is_empty() {
            let rows = Value::from(rows).to_string();
            let found: Vec<(i64, String)> = on_tx!(tx, |c| sqlx::query_as(sql).bind(&rows).bind(now).fetch_all(c).await)?;
            ids.extend(found.into_iter().map(|(id, key)| (key, id)));
        }
    }
    let mut placing = Placing::default();
    for change in changes {
        if let Some(&id) = ids.get(&change.person.address.key()) {
            placing.add(id, change);
        }
    }
    placing.write(tx).await?;
    Ok(ids)
}

fn row(person: &Incoming, now: Millis) -> Value {
    json!({
        "uid": new_uid(now).simple().to_string(), "address": person.address.as_str(), "key": person.address.key(), "name": person.name,
        "outlet": person.outlet, "role": person.role, "language": person.language, "time_zone": person.time_zone, "phone": person.phone,
        "notes": person.notes,
    })
}

/// Regions and issues of a chunk of contacts, as pairs.
#[derive(Default)]
struct Placing {
    fresh_regions: Vec<Value>,
    fresh_issues: Vec<Value>,
    regions: Vec<(i64, i64)>,
    issues: Vec<(i64, i64)>,
}

impl Placing {
    fn add(&mut self, id: i64, change: &Change) {
        if change.known.is_some() && !change.twin {
            if !change.person.regions.is_empty() {
                self.fresh_regions.push(json!({"id": id}));
            }
            if !change.person.issues.is_empty() {
                self.fresh_issues.push(json!({"id": id}));
            }
        }
        self.regions.extend(change.person.regions.iter().map(|region| (region.0, id)));
        self.issues.extend(change.person.issues.iter().map(|issue| (issue.0, id)));
    }

    async fn write(mut self, tx: &mut Tx) -> Result<(), StoreError> {
        const FORGET_REGIONS: &str =
            "DELETE FROM contact_regions WHERE contact_id IN (SELECT CAST(value ->> 'id' AS BIGINT) FROM json_each($1))";
        const FORGET_ISSUES: &str =
            "DELETE FROM contact_issues WHERE contact_id IN (SELECT CAST(value ->> 'id' AS BIGINT) FROM json_each($1))";
        const REGIONS: &str = "INSERT INTO contact_regions (region_id, contact_id) \
             SELECT CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT) FROM json_each($1) WHERE value ->> 0 <> '' ON CONFLICT DO NOTHING";
        const ISSUES: &str = "INSERT INTO contact_issues (issue_id, contact_id) \
             SELECT CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT) FROM json_each($1) WHERE value ->> 0 <> '' ON CONFLICT DO NOTHING";
        // In the order of the index they go into.
        self.regions.sort_unstable();
        self.issues.sort_unstable();
        for (sql, rows) in [
            (FORGET_REGIONS, Value::from(self.fresh_regions)),
            (FORGET_ISSUES, Value::from(self.fresh_issues)),
            (REGIONS, json!(self.regions)),
            (ISSUES, json!(self.issues)),
        ] {
            if rows.as_array().is_some_and(|rows| !rows.is_empty()) {
                let rows = rows.to_string();
                on_tx!(tx, |c| sqlx::query(sql).bind(&rows).execute(c).await.map(drop))?;
            }
        }
        Ok(())
    }
}
