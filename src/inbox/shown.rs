//! HTML of strangers, made fit to be shown: nothing in it is loaded from elsewhere, runs, or hides where it leads. The
//! page frames it in a sandbox besides; this is the first of two walls.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use ammonia::{Builder, UrlRelative};
use url::Url;

use super::parse::attachment::sniff;
use super::parse::decode;
use crate::model::inbound::Read;

/// Bytes of HTML that are shown; more is no letter.
const LIMIT: usize = 1024 * 1024;
/// Tags within tags beyond which HTML is shown as its text.
const DEPTH: usize = 200;

/// HTML that can be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    pub html: String,
    /// Images that would have been loaded from elsewhere; they were taken out.
    pub remote_images: usize,
    /// Content-Ids of images that came along and may be shown, in order: the page links them as `cid:N` by this place.
    pub images: Vec<String>,
    /// Links whose host is written with look-alike letters (punycode).
    pub strange_links: usize,
    /// It was too large or too tangled: only the text is worth showing.
    pub too_much: bool,
}

const TAGS: [&str; 48] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
];

#[derive(Default)]
struct Counts {
    remote: usize,
    images: Vec<String>,
    strange: usize,
}

/// Cleans a message's HTML; `None` when it has none. `image_url` gives the address of an image that came along, by its
/// part's place among the parts.
pub fn clean(raw: &[u8], read: &Read, image_url: impl Fn(usize) -> String) -> Option<Shown> {
    let html = read.html.as_deref()?;
    if html.len() > LIMIT || is_tangled(html) {
        return Some(Shown { too_much: true, ..Shown::default() });
    }
    let along: HashMap<String, String> = images(raw, read).into_iter().map(|(id, place)| (id, image_url(place))).collect();
    let counts = Arc::new(Mutex::new(Counts::default()));
    let filter = Arc::clone(&counts);
    let mut cleaner = Builder::empty();
    cleaner
        .tags(TAGS.into_iter().collect())
        .clean_content_tags(
            ["script", "style", "title", "noscript", "template", "iframe", "object", "svg", "math"].into_iter().collect(),
        )
        .generic_attributes(["dir", "lang", "align", "valign"].into_iter().collect())
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src", "alt", "width", "height"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan"])),
            ("ol", HashSet::from(["start", "type"])),
        ]))
        .url_schemes(["http", "https", "mailto", "tel", "cid"].into_iter().collect())
        // Those of the page itself are put in below; the writer's are taken out there.
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_value("a", "target", "_blank")
        .attribute_filter(move |tag, name, value| {
            let mut counts = filter.lock().unwrap_or_else(PoisonError::into_inner);
            attribute(tag, name, value, &along, &mut counts)
        });
    let html = with_hosts(&cleaner.clean(html).to_string());
    let counts = std::mem::take(&mut *counts.lock().unwrap_or_else(PoisonError::into_inner));
    Some(Shown { html, remote_images: counts.remote, images: counts.images, strange_links: counts.strange, too_much: false })
}

fn attribute<'a>(
    tag: &str,
    name: &str,
    value: &'a str,
    along: &HashMap<String, String>,
    counts: &mut Counts,
) -> Option<Cow<'a, str>> {
    match (tag, name) {
        ("img", "src") => {
            let Some(id) = value.trim().strip_prefix("cid:") else {
                counts.remote += 1;
                return None;
            };
            let url = along.get(id.trim_matches(['<', '>']))?;
            counts.images.push(id.to_owned());
            Some(Cow::Owned(url.clone()))
        }
        ("a", "href") if value.trim().starts_with("cid:") => None,
        ("a", "href") if Url::parse(value.trim()).is_err() => None,
        ("a", "href") => {
            let host = host(value);
            counts.strange +=
                usize::from(host.as_deref().is_some_and(|host| host.split('.').any(|label| label.starts_with("xn--"))));
            Some(Cow::Borrowed(value))
        }
        _ => Some(Cow::Borrowed(value)),
    }
}

fn host(link: &str) -> Option<String> {
    let url = Url::parse(link.trim()).ok()?;
    url.host_str().map(str::to_owned)
}

