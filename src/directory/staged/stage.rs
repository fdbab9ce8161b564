//! From a file to rows in the store: read once, piece by piece, while what was read is being put down.

use std::fs::File;

use thiserror::Error;
use tokio::sync::mpsc;

use crate::clock::Clock;
use crate::directory::columns::Columns;
use crate::directory::field::Field;
use crate::directory::table::{self, Table, TableError};
use crate::directory::workbook::MOST_ROWS;
use crate::model::address::EmailAddress;
use crate::store::imports::{self, Ground, New, Step};
use crate::store::{Store, StoreError, import_rows};

/// Rows and bytes that are put down at once.
const PIECE: usize = 500;
const PIECE_BYTES: usize = 1024 * 1024;
/// Rows that show what a column holds.
const SAMPLE: usize = 20;

/// What comes with a file.
#[derive(Clone, Debug)]
pub struct Brought {
    pub actor: String,
    /// Its name.
    pub file: String,
    pub ground: Ground,
}

#[derive(Debug, Error)]
pub enum StageError {
    #[error(transparent)]
    File(#[from] TableError),
    #[error("no column holds e-mail addresses; found {}", .found.join(", "))]
    NoAddresses { found: Vec<String> },
    #[error("the file has more than {MOST_ROWS} rows")]
    TooManyRows,
    #[error("the file could not be read to its end")]
    Interrupted,
    #[error(transparent)]
    Store(#[from] StoreError),
}

type Row = (u64, Vec<String>);

enum Piece {
    Shape { encoding: &'static str, delimiter: String, columns: Columns },
    Rows(Vec<Row>),
}

/// Puts the rows of a file down and begins to look at them.
pub async fn stage(store: &Store, clock: &Clock, file: File, brought: Brought) -> Result<Step, StageError> {
    let (out, mut pieces) = mpsc::channel(2);
    let reading = tokio::task::spawn_blocking(move || read(file, &out));
    let mut begun = None;
    let put = async {
        let mut rows = 0;
        while let Some(piece) = pieces.recv().await {
            match (piece, &begun) {
                (Piece::Shape { encoding, delimiter, columns }, _) => {
                    let names = columns.names();
                    let new = New {
                        actor: &brought.actor,
                        file: &brought.file,
                        ground: brought.ground,
                        encoding,
                        delimiter: &delimiter,
                        headers: &columns.headers,
                        fields: &names,
                    };
                    begun = Some((imports::begin_staged(store, &new, clock.now()).await?, names));
                }
                (Piece::Rows(piece), Some((import, _))) => {
                    import_rows::add(store, *import, &piece).await?;
                    rows += piece.len();
                }
                (Piece::Rows(_), None) => return Err(StageError::Interrupted),
            }
        }
        Ok(rows)
    };
    let put = put.await;
    // The reader stops by itself when nobody takes its pieces any more.
    drop(pieces);
    let read = reading.await.unwrap_or(Err(StageError::Interrupted));
    let staged = match (read, put) {
        (Err(problem), _) | (_, Err(problem)) => Err(problem),
        (Ok(()), Ok(0)) => Err(TableError::Empty.into()),
        (Ok(()), Ok(rows)) => Ok(i64::try_from(rows).unwrap_or(i64::MAX)),
    };
    let Some((import, fields)) = begun else { return Err(staged.err().unwrap_or(StageError::Interrupted)) };
    match staged {
        Ok(rows) => Ok(imports::judge(store, import, &fields, rows, clock.now()).await?.ok_or(StageError::Interrupted)?),
        Err(problem) => {
            imports::forget(store, import).await?;
            Err(problem)
        }
    }
}

fn read(file: File, out: &mpsc::Sender<Piece>) -> Result<(), StageError> {
    let mut table = table::open(file)?;
    let mut first = Vec::new();
    let at = table.records.next(&mut first).map_err(TableError::Read)?.ok_or(TableError::Empty)?;
    let mut rows: Vec<Row> = Vec::new();
    let headers = if first.iter().any(|cell| EmailAddress::parse(cell).is_ok()) {
        // No header at all: the columns are called as a spreadsheet program does.
        let letters = (0..first.len()).map(letters).collect();
        rows.push((at, first));
        letters
    } else {
        first
    };
    let mut more = true;
    while more && rows.len() < SAMPLE {
        more = next(&mut table, &mut rows)?;
    }
    let mut columns = Columns::new(headers, &[]);
    let sample: Vec<Vec<String>> = rows.iter().map(|(_, cells)| cells.clone()).collect();
    columns.look_for_addresses(&sample);
    if !columns.has(Field::Email) {
        let found = columns.headers.iter().map(|header| header.trim().to_owned()).filter(|header| !header.is_empty());
        return Err(StageError::NoAddresses { found: found.take(20).collect() });
    }
    let delimiter = table.delimiter.map(String::from).unwrap_or_default();
    let shape = Piece::Shape { encoding: table.encoding, delimiter, columns };
    let mut taken = out.blocking_send(shape).is_ok();
    let mut count = 0;
    while taken && (more || !rows.is_empty()) {
        let mut bytes = 0;
        while more && rows.len() < PIECE && bytes < PIECE_BYTES {
            more = next(&mut table, &mut rows)?;
            bytes += rows.last().map_or(0, |(_, cells)| cells.iter().map(String::len).sum::<usize>());
        }
        count += rows.len();
        if count > usize::try_from(MOST_ROWS).unwrap_or(usize::MAX) {
            return Err(StageError::TooManyRows);
        }
        taken = rows.is_empty() || out.blocking_send(Piece::Rows(std::mem::take(&mut rows))).is_ok();
    }
    Ok(())
}

/// False at the end of the file.
fn next(table: &mut Table<'_>, rows: &mut Vec<Row>) -> Result<bool, StageError> {
    let mut cells = Vec::new();
    let row = table.records.next(&mut cells).map_err(TableError::Read)?;
    rows.extend(row.map(|row| (row, cells)));
    Ok(row.is_some())
}

/// `A`, `B`, … `Z`, `AA`.
fn letters(at: usize) -> String {
    let mut left = at + 1;
    let mut name = Vec::new();
    while left > 0 {
        left -= 1;
        name.insert(0, char::from(b'A' + u8::try_from(left % 26).unwrap_or_default()));
        left /= 26;
    }
    name.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_called_as_a_spreadsheet_program_does() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
