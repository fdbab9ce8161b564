//! Bodies in transfer encoding. What every copy shares is encoded once; slots are encoded per copy.
//!
//! Quoted-printable or base64, whichever is smaller for the shared text. In quoted-printable each slot stands between
//! two soft breaks. Base64 has no such seam: everything before the first slot is encoded once up to a whole line, and
//! the tail (the footer, where a good template has its slots) again for each copy.

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

use crate::compose::clean::{MARK_END, MARK_START};

const QP_LINE: usize = 75;
/// 57 octets are one base64 line of 76.
const BASE64_LINE: usize = 57;

/// What differs between copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Slot {
    Unsubscribe,
    View,
    Open,
    Reason,
    Name,
    Outlet,
    Address,
}

impl Slot {
    const ALL: [(Self, char); 7] = [
        (Self::Unsubscribe, 'u'),
        (Self::View, 'v'),
        (Self::Open, 'o'),
        (Self::Reason, 'r'),
        (Self::Name, 'n'),
        (Self::Outlet, 'l'),
        (Self::Address, 'a'),
    ];

    /// What a template is given in place of the value.
    pub(crate) fn mark(self) -> String {
        let letter = Self::ALL.iter().find(|(slot, _)| *slot == self).map_or('?', |(_, letter)| *letter);
        String::from_iter([MARK_START, letter, MARK_END])
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Piece {
    Text(String),
    Slot(Slot),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "encoding")]
pub(crate) enum Body {
    /// The text pieces are encoded.
    QuotedPrintable { pieces: Vec<Piece> },
    /// `head` is encoded, whole lines of it; the text pieces of `tail` are not.
    Base64 { head: String, tail: Vec<Piece> },
}

impl Body {
    /// `text` has line feeds only, and slots as their marks.
    pub(crate) fn compile(text: &str) -> Self {
        let pieces = split(text);
        let shared: usize = pieces
            .iter()
            .map(|piece| if let Piece::Text(text) = piece { text.len() + text.matches('\n').count() } else { 0 })
            .sum();
        let quoted: Vec<Piece> = pieces.iter().cloned().map(quote).collect();
        let quoted_size: usize = quoted.iter().map(|piece| if let Piece::Text(text) = piece { text.len() } else { 0 }).sum();
        if quoted_size <= shared.div_ceil(BASE64_LINE) * (BASE64_LINE / 3 * 4 + 2) {
            return Self::QuotedPrintable { pieces: quoted };
        }
        let mut tail: Vec<Piece> = pieces;
        for piece in &mut tail {
            if let Piece::Text(text) = piece {
                *text = text.replace('\n', "\r\n");
            }
        }
        let mut head = Vec::new();
        if let Some(Piece::Text(first)) = tail.first_mut() {
            let mut whole = first.len() / BASE64_LINE * BASE64_LINE;
            // The seam must also lie between two characters, or the tail would not be text: they meet within 4 lines
            // but for freak text, which then is tail as a whole.
            while whole > 0 && !first.is_char_boundary(whole) {
                whole -= BASE64_LINE;
            }
            base64(&first.as_bytes()[..whole], &mut head);
            first.drain(..whole);
        }
        Self::Base64 { head: String::from_utf8(head).unwrap_or_default(), tail }
    }

    /// The value of `Content-Transfer-Encoding`.
    pub(crate) fn encoding(&self) -> &'static str {
        match self {
            Self::QuotedPrintable { .. } => "quoted-printable",
            Self::Base64 { .. } => "base64",
        }
    }

    /// Appends the encoded body, each slot as `fill` says; values have line feeds only.
    pub(crate) fn write<'a>(&'a self, out: &mut Vec<u8>, fill: impl Fn(Slot) -> &'a str) {
        match self {
            Self::QuotedPrintable { pieces } => {
                for piece in pieces {
                    match piece {
                        Piece::Text(text) => out.extend_from_slice(text.as_bytes()),
                        Piece::Slot(slot) => quoted_printable(fill(*slot), out),
                    }
                }
            }
            Self::Base64 { head, tail } => {
                out.extend_from_slice(head.as_bytes());
                let mut plain = Vec::with_capacity(4_096);
                for piece in tail {
                    match piece {
                        Piece::Text(text) => plain.extend_from_slice(text.as_bytes()),
                        Piece::Slot(slot) => plain.extend_from_slice(fill(*slot).replace('\n', "\r\n").as_bytes()),
                    }
                }
                base64(&plain, out);
            }
        }
    }
}

