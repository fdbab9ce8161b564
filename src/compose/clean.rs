//! Text as it came, made safe to put into a mail: no control characters, one kind of line end, nothing that could
//! pass for a slot.

/// First and last character of a slot's mark; noncharacters, which no text may hold (Unicode, §23.7).
pub(crate) const MARK_START: char = '\u{FDD0}';
pub(crate) const MARK_END: char = '\u{FDD1}';

/// Text of many lines, ended by line feeds only.
pub(crate) fn lines(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' => {
                letters.next_if_eq(&'\n');
                clean.push('\n');
            }
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{B}' | '\u{C}' => clean.push('\n'),
            '\t' => clean.push(' '),
            letter if letter.is_control() || is_noncharacter(letter) || reorders(letter) => {}
            letter => clean.push(letter),
        }
    }
    clean
}

/// Text of one line, its white space squeezed: for headers, titles and names.
pub(crate) fn line(text: &str) -> String {
    let text = lines(text);
    let mut clean = String::with_capacity(text.len());
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
        if !clean.is_empty() {
            clean.push(' ');
        }
        clean.push_str(word);
    }
    clean
}

/// For HTML text and for attributes in double quotes.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + text.len() / 16);
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter => safe.push(letter),
        }
    }
    safe
}

/// A link that may stand in a mail; `None` for every other scheme and for what is not a URL.
pub(crate) fn web_url(url: &str) -> Option<String> {
    let url = line(url);
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let plain = !rest.is_empty() && !url.contains(|letter: char| letter == ' ' || "<>\"\\^`{|}".contains(letter));
    plain.then_some(url)
}

/// The overrides and embeddings that make text read otherwise than it is written; isolates stay.
fn reorders(letter: char) -> bool {
    matches!(letter, '\u{202A}'..='\u{202E}')
}

fn is_noncharacter(letter: char) -> bool {
    matches!(letter, '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}') || u32::from(letter) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_nothing_that_ends_it() {
        assert_eq!(line(" Étude\r\nBcc:\u{2028}x@y\u{0}\u{7}\t z\u{85}\u{202E}! "), "Étude Bcc: x@y z !");
        assert_eq!(lines("a\r\nb\rc\u{2029}d\n\u{FDD0}u\u{FDD1}"), "a\nb\nc\nd\nu");
    }

    #[test]
    fn only_web_links_are_links() {
        assert_eq!(web_url(" https://x.example/a?b=c&d "), Some("https://x.example/a?b=c&d".to_owned()));
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "//x.example",
            "https://x.example/\"onload=",
            "https://x.example/a b",
        ] {
            assert_eq!(web_url(url), None, "{url}");
        }
    }
}
