//! Somebody is erased: every row that says who they were is blanked or goes. Counts of mailings stay as they are, and so
//! does the address on the list of those that are not written to, so that nobody brings it back by mistake.

use super::backend::{Touched, Tx, on_driver, on_tx};
use super::suppressions::{self, Leave, Reason, Scope};
use super::{Store, StoreError, audit, named, profile};
use crate::clock::Millis;
use crate::model::address;
use crate::model::ids::ContactId;

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erased {
    Done,
    /// So many copies are being handed over at this moment. Nothing more is begun; erase once they have ended.
    UnderWay(i64),
    Gone,
}

const UNDER_WAY: &str = "SELECT COUNT(*) FROM deliveries WHERE address_key = $1 AND state = 'attempting'";

/// What is said of an address in the history of mailings, in the order in which it is blanked.
const BLANK: [&str; 5] = [
    "DELETE FROM import_rows WHERE address_key = $1",
    "UPDATE delivery_slots SET name = '', outlet = '', language = '', reason = '', in_reply_to = NULL \
     WHERE delivery_id IN (SELECT id FROM deliveries WHERE address_key = $1)",
    "UPDATE attempts SET reply = NULL WHERE delivery_id IN (SELECT id FROM deliveries WHERE address_key = $1)",
    "UPDATE deliveries SET state = 'left_out', left_out = 'suppressed', owner = NULL, lease_ms = NULL, fence = fence + 1 \
     WHERE address_key = $1 AND state IN ('pending', 'claimed', 'deferred')",
    // A doubt is not tried once more by itself: there is nobody to try it with.
    "UPDATE deliveries SET address = '', contact_id = 0, reply = NULL, resends = resends + 1, \
         address_key = 'erased-' || CAST(id AS TEXT) WHERE address_key = $1",
];

/// Single messages to the address: their text goes before the rows forget whose they were.
const EMPTY_SINGLES: &str =
    "UPDATE singles SET message = $2 WHERE id IN (SELECT single_id FROM deliveries WHERE address_key = $1 AND single_id <> 0)";

/// Erases a reporter with every address that was merged into them.
pub async fn erase(store: &Store, id: ContactId, actor: &str, now: Millis) -> Result<Erased, StoreError> {
    let Some(found) = profile::find(store, id).await? else { return Ok(Erased::Gone) };
    let merged = profile::merged(store, id).await?;
    // The lowest last: entries that became part of another go before it.
    let everybody: Vec<_> = merged.iter().chain([&found.contact]).collect();
    let mut under_way = 0;
    for contact in &everybody {
        let leave = Leave {
            address_key: &contact.address_key,
            scope: Scope::Office,
            reason: Reason::Erased,
            source: "officer",
            until: None,
            delivery: None,
        };
        suppressions::leave(store, &leave, now).await?;
        let key = contact.address_key.as_str();
        let n: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(UNDER_WAY).bind(key).fetch_one(c).await)?;
        under_way += n;
    }
    if under_way > 0 {
        return Ok(Erased::UnderWay(under_way));
    }
    let mut tx = store.begin_closing_gate().await?;
    for contact in everybody {
        if let Some(n) = blank(&mut tx, contact.id, &contact.address_key).await? {
            return Ok(Erased::UnderWay(n));
        }
        forget_written(&mut tx, &contact.address).await?;
    }
    audit::note(&mut tx, now, actor, "contact.erase", &format!("contact {id}"), "").await?;
    tx.commit().await?;
    Ok(Erased::Done)
}

/// `Some`: copies that were begun since the first look.
async fn blank(tx: &mut Tx, id: ContactId, key: &str) -> Result<Option<i64>, StoreError> {
    const GO: &str = "DELETE FROM contacts WHERE id = $1";
    let under_way: i64 = on_tx!(tx, |c| sqlx::query_scalar(UNDER_WAY).bind(key).fetch_one(c).await)?;
    if under_way > 0 {
        return Ok(Some(under_way));
    }
    on_tx!(tx, |c| sqlx::query(EMPTY_SINGLES).bind(key).bind(Vec::<u8>::new()).execute(c).await.map(drop))?;
    for sql in BLANK {
        on_tx!(tx, |c| sqlx::query(sql).bind(key).execute(c).await.map(drop))?;
    }
    // The number may be given to somebody else one day.
    named::put_in_place(tx, id, None).await?;
    let gone = on_tx!(tx, |c| sqlx::query(GO).bind(id.0).execute(c).await.map(|r| r.touched()))?;
    StoreError::expect_rows("the reporter", 1, gone)?;
    Ok(None)
}

/// Rows of files that could not be read as a person, and so have no address key, go where the address stands in them.
async fn forget_written(tx: &mut Tx, address: &str) -> Result<(), StoreError> {
    const NAMED: &str = "SELECT import_id, file_row, cells FROM import_rows WHERE address_key = '' \
         AND lower(cells) LIKE '%' || lower($1) || '%' ESCAPE '!' AND (import_id > $2 OR (import_id = $2 AND file_row > $3)) \
         ORDER BY import_id, file_row LIMIT $4";
    const FORGET: &str = "DELETE FROM import_rows WHERE import_id = $1 AND file_row = $2 AND address_key = ''";
    const CHUNK: i64 = 200;
    for written in address::written(address) {
        let like = written.replace('!', "!!").replace('%', "!%").replace('_', "!_");
        let (mut import, mut row) = (0_i64, 0_i64);
        loop {
            let found: Vec<(i64, i64, String)> =
                on_tx!(tx, |c| sqlx::query_as(NAMED).bind(&like).bind(import).bind(row).bind(CHUNK).fetch_all(c).await)?;
            let Some((last, at, _)) = found.last() else { break };
            (import, row) = (*last, *at);
            for (import, row, cells) in found {
                // Somebody else's address may end or begin like this one.
                let cells: Vec<String> = serde_json::from_str(&cells).unwrap_or_else(|_| vec![cells]);
                if cells.iter().any(|cell| address::stands_in(&written, cell)) {
                    on_tx!(tx, |c| sqlx::query(FORGET).bind(import).bind(row).execute(c).await.map(drop))?;
                }
            }
        }
    }
    Ok(())
}
