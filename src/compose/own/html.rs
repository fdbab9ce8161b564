//! The HTML of a template, looked at twice: as it is written, tags taken out, for the line; and as a finished mail. Known
//! elements and attributes, nothing that is loaded but the release's picture, nothing that hides.

use std::cell::RefCell;
use std::sync::LazyLock;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::fields::LINKS;
use super::flaw::{Fault, Flaw, Part};
use super::scan::{FIELD_END, FIELD_START, MOST};
use crate::compose::clean::{MARK_END, MARK_START};

const ELEMENTS: &str = "a abbr address article aside b bdi bdo blockquote body br caption center cite code col colgroup dd del div \
     dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 head header hr html i img ins li main meta ol p pre q s section small \
     span strong style sub sup table tbody td tfoot th thead time title tr u ul";
/// Within a word or a sentence.
const INLINE: &str = "a abbr b bdi bdo cite code em font i s span strong u";
const VOID: &str = "br col hr img meta";
const ATTRIBUTES: &str = "align alt bgcolor border cellpadding cellspacing charset class color colspan content datetime dir face height \
     href id lang name role rowspan scope size src start style target title type valign width";
/// A `meta` may be one of these, or the character set.
const METAS: &str = "author color-scheme format-detection robots supported-color-schemes viewport \
     x-apple-disable-message-reformatting";
/// In a style anywhere: what loads, runs, or is written so that nobody reads it.
const BAD_CSS: [&str; 8] = ["url(", "@import", "@font-face", "@charset", "expression(", "behavior", "-moz-binding", "\\"];
/// In the sheet of a template: what hides. A single element may be hidden by its own style, but for what has to be seen.
const HIDING: [&str; 2] = ["display:none", "visibility:hidden"];
const HIDDEN: [&str; 6] = ["display:none", "visibility:hidden", "font-size:0", "opacity:0", "max-height:0", "mso-hide:all"];

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Look<'a> {
    /// The file, its tags taken out.
    Written,
    /// A finished mail; the addresses a picture in it may have.
    Finished(&'a [&'a str]),
}

/// What a reader of the HTML sees.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub flaws: Vec<Flaw>,
    /// Without what is hidden, blanks made one.
    pub words: String,
    /// Addresses of links that have words, or a picture, under them.
    pub links: Vec<String>,
}

pub(super) fn look(html: &str, how: Look<'_>) -> Seen {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(Reader { how, read: RefCell::default() }, TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut read = tokenizer.sink.read.into_inner();
    read.seen.words = read.seen.words.split_whitespace().collect::<Vec<_>>().join(" ");
    read.seen
}

struct Reader<'a> {
    how: Look<'a>,
    read: RefCell<Read>,
}

#[derive(Default)]
struct Read {
    seen: Seen,
    /// Names of the open elements, and whether what is in them is hidden.
    open: Vec<(String, bool)>,
    link: Option<String>,
    in_style: bool,
    css: String,
}

impl TokenSink for Reader<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut read = self.read.borrow_mut();
        let line = usize::try_from(line).unwrap_or(0);
        match token {
            Token::CharacterTokens(text) => read.text(&text),
            Token::CommentToken(text) => {
                let is_shipped = SHIPPED_COMMENTS.iter().any(|known| **known == *text);
                if text.contains('[') && !is_shipped && matches!(self.how, Look::Written) {
                    read.flaw(line, Fault::Comment);
                }
            }
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                match tag.kind {
                    TagKind::StartTag => {
                        read.start(&tag, line, self.how);
                        if let Some(kind) = raw_kind(&name) {
                            return TokenSinkResult::RawData(kind);
                        }
                    }
                    TagKind::EndTag => read.end(&name, line, self.how),
                }
            }
            Token::DoctypeToken(_) | Token::NullCharacterToken | Token::EOFToken | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

fn raw_kind(name: &str) -> Option<RawKind> {
    match name {
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(RawKind::Rawtext),
        "title" | "textarea" => Some(RawKind::Rcdata),
        "script" => Some(RawKind::ScriptData),
        _ => None,
    }
}

impl Read {
    fn flaw(&mut self, line: usize, fault: Fault) {
        if self.seen.flaws.len() < MOST && !self.seen.flaws.iter().any(|flaw| flaw.fault == fault) {
            self.seen.flaws.push(Flaw { part: Part::Html, line, column: 1, fault });
        }
    }

    fn is_hidden(&self) -> bool {
        self.open.last().is_some_and(|(_, hidden)| *hidden)
    }

    fn text(&mut self, text: &str) {
        if self.in_style {
            self.css.push_str(text);
        } else if !self.is_hidden() {
            self.seen.words.push_str(text);
            if !text.trim().is_empty() {
                self.seen.links.extend(self.link.take());
            }
        }
    }

