//! New releases arrive by themselves, once each, and nothing is ever sent.

use dateline::clock::{DAY, HOUR, MINUTE, Millis, SECOND};
use dateline::model::ids::{ALL_ISSUES, NewsroomId, ReleaseId};
use dateline::model::release::Release;
use dateline::newsroom::change::{self, Taken};
use dateline::newsroom::watch::{Step, Watcher};
use dateline::store::newsrooms::{self, New};
use dateline::store::{Store, alerts, issues, releases};
use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;

use super::server::{Newsroom, Says, feed};
use crate::support::{TestDb, both_databases};

/// Thu 26 Nov 2026, 09:00 UTC.
const NOW: Millis = 1_795_683_600_000;
const TODAY: &str = "Thu, 26 Nov 2026 08:00:00 GMT";
const LONG_AGO: &str = "Thu, 01 Oct 2026 08:00:00 GMT";

const FIRST: (&str, &str, &str, &str) = ("1", "Court in Peru rules", "The court in Peru ruled on Monday on refugees.", TODAY);
const SECOND_ITEM: (&str, &str, &str, &str) = ("2", "Clinics open in Chile", "Twelve clinics opened in Chile.", TODAY);

fn watcher(store: &Store, room: &Newsroom) -> Watcher {
    let watcher = Watcher::new(store.clone(), TimeZone::UTC, CancellationToken::new());
    Watcher { reach: room.reach(), ..watcher }
}

async fn keep(store: &Store, url: &str) -> NewsroomId {
    newsrooms::add(store, New { url, name: "Harbour", kind: "rss" }, "Maria", NOW).await.unwrap().unwrap()
}

/// A newsroom that is kept and has been looked at once, with nothing in it.
async fn watched(db: &TestDb) -> (Newsroom, Watcher) {
    let room = Newsroom::start(feed(&[])).await;
    keep(&db.store, &room.url()).await;
    let watcher = watcher(&db.store, &room);
    watcher.step(NOW).await.unwrap();
    (room, watcher)
}

/// Steps every ten seconds, as long as `for_` lasts; gives what was made.
async fn steps(watcher: &Watcher, from: Millis, for_: Millis) -> Vec<ReleaseId> {
    let mut made = Vec::new();
    let mut now = from;
    while now <= from + for_ {
        made.extend(watcher.step(now).await.unwrap().drafts);
        now += 10 * SECOND;
    }
    made
}

async fn load(db: &TestDb, id: ReleaseId) -> Release {
    releases::load(&db.store, id, None).await.unwrap().unwrap()
}

async fn nothing_was_sent(db: &TestDb) {
    for table in ["mailings", "deliveries"] {
        assert_eq!(db.number(&format!("SELECT COUNT(*) FROM {table} WHERE id > 0")).await, 0, "{table}");
    }
}

fn problem(step: &Step) -> &str {
    step.looks[0].problem.as_deref().unwrap_or_default()
}

async fn state(db: &TestDb) -> newsrooms::Newsroom {
    newsrooms::list(&db.store).await.unwrap().remove(0)
}

