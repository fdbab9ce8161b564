//! The records of a delimited file, each with the row a spreadsheet program would show it in. Bounded: a quotation mark
//! that is opened and never closed costs one row, not the rest of the file.

use std::io::{self, Read};

use super::encoding::Text;

/// A quoted cell longer than this was never meant to be one.
const LONGEST_RECORD: usize = 64 * 1024;
/// A line longer than this is not a table's.
const LONGEST_LINE: usize = 1024 * 1024;

pub struct Records<R> {
    text: Text<R>,
    buffer: String,
    start: usize,
    ended: bool,
    delimiter: u8,
    row: u64,
}

enum Step {
    /// How many bytes the record took.
    Done(usize),
    More,
    /// A quotation mark does not close as it should.
    Unclosed,
}

impl<R: Read> Records<R> {
    /// Finds the delimiter by `score`: how well a first record cut in this way looks.
    pub fn new(text: Text<R>, score: impl Fn(&[String]) -> usize) -> io::Result<Self> {
        let mut records = Self::cut_at(text, b',');
        while records.buffer.len() < LONGEST_RECORD && records.fill()? {}
        records.find_delimiter(score);
        Ok(records)
    }

    /// With a delimiter that is known.
    pub fn cut_at(text: Text<R>, delimiter: u8) -> Self {
        Self { text, buffer: String::new(), start: 0, ended: false, delimiter, row: 0 }
    }

    pub fn delimiter(&self) -> char {
        char::from(self.delimiter)
    }

