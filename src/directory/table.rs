//! A file of people, whatever it is, opened as rows: workbooks are unpacked, encodings and delimiters found.

use std::io::{self, Read, Seek, SeekFrom};

use thiserror::Error;

use super::columns;
use super::encoding::{self, Text};
use super::records::Records;
use super::workbook::{self, Kind, WorkbookError};

#[derive(Debug, Error)]
pub enum TableError {
    #[error("the file cannot be read")]
    Read(#[from] io::Error),
    #[error("the file is empty")]
    Empty,
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
}

/// Something to read from and to go back in.
pub trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

/// The rows of a file.
pub struct Table<'f> {
    pub records: Records<Box<dyn Source + 'f>>,
    /// As it is told to people: `UTF-8`, `windows-1252`, `XLSX`.
    pub encoding: &'static str,
    /// `None` for a workbook.
    pub delimiter: Option<char>,
}

/// Looks at the file and gets ready to read it from its start.
pub fn open<'f>(mut file: impl Source + 'f) -> Result<Table<'f>, TableError> {
    let mut source: Box<dyn Source + 'f> = match workbook::kind(&mut file)? {
        Kind::Empty => return Err(TableError::Empty),
        Kind::Compound => return Err(workbook::compound(&mut file).into()),
        Kind::Text => Box::new(file),
        Kind::Packed => {
            let mut text = tempfile::tempfile()?;
            let format = workbook::unpack(&mut file, io::BufWriter::new(&mut text))?;
            text.seek(SeekFrom::Start(0))?;
            let text: Box<dyn Source> = Box::new(text);
            let records = Records::cut_at(Text::new(text, encoding_rs::UTF_8), b',');
            return Ok(Table { records, encoding: format, delimiter: None });
        }
    };
    let encoding = encoding::detect(&mut source)?;
    let records = Records::new(Text::new(source, encoding), columns::score)?;
    Ok(Table { encoding: encoding.name(), delimiter: Some(records.delimiter()), records })
}
