//! Pages for those who get the mails: no sign-in, no cookie, no script, nothing from a third party. No GET, HEAD or
//! OPTIONS changes anything, but that a GET of the image may be counted.

pub mod image;
mod languages;
pub mod unsubscribe;
pub mod view;
mod words;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde_json::json;

use self::words::{Words, fill};
use super::Site;
use super::layout::{self, Frame};

/// A page that only says something.
fn message(site: &Site, words: &Words, status: StatusCode, heading: &str, what: &str) -> Response {
    let contact: Vec<&str> = site.office.contact.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let frame = Frame::new(words.lang, heading, &site.office.name);
    let what = fill(what, &[("office", &site.office.name)]);
    let page = json!({ "heading": heading, "what": what, "contact": contact, "contact_title": words.contact });
    layout::page(status, "reader/message", frame, page)
}

/// For every token that is not one of ours, whatever is wrong with it: the answer must teach nobody anything.
fn unknown_link(site: &Site, headers: &HeaderMap) -> Response {
    let words = wished(headers);
    message(site, words, StatusCode::NOT_FOUND, words.unknown_link, words.unknown_link_why)
}

/// For every address that is no page.
pub fn no_page(site: &Site, headers: &HeaderMap) -> Response {
    let words = wished(headers);
    message(site, words, StatusCode::NOT_FOUND, words.no_page, words.no_page_why)
}

/// The store could not answer; the reader should try again.
fn not_now(site: &Site, words: &Words) -> Response {
    let mut answer = message(site, words, StatusCode::SERVICE_UNAVAILABLE, words.not_now, words.not_now_why);
    answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("60"));
    answer
}

fn wished(headers: &HeaderMap) -> &'static Words {
    let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Words::accepted(header)
}
