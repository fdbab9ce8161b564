//! The body of an item: its lead image taken out, the rest cleaned and turned into Markdown.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use ammonia::UrlRelative;
use htmd::HtmlToMarkdown;
use htmd::options::{BrStyle, BulletListMarker, Options};
use reqwest::Url;

use super::html::{self, Piece, attribute};
use super::text;

/// An image of the body with what stands under it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Figure {
    pub src: String,
    pub alt: String,
    pub caption: String,
    from: usize,
    to: usize,
    /// Characters of text before it.
    before: usize,
}

/// An image is the lead when no more than a dateline and a sentence stand before it.
const LEAD: usize = 200;

#[derive(Clone, Debug)]
pub(super) struct Body {
    pieces: Vec<Piece>,
}

impl Body {
    /// `None`: larger than anything we read.
    pub(super) fn from_html(html: &str) -> Option<Self> {
        Some(Self { pieces: html::pieces(html)? })
    }

    pub(super) fn from_text(text: &str) -> Option<Self> {
        let paragraphs: Vec<_> =
            text::block(text).split("\n\n").map(|p| format!("<p>{}</p>", html::escaped(p).replace('\n', "<br>"))).collect();
        Self::from_html(&paragraphs.concat())
    }

    /// Takes out the lead image: the one at `known` (however scaled), or if none is known the first, when it stands
    /// at the start.
    pub(super) fn take_lead(&mut self, known: Option<&Url>, base: Option<&Url>) -> Option<Figure> {
        let figures = figures(&self.pieces);
        let lead = figures.into_iter().find(|figure| match known {
            Some(known) => absolute(&figure.src, base).is_some_and(|url| same_picture(&url, known)),
            None => figure.before <= LEAD && absolute(&figure.src, base).is_some(),
        })?;
        self.pieces.drain(lead.from..lead.to);
        self.pieces = html::without_empty(std::mem::take(&mut self.pieces));
        Some(lead)
    }

    /// Pictures are a matter of their own.
    pub(super) fn without_images(&mut self) {
        self.pieces.retain(|piece| !matches!(piece, Piece::Open("img", _)));
    }

    pub(super) fn words(&self) -> String {
        html::words(&self.pieces)
    }

    /// Markdown with links and images that lead somewhere: `https`, `http`, `mailto`, `tel`, relative ones resolved.
    pub(super) fn markdown(&self, base: Option<&Url>) -> String {
        let clean = clean(&html::write(&self.pieces), base);
        // A tree of bounded size and depth; should the converter still give up, the words are worth more than it.
        let markdown =
            catch_unwind(AssertUnwindSafe(|| CONVERTER.with(|converter| converter.convert(&clean)))).ok().and_then(Result::ok);
        text::block(&markdown.unwrap_or_else(|| self.words()))
    }
}

thread_local! {
    static CONVERTER: LazyLock<HtmlToMarkdown> = LazyLock::new(|| {
        HtmlToMarkdown::builder()
            .options(Options {
                br_style: BrStyle::Backslash,
                bullet_list_marker: BulletListMarker::Dash,
                ul_bullet_spacing: 1,
                ol_number_spacing: 1,
                ..Options::default()
            })
            .build()
    });
}

fn clean(html: &str, base: Option<&Url>) -> String {
    let relative = base.map_or(UrlRelative::Deny, |base| UrlRelative::RewriteWithBase(base.clone()));
    ammonia::Builder::default()
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .url_relative(relative)
        .link_rel(None)
        .clean(html)
        .to_string()
}

/// An address a mail can show: `http` or `https`.
pub(super) fn absolute(url: &str, base: Option<&Url>) -> Option<Url> {
    let url = url.trim();
    // Joined to a base, nothing would be the base itself.
    if url.is_empty() || url.starts_with('#') {
        return None;
    }
    let parsed = Url::parse(url).ok().or_else(|| base?.join(url).ok())?;
    (matches!(parsed.scheme(), "http" | "https") && parsed.has_host()).then_some(parsed)
}

/// Newsrooms serve one picture in many sizes; the query tells them apart.
fn same_picture(a: &Url, b: &Url) -> bool {
    a.host_str() == b.host_str() && a.path() == b.path()
}

