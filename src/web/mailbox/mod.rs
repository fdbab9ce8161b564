//! The demo's mailbox: what its catcher took, as pages a person can look at. Only the demo mounts these.
//! Server-rendered, no script; a mail's own HTML stands in a sandboxed frame that can load nothing from elsewhere.

mod caught;
mod pages;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

pub use caught::{CAPACITY, Mail, Mailbox, Tally};
use pages::Tab;

/// Where the list is.
pub const PATH: &str = "/mailbox";

const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// For the mail's own HTML: inline style, images from here (the open image, so that opens can be seen), nothing else.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";
const NO_PLACE: HeaderValue = HeaderValue::from_static("no-referrer");

/// Every page of the mailbox.
pub fn router(mailbox: Arc<Mailbox>) -> Router {
    Router::new()
        .route("/mailbox", get(list))
        .route("/mailbox/mailbox.css", get(style))
        .route("/mailbox/{number}", get(html))
        .route("/mailbox/{number}/text", get(text))
        .route("/mailbox/{number}/source", get(source))
        .route("/mailbox/{number}/body.html", get(body))
        .route("/mailbox/{number}/message.eml", get(file))
        .layer(middleware::from_fn(headers))
        .layer(middleware::from_fn(only_by_address))
        .with_state(mailbox)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    to: String,
    page: usize,
}

async fn list(
    State(mailbox): State<Arc<Mailbox>>,
    wanted: Result<Query<Wanted>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let Query(wanted) = wanted.unwrap_or_default();
    page(StatusCode::OK, pages::list(&mailbox, &wanted.to, wanted.page))
}

async fn html(mailbox: State<Arc<Mailbox>>, number: Path<String>) -> Response {
    tab(&mailbox, &number, Tab::Html)
}

async fn text(mailbox: State<Arc<Mailbox>>, number: Path<String>) -> Response {
    tab(&mailbox, &number, Tab::Text)
}

async fn source(mailbox: State<Arc<Mailbox>>, number: Path<String>) -> Response {
    tab(&mailbox, &number, Tab::Source)
}

fn tab(mailbox: &Mailbox, number: &str, tab: Tab) -> Response {
    match find(mailbox, number) {
        Some((mail, bytes)) => page(StatusCode::OK, pages::mail(mailbox, &mail, &bytes, tab)),
        None => page(StatusCode::NOT_FOUND, pages::gone()),
    }
}

async fn body(State(mailbox): State<Arc<Mailbox>>, Path(number): Path<String>) -> Response {
    let Some(html) = find(&mailbox, &number).and_then(|(_, bytes)| pages::html_part(&bytes)) else {
        return (StatusCode::NOT_FOUND, "There is no HTML in this mail.").into_response();
    };
    ([(header::CONTENT_SECURITY_POLICY, MAIL_POLICY)], Html(html)).into_response()
}

async fn file(State(mailbox): State<Arc<Mailbox>>, Path(number): Path<String>) -> Response {
    let Some((_, bytes)) = find(&mailbox, &number) else { return page(StatusCode::NOT_FOUND, pages::gone()) };
    ([(header::CONTENT_TYPE, "message/rfc822"), (header::CONTENT_DISPOSITION, "attachment; filename=\"message.eml\"")], bytes)
        .into_response()
}

async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../../../templates/assets/mailbox.css")).into_response()
}

fn find(mailbox: &Mailbox, number: &str) -> Option<(Mail, Vec<u8>)> {
    mailbox.load(number.parse().ok()?)
}

fn page(status: StatusCode, rendered: Result<String, handlebars::RenderError>) -> Response {
    match rendered {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page of the demo's mailbox could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn headers(request: Request<Body>, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers: &mut HeaderMap = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(PAGE_POLICY));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, NO_PLACE);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Answers only requests made to an address or to `localhost`: a web page elsewhere that makes its own name point at this
/// machine must not read the mail.
async fn only_by_address(request: Request<Body>, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(host, |(name, _)| name);
    let plain = name.trim_start_matches('[').trim_end_matches(']');
    if name == "localhost" || name.is_empty() || plain.parse::<std::net::IpAddr>().is_ok() {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "Open the mailbox by the address that the demo printed.").into_response()
    }
}
