//! The page of how mail leaves: the kill switch acts within its answer, and only an admin lets go.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::StatusCode;
use dateline::compose::dkim::Folder;
use dateline::fetch::{Answer, Names};
use dateline::model::rate::Rate;
use dateline::review::Around;
use dateline::store::officers::Role;
use dateline::store::{alerts, control, relays, workers};
use dateline::web::desk::sending::{RelaySet, Sending};
use futures_util::future::BoxFuture;

use super::mailings::mailing;
use super::world::{NOW, World, settings};
use crate::support::both_databases;

/// A world that publishes what it is told to.
#[derive(Debug)]
struct Published(Vec<(String, String)>);

impl Names for Published {
    fn addresses<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Answer<Vec<IpAddr>>> {
        Box::pin(async { Answer::Silence })
    }

    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Answer<Vec<String>>> {
        let found: Vec<String> = self.0.iter().filter(|(known, _)| known == name).map(|(_, text)| text.clone()).collect();
        Box::pin(async move { if found.is_empty() { Answer::Nothing } else { Answer::Found(found) } })
    }
}

const PAGE: &str = "/settings/sending";

fn sending() -> Sending {
    let relay = RelaySet {
        name: "north".to_owned(),
        host: "smtp://relay.example:587".to_owned(),
        rate: Rate { messages: 300, window: 60_000 },
        connections: 4,
        lanes: vec!["google".to_owned()],
        target: None,
    };
    Sending { relays: vec![relay], ..Sending::default() }
}

