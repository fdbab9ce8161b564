//! What a newsroom files an item under places its draft, where that is exact or was said before; nothing else does.

use dateline::clock::{MINUTE, Millis};
use dateline::model::category::Meaning;
use dateline::model::ids::{ALL_ISSUES, IssueId, NewsroomId, ReleaseId};
use dateline::model::release::{Placement, Release};
use dateline::model::vocabulary::{Place, Synonym, term_key};
use dateline::newsroom::watch::Watcher;
use dateline::store::categories::{self, Said};
use dateline::store::newsrooms::{self, New};
use dateline::store::vocabulary::{self, Origin};
use dateline::store::{issues, releases};
use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;

use super::server::{Newsroom, Says, filed};
use crate::support::{TestDb, both_databases};

/// Thu 26 Nov 2026, 09:00 UTC.
const NOW: Millis = 1_795_683_600_000;

struct Office {
    db: TestDb,
    room: Newsroom,
    id: NewsroomId,
    ports: IssueId,
    now: Millis,
}

impl Office {
    async fn new(db: TestDb) -> Self {
        let (ports, _) = issues::insert(&db.store, "Ports", ALL_ISSUES, None, NOW).await.unwrap();
        let room = Newsroom::start(filed(&[])).await;
        let new = New { url: &room.url(), name: "Harbour", kind: "rss" };
        let id = newsrooms::add(&db.store, new, "Maria", NOW).await.unwrap().unwrap();
        let mut office = Self { db, room, id, ports, now: NOW };
        office.read(filed(&[])).await;
        office
    }

    /// What the newsroom has now becomes drafts.
    async fn read(&mut self, says: Says) -> Vec<ReleaseId> {
        self.room.says(says);
        let watcher = Watcher::new(self.db.store.clone(), TimeZone::UTC, CancellationToken::new());
        let watcher = Watcher { reach: self.room.reach(), ..watcher };
        let mut made = Vec::new();
        for _ in 0..3 {
            made.extend(watcher.step(self.now).await.unwrap().drafts);
            self.now += MINUTE;
        }
        made
    }

    async fn one(&mut self, says: Says) -> Release {
        let made = self.read(says).await;
        assert_eq!(made.len(), 1);
        releases::load(&self.db.store, made[0], None).await.unwrap().unwrap()
    }

    async fn category(&self, name: &str) -> i64 {
        categories::find(&self.db.store, self.id, name).await.unwrap().unwrap_or_else(|| panic!("no category {name}"))
    }

    async fn say(&self, name: &str, meaning: Option<Meaning>) -> u64 {
        let said = [Said { category: self.category(name).await, meaning }];
        categories::say(&self.db.store, self.id, &said, "Maria", self.now).await.unwrap()
    }

    /// Name, items and meaning of each.
    async fn listed(&self) -> Vec<(String, i64, Option<Meaning>)> {
        let all = categories::list(&self.db.store, self.id).await.unwrap();
        all.into_iter().map(|one| (one.category.name, one.items, one.category.meaning)).collect()
    }
}

