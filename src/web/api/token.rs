//! Who is asking: the program whose token is in the `Authorization` header (RFC 6750 §2.1), and nothing else.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

use super::problem::Problem;
use crate::store::tokens;
use crate::web::Site;
use crate::web::desk::token_digest;

/// A program that may read.
#[derive(Clone, Copy, Debug)]
pub struct Reads;

impl FromRequestParts<Site> for Reads {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let given = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (scheme, token) = given.split_once(' ').unwrap_or_default();
        let token = token.trim();
        if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
            return Err(Problem::NoToken);
        }
        let now = site.clock.now();
        match tokens::used(&site.store, &token_digest(token), now).await? {
            Some(known) if known.is_valid(now) => known.may("read").then_some(Self).ok_or(Problem::NotForThis),
            _ => Err(Problem::NoToken),
        }
    }
}
