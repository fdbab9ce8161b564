//! What counting an audience has to know of each contact, many at a time, for keeping it in memory.

use sqlx::FromRow;
use uuid::Uuid;

use super::backend::on_driver;
use super::suppressions::{Reason, Scope};
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::audience::Resolved;

/// One contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub contact: i64,
    pub language: String,
    pub outlet: String,
    /// As the database writes it in small letters; rules are compared with both.
    pub language_key: String,
    pub outlet_key: String,
    /// Shared by the contacts that are one person.
    pub person: Option<Uuid>,
    /// It became part of another entry.
    pub is_merged: bool,
    pub regions: Vec<i64>,
    pub issues: Vec<i64>,
    /// Nothing that was lifted.
    pub outs: Vec<Suppressed>,
}

/// Why a contact's address is not to be written to, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suppressed {
    pub scope: Scope,
    pub reason: Reason,
    pub since: Millis,
    pub until: Option<Millis>,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    language: String,
    language_key: String,
    outlet: String,
    outlet_key: String,
    person: Option<Uuid>,
    is_merged: bool,
    regions: Option<String>,
    issues: Option<String>,
    outs: Option<String>,
}

/// Everybody with `after < id <= up_to`, in order of id; one statement, so one moment.
pub async fn window(store: &Store, after: i64, up_to: i64) -> Result<Vec<Fact>, StoreError> {
    const SQL: &str = "SELECT c.id, c.language, lower(c.language) AS language_key, c.outlet, lower(c.outlet) AS outlet_key, \
         c.person, c.merged_into IS NOT NULL AS is_merged, \
         (SELECT string_agg(CAST(x.region_id AS TEXT), ' ') FROM contact_regions x WHERE x.contact_id = c.id) AS regions, \
         (SELECT string_agg(CAST(x.issue_id AS TEXT), ' ') FROM contact_issues x WHERE x.contact_id = c.id) AS issues, \
         (SELECT string_agg(s.scope || ' ' || CAST(s.scope_id AS TEXT) || ' ' || s.reason || ' ' || CAST(s.created_ms AS TEXT) \
             || ' ' || COALESCE(CAST(s.until_ms AS TEXT), '-'), ',') FROM suppressions s \
           WHERE s.address_key = c.address_key AND s.lifted_ms IS NULL) AS outs \
         FROM contacts c WHERE c.id > $1 AND c.id <= $2 ORDER BY c.id";
    let rows: Vec<Row> = on_driver!(store.reader(), |c| sqlx::query_as(SQL).bind(after).bind(up_to).fetch_all(c).await)?;
    rows.into_iter().map(Row::into_fact).collect()
}

impl Row {
    fn into_fact(self) -> Result<Fact, StoreError> {
        let corrupt = |column| StoreError::Corrupt { table: "contacts", column, row: self.id.to_string() };
        Ok(Fact {
            contact: self.id,
            regions: numbers(self.regions.as_deref()).ok_or_else(|| corrupt("regions"))?,
            issues: numbers(self.issues.as_deref()).ok_or_else(|| corrupt("issues"))?,
            outs: self
                .outs
                .iter()
                .flat_map(|text| text.split(','))
                .map(out)
                .collect::<Option<_>>()
                .ok_or_else(|| corrupt("outs"))?,
            language: self.language,
            language_key: self.language_key,
            outlet: self.outlet,
            outlet_key: self.outlet_key,
            person: self.person,
            is_merged: self.is_merged,
        })
    }
}

fn numbers(text: Option<&str>) -> Option<Vec<i64>> {
    text.unwrap_or_default().split_ascii_whitespace().map(|number| number.parse().ok()).collect()
}

fn out(text: &str) -> Option<Suppressed> {
    let mut parts = text.split(' ');
    let (scope, id) = (parts.next()?, parts.next()?.parse().ok()?);
    let (reason, since, until) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
    let until = if until == "-" { None } else { Some(until.parse().ok()?) };
    Some(Suppressed { scope: Scope::read(scope, id)?, reason: Reason::parse(reason)?, since, until })
}

/// Who has the releases a rule takes its people from, or may have them; nobody where it takes them from none.
pub async fn holders(store: &Store, rule: &Resolved) -> Result<Vec<i64>, StoreError> {
    const SQL: &str = "WITH held AS (SELECT CAST(value ->> 'id' AS BIGINT) AS id, value ->> 'what' AS what FROM json_each($1)) \
         SELECT string_agg(CAST(d.contact_id AS TEXT), ' ') FROM deliveries d \
         WHERE d.mailing_id IN (SELECT m.id FROM mailings m WHERE m.release_id IN (SELECT id FROM held)) \
           AND (d.state IN ('accepted', 'in_doubt', 'attempting') \
             OR (d.left_out = 'withdrawn' AND EXISTS (SELECT 1 FROM held WHERE what = 'holders_and_waiting')))";
    let held: Vec<_> = rule.items.iter().filter(|item| item.what.starts_with("holders")).collect();
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let held = serde_json::json!(held).to_string();
    let found: Option<String> = on_driver!(store.reader(), |c| sqlx::query_scalar(SQL).bind(&held).fetch_one(c).await)?;
    numbers(found.as_deref()).ok_or_else(|| StoreError::Corrupt { table: "deliveries", column: "contact_id", row: held })
}
