//! An office to send mail to: officers and desks, a release that went out, and messages as they are read.

use std::collections::BTreeMap;

use dateline::clock::{Clock, DAY, HOUR, MINUTE, Millis};
use dateline::compose::links::{Purpose, token};
use dateline::inbox::addresses::Addresses;
use dateline::inbox::place::{Arrived, Means, Placed, place_alone};
use dateline::inbox::route::facts::World;
use dateline::model::address::EmailAddress;
use dateline::model::duty::{Absence, Desk, Duty, Mode};
use dateline::model::ids::{DeskId, InquiryId, OfficerId};
use dateline::model::inbound::{Envelope, Mailbox, Read};
use dateline::model::inquiry::{Deadline, SenderCheck};
use dateline::model::routing::Ruleset;
use dateline::model::vocabulary::Vocabulary;
use dateline::secrets::Keyring;
use dateline::store::inquiries::{self, Inquiry};
use dateline::store::routings;
use jiff::tz::TimeZone;

use crate::support::TestDb;

/// Monday 2026-11-23, 15:00 UTC: 10:00 in New York.
pub const NOW: Millis = 1_795_446_000_000;

pub const DANA: OfficerId = OfficerId(1);
pub const SAM: OfficerId = OfficerId(2);
pub const NADIA: OfficerId = OfficerId(3);
pub const LEE: OfficerId = OfficerId(4);
pub const MENA: DeskId = DeskId(1);

pub struct Office {
    pub db: TestDb,
    pub keys: Keyring,
    pub ours: Addresses,
    pub words: Vocabulary,
    pub duty: Duty,
    pub clock: Clock,
}

/// A mail as it was read.
#[derive(Clone, Default)]
pub struct Mail {
    pub name: &'static str,
    pub address: String,
    pub to: Vec<String>,
    pub subject: String,
    pub fresh: String,
    pub quoted: String,
    pub message_id: String,
    pub in_reply_to: Vec<String>,
    pub references: Vec<String>,
    pub thread_index: Option<String>,
    pub language: Option<String>,
    pub times: Vec<Deadline>,
    pub machine: bool,
}

pub fn mail(from: &str, subject: &str, fresh: &str) -> Mail {
    Mail { address: from.to_owned(), subject: subject.to_owned(), fresh: fresh.to_owned(), ..Mail::default() }
}

impl Mail {
    pub fn replying(mut self, id: &str) -> Self {
        self.in_reply_to = vec![id.to_owned()];
        self
    }

    pub fn to(mut self, address: &str) -> Self {
        self.to = vec![address.to_owned()];
        self
    }

    pub fn id(mut self, id: &str) -> Self {
        self.message_id = id.to_owned();
        self
    }

    pub fn quoting(mut self, text: &str) -> Self {
        self.quoted = text.to_owned();
        self
    }

    pub fn read(&self) -> Read {
        Read {
            message_id: Some(self.message_id.clone()).filter(|id| !id.is_empty()),
            in_reply_to: self.in_reply_to.clone(),
            references: self.references.clone(),
            thread_index: self.thread_index.clone(),
            to: self.to.iter().map(|to| Mailbox { name: String::new(), address: to.clone() }).collect(),
            subject: self.subject.clone(),
            text: format!("{}\n{}", self.fresh, self.quoted),
            fresh: self.fresh.clone(),
            quoted: self.quoted.clone(),
            language: self.language.clone(),
            ..Read::default()
        }
    }
}

pub fn desk(id: DeskId, name: &str, mode: Mode, members: &[OfficerId]) -> Desk {
    Desk {
        id,
        name: name.to_owned(),
        zone: TimeZone::get("America/New_York").unwrap(),
        mode,
        members: members.to_vec(),
        lead: None,
        after: None,
        hours: (1..=5).map(|day| (day, 9 * 60, 18 * 60)).collect(),
        holidays: Vec::new(),
        last_turn: None,
        unclaimed_in: 30,
        unclaimed_out: 15,
        target: 240,
    }
}

pub fn duty(mode: Mode) -> Duty {
    let names = [(DANA, "Dana"), (SAM, "Sam"), (NADIA, "Nadia"), (LEE, "Lee")];
    Duty {
        desks: vec![desk(MENA, "MENA desk", mode, &[DANA, SAM, NADIA])],
        rotas: Vec::new(),
        absences: Vec::new(),
        officers: names.map(|(id, name)| (id, name.to_owned())).to_vec(),
    }
}

pub fn away(officer: OfficerId, deputy: Option<OfficerId>) -> Absence {
    Absence { officer, starts: NOW - HOUR, ends: NOW + 2 * DAY, deputy }
}

impl Office {
    /// Where an answer to a copy goes.
    pub fn copy_address(&self, delivery: i64) -> String {
        format!("press+{}@office.example", token(&self.keys, "k2", Purpose::Reply, delivery))
    }

