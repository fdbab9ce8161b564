//! Releases at the desk: the list, the calendar, how one begins, and the mail beside it.

use axum::http::StatusCode;
use dateline::clock::DAY;
use dateline::model::address::EmailAddress;
use dateline::model::ids::{ALL_ISSUES, IssueId, MailingId, ReleaseId, WORLD};
use dateline::model::mailing::Urgency;
use dateline::model::release::{Image, Placement, Release, ReleaseKind};
use dateline::review::{self, Order, Sent};
use dateline::store::contacts::{self, Change, Incoming};
use dateline::store::officers::Role;
use dateline::store::releases::{self, OnChange};
use dateline::store::standing::{self, State};
use dateline::store::writing::{self, How, Save, Saved};
use dateline::store::{control, issues, planning};

use super::world::{NOW, World};
use crate::support::both_databases;

/// What nobody should be able to write onto a page.
pub const HOSTILE: &str = "\"><script>alert('x')</script>\u{202e}<img src=x onerror=alert(1)> عنوان ";

pub fn text(title: &str) -> Release {
    Release {
        teaser: "Cameras without rules.".to_owned(),
        body: "Cameras are set up **faster** than the rules.\n\n- one\n- two".to_owned(),
        regions: vec![Placement::chosen(WORLD)],
        issues: vec![Placement::chosen(ALL_ISSUES)],
        ..Release::draft(ReleaseKind::Release, title, jiff::civil::date(2026, 11, 26))
    }
}

pub async fn stored(world: &World, release: &Release) -> ReleaseId {
    releases::insert(&world.db.store, release, OnChange::Keep, NOW).await.unwrap().id()
}

/// Two reporters who cover everything.
pub async fn audience(world: &World) {
    let people = [("ana@paper.example", "Ana Ruiz", "The <b>Paper</b>"), ("ben@radio.example", "Ben Okoro", "Radio")];
    let changes = people.map(|(address, name, outlet)| Change {
        person: Incoming {
            address: EmailAddress::parse(address).unwrap(),
            name: name.to_owned(),
            outlet: outlet.to_owned(),
            role: String::new(),
            language: "en".to_owned(),
            time_zone: String::new(),
            phone: String::new(),
            notes: String::new(),
            regions: [WORLD].into(),
            issues: [ALL_ISSUES].into(),
        },
        known: None,
        twin: false,
    });
    contacts::bring_in(&world.db.store, &changes, NOW).await.unwrap();
}

/// Approved by Maria, to go out at `at`.
pub async fn scheduled(world: &World, release: ReleaseId, at: Option<i64>) -> MailingId {
    let order = Order { release, segment: None, down: true, at, morning: false, again: false, urgency: Urgency::Normal };
    let means = world.desk.means().unwrap();
    let seen = review::review(&means, &order).await.unwrap();
    match review::send(&means, &order, &seen.seal.groups(), seen.count, "Maria", None).await.unwrap() {
        Sent::New { mailing, .. } => mailing,
        other => panic!("{other:?}"),
    }
}

/// Its newest text is another one.
async fn releases_changed(world: &World, id: ReleaseId) {
    let release = Release { id, ..text("Changed since") };
    let save = Save { release: &release, read: 1, author: "Maria", how: How::Edited, may_void: false };
    assert_eq!(writing::save(&world.db.store, save, NOW).await.unwrap(), Saved::Next(2));
}

/// The part of a page between two of its headings.
fn section<'a>(body: &'a str, group: &str) -> &'a str {
    let start = body.find(&format!("id=\"group-{group}\"")).unwrap_or_else(|| panic!("no group {group}"));
    body[start..].split("</section>").next().unwrap()
}

