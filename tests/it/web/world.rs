//! One office, one mailing, three reporters, and a browser that shows what came back.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use dateline::clock::Clock;
use dateline::compose::letter::{self, Frame};
use dateline::compose::links::{self, Purpose};
use dateline::compose::{Office, OpensMode};
use dateline::feedback::opens::{self, Counter};
use dateline::model::address::EmailAddress;
use dateline::model::ids::{MailingId, ReleaseId};
use dateline::model::release::{Release, ReleaseKind};
use dateline::secrets::Keyring;
use dateline::web::{self, Sender, Sign, Site};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::support::TestDb;

pub const NOW: i64 = 1_795_000_000_000;
/// Whose copies they are: ids of contact and delivery alike.
pub const ANA: i64 = 11;
pub const AMAL: i64 = 12;
/// Named by hand: no issue and no region of their own.
pub const NED: i64 = 13;

pub struct World {
    pub db: TestDb,
    pub clock: Clock,
    pub keys: Arc<Keyring>,
    pub counter: Counter,
    router: Router,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl World {
    pub async fn new(db: TestDb) -> Self {
        Self::with(db, OpensMode::Counted).await
    }

    pub async fn with(db: TestDb, mode: OpensMode) -> Self {
        settle(&db).await;
        let (clock, keys) = (Clock::standing_at(NOW), Arc::new(Keyring::for_tests()));
        let (loads, counter) = opens::counter(db.store.clone(), mode);
        let sign = Sign { name: "Harbour Press Office".to_owned(), contact: "Mia Ode\n+49 30 000000".to_owned() };
        let site = Site {
            store: db.store.clone(),
            keys: keys.clone(),
            clock: clock.clone(),
            office: Arc::new(sign),
            loads,
            sender: Sender::default(),
        };
        Self { db, clock, keys, counter, router: web::router(site, None) }
    }

    pub fn token(&self, purpose: Purpose, number: i64) -> String {
        links::token(&self.keys, self.keys.current(), purpose, number)
    }

    /// The way out of a copy.
    pub fn out(&self, delivery: i64) -> String {
        format!("/u/{}", self.token(Purpose::Unsubscribe, delivery))
    }

    pub fn view(&self, language: &str) -> String {
        format!("/v/{}", links::view_token(&self.keys, self.keys.current(), MailingId(1), language))
    }

    pub async fn ask(&self, method: &str, path: &str) -> Answer {
        self.request(
            Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(path).body(Body::empty()).unwrap(),
        )
        .await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path).await
    }

    /// Posts a URL-encoded form.
    pub async fn post(&self, path: &str, form: &str) -> Answer {
        self.post_as(path, "application/x-www-form-urlencoded", form).await
    }

    pub async fn post_as(&self, path: &str, media_type: &str, body: &str) -> Answer {
        let request = Request::post(path).header("content-type", media_type);
        self.request(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    pub async fn request(&self, request: Request<Body>) -> Answer {
        let (head, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: head.status, headers: head.headers, body: String::from_utf8_lossy(&bytes).into_owned(), bytes }
    }

    /// The compiled letter of the mailing, stored as planning would.
    pub async fn put_letter(&self, language: &str) {
        let frame = Frame { mailing: MailingId(1), date: NOW, key_id: self.keys.current().to_owned(), signing: None };
        let letter =
            letter::compile(&office(), &dateline::compose::Templates::shipped().unwrap(), &release(), language, &frame).unwrap();
        let text = serde_json::to_string(&letter).unwrap().replace('\'', "''");
        self.db.sql(&format!("INSERT INTO letters (mailing_id, language, letter) VALUES (1, '{language}', '{text}')")).await;
    }

    /// How many suppressions are in force.
    pub async fn suppressions(&self, address: &str) -> i64 {
        self.db.number(&format!("SELECT COUNT(*) FROM suppressions WHERE address_key = '{address}' AND lifted_ms IS NULL")).await
    }

    pub async fn state(&self, delivery: i64, state: &str) -> bool {
        self.db.number(&format!("SELECT COUNT(*) FROM deliveries WHERE id = {delivery} AND state = '{state}'")).await == 1
    }
}

fn office() -> Office {
    let address = |text| EmailAddress::parse(text).unwrap();
    Office {
        name: "Harbour Press Office".to_owned(),
        postal_address: "1 Quay, Harbour".to_owned(),
        contact: "Mia Ode".to_owned(),
        boilerplate: String::new(),
        from_name: "Harbour Press Office".to_owned(),
        from: address("press@harbour.example"),
        reply_to: address("media@harbour.example"),
        bounce_domain: None,
        public_url: "https://press.harbour.example".to_owned(),
        opens: OpensMode::Counted,
    }
}

fn release() -> Release {
    Release {
        id: ReleaseId(1),
        version: 1,
        kind: ReleaseKind::Release,
        title: "Harbour reopened".to_owned(),
        teaser: String::new(),
        body: "The harbour is open again.".to_owned(),
        language: "en".to_owned(),
        dateline: String::new(),
        dated: jiff::civil::date(2026, 11, 23),
        published: None,
        embargo: None,
        event: None,
        image: None,
        contact: None,
        source_url: None,
        source_id: None,
        withdrawn: None,
        follows: None,
        regions: Vec::new(),
        issues: Vec::new(),
    }
}

async fn settle(db: &TestDb) {
    let (one, no) = (db.uuid(1), if db.is_sqlite() { "0" } else { "false" });
    db.sql(&format!(
        "INSERT INTO issues (id, name, name_key, parent_id, created_ms) VALUES (77, 'Prison & reform', 'prison & reform', 1, 0);
         INSERT INTO releases (id, uid, kind, version, created_ms, updated_ms) VALUES (1, {one}, 'release', 1, {NOW}, {NOW});
         INSERT INTO release_versions (release_id, version, title, teaser, body, language, dateline, dated, sha256, created_ms)
         VALUES (1, 1, 'Harbour reopened', '', 'Text.', 'en', '', '2026-11-23', '', {NOW});
         INSERT INTO mailings (id, uid, release_id, version, state, priority, rule, again, audience_digest, approved_count,
             approval_digest, not_before_ms, useful_until_ms, doubt_policy, date_ms, key_id, created_ms)
         VALUES (1, {one}, 1, 1, 'sending', 4, '{{}}', {no}, '', 3, '', {NOW}, {NOW} + 1000, 'wait', {NOW}, 'k2', {NOW});"
    ))
    .await;
    let region = db.number("SELECT id FROM regions WHERE code = 'DE'").await;
    for (id, address, issue, region, language) in [
        (ANA, "Ana@paper.example", 77, region, "en"),
        (AMAL, "amal@sahifa.example", 77, region, "ar"),
        (NED, "ned@wire.example", 0, 0, "de-AT"),
    ] {
        let (uid, key) = (db.uuid(u64::try_from(id).unwrap()), address.to_lowercase());
        db.sql(&format!(
            "INSERT INTO contacts (id, uid, address, address_key, created_ms, updated_ms) VALUES ({id}, {uid}, '{address}', '{key}', {NOW}, {NOW});
             INSERT INTO deliveries (id, mailing_id, contact_id, address, address_key, issue_id, region_id, state, due_ms)
             VALUES ({id}, 1, {id}, '{address}', '{key}', {issue}, {region}, 'pending', {NOW});
             INSERT INTO delivery_slots (delivery_id, name, outlet, language, reason) VALUES ({id}, 'N', 'O', '{language}', 'R');"
        ))
        .await;
    }
}
