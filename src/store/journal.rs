//! What an import did to each contact, written in the transaction that did it, and how it is taken back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::FromRow;

use super::backend::{Touched, Tx, on_driver, on_tx};
use super::contacts::{self, Change};
use super::import_rows::{self, Found};
use super::imports::{Import, Step, advance};
use super::{Store, StoreError, suppressions};
use crate::clock::Millis;
use crate::model::import::Ground;

/// Everything an import may change of a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Snapshot {
    name: String,
    outlet: String,
    role: String,
    language: String,
    time_zone: String,
    phone: String,
    notes: String,
    updated_ms: Millis,
    regions: Vec<i64>,
    issues: Vec<i64>,
    /// Why the office may write to them; `None` in what was written down before imports said so.
    #[serde(default)]
    consent: Option<Consent>,
}

/// A ground, since when, by whose word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Consent {
    ground: String,
    at: Option<Millis>,
    source: String,
}

/// Brings a chunk of people in and writes down what that changed, what was found about their rows, and how far the
/// import has come: all of it or nothing.
pub async fn bring_in(store: &Store, step: &mut Step, rows: &[Found], changes: &[Change], now: Millis) -> Result<(), StoreError> {
    const NOTE: &str = "INSERT INTO import_changes (import_id, contact_id, before, after) \
         SELECT $2, CAST(value ->> 'id' AS BIGINT), value ->> 'before', value ->> 'after' FROM json_each($1) WHERE TRUE \
         ON CONFLICT (import_id, contact_id) DO UPDATE SET after = excluded.after";
    let mut tx = store.begin().await?;
    advance(&mut tx, step, now).await?;
    import_rows::write(&mut tx, step.import, rows).await?;
    if !changes.is_empty() {
        let keys: Vec<Value> = changes.iter().map(|change| json!({"key": change.person.address.key()})).collect();
        let known = ids_of(&mut tx, &Value::from(keys).to_string()).await?;
        let before = snapshots(&mut tx, known).await?;
        let ids: Vec<i64> = contacts::bring_in_with(&mut tx, changes, now).await?.into_values().collect();
        give_ground(&mut tx, step.import, &ids, now).await?;
        let after = snapshots(&mut tx, ids).await?;
        let text = |snapshot: &Snapshot| json!(snapshot).to_string();
        let row = |(id, after): (&i64, &Snapshot)| json!({"id": id, "before": before.get(id).map(text), "after": text(after)});
        let rows = Value::from(after.iter().map(row).collect::<Vec<_>>()).to_string();
        on_tx!(&mut tx, |c| sqlx::query(NOTE).bind(&rows).bind(step.import).execute(c).await.map(drop))?;
    }
    tx.commit().await?;
    step.turn += 1;
    Ok(())
}

/// What the import says of why these people may be written to, where nobody said so before, or less.
async fn give_ground(tx: &mut Tx, import: i64, ids: &[i64], now: Millis) -> Result<(), StoreError> {
    const STATED: &str = "SELECT ground, actor, file FROM imports WHERE id = $1";
    const GIVE: &str = "UPDATE contacts SET consent = $2, consent_ms = $3, consent_source = $4 \
         WHERE id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1)) \
           AND (consent = '' OR (consent = 'press_role' AND $2 = 'agreed'))";
    let stated: Option<(String, String, String)> = on_tx!(tx, |c| sqlx::query_as(STATED).bind(import).fetch_optional(c).await)?;
    let Some((ground, actor, file)) = stated else { return Ok(()) };
    let ground = match Ground::parse(&ground) {
        Some(Ground::Agreed) => "agreed",
        Some(Ground::Role) => "press_role",
        Some(Ground::Unsaid | Ground::OptOut) | None => return Ok(()),
    };
    let source = if file.is_empty() { actor } else { format!("{actor} ({file})") };
    let ids = json!(ids.iter().map(|id| [id]).collect::<Vec<_>>()).to_string();
    on_tx!(tx, |c| sqlx::query(GIVE).bind(&ids).bind(ground).bind(now).bind(&source).execute(c).await.map(drop))?;
    Ok(())
}

