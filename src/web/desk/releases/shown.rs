//! A mail as the frame of a preview shows it: nothing in it is loaded from anywhere, and what would be is named instead.

use crate::compose::letter::Preview;
use crate::web::layout::direction;

const DARK: &str = "@media (prefers-color-scheme: dark)";
const EITHER: &str = "color-scheme: light dark";

/// One look at a mail. `picture` says in the officer's language which picture stands there.
pub fn page(preview: &Preview, mode: &str, language: &str, picture: impl Fn(&str) -> String) -> String {
    match mode {
        "text" => plain(&preview.text, language),
        "dark" => html(&preview.html, ("@media all", "color-scheme: dark"), &|image| named(image, &picture)),
        "no_images" => html(&preview.html, ("@media not all", "color-scheme: light"), &|image| image.alt.to_owned()),
        _ => html(&preview.html, ("@media not all", "color-scheme: light"), &|image| named(image, &picture)),
    }
}

/// A sentence in place of the mail.
pub fn sentence(text: &str, language: &str) -> String {
    plain(text, language)
}

fn plain(text: &str, language: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head><meta charset=\"utf-8\"><title></title><style>\
         pre {{ margin: 1rem; font: 15px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext }}\
         </style></head>\n<body><pre>{}</pre></body>\n</html>\n",
        handlebars::html_escape(language),
        direction(language),
        handlebars::html_escape(text)
    )
}

/// An image of the mail; both texts are escaped, as they stand in it.
struct Image<'a> {
    src: &'a str,
    alt: &'a str,
}

/// The mail's own HTML with one scheme of colours, each picture put into words.
fn html(html: &str, (dark, scheme): (&str, &str), words: &dyn Fn(&Image<'_>) -> String) -> String {
    let (head, body) = html.split_once("</head>").unwrap_or(("", html));
    let mut out = head.replace(DARK, dark).replace(EITHER, scheme);
    if !head.is_empty() {
        out.push_str("</head>");
    }
    let mut rest = body;
    while let Some(at) = rest.find("<img") {
        out.push_str(&rest[..at]);
        let tag = &rest[at..];
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        rest = after;
        let image = Image { src: attribute(tag, "src"), alt: attribute(tag, "alt") };
        // What only counts that the mail was opened is no picture.
        if attribute(tag, "width") != "1" {
            out.push_str("<span style=\"display:inline-block;padding:6px 10px;border:1px dashed #808890;font-size:14px\">");
            out.push_str(&words(&image));
            out.push_str("</span>");
        }
    }
    out.push_str(rest);
    out
}

fn named(image: &Image<'_>, picture: impl Fn(&str) -> String) -> String {
    // Already escaped where it comes from; a message leaves it as it is.
    let said = picture(image.src);
    if image.alt.is_empty() { said } else { format!("{said}<br>{}", image.alt) }
}

fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let Some((_, value)) = tag.split_once(&format!(" {name}=\"")) else { return "" };
    value.split('"').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preview() -> Preview {
        Preview {
            subject: String::new(),
            text: "a <b>\n@media (prefers-color-scheme: dark)".to_owned(),
            html: "<html><head><style>:root { color-scheme: light dark; }@media (prefers-color-scheme: dark) { }</style></head><body>\
                   <p>@media (prefers-color-scheme: dark)</p><img src=\"https://a.example/x.png?a=1&amp;b=2\" alt=\"A &gt; B\" width=\"576\">\
                   <img src=\"https://p.example/o/t\" alt=\"\" width=\"1\" height=\"1\"></body></html>"
                .to_owned(),
        }
    }

    fn shown(mode: &str) -> String {
        page(&preview(), mode, "en", |what| format!("picture {what}"))
    }

    #[test]
    fn no_look_at_a_mail_loads_anything() {
        for mode in ["html", "text", "dark", "phone", "no_images"] {
            let html = shown(mode);
            assert!(!html.contains("<img") && !html.contains("src="), "{mode}: {html}");
        }
        assert!(shown("html").contains("picture https://a.example/x.png?a=1&amp;b=2<br>A &gt; B</span>"));
        assert!(shown("no_images").contains("A &gt; B</span>") && !shown("no_images").contains("a.example"));
        assert!(!shown("html").contains("/o/t"));
    }

    #[test]
    fn each_look_has_its_colours_and_the_text_its_words() {
        assert!(shown("dark").contains("@media all {") && shown("dark").contains("<p>@media (prefers-color-scheme: dark)</p>"));
        assert!(shown("html").contains("@media not all {") && shown("html").contains("color-scheme: light;"));
        assert!(shown("text").contains("a &lt;b&gt;\n@media"));
    }
}
