//! The provider group of a domain's mail servers, as DNS said it; which domains are to be asked next; and moving copies
//! that wait into the lane that is known by now. Planning only reads it.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::Store;
use super::backend::{Touched, on_driver, on_tx};
use super::error::StoreError;
use crate::clock::Millis;
use crate::model::ids::{DeliveryId, MailingId};
use crate::model::provider::{self, OTHER};

/// Rows of one page or one change: a transaction of some 20 ms on SQLite.
pub const CHUNK: usize = 2_000;

/// What is known of a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub lane: &'static str,
    /// It may be asked again from then on.
    pub due: Millis,
    /// It is to be asked, for mail that waits since then; 0 = for the directory.
    pub wanted: Option<Millis>,
}

impl Known {
    /// Whether somebody who needs it since then has to say so.
    pub fn is_to_be_wanted(&self, since: Millis, now: Millis) -> bool {
        self.due <= now && self.wanted.is_none_or(|wanted| wanted < since)
    }
}

/// The domains of `addresses` that do not say their group themselves.
pub fn unnamed<'a>(addresses: impl IntoIterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let domains = addresses.into_iter().filter_map(|address| address.rsplit_once('@').map(|(_, domain)| domain));
    domains.filter(|domain| provider::of_domain(domain).is_none()).collect()
}

/// What is known of these domains now.
pub async fn known(store: &Store, domains: &BTreeSet<&str>) -> Result<HashMap<String, Known>, StoreError> {
    const KNOWN: &str = "SELECT m.domain, m.lane, m.due_ms, m.wanted_ms FROM json_each($1) AS j JOIN mail_domains m ON m.domain = j.value ->> 'domain'";
    if domains.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, String, i64, Option<i64>)> =
        on_driver!(store.reader(), |c| sqlx::query_as(KNOWN).bind(names(domains)).fetch_all(c).await)?;
    // A group that is not in the data any more is no group.
    let known = |lane: &str, due, wanted| Known { lane: provider::named(lane).unwrap_or(OTHER), due, wanted };
    Ok(rows.into_iter().map(|(domain, lane, due, wanted)| (domain, known(&lane, due, wanted))).collect())
}

/// Asks for these domains to be looked up, those that mail has waited for since `since` (0 = none does) in their turn.
pub async fn want(store: &Store, domains: &BTreeSet<&str>, since: Millis) -> Result<(), StoreError> {
    const WANT: &str = "INSERT INTO mail_domains (domain, lane, looked_ms, due_ms, wanted_ms) \
         SELECT j.value ->> 'domain', 'other', 0, 0, $2 FROM json_each($1) AS j WHERE TRUE ORDER BY 1 \
         ON CONFLICT (domain) DO UPDATE SET wanted_ms = $2 WHERE mail_domains.wanted_ms IS NULL OR mail_domains.wanted_ms < $2";
    let all: Vec<_> = domains.iter().copied().collect();
    for some in all.chunks(CHUNK) {
        let json = names(some);
        on_driver!(store.writer(), |c| sqlx::query(WANT).bind(&json).bind(since).execute(c).await.map(drop))?;
    }
    Ok(())
}

/// Takes the domains to be asked now, newest need first. Nobody else asks them before `until`.
pub async fn take_due(store: &Store, at_most: i64, until: Millis, now: Millis) -> Result<Vec<String>, StoreError> {
    const TAKE: &str = "UPDATE mail_domains SET due_ms = $2 WHERE due_ms <= $1 AND domain IN \
         (SELECT domain FROM mail_domains WHERE wanted_ms IS NOT NULL AND due_ms <= $1 ORDER BY wanted_ms DESC, domain LIMIT $3) \
         RETURNING domain";
    Ok(on_driver!(store.writer(), |c| sqlx::query_scalar(TAKE).bind(now).bind(until).bind(at_most).fetch_all(c).await)?)
}

/// What asking for a domain came to.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    pub domain: &'a str,
    /// `None`: there was no answer; what was known stays, and the domain stays wanted.
    pub lane: Option<&'static str>,
    /// Not asked again before this.
    pub due: Millis,
}

/// Writes answers down.
pub async fn record(store: &Store, asked: &[Asked<'_>], now: Millis) -> Result<(), StoreError> {
    const RECORD: &str = "UPDATE mail_domains AS m SET lane = COALESCE(r.lane, m.lane), due_ms = r.due, \
             looked_ms = CASE WHEN r.lane IS NULL THEN m.looked_ms ELSE $2 END, \
             wanted_ms = CASE WHEN r.lane IS NULL THEN m.wanted_ms ELSE NULL END \
         FROM (SELECT j.value ->> 'domain' AS domain, j.value ->> 'lane' AS lane, CAST(j.value ->> 'due' AS BIGINT) AS due \
               FROM json_each($1) AS j) AS r WHERE m.domain = r.domain";
    let rows = Value::from_iter(asked.iter().map(|one| json!({"domain": one.domain, "lane": one.lane, "due": one.due})));
    let rows = rows.to_string();
    on_driver!(store.writer(), |c| sqlx::query(RECORD).bind(&rows).bind(now).execute(c).await.map(drop))?;
    Ok(())
}

/// Forgets domains whose last answer is older than this and that nobody has an address at.
pub async fn forget(store: &Store, looked_before: Millis) -> Result<u64, StoreError> {
    const FORGET: &str = "DELETE FROM mail_domains WHERE wanted_ms IS NULL AND looked_ms < $1";
    Ok(on_driver!(store.writer(), |c| sqlx::query(FORGET).bind(looked_before).execute(c).await.map(|r| r.touched()))?)
}

/// A mailing with copies that may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InWork {
    pub mailing: MailingId,
    pub planned_to: i64,
    pub since: Millis,
}