both_databases! {
    async fn a_writer_stops_everything_within_the_answer_and_only_an_admin_lets_go(db: TestDb) {
        let world = World::new(db);
        let (viewer, mut writer) = (world.officer("Vera", Role::Viewer).await, world.officer("Wim", Role::Writer).await);
        let mut admin = world.officer("Maria", Role::Admin).await;
        mailing(&world.db, 1, "sending", [3, 0, 0, 0, 0, 0, 0, 0], 0).await;
        let is_on = async || control::brakes(&world.db.store).await.unwrap().killed.is_some();

        assert!(!world.get(&viewer, PAGE).await.body.contains("/settings/sending/kill"));
        assert_eq!(world.post(&viewer, "/settings/sending/kill", &[("once", "v")]).await.status, StatusCode::FORBIDDEN);
        let ask = world.get(&writer, "/settings/sending/kill").await;
        assert!(ask.text().contains("What waits keeps waiting: 3 copies"), "{}", ask.text());
        assert!(!is_on().await, "asking changes nothing");
        let led = world.press(&writer, &ask, "/settings/sending/kill", &[]).await;
        assert_eq!((led.leads_to(), is_on().await), (PAGE, true));
        writer.take(&led);
        for path in [PAGE, "/releases/1/progress", "/releases/1/report", "/reports", "/deliveries/1001"] {
            let text = world.get(&viewer, path).await.text();
            assert!(text.contains("Sending is stopped for everything, by Wim. 3 copies wait"), "{path}: {text}");
        }

        assert!(!world.get(&writer, PAGE).await.body.contains("/settings/sending/unkill"));
        for path in ["/settings/sending/unkill", "/settings/sending/quarantine", "/settings/sending/alert", "/settings/sending/relay"] {
            assert_eq!(world.post(&writer, path, &[("once", path)]).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert!(is_on().await);
        let ask = world.get(&admin, "/settings/sending/unkill").await;
        let led = world.press(&admin, &ask, "/settings/sending/unkill", &[]).await;
        admin.take(&led);
        assert!(!is_on().await);
        assert!(world.get(&admin, led.leads_to()).await.text().contains("Sending is allowed."));
    }

    async fn a_moved_database_is_let_go_by_an_admin(db: TestDb) {
        let world = World::new(db);
        let admin = world.officer("Maria", Role::Admin).await;
        control::settle_place(&world.db.store, "here", NOW).await.unwrap();
        control::settle_place(&world.db.store, "there", NOW).await.unwrap();
        let page = world.get(&admin, PAGE).await;
        assert!(page.text().contains("lived in another place before") && !page.body.contains(">there<"), "{}", page.text());
        let ask = world.get(&admin, "/settings/sending/quarantine").await;
        world.press(&admin, &ask, "/settings/sending/quarantine", &[]).await;
        assert!(control::brakes(&world.db.store).await.unwrap().are_off());
    }

    async fn alerts_are_shown_and_seen_to(db: TestDb) {
        let world = World::new(db);
        let (admin, viewer) = (world.officer("Maria", Role::Admin).await, world.officer("Vera", Role::Viewer).await);
        alerts::raise(&world.db.store, "lane:north/google", "google says no", NOW).await.unwrap();
        alerts::raise(&world.db.store, "disk:full", "the disk is full", NOW).await.unwrap();
        assert!(!world.get(&viewer, PAGE).await.body.contains("/settings/sending/alert"));
        let page = world.get(&admin, PAGE).await;
        for part in ["Mail to google (north) has trouble.", "google says no", "disk:full needs somebody."] {
            assert!(page.text().contains(part), "{part}: {}", page.text());
        }
        world.press(&admin, &page, "/settings/sending/alert", &[]).await;
        let open = alerts::open(&world.db.store).await.unwrap();
        assert_eq!(open.iter().map(|alert| alert.matter.as_str()).collect::<Vec<_>>(), ["disk:full"]);
    }

    async fn a_halted_relay_is_tried_again_with_its_alerts_closed(db: TestDb) {
        let settings = dateline::web::desk::Settings { sending: sending(), ..settings() };
        let world = World::with(db, settings);
        let admin = world.officer("Maria", Role::Admin).await;
        relays::halt(&world.db.store, "north", "535 the password is wrong", NOW).await.unwrap();
        relays::slow_down(&world.db.store, ("north", "microsoft"), (1, 9), NOW).await.unwrap();
        alerts::raise(&world.db.store, "relay:north", "halted", NOW).await.unwrap();
        let _identity = workers::register(&world.db.store, "host:1", NOW - 120_000).await.unwrap();
        let page = world.get(&admin, PAGE).await;
        for part in ["smtp://relay.example:587", "300/min", "Halted since", "535 the password is wrong", "google", "microsoft", "host:1", "Silent"] {
            assert!(page.text().contains(part), "{part}: {}", page.text());
        }
        assert_eq!(world.get(&admin, "/settings/sending/relay?relay=south").await.status, StatusCode::NOT_FOUND);
        let ask = world.get(&admin, "/settings/sending/relay?relay=north").await;
        world.press(&admin, &ask, "/settings/sending/relay", &[]).await;
        assert!(relays::halted(&world.db.store).await.unwrap().is_empty());
        assert!(alerts::open(&world.db.store).await.unwrap().is_empty());
    }

    async fn signing_keys_are_shown_with_what_dns_has_to_say(db: TestDb) {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(&dir.path().join("dkim"), &dir.path().join("keys"));
        std::fs::write(dir.path().join("keys"), "").unwrap();
        folder.make("harbour.example", NOW).unwrap();
        let keys = folder.keys("harbour.example").unwrap();
        let one = folder.record("harbour.example", &keys[0]).unwrap().unwrap();
        let published = vec![(one.name, one.value), ("harbour.example".to_owned(), "v=spf1 -all".to_owned())];
        let sending = Sending { signs: true, keys: Some(folder.clone()), ..sending() };
        let around = Around { names: Some(Arc::new(Published(published))), ..Around::default() };
        let world = World::with(db, dateline::web::desk::Settings { sending, around: Arc::new(around), ..settings() });
        let viewer = world.officer("Vera", Role::Viewer).await;
        let page = world.get(&viewer, PAGE).await;
        assert!(page.text().contains("Dateline signs every mail itself."), "{}", page.text());
        for key in folder.keys("harbour.example").unwrap() {
            let record = folder.record("harbour.example", &key).unwrap().unwrap();
            let value = record.value.replace('=', "&#x3D;");
            assert!(page.body.contains(&record.name) && page.body.contains(&value), "{}", record.name);
        }
        assert!(!page.text().contains("Found") && !page.text().contains("Not found"), "nobody asked DNS yet");
        let asked = world.get(&viewer, "/settings/sending?dns=look").await.text();
        assert_eq!((asked.matches("Not found").count(), asked.matches(" Found ").count()), (2, 2), "{asked}");
        assert!(asked.contains("There is no DMARC record for harbour.example") && asked.contains("v=spf1 -all"), "{asked}");
    }
}
