//! An office with a desk, a set clock, and officers who are signed in.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use dateline::clock::{Clock, DAY};
use dateline::compose::{Office, OpensMode};
use dateline::feedback::opens;
use dateline::model::address::EmailAddress;
use dateline::model::ids::OfficerId;
use dateline::review::Policy;
use dateline::secrets::Keyring;
use dateline::store::officers::{self, Role};
use dateline::store::sessions;
use dateline::web::desk::sending::Sending;
use dateline::web::desk::{Desk, Settings};
use dateline::web::{self, Sender, Sign, Site};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::support::TestDb;

/// Thu 26 Nov 2026, 10:00 in Berlin.
pub const NOW: i64 = 1_795_683_600_000;
pub const URL: &str = "https://press.harbour.example";

pub struct World {
    pub db: TestDb,
    pub clock: Clock,
    pub keys: Arc<Keyring>,
    pub desk: Desk,
    router: Router,
}

/// Somebody's browser: their cookies, and what it sends along.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    pub cookies: Vec<(String, String)>,
    /// In place of `same-origin`.
    pub site: Option<&'static str>,
    pub language: &'static str,
    /// A program's token.
    pub bearer: String,
}

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where it leads.
    pub fn leads_to(&self) -> &str {
        self.header("location")
    }

    /// The value of the first field of this name.
    pub fn field(&self, name: &str) -> String {
        let tag = self.body.split('<').find(|tag| tag.starts_with("input") && tag.contains(&format!("name=\"{name}\"")));
        let tag = tag.unwrap_or_else(|| panic!("no field {name} in {}", self.body));
        let value = tag.split("value=\"").nth(1).unwrap_or_default().split('"').next().unwrap_or_default();
        value.replace("&amp;", "&").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&#x3D;", "=")
    }

    /// The text without its tags, spaces made one.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (at, part) in self.body.split('<').enumerate() {
            let text = if at == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) };
            out.push_str(text);
            out.push(' ');
        }
        let out =
            out.replace("&amp;", "&").replace("&quot;", "\"").replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">");
        let out = out.replace("&#x3D;", "=");
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

pub fn settings() -> Settings {
    Settings {
        office: Ok(Arc::new(office())),
        office_name: "Harbour Press Office".to_owned(),
        relays: vec!["north".to_owned()],
        policy: Policy::Never,
        hold: 60_000,
        cap: None,
        around: Arc::default(),
        zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
        reach: dateline::fetch::Reach::open(),
        public_url: URL.to_owned(),
        training: false,
        sending: Sending::default(),
    }
}

impl World {
    pub fn new(db: TestDb) -> Self {
        Self::with(db, settings())
    }

    pub fn with(db: TestDb, settings: Settings) -> Self {
        let (clock, keys) = (Clock::standing_at(NOW), Arc::new(Keyring::for_tests()));
        let (loads, _counter) = opens::counter(db.store.clone(), OpensMode::Counted);
        let site = Site {
            store: db.store.clone(),
            keys: keys.clone(),
            clock: clock.clone(),
            office: Arc::new(Sign { name: settings.office_name.clone(), contact: String::new() }),
            loads,
            sender: Sender::default(),
        };
        let mut desk = Desk::new(db.store.clone(), keys.clone(), clock.clone(), settings);
        // A test reads the page once.
        desk.patience = std::time::Duration::from_secs(60);
        let router = web::router(site, Some(desk.clone()));
        Self { db, clock, keys, desk, router }
    }

    /// The whole site, for a test that talks to it itself.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// An officer of this name and role, signed in just now.
    pub async fn officer(&self, name: &str, role: Role) -> Browser {
        let address = EmailAddress::parse(&format!("{}@harbour.example", name.to_lowercase())).unwrap();
        let added = officers::add(&self.db.store, name, &address, role, "test", self.clock.now()).await.unwrap();
        self.signed_in(added.unwrap(), name).await
    }

