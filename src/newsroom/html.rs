//! Markup of others, read as a flat run of pieces: known tags only, balanced, no deeper than [`DEPTH`], no attributes
//! but the few a mail can use. Parsers that build trees see only what comes out of here: their stacks and their work
//! grow with depth and with unclosed formatting, and a feed may be hostile.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// The largest piece of HTML that is read. A release of this size would not fit into a mail by far.
pub(super) const LIMIT: usize = 256 * 1024;
const DEPTH: usize = 48;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Open(Name, Vec<(&'static str, String)>),
    Close(Name),
    Text(String),
}

/// A tag we know.
pub(super) type Name = &'static str;

const KNOWN: [Name; 46] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "q",
    "section",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];
const VOID: [Name; 3] = ["br", "hr", "img"];
const INLINE: [Name; 14] = ["a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "img", "q", "strong", "sub", "sup"];
const ATTRIBUTES: [(Name, &[&str]); 3] = [("a", &["href"]), ("img", &["src", "alt", "width", "height"]), ("ol", &["start"])];

/// Elements whose content is no text of the page.
fn raw_kind(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "title" | "textarea" => Some(RawKind::Rcdata),
        "style" | "iframe" | "noembed" | "noframes" | "noscript" | "xmp" => Some(RawKind::Rawtext),
        _ => None,
    }
}

/// `None` when the text is larger than [`LIMIT`].
pub(super) fn pieces(html: &str) -> Option<Vec<Piece>> {
    if html.len() > LIMIT {
        return None;
    }
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut read = tokenizer.sink.0.into_inner();
    while let Some(name) = read.open.pop() {
        read.out.push(Piece::Close(name));
    }
    Some(without_empty(read.out))
}

#[derive(Default)]
struct Reader(RefCell<Read>);

