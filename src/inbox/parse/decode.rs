//! Transfer encodings, read as leniently as they come: what is no base64 in base64 is skipped, never an error.

use std::borrow::Cow;

use crate::model::inbound::{Encoding, Part};

/// The decoded bytes of a part, from the raw message by its offsets (never through decoded text, which loses bytes).
pub fn bytes<'a>(raw: &'a [u8], part: &Part) -> Cow<'a, [u8]> {
    decoded(raw.get(part.start..part.end).unwrap_or_default(), part.encoding, usize::MAX)
}

/// The beginning of a part, at least `at_most` decoded bytes of it if there are so many.
pub fn beginning<'a>(raw: &'a [u8], part: &Part, at_most: usize) -> Cow<'a, [u8]> {
    decoded(raw.get(part.start..part.end).unwrap_or_default(), part.encoding, at_most)
}

/// Decodes until about `at_most` bytes are there.
pub(super) fn decoded(body: &[u8], encoding: Encoding, at_most: usize) -> Cow<'_, [u8]> {
    match encoding {
        Encoding::Plain => Cow::Borrowed(body.get(..at_most).unwrap_or(body)),
        Encoding::Base64 => Cow::Owned(base64(body, at_most)),
        Encoding::QuotedPrintable => Cow::Owned(quoted_printable(body, at_most)),
    }
}

fn base64(body: &[u8], at_most: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity((body.len() / 4 * 3).min(at_most));
    let mut bits: u32 = 0;
    let mut held = 0;
    for byte in body {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            // Two encoded pieces in one body: padding ends the first.
            b'=' => {
                held = 0;
                continue;
            }
            _ => continue,
        };
        bits = bits << 6 | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xFF).unwrap_or_default());
            if out.len() >= at_most {
                break;
            }
        }
    }
    out
}

fn quoted_printable(body: &[u8], at_most: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len().min(at_most));
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        if out.len() >= at_most {
            break;
        }
        at += 1;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        let rest = body.get(at..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        match (rest.get(blanks), rest.get(blanks + 1)) {
            (Some(b'\r'), Some(b'\n')) => at += blanks + 2,
            (Some(b'\n' | b'\r'), _) => at += blanks + 1,
            (None, _) => at += blanks,
            _ => match (rest.first().copied().and_then(hex), rest.get(1).copied().and_then(hex)) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    at += 2;
                }
                _ => out.push(b'='),
            },
        }
    }
    out
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_base64_is_passed_over() {
        assert_eq!(base64(b"aGVs\r\nbG8=", usize::MAX), b"hello");
        assert_eq!(base64(b"aG!Vs bG8", usize::MAX), b"hello");
        assert_eq!(base64(b"aGVsbG8=aGVsbG8=", usize::MAX), b"hellohello");
        assert_eq!(base64(b"aGVsbG8gd29ybGQ=", 4), b"hell");
        assert_eq!(base64(b"A", usize::MAX), b"");
    }

    #[test]
    fn quoted_printable_is_read_as_it_comes() {
        assert_eq!(quoted_printable(b"caf=C3=A9 a=\r\nb =3d =zz 100= \r\n%=", usize::MAX), "café ab = =zz 100%".as_bytes());
        assert_eq!(quoted_printable(b"abcdef", 3), b"abc");
    }
}
