//! The press officer's desk. The route table is the sum of the rooms' own tables below; `route` decides who may enter,
//! `page` draws the frame, each page is a file of its own.

mod account;
mod confirm;
pub mod door;
pub mod fields;
mod help;
mod imports;
mod mailings;
pub mod messages;
mod page;
mod people;
pub mod parts;
mod press;
mod problem;
mod releases;
pub mod render;
mod reports;
pub mod route;
mod send;
mod session;
mod settings;
mod standing;
mod today;
pub mod when;
mod who;
mod zones;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::from_fn_with_state;
use jiff::tz::TimeZone;
use tokio::sync::Semaphore;
use tower_http::set_header::SetResponseHeaderLayer;

use self::messages::Lang;
use self::problem::Problem;
use self::route::Route;
use crate::clock::{Clock, Millis};
use crate::compose::Office;
use crate::newsroom::reach::Reach;
use crate::review::{Means, Policy};
use crate::secrets::Keyring;
use crate::store::Store;

/// What the desk works with. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Desk {
    pub store: Store,
    pub keys: Arc<Keyring>,
    pub clock: Clock,
    pub settings: Arc<Settings>,
    /// Passwords are checked a few at a time: each check takes 19 MiB.
    passwords: Arc<Semaphore>,
}

/// What the configuration says, read.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The office as its mails need it, or the setting that is still empty.
    pub office: Result<Arc<Office>, String>,
    pub office_name: String,
    /// Names of the relays mail can be handed to.
    pub relays: Vec<String>,
    pub policy: Policy,
    /// Between the last click and the first copy.
    pub hold: Millis,
    pub cap: Option<u32>,
    /// Where the office lives; officers may say otherwise for themselves.
    pub zone: TimeZone,
    /// Where the address of a newsroom may lead.
    pub reach: Reach,
    /// What links start with.
    pub public_url: String,
    /// Nothing leaves this machine.
    pub training: bool,
}

impl Desk {
    pub fn new(store: Store, keys: Arc<Keyring>, clock: Clock, settings: Settings) -> Self {
        Self { store, keys, clock, settings: Arc::new(settings), passwords: Arc::new(Semaphore::new(2)) }
    }

    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// The office, or a page that names what is still to be set.
    pub fn office(&self) -> Result<&Office, Problem> {
        self.settings.office.as_deref().map_err(|field| Problem::NotSetUp { field: field.clone() })
    }

    /// What a review works with, at this moment.
    pub fn means(&self) -> Result<Means<'_>, Problem> {
        Ok(Means {
            store: &self.store,
            keys: &self.keys,
            office: self.office()?,
            relays: &self.settings.relays,
            policy: self.settings.policy,
            hold: self.settings.hold,
            cap: self.settings.cap,
            now: self.now(),
        })
    }

    /// Scheme, host and port that pages of ours come from.
    fn origin(&self) -> &str {
        let url = &self.settings.public_url;
        let host = url.find("://").map_or(0, |at| at + 3);
        url[host..].find('/').map_or(url.as_str(), |end| &url[..host + end])
    }

    /// Not encrypted: on this machine only.
    fn is_plain(&self) -> bool {
        self.settings.public_url.starts_with("http://")
    }
}

/// Every route of the desk with who may use it.
pub fn table() -> Vec<Route> {
    let rooms = [
        door::routes(),
        account::routes(),
        today::routes(),
        releases::routes(),
        send::routes(),
        mailings::routes(),
        people::routes(),
        imports::routes(),
        reports::routes(),
        settings::routes(),
        help::routes(),
    ];
    rooms.into_iter().flatten().collect()
}

/// The desk behind its gates. `rest` answers what is no page of the desk.
pub fn router(desk: Desk) -> Router {
    const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
        form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";
    let set = |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    route::router(table(), &desk)
        .layer(DefaultBodyLimit::max(fields::LARGEST_FORM))
        .layer(from_fn_with_state(desk.clone(), page::frame))
        .layer(set(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(set(header::REFERRER_POLICY, "same-origin"))
        .with_state(desk)
}

/// What is no page of ours: said in the desk's frame to whoever is signed in; `None` = nobody is.
pub async fn no_page(desk: &Desk, headers: &HeaderMap) -> Option<axum::response::Response> {
    let who = session::find(desk, headers).await.ok().flatten()?;
    Some(page::problem(desk, Some(&who), Lang::default(), &Problem::NotFound).await)
}

/// Assets of the desk, beside the public ones.
pub use self::render::asset;