    /// Another browser of an officer.
    pub async fn signed_in(&self, officer: OfficerId, name: &str) -> Browser {
        let token = format!("token-{}", dateline::model::ids::new_uid(0));
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes());
        let sha256 = data_encoding::HEXLOWER.encode(digest.as_ref());
        let now = self.clock.now();
        let new = sessions::New { sha256: &sha256, officer, actor: name, agent: "a test", ends: now + 7 * DAY, instead_of: None };
        sessions::begin(&self.db.store, new, now).await.unwrap();
        Browser { cookies: vec![("__Host-session".to_owned(), token)], ..Browser::default() }
    }

    pub async fn get(&self, browser: &Browser, path: &str) -> Answer {
        self.request(browser, Method::GET, path, "").await
    }

    /// Posts a form.
    pub async fn post(&self, browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.request(browser, Method::POST, path, &body).await
    }

    /// Posts what the page's own form of this action holds, with some fields in other words.
    pub async fn press(&self, browser: &Browser, page: &Answer, action: &str, fields: &[(&str, &str)]) -> Answer {
        let form = page.body.split("<form").find(|form| {
            let tag = form.split('>').next().unwrap_or_default();
            tag.contains("method=\"post\"") && tag.contains(&format!("action=\"{action}\""))
        });
        let form = form.unwrap_or_else(|| panic!("no form for {action} in {}", page.text()));
        let form = form.split("</form").next().unwrap_or_default();
        let mut all: Vec<(String, String)> = Vec::new();
        for tag in form.split('<').filter(|tag| tag.starts_with("input") && tag.contains("type=\"hidden\"")) {
            let part = |name: &str| {
                let text = tag.split(&format!("{name}=\"")).nth(1).unwrap_or_default().split('"').next().unwrap_or_default();
                let text = text.replace("&quot;", "\"").replace("&#x3D;", "=").replace("&lt;", "<").replace("&gt;", ">");
                text.replace("&#x27;", "'").replace("&amp;", "&")
            };
            all.push((part("name"), part("value")));
        }
        for (name, value) in fields {
            all.retain(|(known, _)| known != name);
            all.push(((*name).to_owned(), (*value).to_owned()));
        }
        let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(browser, action, &all).await
    }

    pub async fn request(&self, browser: &Browser, method: Method, path: &str, body: &str) -> Answer {
        self.send(browser, method, path, "application/x-www-form-urlencoded", body.as_bytes().to_vec()).await
    }

    /// Posts a form with a file of this name in it.
    pub async fn upload(&self, browser: &Browser, path: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
        }
        let head = "Content-Type: application/octet-stream\r\n\r\n";
        body.extend(
            format!("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n{head}", file.0).into_bytes(),
        );
        body.extend_from_slice(file.1);
        body.extend_from_slice(b"\r\n--cut--\r\n");
        self.send(browser, Method::POST, path, "multipart/form-data; boundary=cut", body).await
    }

    async fn send(&self, browser: &Browser, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let cookies: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder().method(method).uri(path).header("cookie", cookies.join("; "));
        if browser.site != Some("") {
            request = request.header("sec-fetch-site", browser.site.unwrap_or("same-origin"));
        }
        if !browser.language.is_empty() {
            request = request.header("accept-language", browser.language);
        }
        if !browser.bearer.is_empty() {
            request = request.header("authorization", format!("Bearer {}", browser.bearer));
        }
        let request = request.header("content-type", kind);
        let (head, body) = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer { status: head.status, headers: head.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

impl Browser {
    /// Keeps the cookies of an answer.
    pub fn take(&mut self, answer: &Answer) {
        for line in answer.headers.get_all("set-cookie") {
            let line = line.to_str().unwrap();
            let (name, value) = line.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

pub fn office() -> Office {
    let address = |text| EmailAddress::parse(text).unwrap();
    Office {
        name: "Harbour Press Office".to_owned(),
        postal_address: "1 Quay, Harbour".to_owned(),
        contact: "Mia Ode\n+49 30 000000".to_owned(),
        boilerplate: String::new(),
        from_name: "Harbour Press Office".to_owned(),
        from: address("press@harbour.example"),
        reply_to: address("media@harbour.example"),
        bounce_domain: None,
        public_url: URL.to_owned(),
        opens: OpensMode::Counted,
    }
}