    pub async fn new(db: TestDb, mode: Mode) -> Self {
        let mut sql = String::new();
        for (id, name) in [(1, "Dana"), (2, "Sam"), (3, "Nadia"), (4, "Lee")] {
            sql.push_str(&format!(
                "INSERT INTO officers (id, uid, name, name_key, address, role, created_ms) VALUES ({id}, {}, '{name} Officer', '{}', \
                 '{}@office.example', 'approver', 1);",
                db.uuid(900 + id),
                name.to_lowercase(),
                name.to_lowercase()
            ));
        }
        sql.push_str(&format!(
            "INSERT INTO desks (id, name, name_key, time_zone, mode) VALUES (1, 'MENA desk', 'mena desk', 'America/New_York', '{}');",
            mode.as_str()
        ));
        db.sql(&sql).await;
        Self {
            db,
            keys: Keyring::for_tests(),
            ours: Addresses::new(["press@office.example", "prensa@office.example"]),
            words: Vocabulary::shipped(),
            duty: duty(mode),
            clock: Clock::standing_at(NOW),
        }
    }

    pub fn means(&self) -> Means<'_> {
        Means { keys: &self.keys, ours: &self.ours, world: World { duty: &self.duty, words: &self.words } }
    }

    /// A release that went out to these people: copies 1, 2, 3 …
    pub async fn released(&self, title: &str, to: &[&str]) {
        let mut sql = format!(
            "INSERT INTO releases (id, uid, kind, version, source_url, created_ms, updated_ms) VALUES (1, {}, 'release', 1, \
               'https://office.example/news/1', 1, 1);\
             INSERT INTO release_versions (release_id, version, title, teaser, body, language, dateline, dated, contact, sha256, created_ms) \
               VALUES (1, 1, '{title}', '', '', 'en', '', '2026-11-23', 'Lee <lee@office.example>', '', 1);\
             INSERT INTO mailings (id, uid, release_id, version, state, priority, rule, again, audience_digest, approved_count, approval_digest, \
               not_before_ms, useful_until_ms, doubt_policy, date_ms, key_id, started_ms, created_ms) VALUES (1, {}, 1, 1, 'done', 4, '{{}}', {}, '', 1, '', \
               1, 2, 'wait', 1, 'k2', {}, 1);",
            self.db.uuid(1),
            self.db.uuid(2),
            if self.db.is_sqlite() { "0" } else { "false" },
            NOW - HOUR
        );
        for (at, address) in to.iter().enumerate() {
            let id = at + 1;
            sql.push_str(&format!(
                "INSERT INTO contacts (id, uid, address, address_key, name, outlet, created_ms, updated_ms) \
                   VALUES ({id}, {}, '{address}', '{address}', 'Reporter {id}', 'The Courier', 1, 1);\
                 INSERT INTO deliveries (id, mailing_id, contact_id, address, address_key, state, due_ms) \
                   VALUES ({id}, 1, {id}, '{address}', '{address}', 'accepted', 1);",
                self.db.uuid(1_000 + u64::try_from(id).unwrap())
            ));
        }
        self.db.sql(&sql).await;
    }

    /// The Message-ID of a copy, and the address its reader answers to.
    pub fn copy_id(&self, delivery: i64) -> String {
        format!("d.{}@office.example", token(&self.keys, "k2", Purpose::Message, delivery))
    }

    pub fn inquiry_address(&self, inquiry: InquiryId) -> String {
        format!("press+{}@office.example", token(&self.keys, "k2", Purpose::Inquiry, inquiry.0))
    }

    pub async fn rules(&self, rules: &Ruleset) {
        let (seen, _) = routings::current(&self.db.store).await.unwrap();
        routings::save(&self.db.store, (rules, seen), "", "Dana", NOW).await.unwrap().unwrap();
    }

    /// Takes a mail in, in a transaction of its own.
    pub async fn take(&self, mail: &Mail) -> Option<Placed> {
        let read = mail.read();
        let sender = EmailAddress::parse(&mail.address).ok();
        let recipients = if mail.to.is_empty() { vec!["press@office.example".to_owned()] } else { mail.to.clone() };
        let envelope = Envelope { return_path: mail.address.clone(), recipients };
        let arrived = Arrived {
            inbound: None,
            received: self.clock.now(),
            envelope: &envelope,
            read: &read,
            sender: sender.as_ref(),
            sender_name: mail.name,
            recovered: "",
            check: SenderCheck::Verified,
            times: &mail.times,
            human: !mail.machine,
        };
        place_alone(&self.db.store, self.means(), &arrived, self.clock.now()).await.unwrap()
    }

    pub async fn placed(&self, mail: &Mail) -> Placed {
        self.take(mail).await.unwrap()
    }

    pub async fn inquiry(&self, id: InquiryId) -> Inquiry {
        inquiries::load(&self.db.store, id).await.unwrap().unwrap()
    }

    pub async fn count(&self, table: &str) -> i64 {
        self.db.number(&format!("SELECT COUNT(*) FROM {table}")).await
    }

    /// How many each owner has.
    pub async fn owners(&self, ids: &[InquiryId]) -> BTreeMap<Option<OfficerId>, usize> {
        let mut owners = BTreeMap::new();
        for id in ids {
            *owners.entry(self.inquiry(*id).await.owner).or_default() += 1;
        }
        owners
    }
}

/// A deadline so long from now.
pub fn due_in(after: Millis) -> Deadline {
    Deadline {
        kind: dateline::model::inquiry::TimeKind::Deadline,
        instant: NOW + after,
        zone: "America/New_York".to_owned(),
        zone_from: dateline::model::inquiry::ZoneFrom::Words,
        words: "by then".to_owned(),
        span: (0, 7),
        confidence: dateline::model::inquiry::Confidence::High,
        urgent: false,
        passed: false,
    }
}

pub const SOON: Millis = 30 * MINUTE;
