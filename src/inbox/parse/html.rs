//! HTML to plain text, as a mail program would have written it beside the HTML: quotations get their `> `, Outlook's
//! header block its line above. So what cuts off quotations has one kind of text to look at. Read as a flat run of tags:
//! no tree, so neither depth nor unclosed tags cost anything.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::TEXT;
use crate::inbox::strip::RULE;

/// Quotations within quotations that are marked as such.
const QUOTES: usize = 8;

pub(super) fn words(html: &str) -> String {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut page = tokenizer.sink.0.into_inner();
    page.end_line(false);
    page.out.trim_matches('\n').to_owned()
}

#[derive(Default)]
struct Reader(RefCell<Page>);

#[derive(Default)]
struct Page {
    out: String,
    line: String,
    /// Empty lines stand at the end of `out`.
    blank: bool,
    quotes: usize,
    /// Open `div`s, and which of them are quotations.
    divs: Vec<bool>,
    hidden: Option<String>,
    preformatted: usize,
    link: Option<(String, usize)>,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) if page.hidden.is_none() => page.text(&text),
            Token::TagToken(tag) => {
                let starts = tag.kind == TagKind::StartTag;
                if page.hidden.as_deref() == Some(&*tag.name) && !starts {
                    page.hidden = None;
                } else if let Some(kind) = unseen(&tag.name).filter(|_| starts && page.hidden.is_none()) {
                    page.hidden = Some(tag.name.to_string());
                    return TokenSinkResult::RawData(kind);
                } else if page.hidden.is_none() {
                    page.tag(&tag, starts);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Elements whose content nobody sees.
fn unseen(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "title" | "textarea" => Some(RawKind::Rcdata),
        "style" | "iframe" | "noembed" | "noframes" | "xmp" => Some(RawKind::Rawtext),
        _ => None,
    }
}

impl Page {
    fn text(&mut self, text: &str) {
        if self.out.len() + self.line.len() > TEXT {
            return;
        }
        if self.preformatted > 0 {
            let mut lines = text.split('\n');
            self.line.push_str(lines.next().unwrap_or_default());
            for line in lines {
                self.end_line(true);
                self.line.push_str(line);
            }
            return;
        }
        for c in text.chars() {
            // A no-break space is a space here; a zero-width one is nothing (preheaders are padded with them).
            match c {
                '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{34f}' | '\u{ad}' if self.line.is_empty() => {}
                c if c.is_whitespace() => {
                    if !self.line.is_empty() && !self.line.ends_with(' ') {
                        self.line.push(' ');
                    }
                }
                c => self.line.push(c),
            }
        }
    }

    fn tag(&mut self, tag: &Tag, starts: bool) {
        match &*tag.name {
            "br" => self.end_line(true),
            "hr" => self.block(),
            "blockquote" => {
                self.block();
                self.quotes = if starts { self.quotes + 1 } else { self.quotes.saturating_sub(1) };
            }
            "div" => self.div(tag, starts),
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "ul" | "ol" | "dl" => {
                self.block();
                self.gap();
            }
            "li" => {
                self.block();
                if starts {
                    self.line.push_str("- ");
                }
            }
            "td" | "th" if !self.line.is_empty() && !self.line.ends_with(' ') => self.line.push(' '),
            "pre" => {
                self.block();
                self.preformatted = if starts { self.preformatted + 1 } else { self.preformatted.saturating_sub(1) };
            }
            "a" => self.link(tag, starts),
            "tr" | "section" | "article" | "header" | "footer" | "address" | "center" | "dt" | "dd" | "form" | "body" => {
                self.block();
            }
            _ => {}
        }
    }

    fn div(&mut self, tag: &Tag, starts: bool) {
        self.block();
        if !starts {
            if self.divs.pop().unwrap_or(false) {
                self.quotes = self.quotes.saturating_sub(1);
            }
            return;
        }
        let quotes = attribute(tag, "class").is_some_and(|class| class.split_whitespace().any(|one| one == "yahoo_quoted"));
        if quotes {
            self.quotes += 1;
        }
        if self.divs.len() < 10_000 {
            self.divs.push(quotes);
        }
        let is_block_of_outlook = attribute(tag, "id").is_some_and(|id| {
            ["divRplyFwdMsg", "appendonsend", "OLK_SRC_BODY_SECTION", "mail-editor-reference-message-container"].contains(&id)
        }) || attribute(tag, "style").is_some_and(|style| {
            let style: String = style.to_ascii_lowercase().split_whitespace().collect();
            style.contains("border-top:solid#e1e1e1") || style.contains("border-top:solid#b5c4df")
        });
        if is_block_of_outlook && !self.out.trim_end().ends_with(RULE) {
            self.line.push_str(RULE);
            self.end_line(false);
        }
    }

    /// A link shows where it leads, unless it says so itself.
    fn link(&mut self, tag: &Tag, starts: bool) {
        if starts {
            let to = attribute(tag, "href").unwrap_or_default();
            self.link = (to.starts_with("http") && to.len() <= 2_000).then(|| (to.to_owned(), self.line.len()));
        } else if let Some((to, from)) = self.link.take() {
            let shown = self.line.get(from..).unwrap_or_default().trim();
            let bare =
                |text: &str| text.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned();
            if !shown.is_empty() && !bare(&to).starts_with(&bare(shown)) {
                self.line.push_str(" <");
                self.line.push_str(&to);
                self.line.push('>');
            }
        }
    }

    fn block(&mut self) {
        if !self.line.trim().is_empty() {
            self.end_line(false);
        }
        self.line.clear();
        self.link = None;
    }

    fn gap(&mut self) {
        if !self.blank && !self.out.is_empty() {
            self.put("");
        }
    }

    fn end_line(&mut self, even_if_empty: bool) {
        let line = std::mem::take(&mut self.line);
        let line = line.trim_end();
        if line.is_empty() && (!even_if_empty || self.blank) {
            return;
        }
        self.put(line);
    }

    fn put(&mut self, line: &str) {
        self.blank = line.is_empty();
        for _ in 0..self.quotes.min(QUOTES) {
            self.out.push('>');
        }
        if self.quotes > 0 && !line.is_empty() {
            self.out.push(' ');
        }
        self.out.push_str(line);
        self.out.push('\n');
    }
}

fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|attr| *attr.name.local == *name).map(|attr| &*attr.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lists_and_links_read_as_text() {
        let html = "<style>p{}</style><p>Dear  desk,</p><p>See <a href=\"https://x.example/a\">this</a> &amp; that</p>\
             <ul><li>one<li>two</ul><pre>a\n b</pre><script>no()</script>";
        assert_eq!(words(html), "Dear desk,\n\nSee this <https://x.example/a> & that\n\n- one\n- two\n\na\n b");
    }

    #[test]
    fn quotations_get_their_marks() {
        let html = "<div dir=ltr>Yes.</div><div class=gmail_quote><div class=gmail_attr>On 3 May A wrote:<br></div>\
             <blockquote class=gmail_quote><div>Old</div><blockquote>Older</blockquote></blockquote></div><div>Below</div>";
        assert_eq!(words(html), "Yes.\nOn 3 May A wrote:\n> Old\n>> Older\nBelow");
        let outlook = "<p>Yes.</p><div id=divRplyFwdMsg><b>From:</b> A<br><b>Sent:</b> B</div>";
        assert_eq!(words(outlook), format!("Yes.\n\n{RULE}\nFrom: A\nSent: B"));
    }

    #[test]
    fn a_hundred_thousand_open_tags_cost_nothing() {
        let text = words(&"<div><blockquote><b>".repeat(100_000));
        assert!(text.len() < 100);
        assert!(words(&format!("{}x", "<blockquote>".repeat(50_000))).ends_with("> x"));
    }
}
