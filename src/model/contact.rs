//! A person at an outlet, and what they cover.

use uuid::Uuid;

use super::ids::{ContactId, IssueId, RegionId};
use crate::clock::Millis;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub id: ContactId,
    pub uid: Uuid,
    pub address: String,
    pub address_key: String,
    pub name: String,
    pub outlet: String,
    pub role: String,
    /// BCP 47; empty when nobody said.
    pub language: String,
    /// IANA; empty when nobody said.
    pub time_zone: String,
    pub phone: String,
    pub notes: String,
    /// Shared by the addresses of one person.
    pub person: Option<Uuid>,
    pub regions: Vec<RegionId>,
    pub issues: Vec<IssueId>,
    pub created: Millis,
    pub updated: Millis,
}