/// Keeps a chunk of addresses out, with what was found about their rows and how far the import has come.
pub async fn keep_out(store: &Store, step: &mut Step, rows: &[Found], keys: &[String], now: Millis) -> Result<(), StoreError> {
    let mut tx = store.begin_closing_gate().await?;
    advance(&mut tx, step, now).await?;
    import_rows::write(&mut tx, step.import, rows).await?;
    if !keys.is_empty() {
        suppressions::keep_out(&mut tx, keys, "import", now).await?;
    }
    tx.commit().await?;
    step.turn += 1;
    Ok(())
}

async fn ids_of(tx: &mut Tx, keys: &str) -> Result<Vec<i64>, StoreError> {
    const IDS: &str = "SELECT id FROM contacts WHERE address_key IN (SELECT value ->> 'key' FROM json_each($1))";
    Ok(on_tx!(tx, |c| sqlx::query_scalar(IDS).bind(keys).fetch_all(c).await)?)
}

#[derive(FromRow)]
struct Fields {
    id: i64,
    name: String,
    outlet: String,
    role: String,
    language: String,
    time_zone: String,
    phone: String,
    notes: String,
    updated_ms: Millis,
    consent: String,
    consent_ms: Option<Millis>,
    consent_source: String,
}

async fn snapshots(tx: &mut Tx, ids: Vec<i64>) -> Result<BTreeMap<i64, Snapshot>, StoreError> {
    const FIELDS: &str = "SELECT id, name, outlet, role, language, time_zone, phone, notes, updated_ms, consent, consent_ms, consent_source \
         FROM contacts \
         WHERE id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1))";
    const REGIONS: &str = "SELECT contact_id, region_id FROM contact_regions \
         WHERE contact_id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1)) ORDER BY contact_id, region_id";
    const ISSUES: &str = "SELECT contact_id, issue_id FROM contact_issues \
         WHERE contact_id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1)) ORDER BY contact_id, issue_id";
    let ids = json!(ids.iter().map(|id| [id]).collect::<Vec<_>>()).to_string();
    let rows: Vec<Fields> = on_tx!(tx, |c| sqlx::query_as(FIELDS).bind(&ids).fetch_all(c).await)?;
    let mut found: BTreeMap<i64, Snapshot> = rows.into_iter().map(|row| (row.id, snapshot(row))).collect();
    let regions: Vec<(i64, i64)> = on_tx!(tx, |c| sqlx::query_as(REGIONS).bind(&ids).fetch_all(c).await)?;
    let issues: Vec<(i64, i64)> = on_tx!(tx, |c| sqlx::query_as(ISSUES).bind(&ids).fetch_all(c).await)?;
    for (contact, region) in regions {
        if let Some(snapshot) = found.get_mut(&contact) {
            snapshot.regions.push(region);
        }
    }
    for (contact, issue) in issues {
        if let Some(snapshot) = found.get_mut(&contact) {
            snapshot.issues.push(issue);
        }
    }
    Ok(found)
}

fn snapshot(row: Fields) -> Snapshot {
    let Fields { name, outlet, role, language, time_zone, phone, notes, updated_ms, .. } = row;
    let consent = Some(Consent { ground: row.consent, at: row.consent_ms, source: row.consent_source });
    let (regions, issues) = (Vec::new(), Vec::new());
    Snapshot { name, outlet, role, language, time_zone, phone, notes, updated_ms, regions, issues, consent }
}

