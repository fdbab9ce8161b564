//! The page on which an officer says what the categories of a newsroom mean, and that it is then two clicks.

use axum::http::StatusCode;
use dateline::clock::MINUTE;
use dateline::model::ids::ALL_ISSUES;
use dateline::newsroom::watch::Watcher;
use dateline::store::issues;
use dateline::store::newsrooms::{self, New};
use dateline::store::officers::Role;
use tokio_util::sync::CancellationToken;

use super::world::{NOW, World, settings};
use crate::newsroom::server::{Newsroom, Says, filed};
use crate::support::{TestDb, both_databases};

const HOME: &str = "/settings/newsrooms";
const PAGE: &str = "/settings/newsrooms/1/categories";

struct Office {
    world: World,
    room: Newsroom,
}

impl Office {
    async fn new(db: TestDb, says: Says) -> Self {
        let room = Newsroom::start(says).await;
        let world = World::with(db, dateline::web::desk::Settings { reach: room.reach(), ..settings() });
        issues::insert(&world.db.store, "Ports", ALL_ISSUES, None, NOW).await.unwrap();
        let new = New { url: &room.url(), name: "Harbour", kind: "rss" };
        newsrooms::add(&world.db.store, new, "Maria", NOW).await.unwrap().unwrap();
        let office = Self { world, room };
        office.read().await;
        office
    }

    async fn read(&self) {
        let watcher = Watcher::new(self.world.db.store.clone(), jiff::tz::TimeZone::UTC, CancellationToken::new());
        let watcher = Watcher { reach: self.room.reach(), ..watcher };
        for _ in 0..3 {
            watcher.step(self.world.clock.now()).await.unwrap();
            self.world.clock.advance(MINUTE);
        }
    }

    async fn id(&self, category: &str) -> i64 {
        self.world.db.number(&format!("SELECT id FROM newsroom_categories WHERE name = '{category}'")).await
    }
}

both_databases! {
    async fn what_nobody_understands_is_named_first_with_its_items(db: TestDb) {
        let items: [(&str, &str, &[&str]); 3] =
            [("1", "One", &["Ports", "Peru"]), ("2", "Two", &["Ports", "Quays"]), ("3", "Three", &["Ports", "Quays", "Fog"])];
        let office = Office::new(db, filed(&items)).await;
        let writer = office.world.officer("Wren", Role::Writer).await;
        let list = office.world.get(&writer, HOME).await;
        assert!(list.text().contains("Categories (2 not understood)") && list.body.contains(&format!("href=\"{PAGE}\"")), "{}", list.text());

        let text = office.world.get(&writer, PAGE).await.text();

        let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("no {what} in {text}"));
        let order = [at("Quays 2 items"), at("Fog 1 item"), at("Ports 3 items"), at("Peru 1 item")];
        assert!(order.is_sorted(), "{order:?} in {text}");
        assert!(text.contains("Issue by its name: Ports") && text.contains("Region by its name: Peru") && text.contains("Not understood"));
    }

    async fn what_is_said_is_remembered_and_the_next_item_has_its_audience(db: TestDb) {
        let office = Office::new(db, filed(&[("1", "One", &["Quays", "Andes", "Fog"])])).await;
        let writer = office.world.officer("Wren", Role::Writer).await;
        let page = office.world.get(&writer, PAGE).await;
        let (quays, andes, fog) = (office.id("Quays").await, office.id("Andes").await, office.id("Fog").await);
        let names: Vec<String> = [quays, andes, fog].map(|id| format!("means-{id}")).into();
        let nothing = format!("nothing-{fog}");
        let fields = [(names[0].as_str(), "ports"), (names[1].as_str(), "PE"), (nothing.as_str(), "yes")];
        let mut all: Vec<(String, String)> = vec![("once".to_owned(), page.field("once"))];
        all.extend([quays, andes, fog].iter().flat_map(|id| {
            [("category".to_owned(), id.to_string()), (format!("was-{id}"), String::new())]
        }));
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let all: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let saved = office.world.post(&writer, PAGE, &all).await;
        assert_eq!(saved.leads_to(), PAGE, "{}", saved.text());
        let again = office.world.get(&writer, PAGE).await;
        assert!(again.text().contains("Issue: Ports") && again.text().contains("Region: Peru") && again.text().contains("Means nothing here"));
        assert_eq!(again.field(&format!("means-{andes}")), "Peru (PE)");
        assert_eq!(office.world.db.number("SELECT COUNT(*) FROM audit WHERE act = 'newsroom.map' AND actor = 'Wren'").await, 1);

        office.room.says(filed(&[("2", "Two", &["Quays", "Andes", "Fog"])]));
        office.read().await;

        assert_eq!(office.world.db.number("SELECT COUNT(*) FROM release_issues WHERE release_id = 2 AND reason LIKE '%Quays%'").await, 1);
        let send = office.world.get(&writer, "/releases/2/send").await;
        assert!(send.text().contains("Ports from the newsroom’s category “Quays”"), "{}", send.text());
        assert!(!send.text().contains("proposals nobody has accepted"), "{}", send.text());
    }

    async fn a_name_nobody_knows_is_asked_about_and_nothing_is_saved(db: TestDb) {
        let office = Office::new(db, filed(&[("1", "One", &["Quays", "Fog"])])).await;
        let writer = office.world.officer("Wren", Role::Writer).await;
        let (quays, fog) = (office.id("Quays").await.to_string(), office.id("Fog").await.to_string());
        let (means_quays, means_fog, nothing_fog) = (format!("means-{quays}"), format!("means-{fog}"), format!("nothing-{fog}"));
        let fields = [
            ("once", "a"),
            ("category", &quays),
            (&means_quays, "Quay & <walls>"),
            ("category", &fog),
            (&means_fog, "Ports"),
            (&nothing_fog, "yes"),
        ];
        let refused = office.world.post(&writer, PAGE, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let text = refused.text();
        assert!(text.contains("There is no region and no issue called Quay & <walls>."), "{text}");
        assert!(text.contains("It cannot mean both Ports and nothing."), "{text}");
        assert_eq!(refused.field(&means_quays), "Quay & <walls>", "what was typed stands there");
        assert_eq!(office.world.db.number("SELECT COUNT(*) FROM newsroom_categories WHERE meaning IS NOT NULL").await, 0);
    }

    async fn whoever_only_looks_changes_nothing(db: TestDb) {
        let office = Office::new(db, filed(&[("1", "One", &["Quays"])])).await;
        let viewer = office.world.officer("Vi", Role::Viewer).await;
        let page = office.world.get(&viewer, PAGE).await;
        assert!(page.text().contains("Quays") && !page.body.contains("name=\"category\"") && !page.text().contains("Save what they mean"));
        assert_eq!(office.world.post(&viewer, PAGE, &[("once", "a")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(office.world.get(&viewer, "/settings/newsrooms/9/categories").await.status, StatusCode::NOT_FOUND);
    }
}
