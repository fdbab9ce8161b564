//! How officers prove who they are, and what they chose for themselves. Passwords come here as argon2id texts, the
//! second factor's key as a sealed text; neither can be read back in the clear.

use sqlx::FromRow;

use super::audit::note;
use super::backend::{Touched, on_driver, on_tx};
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::ids::OfficerId;

/// What is needed to check a proof.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Credentials {
    pub id: i64,
    pub name: String,
    pub address: String,
    pub password: Option<String>,
    pub factor: Option<String>,
    pub factor_ms: Option<Millis>,
    pub factor_step: i64,
    pub language: String,
    pub time_zone: String,
    pub signature: String,
    pub shortcuts: bool,
}

const WHO: &str = "SELECT id, name, address, password, factor, factor_ms, factor_step, language, time_zone, signature, shortcuts \
     FROM officers WHERE removed_ms IS NULL AND (id = $1 OR ($1 = 0 AND lower(address) = lower($2))) ORDER BY id";

/// Of everybody with this address.
pub async fn at_address(store: &Store, address: &str) -> Result<Vec<Credentials>, StoreError> {
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(WHO).bind(0_i64).bind(address).fetch_all(c).await)?)
}

pub async fn of(store: &Store, officer: OfficerId) -> Result<Option<Credentials>, StoreError> {
    Ok(on_driver!(store.reader(), |c| sqlx::query_as(WHO).bind(officer.0).bind("").fetch_optional(c).await)?)
}

/// Whether anybody can sign in.
pub async fn any(store: &Store) -> Result<bool, StoreError> {
    const ANY: &str = "SELECT COUNT(*) FROM officers WHERE password IS NOT NULL AND removed_ms IS NULL";
    let n: i64 = on_driver!(store.reader(), |c| sqlx::query_scalar(ANY).fetch_one(c).await)?;
    Ok(n > 0)
}

pub async fn set_password(store: &Store, officer: OfficerId, argon2id: &str, actor: &str, now: Millis) -> Result<(), StoreError> {
    const SET: &str = "UPDATE officers SET password = $2 WHERE id = $1 AND removed_ms IS NULL";
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(SET).bind(officer.0).bind(argon2id).execute(c).await.map(|r| r.touched()))?;
    StoreError::expect_rows("the officer", 1, touched)?;
    note(&mut tx, now, actor, "officer.password", &format!("officer {officer}"), "").await?;
    tx.commit().await
}

/// Switches the second factor on, with the digests of its recovery codes.
pub async fn set_factor(
    store: &Store,
    officer: OfficerId,
    (sealed, step): (&str, i64),
    codes: &[String],
    actor: &str,
    now: Millis,
) -> Result<(), StoreError> {
    const SET: &str = "UPDATE officers SET factor = $2, factor_ms = $3, factor_step = $4 WHERE id = $1 AND removed_ms IS NULL";
    const CODE: &str = "INSERT INTO recovery_codes (officer_id, sha256) VALUES ($1, $2)";
    let mut tx = store.begin().await?;
    let touched = on_tx!(&mut tx, |c| sqlx::query(SET)
        .bind(officer.0)
        .bind(sealed)
        .bind(now)
        .bind(step)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    StoreError::expect_rows("the officer", 1, touched)?;
    forget_codes(&mut tx, officer).await?;
    for code in codes {
        on_tx!(&mut tx, |c| sqlx::query(CODE).bind(officer.0).bind(code).execute(c).await.map(drop))?;
    }
    note(&mut tx, now, actor, "officer.factor", &format!("officer {officer}"), "on").await?;
    tx.commit().await
}

/// New recovery codes, by their digests; the old ones are good no more. `false` when there is no second factor.
pub async fn set_codes(
    store: &Store,
    officer: OfficerId,
    codes: &[String],
    actor: &str,
    now: Millis,
) -> Result<bool, StoreError> {
    const HAS: &str = "SELECT COUNT(*) FROM officers WHERE id = $1 AND factor IS NOT NULL AND removed_ms IS NULL";
    const CODE: &str = "INSERT INTO recovery_codes (officer_id, sha256) VALUES ($1, $2)";
    let mut tx = store.begin().await?;
    let has: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(HAS).bind(officer.0).fetch_one(c).await)?;
    if has == 0 {
        return Ok(false);
    }
    forget_codes(&mut tx, officer).await?;
    for code in codes {
        on_tx!(&mut tx, |c| sqlx::query(CODE).bind(officer.0).bind(code).execute(c).await.map(drop))?;
    }
    note(&mut tx, now, actor, "officer.factor", &format!("officer {officer}"), "codes").await?;
    tx.commit().await?;
    Ok(true)
}

