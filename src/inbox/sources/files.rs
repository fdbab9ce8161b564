//! Mail from files: one message, an mbox, a folder of either, and what `inbox export` wrote. The same files again are the
//! same messages.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::maildir;
use crate::clock::Millis;
use crate::inbox::head::header_of;
use crate::inbox::keep::{Arrival, Keeper, Kept, Key};
use crate::model::ids::SourceId;
use crate::model::inbound::Envelope;
use crate::store::StoreError;
use crate::store::inbound::Line;

/// What stands beside an exported message: all that is not in its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    pub return_path: String,
    pub recipients: Vec<String>,
    pub received_ms: Millis,
    pub peer: String,
    pub helo: String,
    /// The size of the whole message, where the bytes are its header only.
    pub too_large: Option<u64>,
}

#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error("{} cannot be read", .0.display())]
    Read(PathBuf, #[source] io::Error),
    #[error("{} cannot be written", .0.display())]
    Write(PathBuf, #[source] io::Error),
    #[error("{} is not what `inbox export` writes", .0.display())]
    Beside(PathBuf, #[source] serde_json::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub new: u64,
    /// They were there.
    pub known: u64,
}

/// Brings in a file (one message, or an mbox) or everything in a folder: a Maildir, `.eml` files, mboxes.
pub async fn import(keeper: &Keeper, source: SourceId, path: &Path) -> Result<Imported, FilesError> {
    let read = |error| FilesError::Read(path.to_owned(), error);
    let mut done = Imported::default();
    if !fs::metadata(path).map_err(read)?.is_dir() {
        one_file(keeper, source, path, &mut done).await?;
        return Ok(done);
    }
    let parts = ["new", "cur"].map(|part| path.join(part));
    let folders = if parts.iter().all(|part| part.is_dir()) { parts.to_vec() } else { vec![path.to_owned()] };
    for folder in folders {
        let mut files = Vec::new();
        for entry in fs::read_dir(&folder).map_err(read)? {
            let file = entry.map_err(read)?.path();
            if file.is_file() && file.extension().is_none_or(|ending| ending != "json") {
                files.push(file);
            }
        }
        files.sort();
        for file in files {
            one_file(keeper, source, &file, &mut done).await?;
        }
    }
    Ok(done)
}

async fn one_file(keeper: &Keeper, source: SourceId, path: &Path, done: &mut Imported) -> Result<(), FilesError> {
    let unreadable = |error| FilesError::Read(path.to_owned(), error);
    let mut mbox = BufReader::new(File::open(path).map_err(unreadable)?);
    if mbox.fill_buf().map_err(unreadable)?.starts_with(b"From ") {
        let mut messages = Mbox::new(mbox, keeper.limit);
        while let Some((body, too_large)) = messages.next().map_err(unreadable)? {
            let mut arrival = Arrival::new(source, Key::Import, Envelope::default(), body);
            arrival.too_large = too_large;
            keep(keeper, arrival, done).await?;
        }
        return Ok(());
    }
    let Some(found) = maildir::read(path, keeper.limit).map_err(unreadable)? else { return Ok(()) };
    let mut arrival = Arrival::new(source, Key::Import, Envelope::default(), found.body);
    arrival.too_large = found.too_large;
    let beside = path.with_extension("json");
    if path.extension().is_some_and(|ending| ending == "eml") && beside.is_file() {
        let text = fs::read(&beside).map_err(|error| FilesError::Read(beside.clone(), error))?;
        let known: Beside = serde_json::from_slice(&text).map_err(|error| FilesError::Beside(beside, error))?;
        arrival.envelope = Envelope { return_path: known.return_path, recipients: known.recipients };
        (arrival.peer, arrival.helo, arrival.received) = (known.peer, known.helo, Some(known.received_ms));
        arrival.too_large = arrival.too_large.or(known.too_large);
    }
    keep(keeper, arrival, done).await
}

async fn keep(keeper: &Keeper, arrival: Arrival, done: &mut Imported) -> Result<(), FilesError> {
    match keeper.keep(arrival).await? {
        Kept::New(_) => done.new += 1,
        Kept::Again(_) => done.known += 1,
    }
    Ok(())
}

/// Messages of an mbox, one at a time: each begins at a `From ` line after an empty one; `>From ` loses one of its signs.
struct Mbox<R> {
    lines: R,
    limit: usize,
    at_end: bool,
}

impl<R: io::BufRead> Mbox<R> {
    fn new(lines: R, limit: usize) -> Self {
        Self { lines, limit, at_end: false }
    }

    fn next(&mut self) -> io::Result<Option<(Vec<u8>, Option<u64>)>> {
        if self.at_end {
            return Ok(None);
        }
        let (mut body, mut size, mut line, mut begun) = (Vec::new(), 0_u64, Vec::new(), false);
        // Octets of the last line, if it is empty: the one before a separator is not the message's.
        let (mut after_empty, mut empty) = (true, 0_u64);
        loop {
            line.clear();
            if self.lines.read_until(b'\n', &mut line)? == 0 {
                self.at_end = true;
                break;
            }
            if line.starts_with(b"From ") && after_empty {
                if begun {
                    break;
                }
                begun = true;
                continue;
            }
            // The separator line was taken with the message before.
            begun = true;
            after_empty = matches!(line.as_slice(), b"\n" | b"\r\n");
            empty = if after_empty { line.len() as u64 } else { 0 };
            let signs = line.iter().take_while(|byte| **byte == b'>').count();
            let text = if signs > 0 && line[signs..].starts_with(b"From ") { &line[1..] } else { &line[..] };
            size += text.len() as u64;
            if body.len() <= self.limit {
                body.extend_from_slice(text);
            }
        }
        if body.is_empty() {
            return Ok(None);
        }
        if body.len() > self.limit {
            return Ok(Some((header_of(&body).to_vec(), Some(size - empty))));
        }
        // The empty line before the next separator is not the message's.
        for end in [b"\n\r\n".as_slice(), b"\n\n"] {
            if body.ends_with(end) {
                body.truncate(body.len() - (end.len() - 1));
                break;
            }
        }
        Ok(Some((body, None)))
    }
}

/// Writes one message as `ID.eml`, and what is not in its bytes as `ID.json`.
pub fn export(folder: &Path, line: &Line, body: &[u8]) -> Result<(), FilesError> {
    let beside = Beside {
        return_path: line.return_path.clone(),
        recipients: line.recipients(),
        received_ms: line.received_ms,
        peer: line.peer.clone(),
        helo: line.helo.clone(),
        too_large: u64::try_from(line.size).ok().filter(|_| line.partial),
    };
    let json = serde_json::to_vec_pretty(&beside).unwrap_or_default();
    for (ending, bytes) in [("json", json.as_slice()), ("eml", body)] {
        let path = folder.join(format!("{}.{ending}", line.id()));
        let written = File::create(&path).and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
        written.map_err(|error| FilesError::Write(path, error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str, limit: usize) -> Vec<(String, Option<u64>)> {
        let mut mbox = Mbox::new(text.as_bytes(), limit);
        let mut all = Vec::new();
        while let Some((body, size)) = mbox.next().expect("in memory") {
            all.push((String::from_utf8(body).expect("text"), size));
        }
        all
    }

    #[test]
    fn an_mbox_is_cut_at_its_separators_and_nowhere_else() {
        let text = "From a@x Mon\nSubject: 1\n\nFrom the start\n>From here\n>>From there\n\nFrom b@x Tue\nSubject: 2\n\nlast\n";
        let found = messages(text, 1_000);
        assert_eq!(found.len(), 3, "a line of text that looks like a separator after an empty line is one: {found:?}");
        let text = text.replace("From the start", "We start\nFrom the start");
        let found: Vec<_> = messages(&text, 1_000).into_iter().map(|(body, _)| body).collect();
        assert_eq!(found, ["Subject: 1\n\nWe start\nFrom the start\nFrom here\n>From there\n", "Subject: 2\n\nlast\n"]);
    }

    #[test]
    fn one_that_is_too_large_leaves_its_header_and_the_next_one_whole() {
        let text = format!("From a\nSubject: 1\n\n{}\n\nFrom b\nSubject: 2\n\nx\n", "long\n".repeat(100));
        let found = messages(&text, 50);
        assert_eq!(found[0].0, "Subject: 1\n\n");
        assert_eq!(found[0].1, Some(513));
        assert_eq!(found[1], ("Subject: 2\n\nx\n".to_owned(), None));
    }
}