/// Takes back what an import did to its next `most` contacts. False when there are none left.
///
/// Whoever it added goes, unless they were written to, or somebody changed them since. Whoever it changed gets the old
/// value of each field that still has the import's. Suppressions are not touched.
pub async fn take_back(store: &Store, step: &mut Step, most: i64, now: Millis) -> Result<bool, StoreError> {
    const NEXT: &str = "SELECT contact_id, before, after FROM import_changes WHERE import_id = $1 AND contact_id > $2 \
         ORDER BY contact_id LIMIT $3";
    let mut tx = store.begin().await?;
    let rows: Vec<(i64, Option<String>, String)> =
        on_tx!(&mut tx, |c| sqlx::query_as(NEXT).bind(step.import).bind(step.place).bind(most).fetch_all(c).await)?;
    let Some((last, ..)) = rows.last() else { return Ok(false) };
    step.place = *last;
    step.progress += i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let ids: Vec<i64> = rows.iter().map(|(id, ..)| *id).collect();
    let mailed = mailed(&mut tx, step.import, &ids).await?;
    let current = snapshots(&mut tx, ids).await?;
    let (mut removed, mut restored) = (Vec::new(), Vec::new());
    for (id, before, after) in rows {
        let Some(current) = current.get(&id) else { continue };
        let corrupt = || StoreError::Corrupt { table: "import_changes", column: "before", row: id.to_string() };
        let read = |text: &str| serde_json::from_str::<Snapshot>(text).map_err(|_| corrupt());
        let after = read(&after)?;
        let after = Snapshot { consent: after.consent.clone().or_else(|| current.consent.clone()), ..after };
        match before {
            None if mailed.contains(&id) => step.tally.mailed += 1,
            None if *current != after => step.tally.edited += 1,
            None => removed.push(id),
            Some(before) => restored.push((id, restore(read(&before)?, &after, current, now))),
        }
    }
    step.tally.removed += i64::try_from(removed.len()).unwrap_or(i64::MAX);
    step.tally.restored += i64::try_from(restored.len()).unwrap_or(i64::MAX);
    advance(&mut tx, step, now).await?;
    remove(&mut tx, &removed).await?;
    write(&mut tx, &restored).await?;
    tx.commit().await?;
    step.turn += 1;
    Ok(true)
}

/// Whoever a mail went out to, or is about to, since the import.
async fn mailed(tx: &mut Tx, import: i64, ids: &[i64]) -> Result<Vec<i64>, StoreError> {
    const MAILED: &str = "SELECT DISTINCT c.id FROM contacts c JOIN deliveries d ON d.address_key = c.address_key \
         JOIN imports i ON i.id = $2 \
         WHERE c.id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1)) AND d.state <> 'left_out' \
           AND (d.settled_ms IS NULL OR d.settled_ms >= i.started_ms)";
    let ids = json!(ids.iter().map(|id| [id]).collect::<Vec<_>>()).to_string();
    Ok(on_tx!(tx, |c| sqlx::query_scalar(MAILED).bind(&ids).bind(import).fetch_all(c).await)?)
}

/// What an undo would do now: people it removes, restores, and leaves because of mail or a later change.
pub async fn foretell(store: &Store, import: &Import) -> Result<(i64, i64, i64), StoreError> {
    const ADDED: &str = "SELECT COUNT(*) FROM import_changes WHERE import_id = $1 AND before IS NULL";
    const CHANGED: &str = "SELECT COUNT(*) FROM import_changes WHERE import_id = $1 AND before IS NOT NULL";
    const MAILED: &str = "SELECT COUNT(*) FROM import_changes j JOIN imports i ON i.id = j.import_id JOIN contacts c ON c.id = j.contact_id \
         WHERE j.import_id = $1 AND j.before IS NULL AND EXISTS (SELECT 1 FROM deliveries d WHERE d.address_key = c.address_key \
           AND d.state <> 'left_out' AND (d.settled_ms IS NULL OR d.settled_ms >= i.started_ms))";
    let mut counts = [0_i64; 3];
    for (count, sql) in counts.iter_mut().zip([ADDED, CHANGED, MAILED]) {
        *count = on_driver!(store.reader(), |c| sqlx::query_scalar(sql).bind(import.id).fetch_one(c).await)?;
    }
    Ok((counts[0] - counts[2], counts[1], counts[2]))
}

/// The old value wherever the import's still stands.
fn restore(before: Snapshot, after: &Snapshot, current: &Snapshot, now: Millis) -> Snapshot {
    fn pick<T: PartialEq + Clone>(before: T, after: &T, current: &T) -> T {
        if after == current { before } else { current.clone() }
    }
    Snapshot {
        name: pick(before.name, &after.name, &current.name),
        outlet: pick(before.outlet, &after.outlet, &current.outlet),
        role: pick(before.role, &after.role, &current.role),
        language: pick(before.language, &after.language, &current.language),
        time_zone: pick(before.time_zone, &after.time_zone, &current.time_zone),
        phone: pick(before.phone, &after.phone, &current.phone),
        notes: pick(before.notes, &after.notes, &current.notes),
        regions: pick(before.regions, &after.regions, &current.regions),
        issues: pick(before.issues, &after.issues, &current.issues),
        consent: if before.consent.is_some() {
            pick(before.consent, &after.consent, &current.consent)
        } else {
            current.consent.clone()
        },
        updated_ms: if after.updated_ms == current.updated_ms { before.updated_ms } else { now },
    }
}