fn figures(pieces: &[Piece]) -> Vec<Figure> {
    let mut found = Vec::new();
    let (mut at, mut before) = (0, 0);
    while at < pieces.len() {
        match &pieces[at] {
            Piece::Text(text) => before += text.trim().chars().count(),
            Piece::Open("figure", _) => {
                let to = pieces[at..]
                    .iter()
                    .position(|piece| *piece == Piece::Close("figure"))
                    .map_or(pieces.len(), |end| at + end + 1);
                if let Some(figure) = figure(pieces, at, to, before) {
                    found.push(figure);
                }
                at = to;
                continue;
            }
            Piece::Open("img", attributes) => {
                let text = |name| attribute(attributes, name).unwrap_or_default().to_owned();
                found.push(Figure { src: text("src"), alt: text("alt"), caption: String::new(), from: at, to: at + 1, before });
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn figure(pieces: &[Piece], from: usize, to: usize, before: usize) -> Option<Figure> {
    let inside = &pieces[from..to];
    let attributes = inside.iter().find_map(|piece| match piece {
        Piece::Open("img", attributes) => Some(attributes),
        _ => None,
    })?;
    let caption = inside.iter().position(|piece| matches!(piece, Piece::Open("figcaption", _))).map_or("".to_owned(), |start| {
        let end = inside.iter().position(|piece| *piece == Piece::Close("figcaption")).unwrap_or(inside.len());
        text::line(&html::words(&inside[start..end.max(start)]))
    });
    let value = |name| attribute(attributes, name).unwrap_or_default().to_owned();
    Some(Figure { src: value("src"), alt: value("alt"), caption, from, to, before })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn markdown(html: &str) -> String {
        Body::from_html(html).unwrap().markdown(Some(&url("https://n.example/a/b/")))
    }

    #[test]
    fn the_lead_figure_leaves_the_body() {
        let html = "<figure><a href=x><img src='/i.jpg?w=300' alt='Two people'></a><figcaption>At <b>noon</b></figcaption></figure><p>Text.</p>";
        let base = url("https://n.example/a/");
        for known in [None, Some(url("https://n.example/i.jpg"))] {
            let mut body = Body::from_html(html).unwrap();
            let lead = body.take_lead(known.as_ref(), Some(&base)).unwrap();
            assert_eq!((lead.src.as_str(), lead.alt.as_str(), lead.caption.as_str()), ("/i.jpg?w=300", "Two people", "At noon"));
            assert_eq!(body.markdown(Some(&base)), "Text.");
        }
        let mut body = Body::from_html(html).unwrap();
        assert_eq!(body.take_lead(Some(&url("https://n.example/other.jpg")), Some(&base)), None);
    }

    #[test]
    fn an_image_further_down_stays() {
        let html = format!("<p>{}</p><img src=https://n.example/i.jpg alt=a>", "long text ".repeat(40));
        let mut body = Body::from_html(&html).unwrap();
        assert_eq!(body.take_lead(None, None), None);
        assert!(body.markdown(None).ends_with("![a](https://n.example/i.jpg)"));
    }

    #[test]
    fn html_becomes_markdown() {
        assert_eq!(
            markdown("<h2>A</h2><p>b <strong>c</strong> <a href='../d'>e</a></p>"),
            "## A\n\nb **c** [e](https://n.example/a/d)"
        );
        assert_eq!(markdown("<ul><li>a<li>b</ul><ol><li>c<li>d</ol>"), "- a\n- b\n\n1. c\n2. d");
        assert_eq!(markdown("<p>1. not a list</p><p>* nor *this*</p>"), "1\\. not a list\n\n\\* nor \\*this\\*");
        assert_eq!(markdown("<blockquote><p>q</p></blockquote>"), "> q");
    }

    #[test]
    fn links_that_run_code_are_dropped_and_their_words_kept() {
        assert_eq!(
            markdown("<a href='javascript:alert(1)'>a</a> <a href=' JaVaScRiPt:x'>b</a> <a href='data:text/html,x'>c</a>"),
            "a b c"
        );
        assert_eq!(markdown("<img src='data:image/gif;base64,AA' alt='x'><p onload=y>z</p>"), "z");
    }
}