both_databases! {
    async fn a_new_item_is_a_draft_with_proposed_places_within_two_minutes(db: TestDb) {
        issues::insert(&db.store, "Refugees", ALL_ISSUES, None, NOW).await.unwrap();
        let (room, watcher) = watched(&db).await;
        room.says(feed(&[FIRST]));

        let made = steps(&watcher, NOW + SECOND, 2 * MINUTE).await;

        assert_eq!(made.len(), 1);
        let draft = load(&db, made[0]).await;
        assert_eq!((draft.title.as_str(), draft.version), ("Court in Peru rules", 1));
        assert_eq!(draft.body, "The court in Peru ruled on Monday on refugees.");
        assert!(draft.regions.iter().all(|place| place.proposed && place.reason.contains("Peru")) && draft.regions.len() == 1);
        assert!(draft.issues.iter().all(|place| place.proposed) && draft.issues.len() == 1);
        assert_eq!(draft.source_url.as_deref(), Some("https://news.example/1"));
        assert_eq!(db.number("SELECT COUNT(*) FROM audit WHERE act = 'newsroom.draft' AND actor = 'dateline'").await, 1);
        nothing_was_sent(&db).await;
    }

    async fn quick_corrections_at_the_source_are_in_the_draft(db: TestDb) {
        let (room, watcher) = watched(&db).await;
        room.says(feed(&[FIRST]));
        assert!(watcher.step(NOW + MINUTE).await.unwrap().drafts.is_empty(), "it settles first");
        room.says(feed(&[("1", "Court in Peru rules", "The court in Peru ruled on Tuesday.", TODAY)]));

        let made = watcher.step(NOW + 2 * MINUTE).await.unwrap().drafts;

        assert_eq!(load(&db, made[0]).await.body, "The court in Peru ruled on Tuesday.");
        assert!(newsrooms::changed(&db.store, made[0]).await.unwrap().is_none());
    }

    async fn an_unchanged_answer_costs_nothing(db: TestDb) {
        let (room, watcher) = watched(&db).await;
        room.says(feed(&[FIRST]));
        steps(&watcher, NOW + MINUTE, 3 * MINUTE).await;
        let before = state(&db).await;

        watcher.step(NOW + 5 * MINUTE).await.unwrap();

        let asked = room.asked().pop().unwrap().to_lowercase();
        assert!(asked.contains("if-none-match: ") && asked.contains("if-modified-since: tue, 24 nov 2026"), "{asked}");
        let after = state(&db).await;
        assert_eq!((after.fetched_ms, after.changed_ms), (Some(NOW + 5 * MINUTE), before.changed_ms));
        assert_eq!(releases::count(&db.store).await.unwrap(), 1);
    }

    async fn the_same_item_is_one_draft_for_ever(db: TestDb) {
        let (room, watcher) = watched(&db).await;
        room.says(feed(&[FIRST, FIRST]));
        assert_eq!(steps(&watcher, NOW + MINUTE, 2 * MINUTE).await.len(), 1);
        room.says(feed(&[SECOND_ITEM, FIRST]));
        assert_eq!(steps(&watcher, NOW + 4 * MINUTE, 2 * MINUTE).await.len(), 1);
        room.says(feed(&[FIRST]));
        steps(&watcher, NOW + 7 * MINUTE, 2 * MINUTE).await;
        room.says(feed(&[SECOND_ITEM]));
        assert!(steps(&watcher, NOW + 10 * MINUTE, 2 * MINUTE).await.is_empty());
        assert_eq!(releases::count(&db.store).await.unwrap(), 2);
        // Also after the newsroom was removed and added again, and from another address of the same newsroom.
        let id = state(&db).await.id();
        assert!(newsrooms::remove(&db.store, id, "Maria", NOW + HOUR).await.unwrap());
        assert!(watcher.step(NOW + HOUR).await.unwrap().looks.is_empty());
        assert_eq!(keep(&db.store, &room.url()).await, id);
        keep(&db.store, &format!("{}?again", room.url())).await;
        steps(&watcher, NOW + HOUR, 3 * MINUTE).await;
        assert_eq!(releases::count(&db.store).await.unwrap(), 2);
    }

    async fn watchers_at_once_make_one_draft_of_each_item(db: TestDb) {
        let (room, first) = watched(&db).await;
        room.says(feed(&[FIRST, SECOND_ITEM]));
        let other = Store::open(&db.url).await.unwrap();
        let watchers = [first.clone(), watcher(&other, &room), first.clone(), watcher(&other, &room)];
        let before = room.asked().len();
        for now in [NOW + MINUTE, NOW + 2 * MINUTE, NOW + 3 * MINUTE] {
            let steps = futures_util::future::join_all(watchers.iter().map(|watcher| watcher.step(now))).await;
            let looked: usize = steps.into_iter().map(|step| step.unwrap().looks.len()).sum();
            assert_eq!(looked, 1, "one of them looks");
        }
        assert_eq!(room.asked().len(), before + 3);
        assert_eq!(releases::count(&db.store).await.unwrap(), 2);
        assert_eq!(db.number("SELECT COUNT(*) FROM newsroom_items WHERE release_id IS NOT NULL").await, 2);
        assert_eq!(db.number("SELECT COUNT(*) FROM audit WHERE act = 'newsroom.draft'").await, 2);
        other.close().await;
    }

    async fn a_changed_item_shows_what_changed_and_is_taken_only_when_told(db: TestDb) {
        let (room, watcher) = watched(&db).await;
        room.says(feed(&[FIRST]));
        let id = steps(&watcher, NOW + MINUTE, 2 * MINUTE).await[0];
        room.says(feed(&[("1", "Court in Peru rules", "The court in Peru ruled on Friday on refugees.", TODAY)]));

        let step = watcher.step(NOW + 5 * MINUTE).await.unwrap();

        assert_eq!((step.looks[0].new, step.looks[0].changed), (0, 1));
        assert_eq!(load(&db, id).await.body, FIRST.2, "not taken by itself");
        let changed = newsrooms::changed(&db.store, id).await.unwrap().unwrap();
        assert_eq!((changed.when, changed.old.body.as_str()), (NOW + 5 * MINUTE, FIRST.2));
        assert_eq!(changed.new.body, "The court in Peru ruled on Friday on refugees.");

        let now = NOW + 6 * MINUTE;
        assert_eq!(change::take(&db.store, id, Some(7), "Maria", now).await.unwrap(), Taken::Stale);
        assert_eq!(change::take(&db.store, id, Some(1), "Maria", now).await.unwrap(), Taken::Version(2));
        let taken = load(&db, id).await;
        assert_eq!((taken.version, taken.body.as_str()), (2, changed.new.body.as_str()));
        assert!(newsrooms::changed(&db.store, id).await.unwrap().is_none());
        assert_eq!(change::take(&db.store, id, None, "Maria", now).await.unwrap(), Taken::Nothing);
        nothing_was_sent(&db).await;
    }

    async fn taking_the_new_text_keeps_what_an_officer_wrote_elsewhere(db: TestDb) {
        let (room, watcher) = watched(&db).await;
        room.says(feed(&[FIRST]));
        let id = steps(&watcher, NOW + MINUTE, 2 * MINUTE).await[0];
        let mut edited = load(&db, id).await;
        edited.title = "Peru: court rules on refugees".to_owned();
        edited.contact = Some("Mia Ode".to_owned());
        releases::insert(&db.store, &edited, releases::OnChange::NewVersion, NOW + 4 * MINUTE).await.unwrap();
        room.says(feed(&[("1", "Court in Peru rules", "The court in Peru ruled on Friday.", TODAY)]));
        watcher.step(NOW + 5 * MINUTE).await.unwrap();

        assert_eq!(change::take(&db.store, id, None, "Maria", NOW + 6 * MINUTE).await.unwrap(), Taken::Version(3));

        let taken = load(&db, id).await;
        assert_eq!((taken.title.as_str(), taken.body.as_str()), ("Peru: court rules on refugees", "The court in Peru ruled on Friday."));
        assert_eq!(taken.contact.as_deref(), Some("Mia Ode"));
    }

    async fn a_change_that_is_taken_back_is_none(db: TestDb) {
        let (room, watcher) = watched(&db).await;
        room.says(feed(&[FIRST]));
        let id = steps(&watcher, NOW + MINUTE, 2 * MINUTE).await[0];
        room.says(feed(&[("1", "Court rules", "Something else.", TODAY)]));
        watcher.step(NOW + 5 * MINUTE).await.unwrap();
        assert!(newsrooms::changed(&db.store, id).await.unwrap().is_some());
        room.says(feed(&[FIRST]));
        watcher.step(NOW + 6 * MINUTE).await.unwrap();
        assert!(newsrooms::changed(&db.store, id).await.unwrap().is_none());
    }

    async fn a_new_name_for_a_place_changes_no_item(db: TestDb) {
        let (room, watcher) = watched(&db).await;
        let dated = ("1", "Court rules", "Bayern – The court ruled today on all of it.", TODAY);
        room.says(feed(&[dated]));
        let id = steps(&watcher, NOW + MINUTE, 2 * MINUTE).await[0];
        let bavaria = dateline::store::vocabulary::load(&db.store).await.unwrap().region("DE-BY").unwrap();
        let synonym = dateline::model::vocabulary::Synonym {
            term_key: "bayern".to_owned(),
            what: dateline::model::vocabulary::Place::Region(bavaria),
        };
        dateline::store::vocabulary::settle(&db.store, &[synonym], dateline::store::vocabulary::Origin::Office).await.unwrap();
        room.says(feed(&[dated, SECOND_ITEM]));
        watcher.step(NOW + 5 * MINUTE).await.unwrap();
        assert!(newsrooms::changed(&db.store, id).await.unwrap().is_none());
    }

    async fn a_new_source_brings_its_news_and_not_its_archive(db: TestDb) {
        let many: Vec<(String, String)> = (0..30).map(|n| (format!("n{n}"), format!("News {n}"))).collect();
        let mut items: Vec<(&str, &str, &str, &str)> =
            many.iter().map(|(id, title)| (id.as_str(), title.as_str(), "Some words of it.", TODAY)).collect();
        items.push(("old", "An old one", "Some words of it.", LONG_AGO));
        items.push(("undated", "No date", "Some words of it.", ""));
        let room = Newsroom::start(feed(&items)).await;
        keep(&db.store, &room.url()).await;
        let watcher = watcher(&db.store, &room);

        assert_eq!(steps(&watcher, NOW, 3 * MINUTE).await.len(), 20);

        assert_eq!(db.number("SELECT COUNT(*) FROM newsroom_items").await, 32);
        // What slips back into the list later, as its newest are deleted, is no news either.
        room.says(feed(&[("older", "An older one", "Some words.", LONG_AGO), ("undated2", "No date", "Some words.", "")]));
        let made = steps(&watcher, NOW + 4 * MINUTE, 3 * MINUTE).await;
        assert_eq!(made.len(), 1);
        assert_eq!(load(&db, made[0]).await.title, "No date");
    }

    async fn an_item_that_was_imported_before_is_that_release(db: TestDb) {
        let (room, watcher) = watched(&db).await;
        room.says(feed(&[FIRST]));
        let id = steps(&watcher, NOW + MINUTE, 2 * MINUTE).await[0];
        assert!(newsrooms::remove(&db.store, state(&db).await.id(), "Maria", NOW + 5 * MINUTE).await.unwrap());
        room.says(feed(&[("1", "Court in Peru rules", "Other words.", TODAY)]));
        keep(&db.store, &format!("{}?again", room.url())).await;
        assert!(steps(&watcher, NOW + 6 * MINUTE, 2 * MINUTE).await.is_empty());
        let changed = newsrooms::changed(&db.store, id).await.unwrap().unwrap();
        assert_eq!((changed.old.body.as_str(), changed.new.body.as_str()), (FIRST.2, "Other words."));
    }

    async fn failures_back_off_say_so_and_are_forgotten(db: TestDb) {
        let (room, watcher) = watched(&db).await;
        room.says(Says::Head("503 Service Unavailable".to_owned()));
        let mut now = NOW + MINUTE;
        let mut waits = Vec::new();
        for _ in 0..8 {
            let step = watcher.step(now).await.unwrap();
            assert_eq!(problem(&step), "the server answered 503 Service Unavailable");
            let due = state(&db).await.due_ms;
            assert!(watcher.step(due - 1).await.unwrap().looks.is_empty());
            waits.push((due - now) / MINUTE);
            now = due;
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(state(&db).await.failures, 8);
        let open = alerts::open(&db.store).await.unwrap();
        assert!(open.len() == 1 && open[0].message.contains("503"), "{open:?}");

        room.says(feed(&[("9", "Back again", "Some words.", "Thu, 26 Nov 2026 11:00:00 GMT")]));
        assert_eq!(steps(&watcher, now, 2 * MINUTE).await.len(), 1);
        let well = state(&db).await;
        assert_eq!((well.failures, well.last_problem.as_str()), (0, ""));
        assert!(alerts::open(&db.store).await.unwrap().is_empty());
    }

    async fn a_server_that_asks_to_wait_is_left_alone_so_long_but_not_for_ever(db: TestDb) {
        let (room, watcher) = watched(&db).await;
        for (head, wait) in [("Retry-After: 600", 10 * MINUTE), ("Retry-After: 99999999", DAY), ("Retry-After: 1", MINUTE)] {
            room.says(Says::Head(format!("429 Too Many Requests\r\n{head}")));
            let now = state(&db).await.due_ms;
            watcher.step(now).await.unwrap();
            assert_eq!(state(&db).await.due_ms - now, wait, "{head}");
        }
    }

    async fn neither_an_address_nor_a_redirect_leads_inside(db: TestDb) {
        let (room, watcher) = watched(&db).await;
        let inside = Newsroom::start(feed(&[FIRST])).await;
        for place in [inside.url(), "http://169.254.169.254/latest".to_owned(), "http://localhost:1/".to_owned(), "file:///etc/passwd".to_owned()] {
            room.says(Says::Head(format!("302 Found\r\nLocation: {place}")));
            let now = state(&db).await.due_ms;
            let step = watcher.step(now).await.unwrap();
            assert!(!problem(&step).is_empty(), "{place}");
        }
        let now = state(&db).await.due_ms;
        keep(&db.store, &inside.url()).await;
        let steps = watcher.step(now).await.unwrap();
        assert!(steps.looks.iter().any(|look| look.problem.as_deref().is_some_and(|said| said.contains("this machine or its network"))));
        assert!(inside.asked().is_empty(), "nobody asked the inner server");
        assert_eq!(releases::count(&db.store).await.unwrap(), 0);
    }

    async fn what_is_no_feed_or_is_stopped_changes_nothing(db: TestDb) {
        let (room, watcher) = watched(&db).await;
        room.says(Says::Feed("<!DOCTYPE html><html><body>Moved</body></html>".to_owned()));
        assert_eq!(problem(&watcher.step(NOW + MINUTE).await.unwrap()), "this is a web page, not a feed");
        watcher.stop.cancel();
        let due = state(&db).await.due_ms;
        assert!(watcher.step(due).await.unwrap().looks.is_empty());
        assert_eq!(releases::count(&db.store).await.unwrap(), 0);
    }

    async fn an_item_that_cannot_be_read_is_counted_and_comes_when_it_can(db: TestDb) {
        let (room, watcher) = watched(&db).await;
        room.says(feed(&[FIRST, ("2", "", "Words without a title.", TODAY)]));
        assert_eq!(steps(&watcher, NOW + MINUTE, 2 * MINUTE).await.len(), 1);
        assert_eq!(state(&db).await.unread, 1);
        room.says(feed(&[FIRST, SECOND_ITEM]));
        assert_eq!(steps(&watcher, NOW + 4 * MINUTE, 2 * MINUTE).await.len(), 1);
        assert_eq!(state(&db).await.unread, 0);
    }
}
