//! What programs read: releases, and the arithmetic of a mailing. By bearer token only; a session's cookie means nothing
//! here. Problems are JSON as well (RFC 9457).

mod mailings;
mod problem;
mod releases;
mod token;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

use self::problem::Problem;
use super::Site;
use super::room::{self, Room};

/// What a token may be good for.
pub const SCOPES: [&str; 1] = ["read"];

pub fn router() -> Router<Site> {
    let routes = Router::new()
        .route("/releases", get(releases::list))
        .route("/mailings/{id}", get(mailings::show))
        .fallback(async || Problem::NotFound)
        .method_not_allowed_fallback(async || Problem::ReadOnly);
    Router::new().nest("/api/v1", routes).layer(from_fn_with_state(Room::shedding(64), room::enter))
}