both_databases! {
    async fn the_list_groups_releases_by_what_they_need(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Writer).await;
        let empty = world.get(&maria, "/releases").await;
        assert!(empty.text().contains("No releases yet"), "{}", empty.text());
        audience(&world).await;
        let draft = Release {
            source_id: Some("feed-1".to_owned()),
            source_url: Some("https://news.harbour.example/a".to_owned()),
            ..text("A draft of the newsroom")
        };
        stored(&world, &draft).await;
        let coming = stored(&world, &text("Goes out tomorrow")).await;
        scheduled(&world, coming, Some(NOW + DAY)).await;
        let void = stored(&world, &Release { teaser: "Other".to_owned(), ..text("Was not what was approved") }).await;
        let mailing = scheduled(&world, void, Some(NOW + DAY)).await;
        planning::void(&world.db.store, mailing, "other people", NOW).await.unwrap();
        let stopped = stored(&world, &Release { teaser: "Third".to_owned(), ..text("Was stopped") }).await;
        let mailing = scheduled(&world, stopped, None).await;
        control::stop(&world.db.store, mailing, "Maria", "", NOW).await.unwrap();

        let page = world.get(&maria, "/releases").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        for (group, title, said) in [
            ("needs", "Was not what was approved", "was not what was approved; nothing was sent"),
            ("scheduled", "Goes out tomorrow", "to 2 reporters; approved by Maria"),
            ("drafts", "A draft of the newsroom", "Made from news.harbour.example"),
            ("sent", "Was stopped", "Stopped before any copy went out"),
        ] {
            let part = section(&page.body, group);
            assert!(part.contains(title) && part.contains(said), "{group}: {part}");
            assert_eq!(part.matches("<li>").count(), 1, "{group}");
        }
        let narrowed = world.get(&maria, "/releases?kind=report").await;
        assert!(narrowed.text().contains("No release fits"), "{}", narrowed.text());
        let alone = world.get(&maria, "/releases?group=drafts").await;
        assert!(alone.body.contains("A draft of the newsroom") && !alone.body.contains("Goes out tomorrow"));
    }

    async fn a_release_stands_where_its_newest_mailing_stands(db: TestDb) {
        let world = World::new(db);
        audience(&world).await;
        let maria = world.officer("Maria", Role::Writer).await;
        let id = stored(&world, &text("Where it stands")).await;
        let stands = async |now: i64| {
            let found = standing::of(&world.db.store, id, 60_000, now).await.unwrap().unwrap();
            (found.state, found.mailing.is_some(), found.not_delivered)
        };
        assert_eq!(stands(NOW).await, (State::Draft, false, 0));
        let mailing = scheduled(&world, id, None).await;
        assert_eq!(stands(NOW).await, (State::Holding, true, 0));
        assert_eq!(stands(NOW + 60_000).await, (State::Planning, true, 0));
        for (state, stands_so) in [("sending", State::Sending), ("paused", State::Paused), ("missed", State::Missed), ("done", State::Done)] {
            world.db.sql(&format!("UPDATE mailings SET state = '{state}' WHERE id = {mailing}")).await;
            assert_eq!(stands(NOW + 60_000).await, (stands_so, true, 0));
        }
        for (contact, state) in [(1, "accepted"), (2, "refused")] {
            world.db.sql(&format!(
                "INSERT INTO deliveries (mailing_id, single_id, contact_id, address, address_key, lane, state, due_ms) \
                 VALUES ({mailing}, 0, {contact}, 'p{contact}@x.example', 'p{contact}@x.example', 'other', '{state}', 0)"
            )).await;
        }
        assert_eq!(stands(NOW + 60_000).await, (State::Done, true, 1));
        let page = world.get(&maria, "/releases").await;
        assert!(section(&page.body, "sent").contains("Sent, 1 not delivered"), "{}", page.text());
        assert!(section(&page.body, "sent").contains("1 reporter,"), "{}", page.text());
        let head = world.get(&maria, &format!("/releases/{id}/versions")).await;
        assert!(head.body.contains(&format!("href=\"/releases/{id}/progress\"")) && head.text().contains("Sent, 1 not delivered"));
        releases_changed(&world, id).await;
        assert_eq!(stands(NOW + 60_000).await, (State::Draft, true, 0));
        assert_eq!(standing::of(&world.db.store, ReleaseId(999), 0, NOW).await.unwrap(), None);
    }

    async fn a_release_begins_blank_as_a_copy_or_from_the_newsroom_once_each(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Writer).await;
        let page = world.get(&maria, "/releases/new").await;
        let wrong = world.press(&maria, &page, "/releases", &[("title", " "), ("kind", "correction"), ("language", "xx")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(["#title", "#kind", "#language"].iter().all(|field| wrong.body.contains(&format!("href=\"{field}\""))));
        let fields = [("title", "Nächtliche Fähren"), ("kind", "statement"), ("language", "de")];
        let made = world.press(&maria, &page, "/releases", &fields).await;
        let again = world.press(&maria, &page, "/releases", &fields).await;
        assert_eq!(made.leads_to(), again.leads_to());
        assert_eq!(releases::count(&world.db.store).await.unwrap(), 1);
        let id: i64 = made.leads_to().strip_prefix("/releases/").unwrap().parse().unwrap();
        let found = releases::load(&world.db.store, ReleaseId(id), None).await.unwrap().unwrap();
        assert_eq!((found.kind, found.language.as_str(), found.dated.to_string().as_str()), (ReleaseKind::Statement, "de", "2026-11-26"));

        let original = Release { embargo: Some(NOW + DAY), source_id: Some("x".to_owned()), ..text("Of the newsroom") };
        let original = stored(&world, &original).await;
        let page = world.get(&maria, "/releases/new").await;
        let copied = world.press(&maria, &page, "/releases/copy", &[("copy", &original.to_string())]).await;
        let id: i64 = copied.leads_to().strip_prefix("/releases/").unwrap().parse().unwrap();
        let copy = releases::load(&world.db.store, ReleaseId(id), None).await.unwrap().unwrap();
        assert_eq!((copy.title.as_str(), copy.embargo, copy.source_id.as_deref()), ("Of the newsroom", None, None));
        assert_eq!(copy.issues, vec![Placement::chosen(ALL_ISSUES)]);

        let page = world.get(&maria, "/releases/new").await;
        let taken = world.press(&maria, &page, "/releases/from", &[("item", &original.to_string())]).await;
        assert_eq!(taken.leads_to(), format!("/releases/{original}"));
        let page = world.get(&maria, "/releases/new").await;
        assert!(page.text().contains("Open the draft"), "{}", page.text());
    }

    async fn the_calendar_shows_mailings_embargoes_and_drafts_on_their_days(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Viewer).await;
        audience(&world).await;
        // 23:30 UTC on the 29th is the 30th in Berlin.
        let late = 1_795_995_000_000;
        stored(&world, &Release { embargo: Some(late), ..text("Held until the 30th") }).await;
        let coming = stored(&world, &Release { teaser: "Other".to_owned(), ..text("Goes out on the 27th") }).await;
        scheduled(&world, coming, Some(NOW + DAY)).await;
        let page = world.get(&maria, "/releases/calendar?m=2026-11").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let day = |date: &str| {
            let from = page.body.find(&format!("datetime=\"{date}\"")).unwrap();
            page.body[from..].split("</td>").next().unwrap().to_owned()
        };
        assert!(day("2026-11-30").contains("Held until the 30th") && day("2026-11-30").contains("00:30"), "{}", day("2026-11-30"));
        assert!(day("2026-11-27").contains("Goes out on the 27th") && day("2026-11-27").contains("10:00"));
        assert!(day("2026-11-26").contains("Draft:") && !day("2026-11-26").contains("Goes out on the 27th"));
        let other = world.get(&maria, "/releases/calendar?m=2027-02").await;
        assert!(!other.body.contains("Held until"));
        assert_eq!(world.get(&maria, "/releases/calendar?m=x").await.status, StatusCode::OK);
    }

    async fn the_mail_is_one_persons_own_and_its_frame_reaches_nothing(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Writer).await;
        let image = Image {
            url: "https://pictures.example/far.png".to_owned(),
            alt: "A <ferry>".to_owned(),
            caption: String::new(),
            credit: String::new(),
        };
        let id = stored(&world, &Release { image: Some(image), ..text("With a picture") }).await;
        let nobody = world.get(&maria, &format!("/releases/{id}")).await;
        assert!(nobody.text().contains("nobody is in the audience yet"), "{}", nobody.text());
        audience(&world).await;
        let first = world.get(&maria, &format!("/releases/{id}")).await;
        assert!(first.text().contains("To Ana Ruiz, The <b>Paper</b>"), "{}", first.text());
        assert!(first.text().contains("You get this because you cover all issues worldwide."));
        let found = world.get(&maria, &format!("/releases/{id}?as=radio")).await;
        assert!(found.text().contains("To Ben Okoro, Radio"), "{}", found.text());
        let next = first.body.split("href=\"").find(|part| part.contains("after&#x3D;")).unwrap().split('"').next().unwrap();
        let next = world.get(&maria, &next.replace("&amp;", "&").replace("&#x3D;", "=")).await;
        assert!(next.text().contains("To Ben Okoro"), "{}", next.text());
        assert!(next.body.contains("?as&#x3D;2&amp;mode&#x3D;dark"), "another look keeps the person: {}", next.body);
        for number in [i64::MIN, -1, i64::MAX] {
            let odd = world.get(&maria, &format!("/releases/{id}?as={number}&after={number}")).await;
            assert!(odd.text().contains("To Ana Ruiz"), "{number}: {}", odd.text());
        }

        for mode in ["html", "text", "dark", "phone", "no_images"] {
            let frame = world.get(&maria, &format!("/releases/{id}/mail?as=1&mode={mode}")).await;
            assert_eq!(frame.status, StatusCode::OK);
            let policy = frame.header("content-security-policy");
            assert!(policy.starts_with("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"), "{policy}");
            assert!(!frame.body.contains("<img") && !frame.body.contains("src=") && !frame.body.contains("url("), "{mode}");
            assert!(frame.body.contains("With a picture") && !frame.body.contains("<script"), "{mode}");
        }
        let frame = world.get(&maria, &format!("/releases/{id}/mail?mode=html")).await;
        assert!(frame.text().contains("Picture, not loaded here: https://pictures.example/far.png"), "{}", frame.text());
        assert_eq!(world.get(&maria, "/releases/999/mail").await.status, StatusCode::NOT_FOUND);
    }

    async fn hostile_texts_are_words_on_every_page(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Writer).await;
        audience(&world).await;
        let long = HOSTILE.repeat(4);
        let hostile = Release {
            teaser: HOSTILE.to_owned(),
            body: HOSTILE.to_owned(),
            dateline: HOSTILE.to_owned(),
            contact: Some(HOSTILE.to_owned()),
            source_id: Some("s".to_owned()),
            source_url: Some("javascript:alert(1)".to_owned()),
            embargo: Some(NOW + DAY),
            ..text(&long)
        };
        let id = stored(&world, &hostile).await;
        issues::insert(&world.db.store, "\"><script>", IssueId(1), None, NOW).await.unwrap();
        for path in [
            "/releases".to_owned(),
            "/releases/calendar".to_owned(),
            "/releases/new".to_owned(),
            format!("/releases/{id}"),
            format!("/releases/{id}/versions?from=1"),
            format!("/releases?owner={}", "%22%3E%3Cscript%3E"),
            format!("/releases/{id}?as=%22%3E%3Cscript%3E&mode=%22%3E%3Cscript%3E"),
        ] {
            let page = world.get(&maria, &path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text());
            let lower = page.body.to_lowercase();
            assert_eq!(lower.matches("<script").count(), 1, "{path}");
            assert!(!lower.contains("<img") && !lower.contains("\"javascript:") && !lower.contains("=javascript"), "{path}");
        }
        let frame = world.get(&maria, &format!("/releases/{id}/mail")).await;
        assert!(!frame.body.contains("<script") && !frame.body.contains("<img"), "{}", frame.body);
    }
}
