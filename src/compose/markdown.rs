//! Markdown into the two forms a mail needs, from one tree, so that both say the same.

use std::fmt::Write;

use comrak::nodes::{AstNode, ListType, NodeValue};
use comrak::{Arena, Options};
use regex::Regex;
use std::sync::LazyLock;

use crate::compose::{ComposeError, clean};

/// Far beyond any press release; the sanitiser's tree builder recurses.
const DEEPEST: usize = 40;

#[derive(Debug)]
pub(crate) struct Rendered {
    pub(crate) html: String,
    pub(crate) text: String,
}

/// `lead` (place and date) is set in bold before the first paragraph; empty = none.
pub(crate) fn render(markdown: &str, lead: &str, rtl: bool) -> Result<Rendered, ComposeError> {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    let root = comrak::parse_document(&arena, &clean::lines(markdown), &options);
    check_depth(root)?;
    for node in root.descendants().collect::<Vec<_>>() {
        without_raw_html(&arena, node);
    }
    if rtl {
        root.descendants().for_each(isolate_numbers);
    }
    if !lead.is_empty() {
        set_lead(&arena, root, lead);
    }
    let mut html = String::new();
    // Writing into a String cannot fail.
    let _ = comrak::format_html(root, &options, &mut html);
    let mut writer = TextWriter::default();
    let text = writer.blocks(root, false);
    Ok(Rendered { html: style(&sanitiser().clean(&html).to_string(), rtl), text: text.trim_end().to_owned() })
}

fn check_depth<'a>(root: &'a AstNode<'a>) -> Result<(), ComposeError> {
    let mut depth = 0usize;
    for edge in root.traverse() {
        match edge {
            comrak::arena_tree::NodeEdge::Start(_) => depth += 1,
            comrak::arena_tree::NodeEdge::End(_) => depth -= 1,
        }
        if depth > DEEPEST {
            return Err(ComposeError::TooDeep { limit: DEEPEST });
        }
    }
    Ok(())
}

/// Tags go, their text stays, alike in both forms.
fn without_raw_html<'a>(arena: &'a Arena<'a>, node: &'a AstNode<'a>) {
    static UNSEEN: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?is)<!--.*?(-->|$)|<script\b.*?(</script>|$)|<style\b.*?(</style>|$)|<[^>]*>").ok());
    let value = node.data.borrow().value.clone();
    match value {
        NodeValue::HtmlInline(tag) => {
            if tag.to_ascii_lowercase().starts_with("<br") {
                node.data.borrow_mut().value = NodeValue::LineBreak;
            } else {
                node.detach();
            }
        }
        NodeValue::HtmlBlock(block) => {
            let text = UNSEEN.as_ref().map_or_else(String::new, |unseen| unseen.replace_all(&block.literal, " ").into_owned());
            let text = clean::line(&unescape(&text));
            if text.is_empty() {
                node.detach();
            } else {
                node.data.borrow_mut().value = NodeValue::Paragraph;
                node.append(arena.alloc(NodeValue::Text(text.into()).into()));
            }
        }
        _ => {}
    }
}

/// In a right-to-left line the groups of a telephone number would be read in the wrong order: each number of several
/// groups runs left to right by itself (UAX #9, LRI and PDI).
fn isolate_numbers<'a>(node: &'a AstNode<'a>) {
    static GROUPS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\+?\(?[0-9][0-9 ()/-]{4,}[0-9]").ok());
    let mut data = node.data.borrow_mut();
    if let (NodeValue::Text(text), Some(groups)) = (&data.value, GROUPS.as_ref())
        && groups.is_match(text)
    {
        data.value = NodeValue::Text(groups.replace_all(text, "\u{2066}${0}\u{2069}").into_owned().into());
    }
}

fn unescape(text: &str) -> String {
    text.replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

fn set_lead<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>, lead: &str) {
    let strong = arena.alloc(NodeValue::Strong.into());
    strong.append(arena.alloc(NodeValue::Text(lead.to_owned().into()).into()));
    let first = root.first_child();
    match first.filter(|first| matches!(first.data.borrow().value, NodeValue::Paragraph)) {
        Some(paragraph) => {
            paragraph.prepend(arena.alloc(NodeValue::Text(" — ".into()).into()));
            paragraph.prepend(strong);
        }
        None => {
            let paragraph = arena.alloc(NodeValue::Paragraph.into());
            paragraph.append(strong);
            root.prepend(paragraph);
        }
    }
}

