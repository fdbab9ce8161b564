//! `POST /releases/{id}/paste`: what was pasted, HTML in, Markdown out. Nothing is stored.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;

use super::head;
use crate::newsroom::paste;
use crate::web::desk::Desk;
use crate::web::desk::problem::Answer;
use crate::web::desk::who::Who;

pub async fn post(State(desk): State<Desk>, _: Who, Path(id): Path<i64>, body: Bytes) -> Answer {
    head::load(&desk, id).await?;
    let html = String::from_utf8_lossy(&body);
    Ok(match paste::markdown(&html) {
        Some(markdown) => ([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], markdown).into_response(),
        // The page then pastes the plain text, as it would without us.
        None => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
    })
}
