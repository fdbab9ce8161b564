//! The press officer's desk. The route table is the sum of the rooms' own tables below; `route` decides who may enter,
//! `page` draws the frame, each page is a file of its own.

mod account;
mod confirm;
pub mod diff;
pub mod door;
pub mod fields;
mod help;
mod imports;
mod mail;
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
mod returned;
pub mod route;
mod send;
pub mod sending;
mod session;
mod settings;
mod standing;
mod today;
pub mod when;
mod who;
mod zones;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::from_fn_with_state;
use jiff::tz::TimeZone;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use self::messages::Lang;
use self::problem::Problem;
use self::route::Route;
use crate::clock::{Clock, Millis};
use crate::compose::Office;
use crate::fetch::Reach;
use crate::review::{Around, Counts, Keeper, Kit, Means, Policy, Rules};
use crate::secrets::Keyring;
use crate::store::Store;

/// Where a file is brought: the one address that takes more than a form, and longer.
pub const UPLOAD: &str = "/reporters/import";

/// What the desk works with. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Desk {
    pub store: Store,
    pub keys: Arc<Keyring>,
    pub clock: Clock,
    pub settings: Arc<Settings>,
    /// Reviews that run beside the pages; `None` while the office is not set up.
    pub reviews: Option<Keeper>,
    /// Who a rule means, while it is being chosen.
    pub counts: Counts,
    /// How long the send page waits for its checks before it is shown without them; it asks again by itself.
    pub patience: Duration,
    /// Mailings that somebody follows at this moment.
    pub live: Arc<mailings::live::Hub>,
    /// Passwords are checked a few at a time: each check takes 19 MiB.
    passwords: Arc<Semaphore>,
    drafts: Arc<releases::Drafts>,
    kept: people::Kept,
    /// Templates that are being written.
    typed: settings::Typed,
    /// What goes on after an answer, where the time an answer takes would tell something.
    pub afterwards: TaskTracker,
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
    /// Whom a review asks, and what the office keeps to.
    pub around: Arc<Around>,
    /// Where the office lives; officers may say otherwise for themselves.
    pub zone: TimeZone,
    /// Where the address of a newsroom may lead.
    pub reach: Reach,
    /// What links start with.
    pub public_url: String,
    /// Nothing leaves this machine.
    pub training: bool,
    pub sending: sending::Sending,
}

impl Desk {
    pub fn new(store: Store, keys: Arc<Keyring>, clock: Clock, settings: Settings) -> Self {
        let kit = |office: &Arc<Office>| Kit {
            store: store.clone(),
            keys: keys.clone(),
            office: office.clone(),
            relays: settings.relays.clone(),
            policy: settings.policy,
            hold: settings.hold,
            cap: settings.cap,
            around: settings.around.clone(),
            clock: clock.clone(),
        };
        let reviews = settings.office.as_ref().ok().map(|office| Keeper::new(kit(office)));
        Self {
            store,
            keys,
            clock,
            settings: Arc::new(settings),
            reviews,
            counts: Counts::default(),
            patience: send::BRIEF,
            live: Arc::default(),
            passwords: Arc::new(Semaphore::new(2)),
            drafts: Arc::default(),
            kept: people::Kept::default(),
            typed: settings::Typed::default(),
            afterwards: TaskTracker::new(),
        }
    }

    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// The office, or a page that names what is still to be set.
    pub fn office(&self) -> Result<&Office, Problem> {
        self.settings.office.as_deref().map_err(|field| Problem::NotSetUp { field: field.clone() })
    }

    /// What the office agreed, over what the configuration says, at this moment.
    pub async fn rules(&self) -> Result<Rules, Problem> {
        let Settings { policy, hold, cap, .. } = *self.settings.as_ref();
        Ok(Rules::in_force(&self.store, Rules { policy, hold, cap, usual: None, quiet: None }).await?)
    }

    /// What a review works with, at this moment. The review itself reads the rules.
    pub fn means(&self) -> Result<Means<'_>, Problem> {
        Ok(Means {
            store: &self.store,
            keys: &self.keys,
            office: self.office()?,
            relays: &self.settings.relays,
            policy: self.settings.policy,
            hold: self.settings.hold,
            cap: self.settings.cap,
            around: &self.settings.around,
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

/// What a page of the desk may load.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The desk behind its gates. `rest` answers what is no page of the desk.
pub fn router(desk: Desk) -> Router {
    let set = |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    route::router(table(), &desk)
        .layer(DefaultBodyLimit::max(fields::LARGEST_FORM))
        .layer(from_fn_with_state(desk.clone(), page::frame))
        // What is secret in a page (a key shown once) is another one each time, so no length gives it away.
        .layer(CompressionLayer::new())
        .layer(set(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(set(header::REFERRER_POLICY, "same-origin"))
        .with_state(desk)
}

/// What is no page of ours: said in the desk's frame to whoever is signed in; `None` = nobody is.
pub async fn no_page(desk: &Desk, headers: &HeaderMap) -> Option<axum::response::Response> {
    let who = session::find(desk, headers).await.ok().flatten()?;
    let mut answer = page::problem(desk, Some(&who), Lang::default(), &Problem::NotFound).await;
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Some(answer)
}

/// Assets of the desk, beside the public ones.
pub use self::render::asset;
/// What is stored of a token, of a session or a program.
pub use self::session::digest as token_digest;
