//! `GET /api/v1/releases`: newest first, by pages.

use axum::extract::{RawQuery, State};
use axum::response::Json;
use serde_json::{Value, json};

use super::problem::Problem;
use super::token::Reads;
use crate::clock::utc;
use crate::store::releases::{self, Listed};
use crate::web::Site;

const MOST: i64 = 100;

pub async fn list(State(site): State<Site>, _: Reads, RawQuery(query): RawQuery) -> Result<Json<Value>, Problem> {
    let query = query.unwrap_or_default();
    let limit = number(&query, "limit", 50, 1..=MOST)?;
    let offset = number(&query, "offset", 0, 0..=i64::from(u32::MAX))?;
    let (found, n) = (releases::list(&site.store, limit, offset).await?, releases::count(&site.store).await?);
    let shown = i64::try_from(found.len()).unwrap_or(0);
    let next = (offset + shown < n && shown > 0).then(|| format!("/api/v1/releases?limit={limit}&offset={}", offset + shown));
    Ok(Json(json!({ "releases": found.iter().map(told).collect::<Vec<_>>(), "count": n, "next": next })))
}

fn told(release: &Listed) -> Value {
    json!({
        "release": release.id,
        "version": release.version,
        "kind": release.kind.as_str(),
        "title": release.title,
        "language": release.language,
        "date": release.dated.to_string(),
        "embargo": release.embargo.map(utc),
        "withdrawn": release.withdrawn,
    })
}

fn number(query: &str, name: &'static str, otherwise: i64, range: std::ops::RangeInclusive<i64>) -> Result<i64, Problem> {
    match form_urlencoded::parse(query.as_bytes()).find(|(known, _)| known == name) {
        None => Ok(otherwise),
        Some((_, text)) => text.parse().ok().filter(|n| range.contains(n)).ok_or(Problem::Parameter(name)),
    }
}
