//! Whom reporters write for: an outlet by the domain of an address, as the office settled it or as the directory shows it.

use super::Store;
use super::backend::{Touched, Tx, on_driver, on_tx};
use super::error::StoreError;
use crate::clock::Millis;
use crate::model::freemail::is_freemail;
use crate::model::ids::InboundId;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Outlet {
    pub id: i64,
    pub name: String,
    /// `wire`, `broadcast`, …; empty = nobody said.
    pub kind: String,
    /// 1 = first; 0 = nobody said.
    pub tier: i64,
    pub language: String,
    /// IANA.
    pub time_zone: String,
}

const BY_DOMAIN: &str = "SELECT o.id, o.name, o.kind, o.tier, o.language, o.time_zone FROM outlet_domains d JOIN outlets o ON o.id = d.outlet_id \
     WHERE d.domain = $1";

// What the directory's entries at a domain call it, the most frequent first.
const SHOWN: &str = "SELECT MIN(outlet) FROM contacts WHERE domain = $1 AND merged_into IS NULL AND outlet_key <> '' \
     GROUP BY outlet_key ORDER BY COUNT(*) DESC, outlet_key LIMIT 1";

/// The outlet of a domain. A free mail provider's is nobody's. One the directory's own entries agree about most is written
/// down on first use.
pub(crate) async fn of_domain(tx: &mut Tx, domain: &str) -> Result<Option<Outlet>, StoreError> {
    if domain.is_empty() || is_freemail(domain) {
        return Ok(None);
    }
    let known: Option<Outlet> = on_tx!(tx, |c| sqlx::query_as(BY_DOMAIN).bind(domain).fetch_optional(c).await)?;
    if known.is_some() {
        return Ok(known);
    }
    let shown: Option<String> = on_tx!(tx, |c| sqlx::query_scalar(SHOWN).bind(domain).fetch_optional(c).await)?;
    let Some(name) = shown else { return Ok(None) };
    settle_in(tx, &name, domain).await?;
    Ok(on_tx!(tx, |c| sqlx::query_as(BY_DOMAIN).bind(domain).fetch_optional(c).await)?)
}

/// As [`of_domain`], writing nothing down: an outlet only the directory shows has number 0.
pub(crate) async fn look(tx: &mut Tx, domain: &str) -> Result<Option<Outlet>, StoreError> {
    const NAMED: &str = "SELECT id, name, kind, tier, language, time_zone FROM outlets WHERE name_key = $1";
    if domain.is_empty() || is_freemail(domain) {
        return Ok(None);
    }
    let known: Option<Outlet> = on_tx!(tx, |c| sqlx::query_as(BY_DOMAIN).bind(domain).fetch_optional(c).await)?;
    if known.is_some() {
        return Ok(known);
    }
    let shown: Option<String> = on_tx!(tx, |c| sqlx::query_scalar(SHOWN).bind(domain).fetch_optional(c).await)?;
    let Some(name) = shown else { return Ok(None) };
    let named: Option<Outlet> = on_tx!(tx, |c| sqlx::query_as(NAMED).bind(name.to_lowercase()).fetch_optional(c).await)?;
    let unwritten = Outlet { id: 0, name, kind: String::new(), tier: 0, language: String::new(), time_zone: String::new() };
    Ok(Some(named.unwrap_or(unwritten)))
}

async fn settle_in(tx: &mut Tx, name: &str, domain: &str) -> Result<(), StoreError> {
    const OUTLET: &str = "INSERT INTO outlets (name, name_key) VALUES ($1, $2) ON CONFLICT (name_key) DO NOTHING";
    const DOMAIN: &str = "INSERT INTO outlet_domains (domain, outlet_id) SELECT $1, id FROM outlets WHERE name_key = $2 \
         ON CONFLICT (domain) DO UPDATE SET outlet_id = excluded.outlet_id";
    let key = name.to_lowercase();
    on_tx!(tx, |c| sqlx::query(OUTLET).bind(name).bind(&key).execute(c).await.map(drop))?;
    on_tx!(tx, |c| sqlx::query(DOMAIN).bind(domain).bind(&key).execute(c).await.map(drop))?;
    Ok(())
}

/// The office says which outlet a domain is. `false` for a free mail provider's, which is nobody's.
pub async fn settle(store: &Store, name: &str, domain: &str) -> Result<bool, StoreError> {
    if is_freemail(domain) {
        return Ok(false);
    }
    let mut tx = store.begin().await?;
    settle_in(&mut tx, name, domain).await?;
    tx.commit().await?;
    Ok(true)
}

/// What kind of house an outlet is, and how much it weighs. `false` when there is none of that number.
pub async fn describe(store: &Store, id: i64, kind: &str, tier: i64) -> Result<bool, StoreError> {
    const DESCRIBE: &str = "UPDATE outlets SET kind = $2, tier = $3 WHERE id = $1";
    Ok(on_driver!(store.writer(), |c| sqlx::query(DESCRIBE)
        .bind(id)
        .bind(kind)
        .bind(tier)
        .execute(c)
        .await
        .map(|r| r.touched()))?
        == 1)
}

/// All outlets by name.
pub async fn list(store: &Store) -> Result<Vec<Outlet>, StoreError> {
    const LIST: &str = "SELECT id, name, kind, tier, language, time_zone FROM outlets ORDER BY name_key, id";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(LIST).fetch_all(c).await)?)
}

/// Somebody unknown wrote from a known outlet: proposed as an entry of the directory, once, until a person says.
pub(crate) async fn propose_person(
    tx: &mut Tx,
    inbound: Option<InboundId>,
    detail: &str,
    words: &str,
    now: Millis,
) -> Result<(), StoreError> {
    const PROPOSE: &str = "INSERT INTO suggestions (contact_id, inbound_id, kind, detail, words, created_ms) \
         SELECT 0, $1, 'new_address', $2, $3, $4 WHERE NOT EXISTS \
         (SELECT 1 FROM suggestions WHERE contact_id = 0 AND kind = 'new_address' AND detail = $2)";
    on_tx!(tx, |c| sqlx::query(PROPOSE)
        .bind(inbound.map(|id| id.0))
        .bind(detail)
        .bind(words)
        .bind(now)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}
