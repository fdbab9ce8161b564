//! Rows with their reasons, to be put right in a spreadsheet and brought again; and an example of a file.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use super::find;
use crate::directory::rejects::Rejects;
use crate::directory::{Code, Flaw};
use crate::store::imports::Import;
use crate::store::{Store, import_rows};
use crate::web::desk::Desk;
use crate::web::desk::problem::Answer;

/// Rows read at once.
const PAGE: i64 = 500;

const EXAMPLE: &str = "\u{FEFF}Name,Email,Outlet,Role,Covers,Regions,Language,Time zone,Phone,Notes\r\n\
    Ana Ruiz,ana.ruiz@courier.example,Daily Courier,Reporter,Health; Education,Peru; Mexico,es,America/Lima,+51 555 0100,\r\n\
    Jo Lindqvist,jo@northlight.example,Northlight Wire,Editor,All issues,Bavaria; AT,de,Europe/Berlin,,Call before noon\r\n";

fn download(name: &str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, body).into_response()
}

pub async fn example() -> Response {
    download("reporters-example.csv", Body::from(EXAMPLE))
}

/// Where the download stands: nothing yet, or in the rows of this list after this row.
enum At {
    Start,
    After { listed: i64, row: i64 },
    End,
}

pub async fn get(State(desk): State<Desk>, Path(id): Path<i64>) -> Answer {
    let import = find(&desk, id).await?;
    let pages = stream::try_unfold((desk.store.clone(), import, At::Start), |(store, import, at)| async move {
        let next = page(&store, &import, at).await?;
        Ok::<_, std::io::Error>(next.map(|(bytes, at)| (bytes, (store, import, at))))
    });
    Ok(download(&format!("import-{id}-problems.csv"), Body::from_stream(pages)))
}

async fn page(store: &Store, import: &Import, at: At) -> std::io::Result<Option<(Vec<u8>, At)>> {
    let mut bytes = Vec::new();
    let (listed, after) = match at {
        At::Start => {
            Rejects::start(&mut bytes, &import.headers)?.finish()?;
            return Ok(Some((bytes, At::After { listed: 2, row: 0 })));
        }
        At::After { listed, row } => (listed, row),
        At::End => return Ok(None),
    };
    let rows = import_rows::listed(store, import.id, listed, after, PAGE).await.map_err(std::io::Error::other)?;
    let next = match rows.last() {
        Some(last) => At::After { listed, row: last.row },
        None if listed == 2 => At::After { listed: 1, row: 0 },
        None => At::End,
    };
    let mut out = Rejects::go_on(&mut bytes, import.headers.len());
    for row in &rows {
        let flaws: Vec<Flaw> = row.flaws.iter().filter_map(read).collect();
        out.write(u64::try_from(row.row).unwrap_or_default(), &row.cells, &flaws)?;
    }
    out.finish()?;
    Ok(Some((bytes, next)))
}

fn read(flaw: &import_rows::Flaw) -> Option<Flaw> {
    Some(Flaw { code: Code::parse(&flaw.code)?, detail: flaw.detail.clone(), column: flaw.column })
}
