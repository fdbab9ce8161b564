//! The rules of the send path (R1–R12), each as a promise, through the production router.

use axum::http::StatusCode;
use dateline::clock::{HOUR, MINUTE};
use dateline::model::ids::{ALL_ISSUES, WORLD};
use dateline::model::release::{Placement, Release};
use dateline::review::Policy;
use dateline::store::officers::Role;
use dateline::store::suppressions::{Leave, Reason, Scope, leave};
use dateline::web::desk::Settings;

use super::sending::{Office, sentence};
use super::world::{Browser, NOW, settings};
use crate::support::both_databases;

const LATER: &str = "send?at=2026-11-26T09:18:00Z";

/// Presses send on a page as it is, and expects to be told that it is not so any more.
async fn is_told_what_changed(
    office: &Office,
    officer: &Browser,
    page: &super::world::Answer,
    fields: &[(&str, &str)],
    differs: &str,
) {
    let answer = office.press(officer, page, "send", fields).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{differs}: {}", answer.text());
    assert!(answer.text().contains("This changed while you were looking"), "{}", answer.text());
    assert!(answer.text().contains(differs), "{differs} is not in {}", answer.text());
    assert_eq!(office.count("mailings").await, 0, "{differs}");
}

both_databases! {
    async fn r1_one_sentence_says_who_gets_what_when_and_from_whom_in_each_language(db: TestDb) {
        let office = Office::new(db).await;
        let officer = office.world.officer("Maria", Role::Admin).await;
        for (language, expected) in [
            ("en", "On Thu 26 Nov 2026, 10:18 (Berlin, UTC+1), in 18 minutes, 3 reporters covering Health in Qatar will receive \
              “Clinics open at night” from Harbour Press Office <press@harbour.example>, for immediate release."),
            ("es", "El jue 26 nov 2026, 10:18 (Berlin, UTC+1), dentro de 18 minutos, 3 periodistas que cubren Health en Qatar recibirán \
              «Clinics open at night» de Harbour Press Office <press@harbour.example>, para difusión inmediata."),
            ("ar", "في الخميس، 26 نوفمبر 2026، 10:18 (Berlin, UTC+1)، بعد 18 دقيقة، 3 صحفيين يغطّون Health في Qatar سيصلهم \
              «Clinics open at night» من Harbour Press Office <press@harbour.example>، للنشر الفوري."),
        ] {
            let browser = Browser { language, ..officer.clone() };
            let page = office.page(&browser, LATER).await;
            assert_eq!(sentence(&page), expected);
            for part in ["/audience/people?list&#x3D;will\">3<", "href=\"#when\"", "href=\"/settings/sending\""] {
                assert!(page.body.contains(part), "{language}: {part} in {}", page.body);
            }
        }
        let page = office.page(&officer, "send").await;
        assert!(sentence(&page).starts_with("When it is sent, after 60 seconds in which it can still be stopped, 3 reporters"));
        for name in ["Reporter 1 covers Health in Qatar", "Reporter 3 covers Health in Qatar"] {
            assert!(page.text().contains(name), "{}", page.text());
        }
    }

    async fn r2_the_button_names_what_it_does_and_to_how_many(db: TestDb) {
        let office = Office::new(db).await;
        let officer = office.world.officer("Maria", Role::Admin).await;
        assert!(office.page(&officer, "send").await.text().contains("Send to 3 reporters"));
        assert!(office.page(&officer, LATER).await.text().contains("Schedule for 3 reporters"));
    }

    async fn r3_while_a_check_blocks_there_is_no_button_and_no_way_round_it(db: TestDb) {
        let office = Office::new(db).await;
        let officer = office.world.officer("Maria", Role::Admin).await;
        let well = office.page(&officer, "send").await;
        office.write(&Release { body: "The clinics open at TK and stay open.".to_owned(), ..office.draft() }).await;
        let page = office.page(&officer, "send").await;
        assert!(page.text().contains("1 thing to fix before this can be sent"), "{}", page.text());
        assert!(page.text().contains("Fill in or remove “TK”"), "{}", page.text());
        assert!(!page.body.contains("id=\"send\""));
        assert_eq!(office.press(&officer, &well, "send", &[]).await.status, StatusCode::CONFLICT);
        assert_eq!(office.count("mailings").await, 0);
    }

    async fn r4_whatever_differs_from_what_was_seen_is_shown_and_nothing_is_sent(db: TestDb) {
        let office = Office::new(db).await;
        let officer = office.world.officer("Maria", Role::Admin).await;
        let page = office.page(&officer, LATER).await;
        is_told_what_changed(&office, &officer, &page, &[("at", "2026-11-26T10:18:00Z")], "Now Thu 26 Nov 2026, 11:18 (Berlin, UTC+1)").await;
        is_told_what_changed(&office, &officer, &page, &[("count", "4")], "What differs").await;
        is_told_what_changed(&office, &officer, &page, &[("seal", "AAAA-AAAA-AAAA-AAAA")], "What differs").await;
        office.add_reporters(4..=4).await;
        is_told_what_changed(&office, &officer, &page, &[], "From 3 to 4 reporters").await;
        let page = office.page(&officer, LATER).await;
        let gone = Leave {
            address_key: "r2@paper.example",
            scope: Scope::Office,
            reason: Reason::Unsubscribed,
            source: "test",
            until: None,
            delivery: None,
        };
        leave(&office.world.db.store, &gone, office.world.clock.now()).await.unwrap();
        is_told_what_changed(&office, &officer, &page, &[], "From 4 to 3 reporters").await;
        let page = office.page(&officer, LATER).await;
        office.write(&Release { title: "Clinics open at dawn".to_owned(), ..office.draft() }).await;
        let changed = office.press(&officer, &page, "send", &[]).await;
        assert_eq!(changed.status, StatusCode::CONFLICT);
        assert!(changed.body.contains("<del>night</del><ins>dawn</ins>"), "{}", changed.body);
        assert_eq!(office.count("mailings").await, 0);
        let page = office.page(&officer, LATER).await;
        assert_eq!(office.press(&officer, &page, "send", &[]).await.leads_to(), "/releases/1/progress");
    }

    async fn r6_an_approved_audience_only_ever_shrinks(db: TestDb) {
        let office = Office::new(db).await;
        let officer = office.world.officer("Maria", Role::Admin).await;
        let page = office.page(&officer, "send").await;
        office.press(&officer, &page, "send", &[]).await;
        office.planned().await;
        office.add_reporters(4..=5).await;
        let gone = Leave {
            address_key: "r2@paper.example",
            scope: Scope::Office,
            reason: Reason::Unsubscribed,
            source: "test",
            until: None,
            delivery: None,
        };
        leave(&office.world.db.store, &gone, office.world.clock.now()).await.unwrap();
        office.world.clock.advance(61_000);
        assert_eq!(office.deliver().await, 2);
        assert_eq!(office.count("deliveries WHERE left_out = 'unsubscribed'").await, 1);
    }

    async fn r7_for_a_minute_after_the_last_click_everything_can_still_be_stopped(db: TestDb) {
        let office = Office::new(db).await;
        let officer = office.world.officer("Maria", Role::Admin).await;
        let viewer = office.world.officer("Tom", Role::Viewer).await;
        let page = office.page(&officer, "send").await;
        assert_eq!(office.press(&officer, &page, "send", &[]).await.leads_to(), "/releases/1/hold");
        office.planned().await;
        office.world.clock.advance(2_000);
        let hold = office.page(&officer, "hold").await;
        for said in ["Sending to 3 reporters", "0:58", "The first copy goes out at 10:01:00", "Stop; none of the 3 gets it"] {
            assert!(hold.text().contains(said), "{said} in {}", hold.text());
        }
        assert!(sentence(&hold).contains("3 reporters covering Health in Qatar will receive “Clinics open at night”"));
        assert!(!office.page(&viewer, "hold").await.body.contains("/stop\""), "a viewer stops nothing");
        let stop = office.page(&officer, "stop").await;
        assert!(stop.text().contains("0 have it already; 3 will not get it."), "{}", stop.text());
        let stopped = office.press(&officer, &hold, "stop", &[]).await;
        assert_eq!(stopped.leads_to(), "/releases/1/send");
        office.world.clock.advance(HOUR);
        assert_eq!(office.deliver().await, 0);
        assert_eq!(office.count("deliveries WHERE left_out = 'stopped'").await, 3);
        assert_eq!(office.world.get(&officer, "/releases/1/hold").await.leads_to(), "/releases/1/progress");
    }

    async fn r9_ten_presses_at_once_make_one_mailing(db: TestDb) {
        let office = Office::new(db).await;
        let officer = office.world.officer("Maria", Role::Admin).await;
        let page = office.page(&officer, "send").await;
        let same = (0..10).map(|_| office.press(&officer, &page, "send", &[]));
        let answers = futures_util::future::join_all(same).await;
        assert!(answers.iter().all(|answer| answer.leads_to() == "/releases/1/hold"), "{answers:?}");
        assert_eq!(office.count("mailings").await, 1);
        let others: Vec<String> = (0..10).map(|n| format!("another-{n}")).collect();
        let again = others.iter().map(|once| async { office.press(&officer, &page, "send", &[("once", once)]).await });
        let answers = futures_util::future::join_all(again).await;
        assert!(answers.iter().all(|answer| answer.leads_to() == "/releases/1/hold"), "{answers:?}");
        assert_eq!(office.count("mailings").await, 1);
        office.planned().await;
        assert_eq!(office.count("deliveries").await, 3);
    }

    async fn r9_ten_hands_on_ten_pages_make_one_mailing(db: TestDb) {
        let office = Office::new(db).await;
        let mut pages = Vec::new();
        for n in 0..10 {
            let officer = office.world.officer(&format!("Officer{n}"), Role::Admin).await;
            let page = office.page(&officer, "send").await;
            pages.push((officer, page));
        }
        let all = pages.iter().map(|(officer, page)| office.press(officer, page, "send", &[]));
        let answers = futures_util::future::join_all(all).await;
        assert!(answers.iter().any(|answer| answer.leads_to() == "/releases/1/hold"));
        assert_eq!(office.count("mailings").await, 1);
    }

    async fn r11_nothing_is_sent_asked_or_stopped_by_looking(db: TestDb) {
        let office = Office::new(db).await;
        let officer = office.world.officer("Maria", Role::Admin).await;
        for page in ["send", "ask", "approve", "hold", "stop", "withdraw", "return", "reject", "send/time"] {
            office.world.get(&officer, &office.path(page)).await;
        }
        assert_eq!((office.count("mailings").await, office.count("requests").await), (0, 0));
        let page = office.page(&officer, "send").await;
        office.press(&officer, &page, "send", &[]).await;
        for page in ["send", "hold", "stop", "withdraw", "withdraw?kind=withdrawal"] {
            office.world.get(&officer, &office.path(page)).await;
        }
        assert_eq!((office.count("mailings WHERE state = 'stopped'").await, office.count("releases").await), (0, 1));
    }

    async fn r12_more_than_usual_everybody_and_embargoed_want_the_number_typed(db: TestDb) {
        let office = Office::new(db).await;
        let officer = office.world.officer("Maria", Role::Admin).await;
        assert!(!office.page(&officer, "send").await.body.contains("name=\"typed\""), "three are few");
        let lift = NOW + 2 * HOUR;
        office.write(&Release { embargo: Some(lift), ..office.draft() }).await;
        let page = office.page(&officer, "send").await;
        assert!(sentence(&page).ends_with("under embargo until Thu 26 Nov 2026, 12:00 (Berlin, UTC+1)."), "{}", sentence(&page));
        assert!(page.text().contains("Schedule for 3 reporters") && page.body.contains("name=\"typed\""));
        for wrong in ["", "2", "YES"] {
            let answer = office.press(&officer, &page, "send", &[("typed", wrong)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text().contains("Type 3 to confirm."), "{}", answer.text());
        }
        assert_eq!(office.press(&officer, &page, "send", &[("typed", "3")]).await.leads_to(), "/releases/1/progress");
        assert_eq!(office.count(&format!("mailings WHERE not_before_ms = {lift}")).await, 1);
        office.planned().await;
        // Three were usual from here on; five are more than one and a half times as many.
        office.add_reporters(4..=5).await;
        office.write(&Release { title: "Clinics open on Sundays".to_owned(), ..office.draft() }).await;
        let page = office.page(&officer, "send").await;
        assert!(page.body.contains("name=\"typed\""), "{}", page.text());
        office.add_reporters(6..=6).await;
        office.world.db.sql("UPDATE mailings SET approved_count = 4").await;
        assert!(!office.page(&officer, "send").await.body.contains("name=\"typed\""), "six are one and a half times four");
        let (everywhere, everything) = (vec![Placement::chosen(WORLD)], vec![Placement::chosen(ALL_ISSUES)]);
        office.world.db.sql("DELETE FROM release_regions; DELETE FROM release_issues;").await;
        let source_id = Some("everybody".to_owned());
        // Another text: the same one twice is stopped before anybody types a number.
        let (title, body) = ("A note to everybody".to_owned(), "The ministry speaks to all newsrooms at noon on Friday.".to_owned());
        let everybody = Release { regions: everywhere, issues: everything, source_id, title, body, ..office.draft() };
        let id = office.write(&everybody).await;
        let page = office.look(&officer, &format!("/releases/{id}/send")).await;
        assert!(sentence(&page).contains("6 reporters covering all issues in the world"), "{}", sentence(&page));
        assert!(page.body.contains("name=\"typed\""));
    }

    async fn a_warning_is_ticked_once_and_kept_with_the_word(db: TestDb) {
        let office = Office::new(db).await;
        let officer = office.world.officer("Maria", Role::Admin).await;
        let body = "The clinics of the harbour open at night: http://clinics.example/night says when.".to_owned();
        office.write(&Release { body, ..office.draft() }).await;
        let page = office.page(&officer, "send").await;
        assert!(page.text().contains("is not encrypted. Use https."), "{}", page.text());
        let answer = office.press(&officer, &page, "send", &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("Tick every warning once"), "{}", answer.text());
        assert_eq!(office.count("mailings").await, 0);
        let sent = office.press(&officer, &answer, "send", &[("seen", "content.link_http")]).await;
        assert_eq!(sent.leads_to(), "/releases/1/hold", "{}", sent.text());
        assert_eq!(office.count("approvals WHERE acknowledged = '[\"content.link_http\"]'").await, 1);
        assert_eq!(office.count("audit WHERE act = 'mailing.acknowledge' AND detail LIKE '%content.link_http%'").await, 1);
    }

    async fn a_viewer_sees_no_button_and_cannot_press(db: TestDb) {
        let office = Office::new(db).await;
        let viewer = office.world.officer("Tom", Role::Viewer).await;
        let officer = office.world.officer("Maria", Role::Admin).await;
        let page = office.page(&viewer, "send").await;
        assert!(page.text().contains("You may read this. Sending needs a writer.") && !page.body.contains("id=\"send\""));
        let theirs = office.page(&officer, "send").await;
        for action in ["send", "ask", "approve", "return", "reject", "stop", "withdraw"] {
            let fields = [("once", "mine"), ("seal", &theirs.field("seal")), ("count", "3")];
            let answer = office.world.post(&viewer, &office.path(action), &fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{action}");
        }
        assert_eq!(office.count("mailings").await, 0);
    }

    async fn where_two_people_are_wanted_and_there_is_one_the_usual_button_sends_nothing(db: TestDb) {
        let office = Office::with(db, Settings { policy: Policy::Always, ..settings() }).await;
        let alone = office.world.officer("Maria", Role::Admin).await;
        let page = office.page(&alone, "send").await;
        assert!(page.text().contains("nobody else may give it"), "{}", page.text());
        assert!(!page.body.contains("class=\"acts\" id=\"send\""));
        let fields = [("once", "mine"), ("seal", &page.field("seal")), ("count", "3"), ("at", "now")];
        office.world.post(&alone, &office.path("send"), &fields).await;
        assert_eq!(office.count("mailings").await, 0);
        // What is to go out later waits for somebody, and says so.
        let later = office.page(&alone, LATER).await;
        assert!(later.text().contains("there is nobody else who may give it"), "{}", later.text());
        assert!(!later.body.contains("id=\"send\""));
    }

    async fn a_time_the_clocks_skip_or_show_twice_is_asked_about(db: TestDb) {
        let office = Office::new(db).await;
        let officer = office.world.officer("Maria", Role::Admin).await;
        let set = async |date: &str, time: &str, which: &str| {
            let fields =
                [("when", "at"), ("date", date), ("time", time), ("zone", "Europe/Berlin"), ("which", which)];
            office.world.post(&officer, &office.path("send/time"), &fields).await
        };
        let skipped = set("2027-03-28", "02:30", "").await;
        assert_eq!(skipped.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(skipped.text().contains("02:30 does not exist on that day"), "{}", skipped.text());
        let twice = set("2027-10-31", "02:30", "").await;
        for said in ["02:30 comes twice on that day", "The first 02:30 (UTC+2)", "The second 02:30 (UTC+1)"] {
            assert!(twice.text().contains(said), "{said} in {}", twice.text());
        }
        assert_eq!(set("2027-10-31", "02:30", "second").await.leads_to(), "/releases/1/send?at=2027-10-31T01%3A30%3A00Z");
        assert_eq!(set("2026-11-26", "10:18", "").await.leads_to(), "/releases/1/send?at=2026-11-26T09%3A18%3A00Z");
        assert!(set("2026-11-26", "09:00", "").await.text().contains("That time has passed"));
        assert!(set("2026-11-26", "noon", "").await.text().contains("Write the time like 14:30"));
        let fields = [("when", "at"), ("date", "2026-11-26"), ("time", "10:18"), ("zone", "Europe/Berlin")];
        let echo = office.world.post(&officer, &office.path("send/echo"), &fields).await;
        assert_eq!(echo.text().replace("&#x3D;", "="), "Thu 26 Nov 2026, 10:18 (Berlin, UTC+1) = 12:18 Qatar · in 18 minutes");
        assert!(echo.body.starts_with("<p id=\"when-echo\" data-say=\"Thu 26"), "{}", echo.body);
    }

    async fn a_moment_that_passed_while_it_was_looked_at_is_not_sent(db: TestDb) {
        let office = Office::new(db).await;
        let officer = office.world.officer("Maria", Role::Admin).await;
        let page = office.page(&officer, LATER).await;
        office.world.clock.advance(20 * MINUTE);
        let answer = office.press(&officer, &page, "send", &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
        assert!(answer.text().contains("Something stands in the way now. Nothing was sent."));
        assert_eq!(office.count("mailings").await, 0);
    }
}
