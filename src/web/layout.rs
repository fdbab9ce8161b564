//! The frame around every page, and the templates compiled in. Strict: a field a template misses is an error.

use std::sync::LazyLock;

use aws_lc_rs::digest;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use handlebars::Handlebars;
use serde::Serialize;

use super::paths::Asset;

/// Name, text. A page is `{{#> layout}} … {{/layout}}`.
const TEMPLATES: [(&str, &str); 5] = [
    ("layout", include_str!("../../templates/web/layout.hbs")),
    ("reader/choices", include_str!("../../templates/web/reader/choices.hbs")),
    ("reader/done", include_str!("../../templates/web/reader/done.hbs")),
    ("reader/undone", include_str!("../../templates/web/reader/undone.hbs")),
    ("reader/message", include_str!("../../templates/web/reader/message.hbs")),
];

/// Name, media type, text.
const ASSETS: [(&str, &str, &str); 2] = [
    (
        "dateline.css",
        "text/css; charset=utf-8",
        concat!(include_str!("../../templates/assets/tokens.css"), include_str!("../../templates/assets/dateline.css")),
    ),
    ("dateline.svg", "image/svg+xml", include_str!("../../templates/assets/dateline.svg")),
];

#[expect(clippy::expect_used, reason = "the templates are compiled in; a test renders each")]
static PAGES: LazyLock<Handlebars<'static>> = LazyLock::new(|| {
    let mut pages = Handlebars::new();
    pages.set_strict_mode(true);
    for (name, text) in TEMPLATES {
        pages.register_template_string(name, text).expect("a template that is compiled in parses");
    }
    pages
});

/// Changes with any asset, so that a browser may keep each for ever.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut all = digest::Context::new(&digest::SHA256);
    ASSETS.iter().for_each(|(_, _, text)| all.update(text.as_bytes()));
    data_encoding::HEXLOWER.encode(&all.finish().as_ref()[..6])
});

/// What the frame needs; a page's own fields stand beside it.
#[derive(Clone, Debug, Serialize)]
pub struct Frame<'a> {
    pub lang: &'a str,
    pub dir: &'static str,
    pub title: &'a str,
    /// Whose page this is.
    pub office: &'a str,
    /// A wider page, for lists.
    pub wide: bool,
}

impl<'a> Frame<'a> {
    pub fn new(lang: &'a str, title: &'a str, office: &'a str) -> Self {
        Self { lang, dir: direction(lang), title, office, wide: false }
    }
}

/// `rtl` for languages written from the right.
pub fn direction(lang: &str) -> &'static str {
    let primary = lang.split(['-', '_']).next().unwrap_or_default();
    if ["ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb"].contains(&primary) { "rtl" } else { "ltr" }
}

#[derive(Serialize)]
struct Whole<'a, T> {
    #[serde(flatten)]
    frame: Frame<'a>,
    css: String,
    icon: String,
    page: T,
}

/// Renders a page; its own fields are under `page`.
pub fn render(template: &str, frame: Frame<'_>, page: impl Serialize) -> Result<String, handlebars::RenderError> {
    let at = |name| Asset { version: &VERSION, name }.to_string();
    PAGES.render(template, &Whole { frame, css: at("dateline.css"), icon: at("dateline.svg"), page })
}

/// A page as an answer. A template that cannot be rendered is our mistake, and said so without its inside.
pub fn page(status: StatusCode, template: &str, frame: Frame<'_>, page: impl Serialize) -> Response {
    match render(template, frame, page) {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(template, error = %error, "a page could not be rendered");
            (StatusCode::INTERNAL_SERVER_ERROR, "This page is broken. Please write to us instead.").into_response()
        }
    }
}

/// A file of ours by name, whichever version is asked for.
pub fn asset(name: &str) -> Response {
    match ASSETS.iter().find(|(known, ..)| *known == name) {
        Some((_, media_type, text)) => {
            let headers = [(header::CONTENT_TYPE, *media_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
            (headers, *text).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
