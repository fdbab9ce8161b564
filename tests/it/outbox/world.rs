//! One approved mailing with its rows, a scripted relay, and a sender between them.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use dateline::clock::{Clock, HOUR};
use dateline::compose::letter::{self, Frame};
use dateline::compose::{Office, OpensMode};
use dateline::model::address::EmailAddress;
use dateline::model::approval::{PURPOSE, Terms};
use dateline::model::ids::{MailingId, ReleaseId};
use dateline::model::rate::Rate;
use dateline::model::release::{Release, ReleaseKind};
use dateline::outbox::transport::Target;
use dateline::outbox::{Outbox, RelaySettings, Settings};
use dateline::secrets::Keyring;
use dateline::store::mailings::{self, Frozen};
use dateline::store::{StoreError, releases};

use crate::support::TestDb;
use crate::support::sink::Sink;

pub const NOW: i64 = 1_800_000_000_000;
/// How long a copy of the mailing is news.
pub const USEFUL: i64 = 72 * HOUR;

pub struct World {
    pub db: TestDb,
    pub clock: Clock,
    pub sink: Sink,
    pub outbox: Outbox,
    pub mailing: MailingId,
}

impl World {
    /// A mailing to `count` reporters, ready to be sent over one connection.
    pub async fn new(db: TestDb, count: i64, script: &str) -> Self {
        Self::over(db, count, script, 1).await
    }

    pub async fn over(db: TestDb, count: i64, script: &str, connections: u16) -> Self {
        Self::build(db, count, script, connections, "wait", Keyring::for_tests()).await
    }

    /// With what the approver chose for doubts.
    pub async fn with_doubts(db: TestDb, count: i64, script: &str, policy: &str) -> Self {
        Self::build(db, count, script, 1, policy, Keyring::for_tests()).await
    }

    /// Signed with the keys of `keys`, if any sign.
    pub async fn with_keys(db: TestDb, count: i64, script: &str, keys: Keyring) -> Self {
        Self::build(db, count, script, 1, "wait", keys).await
    }

    async fn build(db: TestDb, count: i64, script: &str, connections: u16, policy: &str, keys: Keyring) -> Self {
        let (clock, keys, sink) = (Clock::standing_at(NOW), Arc::new(keys), Sink::start(script).await);
        let target = Target::parse(&sink.url()).unwrap();
        let relay = RelaySettings::new("office", target, Rate { messages: 100_000, window: 1_000 }, connections);
        let mut settings = Settings::new("harbour.example".to_owned(), "test".to_owned(), vec![relay]);
        settings.look = Duration::from_millis(5);
        let outbox = Outbox { store: db.store.clone(), keys: keys.clone(), clock: clock.clone(), settings };
        let mailing = approve(&db, &keys, policy).await;
        let world = Self { db, clock, sink, outbox, mailing };
        world.plan(count).await;
        world
    }

    /// In place of the one relay: one that will not have our credentials, and one that takes everything.
    pub async fn with_a_locked_relay_and_a_good_one(&mut self) -> (Sink, Sink) {
        let (locked, good) = (Sink::offering("auth", "on auth do reply 535 5.7.8 no").await, Sink::start("").await);
        let rate = Rate { messages: 100_000, window: 1_000 };
        self.outbox.settings.relays = vec![
            RelaySettings::new("locked", Target::parse(&format!("{}?tls=never", locked.url_with_login())).unwrap(), rate, 2),
            RelaySettings::new("good", Target::parse(&good.url()).unwrap(), rate, 2),
        ];
        (locked, good)
    }

    /// The rows planning would have written.
    async fn plan(&self, count: i64) {
        let mut text = String::new();
        for n in 1..=count {
            writeln!(
                text,
                "INSERT INTO deliveries (id, mailing_id, contact_id, address, address_key, issue_id, region_id, state, due_ms)
                 VALUES ({n}, {0}, {n}, 'R{n}@paper.example', 'r{n}@paper.example', 77, 88, 'pending', {NOW});
                 INSERT INTO delivery_slots (delivery_id, name, outlet, language, reason) VALUES ({n}, 'R', 'O', 'en', 'Why.');",
                self.mailing
            )
            .unwrap();
        }
        writeln!(text, "INSERT INTO mailing_lanes (mailing_id, lane) VALUES ({}, 'other');", self.mailing).unwrap();
        writeln!(text, "UPDATE mailings SET state = 'sending' WHERE id = {};", self.mailing).unwrap();
        if !self.db.is_sqlite() {
            // Numbers given by hand are unknown to the sequence that gives the next.
            writeln!(text, "SELECT setval(pg_get_serial_sequence('deliveries', 'id'), {});", count.max(1)).unwrap();
        }
        self.db.sql(&text).await;
    }

