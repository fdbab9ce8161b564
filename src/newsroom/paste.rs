//! What is pasted from a word processor or a page, as Markdown: headings, lists, links and emphasis stay, all else goes.

use std::sync::LazyLock;

use regex::Regex;

use super::body::Body;

/// Some editors wrap everything they copy into bold that is none.
static NOT_BOLD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?is)<b\s[^>]*font-weight:\s*normal[^>]*>").ok());

/// `None`: larger than anything we read.
pub fn markdown(html: &str) -> Option<String> {
    let html = match NOT_BOLD.as_ref() {
        Some(wrapper) => wrapper.replace_all(html, "<span>"),
        None => html.into(),
    };
    let mut body = Body::from_html(&html)?;
    body.without_images();
    Some(body.markdown(None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_lists_links_and_emphasis_stay_and_the_rest_goes() {
        let html = "<html><head><style>p { color: red }</style></head><body><!--StartFragment-->\
            <b style=\"font-weight:normal;\" id=\"x\"><h2 style=\"margin:0\">What we <span style=\"color:red\">found</span></h2>\
            <p class=MsoNormal onclick=\"x()\">One <strong>big</strong> <a href=\"https://a.example/x\">link</a> and \
            <a href=\"javascript:alert(1)\">none</a>.<img src=\"https://t.example/p.png\"></p><ul><li>first</li><li>second</li></ul></b>\
            <script>alert(1)</script></body></html>";
        assert_eq!(
            markdown(html).unwrap(),
            "## What we found\n\nOne **big** [link](https://a.example/x) and none.\n\n- first\n- second"
        );
    }

    #[test]
    fn what_is_too_large_is_not_read() {
        assert_eq!(markdown(&"x".repeat(300 * 1024)), None);
        assert_eq!(markdown("").as_deref(), Some(""));
    }
}