fn split(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(MARK_START) {
        let mut after = rest[start..].chars().skip(1);
        let slot = after.next().and_then(|letter| Slot::ALL.iter().find(|(_, own)| *own == letter));
        if start > 0 {
            pieces.push(Piece::Text(rest[..start].to_owned()));
        }
        pieces.extend(slot.map(|(slot, _)| Piece::Slot(*slot)));
        rest = rest[start..].split_once(MARK_END).map_or("", |(_, rest)| rest);
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    pieces
}

fn quote(piece: Piece) -> Piece {
    let Piece::Text(text) = piece else { return piece };
    let mut out = Vec::with_capacity(text.len() * 5 / 4);
    quoted_printable(&text, &mut out);
    Piece::Text(String::from_utf8(out).unwrap_or_default())
}

/// RFC 2045 §6.7, ending at the start of a line: with a soft break where the text has no line end of its own.
/// A full stop or `From ` that starts a line is encoded, as both are altered on the way by some programs.
fn quoted_printable(text: &str, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut column = 0;
    for (at, letter) in text.char_indices() {
        if letter == '\n' {
            out.extend_from_slice(b"\r\n");
            column = 0;
            continue;
        }
        let rest = &text[at..];
        let ends_line = || rest[1..].is_empty() || rest[1..].starts_with('\n');
        let plain = match letter {
            ' ' => !ends_line(),
            '.' | 'F' => true,
            letter => matches!(letter, '!'..='<' | '>'..='~'),
        };
        let width = if plain { 1 } else { 3 * letter.len_utf8() };
        if column + width > QP_LINE {
            out.extend_from_slice(b"=\r\n");
            column = 0;
        }
        let at_start = column == 0 && (letter == '.' || rest.starts_with("From "));
        if plain && !at_start {
            out.extend(u8::try_from(letter));
            column += 1;
        } else {
            let mut buffer = [0; 4];
            for byte in letter.encode_utf8(&mut buffer).bytes() {
                out.extend([b'=', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
                column += 3;
            }
        }
    }
    if column > 0 {
        out.extend_from_slice(b"=\r\n");
    }
}

fn base64(bytes: &[u8], out: &mut Vec<u8>) {
    let mut line = [0; 76];
    for chunk in bytes.chunks(BASE64_LINE) {
        let length = BASE64.encode_len(chunk.len());
        BASE64.encode_mut(chunk, &mut line[..length]);
        out.extend_from_slice(&line[..length]);
        out.extend_from_slice(b"\r\n");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(text: &str, value: &str) -> (Body, String) {
        let body = Body::compile(text);
        let mut out = Vec::new();
        body.write(&mut out, |_| value);
        (body, String::from_utf8(out).unwrap())
    }

    fn decoded(body: &Body, encoded: &str) -> String {
        let message =
            format!("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: {}\r\n\r\n{encoded}", body.encoding());
        let message = mail_parser::MessageParser::default().parse(message.as_bytes()).unwrap();
        message.body_text(0).unwrap().into_owned()
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_back(before in "[ -~\n]{0,300}|[\u{5d0}-\u{6ff} \n]{0,300}|(\\PC|\n){0,200}", value in "(\\PC|\n){0,120}") {
            let (before, value) = (crate::compose::clean::lines(&before), crate::compose::clean::lines(&value));
            let text = format!("{before}{}—{}end\n", Slot::Reason.mark(), Slot::Name.mark());
            let (body, wire) = encoded(&text, &value);
            prop_assert!(wire.lines().all(|line| line.len() <= 76 && !line.starts_with('.') && !line.starts_with("From ")), "{wire}");
            prop_assert!(!wire.replace("\r\n", "").contains(['\r', '\n']) && wire.ends_with("\r\n"));
            let expected = format!("{before}{value}—{value}end\n");
            prop_assert_eq!(decoded(&body, &wire).replace("\r\n", "\n"), expected);
        }
    }

    #[test]
    fn latin_text_is_quoted_and_arabic_is_base64_with_one_shared_head() {
        let (body, wire) = encoded(&format!("Dot\n.\nFrom me, Ärzte {}\n", Slot::Reason.mark()), ".why");
        assert!(matches!(body, Body::QuotedPrintable { .. }));
        assert_eq!(wire, "Dot\r\n=2E\r\n=46rom me, =C3=84rzte=20=\r\n=2Ewhy=\r\n\r\n");
        let (body, _) = encoded(&format!("{}{}", "مرحبا بالعالم\n".repeat(60), Slot::Reason.mark()), "x");
        let Body::Base64 { head, tail } = body else { panic!("not base64") };
        assert!(head.len() > 1_000 && tail.len() == 2);
    }
}
