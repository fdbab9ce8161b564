//! The mailbox's pages as HTML: the list, one mail in three ways of reading it, and the mail that is not there.

use std::sync::LazyLock;

use handlebars::{Handlebars, RenderError};
use mail_parser::{MessageParser, PartType};
use serde_json::json;

use super::caught::{Mail, Mailbox};
use crate::clock::{Millis, utc};

const PER_PAGE: usize = 50;
/// More of a source than this is left to the `.eml` file.
const SOURCE_BYTES: usize = 256 * 1024;

static TEMPLATES: LazyLock<Handlebars<'static>> = LazyLock::new(|| {
    let mut templates = Handlebars::new();
    templates.set_strict_mode(true);
    for (name, text) in [
        ("page", include_str!("../../../templates/web/mailbox/page.hbs")),
        ("list", include_str!("../../../templates/web/mailbox/list.hbs")),
        ("mail", include_str!("../../../templates/web/mailbox/mail.hbs")),
        ("gone", include_str!("../../../templates/web/mailbox/gone.hbs")),
    ] {
        let registered = templates.register_template_string(name, text);
        debug_assert!(registered.is_ok(), "{name}: {registered:?}");
    }
    templates
});

/// A way to read a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Html,
    Text,
    Source,
}

impl Tab {
    const ALL: [Self; 3] = [Self::Html, Self::Text, Self::Source];

    fn name(self) -> &'static str {
        match self {
            Self::Html => "HTML",
            Self::Text => "Text",
            Self::Source => "Source",
        }
    }

    /// What follows the mail's number in the URL.
    fn path(self) -> &'static str {
        match self {
            Self::Html => "",
            Self::Text => "/text",
            Self::Source => "/source",
        }
    }
}

/// `page` counts from 0.
pub(super) fn list(mailbox: &Mailbox, wanted: &str, page: usize) -> Result<String, RenderError> {
    let wanted: String = wanted.trim().chars().take(254).collect();
    let last = mailbox.find(&wanted, 0, 0).1.saturating_sub(1) / PER_PAGE;
    let page = page.min(last);
    let (mails, total) = mailbox.find(&wanted, page * PER_PAGE, PER_PAGE);
    let rows: Vec<_> = mails
        .iter()
        .map(|mail| {
            json!({ "number": mail.number, "to": mail.to.join(", "), "subject": subject(mail), "language": mail.language,
                "at": clock_time(mail.at), "at_iso": utc(mail.at) })
        })
        .collect();
    let count = match total {
        0 => "No mail".to_owned(),
        1 => "1 mail".to_owned(),
        many => format!("{many} mails"),
    };
    let heading = if wanted.is_empty() { count } else { format!("{count} to “{wanted}”") };
    let link = |page: usize| format!("/mailbox?{}", query(&wanted, page));
    TEMPLATES.render(
        "list",
        &json!({
            "title": heading, "heading": heading, "wanted": wanted, "mails": rows,
            "pages": (last > 0).then(|| format!("Page {} of {}", page + 1, last + 1)),
            "newer": (page > 0).then(|| link(page - 1)),
            "older": (page < last).then(|| link(page + 1)),
        }),
    )
}

pub(super) fn mail(mailbox: &Mailbox, mail: &Mail, bytes: &[u8], tab: Tab) -> Result<String, RenderError> {
    let parsed = MessageParser::new().parse(bytes);
    let (text, class, label) = match tab {
        Tab::Html => (String::new(), "", ""),
        Tab::Text => {
            let text = parsed
                .as_ref()
                .and_then(|message| text_part(message))
                .unwrap_or_else(|| "There is no text part in this mail.".to_owned());
            (text, "text", "The mail as plain text")
        }
        Tab::Source => (source(bytes), "source", "The mail as it came over the wire"),
    };
    let has = |number: usize| mailbox.has(number).then_some(number);
    let tabs: Vec<_> = Tab::ALL
        .iter()
        .map(|each| json!({ "name": each.name(), "href": format!("/mailbox/{}{}", mail.number, each.path()), "here": *each == tab }))
        .collect();
    TEMPLATES.render(
        "mail",
        &json!({
            "title": subject(mail), "subject": subject(mail), "number": mail.number, "from": mail.from, "to": mail.to.join(", "),
            "at": clock_time(mail.at), "at_iso": utc(mail.at), "size": size(mail.size_bytes), "leave": parsed.as_ref().and_then(leave_page),
            "newer": has(mail.number + 1), "older": mail.number.checked_sub(1).and_then(has), "tab_path": tab.path(), "tabs": tabs,
            "frame": (tab == Tab::Html).then(|| format!("/mailbox/{}/body.html", mail.number)), "text": text, "class": class, "label": label,
        }),
    )
}

pub(super) fn gone() -> Result<String, RenderError> {
    TEMPLATES.render("gone", &json!({ "title": "No such mail" }))
}

/// The mail's own HTML, with its links opening beside the mailbox instead of inside the frame.
pub(super) fn html_part(bytes: &[u8]) -> Option<String> {
    let message = MessageParser::new().parse(bytes)?;
    let html = message.html_part(0).and_then(|part| match &part.body {
        PartType::Html(html) => Some(html.to_string()),
        _ => None,
    })?;
    let head = html.to_ascii_lowercase().find("<head").and_then(|at| html[at..].find('>').map(|end| at + end + 1)).unwrap_or(0);
    let (before, after) = html.split_at(head);
    Some(format!("{before}<base target=\"_blank\">{after}"))
}

fn text_part(message: &mail_parser::Message<'_>) -> Option<String> {
    message.text_part(0).and_then(|part| match &part.body {
        PartType::Text(text) => Some(text.to_string()),
        _ => None,
    })
}

/// The https (here: http on loopback) entry of List-Unsubscribe.
fn leave_page(message: &mail_parser::Message<'_>) -> Option<String> {
    let raw = message.header_raw("List-Unsubscribe")?;
    let found = raw.split('<').filter_map(|part| part.split('>').next()).find(|url| url.starts_with("http"))?;
    Some(found.split_whitespace().collect())
}

fn source(bytes: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(&bytes[..bytes.len().min(SOURCE_BYTES)]).replace("\r\n", "\n");
    if bytes.len() > SOURCE_BYTES {
        text.push_str("\n[…] The rest is in the .eml file.");
    }
    text
}

fn subject(mail: &Mail) -> &str {
    if mail.subject.trim().is_empty() { "(no subject)" } else { &mail.subject }
}

fn clock_time(at: Millis) -> String {
    jiff::Timestamp::from_millisecond(at).map(|at| at.strftime("%-d %b, %H:%M:%S UTC").to_string()).unwrap_or_default()
}

fn size(bytes: usize) -> String {
    format!("{} KB", bytes.div_ceil(1024))
}

fn query(wanted: &str, page: usize) -> String {
    let mut text = String::new();
    if !wanted.is_empty() {
        text.push_str("to=");
        for byte in wanted.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                text.push(char::from(byte));
            } else {
                text.push_str(&format!("%{byte:02X}"));
            }
        }
        text.push('&');
    }
    text.push_str(&format!("page={page}"));
    text
}
