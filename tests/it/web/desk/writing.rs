//! Writing a release at the desk: saving, saving by itself, two people at once, earlier versions, pasting, tests.

use axum::http::StatusCode;
use dateline::clock::{DAY, MINUTE};
use dateline::model::ids::ReleaseId;
use dateline::model::mailing::MailingState;
use dateline::model::release::{Release, ReleaseKind};
use dateline::store::officers::{self, Role};
use dateline::store::standing::{self, State};
use dateline::store::{mailings, releases, sessions};

use super::releases::{HOSTILE, audience, scheduled, stored, text};
use super::world::{Answer, Browser, NOW, World};
use crate::support::both_databases;

/// What the form of the text holds, as a browser would send it, with some fields in other words.
fn form<'a>(version: &'a str, other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("version", version),
        ("subject", "Seen in the crowd"),
        ("teaser", "Cameras without rules."),
        ("body", "Cameras are set up **faster** than the rules.\r\n\r\n- one\r\n- two"),
        ("kind", "release"),
        ("language", "en"),
        ("dateline", ""),
        ("embargo-date", ""),
        ("embargo-time", ""),
        ("embargo-zone", "Europe/Berlin"),
        ("image-url", ""),
        ("image-alt", ""),
        ("image-caption", ""),
        ("image-credit", ""),
        ("contact", ""),
    ];
    for (name, value) in other {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

struct Written {
    world: World,
    maria: Browser,
    tom: Browser,
    id: ReleaseId,
}

impl Written {
    async fn new(db: crate::support::TestDb) -> Self {
        let world = World::new(db);
        let (maria, tom) = (world.officer("Maria", Role::Writer).await, world.officer("Tom", Role::Writer).await);
        let id = stored(&world, &text("Seen in the crowd")).await;
        Self { world, maria, tom, id }
    }

    async fn save(&self, browser: &Browser, version: &str, other: &[(&str, &str)]) -> Answer {
        self.world.post(browser, &format!("/releases/{}", self.id), &form(version, other)).await
    }

    async fn autosave(&self, browser: &Browser, version: &str, other: &[(&str, &str)]) -> Answer {
        self.world.post(browser, &format!("/releases/{}/save", self.id), &form(version, other)).await
    }

    async fn newest(&self) -> Release {
        releases::load(&self.world.db.store, self.id, None).await.unwrap().unwrap()
    }
}

both_databases! {
    async fn a_save_is_the_next_version_and_the_same_text_is_none(db: TestDb) {
        let written = Written::new(db).await;
        let same = written.save(&written.maria, "1", &[]).await;
        assert_eq!((same.leads_to(), written.newest().await.version), (format!("/releases/{}", written.id).as_str(), 1));
        written.save(&written.maria, "1", &[("body", "New text"), ("contact", "Mia\r\n+49 30 0000000")]).await;
        let found = written.newest().await;
        assert_eq!((found.version, found.body.as_str(), found.contact.as_deref()), (2, "New text", Some("Mia\n+49 30 0000000")));
        // The form sent once more, by a reload or an impatient finger.
        let again = written.save(&written.maria, "1", &[("body", "New text"), ("contact", "Mia\r\n+49 30 0000000")]).await;
        assert_eq!((again.status, written.newest().await.version), (StatusCode::SEE_OTHER, 2));
        let page = written.world.get(&written.maria, &format!("/releases/{}/versions", written.id)).await;
        assert!(page.text().contains("Maria changed text, press contact."), "{}", page.text());
        let first = releases::load(&written.world.db.store, written.id, Some(1)).await.unwrap().unwrap();
        assert_eq!(first.body, text("").body);
        let audited = written.world.db.number("SELECT COUNT(*) FROM audit WHERE act = 'release.edited' AND actor = 'Maria'").await;
        assert_eq!(audited, 1);
    }

    async fn what_is_written_saves_itself_and_shows_as_one_step(db: TestDb) {
        let written = Written::new(db).await;
        let mut version = "1".to_owned();
        for body in ["N", "New", "New text"] {
            written.world.clock.advance(2_000);
            let answer = written.autosave(&written.maria, &version, &[("body", body)]).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
            version = answer.field("version");
            assert!(answer.body.starts_with("<p id=\"save-state\""), "{}", answer.body);
        }
        assert!(answer_says(&written.autosave(&written.maria, &version, &[("body", "New text")]).await, "Saved 10:00:06"));
        assert_eq!((written.newest().await.body.as_str(), version.as_str()), ("New text", "4"));
        // A time that is half typed keeps nothing else from being saved.
        let half = [("body", "Newer text"), ("embargo-date", "2026-12-01"), ("embargo-time", "1")];
        let answer = written.autosave(&written.maria, &version, &half).await;
        assert_eq!((answer.status, written.newest().await.embargo), (StatusCode::OK, None));
        assert_eq!(written.newest().await.body, "Newer text");
        let page = written.world.get(&written.maria, &format!("/releases/{}/versions", written.id)).await;
        let shown = page.body.matches("Version ").count();
        assert!(page.body.contains("Version 5") && page.body.contains("Version 1") && !page.body.contains("Version 3"), "{shown}");
    }

    async fn two_people_at_once_lose_nothing(db: TestDb) {
        let written = Written::new(db).await;
        written.save(&written.tom, "1", &[("body", "The words of Tom.")]).await;
        let by_itself = written.autosave(&written.maria, "1", &[("body", "The words of Maria.")]).await;
        assert_eq!(by_itself.status, StatusCode::CONFLICT);
        assert!(answer_says(&by_itself, "Not saved: somebody else saved at 10:00:00"), "{}", by_itself.body);
        let here = format!("/releases/{}", written.id);
        let both = written.save(&written.maria, "1", &[("body", "The words of Maria & <b>hers</b>."), ("teaser", "Her teaser")]).await;
        assert_eq!(both.status, StatusCode::CONFLICT);
        assert!(both.text().contains("Tom saved at 10:00:00, while you were writing"), "{}", both.text());
        assert!(both.body.contains("<del>Tom</del>") && both.body.contains("<ins>Maria"), "{}", both.body);
        assert!(both.body.contains("The words of Maria &amp; &lt;b&gt;hers&lt;/b&gt;."));
        assert_eq!(written.newest().await.body, "The words of Tom.");
        let kept = written.world.press(&written.maria, &both, &here, &[("body", "The words of Maria & <b>hers</b>.")]).await;
        assert_eq!(kept.leads_to(), here, "{}", kept.text());
        let newest = written.newest().await;
        assert_eq!((newest.version, newest.teaser.as_str()), (3, "Her teaser"));
        let toms = releases::load(&written.world.db.store, written.id, Some(2)).await.unwrap().unwrap();
        assert_eq!(toms.body, "The words of Tom.");
    }

    async fn two_saves_at_the_same_moment_never_overwrite_each_other(db: TestDb) {
        let written = Written::new(db).await;
        let bodies: Vec<String> = (0..6).map(|n| format!("Text {n}")).collect();
        let saves = bodies.iter().map(|body| {
            let written = &written;
            async move { written.save(&written.maria, "1", &[("body", body.as_str())]).await.status }
        });
        let answers = futures_util::future::join_all(saves).await;
        assert_eq!(answers.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|status| **status == StatusCode::CONFLICT).count(), 5, "{answers:?}");
        assert_eq!(written.newest().await.version, 2);
    }

    async fn an_earlier_text_is_taken_up_again_as_a_new_version(db: TestDb) {
        let written = Written::new(db).await;
        written.save(&written.maria, "1", &[("body", "Second text")]).await;
        let versions = format!("/releases/{}/versions", written.id);
        let page = written.world.get(&written.maria, &format!("{versions}?from=1&to=2")).await;
        assert!(page.body.contains("<ins>Second"), "{}", page.body);
        let restore = format!("{versions}/1/restore");
        written.world.press(&written.tom, &page, &restore, &[]).await;
        let answer = written.world.press(&written.tom, &page, &restore, &[]).await;
        assert_eq!(answer.leads_to(), format!("/releases/{}", written.id));
        let newest = written.newest().await;
        assert_eq!((newest.version, newest.body), (3, text("").body));
        let page = written.world.get(&written.tom, &versions).await;
        assert!(page.text().contains("Tom took up version 1 again."), "{}", page.text());
        assert_eq!(written.world.get(&written.tom, &format!("{versions}?from=77")).await.status, StatusCode::NOT_FOUND);
    }

    async fn a_time_the_clocks_skip_is_refused_and_one_they_show_twice_is_asked_about(db: TestDb) {
        let written = Written::new(db).await;
        let gap = [("embargo-date", "2027-03-28"), ("embargo-time", "02:30")];
        let answer = written.save(&written.maria, "1", &gap).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("02:30 does not exist on that day") && answer.body.contains("href=\"#embargo-time\""));
        let twice = [("embargo-date", "2027-10-31"), ("embargo-time", "02:30")];
        let answer = written.save(&written.maria, "1", &twice).await;
        assert!(answer.text().contains("02:30 comes twice on that day"), "{}", answer.text());
        assert!(answer.body.contains("value=\"UTC+02:00\"") && answer.body.contains("value=\"UTC+01:00\""));
        let second = [("embargo-date", "2027-10-31"), ("embargo-time", "02:30"), ("embargo-zone", "UTC+01:00")];
        assert_eq!(written.save(&written.maria, "1", &second).await.status, StatusCode::SEE_OTHER);
        let embargo = written.newest().await.embargo.unwrap();
        assert_eq!(embargo, 1_824_946_200_000);
        // Saved again without touching it, it stays the second of the two.
        let page = written.world.get(&written.maria, &format!("/releases/{}", written.id)).await;
        assert!(page.text().contains("Sun 31 Oct 2027, 02:30 (Berlin, UTC+1)"), "{}", page.text());
        let answer = written.save(&written.maria, "2", &[("embargo-date", "2027-10-31"), ("embargo-time", "02:30"), ("body", "x")]).await;
        assert_eq!((answer.status, written.newest().await.embargo), (StatusCode::SEE_OTHER, Some(embargo)));
        for (date, time, field) in [("2027-10-31", "", "embargo-time"), ("", "10:00", "embargo-date"), ("soon", "10:00", "embargo-date")] {
            let answer = written.save(&written.maria, "3", &[("embargo-date", date), ("embargo-time", time)]).await;
            assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{date} {time}: {}", answer.text());
        }
    }

    async fn every_mistake_stands_beside_its_field_and_nothing_typed_is_lost(db: TestDb) {
        let written = Written::new(db).await;
        let long = HOSTILE.repeat(20);
        let wrong = [("subject", long.as_str()), ("kind", "withdrawal"), ("language", "xx"), ("image-url", "javascript:alert(1)"), ("body", HOSTILE)];
        let answer = written.save(&written.maria, "1", &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in ["subject", "kind", "language", "image-url"] {
            assert!(answer.body.contains(&format!("href=\"#{field}\"")) && answer.body.contains(&format!("id=\"{field}-error\"")), "{field}");
        }
        assert!(answer.text().contains("alert('x')") && !answer.body.contains("<script>alert") && !answer.body.contains("<img src"));
        assert_eq!(written.newest().await.version, 1);
        let advisory = written.save(&written.maria, "1", &[("kind", "media_advisory"), ("body", "Come and see")]).await;
        assert!(advisory.body.contains("href=\"#event-date\"") && advisory.text().contains("Come and see"));
        let told = [("kind", "media_advisory"), ("event-date", "2026-12-01"), ("event-time", "10.30")];
        assert_eq!(written.save(&written.maria, "1", &told).await.status, StatusCode::SEE_OTHER);
        let found = written.newest().await;
        assert_eq!((found.kind, found.event), (ReleaseKind::MediaAdvisory, Some(1_796_117_400_000)));
    }

    async fn a_correction_says_what_changed_and_keeps_its_kind(db: TestDb) {
        let mut written = Written::new(db).await;
        let correction = Release { kind: ReleaseKind::Correction, follows: Some(written.id), ..text("Corrected") };
        written.id = stored(&written.world, &correction).await;
        let answer = written.save(&written.maria, "1", &[("kind", "correction")]).await;
        assert!(answer.body.contains("href=\"#note\""), "{}", answer.text());
        let kind = written.save(&written.maria, "1", &[("kind", "release"), ("note", "It was 41 towns.")]).await;
        assert!(kind.body.contains("href=\"#kind\""));
        written.save(&written.maria, "1", &[("kind", "correction"), ("note", "It was 41 towns.")]).await;
        let found = written.newest().await;
        assert!(found.body.starts_with("> It was 41 towns.\n\nCameras are"), "{}", found.body);
        let page = written.world.get(&written.maria, &format!("/releases/{}", written.id)).await;
        assert!(page.body.contains(">\nIt was 41 towns.</textarea>") && page.body.contains(">\nCameras are"), "{}", page.body);
    }

    async fn changing_what_is_approved_says_so_first_and_stops_it(db: TestDb) {
        let written = Written::new(db).await;
        audience(&written.world).await;
        let mailing = scheduled(&written.world, written.id, Some(NOW + DAY)).await;
        let here = format!("/releases/{}", written.id);
        let page = written.world.get(&written.maria, &here).await;
        assert!(page.text().contains("Editing withdraws Maria’s approval"), "{}", page.text());
        // A form from before it was approved: nothing is stopped without a word.
        let answer = written.save(&written.tom, "1", &[("body", "Other words")]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.text().contains("Editing withdraws Maria’s approval") && answer.text().contains("Other words"));
        assert_eq!(written.autosave(&written.tom, "1", &[("body", "Other words")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let found = mailings::find(&written.world.db.store, mailing).await.unwrap().unwrap();
        assert_eq!((found.state, written.newest().await.version), (MailingState::Planning, 1));

        assert_eq!(answer.field("voids"), "yes");
        assert_eq!(written.save(&written.tom, "1", &[("body", "Other words"), ("voids", "yes")]).await.status, StatusCode::SEE_OTHER);
        let found = mailings::find(&written.world.db.store, mailing).await.unwrap().unwrap();
        assert_eq!((found.state, found.version, written.newest().await.version), (MailingState::Stopped, 1, 2));
        let standing = standing::of(&written.world.db.store, written.id, MINUTE, NOW).await.unwrap().unwrap();
        assert_eq!(standing.state, State::Draft);
    }

    async fn a_test_goes_to_officers_only_and_is_marked(db: TestDb) {
        let written = Written::new(db).await;
        audience(&written.world).await;
        let page = written.world.get(&written.maria, &format!("/releases/{}", written.id)).await;
        let action = format!("/releases/{}/test", written.id);
        let tom = officers::find(&written.world.db.store, "Tom").await.unwrap().unwrap();
        for nobody in ["", "999", "ana@paper.example"] {
            let answer = written.world.press(&written.maria, &page, &action, &[("to", nobody)]).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{nobody}");
        }
        let number = tom.id.to_string();
        for _ in 0..2 {
            let answer = written.world.press(&written.maria, &page, &action, &[("to", &number)]).await;
            assert_eq!(answer.leads_to(), format!("/releases/{}", written.id), "{}", answer.text());
        }
        let db = &written.world.db;
        assert_eq!(db.number("SELECT COUNT(*) FROM deliveries").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM deliveries WHERE address = 'tom@harbour.example' AND mailing_id = 0").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM singles WHERE purpose = 'test' AND author = 'Maria'").await, 1);
        let id = dateline::model::ids::SingleId(db.number("SELECT MAX(id) FROM singles").await);
        let (_, bytes) = dateline::store::queue::single(&db.store, id).await.unwrap().unwrap();
        let message = String::from_utf8_lossy(&bytes).into_owned();
        assert!(message.contains("Subject: [TEST] Seen in the crowd") && !message.contains("/o/"), "{message}");
        assert!(!message.to_lowercase().contains("list-unsubscribe"));
        sessions::end(&db.store, tom.id, None, "Maria", NOW).await.unwrap();
        let viewer = written.world.officer("Vera", Role::Viewer).await;
        assert_eq!(written.world.press(&viewer, &page, &action, &[("to", &number)]).await.status, StatusCode::FORBIDDEN);
    }

    async fn what_is_pasted_keeps_its_structure_and_nothing_else(db: TestDb) {
        let written = Written::new(db).await;
        let html = "<meta charset=utf-8><h2>Found</h2><p style=\"color:red\">A <a href=\"https://a.example/\">link</a><script>x()</script></p>\
            <ol><li>one</li><li>two</li></ol><p><img src=\"https://t.example/p.gif\">end</p>";
        let path = format!("/releases/{}/paste", written.id);
        let answer = written.world.request(&written.maria, axum::http::Method::POST, &path, html).await;
        assert_eq!(answer.header("content-type"), "text/markdown; charset=utf-8");
        assert_eq!(answer.body, "## Found\n\nA [link](https://a.example/)\n\n1. one\n2. two\n\nend");
        let large = written.world.request(&written.maria, axum::http::Method::POST, &path, &"x".repeat(300_000)).await;
        assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    }

    async fn the_mail_beside_the_text_follows_what_is_typed_and_stores_nothing(db: TestDb) {
        let written = Written::new(db).await;
        audience(&written.world).await;
        let path = format!("/releases/{}/preview?as=ben&mode=text", written.id);
        let answer = written.world.post(&written.maria, &path, &form("1", &[("body", "Not stored TK")])).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert!(answer.body.starts_with("<div id=\"compose-mail\"") && answer.body.contains("id=\"compose-checks\""));
        assert!(answer.text().contains("Ben Okoro") && answer.text().contains("thing"), "{}", answer.text());
        let src = answer.body.split("<iframe").nth(1).unwrap().split("src=\"").nth(1).unwrap().split('"').next().unwrap();
        let src = src.replace("&amp;", "&").replace("&#x3D;", "=");
        assert!(written.world.get(&written.maria, &src).await.body.contains("Not stored TK"));
        assert!(!written.world.get(&written.tom, &src).await.body.contains("Not stored TK"), "a draft is its writer's own");
        assert_eq!(written.newest().await.version, 1);
    }

    async fn a_viewer_reads_and_cannot_write(db: TestDb) {
        let written = Written::new(db).await;
        let viewer = written.world.officer("Vera", Role::Viewer).await;
        let here = format!("/releases/{}", written.id);
        assert_eq!(written.world.get(&viewer, &here).await.status, StatusCode::OK);
        assert_eq!(written.world.get(&viewer, &format!("{here}/versions")).await.status, StatusCode::OK);
        for path in ["", "/save", "/preview", "/paste", "/test", "/versions/1/restore"] {
            let answer = written.world.post(&viewer, &format!("{here}{path}"), &form("1", &[("body", "Mine")])).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(written.newest().await.version, 1);
    }

    async fn whoever_else_looks_is_named(db: TestDb) {
        let written = Written::new(db).await;
        let here = format!("/releases/{}", written.id);
        assert!(!written.world.get(&written.tom, &here).await.text().contains("is looking at this"));
        assert!(written.world.get(&written.maria, &here).await.text().contains("Tom is looking at this"));
        written.world.clock.advance(3 * MINUTE);
        assert!(!written.world.get(&written.maria, &here).await.text().contains("is looking at this"));
    }
}

fn answer_says(answer: &Answer, words: &str) -> bool {
    answer.text().contains(words)
}
