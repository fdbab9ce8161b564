//! Files of rows, written while they are read: a spreadsheet that no program takes for formulas.

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::Stream;

use crate::directory::export;
use crate::web::desk::problem::Problem;

/// The answer of a file. `name` is plain: letters, digits, hyphens.
pub fn answer(name: &str, rows: impl Stream<Item = Result<Vec<u8>, std::io::Error>> + Send + 'static) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    (headers, Body::from_stream(rows)).into_response()
}

/// One row.
pub fn row(cells: &[String]) -> Result<Vec<u8>, std::io::Error> {
    export::record(cells.iter().map(String::as_str))
}

/// What breaks while a file is written ends the file; its cause is in the log.
pub fn broken(problem: &Problem) -> std::io::Error {
    tracing::error!(?problem, "a file could not be written to its end");
    std::io::Error::other("the file could not be written to its end")
}