async fn remove(tx: &mut Tx, ids: &[i64]) -> Result<(), StoreError> {
    const REMOVE: &str = "DELETE FROM contacts WHERE id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1))";
    if ids.is_empty() {
        return Ok(());
    }
    let json = json!(ids.iter().map(|id| [id]).collect::<Vec<_>>()).to_string();
    let touched = on_tx!(tx, |c| sqlx::query(REMOVE).bind(&json).execute(c).await.map(|done| done.touched()))?;
    StoreError::expect_rows("the contacts of an import", ids.len() as u64, touched)
}

async fn write(tx: &mut Tx, restored: &[(i64, Snapshot)]) -> Result<(), StoreError> {
    const FIELDS: &str = "UPDATE contacts SET name = r.to_name, outlet = r.to_outlet, role = r.to_role, language = r.to_language, \
           time_zone = r.to_zone, phone = r.to_phone, notes = r.to_notes, updated_ms = r.to_updated, \
           consent = r.to_consent, consent_ms = r.to_consent_ms, consent_source = r.to_consent_source \
         FROM (SELECT CAST(value ->> 'id' AS BIGINT) AS want_id, value ->> 'name' AS to_name, value ->> 'outlet' AS to_outlet, \
             value ->> 'role' AS to_role, value ->> 'language' AS to_language, value ->> 'time_zone' AS to_zone, \
             value ->> 'phone' AS to_phone, value ->> 'notes' AS to_notes, CAST(value ->> 'updated_ms' AS BIGINT) AS to_updated, \
             value ->> 'ground' AS to_consent, CAST(value ->> 'ground_ms' AS BIGINT) AS to_consent_ms, \
             value ->> 'ground_source' AS to_consent_source \
           FROM json_each($1)) AS r WHERE contacts.id = r.want_id";
    const FORGET_REGIONS: &str =
        "DELETE FROM contact_regions WHERE contact_id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1))";
    const FORGET_ISSUES: &str =
        "DELETE FROM contact_issues WHERE contact_id IN (SELECT CAST(value ->> 0 AS BIGINT) FROM json_each($1))";
    const REGIONS: &str = "INSERT INTO contact_regions (region_id, contact_id) \
         SELECT CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT) FROM json_each($1)";
    const ISSUES: &str = "INSERT INTO contact_issues (issue_id, contact_id) \
         SELECT CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT) FROM json_each($1)";
    if restored.is_empty() {
        return Ok(());
    }
    let fields = |(id, snapshot): &(i64, Snapshot)| {
        let mut row = json!(snapshot);
        row["id"] = json!(id);
        let ground = snapshot.consent.as_ref();
        row["ground"] = json!(ground.map_or("", |consent| consent.ground.as_str()));
        row["ground_ms"] = json!(ground.and_then(|consent| consent.at));
        row["ground_source"] = json!(ground.map_or("", |consent| consent.source.as_str()));
        row
    };
    let ids: Vec<[i64; 1]> = restored.iter().map(|(id, _)| [*id]).collect();
    let pairs = |of: fn(&Snapshot) -> &Vec<i64>| -> Value {
        json!(restored.iter().flat_map(|(id, snapshot)| of(snapshot).iter().map(move |place| [*place, *id])).collect::<Vec<_>>())
    };
    for (sql, rows) in [
        (FIELDS, Value::from(restored.iter().map(fields).collect::<Vec<_>>())),
        (FORGET_REGIONS, json!(ids)),
        (FORGET_ISSUES, json!(ids)),
        (REGIONS, pairs(|snapshot| &snapshot.regions)),
        (ISSUES, pairs(|snapshot| &snapshot.issues)),
    ] {
        let rows = rows.to_string();
        on_tx!(tx, |c| sqlx::query(sql).bind(&rows).execute(c).await.map(drop))?;
    }
    Ok(())
}
