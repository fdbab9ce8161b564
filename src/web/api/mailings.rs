//! `GET /api/v1/mailings/{id}`: how a mailing stands, computed from its rows. Numbers only, nobody's name.

use axum::extract::{Path, State};
use axum::response::Json;
use serde_json::{Value, json};

use super::problem::Problem;
use super::token::Reads;
use crate::clock::utc;
use crate::model::ids::MailingId;
use crate::store::report;
use crate::web::Site;

pub async fn show(State(site): State<Site>, _: Reads, Path(id): Path<String>) -> Result<Json<Value>, Problem> {
    let id = id.parse().map_err(|_| Problem::NotFound)?;
    let found = report::find(&site.store, MailingId(id), site.clock.now()).await?.ok_or(Problem::NotFound)?;
    let left_out: serde_json::Map<String, Value> =
        found.left_out.iter().map(|(why, people)| (why.as_str().to_owned(), json!(people))).collect();
    Ok(Json(json!({
        "mailing": found.id,
        "release": found.release,
        "version": found.version,
        "title": found.title,
        "state": found.state.as_str(),
        "not_before": utc(found.not_before),
        "useful_until": utc(found.useful_until),
        "started": found.started.map(utc),
        "ended": found.finished.map(utc),
        "ledger": found.ledger,
        "closes": found.closes(),
        "finished": found.ledger.is_finished(),
        "left_out": left_out,
    })))
}
