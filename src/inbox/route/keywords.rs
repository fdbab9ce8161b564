//! Words in a text, whatever their capitals and accents: whole words where a script has spaces, any place where it has none.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Case and accents away: `Zürich` and `ZURICH` are one. Arabic loses its vowel signs and the lengthening stroke.
pub fn fold(text: &str) -> String {
    let plain = text.nfkd().filter(|c| !is_combining_mark(*c) && *c != '\u{640}');
    plain.flat_map(char::to_lowercase).map(|c| if c == 'ß' { 's' } else { c }).collect()
}

/// A letter of a script that does not put spaces between words.
pub fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0x20000..=0x3134F)
}

/// A text made ready to be searched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    folded: String,
}

impl Text {
    /// Of the subject and of what is new in the message; never of what it quotes.
    pub fn new(subject: &str, fresh: &str) -> Self {
        let both = format!("{subject}\n{fresh}");
        // White space is one, so that a phrase is found over a line's end.
        Self { folded: fold(&both).split_whitespace().collect::<Vec<_>>().join(" ") }
    }

    /// Whether the word or phrase is in it. An empty one never is.
    pub fn has(&self, keyword: &str) -> bool {
        let wanted = fold(keyword).split_whitespace().collect::<Vec<_>>().join(" ");
        if wanted.is_empty() {
            return false;
        }
        self.folded.match_indices(&wanted).any(|(at, found)| {
            is_edge(self.folded[..at].chars().next_back(), wanted.chars().next())
                && is_edge(wanted.chars().next_back(), self.folded[at + found.len()..].chars().next())
        })
    }
}

/// Whether a word may end between these two letters.
fn is_edge(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return true };
    !(before.is_alphanumeric() && after.is_alphanumeric()) || is_unspaced(before) || is_unspaced(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_and_capitals_and_accents_do_not_count() {
        let text = Text::new("Zürich: Exécutions au Tchad", "What about the death\n penalty? M\u{e9}xico, naive");
        for word in ["zurich", "EXECUTIONS", "death penalty", "Mexico", "tchad", "naïve"] {
            assert!(text.has(word), "{word}");
        }
        for word in ["chad", "execution", "deathpenalty", "pen", "", " "] {
            assert!(!text.has(word), "{word}");
        }
    }

    #[test]
    fn scripts_without_spaces_are_searched_anywhere_and_those_with_spaces_are_not() {
        let text = Text::new("关于加沙诊所的问题", "ガザの診療所について โรงพยาบาลในกาซา سؤال عن غَزَّة");
        for word in ["加沙", "診療所", "กาซา", "غزة"] {
            assert!(text.has(word), "{word}");
        }
        assert!(!text.has("غز") && !text.has("利比亚"));
    }
}