/// Mailings with copies that may wait, newest first; last the single messages, as mailing 0.
pub async fn in_work(store: &Store) -> Result<Vec<InWork>, StoreError> {
    const IN_WORK: &str =
        "SELECT id, planned_to, created_ms FROM mailings WHERE state IN ('planning', 'sending', 'paused') ORDER BY id DESC";
    let rows: Vec<(i64, i64, i64)> = on_driver!(store.reader(), |c| sqlx::query_as(IN_WORK).fetch_all(c).await)?;
    let singles = (0, 0, 1);
    Ok(rows
        .into_iter()
        .chain([singles])
        .map(|(id, planned_to, since)| InWork { mailing: MailingId(id), planned_to, since })
        .collect())
}

/// A copy that waits in lane `other`.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Waiting {
    pub id: i64,
    #[sqlx(rename = "due_ms")]
    pub due: Millis,
    pub address_key: String,
}

/// The next page of them, in the order in which they are claimed, after the copy with this due time and number. Asked
/// in two halves, which both databases answer from the index: most copies of a mailing are due at one time.
pub async fn waiting_in_other(store: &Store, mailing: MailingId, after: (Millis, i64)) -> Result<Vec<Waiting>, StoreError> {
    const SAME_TIME: &str = "SELECT id, due_ms, address_key FROM deliveries WHERE mailing_id = $1 AND lane = 'other' \
         AND state IN ('pending', 'deferred') AND due_ms = $2 AND id > $3 ORDER BY id LIMIT 2000";
    const LATER: &str = "SELECT id, due_ms, address_key FROM deliveries WHERE mailing_id = $1 AND lane = 'other' \
         AND state IN ('pending', 'deferred') AND due_ms > $2 ORDER BY due_ms, id LIMIT 2000";
    let (due, id) = after;
    let mut page: Vec<Waiting> =
        on_driver!(store.reader(), |c| sqlx::query_as(SAME_TIME).bind(mailing.0).bind(due).bind(id).fetch_all(c).await)?;
    if page.len() < CHUNK {
        let later: Vec<Waiting> =
            on_driver!(store.reader(), |c| sqlx::query_as(LATER).bind(mailing.0).bind(due).fetch_all(c).await)?;
        page.extend(later);
    }
    Ok(page)
}

/// Moves copies that still wait in lane `other`; one that was claimed meanwhile stays where its worker took it. The
/// lanes are made known in the same transaction, or nobody would claim from them. Returns how many were moved.
pub async fn move_waiting(store: &Store, mailing: MailingId, moves: &[(DeliveryId, &'static str)]) -> Result<u64, StoreError> {
    const LANES: &str = "INSERT INTO mailing_lanes (mailing_id, lane) SELECT $1, j.value ->> 'lane' FROM json_each($2) AS j \
         WHERE TRUE ON CONFLICT (mailing_id, lane) DO NOTHING";
    // By number alone: with the mailing named too SQLite would read all that waits in it for each row.
    const MOVE: &str = "UPDATE deliveries AS d SET lane = r.to_lane \
         FROM (SELECT CAST(j.value ->> 'id' AS BIGINT) AS want_id, j.value ->> 'lane' AS to_lane FROM json_each($1) AS j) AS r \
         WHERE d.id = r.want_id AND d.lane = 'other' AND d.state IN ('pending', 'deferred')";
    let mut moved = 0;
    for some in moves.chunks(CHUNK) {
        let lanes: BTreeSet<&str> = some.iter().map(|(_, lane)| *lane).collect();
        let lanes = Value::from_iter(lanes.iter().map(|lane| json!({"lane": lane}))).to_string();
        let rows = Value::from_iter(some.iter().map(|(id, lane)| json!({"id": id.0, "lane": lane}))).to_string();
        let mut tx = store.begin().await?;
        on_tx!(&mut tx, |c| sqlx::query(LANES).bind(mailing.0).bind(&lanes).execute(c).await.map(drop))?;
        moved += on_tx!(&mut tx, |c| sqlx::query(MOVE).bind(&rows).execute(c).await.map(|r| r.touched()))?;
        tx.commit().await?;
    }
    Ok(moved)
}

/// The addresses of the next contacts after this one, by number.
pub async fn addresses_after(store: &Store, contact: i64) -> Result<Vec<(i64, String)>, StoreError> {
    const PAGE: &str = "SELECT id, address_key FROM contacts WHERE id > $1 ORDER BY id LIMIT 5000";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(PAGE).bind(contact).fetch_all(c).await)?)
}

/// How many domains are known to be of each group by their mail servers.
pub async fn by_lane(store: &Store) -> Result<Vec<(String, i64)>, StoreError> {
    const BY_LANE: &str = "SELECT lane, COUNT(*) FROM mail_domains WHERE looked_ms > 0 GROUP BY lane ORDER BY lane";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(BY_LANE).fetch_all(c).await)?)
}

fn names<'a>(domains: impl IntoIterator<Item = &'a &'a str>) -> String {
    Value::from_iter(domains.into_iter().map(|domain| json!({ "domain": domain }))).to_string()
}