fn sanitiser() -> ammonia::Builder<'static> {
    let tags = [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "a",
        "strong",
        "em",
        "del",
        "blockquote",
        "code",
        "pre",
        "br",
        "hr",
        "img",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ];
    let mut sanitiser = ammonia::Builder::empty();
    sanitiser
        .tags(tags.into())
        .tag_attributes([("a", ["href"].into()), ("img", ["src", "alt"].into()), ("ol", ["start"].into())].into())
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .clean_content_tags(["script", "style"].into())
        .link_rel(None);
    sanitiser
}

/// Mail programs drop style sheets, so every element carries its own. What stands in the text is escaped, so a tag
/// here is a tag. The page has its one `h1`: the title.
fn style(html: &str, rtl: bool) -> String {
    const STYLES: [(&str, &str); 18] = [
        ("<h1>", "<h2 class=\"ink\" style=\"margin:28px 0 8px;font-size:21px;line-height:1.3;font-weight:bold;color:#1b1f24\">"),
        ("</h1>", "</h2>"),
        ("<h2>", "<h2 class=\"ink\" style=\"margin:28px 0 8px;font-size:21px;line-height:1.3;font-weight:bold;color:#1b1f24\">"),
        ("<h3>", "<h3 class=\"ink\" style=\"margin:24px 0 8px;font-size:18px;line-height:1.35;font-weight:bold;color:#1b1f24\">"),
        ("<h4>", "<h4 class=\"ink\" style=\"margin:20px 0 8px;font-size:17px;line-height:1.4;font-weight:bold;color:#1b1f24\">"),
        ("<p>", "<p style=\"margin:0 0 18px\">"),
        ("<ul>", "<ul style=\"margin:0 0 18px;padding-START:26px\">"),
        ("<ol", "<ol style=\"margin:0 0 18px;padding-START:30px\""),
        ("<li>", "<li style=\"margin:0 0 8px\">"),
        (
            "<blockquote>",
            "<blockquote class=\"quote\" style=\"margin:0 0 18px;padding:12px 18px 1px;border-START:4px solid #c9ced6\">",
        ),
        ("<a href", "<a class=\"link\" style=\"color:#0a57a4;text-decoration:underline\" href"),
        ("<img ", "<img class=\"image\" style=\"display:block;width:100%;max-width:576px;height:auto;border:0\" "),
        ("<hr>", "<hr class=\"rule\" style=\"margin:28px 0;border:0;border-top:1px solid #d9dde3\">"),
        ("<table>", "<table class=\"cells\" style=\"margin:0 0 18px;border-collapse:collapse;width:100%;font-size:15px\">"),
        ("<th>", "<th class=\"rule\" style=\"padding:6px 10px 6px 0;border-bottom:2px solid #c9ced6;text-align:START\">"),
        ("<td>", "<td class=\"rule\" style=\"padding:6px 10px 6px 0;border-bottom:1px solid #d9dde3;vertical-align:top\">"),
        ("<pre>", "<pre style=\"margin:0 0 18px;white-space:pre-wrap;font-size:15px\">"),
        ("<code>", "<code style=\"font-family:Consolas,Menlo,monospace;font-size:15px\">"),
    ];
    let start = if rtl { "right" } else { "left" };
    STYLES.iter().fold(html.to_owned(), |html, (plain, styled)| html.replace(plain, &styled.replace("START", start)))
}

/// Paragraphs on one line each, links as `[1]` with the address on a line of its own below the paragraph.
#[derive(Default)]
struct TextWriter {
    links: usize,
    /// Links of the paragraph at hand.
    below: Vec<String>,
}