both_databases! {
    async fn exact_categories_are_the_places_of_a_draft_and_say_why(db: TestDb) {
        let mut office = Office::new(db).await;
        let draft = office.one(filed(&[("1", "Gates open in Chile", &["PORTS", "Peru", "Press releases", "IT", "World"])])).await;
        let peru = office.db.number("SELECT id FROM regions WHERE code = 'PE'").await;
        assert_eq!(draft.issues, [Placement::known(office.ports, "from the newsroom’s category “PORTS”")]);
        assert_eq!(draft.regions, [Placement::known(dateline::model::ids::RegionId(peru), "from the newsroom’s category “Peru”")]);
    }

    async fn what_is_only_guessed_stays_a_proposal(db: TestDb) {
        let mut office = Office::new(db).await;
        let draft = office.one(filed(&[("1", "Gates open in Chile", &["Ports", "Andes"])])).await;
        assert!(draft.issues.iter().all(|place| !place.proposed) && draft.issues.len() == 1);
        assert!(draft.regions.iter().all(|place| place.proposed) && draft.regions.len() == 1, "{:?}", draft.regions);
    }

    async fn what_an_import_settled_once_is_exact(db: TestDb) {
        let mut office = Office::new(db).await;
        let synonym = Synonym { term_key: term_key("Häfen & Schifffahrt"), what: Place::Issue(office.ports) };
        vocabulary::settle(&office.db.store, &[synonym], Origin::Import).await.unwrap();
        let draft = office.one(filed(&[("1", "Gates open", &["häfen & schifffahrt"])])).await;
        assert_eq!(draft.issues, [Placement::known(office.ports, "from the newsroom’s category “häfen & schifffahrt”")]);
    }

    async fn what_is_said_of_a_category_counts_from_the_next_item_on(db: TestDb) {
        let mut office = Office::new(db).await;
        let first = office.one(filed(&[("1", "Gates open", &["Quays", "Peru"])])).await;
        assert!(first.issues.is_empty() && first.regions.len() == 1);
        assert_eq!(office.say("QUAYS", Some(Meaning::Place(Place::Issue(office.ports)))).await, 1);
        assert_eq!(office.say("quays", Some(Meaning::Place(Place::Issue(office.ports)))).await, 0, "said already");
        assert_eq!(office.say("Peru", Some(Meaning::Nothing)).await, 1);

        let items: [(&str, &str, &[&str]); 2] = [("2", "Cranes move", &["Quays", "Peru"]), ("1", "Gates open", &["Quays", "Peru"])];
        let second = office.one(filed(&items)).await;

        assert_eq!(second.issues, [Placement::known(office.ports, "from the newsroom’s category “Quays”")]);
        assert!(second.regions.is_empty(), "{:?}", second.regions);
        let first = releases::load(&office.db.store, first.id, None).await.unwrap().unwrap();
        assert!(first.issues.is_empty(), "a draft that is there stays as it is");
        assert_eq!(office.db.number("SELECT COUNT(*) FROM audit WHERE act = 'newsroom.map' AND actor = 'Maria'").await, 2);

        assert_eq!(office.say("Quays", None).await, 1);
        assert_eq!(office.listed().await.first().map(|one| one.2), Some(None), "forgotten, so it is asked about again");
    }

    async fn categories_are_counted_by_their_items_and_an_item_that_moves_is_counted_where_it_is(db: TestDb) {
        let mut office = Office::new(db).await;
        let items: [(&str, &str, &[&str]); 3] =
            [("1", "One", &["Quays", "Fog"]), ("2", "Two", &["Quays", "quays", "<b>Tides</b>"]), ("3", "Three", &["Quays"])];
        office.read(filed(&items)).await;
        office.say("Tides", Some(Meaning::Nothing)).await;
        let names = |listed: &[(String, i64, Option<Meaning>)]| {
            listed.iter().map(|(name, items, _)| format!("{name} {items}")).collect::<Vec<_>>()
        };
        assert_eq!(names(&office.listed().await), ["Quays 3", "Fog 1", "Tides 1"]);

        let moved: [(&str, &str, &[&str]); 3] = [("1", "One", &["Fog"]), ("2", "Two", &["Fog"]), ("3", "Three", &["Quays"])];
        office.read(filed(&moved)).await;

        assert_eq!(names(&office.listed().await), ["Fog 2", "Quays 1", "Tides 0"]);
        assert_eq!(categories::unsaid(&office.db.store).await.unwrap().len(), 2);
        newsrooms::remove(&office.db.store, office.id, "Maria", office.now).await.unwrap();
        assert!(categories::unsaid(&office.db.store).await.unwrap().is_empty(), "of those that are looked at");
    }

    async fn a_meaning_belongs_to_its_own_newsroom(db: TestDb) {
        let mut office = Office::new(db).await;
        office.read(filed(&[("1", "Gates open", &["Quays"])])).await;
        let said = [Said { category: office.category("Quays").await, meaning: Some(Meaning::Nothing) }];
        assert_eq!(categories::say(&office.db.store, NewsroomId(77), &said, "Maria", office.now).await.unwrap(), 0);
        assert_eq!(office.listed().await, [("Quays".to_owned(), 1, None)]);
        for wrong in ["UPDATE newsroom_categories SET meaning = 'region'", "UPDATE newsroom_categories SET target_id = 3"] {
            assert!(office.db.refuses(wrong).await, "{wrong}");
        }
    }
}
