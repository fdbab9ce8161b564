//! What differs between two texts, word by word: for versions, for a text somebody else saved meanwhile, for whoever
//! approves.

use super::parts::Part;

/// Beyond so many words put in or taken out the texts are shown as two, one after the other.
const MOST: usize = 1_500;

/// The pieces of both texts in reading order; what is `same` or `out` is the old one, `same` or `in` the new one.
pub fn words(old: &str, new: &str) -> Vec<Part> {
    let (from, to) = (tokens(old), tokens(new));
    let start = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let (rest_from, rest_to) = (&from[start..], &to[start..]);
    let end = rest_from.iter().rev().zip(rest_to.iter().rev()).take_while(|(a, b)| a == b).count();
    let (middle_from, middle_to) = (&rest_from[..rest_from.len() - end], &rest_to[..rest_to.len() - end]);
    let mut parts = Parts::default();
    from[..start].iter().for_each(|token| parts.add("same", token));
    match script(middle_from, middle_to) {
        Some(steps) => parts.follow(&steps, middle_from, middle_to),
        None => {
            middle_from.iter().for_each(|token| parts.add("out", token));
            middle_to.iter().for_each(|token| parts.add("in", token));
        }
    }
    rest_from[rest_from.len() - end..].iter().for_each(|token| parts.add("same", token));
    parts.finish()
}

/// Words, and what stands between them.
fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut kind) = (0, None);
    for (at, c) in text.char_indices() {
        // Signs stand alone, so that a full stop put after a word does not make it another word.
        let this = if c.is_alphanumeric() || c == '\'' || c == '’' {
            0
        } else if c.is_whitespace() {
            1
        } else {
            2
        };
        if kind.is_some_and(|kind| kind != this || this == 2) {
            found.push(&text[start..at]);
            start = at;
        }
        kind = Some(this);
    }
    if start < text.len() {
        found.push(&text[start..]);
    }
    found
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Same,
    Out,
    In,
}

/// The shortest way from one to the other (Myers, "An O(ND) Difference Algorithm"); `None` when it is too long.
fn script(from: &[&str], to: &[&str]) -> Option<Vec<Step>> {
    let (n, m) = (from.len(), to.len());
    if n == 0 || m == 0 {
        return Some([vec![Step::Out; n], vec![Step::In; m]].concat());
    }
    let most = (n + m).min(MOST);
    // How far each diagonal reaches, and how far it reached before each step; diagonal k stands at k + most.
    let mut reach = vec![0_usize; 2 * most + 2];
    let mut before: Vec<Vec<usize>> = Vec::new();
    for edits in 0..=most {
        before.push(reach[most - edits..=most + edits].to_vec());
        for diagonal in (0..=edits).map(|step| most - edits + 2 * step) {
            let is_down = diagonal == most - edits || (diagonal != most + edits && reach[diagonal - 1] < reach[diagonal + 1]);
            let mut x = if is_down { reach[diagonal + 1] } else { reach[diagonal - 1] + 1 };
            let mut y = (x + most).checked_sub(diagonal)?;
            while x < n && y < m && from[x] == to[y] {
                (x, y) = (x + 1, y + 1);
            }
            reach[diagonal] = x;
            if x >= n && y >= m {
                return way_back(&before, (n, m), most);
            }
        }
    }
    None
}

fn way_back(before: &[Vec<usize>], (n, m): (usize, usize), most: usize) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let (mut x, mut y) = (n, m);
    for (edits, reach) in before.iter().enumerate().rev() {
        let diagonal = (x + most).checked_sub(y)?;
        let at = |diagonal: usize| reach.get((diagonal + edits).checked_sub(most)?).copied();
        let is_down = diagonal == most - edits
            || (diagonal != most + edits && at(diagonal - 1).unwrap_or(0) < at(diagonal + 1).unwrap_or(0));
        let (from_x, from_y) = if edits == 0 {
            (0, 0)
        } else {
            let previous = if is_down { diagonal + 1 } else { diagonal - 1 };
            let x = at(previous).unwrap_or(0);
            (x, (x + most).checked_sub(previous)?)
        };
        while x > from_x && y > from_y {
            steps.push(Step::Same);
            (x, y) = (x - 1, y - 1);
        }
        if edits > 0 {
            steps.push(if is_down { Step::In } else { Step::Out });
            (x, y) = (from_x, from_y);
        }
    }
    steps.reverse();
    Some(steps)
}

/// Pieces that grow: what is taken out before what is put in, neighbours of a kind as one.
#[derive(Default)]
struct Parts {
    done: Vec<Part>,
    out: String,
    put_in: String,
}

impl Parts {
    fn follow(&mut self, steps: &[Step], from: &[&str], to: &[&str]) {
        let (mut from, mut to) = (from.iter(), to.iter());
        for step in steps {
            match step {
                Step::Same => {
                    to.next();
                    from.next().into_iter().for_each(|token| self.add("same", token));
                }
                Step::Out => from.next().into_iter().for_each(|token| self.add("out", token)),
                Step::In => to.next().into_iter().for_each(|token| self.add("in", token)),
            }
        }
    }

    fn add(&mut self, kind: &'static str, token: &str) {
        match kind {
            "out" => return self.out.push_str(token),
            "in" => return self.put_in.push_str(token),
            _ => {}
        }
        self.flush();
        match self.done.last_mut() {
            Some(last) if last.kind == "same" => last.text.push_str(token),
            _ => self.done.push(Part { kind: "same", text: token.to_owned() }),
        }
    }

    fn flush(&mut self) {
        for (kind, text) in [("out", &mut self.out), ("in", &mut self.put_in)] {
            if !text.is_empty() {
                self.done.push(Part { kind, text: std::mem::take(text) });
            }
        }
    }

    fn finish(mut self) -> Vec<Part> {
        self.flush();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(parts: &[Part], kind: &str) -> String {
        parts.iter().filter(|part| part.kind == "same" || part.kind == kind).map(|part| part.text.as_str()).collect()
    }

    fn said(old: &str, new: &str) -> String {
        let mark = |part: Part| match part.kind {
            "out" => format!("[-{}-]", part.text),
            "in" => format!("[+{}+]", part.text),
            _ => part.text,
        };
        words(old, new).into_iter().map(mark).collect()
    }

    #[test]
    fn words_differ_and_not_letters_or_lines() {
        assert_eq!(
            said("what facial recognition does", "what face recognition does"),
            "what [-facial-][+face+] recognition does"
        );
        assert_eq!(said("It rains", "It rains."), "It rains[+.+]");
        assert_eq!(said("", "new"), "[+new+]");
        assert_eq!(said("a b c", ""), "[-a b c-]");
        assert_eq!(said("same", "same"), "same");
        assert_eq!(said("", ""), "");
    }

    #[test]
    fn texts_with_little_in_common_are_shown_one_after_the_other() {
        let text = |word: &str| (0..4_000).map(|n| format!("{word}{n} ")).collect::<String>();
        let parts = words(&text("a"), &text("b"));
        assert_eq!((side(&parts, "out"), side(&parts, "in")), (text("a"), text("b")));
    }

    proptest::proptest! {
        #[test]
        fn both_texts_can_be_read_out_of_it(old in "[ab .\n]{0,60}", new in "[ab .\n]{0,60}") {
            let parts = words(&old, &new);
            proptest::prop_assert_eq!((side(&parts, "out"), side(&parts, "in")), (old, new));
            proptest::prop_assert!(parts.windows(2).all(|two| two[0].kind != two[1].kind));
        }
    }
}
