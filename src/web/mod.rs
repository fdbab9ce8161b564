//! What people see. This file is the whole route table; each page is a file of its own.

pub mod api;
pub mod desk;
mod form;
mod health;
pub mod layout;
pub mod mailbox;
pub mod paths;
mod reader;
mod room;
pub mod server;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
pub use axum::Router as Pages;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use self::paths::pattern;
use self::reader::{image, unsubscribe, view};
use self::room::Room;
use crate::clock::Clock;
use crate::feedback::opens::Loads;
use crate::secrets::Keyring;
use crate::store::Store;

/// What the pages work with. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    pub store: Store,
    pub keys: Arc<Keyring>,
    pub clock: Clock,
    pub office: Arc<Sign>,
    pub loads: Loads,
    pub sender: Sender,
}

/// The office as its pages name it.
#[derive(Clone, Debug)]
pub struct Sign {
    pub name: String,
    /// Press contact lines; may be empty.
    pub contact: String,
}

/// Whether the sender of this process does its work. A process without one is healthy without.
#[derive(Clone, Debug, Default)]
pub struct Sender(Arc<AtomicBool>);

impl Sender {
    /// The sender ended though nobody asked it to.
    pub fn failed(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_healthy(&self) -> bool {
        !self.0.load(Ordering::Relaxed)
    }
}

/// A form of ours is far smaller.
const LARGEST_BODY: usize = 16 * 1024;
const LONGEST: Duration = Duration::from_secs(10);
const LONGEST_UPLOAD: Duration = Duration::from_secs(10 * 60);

/// Everything the public site answers.
pub fn router(site: Site, desk: Option<desk::Desk>) -> Router {
    let leaving = get(unsubscribe::get).post(unsubscribe::post).options(unsubscribe::options);
    let leaving = Router::new()
        .route(pattern::UNSUBSCRIBE, leaving.clone())
        .route(pattern::UNSUBSCRIBE_SLASH, leaving)
        .layer(from_fn_with_state(Room::waiting(64), room::enter));
    let images = Router::new().route(pattern::IMAGE, get(image::get)).layer(from_fn_with_state(Room::shedding(512), room::enter));
    let pages = Router::new()
        .route(pattern::VIEW, get(view::get))
        .route(
            pattern::ASSET,
            get(|Path((_, name)): Path<(String, String)>| async move { asset(&name) }).layer(CompressionLayer::new()),
        )
        .layer(from_fn_with_state(Room::shedding(64), room::enter));
    let health = Router::new().route(pattern::HEALTHZ, get(health::healthz)).route(pattern::READYZ, get(health::readyz));

    let routes = Router::new().merge(leaving).merge(images).merge(pages).merge(health).merge(api::router());
    let officers = desk.clone();
    let routes = routes.fallback(async move |State(site): State<Site>, headers: HeaderMap| {
        let known = match &officers {
            Some(desk) => desk::no_page(desk, &headers).await,
            None => None,
        };
        known.unwrap_or_else(|| reader::no_page(&site, &headers))
    });
    let routes = routes.with_state(site);
    framed(match desk {
        Some(desk) => desk::router(desk).merge(routes),
        None => routes,
    })
}

fn asset(name: &str) -> Response {
    desk::asset(name).unwrap_or_else(|| layout::asset(name))
}

/// Ends what takes too long. A file may take its time to arrive.
async fn in_time(request: Request, next: Next) -> Response {
    let is_upload = request.method() == Method::POST && request.uri().path() == desk::UPLOAD;
    let longest = if is_upload { LONGEST_UPLOAD } else { LONGEST };
    let answer = tokio::time::timeout(longest, next.run(request)).await;
    answer.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// What holds for every answer: limits, and headers that keep pages from being stored, indexed, framed or leaked.
pub fn framed<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
        frame-ancestors 'none'";
    let mut router = router.layer(DefaultBodyLimit::max(LARGEST_BODY)).layer(CatchPanicLayer::new()).layer(from_fn(in_time));
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "interest-cohort=(), browsing-topics=()"),
    ] {
        router = router.layer(SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value)));
    }
    router
}
