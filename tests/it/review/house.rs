//! An office with a release about one place and one issue, ready to be sent.

use dateline::compose::{Office, OpensMode};
use dateline::model::address::EmailAddress;
use dateline::model::ids::{IssueId, MailingId, RegionId, ReleaseId};
use dateline::model::mailing::Urgency;
use dateline::model::release::{Placement, Release, ReleaseKind};
use dateline::review::{self, Around, Means, Order, Policy, Sent};
use dateline::secrets::Keyring;
use dateline::store::Store;
use dateline::store::releases::{self, OnChange};

use super::world::{I, NOW, Person, R, store_people, store_trees, tree};
use crate::support::TestDb;

pub const DAY: i64 = 86_400_000;

/// An office with a release about one place and one issue.
pub struct House {
    pub office: Office,
    pub keys: Keyring,
    pub relays: Vec<String>,
    pub policy: Policy,
    pub cap: Option<u32>,
    pub around: Around,
    pub release: ReleaseId,
}

impl House {
    pub fn means<'a>(&'a self, store: &'a Store) -> Means<'a> {
        let Self { office, keys, relays, policy, cap, around, .. } = self;
        Means { store, keys, office, relays, policy: *policy, hold: 60_000, cap: *cap, around, now: NOW }
    }

    pub fn order(&self) -> Order {
        Order {
            release: self.release,
            segment: None,
            down: true,
            at: None,
            morning: false,
            again: false,
            urgency: Urgency::Normal,
        }
    }

    /// Reviews and sends; planning is left to the test.
    pub async fn send(&self, store: &Store, order: &Order) -> MailingId {
        let means = self.means(store);
        let seen = review::review(&means, order).await.unwrap();
        match review::send(&means, order, &seen.seal.groups(), seen.count, "Ana", None).await.unwrap() {
            Sent::New { mailing, .. } => mailing,
            other => panic!("{other:?}"),
        }
    }
}

pub fn release() -> Release {
    Release {
        id: ReleaseId(0),
        version: 1,
        kind: ReleaseKind::Release,
        title: "Ferries run at night again".to_owned(),
        teaser: "From Monday the night ferries sail.".to_owned(),
        body: "The harbour opens at midnight, and the first ferry leaves at one.".to_owned(),
        language: "en".to_owned(),
        dateline: "LISBON".to_owned(),
        dated: jiff::civil::date(2026, 9, 21),
        published: None,
        embargo: None,
        event: None,
        image: None,
        contact: None,
        source_url: None,
        source_id: Some("night-ferries".to_owned()),
        withdrawn: None,
        follows: None,
        regions: vec![Placement { id: RegionId(R), proposed: false, reason: String::new() }],
        issues: vec![Placement { id: IssueId(I), proposed: false, reason: String::new() }],
    }
}

pub fn one(id: i64) -> Person {
    Person { id, regions: vec![R], issues: vec![I], language: "en", outlet: "Paper", person: None }
}

pub async fn house(db: &TestDb, people: &[Person]) -> House {
    store_trees(db, &tree(R, &[0, 0]), &tree(I, &[0, 0])).await;
    store_people(db, people).await;
    let release = releases::insert(&db.store, &release(), OnChange::Keep, NOW).await.unwrap().id();
    office(release)
}

/// The office as it is set up.
pub fn office(release: ReleaseId) -> House {
    let office = Office {
        name: "Harbour Office".to_owned(),
        postal_address: "1 Quay Street\n1000 Lisbon".to_owned(),
        contact: "Rui Alves, press@harbour.example, +351 555 0100".to_owned(),
        boilerplate: "The office speaks for the harbour.".to_owned(),
        from_name: "Harbour Office".to_owned(),
        from: EmailAddress::parse("press@harbour.example").unwrap(),
        reply_to: EmailAddress::parse("media@harbour.example").unwrap(),
        bounce_domain: None,
        public_url: "https://news.harbour.example".to_owned(),
        opens: OpensMode::Counted,
    };
    House {
        office,
        keys: Keyring::for_tests(),
        relays: vec!["out".to_owned()],
        policy: Policy::Never,
        cap: None,
        around: Around::default(),
        release,
    }
}