impl TextWriter {
    fn blocks<'a>(&mut self, parent: &'a AstNode<'a>, tight: bool) -> String {
        let mut text = String::new();
        for node in parent.children() {
            let block = self.block(node);
            if block.is_empty() {
                continue;
            }
            if !text.is_empty() {
                text.push_str(if tight { "\n" } else { "\n\n" });
            }
            text.push_str(&block);
        }
        text
    }

    fn block<'a>(&mut self, node: &'a AstNode<'a>) -> String {
        let value = node.data.borrow().value.clone();
        match value {
            NodeValue::List(list) => {
                let ordered = list.list_type == ListType::Ordered;
                let mut items = Vec::new();
                for (index, item) in node.children().enumerate() {
                    let mark = if ordered { format!("{}. ", list.start + index) } else { "- ".to_owned() };
                    let blocks = self.blocks(item, list.tight);
                    items.push(format!("{mark}{}", blocks.replace('\n', &format!("\n{}", " ".repeat(mark.len())))));
                }
                items.join(if list.tight { "\n" } else { "\n\n" })
            }
            NodeValue::BlockQuote => format!("> {}", self.blocks(node, false).replace('\n', "\n> ")),
            NodeValue::CodeBlock(code) => code.literal.trim_end().to_owned(),
            NodeValue::ThematicBreak => "* * *".to_owned(),
            NodeValue::Table(_) => self.blocks(node, true),
            NodeValue::TableRow(_) => {
                let cells: Vec<String> = node.children().map(|cell| self.inlines(cell)).collect();
                format!("{}{}", cells.join(" | "), self.links_below())
            }
            _ => {
                let line = self.inlines(node);
                format!("{}{}", line.trim(), self.links_below())
            }
        }
    }

    fn links_below(&mut self) -> String {
        self.below.drain(..).fold(String::new(), |text, link| text + "\n" + &link)
    }

    fn inlines<'a>(&mut self, parent: &'a AstNode<'a>) -> String {
        let mut text = String::new();
        for node in parent.children() {
            let value = node.data.borrow().value.clone();
            match value {
                NodeValue::Text(part) => text.push_str(&part),
                NodeValue::Code(code) => text.push_str(&code.literal),
                NodeValue::SoftBreak => text.push(' '),
                NodeValue::LineBreak => text.push('\n'),
                NodeValue::Link(link) => {
                    let words = self.inlines(node);
                    text.push_str(&words);
                    self.link(&link.url, &words, &mut text);
                }
                NodeValue::Image(image) => {
                    let words = self.inlines(node);
                    if !words.is_empty() {
                        let _ = write!(text, "[{words}]");
                    }
                    self.link(&image.url, &words, &mut text);
                }
                _ => text.push_str(&self.inlines(node)),
            }
        }
        text
    }

    fn link(&mut self, url: &str, words: &str, text: &mut String) {
        let url = url.strip_prefix("mailto:").unwrap_or(url);
        let known = ["http://", "https://", "tel:"].iter().any(|scheme| url.starts_with(scheme)) || url.contains('@');
        if known && url != words && !url.contains(['\n', ' ']) {
            self.links += 1;
            let _ = write!(text, " [{}]", self.links);
            self.below.push(format!("[{}] {url}", self.links));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(markdown: &str) -> String {
        render(markdown, "", false).unwrap().text
    }

    #[test]
    fn links_stand_on_lines_of_their_own() {
        assert_eq!(
            text("See [the report](https://x.example/r) and\n[us](mailto:a@x.example).\n\nOr https://y.example/z now."),
            "See the report [1] and us [2].\n[1] https://x.example/r\n[2] a@x.example\n\nOr https://y.example/z now."
        );
    }

    #[test]
    fn lists_quotes_and_tables_read_well_as_text() {
        assert_eq!(
            text("# Head\n- one\n- *two*\n\n3. a\n4. b\n\n> said\n> so\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
            "Head\n\n- one\n- two\n\n3. a\n4. b\n\n> said so\n\na | b\n1 | 2"
        );
    }

    #[test]
    fn a_telephone_number_keeps_its_order_in_a_right_to_left_mail() {
        let mail = |rtl| render("للاستفسار: +20 2 5550 142 أو 100 مرة.", "", rtl).unwrap();
        let (html, text) = (mail(true).html, mail(true).text);
        assert!(html.contains("\u{2066}+20 2 5550 142\u{2069}") && text.contains("\u{2066}+20 2 5550 142\u{2069}"), "{text}");
        assert_eq!(text.matches('\u{2066}').count(), 1, "one number is no group: {text}");
        assert!(!mail(false).text.contains('\u{2066}'));
    }

    #[test]
    fn the_lead_opens_the_first_paragraph_or_makes_one() {
        let rendered = render("News.\n\nMore.", "ROME, 1 May", false).unwrap();
        assert!(rendered.text.starts_with("ROME, 1 May — News."));
        assert!(rendered.html.contains("<strong>ROME, 1 May</strong> — News."), "{}", rendered.html);
        assert!(render("- item", "ROME", false).unwrap().text.starts_with("ROME\n\n- item"));
        assert_eq!(render("", "ROME", false).unwrap().text, "ROME");
    }

    #[test]
    fn raw_html_leaves_its_text_and_nothing_else() {
        let rendered = render("<div onclick=x>Safe &amp; sound<script>bad()</script></div>\n\nA <b>bold</b> <br>line\n\n[x](javascript:alert(1)) ![i](data:x)", "", false).unwrap();
        assert!(rendered.text.starts_with("Safe & sound\n\nA bold \nline"), "{}", rendered.text);
        for trace in ["script", "onclick", "bad()", "<b>", "data:"] {
            assert!(!rendered.html.contains(trace), "{trace} in {}", rendered.html);
        }
    }

    #[test]
    fn bottomless_nesting_is_refused() {
        assert!(matches!(render(&">".repeat(5_000), "", false), Err(ComposeError::TooDeep { .. })));
        assert!(render(&format!("{}x", "- ".repeat(15)), "", false).is_ok());
    }
}