    /// The next record that holds anything, and its row; `None` at the end.
    pub fn next(&mut self, cells: &mut Vec<String>) -> io::Result<Option<u64>> {
        loop {
            if self.start >= self.buffer.len() && !self.fill()? {
                return Ok(None);
            }
            let taken = self.take(cells)?;
            self.start += taken;
            self.row += 1;
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(self.row));
            }
        }
    }

    fn take(&mut self, cells: &mut Vec<String>) -> io::Result<usize> {
        let mut quotes = true;
        loop {
            let rest = &self.buffer[self.start..];
            match step(rest.as_bytes(), self.delimiter, quotes, self.ended, cells) {
                Step::Done(taken) => return Ok(taken),
                Step::Unclosed => quotes = false,
                Step::More if rest.len() > LONGEST_LINE => {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        "a line is longer than a megabyte; this is not a table",
                    ));
                }
                Step::More => {
                    self.fill()?;
                }
            }
        }
    }

    fn fill(&mut self) -> io::Result<bool> {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let before = self.buffer.len();
        while self.buffer.len() == before {
            if !self.text.read_into(&mut self.buffer)? {
                self.ended = true;
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn find_delimiter(&mut self, score: impl Fn(&[String]) -> usize) {
        // Excel's own way to say it; Excel does not show this line, so it is no row.
        if let Some(said) = self.buffer.strip_prefix("sep=").and_then(|rest| rest.bytes().next())
            && said.is_ascii()
            && let Some(end) = self.buffer.find('\n')
        {
            self.delimiter = said;
            self.start = end + 1;
            return;
        }
        let content = self.buffer.trim_start_matches(['\r', '\n']);
        let first = content.lines().next().unwrap_or_default();
        let mut candidates = vec![b',', b';', b'\t', b'|'];
        candidates.extend(first.bytes().filter(|byte| byte.is_ascii_punctuation() && !b"\"'-_.@()/&#*[]{}<>".contains(byte)));
        let mut best = (0, 0);
        for candidate in candidates {
            let mut cells = Vec::new();
            if !matches!(step(content.as_bytes(), candidate, true, true, &mut cells), Step::Done(_)) {
                continue;
            }
            let found = (score(&cells), cells.len());
            if found > best {
                best = found;
                self.delimiter = candidate;
            }
        }
    }
}

/// Cuts one record from the start of `text`, which is valid UTF-8. Follows RFC 4180, but takes any line ending, and
/// takes a quotation mark literally unless it opens the cell and its partner closes it.
fn step(text: &[u8], delimiter: u8, quotes: bool, ended: bool, cells: &mut Vec<String>) -> Step {
    cells.clear();
    let mut at = 0;
    loop {
        let mut cell = Vec::new();
        if quotes && text.get(at) == Some(&b'"') {
            match quoted(&text[at + 1..], delimiter, &mut cell) {
                Quoted::Closed(taken) => at += 1 + taken,
                Quoted::Open if ended || text.len() > LONGEST_RECORD => return Step::Unclosed,
                Quoted::Open => return Step::More,
                Quoted::Odd => return Step::Unclosed,
            }
            if at == text.len() && !ended {
                return Step::More;
            }
        } else {
            let end = text[at..].iter().position(|&byte| byte == delimiter || byte == b'\n' || byte == b'\r');
            let end = end.map_or(text.len(), |end| at + end);
            cell.extend_from_slice(&text[at..end]);
            at = end;
        }
        cells.push(String::from_utf8(cell).unwrap_or_default());
        match text.get(at) {
            Some(&byte) if byte == delimiter => at += 1,
            Some(b'\r') if at + 1 == text.len() && !ended => return Step::More,
            Some(b'\r') if text.get(at + 1) == Some(&b'\n') => return Step::Done(at + 2),
            Some(_) => return Step::Done(at + 1),
            None if ended => return Step::Done(at),
            None => return Step::More,
        }
    }
}

enum Quoted {
    /// Bytes up to and with the closing mark, and blanks after it.
    Closed(usize),
    Open,
    /// Something other than the end of the cell follows the closing mark.
    Odd,
}

fn quoted(text: &[u8], delimiter: u8, cell: &mut Vec<u8>) -> Quoted {
    let mut at = 0;
    while let Some(mark) = text[at..].iter().position(|&byte| byte == b'"') {
        cell.extend_from_slice(&text[at..at + mark]);
        at += mark + 1;
        if text.get(at) == Some(&b'"') {
            cell.push(b'"');
            at += 1;
            continue;
        }
        at += text[at..].iter().take_while(|&&byte| byte == b' ' && byte != delimiter).count();
        return match text.get(at) {
            None | Some(b'\r' | b'\n') => Quoted::Closed(at),
            Some(&byte) if byte == delimiter => Quoted::Closed(at),
            Some(_) => Quoted::Odd,
        };
    }
    Quoted::Open
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn records(text: &str) -> Vec<(u64, Vec<String>)> {
        let text = Text::new(Cursor::new(text.as_bytes().to_vec()), encoding_rs::UTF_8);
        let mut records = Records::new(text, |cells| cells.iter().filter(|cell| cell.contains("mail")).count()).unwrap();
        let (mut found, mut cells) = (Vec::new(), Vec::new());
        while let Some(row) = records.next(&mut cells).unwrap() {
            found.push((row, cells.clone()));
        }
        found
    }

    fn shape(text: &str) -> Vec<(u64, String)> {
        records(text).into_iter().map(|(row, cells)| (row, cells.join("¦"))).collect()
    }

    fn row(number: u64, cells: &str) -> (u64, String) {
        (number, cells.to_owned())
    }

    #[test]
    fn any_delimiter_and_line_ending_is_found() {
        for (delimiter, end) in [(",", "\n"), (";", "\r\n"), ("\t", "\r"), ("|", "\n"), ("^", "\n"), (":", "\r\n")] {
            let text = format!("name{delimiter}mail{delimiter}notes{end}a{delimiter}b{delimiter}\"c{delimiter}\"\"d\"\"\"{end}");
            assert_eq!(shape(&text), [row(1, "name¦mail¦notes"), row(2, &format!("a¦b¦c{delimiter}\"d\""))], "{delimiter:?}");
        }
        assert_eq!(shape("sep=;\r\nmail;x,y\r\na;b,c"), [row(1, "mail¦x,y"), row(2, "a¦b,c")]);
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_shows_them() {
        let text = "mail,notes\n\na,\"first\nsecond\r\nthird\"\n,\nb,c\n\n\nd,e";
        assert_eq!(shape(text), [row(1, "mail¦notes"), row(3, "a¦first\nsecond\r\nthird"), row(5, "b¦c"), row(8, "d¦e")]);
    }

    #[test]
    fn a_stray_quotation_mark_costs_one_row() {
        let text = "mail,notes\na,5\" disk\nb,\"never closed\nc,d\n\"e,f\ng,\"h\" i\nj,\"k\"  \n";
        assert_eq!(
            shape(text),
            [
                row(1, "mail¦notes"),
                row(2, "a¦5\" disk"),
                row(3, "b¦\"never closed"),
                row(4, "c¦d"),
                row(5, "\"e¦f"),
                row(6, "g¦\"h\" i"),
                row(7, "j¦k")
            ]
        );
    }

    #[test]
    fn records_longer_than_a_read_are_whole() {
        let long = "x\n".repeat(20_000);
        let text = format!("mail,notes\n{}a,\"{long}\"\nb,c\n", "p,q\n".repeat(20_000));
        let found = records(&text);
        assert_eq!(found.len(), 20_003);
        assert_eq!(found[20_001], (20_002, vec!["a".to_owned(), long]));
    }
}
