//! Which encoding a spreadsheet is in, and its text piece by piece.

use std::io::{self, Read, Seek, SeekFrom};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

const PIECE: usize = 64 * 1024;
/// How much of a file that is not UTF-8 is enough to tell what else it is.
const ENOUGH: usize = 4 * 1024 * 1024;

/// Looks through the whole file, then goes back to its start. A byte-order mark decides; then bytes that are UTF-8 but
/// for a few (those rows are told of); then zero bytes; then what letters of other encodings are likely.
pub fn detect(file: &mut (impl Read + Seek)) -> io::Result<&'static Encoding> {
    file.seek(SeekFrom::Start(0))?;
    let mut look = Look::default();
    let mut guess = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut piece = vec![0; PIECE];
    let mut read = 0;
    loop {
        let n = file.read(&mut piece)?;
        if n == 0 {
            break;
        }
        if read == 0
            && let Some((encoding, _)) = Encoding::for_bom(&piece[..n])
        {
            file.seek(SeekFrom::Start(0))?;
            return Ok(encoding);
        }
        look.at(&piece[..n], read == 0);
        if read < ENOUGH {
            guess.feed(&piece[..n], false);
        }
        read += n;
    }
    file.seek(SeekFrom::Start(0))?;
    if let Some(wide) = look.wide() {
        return Ok(wide);
    }
    if look.invalid == 0 || look.letters > look.invalid * 3 {
        return Ok(UTF_8);
    }
    guess.feed(&[], true);
    Ok(guess.guess(None, Utf8Detection::Deny))
}

#[derive(Debug, Default)]
struct Look {
    /// Characters beyond ASCII that are valid UTF-8, and places that are not.
    letters: u64,
    invalid: u64,
    carried: Vec<u8>,
    zeros_at_even: usize,
    zeros_at_odd: usize,
    looked_for_zeros: usize,
}

impl Look {
    fn at(&mut self, piece: &[u8], first: bool) {
        if first {
            let start = &piece[..piece.len().min(4096)];
            self.looked_for_zeros = start.len();
            self.zeros_at_even = start.iter().step_by(2).filter(|&&byte| byte == 0).count();
            self.zeros_at_odd = start.iter().skip(1).step_by(2).filter(|&&byte| byte == 0).count();
        }
        let mut bytes = std::mem::take(&mut self.carried);
        bytes.extend_from_slice(piece);
        let mut rest = bytes.as_slice();
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.count(text);
                    return;
                }
                Err(error) => {
                    let (valid, after) = rest.split_at(error.valid_up_to());
                    self.count(std::str::from_utf8(valid).unwrap_or_default());
                    let Some(bad) = error.error_len() else {
                        self.carried = after.to_vec();
                        return;
                    };
                    self.invalid += 1;
                    rest = &after[bad..];
                }
            }
        }
    }

    fn count(&mut self, text: &str) {
        if !text.is_ascii() {
            self.letters += u64::try_from(text.chars().filter(|c| !c.is_ascii()).count()).unwrap_or(u64::MAX);
        }
    }

    /// UTF-16 without a mark: in any European table every other byte is zero.
    fn wide(&self) -> Option<&'static Encoding> {
        let third = self.looked_for_zeros / 6;
        if self.looked_for_zeros < 4 {
            None
        } else if self.zeros_at_odd > third && self.zeros_at_even < third / 8 + 1 {
            Some(UTF_16LE)
        } else if self.zeros_at_even > third && self.zeros_at_odd < third / 8 + 1 {
            Some(UTF_16BE)
        } else {
            None
        }
    }
}

/// The text of a file, decoded as it is read; what is not in the encoding becomes U+FFFD.
pub struct Text<R> {
    file: R,
    decoder: Decoder,
    bytes: Vec<u8>,
    done: bool,
}

impl<R: Read> Text<R> {
    pub fn new(file: R, encoding: &'static Encoding) -> Self {
        Self { file, decoder: encoding.new_decoder_with_bom_removal(), bytes: vec![0; PIECE], done: false }
    }

    /// Appends the next piece; false at the end.
    pub fn read_into(&mut self, text: &mut String) -> io::Result<bool> {
        if self.done {
            return Ok(false);
        }
        let n = self.file.read(&mut self.bytes)?;
        self.done = n == 0;
        text.reserve(self.decoder.max_utf8_buffer_length(n).unwrap_or(n * 3 + 16));
        // With this much room the decoder always takes the whole input.
        let _ = self.decoder.decode_to_string(&self.bytes[..n], text, self.done);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn read(bytes: &[u8]) -> (&'static str, String) {
        let mut file = Cursor::new(bytes);
        let encoding = detect(&mut file).unwrap();
        let mut text = Text::new(file, encoding);
        let mut found = String::new();
        while text.read_into(&mut found).unwrap() {}
        (encoding.name(), found)
    }

    #[test]
    fn each_way_people_save_a_spreadsheet_is_read() {
        let table = "Name;E-Mail\r\nJürgen Müller;j@x.example\r\nRenée Français;r@x.example\r\nÅsa Öberg;a@x.example\r\n";
        let wide = |big: bool, mark: bool| -> Vec<u8> {
            let units = mark.then_some(0xFEFF).into_iter().chain(table.encode_utf16());
            units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        for (name, bytes) in [
            ("UTF-8", table.as_bytes().to_vec()),
            ("UTF-8", [&b"\xEF\xBB\xBF"[..], table.as_bytes()].concat()),
            ("windows-1252", encoding_rs::WINDOWS_1252.encode(table).0.into_owned()),
            ("UTF-16LE", wide(false, true)),
            ("UTF-16LE", wide(false, false)),
            ("UTF-16BE", wide(true, true)),
            ("UTF-16BE", wide(true, false)),
        ] {
            assert_eq!(read(&bytes), (name, table.to_owned()), "{name}");
        }
    }

    #[test]
    fn a_bad_byte_in_a_long_file_does_not_change_how_the_rest_is_read() {
        let mut bytes = "Müller;Grüße;ärger;öde\n".repeat(10_000).into_bytes();
        bytes.extend_from_slice(b"M\xFCller\n");
        let (name, text) = read(&bytes);
        assert_eq!(name, "UTF-8");
        assert_eq!(text.matches('\u{FFFD}').count(), 1);
    }

    #[test]
    fn a_letter_cut_by_two_reads_is_whole() {
        let text = format!("{}ü", "a".repeat(PIECE - 1));
        assert_eq!(read(text.as_bytes()), ("UTF-8", text));
    }
}