    fn start(&mut self, tag: &Tag, line: usize, how: Look<'_>) {
        let name = &*tag.name;
        if !is_in(ELEMENTS, name) {
            self.flaw(line, Fault::Element(short(name)));
        }
        let mut hidden = self.is_hidden() || matches!(name, "head" | "title" | "style");
        for attr in &tag.attrs {
            let (key, value) = (&*attr.name.local, attr.value.trim());
            self.attribute(name, key, value, line, how);
            if key == "style" {
                hidden |= HIDDEN.iter().any(|hiding| declares(&squeezed(value), hiding));
            }
        }
        let value =
            |wanted: &str| tag.attrs.iter().find(|attr| *attr.name.local == *wanted).map(|attr| attr.value.trim().to_owned());
        if name == "meta" && value("charset").is_none() && !value("name").is_some_and(|name| is_in(METAS, &name)) {
            self.flaw(line, Fault::Element("meta".to_owned()));
        }
        match name {
            "style" => self.in_style = true,
            "a" => self.link = value("href"),
            "img" if !hidden => self.seen.links.extend(self.link.take()),
            name if is_in(INLINE, name) => {}
            // Words of neighbours are not one word.
            _ => self.seen.words.push(' '),
        }
        if !is_in(VOID, name) {
            self.open.push((name.to_owned(), hidden));
        }
    }

    fn end(&mut self, name: &str, line: usize, how: Look<'_>) {
        if name == "style" {
            self.in_style = false;
            let css = std::mem::take(&mut self.css);
            self.sheet(&css, line, how);
        }
        if name == "a" {
            self.link = None;
        }
        if !is_in(INLINE, name) {
            self.seen.words.push(' ');
        }
        if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
            self.open.truncate(at);
        }
    }

    fn attribute(&mut self, element: &str, key: &str, value: &str, line: usize, how: Look<'_>) {
        if !is_in(ATTRIBUTES, key) && !key.starts_with("aria-") {
            return self.flaw(line, Fault::Attribute(short(key)));
        }
        let is_well = match (key, how) {
            ("href", Look::Written) => element == "a" && is_link(value),
            ("href", Look::Finished(_)) => element == "a" && has_scheme(value),
            ("src", Look::Written) => element == "img" && field(value) == Some("image.url"),
            ("src", Look::Finished(pictures)) => element == "img" && pictures.contains(&value),
            ("style", _) => match bad_css(value) {
                Some(bad) => return self.flaw(line, Fault::Css(bad.to_owned())),
                None => true,
            },
            _ => true,
        };
        if !is_well {
            let value = shown(value);
            self.flaw(line, if key == "src" { Fault::Picture(value) } else { Fault::Link(value) });
        }
    }

    /// `line` is where the sheet ends.
    fn sheet(&mut self, css: &str, line: usize, how: Look<'_>) {
        let start = line.saturating_sub(css.matches('\n').count());
        let mut bad: Vec<(usize, &str)> = Vec::new();
        for (at, one) in css.lines().enumerate() {
            bad.extend(bad_css(one).map(|what| (start + at, what)));
            let flat = squeezed(one);
            bad.extend(HIDING.iter().find(|hiding| flat.contains(**hiding)).map(|what| (start + at, *what)));
        }
        if bad.is_empty() {
            // Over the ends of lines.
            let flat = squeezed(css);
            bad.extend(
                bad_css(css).or_else(|| HIDING.iter().find(|hiding| flat.contains(**hiding)).copied()).map(|what| (start, what)),
            );
        }
        if matches!(how, Look::Written) || self.seen.flaws.is_empty() {
            for (line, what) in bad {
                self.flaw(line, Fault::Css(what.to_owned()));
            }
        }
    }
}

/// The conditional comments that come with the program, for a mail program that needs them.
static SHIPPED_COMMENTS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let file = include_str!("../../../templates/mail/release/html.hbs");
    file.split("<!--").skip(1).filter_map(|rest| rest.split("-->").next()).filter(|text| text.starts_with('[')).collect()
});

fn is_in(names: &str, name: &str) -> bool {
    names.split(' ').any(|known| known == name)
}

/// Lower case, without white space or comments.
fn squeezed(css: &str) -> String {
    let mut flat = String::with_capacity(css.len());
    for (at, part) in css.split("/*").enumerate() {
        let part = if at == 0 { part } else { part.split_once("*/").map_or("", |(_, rest)| rest) };
        flat.extend(part.chars().filter(|letter| !letter.is_whitespace()).map(|letter| letter.to_ascii_lowercase()));
    }
    flat
}

fn bad_css(css: &str) -> Option<&'static str> {
    let flat = squeezed(css);
    BAD_CSS.into_iter().find(|bad| flat.contains(bad))
}

/// Whether a declaration says so, and not only one that begins alike: `opacity:0.9`.
fn declares(flat: &str, wanted: &str) -> bool {
    flat.match_indices(wanted).any(|(at, _)| {
        let (before, after) = (&flat[..at], &flat[at + wanted.len()..]);
        let begins = before.is_empty() || before.ends_with([';', '{']);
        let rest = after.trim_start_matches("px").trim_start_matches("!important");
        begins && (rest.is_empty() || rest.starts_with([';', '}']) || (wanted.ends_with('0') && rest.starts_with("pt")))
    })
}

