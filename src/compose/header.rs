//! Header fields: encoded words (RFC 2047), phrases, folding. Whatever goes in, what comes out is ASCII, folded at 78
//! and one field; only an address that is not ASCII stays as it is (RFC 6532).

use std::fmt::Write;

use data_encoding::BASE64;

use crate::clock::Millis;
use crate::compose::clean;

const FOLD: usize = 76;
const WORD: usize = 75;
const WORD_FRAME: usize = "=?utf-8?b??=".len();

/// A field of free text, as `Subject`.
pub(crate) fn text(name: &str, value: &str) -> String {
    let value = clean::line(value);
    let words: Vec<&str> = value.split(' ').collect();
    if is_plain(&value) && words.iter().all(|word| word.len() < FOLD - name.len()) {
        fold(name, words)
    } else {
        fold(name, encoded_words(&value, FOLD - name.len() - 2))
    }
}

/// A field of one mailbox, or of a name and something in angle brackets.
pub(crate) fn mailbox(name: &str, display: &str, angle: &str) -> String {
    let display = clean::line(display);
    if display.is_empty() {
        return fold(name, [angle]);
    }
    let mut tokens = phrase(&display, FOLD - name.len() - 2);
    tokens.push(format!("<{angle}>"));
    fold(name, tokens)
}

/// RFC 5322 §3.3, always in UTC.
pub(crate) fn date(at: Millis) -> Option<String> {
    let at = jiff::Timestamp::from_millisecond(at).ok()?;
    Some(at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string())
}

/// Joins tokens that are safe as they are, breaking the line between two of them.
pub(crate) fn fold<T: AsRef<str>>(name: &str, tokens: impl IntoIterator<Item = T>) -> String {
    let mut field = format!("{name}:");
    let mut column = field.len();
    for (place, token) in tokens.into_iter().enumerate() {
        let token = token.as_ref();
        if place > 0 && column + 1 + token.len() > FOLD {
            field.push_str("\r\n");
            column = 0;
        }
        let _ = write!(field, " {token}");
        column += 1 + token.len();
    }
    field.push_str("\r\n");
    field
}

/// Characters a `mailto:` may hold as they are (RFC 6068 §2); all others are percent-encoded.
pub(crate) fn mailto(address: &str) -> String {
    let mut url = "mailto:".to_owned();
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$'*+@".contains(&byte) {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}

fn phrase(display: &str, first: usize) -> Vec<String> {
    let short = display.len() < first - 2;
    if short
        && is_plain(display)
        && display.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" !#$%&'*+-/?^_`{|}~".contains(&byte))
    {
        vec![display.to_owned()]
    } else if short && is_plain(display) {
        vec![format!("\"{}\"", display.replace('\\', "\\\\").replace('"', "\\\""))]
    } else {
        encoded_words(display, first)
    }
}

fn is_plain(value: &str) -> bool {
    value.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !value.contains("=?")
}

/// Encoded words that together are `value`; none is cut inside a character or before what belongs to the one before.
fn encoded_words(value: &str, first: usize) -> Vec<String> {
    let base64 = value.len().div_ceil(3) * 4 < value.chars().map(q_width).sum();
    let mut words = Vec::new();
    let (mut from, mut room) = (0, first.min(WORD) - WORD_FRAME);
    let mut cut = 0;
    for (at, letter) in value.char_indices() {
        let end = at + letter.len_utf8();
        if at > from && !joins(letter) && !value[..at].ends_with('\u{200D}') {
            cut = at;
        }
        if width(&value[from..end], base64) > room {
            // A pile of marks longer than a word is cut where it must be.
            let at = if cut > from { cut } else { at };
            words.push(encoded_word(&value[from..at], base64));
            (from, room) = (at, WORD - WORD_FRAME);
        }
    }
    words.push(encoded_word(&value[from..], base64));
    words
}

