//! Proposals for the directory, read from what came back. A person takes or dismisses each; nothing is applied here.

use super::audit::note;
use super::backend::{Touched, on_driver, on_tx};
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::ids::{ContactId, InboundId};

/// A proposal that waits for somebody.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Suggestion {
    pub id: i64,
    pub contact_id: i64,
    pub inbound_id: Option<i64>,
    /// `away_until`, `left`, `write_to`, `asks_to_leave` or `new_address`.
    pub kind: String,
    /// A day or an address, by kind.
    pub detail: String,
    /// The sentence it was read in.
    pub words: String,
    pub created_ms: Millis,
}

/// A fact to propose.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    pub contact: ContactId,
    pub inbound: Option<InboundId>,
    pub kind: &'a str,
    pub detail: &'a str,
    pub words: &'a str,
}

/// Proposes a fact. `false` when the same waits already: an absence answers every mail.
pub async fn propose(store: &Store, new: New<'_>, now: Millis) -> Result<bool, StoreError> {
    const PROPOSE: &str = "INSERT INTO suggestions (contact_id, inbound_id, kind, detail, words, created_ms) \
         SELECT c.id, $2, $3, $4, $5, $6 FROM contacts c WHERE c.id = $1 AND NOT EXISTS \
             (SELECT 1 FROM suggestions s WHERE s.contact_id = c.id AND s.kind = $3 AND s.detail = $4 AND s.settled_ms IS NULL)";
    let put = on_driver!(store.writer(), |c| sqlx::query(PROPOSE)
        .bind(new.contact.0)
        .bind(new.inbound.map(|inbound| inbound.0))
        .bind(new.kind)
        .bind(new.detail)
        .bind(new.words)
        .bind(now)
        .execute(c)
        .await
        .map(|done| done.touched()))?;
    Ok(put > 0)
}

/// What waits for somebody about one reporter, newest first.
pub async fn of_contact(store: &Store, contact: ContactId) -> Result<Vec<Suggestion>, StoreError> {
    const LIST: &str = "SELECT id, contact_id, inbound_id, kind, detail, words, created_ms FROM suggestions \
         WHERE contact_id = $1 AND settled_ms IS NULL ORDER BY id DESC LIMIT 100";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(LIST).bind(contact.0).fetch_all(c).await)?)
}

/// All that waits, oldest first, from behind `after` (0 = from the start).
pub async fn open(store: &Store, after: i64, at_most: i64) -> Result<Vec<Suggestion>, StoreError> {
    const LIST: &str = "SELECT id, contact_id, inbound_id, kind, detail, words, created_ms FROM suggestions \
         WHERE settled_ms IS NULL AND id > $1 ORDER BY id LIMIT $2";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(LIST).bind(after).bind(at_most).fetch_all(c).await)?)
}

/// Somebody took (`taken`) or dismissed it. `false` when it was settled before.
pub async fn settle(store: &Store, id: i64, taken: bool, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const SETTLE: &str =
        "UPDATE suggestions SET settled_ms = $2, settled_by = $3, taken = $4 WHERE id = $1 AND settled_ms IS NULL";
    let mut tx = store.begin().await?;
    let settled = on_tx!(&mut tx, |c| sqlx::query(SETTLE)
        .bind(id)
        .bind(now)
        .bind(actor)
        .bind(i64::from(taken))
        .execute(c)
        .await
        .map(|done| done.touched()))?;
    if settled > 0 {
        let act = if taken { "suggestion.take" } else { "suggestion.dismiss" };
        note(&mut tx, now, actor, act, &format!("suggestion {id}"), "").await?;
    }
    tx.commit().await?;
    Ok(settled > 0)
}
