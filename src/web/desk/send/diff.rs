//! What differs between two texts, word by word.

use crate::web::desk::parts::Part;

/// Words compared with words: more than so many pairs are shown as one text taken out and one put in.
const MOST: usize = 4_000_000;
/// What is the same for longer than this is shown by its ends, in characters.
const LONG: usize = 400;

/// The parts of the newer text, and what was taken out of the older one. Empty when they are the same.
pub fn words(old: &str, new: &str) -> Vec<Part> {
    if old == new {
        return Vec::new();
    }
    let (old, new) = (split(old), split(new));
    let start = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(one, other)| one == other).count();
    let (old_middle, new_middle) = (&old_rest[..old_rest.len() - end], &new_rest[..new_rest.len() - end]);
    let mut parts = Parts::default();
    parts.add("same", &new[..start]);
    middle(old_middle, new_middle, &mut parts);
    parts.add("same", &new_rest[new_rest.len() - end..]);
    parts.0.into_iter().map(abridged).collect()
}

/// Each word with the space after it.
fn split(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

#[derive(Default)]
struct Parts(Vec<Part>);

impl Parts {
    fn add(&mut self, kind: &'static str, words: &[&str]) {
        if words.is_empty() {
            return;
        }
        match self.0.last_mut().filter(|last| last.kind == kind) {
            Some(last) => last.text.push_str(&words.concat()),
            None => self.0.push(Part { kind, text: words.concat() }),
        }
    }
}

/// The longest words in common, in order; all else is taken out or put in.
fn middle(old: &[&str], new: &[&str], parts: &mut Parts) {
    if old.len().saturating_mul(new.len()) > MOST {
        parts.add("out", old);
        return parts.add("in", new);
    }
    let wide = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * wide];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * wide + j] = if old[i] == new[j] {
                common[(i + 1) * wide + j + 1] + 1
            } else {
                common[(i + 1) * wide + j].max(common[i * wide + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            parts.add("same", &new[j..=j]);
            (i, j) = (i + 1, j + 1);
        } else if common[(i + 1) * wide + j] >= common[i * wide + j + 1] {
            parts.add("out", &old[i..=i]);
            i += 1;
        } else {
            parts.add("in", &new[j..=j]);
            j += 1;
        }
    }
    parts.add("out", &old[i..]);
    parts.add("in", &new[j..]);
}

fn abridged(part: Part) -> Part {
    let length = part.text.chars().count();
    if part.kind != "same" || length <= LONG {
        return part;
    }
    let begin: String = part.text.chars().take(LONG / 2).collect();
    let end: String = part.text.chars().skip(length - LONG / 2).collect();
    Part { text: format!("{begin} […] {end}"), ..part }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(old: &str, new: &str) -> String {
        words(old, new).iter().map(|part| format!("{}:{}|", part.kind, part.text)).collect()
    }

    #[test]
    fn only_what_differs_is_marked() {
        assert_eq!(said("a b c", "a b c"), "");
        assert_eq!(
            said("the facial scan of people", "the face scan of people"),
            "same:the |out:facial |in:face |same:scan of people|"
        );
        assert_eq!(said("", "new text"), "in:new text|");
        assert_eq!(said("one two three", "one three"), "same:one |out:two |same:three|");
    }

    #[test]
    fn long_texts_are_compared_without_growing_past_bounds() {
        let old = "word ".repeat(3_000);
        let new = "other ".repeat(3_000);
        assert_eq!(words(&old, &new).len(), 2);
        let parts = words(&format!("{old}end"), &format!("{old}finish"));
        assert!(parts[0].text.len() < 500 && parts[0].text.contains("[…]"));
    }
}