/// The one field a value consists of.
fn field(value: &str) -> Option<&str> {
    let name = value.strip_prefix(FIELD_START)?.strip_suffix(FIELD_END)?;
    (!name.contains([FIELD_START, FIELD_END])).then_some(name)
}

fn is_link(value: &str) -> bool {
    match field(value) {
        Some(name) => LINKS.contains(&name),
        None => {
            !value.contains(FIELD_START)
                && (value.starts_with("https://") || value.starts_with("mailto:") || value.starts_with("tel:"))
        }
    }
}

fn has_scheme(value: &str) -> bool {
    ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| value.starts_with(scheme)) || value.starts_with(MARK_START)
}

fn shown(value: &str) -> String {
    let value = value.replace(FIELD_START, "{{").replace(FIELD_END, "}}");
    short(&value.replace([MARK_START, MARK_END], ""))
}

fn short(text: &str) -> String {
    let text: String = text.replace(FIELD_START, "{{").replace(FIELD_END, "}}");
    text.chars().filter(|letter| !letter.is_control()).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(html: &str) -> Vec<(usize, Fault)> {
        look(html, Look::Written).flaws.into_iter().map(|flaw| (flaw.line, flaw.fault)).collect()
    }

    #[test]
    fn what_runs_or_loads_is_refused_on_its_line() {
        let text = |text: &str| text.to_owned();
        for (html, fault) in [
            ("<script>x</script>", Fault::Element(text("script"))),
            ("<SCRIPT src=x></SCRIPT>", Fault::Element(text("script"))),
            ("<iframe></iframe>", Fault::Element(text("iframe"))),
            ("<form action=\"https://x.example\">", Fault::Element(text("form"))),
            ("<link rel=\"stylesheet\" href=\"https://x.example/a.css\">", Fault::Element(text("link"))),
            ("<base href=\"https://x.example\">", Fault::Element(text("base"))),
            ("<svg><circle></svg>", Fault::Element(text("svg"))),
            ("<meta http-equiv=\"refresh\" content=\"0\">", Fault::Element(text("meta"))),
            ("<p onclick=\"x()\">", Fault::Attribute(text("onclick"))),
            ("<td background=\"https://x.example/i.png\">", Fault::Attribute(text("background"))),
            ("<img src=\"https://x.example/i.png\" alt=\"\">", Fault::Picture(text("https://x.example/i.png"))),
            ("<a href=\"javascript:x()\">x</a>", Fault::Link(text("javascript:x()"))),
            ("<a href=\"http://x.example\">x</a>", Fault::Link(text("http://x.example"))),
            ("<p style=\"background:URL(https://x.example/i.png)\">", Fault::Css(text("url("))),
            ("<p style=\"background:u/**/rl (https://x.example)\">", Fault::Css(text("url("))),
            ("<p style=\"background:\\75rl(x)\">", Fault::Css(text("\\"))),
            ("<style>@import 'x';</style>", Fault::Css(text("@import"))),
            ("<style>@font-face { src: x }</style>", Fault::Css(text("@font-face"))),
            ("<style>.foot { display : none }</style>", Fault::Css(text("display:none"))),
            ("<!--[if mso]><script></script><![endif]-->", Fault::Comment),
        ] {
            let found = written(&format!("<p>\n{html}\n"));
            assert!(found.contains(&(2, fault.clone())), "{html}: {found:?}");
        }
    }

    #[test]
    fn what_mails_are_made_of_is_not() {
        let field = |name: &str| format!("{FIELD_START}{name}{FIELD_END}");
        for html in [
            format!("<a href=\"{}\" class=\"x\">words</a>", field("unsubscribe")),
            format!("<img src=\"{}\" alt=\"{}\" width=\"576\">", field("image.url"), field("image.alt")),
            "<a href=\"https://x.example/a?b=c&amp;d\">x</a><a href=\"mailto:x@y.example\">x</a>".to_owned(),
            "<style>@media (max-width: 480px) { .pad { padding: 0 !important; } }</style><!-- a note -->".to_owned(),
            "<div style=\"display:none;max-height:0\">preheader</div>".to_owned(),
        ] {
            assert_eq!(written(&html), [], "{html}");
        }
        assert!(matches!(written(&format!("<a href=\"https://x.example/{}\">x</a>", field("title")))[..], [(1, Fault::Link(_))]));
    }

    #[test]
    fn hidden_words_and_bare_links_are_not_seen() {
        let html = "<title>T</title><style>x</style><p>a<b>b</b></p><div style='display: NONE'><p>c <a href='https://x.example/1'>d</a></p></div>\
                    <a href='https://x.example/2'> </a><a href='https://x.example/3'><b>e</b></a><p style='opacity:0.9'>f</p>\
                    <span style='color:red;font-size:0px'>g</span>";
        let seen = look(html, Look::Finished(&[]));
        assert_eq!(seen.words, "ab e f");
        assert_eq!(seen.links, ["https://x.example/3"]);
    }
}