/// Switches the second factor off.
pub async fn remove_factor(store: &Store, officer: OfficerId, actor: &str, now: Millis) -> Result<(), StoreError> {
    const REMOVE: &str = "UPDATE officers SET factor = NULL, factor_ms = NULL WHERE id = $1";
    const UNTRUST: &str = "DELETE FROM trusted_browsers WHERE officer_id = $1";
    let mut tx = store.begin().await?;
    on_tx!(&mut tx, |c| sqlx::query(REMOVE).bind(officer.0).execute(c).await.map(drop))?;
    on_tx!(&mut tx, |c| sqlx::query(UNTRUST).bind(officer.0).execute(c).await.map(drop))?;
    forget_codes(&mut tx, officer).await?;
    note(&mut tx, now, actor, "officer.factor", &format!("officer {officer}"), "off").await?;
    tx.commit().await
}

async fn forget_codes(tx: &mut super::backend::Tx, officer: OfficerId) -> Result<(), StoreError> {
    const FORGET: &str = "DELETE FROM recovery_codes WHERE officer_id = $1";
    on_tx!(tx, |c| sqlx::query(FORGET).bind(officer.0).execute(c).await.map(drop))?;
    Ok(())
}

/// Takes a step of the second factor, once: `false` when it or a later one was taken before.
pub async fn take_step(store: &Store, officer: OfficerId, step: i64) -> Result<bool, StoreError> {
    const TAKE: &str = "UPDATE officers SET factor_step = $2 WHERE id = $1 AND factor_step < $2";
    let touched =
        on_driver!(store.writer(), |c| sqlx::query(TAKE).bind(officer.0).bind(step).execute(c).await.map(|r| r.touched()))?;
    Ok(touched == 1)
}

/// Uses a recovery code up; `false` when it is none or was used.
pub async fn use_code(store: &Store, officer: OfficerId, sha256: &str, now: Millis) -> Result<bool, StoreError> {
    const USE: &str = "UPDATE recovery_codes SET used_ms = $3 WHERE officer_id = $1 AND sha256 = $2 AND used_ms IS NULL";
    let touched = on_driver!(store.writer(), |c| sqlx::query(USE)
        .bind(officer.0)
        .bind(sha256)
        .bind(now)
        .execute(c)
        .await
        .map(|r| r.touched()))?;
    Ok(touched == 1)
}

pub async fn codes_left(store: &Store, officer: OfficerId) -> Result<i64, StoreError> {
    const LEFT: &str = "SELECT COUNT(*) FROM recovery_codes WHERE officer_id = $1 AND used_ms IS NULL";
    Ok(on_driver!(store.reader(), |c| sqlx::query_scalar(LEFT).bind(officer.0).fetch_one(c).await)?)
}

/// What an officer chooses for themselves.
#[derive(Clone, Copy, Debug)]
pub struct Own<'a> {
    pub language: &'a str,
    pub time_zone: &'a str,
    pub signature: &'a str,
    pub shortcuts: bool,
}

pub async fn set_own(store: &Store, officer: OfficerId, own: Own<'_>) -> Result<(), StoreError> {
    const SET: &str = "UPDATE officers SET language = $2, time_zone = $3, signature = $4, shortcuts = $5 WHERE id = $1";
    on_driver!(store.writer(), |c| sqlx::query(SET)
        .bind(officer.0)
        .bind(own.language)
        .bind(own.time_zone)
        .bind(own.signature)
        .bind(own.shortcuts)
        .execute(c)
        .await
        .map(drop))?;
    Ok(())
}
