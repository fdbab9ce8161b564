//! Workbooks (XLSX, ODS) become the text of a table, so that everything after this reads one kind of file. Rows keep
//! their numbers. Bounded: what unpacks to more than is reasonable is refused before it is read.

use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

use calamine::{Data, DataRef, Ods, OdsError, Reader as _, Xlsx, XlsxError};
use quick_xml::events::{BytesStart, Event};
use thiserror::Error;
use zip::ZipArchive;

/// All parts of a workbook together, unpacked.
const LARGEST: u64 = 200 * 1024 * 1024;
/// Cells of an ODS sheet, which says "this a million times" in a few bytes.
const MOST_CELLS: u64 = 5_000_000;
pub const MOST_ROWS: u32 = 1_000_000;
/// Columns further right are not read.
const MOST_COLUMNS: usize = 500;

#[derive(Debug, Error)]
pub enum WorkbookError {
    #[error("the workbook is protected with a password; save it without one")]
    Locked,
    #[error("the workbook is damaged, or of an older kind; save it as XLSX or CSV")]
    Broken,
    #[error("the workbook unpacks to more than {} MB", LARGEST / 1024 / 1024)]
    TooLarge,
    #[error("the workbook has more than {MOST_ROWS} rows")]
    TooManyRows,
    #[error("the workbook cannot be read")]
    Read(#[from] io::Error),
}

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A ZIP archive: XLSX or ODS.
    Packed,
    /// What Excel before 2007 wrote, and what is encrypted.
    Compound,
    Empty,
}

pub fn kind(file: &mut (impl Read + Seek)) -> io::Result<Kind> {
    file.seek(SeekFrom::Start(0))?;
    let mut start = Vec::new();
    file.by_ref().take(4).read_to_end(&mut start)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(match start.as_slice() {
        b"PK\x03\x04" => Kind::Packed,
        b"\xD0\xCF\x11\xE0" => Kind::Compound,
        [] => Kind::Empty,
        _ => Kind::Text,
    })
}

/// Writes the first sheet that holds anything as CSV; says which format it was.
pub fn unpack(file: &mut (impl Read + Seek), out: impl Write) -> Result<&'static str, WorkbookError> {
    let is_ods = measure(file)?;
    file.seek(SeekFrom::Start(0))?;
    let mut table = Table { out: csv::WriterBuilder::new().flexible(true).from_writer(out), next: 0, cells: Vec::new() };
    if is_ods {
        ods(file, &mut table)?;
        table.out.flush()?;
        return Ok("ODS");
    }
    xlsx(file, &mut table)?;
    table.out.flush()?;
    Ok("XLSX")
}

/// What kind of file an old or encrypted one is.
pub fn compound(file: &mut (impl Read + Seek)) -> WorkbookError {
    match Xlsx::new(BufReader::new(file)) {
        Err(XlsxError::Password) => WorkbookError::Locked,
        _ => WorkbookError::Broken,
    }
}

/// Unpacks every part once, counting, since what an archive says of its sizes may be a lie. True for an ODS.
fn measure(file: &mut (impl Read + Seek)) -> Result<bool, WorkbookError> {
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| WorkbookError::Broken)?;
    let (mut left, mut is_ods, mut is_xlsx) = (LARGEST, false, false);
    for at in 0..archive.len() {
        let locked = archive.by_index_data(at).is_ok_and(|part| part.encrypted());
        if locked {
            return Err(WorkbookError::Locked);
        }
        let part = archive.by_index(at).map_err(|_| WorkbookError::Broken)?;
        let name = part.name().map_err(|_| WorkbookError::Broken)?.into_owned();
        is_xlsx |= name.eq_ignore_ascii_case("[Content_Types].xml");
        let mut part = part.take(left + 1);
        if name == "content.xml" {
            is_ods = true;
            let counted = count_cells(&mut part);
            if part.limit() == 0 {
                return Err(WorkbookError::TooLarge);
            }
            counted?;
        }
        if name == "META-INF/manifest.xml" && holds(&mut part, b"encryption-data")? {
            return Err(WorkbookError::Locked);
        }
        io::copy(&mut part, &mut io::sink()).map_err(|_| WorkbookError::Broken)?;
        left = part.limit().checked_sub(1).ok_or(WorkbookError::TooLarge)?;
    }
    if is_ods == is_xlsx { Err(WorkbookError::Broken) } else { Ok(is_ods) }
}

/// Whether a part's first megabyte holds these bytes.
fn holds(part: &mut impl Read, what: &[u8]) -> Result<bool, WorkbookError> {
    let mut start = Vec::new();
    part.take(1024 * 1024).read_to_end(&mut start).map_err(|_| WorkbookError::Broken)?;
    Ok(memchr::memmem::find(&start, what).is_some())
}

