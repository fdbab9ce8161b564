//! Newsrooms on the desk: looked at before they are kept, and what changes there is taken by hand.

use axum::http::StatusCode;
use dateline::clock::{DAY, MINUTE};
use dateline::model::ids::{ReleaseId, SingleId};
use dateline::newsroom::watch::Watcher;
use dateline::outbox::tell::Teller;
use dateline::store::newsrooms::{self, New};
use dateline::store::officers::Role;
use dateline::store::{queue, releases};
use tokio_util::sync::CancellationToken;

use super::world::{NOW, URL, World, office, settings};
use crate::newsroom::server::{Newsroom, Says, feed};
use crate::support::{TestDb, both_databases};

const HOME: &str = "/settings/newsrooms";
const ADD: &str = "/settings/newsrooms/add";
const ITEM: (&str, &str, &str, &str) = ("1", "Court in Peru rules", "The court in Peru ruled.", "Thu, 26 Nov 2026 08:00:00 GMT");

/// An office that may reach this newsroom.
fn world(db: TestDb, room: &Newsroom) -> World {
    World::with(db, dateline::web::desk::Settings { reach: room.reach(), ..settings() })
}

fn watcher(world: &World, room: &Newsroom) -> Watcher {
    let watcher = Watcher::new(world.db.store.clone(), jiff::tz::TimeZone::UTC, CancellationToken::new());
    Watcher { reach: room.reach(), ..watcher }
}

/// What the newsroom has now becomes drafts.
async fn read(world: &World, room: &Newsroom) {
    for _ in 0..3 {
        watcher(world, room).step(world.clock.now()).await.unwrap();
        world.clock.advance(MINUTE);
    }
}

async fn keep(world: &World, room: &Newsroom) {
    let new = New { url: &room.url(), name: "Harbour", kind: "rss" };
    newsrooms::add(&world.db.store, new, "Maria", NOW).await.unwrap().unwrap();
}

async fn newsrooms_in(world: &World) -> i64 {
    world.db.number("SELECT COUNT(*) FROM newsrooms WHERE removed_ms IS NULL").await
}