    /// A second mailing on the same terms but for its priority, to addresses of its own.
    pub async fn another_mailing(&self, count: i64, priority: i64) -> MailingId {
        let mailing = approve_as(&self.db, &self.outbox.keys, "wait", priority, "A SEAL OF ITS OWN").await;
        let mut text = String::new();
        for n in 1..=count {
            let id = 1_000_000 + n;
            writeln!(
                text,
                "INSERT INTO deliveries (id, mailing_id, contact_id, address, address_key, issue_id, region_id, state, due_ms)
                 VALUES ({id}, {mailing}, {id}, 'urgent{n}@paper.example', 'urgent{n}@paper.example', 77, 88, 'pending', {NOW});
                 INSERT INTO delivery_slots (delivery_id, name, outlet, language, reason) VALUES ({id}, 'R', 'O', 'en', 'Why.');"
            )
            .unwrap();
        }
        writeln!(text, "INSERT INTO mailing_lanes (mailing_id, lane) VALUES ({mailing}, 'other');").unwrap();
        writeln!(text, "UPDATE mailings SET state = 'sending' WHERE id = {mailing};").unwrap();
        self.db.sql(&text).await;
        mailing
    }

    pub async fn in_state(&self, state: &str) -> i64 {
        self.db.number(&format!("SELECT COUNT(*) FROM deliveries WHERE state = '{state}'")).await
    }

    pub async fn left_out(&self, reason: &str) -> i64 {
        self.db.number(&format!("SELECT COUNT(*) FROM deliveries WHERE left_out = '{reason}'")).await
    }

    pub async fn mailing_is(&self, state: &str) -> bool {
        self.db.number(&format!("SELECT COUNT(*) FROM mailings WHERE id = {} AND state = '{state}'", self.mailing)).await == 1
    }
}

/// A release, its letter and an approval with a true MAC.
pub async fn approve(db: &TestDb, keys: &Keyring, doubt_policy: &str) -> MailingId {
    approve_as(db, keys, doubt_policy, 4, "SEAL").await
}

async fn approve_as(db: &TestDb, keys: &Keyring, doubt_policy: &str, priority: i64, seal: &str) -> MailingId {
    let mut release = release();
    releases::insert(&db.store, &release, releases::OnChange::Keep, NOW).await.unwrap();
    release.id = ReleaseId(1);
    let terms = Terms {
        release: release.id,
        version: 1,
        priority,
        rule: r#"{"regions":[],"issues":[],"down":true,"segment":null,"as_of":0,"pauses_at":0}"#.to_owned(),
        again: false,
        audience_digest: String::new(),
        count: 1,
        seal: seal.to_owned(),
        not_before: NOW,
        morning: None,
        useful_until: NOW + USEFUL,
        doubt_policy: doubt_policy.to_owned(),
        date: NOW,
        token_key: keys.current().to_owned(),
        submitter: "operator".to_owned(),
        approver: None,
        alone: None,
        sentence: "To all.".to_owned(),
        approved_at: NOW,
    };
    let freeze = |mailing| {
        let frame = Frame {
            mailing,
            date: NOW,
            key_id: keys.current().to_owned(),
            signing: keys.dkim().signing("harbour.example", NOW).unwrap(),
        };
        let letter =
            letter::compile(&office(), &dateline::compose::Templates::shipped().unwrap(), &release, "en", &frame).unwrap();
        let letters = vec![("en".to_owned(), serde_json::to_string(&letter).unwrap())];
        let mac = keys.mac(keys.current(), PURPOSE, &terms.signed_bytes(mailing, &letters)).unwrap();
        Ok::<_, StoreError>(Frozen { letters, mac: data_encoding::HEXLOWER.encode(&mac), key_id: keys.current().to_owned() })
    };
    mailings::insert(&db.store, &terms, NOW, freeze).await.unwrap().id()
}

pub fn office() -> Office {
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
        dated: jiff::civil::date(2027, 1, 15),
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
