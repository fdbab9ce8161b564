//! One SMTP reply: read strictly where it decides something (digits, line ends, size), leniently where it is only text.

use super::super::outcome::Enhanced;

/// RFC 5321 has no limit; a relay that needs more is not talking to us any more.
const MAX_LINES: usize = 100;
pub(super) const MAX_BYTES: usize = 64 * 1024;
/// What is kept of a reply's text, in characters.
const KEPT: usize = 500;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub code: u16,
    /// The text of each line, as it came.
    pub lines: Vec<String>,
}

/// Why bytes are not a reply.
pub(super) type Nonsense = &'static str;

impl Reply {
    /// Reads one reply from the front of `bytes`: how many bytes it took and what it says, or `None` while more is
    /// needed.
    pub(super) fn parse(bytes: &[u8]) -> Result<Option<(usize, Self)>, Nonsense> {
        let mut lines = Vec::new();
        let mut code = None;
        let mut taken = 0;
        while let Some(end) = bytes[taken..].iter().position(|byte| *byte == b'\n') {
            let line = &bytes[taken..taken + end];
            let line = line.strip_suffix(b"\r").ok_or("a reply line that does not end in CRLF")?;
            let (digits, last, text) = parse_line(line)?;
            if *code.get_or_insert(digits) != digits {
                return Err("a reply whose lines do not have the same code");
            }
            // NUL and bad UTF-8 in the text change nothing about the digits.
            lines.push(String::from_utf8_lossy(text).into_owned());
            taken += end + 1;
            if last {
                return Ok(Some((taken, Self { code: digits, lines })));
            }
            if lines.len() >= MAX_LINES {
                return Err("a reply that does not end");
            }
        }
        if bytes.len() >= MAX_BYTES { Err("a reply without end") } else { Ok(None) }
    }

    pub(super) fn is_positive(&self) -> bool {
        self.code / 100 == 2
    }

    pub(super) fn is_negative(&self) -> bool {
        matches!(self.code / 100, 4 | 5)
    }

    /// The enhanced status code the reply begins with, if it has one.
    pub(super) fn enhanced(&self) -> Option<Enhanced> {
        let mut parts = self.lines.first()?.split(' ').next()?.split('.');
        let class = parts.next()?.parse().ok().filter(|class| matches!(class, 2 | 4 | 5))?;
        let found = (class, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        parts.next().is_none().then_some(found)
    }

    /// The text on one line, the enhanced code once, bounded and safe to print.
    pub(super) fn text(&self) -> String {
        let repeated = self.enhanced().and_then(|_| self.lines.first()?.split(' ').next());
        let mut joined = String::new();
        for (number, line) in self.lines.iter().enumerate() {
            let line = match repeated {
                Some(code) if number > 0 => line.strip_prefix(code).map_or(line.as_str(), str::trim_start),
                _ => line.as_str(),
            };
            if number > 0 {
                joined.push(' ');
            }
            joined.push_str(line);
        }
        kept(&joined)
    }
}

/// (code, whether it is the last line, text).
fn parse_line(line: &[u8]) -> Result<(u16, bool, &[u8]), Nonsense> {
    let [first @ b'2'..=b'5', second @ b'0'..=b'9', third @ b'0'..=b'9', rest @ ..] = line else {
        return Err("a reply that does not begin with a valid code");
    };
    let code = u16::from(first - b'0') * 100 + u16::from(second - b'0') * 10 + u16::from(third - b'0');
    match rest {
        [] => Ok((code, true, &[])),
        [b' ', text @ ..] => Ok((code, true, text)),
        [b'-', text @ ..] => Ok((code, false, text)),
        _ => Err("a reply that does not begin with a valid code"),
    }
}

/// Bounded, control characters escaped.
pub(super) fn kept(text: &str) -> String {
    let mut kept = String::new();
    for (count, c) in text.trim().chars().enumerate() {
        if count == KEPT {
            kept.push('…');
            break;
        }
        if c.is_control() { kept.extend(c.escape_default()) } else { kept.push(c) }
    }
    kept
}

/// `<ann@paper.example>: no such user` → `<a•••@paper.example>: no such user`.
pub(super) fn mask(text: &str) -> String {
    let is_address_char = |c: char| c.is_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~@".contains(c);
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(|c| !is_address_char(c)).unwrap_or(rest.len());
        let (head, tail) =
            if word == 0 { rest.split_at(rest.chars().next().map_or(1, char::len_utf8)) } else { rest.split_at(word) };
        match head.rsplit_once('@') {
            Some((local, domain)) if !local.is_empty() => {
                masked.extend(local.chars().next());
                masked.push_str("•••@");
                masked.push_str(domain);
            }
            _ => masked.push_str(head),
        }
        rest = tail;
    }
    masked
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn replies_of_one_line_of_several_and_of_a_bare_code_are_read() {
        let (taken, reply) = Reply::parse(b"250-one\r\n250-two\r\n250 three\r\n354 go\r\n").unwrap().unwrap();
        assert_eq!((taken, reply.code, reply.text().as_str()), (29, 250, "one two three"));
        assert_eq!(Reply::parse(b"250\r\n").unwrap().unwrap().1, Reply { code: 250, lines: vec![String::new()] });
        assert_eq!(Reply::parse(b"250 o").unwrap(), None);
        assert_eq!(Reply::parse(b"250-one\r\n250").unwrap(), None);
    }

    #[test]
    fn what_is_not_a_reply_is_said_to_be_none() {
        for bytes in [
            &b"999 what\r\n"[..],
            b"250 bare\n",
            b"hello\r\n",
            b"25\r\n",
            b"2500 x\r\n",
            b"250-a\r\n550 b\r\n",
            b"150 x\r\n",
            b"\r\n",
        ] {
            assert!(Reply::parse(bytes).is_err(), "{bytes:?}");
        }
        assert!(Reply::parse("250-x\r\n".repeat(100).as_bytes()).is_err());
        assert!(Reply::parse(&vec![b'2'; MAX_BYTES]).is_err());
    }

    #[test]
    fn text_is_kept_printable_short_and_without_repetition() {
        let (_, reply) = Reply::parse(b"550-5.1.1 no\0 such\r\n550 5.1.1 user \xff\r\n").unwrap().unwrap();
        assert_eq!(reply.text(), "5.1.1 no\\u{0} such user \u{fffd}");
        assert_eq!(reply.enhanced(), Some((5, 1, 1)));
        assert_eq!(kept(&"x".repeat(900)).chars().count(), KEPT + 1);
    }

    #[test]
    fn addresses_are_masked_and_the_rest_stays() {
        assert_eq!(mask("<ann@paper.example>: no such user @ all"), "<a•••@paper.example>: no such user @ all");
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic_or_take_more_than_there_is(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(Some((taken, reply))) = Reply::parse(&bytes) {
                prop_assert!(taken <= bytes.len());
                prop_assert!(!reply.text().chars().any(char::is_control));
            }
        }

        #[test]
        fn masking_never_leaves_a_local_part(local in "[a-z]{2,12}", before in "[ <:a-z]{0,5}") {
            let masked = mask(&format!("{before} <{local}@x.example>"));
            let left = format!("{local}@");
            prop_assert!(!masked.contains(&left));
        }
    }
}