fn width(text: &str, base64: bool) -> usize {
    if base64 { text.len().div_ceil(3) * 4 } else { text.chars().map(q_width).sum() }
}

fn q_width(letter: char) -> usize {
    if letter == ' ' || is_q_plain(letter) { 1 } else { 3 * letter.len_utf8() }
}

/// RFC 2047 §5 (3): what may stand in a phrase.
fn is_q_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "!*+-/".contains(letter)
}

fn joins(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}'
        | '\u{670}' | '\u{200D}' | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}')
}

fn encoded_word(text: &str, base64: bool) -> String {
    if base64 {
        return format!("=?utf-8?b?{}?=", BASE64.encode(text.as_bytes()));
    }
    let mut word = "=?utf-8?q?".to_owned();
    for letter in text.chars() {
        if letter == ' ' {
            word.push('_');
        } else if is_q_plain(letter) {
            word.push(letter);
        } else {
            let mut buffer = [0; 4];
            for byte in letter.encode_utf8(&mut buffer).bytes() {
                let _ = write!(word, "={byte:02X}");
            }
        }
    }
    word.push_str("?=");
    word
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn subject(field: &str) -> String {
        let message = mail_parser::MessageParser::default().parse(field.as_bytes()).unwrap();
        message.subject().unwrap_or_default().to_owned()
    }

    proptest! {
        #[test]
        fn any_text_is_one_field_that_reads_as_it_was(value in "\\PC{0,200}|.{0,60}|[\u{600}-\u{6ff} ]{300,400}") {
            let field = text("Subject", &value);
            prop_assert!(field.is_ascii() && field.ends_with("\r\n") && !field.replace("\r\n", "").contains(['\r', '\n']));
            prop_assert!(field.lines().skip(1).all(|line| line.starts_with(' ') && line.len() > 1));
            prop_assert!(field.lines().all(|line| line.len() <= 78), "{field}");
            prop_assert_eq!(subject(&format!("{field}\r\n")), clean::line(&value));
        }

        #[test]
        fn any_name_is_one_mailbox(name in "\\PC{0,120}|.{0,40}|[a-z,.@<>\"\\\\ ]{0,40}") {
            let field = mailbox("From", &name, "press@office.example");
            let message = format!("{field}\r\n");
            let message = mail_parser::MessageParser::default().parse(message.as_bytes()).unwrap();
            let from = message.from().unwrap().as_list().unwrap();
            prop_assert_eq!(from.len(), 1);
            prop_assert_eq!(from[0].address(), Some("press@office.example"));
            prop_assert!(field.lines().all(|line| line.len() <= 78), "{field}");
        }
    }

    #[test]
    fn plain_text_stays_plain_and_foreign_text_is_the_shorter_of_the_two_encodings() {
        assert_eq!(text("Subject", "New clinics open"), "Subject: New clinics open\r\n");
        assert_eq!(text("Subject", "Ärzte helfen"), "Subject: =?utf-8?q?=C3=84rzte_helfen?=\r\n");
        assert!(text("Subject", "عيادات جديدة").contains("?b?"));
        assert_eq!(mailbox("From", "Press, Office", "p@o.example"), "From: \"Press, Office\" <p@o.example>\r\n");
        assert_eq!(date(1_795_514_400_000).unwrap(), "Tue, 24 Nov 2026 10:00:00 +0000");
        assert_eq!(mailto("a&b+t@x.example"), "mailto:a%26b+t@x.example");
    }

    #[test]
    fn a_family_is_not_torn_apart() {
        let family = "👩‍👩‍👧‍👦".repeat(12);
        for word in encoded_words(&family, 60) {
            let inner = word.trim_start_matches("=?utf-8?b?").trim_end_matches("?=");
            let text = String::from_utf8(BASE64.decode(inner.as_bytes()).unwrap()).unwrap();
            assert!(text.starts_with('👩') && !text.ends_with('\u{200D}'), "{text}");
        }
    }
}
