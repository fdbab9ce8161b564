//! The desk's templates, compiled in, and the helpers they use: `t` (a message), `icon`, `asset`, `num`, `eq`.

use std::sync::LazyLock;

use aws_lc_rs::digest;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonRender, Output, RenderContext, RenderError, RenderErrorReason,
    ScopedJson,
};
use serde::Serialize;
use serde_json::Value;

use super::messages::{self, Arg, Lang};
use crate::web::paths::Asset;

macro_rules! templates {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        [$((concat!("desk/", $folder, $name), include_str!(concat!("../../../templates/web/desk/", $folder, $name, ".hbs")))),+]
    };
}

const LAYOUT: (&str, &str) = ("desk/layout", include_str!("../../../templates/web/desk/layout.hbs"));

macro_rules! parts {
    ($($name:literal),+ $(,)?) => {
        [$((concat!("desk/parts/", $name), include_str!(concat!("../../../templates/web/desk/parts/_", $name, ".hbs")))),+]
    };
}

const PARTS: [(&str, &str); 27] = parts!(
    "bars",
    "changes",
    "checks",
    "count",
    "diff",
    "errors",
    "input",
    "ledger",
    "made",
    "mail",
    "moment",
    "options",
    "pages",
    "password",
    "progress",
    "release_head",
    "release_tabs",
    "rule",
    "select",
    "sentence",
    "settings_head",
    "state",
    "steps",
    "textarea",
    "time",
    "trial",
    "waterfall"
);
const WORDS: (&str, &str) = ("desk/parts/words", include_str!("../../../templates/web/desk/parts/_words.hbs"));

const PAGES: [(&str, &str); 51] = templates!("pages/":
    "account", "account_factor", "approve", "audience", "audience_people", "calendar", "changed", "compose", "compose_conflict",
    "confirm", "delivery", "found", "help", "hold", "import", "import_check", "import_columns", "import_result", "problem", "progress",
    "release_new", "releases", "report", "report_people", "reporter", "reporter_edit", "reporters", "reports", "segment_edit",
    "segments", "send", "set_up", "settings_api", "settings_audit", "settings_categories", "settings_newsrooms", "settings_officer",
    "settings_rules", "settings_sending",
    "settings_team", "settings_template", "settings_templates", "settings_topics", "sign_in", "sign_in_code", "sign_in_link",
    "stop", "tidy", "today", "versions", "withdraw"
);

const ICONS: &str = include_str!("../../../templates/assets/icons.svg");

/// Name, media type, text.
const ASSETS: [(&str, &str, &str); 4] = [
    (
        "desk.css",
        "text/css; charset=utf-8",
        concat!(include_str!("../../../templates/assets/tokens.css"), include_str!("../../../templates/assets/desk.css")),
    ),
    ("desk.js", "text/javascript; charset=utf-8", include_str!("../../../templates/assets/desk.js")),
    ("icons.svg", "image/svg+xml", ICONS),
    ("dateline.svg", "image/svg+xml", include_str!("../../../templates/assets/dateline.svg")),
];

static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut all = digest::Context::new(&digest::SHA256);
    ASSETS.iter().for_each(|(_, _, text)| all.update(text.as_bytes()));
    data_encoding::HEXLOWER.encode(&all.finish().as_ref()[..6])
});

#[expect(clippy::expect_used, reason = "the templates are compiled in; a test renders each")]
static REGISTRY: LazyLock<Handlebars<'static>> = LazyLock::new(|| {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_helper("t", Box::new(Writes(say)));
    registry.register_helper("icon", Box::new(Writes(icon)));
    registry.register_helper("asset", Box::new(Writes(asset_url)));
    registry.register_helper("num", Box::new(Writes(num)));
    registry.register_helper("eq", Box::new(Same));
    for (name, text) in [LAYOUT, WORDS].into_iter().chain(PARTS).chain(PAGES) {
        registry.register_template_string(name, text).expect("a template that is compiled in parses");
    }
    registry
});

fn fail(text: impl Into<String>) -> RenderError {
    RenderErrorReason::Other(text.into()).into()
}

