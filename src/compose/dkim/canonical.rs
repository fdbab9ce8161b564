//! Relaxed canonicalisation (RFC 6376 §3.4.2, §3.4.4): the form of fields and bodies in which relays may touch blanks
//! without breaking a signature.

use std::borrow::Cow;

/// What is looked at in one go, so that the compiler can compare many bytes at once.
const STRIDE: usize = 64;

/// A field as it is signed: name in lower case, unfolded, runs of blanks as one, none at either end. No line end.
pub(super) fn field(name: &[u8], value: &[u8], out: &mut Vec<u8>) {
    out.extend(name.trim_ascii_end().iter().map(u8::to_ascii_lowercase));
    out.push(b':');
    let mut blank = false;
    let mut empty = true;
    for &byte in value {
        match byte {
            b' ' | b'\t' => blank = true,
            // Unfolded: the line end goes, the blank after it stays.
            b'\r' | b'\n' => {}
            byte => {
                if blank && !empty {
                    out.push(b' ');
                }
                (blank, empty) = (false, false);
                out.push(byte);
            }
        }
    }
}

/// A body as it is signed, without the line end that closes it when it is not empty. Lines end in CRLF already.
pub(super) fn body(body: &[u8]) -> Cow<'_, [u8]> {
    match next_change(body, 0) {
        None => Cow::Borrowed(without_empty_lines(body)),
        Some(first) => {
            let mut out = rewritten(body, first);
            out.truncate(without_empty_lines(&out).len());
            Cow::Owned(out)
        }
    }
}

/// `first` is the start of the first run of blanks that does not stay as it is.
fn rewritten(body: &[u8], first: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let (mut from, mut next) = (0, Some(first));
    while let Some(start) = next {
        out.extend_from_slice(&body[from..start]);
        from = start + body[start..].iter().take_while(|byte| is_blank(**byte)).count();
        if from < body.len() && !body[from..].starts_with(b"\r\n") {
            out.push(b' ');
        }
        next = next_change(body, from);
    }
    out.extend_from_slice(&body[from..]);
    out
}

/// The next tab, or blank with another or a line end behind it.
fn next_change(body: &[u8], mut from: usize) -> Option<usize> {
    while let Some(window) = body.get(from..from + STRIDE + 1) {
        let changes = window.iter().zip(&window[1..]).fold(false, |any, (this, next)| any | is_change(*this, *next));
        if changes {
            break;
        }
        from += STRIDE;
    }
    // The end of the body counts as one of a line.
    (from..body.len()).find(|at| is_change(body[*at], body.get(at + 1).copied().unwrap_or(b'\r')))
}

// Without short cuts, which would be branches.
fn is_change(this: u8, next: u8) -> bool {
    (this == b'\t') | ((this == b' ') & ((next == b' ') | (next == b'\t') | (next == b'\r')))
}

fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

fn without_empty_lines(mut body: &[u8]) -> &[u8] {
    while let Some(shorter) = body.strip_suffix(b"\r\n") {
        body = shorter;
    }
    body
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn closed(bytes: &[u8]) -> Vec<u8> {
        let mut out = body(bytes).into_owned();
        if !out.is_empty() {
            out.extend_from_slice(b"\r\n");
        }
        out
    }

    /// The rules of RFC 6376 §3.4.4 one after the other, line by line.
    fn naive(body: &str) -> String {
        let mut lines: Vec<String> = body
            .split("\r\n")
            .map(|line| {
                let mut reduced = line.replace('\t', " ");
                while reduced.contains("  ") {
                    reduced = reduced.replace("  ", " ");
                }
                reduced.trim_end_matches(' ').to_owned()
            })
            .collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines.iter().map(|line| format!("{line}\r\n")).collect()
    }

    fn naive_field(name: &str, value: &str) -> String {
        let unfolded = value.replace("\r\n", "").replace('\t', " ");
        let words: Vec<&str> = unfolded.split(' ').filter(|word| !word.is_empty()).collect();
        format!("{}:{}", name.trim_end().to_lowercase(), words.join(" "))
    }

    #[test]
    fn the_examples_of_rfc_6376_come_out_as_printed_there() {
        let mut out = Vec::new();
        for (name, value) in [("A", " X\r\n"), ("B ", " Y\t\r\n\tZ  \r\n")] {
            field(name.as_bytes(), value.as_bytes(), &mut out);
            out.extend_from_slice(b"\r\n");
        }
        assert_eq!(out, b"a:X\r\nb:Y Z\r\n");
        assert_eq!(closed(b" C \r\nD \t E\r\n\r\n\r\n"), b" C\r\nD E\r\n");
    }

    #[test]
    fn a_body_of_nothing_is_nothing_and_a_missing_line_end_is_added() {
        for empty in ["", "\r\n", "\r\n\r\n", " \t \r\n\t\r\n", " "] {
            assert_eq!(closed(empty.as_bytes()), b"", "{empty:?}");
        }
        assert_eq!(closed(b"a"), b"a\r\n");
        assert_eq!(closed(b"a \t"), b"a\r\n");
        assert_eq!(closed(b"\r\n\r\na\r\n \r\n"), b"\r\n\r\na\r\n");
    }

    #[test]
    fn a_body_without_such_blanks_is_not_copied() {
        let clean = "One word after the other, and no line ends in a blank.\r\n".repeat(40);
        assert!(matches!(body(clean.as_bytes()), Cow::Borrowed(_)));
        for (at, changed) in [(0, "\t"), (31, "  "), (63, "\t "), (64, " \r\n"), (65, "  "), (127, " \r\n"), (128, "\t")] {
            let mut text = clean.clone();
            text.insert_str(at, changed);
            assert_eq!(closed(text.as_bytes()), naive(&text).as_bytes(), "{changed:?} at {at}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn bodies_agree_with_a_naive_reading(parts in prop::collection::vec("\r\n|[ \t]{1,4}|[a-z=.é]{1,9}|[a-z]{60,70}", 0..40)) {
            let text = parts.concat();
            prop_assert_eq!(String::from_utf8(closed(text.as_bytes())).unwrap(), naive(&text));
        }

        #[test]
        fn fields_agree_with_a_naive_reading(
            name in "[A-Za-z-]{1,20}[ \t]{0,2}",
            parts in prop::collection::vec("\r\n[ \t]|[ \t]{1,3}|[!-~é]{1,12}", 0..20),
        ) {
            let value = parts.concat() + "\r\n";
            let mut out = Vec::new();
            field(name.as_bytes(), value.as_bytes(), &mut out);
            prop_assert_eq!(String::from_utf8(out).unwrap(), naive_field(&name, &value));
        }
    }
}
