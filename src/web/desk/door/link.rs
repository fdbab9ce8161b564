//! Links that work once, for the first set-up, for invitations and for signing in by mail; shown to whoever asked for
//! them and stored as digests.

use crate::clock::{HOUR, MINUTE, Millis};
use crate::model::ids::OfficerId;
use crate::store::sessions::{self, LinkPurpose};
use crate::store::{Store, StoreError};
use crate::web::desk::session;

/// How long such a link works.
pub const VALID: Millis = 24 * HOUR;

/// How long a link to sign in with works.
pub const SIGN_IN_VALID: Millis = 15 * MINUTE;

/// Makes one to sign in with. `None` = the system gave no randomness.
pub async fn make_sign_in(
    store: &Store,
    public_url: &str,
    officer: OfficerId,
    now: Millis,
) -> Result<Option<String>, StoreError> {
    let Ok(token) = session::random_token() else { return Ok(None) };
    let ends = now + SIGN_IN_VALID;
    sessions::make_link(store, &session::digest(&token), LinkPurpose::SignIn, Some(officer), now, ends).await?;
    Ok(Some(format!("{public_url}/sign-in/link/{token}")))
}

/// Makes one; `officer` = whom it invites, nobody for the first set-up. `None` = the system gave no randomness.
pub async fn make(
    store: &Store,
    public_url: &str,
    officer: Option<OfficerId>,
    now: Millis,
) -> Result<Option<String>, StoreError> {
    let Ok(token) = session::random_token() else { return Ok(None) };
    let purpose = if officer.is_some() { LinkPurpose::Invite } else { LinkPurpose::SetUp };
    sessions::make_link(store, &session::digest(&token), purpose, officer, now, now + VALID).await?;
    Ok(Some(format!("{public_url}/set-up/{token}")))
}
