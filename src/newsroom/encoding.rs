//! Bytes of a feed to text, whatever they claim to be.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Byte order mark, then the server's charset, then the document's own claim; what is then no valid text is guessed.
pub(super) fn decode(bytes: &[u8], charset: Option<&str>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return visible(&encoding.decode_without_bom_handling(&bytes[mark..]).0);
    }
    let told = charset.and_then(|label| Encoding::for_label(label.as_bytes())).or_else(|| claimed(bytes)).unwrap_or(UTF_8);
    let (text, wrong) = told.decode_without_bom_handling(bytes);
    if wrong {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        return visible(&detector.guess(None, chardetng::Utf8Detection::Allow).decode_without_bom_handling(bytes).0);
    }
    visible(&text)
}

/// `encoding="…"` of an XML declaration, or the look of UTF-16 without a mark.
fn claimed(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<' | b'{', 0, ..] => return Some(UTF_16LE),
        [0, b'<' | b'{', ..] => return Some(UTF_16BE),
        _ => {}
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(256)]).into_owned();
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = value[1..].split(quote).next()?;
    // The declaration was readable as ASCII, so a claim of UTF-16 is not true.
    Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
}

/// Without the characters XML forbids.
fn visible(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{85}'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_beats_the_server_beats_the_document() {
        assert_eq!(decode(b"\xef\xbb\xbf\xc3\xa9", Some("iso-8859-1")), "é");
        assert_eq!(
            decode(b"<?xml version='1.0' encoding='utf-8'?>\xe9t\xe9", Some("iso-8859-1")),
            "<?xml version='1.0' encoding='utf-8'?>été"
        );
        assert!(decode(b"<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?>\xb3", None).ends_with('ł'));
        assert_eq!(decode(b"<\0a\0>\0", None), "<a>");
        assert_eq!(decode(b"plain \xc3\xa9", None), "plain é");
    }

    #[test]
    fn a_false_claim_is_seen_through() {
        let text = decode(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>Caf\xe9 \x93quoted\x94</a>", None);
        assert!(text.contains("Café “quoted”"), "{text}");
    }

    #[test]
    fn forbidden_characters_are_dropped() {
        assert_eq!(decode(b"a\x00\x0b\x1bb", None), "ab");
    }
}