/// Each link is followed by where it truly leads, whatever its words say.
fn with_hosts(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    let mut shown: Option<String> = None;
    while let Some(at) = rest.find("<a ").into_iter().chain(rest.find("</a>")).min() {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("</a>") {
            out.push_str("</a>");
            rest = after;
            if let Some(host) = shown.take() {
                // A host holds no character that HTML would take for another.
                out.push_str(&format!(" <small dir=\"ltr\">[{host}]</small>"));
            }
        } else {
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            let (tag, after) = rest.split_at(end);
            shown = tag
                .split("href=\"")
                .nth(1)
                .and_then(|link| link.split('"').next())
                .and_then(|link| host(&link.replace("&amp;", "&")));
            shown =
                shown.filter(|host| host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']')));
            out.push_str(tag);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Images that came along, by Content-Id: only what its bytes show to be one of four plain kinds.
fn images(raw: &[u8], read: &Read) -> Vec<(String, usize)> {
    let plain = |part| {
        matches!(sniff(&decode::beginning(raw, part, 1024)), Some("image/png" | "image/jpeg" | "image/gif" | "image/webp"))
    };
    read.parts
        .iter()
        .enumerate()
        .filter_map(|(place, part)| part.content_id.clone().filter(|_| plain(part)).map(|id| (id, place)))
        .collect()
}

/// A parser that builds a tree takes ever longer on tags that are never closed.
fn is_tangled(html: &str) -> bool {
    let mut open = 0usize;
    let mut most = 0usize;
    let bytes = html.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        if *byte != b'<' {
            continue;
        }
        match bytes.get(at + 1) {
            Some(b'/') => open = open.saturating_sub(1),
            Some(next) if next.is_ascii_alphabetic() && !is_void(bytes.get(at + 1..).unwrap_or_default()) => open += 1,
            _ => {}
        }
        most = most.max(open);
    }
    // Paragraphs, list items and cells need not be closed: those alone do not tangle.
    let loose = ["<p", "<li", "<td", "<tr", "<th", "<dd", "<dt"].iter().map(|tag| html.matches(tag).count()).sum::<usize>();
    most > DEPTH + loose
}

fn is_void(tag: &[u8]) -> bool {
    let name: Vec<u8> = tag.iter().take_while(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    matches!(
        name.as_slice(),
        b"br" | b"img" | b"hr" | b"meta" | b"link" | b"input" | b"col" | b"base" | b"wbr" | b"area" | b"source" | b"embed"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::parse;

    fn shown(html: &str) -> Shown {
        let raw = format!("From: a@b.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}");
        let read = parse::read(raw.as_bytes()).unwrap();
        clean(raw.as_bytes(), &read, |place| format!("/part/{place}")).unwrap()
    }

    #[test]
    fn nothing_runs_and_nothing_is_fetched() {
        let hostile = "<base href=http://evil.example/><meta http-equiv=refresh content='0;url=http://evil.example'>\
             <style>@import url(http://evil.example/x.css)</style><svg><a><set attributeName=href to=javascript:alert(1)><text>x</text></a></svg>\
             <form action=http://evil.example><input name=p></form><img src=http://t.example/p.gif width=1><img src=data:image/png;base64,AAAA>\
             <p onclick=x() style='background:url(http://evil.example)'>مرحبا <a href=javascript:alert(1)>x</a></p><iframe src=http://evil.example></iframe>\
             <math><mtext><img src=x onerror=y></mtext></math><table background=http://evil.example/b.png><tr><td>c</td></tr></table>";
        let found = shown(hostile);
        for word in [
            "evil",
            "javascript",
            "onclick",
            "onerror",
            "style",
            "svg",
            "<form",
            "<base",
            "<meta",
            "data:",
            "t.example",
            "background",
        ] {
            assert!(!found.html.contains(word), "{word}: {}", found.html);
        }
        assert!(found.html.contains("مرحبا"));
        assert_eq!(found.remote_images, 1);
    }

    #[test]
    fn a_link_shows_where_it_leads() {
        let found = shown(
            "<a href='https://nytirnes.com/x?a=1&b=2'>www.nytimes.com</a> <a href='https://аpple.com/'>y</a> <a href='mailto:a@b.example'>z</a>",
        );
        assert!(found.html.contains("</a> <small dir=\"ltr\">[nytirnes.com]</small>"), "{}", found.html);
        assert!(found.html.contains("[xn--"), "{}", found.html);
        assert_eq!(found.strange_links, 1);
    }

    #[test]
    fn images_that_came_along_are_shown_when_they_are_images() {
        let raw = b"From: a@b.example\r\nContent-Type: multipart/related; boundary=q\r\n\r\n--q\r\nContent-Type: text/html\r\n\r\n\
            <img src=\"cid:one\" alt=one><img src=cid:two>\r\n--q\r\nContent-Type: image/png\r\nContent-ID: <one>\r\n\r\n\x89PNG\r\n\x1a\nxx\r\n\
            --q\r\nContent-Type: image/png\r\nContent-ID: <two>\r\n\r\n<svg onload=x>\r\n--q--\r\n";
        let read = parse::read(raw).unwrap();
        assert_eq!(images(raw, &read), [("one".to_owned(), 0)], "{:?}", read.parts);
        let found = clean(raw, &read, |place| format!("/part/{place}")).unwrap();
        assert!(found.html.contains("src=\"/part/0\"") && !found.html.contains("/part/1"), "{}", found.html);
        assert_eq!(found.images, ["one"]);
    }

    #[test]
    fn what_is_too_much_is_shown_as_text_only() {
        assert!(shown(&"<div>".repeat(5_000)).too_much);
        assert!(!shown(&"<p>a<br>".repeat(5_000)).too_much);
    }
}
