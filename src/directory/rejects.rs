//! The rows that did not come in, as CSV with a `problem` column: to be mended and imported again.

use std::io::{self, Write};

use super::cells::guarded;
use super::row::Flaw;

pub struct Rejects<W: Write> {
    out: csv::Writer<W>,
    width: usize,
}

impl<W: Write> Rejects<W> {
    /// Begins with the mark without which Excel takes UTF-8 for something else, and the headers.
    pub fn start(mut out: W, headers: &[String]) -> io::Result<Self> {
        out.write_all("\u{FEFF}".as_bytes())?;
        let mut rejects = Self::go_on(out, headers.len());
        let headers = headers.iter().map(|header| guarded(header).into_owned());
        rejects.out.write_record(headers.chain(["problem".to_owned()])).map_err(io::Error::other)?;
        Ok(rejects)
    }

    /// Further rows of a file whose start is written.
    pub fn go_on(out: W, width: usize) -> Self {
        Self { out: csv::WriterBuilder::new().flexible(true).from_writer(out), width }
    }

    pub fn write(&mut self, row: u64, record: &[String], flaws: &[Flaw]) -> io::Result<()> {
        let padded = record.iter().map(String::as_str).chain(std::iter::repeat("")).take(self.width.max(record.len()));
        let mut cells: Vec<String> = padded.map(|cell| guarded(cell).into_owned()).collect();
        let said: Vec<String> = flaws.iter().map(said).collect();
        cells.insert(self.width, format!("row {row}, {}", said.join("; ")));
        self.out.write_record(&cells).map_err(io::Error::other)
    }

    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn said(flaw: &Flaw) -> String {
    let code = flaw.code.as_str();
    if flaw.detail.is_empty() { code.to_owned() } else { format!("{code}: {}", flaw.detail) }
}
