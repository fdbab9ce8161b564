//! Who is asking: the officer of a session, found by the cookie's token. The gate in `route` puts them into the request.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use jiff::tz::TimeZone;

use super::messages::{self, Arg, Lang};
use super::parts::Moment;
use super::press::Flash;
use super::problem::Problem;
use super::when;
use crate::clock::{HOUR, Millis};
use crate::model::ids::OfficerId;
use crate::store::officers::Role;

/// How old the last proof may be when somebody approves.
pub const FRESH: Millis = 12 * HOUR;

/// A signed-in officer.
#[derive(Clone, Debug)]
pub struct Who {
    pub officer: OfficerId,
    /// As the audit trail names them.
    pub name: String,
    pub address: String,
    pub role: Role,
    pub lang: Lang,
    pub zone: TimeZone,
    /// One-key shortcuts are on.
    pub keys: bool,
    /// Their session's own number.
    pub session: i64,
    /// When they last proved who they are.
    pub proof: Millis,
    /// What their last press did, if it is still to be said.
    pub flash: Option<Flash>,
}

impl Who {
    pub fn is_fresh(&self, now: Millis) -> bool {
        now - self.proof <= FRESH
    }

    pub fn moment(&self, at: Millis) -> Moment {
        when::moment(at, self.lang, &self.zone)
    }

    /// A message in this officer's language.
    pub fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        messages::text(self.lang, key, args)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or(Problem::SignedOut)
    }
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}