both_databases! {
    async fn an_address_is_looked_at_before_it_is_kept(db: TestDb) {
        let room = Newsroom::start(feed(&[ITEM])).await;
        let world = world(db, &room);
        let admin = world.officer("Maria", Role::Admin).await;
        let none = world.get(&admin, HOME).await;
        assert!(none.text().contains("None connected"), "{}", none.text());

        let look = world.get(&admin, &format!("{HOME}?url={}", room.url())).await;
        assert_eq!(look.status, StatusCode::OK, "{}", look.text());
        let text = look.text();
        assert!(text.contains("Found: RSS") && text.contains("Court in Peru rules") && text.contains("“Peru” in the title"), "{text}");
        assert_eq!((newsrooms_in(&world).await, releases::count(&world.db.store).await.unwrap()), (0, 0), "nothing is stored");

        let name = look.field("name");
        assert_eq!(name, "Harbour news");
        let kept = world.press(&admin, &look, ADD, &[("name", &name)]).await;
        assert_eq!(kept.leads_to(), HOME, "{}", kept.text());
        let again = world.press(&admin, &look, ADD, &[("name", &name)]).await;
        assert_eq!((again.leads_to(), newsrooms_in(&world).await), (HOME, 1), "a second press keeps it once");
        assert!(world.get(&admin, HOME).await.text().contains("Not read yet"));

        read(&world, &room).await;
        let page = world.get(&admin, HOME).await.text();
        assert!(page.contains("Reads well") && page.contains("1 item; the last was “Court in Peru rules”"), "{page}");
        assert_eq!(releases::count(&world.db.store).await.unwrap(), 1);

        let known = world.get(&admin, &format!("{HOME}?url={}", room.url())).await;
        let refused = world.press(&admin, &known, ADD, &[("name", "Other")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains("is connected already"));
    }

    async fn a_page_that_names_its_feed_leads_to_it(db: TestDb) {
        let Says::Feed(feed) = feed(&[ITEM]) else { unreachable!() };
        let page = "<!doctype html><html><head><link rel='alternate' type='application/rss+xml' href='/news.xml'></head>".to_owned();
        let room = Newsroom::start(Says::Site(page, feed)).await;
        let world = world(db, &room);
        let admin = world.officer("Maria", Role::Admin).await;
        let look = world.get(&admin, &format!("{HOME}?url=http://{}/", room.address)).await;
        assert!(look.text().contains("Court in Peru rules"), "{}", look.text());
        assert_eq!(look.field("name"), "Harbour news");
        world.press(&admin, &look, ADD, &[("name", "Harbour")]).await;
        let kept = newsrooms::list(&world.db.store).await.unwrap();
        assert_eq!(kept[0].url, format!("http://{}/news.xml", room.address));
    }

    async fn what_cannot_be_kept_says_why(db: TestDb) {
        let room = Newsroom::start(Says::Feed("<!doctype html><html><p>Hello</p></html>".to_owned())).await;
        let inner = Newsroom::start(feed(&[ITEM])).await;
        let world = world(db, &room);
        let admin = world.officer("Maria", Role::Admin).await;
        for (address, why) in [
            (room.url(), "Nothing like a feed"),
            (inner.url(), "must be a public one"),
            ("http://localhost/feed".to_owned(), "must be a public one"),
            ("http://169.254.169.254/".to_owned(), "must be a public one"),
            ("https://me:secret@news.example/".to_owned(), "must be a public one"),
            ("ftp://news.example/".to_owned(), "http or https"),
            ("http://".to_owned(), "http or https"),
        ] {
            let page = world.get(&admin, &format!("{HOME}?url={address}")).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
            assert!(page.text().contains(why), "{address}: {}", page.text());
        }
        let fields = [("once", "a"), ("url", &inner.url()), ("kind", "rss"), ("name", "Inner")];
        assert_eq!(world.post(&admin, ADD, &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "nor without the look");
        assert!(inner.asked().is_empty());
        room.says(Says::Head("503 Service Unavailable".to_owned()));
        assert!(world.get(&admin, &format!("{HOME}?url={}", room.url())).await.text().contains("503 Service Unavailable"));
        assert_eq!(newsrooms_in(&world).await, 0);
    }

    async fn others_see_the_newsrooms_and_fetch_nothing(db: TestDb) {
        let room = Newsroom::start(feed(&[ITEM])).await;
        let world = world(db, &room);
        keep(&world, &room).await;
        let viewer = world.officer("Vi", Role::Viewer).await;
        let page = world.get(&viewer, &format!("{HOME}?url={}", room.url())).await;
        assert!(page.text().contains("Harbour") && !page.body.contains("name=\"url\"") && !page.body.contains("/fetch"));
        assert!(room.asked().is_empty());
        let writer = world.officer("Wren", Role::Writer).await;
        let page = world.get(&writer, HOME).await;
        assert!(page.body.contains(&format!("{HOME}/1/fetch")) && !page.body.contains("/remove"), "{}", page.text());
        assert_eq!(world.get(&writer, &format!("{HOME}/1/remove")).await.status, StatusCode::FORBIDDEN);
    }

    async fn looking_now_makes_it_due_and_removing_asks_once_more(db: TestDb) {
        let room = Newsroom::start(feed(&[ITEM])).await;
        let world = world(db, &room);
        keep(&world, &room).await;
        read(&world, &room).await;
        let admin = world.officer("Maria", Role::Admin).await;
        let (page, due) = (world.get(&admin, HOME).await, newsrooms::list(&world.db.store).await.unwrap()[0].due_ms);
        world.clock.set(due - 30_000);
        assert_eq!(world.press(&admin, &page, &format!("{HOME}/1/fetch"), &[]).await.leads_to(), HOME);
        assert_eq!(watcher(&world, &room).step(world.clock.now()).await.unwrap().looks.len(), 1);

        let last_look = world.get(&admin, &format!("{HOME}/1/remove")).await;
        assert!(last_look.text().contains("Stop looking at Harbour?") && last_look.text().contains("1 drafts"), "{}", last_look.text());
        assert_eq!(newsrooms_in(&world).await, 1, "a look removes nothing");
        assert_eq!(world.press(&admin, &last_look, &format!("{HOME}/1/remove"), &[]).await.leads_to(), HOME);
        assert_eq!((newsrooms_in(&world).await, releases::count(&world.db.store).await.unwrap()), (0, 1), "its drafts stay");
        assert_eq!(world.get(&admin, &format!("{HOME}/1/remove")).await.status, StatusCode::NOT_FOUND);
    }

    async fn the_new_text_of_a_page_is_taken_once_and_from_the_version_one_saw(db: TestDb) {
        let room = Newsroom::start(feed(&[ITEM])).await;
        let world = world(db, &room);
        keep(&world, &room).await;
        read(&world, &room).await;
        room.says(feed(&[("1", "Court in Peru rules", "The court in Peru ruled on Friday.", ITEM.3)]));
        read(&world, &room).await;
        let writer = world.officer("Wren", Role::Writer).await;

        let stale = world.post(&writer, "/releases/1/take", &[("once", "a"), ("version", "4")]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        for _ in 0..2 {
            let taken = world.post(&writer, "/releases/1/take", &[("once", "b"), ("version", "1")]).await;
            assert_eq!(taken.leads_to(), "/releases/1", "{}", taken.text());
        }
        let release = releases::load(&world.db.store, ReleaseId(1), None).await.unwrap().unwrap();
        assert_eq!((release.version, release.body.as_str()), (2, "The court in Peru ruled on Friday."));
        assert_eq!(world.db.number("SELECT COUNT(*) FROM audit WHERE act = 'release.take' AND actor = 'Wren'").await, 1);
    }

    async fn officers_who_write_are_told_of_new_drafts_in_one_mail(db: TestDb) {
        let room = Newsroom::start(feed(&[])).await;
        let world = world(db, &room);
        keep(&world, &room).await;
        read(&world, &room).await;
        for (name, role) in [("Vi", Role::Viewer), ("Wren", Role::Writer), ("Ada", Role::Admin)] {
            world.officer(name, role).await;
        }
        let office = office();
        let teller = Teller { store: &world.db.store, keys: &world.keys, office: &office, relays: 1 };
        let second = ("2", "Clinics &amp; courts", "Twelve clinics opened.", ITEM.3);
        room.says(feed(&[ITEM, second]));
        read(&world, &room).await;

        assert_eq!(teller.tell_of_drafts(world.clock.now()).await.unwrap(), 2);
        assert_eq!(teller.tell_of_drafts(world.clock.now()).await.unwrap(), 0, "once");

        let (_, message) = queue::single(&world.db.store, SingleId(1)).await.unwrap().unwrap();
        let message = String::from_utf8(message).unwrap();
        assert!(message.contains("Subject: 2 drafts are ready\r\n") && message.contains("Clinics & courts"), "{message}");
        assert!(message.contains(&format!("{URL}/releases/1/send\r\n")) && message.contains(&format!("{URL}/releases/2/send\r\n")));
        assert_eq!(world.db.number("SELECT COUNT(*) FROM deliveries WHERE address = 'vi@harbour.example'").await, 0);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM mailings WHERE id > 0").await, 0, "and nothing goes to reporters");

        // The next one waits for its mail, and is told of then.
        room.says(feed(&[("3", "A third one", "Some words.", ITEM.3)]));
        read(&world, &room).await;
        assert_eq!(teller.tell_of_drafts(world.clock.now()).await.unwrap(), 0);
        world.clock.advance(5 * MINUTE);
        assert_eq!(teller.tell_of_drafts(world.clock.now()).await.unwrap(), 2);
        // What is older than a day is no news.
        room.says(feed(&[("4", "A fourth one", "Some words.", ITEM.3)]));
        read(&world, &room).await;
        world.clock.advance(DAY);
        assert_eq!(teller.tell_of_drafts(world.clock.now()).await.unwrap(), 0);
    }
}