#[derive(Default)]
struct Read {
    out: Vec<Piece>,
    open: Vec<Name>,
    /// Inside an element whose text nobody sees.
    hidden: bool,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut read = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) if !read.hidden => read.text(&text),
            Token::TagToken(tag) => {
                let raw = raw_kind(&tag.name);
                read.hidden = raw.is_some() && tag.kind == TagKind::StartTag;
                if let Some(kind) = raw.filter(|_| read.hidden) {
                    return TokenSinkResult::RawData(kind);
                }
                read.tag(&tag);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Read {
    fn text(&mut self, text: &str) {
        match self.out.last_mut() {
            Some(Piece::Text(before)) => before.push_str(text),
            _ => self.out.push(Piece::Text(text.to_owned())),
        }
    }

    fn tag(&mut self, tag: &Tag) {
        let Some(name) = KNOWN.into_iter().find(|known| **known == *tag.name) else { return };
        match tag.kind {
            TagKind::StartTag => self.start(name, tag),
            TagKind::EndTag => {
                if let Some(at) = self.open.iter().rposition(|open| *open == name) {
                    self.close_to(at);
                }
            }
        }
    }

    fn start(&mut self, name: Name, tag: &Tag) {
        self.close_implied(name);
        if self.open.len() >= DEPTH && !VOID.contains(&name) {
            return;
        }
        let allowed = ATTRIBUTES.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, names)| names);
        let kept = allowed.iter().filter_map(|wanted| {
            let found = tag.attrs.iter().find(|attr| *attr.name.local == **wanted)?;
            Some((*wanted, found.value.to_string()))
        });
        self.out.push(Piece::Open(name, kept.collect()));
        if !VOID.contains(&name) {
            self.open.push(name);
        }
    }

    /// Tags HTML lets writers leave out: a new paragraph ends the one before, a new list item its neighbour.
    fn close_implied(&mut self, name: Name) {
        let (ends, within): (&[Name], &[Name]) = match name {
            "li" => (&["li"], &["ul", "ol"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "tr" => (&["tr"], &["table"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tbody" | "thead" => (&["tbody", "thead"], &["table"]),
            "a" => (&["a"], &[]),
            _ if INLINE.contains(&name) => return,
            _ => (&["p"], &["td", "th", "table", "li", "blockquote"]),
        };
        let top = self.open.iter().rposition(|open| within.contains(open)).map_or(0, |at| at + 1);
        if let Some(at) = self.open[top..].iter().position(|open| ends.contains(open)) {
            self.close_to(top + at);
        }
    }

    fn close_to(&mut self, at: usize) {
        while self.open.len() > at {
            if let Some(name) = self.open.pop() {
                self.out.push(Piece::Close(name));
            }
        }
    }
}

/// Drops elements with nothing in them, as taking out an image leaves them, and images nobody is meant to see.
pub(super) fn without_empty(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Piece::Close(name) if !matches!(name, "td" | "th" | "tr" | "tbody") => {
                while out.len() > 1 && is_blank(out.last()) && matches!(out[out.len() - 2], Piece::Open(open, _) if open == name)
                {
                    out.pop();
                }
                if matches!(out.last(), Some(Piece::Open(open, _)) if *open == name) {
                    out.pop();
                } else {
                    out.push(Piece::Close(name));
                }
            }
            Piece::Open("img", ref attributes) if is_beacon(attributes) => {}
            piece => out.push(piece),
        }
    }
    out
}

fn is_blank(piece: Option<&Piece>) -> bool {
    matches!(piece, Some(Piece::Text(text)) if text.trim().is_empty())
}

fn is_beacon(attributes: &[(&'static str, String)]) -> bool {
    ["width", "height"].iter().any(|side| matches!(attribute(attributes, side), Some("0" | "1" | "0px" | "1px")))
        || !attributes.iter().any(|(name, value)| *name == "src" && !value.trim().is_empty())
}

pub(super) fn attribute<'a>(attributes: &'a [(&'static str, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
}

/// Well-formed HTML again.
pub(super) fn write(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Open(name, attributes) => {
                out.push('<');
                out.push_str(name);
                for (key, value) in attributes {
                    out.push(' ');
                    out.push_str(key);
                    out.push_str("=\"");
                    out.push_str(&escaped(value));
                    out.push('"');
                }
                out.push('>');
            }
            Piece::Close(name) => {
                out.push_str("</");
                out.push_str(name);
                out.push('>');
            }
            Piece::Text(text) => out.push_str(&escaped(text)),
        }
    }
    out
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The words alone; blocks and breaks on lines of their own.
pub(super) fn words(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(&text.replace(['\n', '\r', '\t'], " ")),
            Piece::Open("br", _) => out.push('\n'),
            Piece::Open(name, _) | Piece::Close(name) if !INLINE.contains(name) => out.push_str("\n\n"),
            _ => {}
        }
    }
    let lines: Vec<_> = out.lines().map(super::text::line).collect();
    super::text::block(&lines.join("\n"))
}

/// A title or caption that may carry entities and tags: its words in one line.
pub(super) fn one_line(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return super::text::line(text);
    }
    pieces(text).map_or_else(|| super::text::line(text), |pieces| super::text::line(&words(&pieces)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidy(html: &str) -> String {
        write(&pieces(html).unwrap())
    }

    #[test]
    fn what_comes_out_is_balanced_and_known() {
        assert_eq!(tidy("<p>a<p>b"), "<p>a</p><p>b</p>");
        assert_eq!(tidy("<ul><li>a<li>b<ul><li>c</ul></ul>"), "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>");
        assert_eq!(tidy("<b>a<i>b</b>c</i>"), "<b>a<i>b</i></b>c");
        assert_eq!(tidy("<p onclick=x class=y>a</p><blink>b</blink>"), "<p>a</p>b");
        assert_eq!(tidy("a < b &amp; c &lt;p&gt;"), "a &lt; b &amp; c &lt;p&gt;");
        assert_eq!(tidy("<p><b> </b></p><p>a</p>"), "<p>a</p>");
    }

    #[test]
    fn text_nobody_sees_is_dropped() {
        assert_eq!(tidy("a<script>alert('<p>')</script>b<style>p{}</style>c<!-- d -->"), "abc");
        assert_eq!(tidy("a<script>never closed <p>b"), "a");
        assert_eq!(tidy("<img src=x width=1 height=1>a<img src=y alt=z>"), "a<img src=\"y\" alt=\"z\">");
    }

    #[test]
    fn depth_and_size_are_bounded() {
        let deep = tidy(&"<div>".repeat(40_000).replacen("<div>", "<div>x", 1));
        assert!(deep.matches("<div>").count() <= DEPTH);
        let many = tidy(&"<p><b title=1><i><em>x</p>".repeat(5_000));
        assert!(many.len() < 5_000 * 60, "{}", many.len());
        assert!(pieces(&"x".repeat(LIMIT + 1)).is_none());
    }

    #[test]
    fn words_keep_paragraphs_apart() {
        assert_eq!(words(&pieces("<p>a\n b<br>c</p><p>d <b>e</b></p>").unwrap()), "a b\nc\n\nd e");
        assert_eq!(one_line("Tom &amp; Ann&#8217;s <em>day</em>"), "Tom & Ann’s day");
    }
}
