//! The people of the press office who act in Dateline.

use super::audit::note;
use super::backend::{Touched, on_driver, on_tx};
use super::{Store, StoreError};
use crate::clock::Millis;
use crate::model::address::EmailAddress;
use crate::model::ids::{OfficerId, new_uid};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Viewer,
    Writer,
    /// May give a second person's word.
    Approver,
    Admin,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Writer, Self::Approver, Self::Admin];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Writer => "writer",
            Self::Approver => "approver",
            Self::Admin => "admin",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    pub fn may_approve(self) -> bool {
        self >= Self::Approver
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    pub id: OfficerId,
    pub name: String,
    pub address: String,
    pub role: Role,
}

/// `None` when somebody of that name is there already.
pub async fn add(
    store: &Store,
    name: &str,
    address: &EmailAddress,
    role: Role,
    actor: &str,
    now: Millis,
) -> Result<Option<OfficerId>, StoreError> {
    const ADD: &str = "INSERT INTO officers (uid, name, name_key, address, role, created_ms) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (name_key) DO NOTHING RETURNING id";
    let mut tx = store.begin().await?;
    let id: Option<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(ADD)
        .bind(new_uid(now))
        .bind(name)
        .bind(name_key(name))
        .bind(address.as_str())
        .bind(role.as_str())
        .bind(now)
        .fetch_optional(c)
        .await)?;
    if let Some(id) = id {
        note(&mut tx, now, actor, "officer.add", &format!("officer {id}"), role.as_str()).await?;
    }
    tx.commit().await?;
    Ok(id.map(OfficerId))
}

pub async fn list(store: &Store) -> Result<Vec<Officer>, StoreError> {
    const LIST: &str = "SELECT id, name, address, role FROM officers WHERE removed_ms IS NULL ORDER BY name_key";
    let rows: Vec<(i64, String, String, String)> = on_driver!(store.reader(), |c| sqlx::query_as(LIST).fetch_all(c).await)?;
    rows.into_iter()
        .map(|(id, name, address, role)| {
            let role = Role::parse(&role).ok_or_else(|| StoreError::Corrupt {
                table: "officers",
                column: "role",
                row: id.to_string(),
            })?;
            Ok(Officer { id: OfficerId(id), name, address, role })
        })
        .collect()
}

/// By name or address, whatever the case.
pub async fn find(store: &Store, name_or_address: &str) -> Result<Option<Officer>, StoreError> {
    let key = name_key(name_or_address);
    Ok(list(store).await?.into_iter().find(|officer| name_key(&officer.name) == key || officer.address.to_lowercase() == key))
}

/// What an officer may do from now on; their sessions know at once.
pub async fn set_role(store: &Store, officer: OfficerId, role: Role, actor: &str, now: Millis) -> Result<(), StoreError> {
    const SET: &str = "UPDATE officers SET role = $2 WHERE id = $1 AND removed_ms IS NULL";
    let mut tx = store.begin().await?;
    let touched =
        on_tx!(&mut tx, |c| sqlx::query(SET).bind(officer.0).bind(role.as_str()).execute(c).await.map(|r| r.touched()))?;
    StoreError::expect_rows("the officer", 1, touched)?;
    note(&mut tx, now, actor, "officer.role", &format!("officer {officer}"), role.as_str()).await?;
    tx.commit().await
}

pub(super) fn name_key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
