//! The text of a message: all of its readable parts, in order, as one; and its HTML as it came.

use super::entity::Leaf;
use super::{TEXT, charset, decode, html};

/// What a reader sees.
#[derive(Default)]
pub(super) struct Body {
    pub text: String,
    pub html: Option<String>,
    pub cut: bool,
}

/// From each set of alternatives the plain text, and the HTML where there is no plain text worth the name.
pub(super) fn gather(raw: &[u8], leaves: &[&Leaf]) -> Body {
    let mut body = Body::default();
    let mut rest = TEXT;
    let read: Vec<(&Leaf, String)> = leaves
        .iter()
        .map(|leaf| {
            let encoded = raw.get(leaf.start..leaf.end).unwrap_or_default();
            let bytes = decode::decoded(encoded, leaf.encoding, rest + 1);
            body.cut |= bytes.len() > rest;
            let bytes = bytes.get(..rest).unwrap_or(&bytes);
            rest -= bytes.len();
            (*leaf, charset::text(bytes, leaf.charset.as_deref()))
        })
        .collect();
    for (leaf, text) in &read {
        let is_html = leaf.kind == "text/html";
        if is_html && body.html.is_none() && !text.trim().is_empty() {
            body.html = Some(text.clone());
        }
        let has_plain = leaf.alternative.is_some()
            && read.iter().any(|(other, text)| {
                other.alternative == leaf.alternative && other.kind == "text/plain" && !text.trim().is_empty()
            });
        if is_html && has_plain {
            continue;
        }
        let words = if is_html {
            html::words(text)
        } else if leaf.flowed {
            unflowed(text)
        } else {
            text.clone()
        };
        add(&mut body.text, words.trim_end());
    }
    if body.text.len() > TEXT {
        body.cut = true;
        let end = (0..=TEXT).rev().find(|at| body.text.is_char_boundary(*at)).unwrap_or(0);
        body.text.truncate(end);
    }
    body
}

fn add(all: &mut String, words: &str) {
    if words.trim().is_empty() {
        return;
    }
    if !all.is_empty() {
        all.push_str("\n\n");
    }
    all.push_str(words);
}

/// RFC 3676: lines that end in a space go on in the next one of the same depth of quotation.
fn unflowed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut flows: Option<usize> = None;
    for line in text.lines() {
        let depth = line.bytes().take_while(|byte| *byte == b'>').count();
        let words = line.get(depth..).unwrap_or_default();
        let words = words.strip_prefix(' ').unwrap_or(words);
        if flows == Some(depth) {
            out.push_str(words);
        } else {
            if !out.is_empty() || flows.is_some() {
                out.push('\n');
            }
            out.push_str(line.get(..depth).unwrap_or_default());
            if depth > 0 {
                out.push(' ');
            }
            out.push_str(words);
        }
        // "-- " is a signature's line, not a flowing one.
        flows = Some(depth).filter(|_| words.ends_with(' ') && words != "-- ");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flowed_lines_are_joined_within_one_depth_of_quotation() {
        let text = "This runs \non.\n\n> quoted \n> too\n-- \nAnn";
        assert_eq!(unflowed(text), "This runs on.\n\n> quoted too\n-- \nAnn");
    }
}
