//! Whoever returned a release does not make the change: somebody else edits it and asks next, so that nobody rewrites
//! and approves in one breath (R5).

use super::Desk;
use super::problem::Problem;
use super::who::Who;
use crate::model::ids::ReleaseId;
use crate::store::requests;

/// Whether this officer returned the release as it stands.
pub async fn by_me(desk: &Desk, who: &Who, release: ReleaseId) -> Result<bool, Problem> {
    Ok(requests::returned_by(&desk.store, release).await? == Some(who.officer))
}

/// Ends whatever would change, ask for or send what this officer returned.
pub async fn refuse(desk: &Desk, who: &Who, release: ReleaseId) -> Result<(), Problem> {
    if by_me(desk, who, release).await? { Err(Problem::Returned) } else { Ok(()) }
}
