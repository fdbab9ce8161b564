//! `/healthz`: this process lives. `/readyz`: the database answers, and what waits is being sent. Both say which check
//! failed and nothing else.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde_json::json;

use super::Site;
use crate::clock::MINUTE;
use crate::store::health;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

pub async fn healthz(State(site): State<Site>) -> Response {
    let sender = site.sender.is_healthy();
    answer(&[("process", true), ("sender", sender)])
}

pub async fn readyz(State(site): State<Site>) -> Response {
    let since = site.clock.now() - 5 * MINUTE;
    let pulse = tokio::time::timeout(PATIENCE, health::pulse(&site.store, since)).await;
    match pulse {
        Ok(Ok(pulse)) => answer(&[("database", true), ("sender", site.sender.is_healthy()), ("queue", !pulse.overdue)]),
        Ok(Err(error)) => {
            tracing::warn!(error = %error, "the database does not answer");
            answer(&[("database", false)])
        }
        Err(_) => answer(&[("database", false)]),
    }
}

fn answer(checks: &[(&str, bool)]) -> Response {
    let well = checks.iter().all(|(_, well)| *well);
    let status = if well { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let checks: serde_json::Map<_, _> =
        checks.iter().map(|(name, well)| ((*name).to_owned(), json!(if *well { "ok" } else { "failed" }))).collect();
    (status, Json(json!({ "ok": well, "checks": checks }))).into_response()
}
