//! Contacts leave as a spreadsheet that comes back in as it went out, and that no program takes for formulas.

use std::io::{self, Write};

use thiserror::Error;

pub use super::cells::guarded;
use crate::model::contact::Contact;
use crate::model::ids::{ContactId, IssueId, RegionId};
use crate::model::vocabulary::Vocabulary;
use crate::store::directory::{self, Filter};
use crate::store::{Store, StoreError, vocabulary};

#[derive(Debug, Error)]
pub enum ExportError {
    #[error("the file cannot be written")]
    Write(#[from] io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

const HEADERS: [&str; 10] = ["Name", "Email", "Outlet", "Role", "Covers", "Regions", "Language", "Time zone", "Phone", "Notes"];
const PAGE: i64 = 1_000;

/// Writes CSV in UTF-8 with a mark, so that Excel reads it; says how many contacts.
pub async fn export(store: &Store, filter: &Filter, mut out: impl Write) -> Result<u64, ExportError> {
    let words = vocabulary::load(store).await?;
    out.write_all("\u{FEFF}".as_bytes())?;
    let mut out = csv::Writer::from_writer(out);
    out.write_record(HEADERS).map_err(io::Error::other)?;
    let mut after = ContactId(0);
    let mut count = 0;
    loop {
        let page = directory::page(store, filter, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for contact in &page {
            count += 1;
            out.write_record(cells(contact, &words).iter().map(|cell| guarded(cell).into_owned())).map_err(io::Error::other)?;
        }
    }
    out.flush()?;
    Ok(count)
}

/// The first row with a mark before it, so that Excel reads the file as UTF-8.
pub fn head() -> io::Result<Vec<u8>> {
    let mut bytes = "\u{FEFF}".as_bytes().to_vec();
    bytes.extend(record(HEADERS.into_iter())?);
    Ok(bytes)
}

/// One contact's row.
pub fn line(contact: &Contact, words: &Vocabulary) -> io::Result<Vec<u8>> {
    record(cells(contact, words).iter().map(String::as_str))
}

/// One row of any cells, each such that no program takes it for a formula.
pub fn record<'a>(cells: impl Iterator<Item = &'a str>) -> io::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(cells.map(|cell| guarded(cell).into_owned())).map_err(io::Error::other)?;
    out.into_inner().map_err(|problem| io::Error::other(problem.to_string()))
}

fn cells(contact: &Contact, words: &Vocabulary) -> [String; 10] {
    let text = |text: &String| text.clone();
    let issues: Vec<String> = contact.issues.iter().map(|&id| issue(words, id)).collect();
    let regions: Vec<String> = contact.regions.iter().map(|&id| region(words, id)).collect();
    [
        text(&contact.name),
        text(&contact.address),
        text(&contact.outlet),
        text(&contact.role),
        issues.join("; "),
        regions.join("; "),
        text(&contact.language),
        text(&contact.time_zone),
        text(&contact.phone),
        text(&contact.notes),
    ]
}

/// By name where that is clear, else by code (two regions are called Georgia).
pub fn region(words: &Vocabulary, id: RegionId) -> String {
    let name = words.regions.name(id.0);
    match words.regions.get(id.0) {
        Some(node) if name.contains([';', '|', ',', '/']) || words.region(name) != Some(id) => node.code.clone(),
        _ => name.to_owned(),
    }
}

pub fn issue(words: &Vocabulary, id: IssueId) -> String {
    words.issues.name(id.0).to_owned()
}
