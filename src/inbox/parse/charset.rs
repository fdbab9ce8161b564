//! Bytes to characters, whatever they claim to be: the label where it holds, else UTF-8, else a guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8};

/// Text of a part, by its label if it has one. Line ends become `\n`; NULs and the like are gone.
pub(super) fn text(bytes: &[u8], label: Option<&str>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return visible(&encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0);
    }
    let told = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    // `us-ascii` is a label of windows-1252, and stands on much that is UTF-8.
    let is_vague = label.is_none_or(|label| label.trim().eq_ignore_ascii_case("us-ascii"));
    if is_vague && let Ok(text) = std::str::from_utf8(bytes) {
        return if looks_like_iso_2022_jp(bytes) { visible(&ISO_2022_JP.decode(bytes).0) } else { visible(text) };
    }
    let (text, wrong) = told.unwrap_or(UTF_8).decode_without_bom_handling(bytes);
    if wrong || (is_vague && told.is_some()) {
        visible(&guess(bytes).decode_without_bom_handling(bytes).0)
    } else {
        visible(&text)
    }
}

/// A header block as UTF-8: raw 8-bit bytes in it are read as what they most likely are.
pub(super) fn head(bytes: &[u8]) -> Vec<u8> {
    let without_nul = || bytes.iter().copied().filter(|byte| *byte != 0);
    if std::str::from_utf8(bytes).is_ok() {
        return without_nul().collect();
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_ascii()) {
        // Only the words: a detector is led astray by the name of the field.
        let value = line.iter().position(|byte| *byte == b':').map_or(line, |at| line.get(at + 1..).unwrap_or_default());
        detector.feed(value, false);
    }
    detector.feed(b"", true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    // Each line by itself: one bad byte must not spoil what is good UTF-8 elsewhere.
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(good) => out.extend_from_slice(good.as_bytes()),
            Err(_) => out.extend_from_slice(encoding.decode_without_bom_handling(line).0.as_bytes()),
        }
    }
    out.retain(|byte| *byte != 0);
    out
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes.get(..64 * 1024).unwrap_or(bytes), true);
    detector.guess(None, Utf8Detection::Allow)
}

fn looks_like_iso_2022_jp(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"\x1b$B").is_some() || memchr::memmem::find(bytes, b"\x1b$@").is_some()
}

/// Without control characters, and with one kind of line end.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => out.push('\n'),
            '\n' | '\t' => out.push(c),
            '\u{feff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
