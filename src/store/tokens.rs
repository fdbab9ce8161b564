//! Tokens by which programs read: kept as digests, each with what it may do and an end.

use sqlx::FromRow;

use super::audit::note;
use super::backend::{Touched, on_driver, on_tx};
use super::{Store, StoreError};
use crate::clock::{MINUTE, Millis};
use crate::model::ids::OfficerId;

/// A token as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Token {
    pub id: i64,
    pub name: String,
    /// Words separated by spaces.
    pub scopes: String,
    pub made_by: i64,
    pub ends_ms: Millis,
    pub seen_ms: Option<Millis>,
    pub revoked_ms: Option<Millis>,
}

impl Token {
    pub fn may(&self, scope: &str) -> bool {
        self.scopes.split(' ').any(|held| held == scope)
    }

    pub fn is_valid(&self, now: Millis) -> bool {
        self.revoked_ms.is_none() && self.ends_ms > now
    }
}

/// What a new token is made of.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    pub name: &'a str,
    pub sha256: &'a str,
    pub scopes: &'a str,
    pub made_by: OfficerId,
    pub actor: &'a str,
    pub ends: Millis,
}

pub async fn make(store: &Store, new: New<'_>, now: Millis) -> Result<i64, StoreError> {
    const MAKE: &str = "INSERT INTO api_tokens (name, sha256, scopes, made_by, created_ms, ends_ms) \
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    let mut tx = store.begin().await?;
    let id: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(MAKE)
        .bind(new.name)
        .bind(new.sha256)
        .bind(new.scopes)
        .bind(new.made_by.0)
        .bind(now)
        .bind(new.ends)
        .fetch_one(c)
        .await)?;
    note(&mut tx, now, new.actor, "token.make", &format!("token {id}"), new.name).await?;
    tx.commit().await?;
    Ok(id)
}

/// All of them, newest first.
pub async fn list(store: &Store) -> Result<Vec<Token>, StoreError> {
    const LIST: &str = "SELECT id, name, scopes, made_by, ends_ms, seen_ms, revoked_ms FROM api_tokens ORDER BY id DESC";
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(LIST).fetch_all(c).await)?)
}

/// The token of this digest, whether it is still good or not; that it was used is written down once a minute.
pub async fn used(store: &Store, sha256: &str, now: Millis) -> Result<Option<Token>, StoreError> {
    const FIND: &str = "SELECT id, name, scopes, made_by, ends_ms, seen_ms, revoked_ms FROM api_tokens WHERE sha256 = $1";
    const TOUCH: &str = "UPDATE api_tokens SET seen_ms = $2 WHERE id = $1 AND COALESCE(seen_ms, 0) < $2";
    let found: Option<Token> = on_driver!(store.reader(), |c| sqlx::query_as(FIND).bind(sha256).fetch_optional(c).await)?;
    if let Some(token) = &found
        && token.is_valid(now)
        && token.seen_ms.is_none_or(|seen| now - seen > MINUTE)
    {
        on_driver!(store.writer(), |c| sqlx::query(TOUCH).bind(token.id).bind(now).execute(c).await.map(drop))?;
    }
    Ok(found)
}

/// From now on it opens nothing. `false` when it was revoked before, or there is none.
pub async fn revoke(store: &Store, id: i64, actor: &str, now: Millis) -> Result<bool, StoreError> {
    const REVOKE: &str = "UPDATE api_tokens SET revoked_ms = $2 WHERE id = $1 AND revoked_ms IS NULL";
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(REVOKE).bind(id).bind(now).execute(c).await.map(|r| r.touched()))?;
    if touched == 0 {
        return Ok(false);
    }
    note(&mut tx, now, actor, "token.revoke", &format!("token {id}"), "").await?;
    tx.commit().await?;
    Ok(true)
}
