//! A form that carries a file: read piece by piece into a file without a name, never held whole in memory.

use std::fs::File;
use std::io::SeekFrom;

use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::header;
use tokio::io::{AsyncSeekExt as _, AsyncWriteExt as _};

use crate::web::desk::fields::Fields;
use crate::web::desk::problem::Problem;

/// A larger file is refused.
pub const LARGEST: usize = 25 * 1024 * 1024;
/// What is a little larger is still read to its end, so that the browser gets a page that says so.
const LARGEST_BODY: usize = 2 * LARGEST;
/// Of any other field.
const LARGEST_FIELD: usize = 4096;

#[derive(Debug)]
pub struct Upload {
    pub fields: Fields,
    /// The file or the pasted cells; `None` when there is neither.
    pub file: Option<Brought>,
}

#[derive(Debug)]
pub struct Brought {
    /// Empty for pasted cells.
    pub name: String,
    /// `None` = too large.
    pub file: Option<File>,
}

/// Reads the form. A chosen file wins over pasted cells.
pub async fn take(mut request: Request) -> Result<Upload, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        return Err(Problem::BadRequest);
    }
    DefaultBodyLimit::max(LARGEST_BODY).apply(&mut request);
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| Problem::BadRequest)?;
    let (mut fields, mut file, mut paste) = (Vec::new(), None, None);
    while let Some(field) = form.next_field().await.map_err(|_| Problem::BadRequest)? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" => file = spooled(field).await?,
            "paste" => paste = spooled(field).await?.map(|brought| Brought { name: String::new(), ..brought }),
            _ if fields.len() < 16 => fields.push((name, short(field).await?)),
            _ => return Err(Problem::BadRequest),
        }
    }
    Ok(Upload { fields: fields.into_iter().collect(), file: file.or(paste) })
}

async fn short(mut field: Field<'_>) -> Result<String, Problem> {
    let mut text = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|_| Problem::BadRequest)? {
        if text.len() + piece.len() > LARGEST_FIELD {
            return Err(Problem::BadRequest);
        }
        text.extend_from_slice(&piece);
    }
    String::from_utf8(text).map_err(|_| Problem::BadRequest)
}

/// `None` when there is nothing in it: no file was chosen.
async fn spooled(mut field: Field<'_>) -> Result<Option<Brought>, Problem> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let broken = |problem: std::io::Error| Problem::broken(&problem);
    let mut out = tokio::fs::File::from_std(tempfile::tempfile().map_err(broken)?);
    let (mut size, mut holds) = (0, false);
    while let Some(piece) = field.chunk().await.map_err(|_| Problem::BadRequest)? {
        size += piece.len();
        holds |= piece.iter().any(|byte| !byte.is_ascii_whitespace());
        if size <= LARGEST {
            out.write_all(&piece).await.map_err(broken)?;
        }
    }
    if name.is_empty() && !holds {
        return Ok(None);
    }
    if size > LARGEST {
        return Ok(Some(Brought { name: line(&name), file: None }));
    }
    out.flush().await.map_err(broken)?;
    out.seek(SeekFrom::Start(0)).await.map_err(broken)?;
    Ok(Some(Brought { name: line(&name), file: Some(out.into_std().await) }))
}

/// A file's name as it is shown: the last part of it, on one line.
fn line(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(200).collect()
}
