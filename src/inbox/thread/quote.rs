//! Whether a mail quotes something that was said in an inquiry.

use super::super::route::keywords::fold;

/// Lines shorter than this are in any mail.
const LINE: usize = 16;

/// Whether the quotation holds a line of one of the texts.
pub fn quotes<'a>(quoted: &str, texts: impl IntoIterator<Item = &'a str>) -> bool {
    let plain = |text: &str| -> String {
        let lines = text.lines().map(|line| line.trim_start_matches(['>', ' ', '\t', '|']));
        fold(&lines.collect::<Vec<_>>().join(" ")).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // Mail programs break the lines they quote anew: the quotation is one text, and sentences are looked for in it.
    let quoted = plain(quoted);
    if quoted.is_empty() {
        return false;
    }
    texts.into_iter().any(|text| {
        let whole = plain(text);
        let mut pieces = text.lines().map(plain).filter(|line| line.chars().count() >= LINE);
        !whole.is_empty() && quoted.contains(&whole) && whole.chars().count() >= LINE / 2
            || pieces.any(|line| quoted.contains(&line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_known_however_its_lines_were_broken() {
        let said = "Thank you for your question.\nOur researcher is free at three o'clock in the afternoon.";
        assert!(quotes("> Our researcher is free at\n> three o'clock in the\n> afternoon.", [said]));
        assert!(quotes("On Monday you wrote:\n>> THANK YOU for your question.", [said]));
        assert!(!quotes("> Something else altogether, of another mail.", [said]));
        assert!(!quotes("", [said]) && !quotes("> Yes.", ["Yes."]));
    }
}