/// A helper that writes a text, made from what it is given and the page's language.
struct Writes(fn(&Helper<'_>, Lang) -> Result<String, RenderError>);

impl HelperDef for Writes {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let lang = context.data().get("lang").and_then(Value::as_str).and_then(Lang::parse).unwrap_or_default();
        Ok(out.write(&(self.0)(helper, lang)?)?)
    }
}

fn say(helper: &Helper<'_>, lang: Lang) -> Result<String, RenderError> {
    let key = helper.param(0).and_then(|key| key.value().as_str()).ok_or_else(|| fail("`t` needs a message's key"))?;
    let mut args = Vec::with_capacity(helper.hash().len());
    for (name, value) in helper.hash() {
        if value.is_value_missing() {
            return Err(fail(format!("`t {key}`: {name} is missing")));
        }
        args.push((
            *name,
            match value.value() {
                Value::String(text) => Arg::Text(text),
                Value::Number(n) => Arg::Number(n.as_i64().ok_or_else(|| fail(format!("`t {key}`: {name} is no whole number")))?),
                _ => return Err(fail(format!("`t {key}`: {name} is neither text nor a number"))),
            },
        ));
    }
    let text = messages::say(lang, key, &args).map_err(|problem| fail(problem.to_string()))?;
    Ok(handlebars::html_escape(&text))
}

fn icon(helper: &Helper<'_>, _: Lang) -> Result<String, RenderError> {
    let name = helper.param(0).and_then(|name| name.value().as_str()).ok_or_else(|| fail("`icon` needs a name"))?;
    let is_name = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'_');
    if !is_name || !ICONS.contains(&format!("id=\"{name}\"")) {
        return Err(fail(format!("there is no icon `{name}`")));
    }
    let sprite = Asset { version: &VERSION, name: "icons.svg" };
    Ok(format!(
        "<svg class=\"icon\" data-icon=\"{name}\" aria-hidden=\"true\" focusable=\"false\"><use href=\"{sprite}#{name}\"/></svg>"
    ))
}

fn asset_url(helper: &Helper<'_>, _: Lang) -> Result<String, RenderError> {
    let name = helper.param(0).and_then(|name| name.value().as_str()).unwrap_or_default();
    let known = ASSETS.iter().find(|(known, ..)| *known == name).ok_or_else(|| fail(format!("there is no asset `{name}`")))?;
    Ok(Asset { version: &VERSION, name: known.0 }.to_string())
}

fn num(helper: &Helper<'_>, lang: Lang) -> Result<String, RenderError> {
    let n = helper.param(0).and_then(|n| n.value().as_i64()).ok_or_else(|| fail("`num` needs a whole number"))?;
    Ok(messages::number(lang, n))
}

struct Same;

impl HelperDef for Same {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let (one, other) = (helper.param(0), helper.param(1));
        let same = one.zip(other).is_some_and(|(one, other)| one.value().render() == other.value().render());
        Ok(ScopedJson::Derived(Value::Bool(same)))
    }
}

/// Renders a template of the desk.
pub fn render(template: &str, context: &impl Serialize) -> Result<String, RenderError> {
    REGISTRY.render(template, context)
}

/// The part of a rendered page with this id, as a fragment of its own.
pub fn fragment(html: &str, id: &str) -> Option<String> {
    let start = html.find(&format!(" id=\"{id}\"")).and_then(|at| html[..at].rfind('<'))?;
    let name: String = html[start + 1..].chars().take_while(char::is_ascii_alphanumeric).collect();
    if name == "input" {
        // It has no end of its own; quotes in its attributes are escaped, and so is `>`.
        return html[start..].find('>').map(|end| html[start..=start + end].to_owned());
    }
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let (mut depth, mut at) = (0_usize, start);
    loop {
        let next_close = html[at..].find(&close).map(|found| at + found)?;
        let next_open = html[at..next_close]
            .match_indices(&open)
            .map(|(found, _)| at + found)
            .find(|found| html[found + open.len()..].starts_with(|c: char| c == '>' || c == '/' || c.is_ascii_whitespace()));
        match next_open {
            Some(found) => (depth, at) = (depth + 1, found + open.len()),
            None => (depth, at) = (depth - 1, next_close + close.len()),
        }
        if depth == 0 {
            return Some(html[start..at].to_owned());
        }
    }
}

/// A file of the desk by name; `None` when it is none of ours.
pub fn asset(name: &str) -> Option<Response> {
    let (_, media_type, text) = ASSETS.iter().find(|(known, ..)| *known == name)?;
    let headers = [(header::CONTENT_TYPE, *media_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Some((StatusCode::OK, headers, *text).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_is_one_whole_element() {
        let html = "<main><div id=\"a\"><div class=\"x\"></div><divan></divan></div><div id=\"b\"></div></main>";
        assert_eq!(fragment(html, "a").as_deref(), Some("<div id=\"a\"><div class=\"x\"></div><divan></divan></div>"));
        assert_eq!(fragment(html, "b").as_deref(), Some("<div id=\"b\"></div>"));
        assert_eq!(fragment(html, "c"), None);
        let form = "<form><input type=\"hidden\" id=\"version\" value=\"4\"><input id=\"b\"></form>";
        assert_eq!(fragment(form, "version").as_deref(), Some("<input type=\"hidden\" id=\"version\" value=\"4\">"));
    }
}
