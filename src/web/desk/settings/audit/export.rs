//! The audit trail as a spreadsheet, sent as it is read: a trail of a million lines is never in memory as a whole.

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use futures_util::stream;

use super::Filter;
use crate::clock::utc;
use crate::directory::export::guarded;
use crate::store::audit::{self, Noted};
use crate::web::desk::Desk;
use crate::web::desk::fields::Fields;
use crate::web::desk::problem::{Answer, Problem};
use crate::web::desk::who::Who;

/// Lines read at a time.
const CHUNK: i64 = 1_000;

pub async fn get(State(desk): State<Desk>, who: Who, fields: Fields) -> Answer {
    let filter = Filter::of(&fields, &who.zone);
    if !filter.errors.is_empty() {
        return Err(Problem::BadRequest);
    }
    let begin = (desk, filter, Some(i64::MAX), true);
    let chunks = stream::try_unfold(begin, |(desk, filter, before, first)| async move {
        let Some(before) = before else { return Ok::<_, std::io::Error>(None) };
        let lines = audit::older(&desk.store, &filter.wanted(), before, CHUNK).await.map_err(std::io::Error::other)?;
        let next = lines.last().map(|last| last.id).filter(|_| i64::try_from(lines.len()) == Ok(CHUNK));
        let text = written(&lines, first)?;
        Ok(Some((text, (desk, filter, next, false))))
    });
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\"")];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

/// In UTF-8 with a mark, so that Excel reads it, and no cell that it takes for a formula.
fn written(lines: &[Noted], with_heads: bool) -> Result<Vec<u8>, std::io::Error> {
    let mut out = csv::Writer::from_writer(if with_heads { "\u{FEFF}".as_bytes().to_vec() } else { Vec::new() });
    if with_heads {
        out.write_record(["Line", "Time", "Who", "Act", "Subject", "Detail"]).map_err(std::io::Error::other)?;
    }
    for Noted { id, at_ms, actor, act, subject, detail } in lines {
        let cells = [&id.to_string(), &utc(*at_ms), actor, act, subject, detail];
        out.write_record(cells.map(|cell| guarded(cell).into_owned())).map_err(std::io::Error::other)?;
    }
    out.into_inner().map_err(|problem| problem.into_error())
}
