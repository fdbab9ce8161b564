//! Plain text out of whatever came in: no control characters, one kind of line break, no trailing blanks; and
//! teasers cut where a reader would stop.

/// The longest teaser, in characters.
pub const TEASER: usize = 300;

/// One line: every run of white space is one blank.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        let before = out.len();
        if before > 0 {
            out.push(' ');
        }
        out.extend(word.chars().filter(|c| is_text(*c)));
        if before > 0 && out.len() == before + 1 {
            out.pop();
        }
    }
    out
}

/// Several lines: line breaks stay (as LF), blanks at line ends and more than one empty line in a row go.
pub fn block(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}', '\u{c}', '\u{b}'], "\n");
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for raw in text.lines() {
        let kept: String = raw.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| is_text(*c)).collect();
        let kept = kept.trim_end();
        empty = if kept.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(kept);
            out.push('\n');
        }
    }
    out.trim_matches('\n').to_owned()
}

/// Neither a control character, nor one that turns the reading direction of what follows, nor no character at all.
fn is_text(c: char) -> bool {
    let code = u32::from(c);
    !(c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{feff}' | '\u{fffc}')
        || code & 0xfffe == 0xfffe
        || matches!(code, 0xfdd0..=0xfdef))
}

/// At most `most` characters of one line, ending with a sentence if one ends in the second half, else after a word
/// and `…`.
pub fn shorten(text: &str, most: usize) -> String {
    let text = line(text);
    let Some((end, _)) = text.char_indices().nth(most) else { return text };
    if let Some(stop) = last_sentence(&text[..end]).filter(|stop| text[..*stop].chars().count() * 2 >= most) {
        return text[..stop].to_owned();
    }
    let room = text.char_indices().nth(most.saturating_sub(1)).map_or(end, |(at, _)| at);
    // A language without blanks, or one endless word, is cut where it must be.
    let cut = text[..room].rfind(' ').filter(|at| at * 2 >= room).unwrap_or(room);
    format!("{}…", text[..cut].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '–' | '—' | '-')))
}

/// Where the last whole sentence of `text` ends (after closing quotes), unless the stop belongs to an abbreviation.
pub(super) fn last_sentence(text: &str) -> Option<usize> {
    let mut found = None;
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for (i, &(at, c)) in chars.iter().enumerate() {
        if !matches!(c, '.' | '!' | '?' | '…' | '。' | '؟' | '।') {
            continue;
        }
        let word_start = text[..at].rfind(' ').map_or(0, |blank| blank + 1);
        let word = &text[word_start..at];
        if c == '.' && (word.chars().count() < 3 || word.contains('.')) {
            continue;
        }
        let closing = chars[i + 1..].iter().take_while(|(_, c)| matches!(c, '”' | '"' | '’' | '\'' | '»' | ')' | ']')).count();
        match chars.get(i + 1 + closing) {
            Some((next, ' ')) => found = Some(*next),
            Some((next, _)) if c == '。' => found = Some(*next),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_of_visible_text() {
        assert_eq!(line("  a\u{0}b\r\n\tc \u{feff} d\u{202e} "), "a b c d");
        assert_eq!(line("\u{202e}"), "");
        assert_eq!(line("שלום\u{200f} abc"), "שלום\u{200f} abc");
    }

    #[test]
    fn a_block_keeps_its_lines() {
        assert_eq!(block("a\r\nb\rc\u{2028}d\n\n\n\ne  \n"), "a\nb\nc\nd\n\ne");
        assert_eq!(block("x\u{0}\u{1b}[31my"), "x[31my");
    }

    #[test]
    fn a_teaser_ends_with_a_sentence_or_a_word() {
        let first = "The council met on Tuesday in St. Gallen and heard twelve witnesses.";
        let text = format!("{first} It will meet again in spring when the report of the commission is due");
        assert_eq!(shorten(&text, 100), first);
        assert_eq!(shorten(first, 100), first);
        assert_eq!(shorten("one two three four", 12), "one two…");
        assert_eq!(shorten("He said, and went", 9), "He said…");
        assert_eq!(shorten(&"x".repeat(50), 10).chars().count(), 10);
        assert!(shorten(&"word ".repeat(200), TEASER).chars().count() <= TEASER);
    }
}
