//! An office with one release and a few reporters it is for, and what tests of the send path ask of it.

use std::fmt::Write as _;

use dateline::model::ids::{IssueId, MailingId, RegionId, ReleaseId};
use dateline::model::rate::Rate;
use dateline::model::release::{Placement, Release, ReleaseKind};
use dateline::outbox::plan::{self, Outcome};
use dateline::outbox::transport::Target;
use dateline::outbox::{Outbox, RelaySettings, drain};
use dateline::store::releases::{self, OnChange};
use dateline::web::desk::Settings;

use super::world::{Answer, Browser, World, settings};
use crate::support::TestDb;
use crate::support::sink::Sink;

/// "Health", among the office's issues.
const HEALTH: i64 = 77;

pub struct Office {
    pub world: World,
    pub id: ReleaseId,
    pub region: i64,
}

impl Office {
    /// Three reporters who cover Health in Qatar.
    pub async fn new(db: TestDb) -> Self {
        Self::with(db, settings()).await
    }

    pub async fn with(db: TestDb, settings: Settings) -> Self {
        let world = World::with(db, settings);
        let region = world.db.number("SELECT id FROM regions WHERE code = 'QA'").await;
        world
            .db
            .sql(&format!(
                "INSERT INTO issues (id, name, name_key, parent_id, created_ms) VALUES ({HEALTH}, 'Health', 'health', 1, 0)"
            ))
            .await;
        let mut office = Self { world, id: ReleaseId(0), region };
        office.add_reporters(1..=3).await;
        office.id = office.write(&office.draft()).await;
        office
    }

    pub fn draft(&self) -> Release {
        Release {
            teaser: "From Monday nobody waits till morning.".to_owned(),
            body: "The clinics of the harbour open at night, and the first of them on Monday.".to_owned(),
            source_id: Some("clinics".to_owned()),
            regions: vec![Placement::chosen(RegionId(self.region))],
            issues: vec![Placement::chosen(IssueId(HEALTH))],
            ..Release::draft(ReleaseKind::Statement, "Clinics open at night", jiff::civil::date(2026, 11, 26))
        }
    }

    /// Stores it, or its next version.
    pub async fn write(&self, release: &Release) -> ReleaseId {
        releases::insert(&self.world.db.store, release, OnChange::NewVersion, self.world.clock.now()).await.unwrap().id()
    }

    pub async fn add_reporters(&self, numbers: std::ops::RangeInclusive<i64>) {
        let mut text = String::new();
        for n in numbers {
            let uid = self.world.db.uuid(n as u64);
            writeln!(
                text,
                "INSERT INTO contacts (id, uid, address, address_key, name, outlet, language, created_ms, updated_ms) \
                 VALUES ({n}, {uid}, 'r{n}@paper.example', 'r{n}@paper.example', 'Reporter {n}', 'Paper', 'en', 0, 0);
                 INSERT INTO contact_regions (region_id, contact_id) VALUES ({}, {n});
                 INSERT INTO contact_issues (issue_id, contact_id) VALUES ({HEALTH}, {n});",
                self.region
            )
            .unwrap();
        }
        self.world.db.sql(&text).await;
    }

    pub fn path(&self, page: &str) -> String {
        format!("/releases/{}/{page}", self.id)
    }

    pub async fn page(&self, browser: &Browser, page: &str) -> Answer {
        self.look(browser, &self.path(page)).await
    }

    /// A page when its checks are done: on a busy machine that takes longer than a page waits for them.
    pub async fn look(&self, browser: &Browser, path: &str) -> Answer {
        loop {
            let answer = self.world.get(browser, path).await;
            assert_eq!(answer.status, 200, "{path}: {} {}", answer.leads_to(), answer.text());
            if !answer.body.contains("class=\"state busy\" role=\"status\"") {
                return answer;
            }
        }
    }

    /// Presses the button of a page of this release.
    pub async fn press(&self, browser: &Browser, page: &Answer, action: &str, fields: &[(&str, &str)]) -> Answer {
        self.world.press(browser, page, &self.path(action), fields).await
    }

    pub async fn count(&self, table: &str) -> i64 {
        self.world.db.number(&format!("SELECT COUNT(*) FROM {table}")).await
    }

    /// The newest mailing, planned to its end by the real planner.
    pub async fn planned(&self) -> MailingId {
        let mailing = MailingId(self.world.db.number("SELECT MAX(id) FROM mailings").await);
        let outcome = plan::run(&self.world.db.store, &self.world.keys, mailing, self.world.clock.now()).await.unwrap();
        assert!(!matches!(outcome, Outcome::Void { .. } | Outcome::NoSuchMailing), "{outcome:?}");
        mailing
    }

    /// A real sender hands over whatever is due; how many messages the relay kept of this.
    pub async fn deliver(&self) -> usize {
        let sink = Sink::start("").await;
        let relay =
            RelaySettings::new("north", Target::parse(&sink.url()).unwrap(), Rate { messages: 100_000, window: 1_000 }, 1);
        let mut settings = dateline::outbox::Settings::new("harbour.example".to_owned(), "test".to_owned(), vec![relay]);
        settings.look = std::time::Duration::from_millis(5);
        let World { db, keys, clock, .. } = &self.world;
        drain(Outbox { store: db.store.clone(), keys: keys.clone(), clock: clock.clone(), settings }).await.unwrap();
        sink.kept()
    }
}

/// The sentence of a page, as it is read. Marks of direction are left away.
pub fn sentence(answer: &Answer) -> String {
    let html = answer.body.split("<p class=\"sentence\">").nth(1).unwrap_or_else(|| panic!("no sentence in {}", answer.text()));
    let html = html.split("</p>").next().unwrap();
    let text: String =
        html.split('<').enumerate().map(|(at, part)| if at == 0 { part } else { part.split_once('>').unwrap().1 }).collect();
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    text.replace(['\u{2068}', '\u{2069}'], "")
}