/// Refuses an ODS whose repetitions, written out, are more cells than memory should hold.
fn count_cells(part: &mut impl Read) -> Result<(), WorkbookError> {
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    let (mut buffer, mut sheet) = (Vec::new(), Extent::default());
    loop {
        match reader.read_event_into(&mut buffer).map_err(|_| WorkbookError::Broken)? {
            Event::Start(tag) if tag.name().as_ref() == "table:table" => {
                sheet = Extent { cells: sheet.cells, ..Extent::default() }
            }
            Event::Start(tag) if tag.name().as_ref() == "table:table-row" => {
                (sheet.width, sheet.counted) = (0, 0);
                sheet.repeat = times(&tag, "table:number-rows-repeated");
            }
            Event::Empty(tag) if tag.name().as_ref() == "table:table-row" => {
                sheet.rows += times(&tag, "table:number-rows-repeated");
            }
            Event::End(tag) if tag.name().as_ref() == "table:table-row" => sheet.rows += sheet.repeat,
            Event::Start(tag) if is_cell(&tag) => sheet.cell(&tag, true)?,
            Event::Empty(tag) if is_cell(&tag) => {
                let holds = tag.try_get_attribute("office:value-type").ok().flatten().is_some();
                sheet.cell(&tag, holds)?;
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
        buffer.clear();
    }
}

/// How far a sheet reaches, written out.
#[derive(Default)]
struct Extent {
    /// Before this row.
    rows: u64,
    repeat: u64,
    /// Of this row so far, and how much of that is in `cells`.
    width: u64,
    counted: u64,
    widest: u64,
    cells: u64,
}

impl Extent {
    /// Only a cell that holds something makes the empty ones before it count.
    fn cell(&mut self, tag: &BytesStart<'_>, holds: bool) -> Result<(), WorkbookError> {
        self.width += times(tag, "table:number-columns-repeated");
        if holds {
            self.cells += self.width - self.counted;
            self.counted = self.width;
            self.widest = self.widest.max(self.width);
            if self.widest.saturating_mul(self.rows + self.repeat) > MOST_CELLS || self.cells > MOST_CELLS {
                return Err(WorkbookError::TooLarge);
            }
        }
        Ok(())
    }
}

fn is_cell(tag: &BytesStart<'_>) -> bool {
    matches!(tag.name().as_ref(), "table:table-cell" | "table:covered-table-cell")
}

fn times(tag: &BytesStart<'_>, attribute: &str) -> u64 {
    let said = tag.try_get_attribute(attribute).ok().flatten();
    // As many as a sheet can have, in either direction.
    said.and_then(|said| said.value.parse().ok()).unwrap_or(1).min(1_048_576)
}

/// Rows on their way out, with the empty ones between them.
struct Table<W: Write> {
    out: csv::Writer<W>,
    /// The next row to be written, from 0.
    next: u32,
    cells: Vec<String>,
}

impl<W: Write> Table<W> {
    fn row(&mut self, at: u32) -> Result<(), WorkbookError> {
        if at >= MOST_ROWS {
            return Err(WorkbookError::TooManyRows);
        }
        while self.next < at {
            self.out.write_record([""]).map_err(io::Error::other)?;
            self.next += 1;
        }
        let cells = if self.cells.is_empty() { &[String::new()][..] } else { &self.cells };
        self.out.write_record(cells).map_err(io::Error::other)?;
        self.next = at + 1;
        self.cells.clear();
        Ok(())
    }

    fn put(&mut self, column: usize, text: String) {
        if column < MOST_COLUMNS {
            self.cells.resize(self.cells.len().max(column + 1), String::new());
            self.cells[column] = text;
        }
    }
}

fn broken(error: &XlsxError) -> WorkbookError {
    if matches!(error, XlsxError::Password) { WorkbookError::Locked } else { WorkbookError::Broken }
}

fn xlsx(file: &mut (impl Read + Seek), table: &mut Table<impl Write>) -> Result<(), WorkbookError> {
    let mut book = Xlsx::new(BufReader::new(file)).map_err(|error| broken(&error))?;
    for sheet in book.sheet_names() {
        // A sheet of charts has no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(&sheet) else { continue };
        let mut row = None;
        while let Some(cell) = cells.next_cell().map_err(|error| broken(&error))? {
            let (at, column) = cell.get_position();
            if row.is_some_and(|row| row > at) {
                return Err(WorkbookError::Broken);
            }
            if let Some(before) = row.filter(|row| *row < at) {
                table.row(before)?;
            }
            let text = text_of(cell.get_value());
            if row.is_some() || !text.trim().is_empty() {
                row = Some(at);
                table.put(usize::try_from(column).unwrap_or(usize::MAX), text);
            }
        }
        if let Some(row) = row {
            return table.row(row);
        }
    }
    Ok(())
}

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        other => Data::from(other.clone()).to_string(),
    }
}

fn ods(file: &mut (impl Read + Seek), table: &mut Table<impl Write>) -> Result<(), WorkbookError> {
    let mut book: Ods<_> = Ods::new(BufReader::new(file)).map_err(|error| match error {
        OdsError::Password => WorkbookError::Locked,
        OdsError::CellLimitExceeded { .. } => WorkbookError::TooLarge,
        _ => WorkbookError::Broken,
    })?;
    for sheet in book.sheet_names() {
        let Ok(range) = book.worksheet_range(&sheet) else { continue };
        let Some((first, left)) = range.start() else { continue };
        let left = usize::try_from(left).unwrap_or(usize::MAX);
        for (at, row) in (first..).zip(range.rows()) {
            for (column, value) in row.iter().enumerate() {
                table.put(left.saturating_add(column), value.to_string());
            }
            table.row(at)?;
        }
        return Ok(());
    }
    Ok(())
}
