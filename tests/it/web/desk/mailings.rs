//! A mailing's pages: the arithmetic closes on each, every number opens its list, and nobody's words are markup.

use std::fmt::Write as _;

use axum::http::StatusCode;
use dateline::clock::DAY;
use dateline::model::ids::MailingId;
use dateline::store::officers::Role;
use dateline::store::report;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::world::{Answer, Browser, NOW, World};
use crate::outbox::world::approve;
use crate::report::fixture;
use crate::support::{TestDb, both_databases};

/// The states a delivery can be in.
pub const STATES: [&str; 8] = ["pending", "claimed", "attempting", "deferred", "accepted", "refused", "in_doubt", "left_out"];

/// Release and mailing `n` in `state` with so many deliveries in each of [`STATES`], and `more` approved without a row.
pub async fn mailing(db: &TestDb, n: i64, state: &str, counts: [i64; 8], more: i64) {
    let all: i64 = counts.iter().sum();
    fixture::mailing(db, n, state, all + more).await;
    let mut text = format!("UPDATE mailings SET started_ms = {NOW} - 3600000 WHERE id = {n};");
    let mut id = n * 1_000;
    for (state, count) in STATES.into_iter().zip(counts) {
        for at in 0..count {
            id += 1;
            let owner = if matches!(state, "claimed" | "attempting") { "1" } else { "NULL" };
            let why = ["'unsubscribed'", "'stopped'", "'expired'"][usize::try_from(at).unwrap() % 3];
            let left_out = if state == "left_out" { why } else { "NULL" };
            let lane = ["google", "other"][usize::try_from(at).unwrap() % 2];
            let (region, issue) = (1 + at % 3, at % 2);
            writeln!(
                text,
                "INSERT INTO deliveries (id, mailing_id, contact_id, address, address_key, state, left_out, owner, due_ms, lane, relay,
                     code, reply, region_id, issue_id)
                 VALUES ({id}, {n}, {id}, 'P{id}@paper.example', 'p{id}@paper.example', '{state}', {left_out}, {owner}, {NOW}, '{lane}',
                     'north', 250, '2.0.0 said', {region}, {issue});
                 INSERT INTO delivery_slots (delivery_id, name, outlet, language, reason)
                 VALUES ({id}, 'Person {id}', 'The Paper {lane}', 'en', 'Why.');"
            )
            .unwrap();
        }
    }
    db.sql(&text).await;
}

/// The numbers that are links, with where they lead.
fn numbers(answer: &Answer) -> Vec<(i64, String)> {
    let links = answer.body.split("<a class=\"n\" href=\"").skip(1);
    links
        .map(|rest| {
            let (href, rest) = rest.split_once("\">").unwrap();
            let number = rest.split('<').next().unwrap().replace(',', "");
            (number.parse().unwrap(), href.replace("&amp;", "&").replace("&#x3D;", "="))
        })
        .collect()
}

fn rows(answer: &Answer) -> usize {
    answer.body.matches("<tr><th scope=\"row\">").count()
}

/// The number in the page's `7 approved = 1 accepted + 2 waiting + …`, and the sum of the others.
fn arithmetic(answer: &Answer) -> (i64, i64) {
    let text = answer.text();
    let numbers_of =
        |text: &str| -> Vec<i64> { text.split_whitespace().filter_map(|word| word.replace(',', "").parse().ok()).collect() };
    let at = text.find(" approved = ").unwrap_or_else(|| panic!("no arithmetic in {text}"));
    let approved = text[..at].split_whitespace().next_back().unwrap().parse().unwrap();
    let rest = &text[at + " approved = ".len()..];
    let rest = &rest[..rest.find(" left out").unwrap()];
    (approved, numbers_of(rest).iter().sum())
}

async fn page(world: &World, browser: &Browser, path: &str) -> Answer {
    let answer = world.get(browser, path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    answer
}

both_databases! {
    async fn the_arithmetic_closes_on_every_page_whatever_state_its_rows_are_in(db: TestDb) {
        let world = World::new(db);
        let viewer = world.officer("Vera", Role::Viewer).await;
        let mut runner = TestRunner::deterministic();
        let states = ["planning", "sending", "paused", "stopped", "done", "missed", "withdrawn", "void"];
        for (at, state) in (0..).zip(states.iter().cycle().take(16)) {
            let n = at + 1;
            let counts = proptest::array::uniform8(0..5_i64).new_tree(&mut runner).unwrap().current();
            let unwritten = if matches!(*state, "planning" | "stopped" | "withdrawn" | "void") { at % 4 } else { 0 };
            mailing(&world.db, n, state, counts, unwritten).await;
            let all = counts.iter().sum::<i64>() + unwritten;
            for name in ["progress", "report"] {
                let page = page(&world, &viewer, &format!("/releases/{n}/{name}")).await;
                assert_eq!(arithmetic(&page), (all, all), "{state} {name}: {counts:?} and {unwritten}");
            }
        }
    }

    async fn a_missing_row_is_said_loudly(db: TestDb) {
        let world = World::new(db);
        let viewer = world.officer("Vera", Role::Viewer).await;
        mailing(&world.db, 1, "done", [0, 0, 0, 0, 3, 0, 0, 0], 1).await;
        for name in ["progress", "report"] {
            let text = page(&world, &viewer, &format!("/releases/1/{name}")).await.text();
            assert!(text.contains("The sum does not close: 1 missing"), "{name}: {text}");
        }
    }

    async fn every_number_opens_a_list_and_a_file_of_exactly_so_many(db: TestDb) {
        let world = World::new(db);
        let viewer = world.officer("Vera", Role::Viewer).await;
        mailing(&world.db, 1, "paused", [3, 1, 2, 2, 7, 4, 3, 5], 0).await;
        mailing(&world.db, 2, "done", [0, 0, 0, 0, 2, 1, 0, 1], 0).await;
        world.db.sql(&format!(
            "INSERT INTO events (at_ms, kind, mailing_id, delivery_id, detail) VALUES ({NOW}, 'unsubscribed', 1, 1010, 'one-click');"
        )).await;
        let mut looked_at = 0;
        for path in ["/releases/1/progress", "/releases/1/report", "/releases/2/report", "/reports"] {
            for (n, href) in numbers(&page(&world, &viewer, path).await) {
                if !href.contains("people") {
                    continue;
                }
                looked_at += 1;
                let list = page(&world, &viewer, &href).await;
                assert_eq!(i64::try_from(rows(&list)).unwrap(), n, "{path}: {href}");
                let file = page(&world, &viewer, &href.replace("/people?", "/people.csv?")).await;
                assert!(file.header("content-type").starts_with("text/csv"), "{href}");
                assert!(file.header("content-disposition").starts_with("attachment"), "{href}");
                assert_eq!(i64::try_from(file.body.lines().count()).unwrap(), n + 1, "{href}: a head and {n} rows");
            }
        }
        assert!(looked_at > 50, "{looked_at}");
    }

    async fn whoever_has_no_row_is_counted_and_said_to_have_none(db: TestDb) {
        let world = World::new(db);
        let viewer = world.officer("Vera", Role::Viewer).await;
        mailing(&world.db, 1, "planning", [2, 0, 0, 0, 0, 0, 0, 0], 3).await;
        mailing(&world.db, 2, "stopped", [0, 0, 0, 0, 1, 0, 0, 1], 2).await;
        let waiting = page(&world, &viewer, "/releases/1/report/people?of=waiting").await;
        assert!(waiting.text().contains("Waiting: 5") && waiting.text().contains("3 of them"), "{}", waiting.text());
        assert_eq!(rows(&waiting), 2);
        let left = page(&world, &viewer, "/releases/2/report/people?of=left_out").await;
        assert!(left.text().contains("Left out: 3") && left.text().contains("2 of them"), "{}", left.text());
    }

    async fn a_long_list_comes_in_pages_and_whole_as_a_file(db: TestDb) {
        let world = World::new(db);
        let viewer = world.officer("Vera", Role::Viewer).await;
        mailing(&world.db, 1, "done", [0, 0, 0, 0, 230, 0, 0, 0], 0).await;
        let mut seen = std::collections::BTreeSet::new();
        let mut path = "/releases/1/report/people?of=accepted".to_owned();
        for expected in [100, 100, 30] {
            let list = page(&world, &viewer, &path).await;
            assert_eq!(rows(&list), expected);
            for link in list.body.split("<a href=\"/deliveries/").skip(1) {
                assert!(seen.insert(link.split('"').next().unwrap().to_owned()), "{link:.20} twice");
            }
            let next = list.body.split("<a href=\"").find(|link| link.contains("rel=\"next\"")).map(|link| link.split('"').next().unwrap());
            path = next.unwrap_or_default().replace("&amp;", "&").replace("&#x3D;", "=");
        }
        assert_eq!((seen.len(), path.as_str()), (230, ""));
        let file = page(&world, &viewer, "/releases/1/report/people.csv?of=accepted").await;
        assert_eq!(file.body.lines().count(), 231);
    }

    async fn words_of_others_are_never_markup_nor_formulas(db: TestDb) {
        let world = World::new(db);
        let admin = world.officer("Maria", Role::Admin).await;
        mailing(&world.db, 1, "paused", [1, 0, 0, 1, 1, 1, 1, 0], 0).await;
        world.db.sql(
            "UPDATE delivery_slots SET name = '=<script>alert(1)</script>', outlet = '@<b>x</b>', reason = '<i>why</i>';
             UPDATE deliveries SET reply = '5.1.1 <script>alert(2)</script>', lane = '+<u>lane</u>', relay = '<script>alert(3)</script>';
             UPDATE release_versions SET title = '<script>alert(4)</script>';
             UPDATE mailings SET state_reason = '<script>alert(5)</script>';
             INSERT INTO attempts (delivery_id, fence, relay, at_ms, phase, outcome, code, reply)
                 VALUES (1001, 1, '<script>alert(6)</script>', 1, 'rcpt', 'deferred', 451, '=<script>alert(7)</script>');
             INSERT INTO events (at_ms, kind, mailing_id, delivery_id, detail) VALUES (1, 'bounced', 1, 1001, '<script>alert(8)</script>');
             INSERT INTO alerts (matter, message, raised_ms) VALUES ('<script>alert(9)</script>', '<script>alert(0)</script>', 1);",
        ).await;
        for path in [
            "/releases/1/progress", "/releases/1/report", "/releases/1/report/people", "/releases/1/report/people?of=in_doubt",
            "/releases/1/report/people?outlet=%3Cscript%3Ealert(1)%3C/script%3E", "/deliveries/1001", "/reports",
            "/reports/people?of=refused", "/settings/sending", "/releases/1/settle?as=again",
        ] {
            let page = page(&world, &admin, path).await;
            assert!(!page.body.contains("<script>alert") && !page.body.contains("<b>x"), "{path}");
        }
        for path in ["/releases/1/report/people.csv", "/releases/1/report/events.csv", "/reports/people.csv", "/reports.csv"] {
            let file = page(&world, &admin, path).await;
            let mut cells = csv::ReaderBuilder::new().from_reader(file.body.trim_start_matches('\u{FEFF}').as_bytes());
            for record in cells.records() {
                let record = record.unwrap();
                let bad = record.iter().find(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
                assert_eq!(bad, None, "{path}");
            }
        }
    }

    async fn a_viewer_may_look_and_not_press_and_each_role_a_little_more(db: TestDb) {
        let world = World::new(db);
        let (viewer, writer) = (world.officer("Vera", Role::Viewer).await, world.officer("Wim", Role::Writer).await);
        let approver = world.officer("Ada", Role::Approver).await;
        mailing(&world.db, 1, "sending", [4, 0, 0, 0, 1, 0, 1, 0], 0).await;
        let state = async || report::find(&world.db.store, MailingId(1), NOW).await.unwrap().unwrap().state.as_str();

        let seen = page(&world, &viewer, "/releases/1/progress").await;
        assert!(!seen.body.contains("action=\"/releases/") && !seen.body.contains("/stop?"), "nothing to press");
        for path in ["/releases/1/pause", "/releases/1/resume", "/releases/1/settle", "/deliveries/1006/settle"] {
            assert_eq!(world.post(&viewer, path, &[("once", "v")]).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(state().await, "sending");

        let seen = page(&world, &writer, "/releases/1/progress").await;
        let led = world.press(&writer, &seen, "/releases/1/pause", &[]).await;
        assert_eq!((led.leads_to(), state().await), ("/releases/1/progress?mailing=1", "paused"));
        assert!(world.press(&writer, &seen, "/releases/1/pause", &[]).await.leads_to().starts_with("/releases/1/progress"));
        let seen = page(&world, &writer, led.leads_to()).await;
        assert!(!seen.body.contains("/releases/1/resume"), "a writer brakes and does not let go");
        assert_eq!(world.post(&writer, "/releases/1/resume", &[("once", "w")]).await.status, StatusCode::FORBIDDEN);

        let seen = page(&world, &approver, "/releases/1/progress").await;
        world.press(&approver, &seen, "/releases/1/resume", &[]).await;
        assert_eq!(state().await, "sending");
        assert_eq!(world.db.number("SELECT COUNT(*) FROM audit WHERE act IN ('mailing.pause', 'mailing.resume')").await, 2);
    }

    async fn a_pause_too_late_changes_nothing_and_says_so(db: TestDb) {
        let world = World::new(db);
        let mut writer = world.officer("Wim", Role::Writer).await;
        mailing(&world.db, 1, "sending", [1, 0, 0, 0, 0, 0, 0, 0], 0).await;
        let seen = page(&world, &writer, "/releases/1/progress").await;
        world.db.sql("UPDATE deliveries SET state = 'accepted'; UPDATE mailings SET state = 'done';").await;
        let led = world.press(&writer, &seen, "/releases/1/pause", &[]).await;
        writer.take(&led);
        let text = page(&world, &writer, led.leads_to()).await.text();
        assert!(text.contains("the mailing had moved on") && text.contains("1 of 1 accepted"), "{text}");
    }

    async fn today_looks_a_week_ahead_and_names_what_is_later_only_when_nothing_waits(db: TestDb) {
        let world = World::new(db);
        let viewer = world.officer("Vera", Role::Viewer).await;
        mailing(&world.db, 1, "sending", [1, 0, 0, 0, 0, 0, 0, 0], 0).await;
        for (days, is_near) in [(6, true), (8, false)] {
            world.db.sql(&format!("UPDATE mailings SET not_before_ms = {}", NOW + days * DAY)).await;
            let text = page(&world, &viewer, "/").await.text();
            assert_eq!(text.contains("Next 7 days"), is_near, "in {days} days: {text}");
            assert!(text.contains("Nothing needs you. Next: "), "{text}");
        }
    }

    async fn a_report_names_who_did_not_get_it_why_and_what_was_approved(db: TestDb) {
        let world = World::new(db);
        let mailing = approve(&world.db, &world.keys, "wait").await;
        world.db.sql(&format!(
            "UPDATE mailings SET state = 'done', approved_count = 3, finished_ms = {NOW} WHERE id = {mailing};
             INSERT INTO deliveries (id, mailing_id, contact_id, address, address_key, state, due_ms, relay, code, reply)
                 VALUES (1, {mailing}, 1, 'a@paper.example', 'a@paper.example', 'accepted', 0, 'north', 250, 'ok'),
                        (2, {mailing}, 2, 'b@paper.example', 'b@paper.example', 'refused', 0, 'north', 550, '5.1.1 no such user'),
                        (3, {mailing}, 3, 'c@paper.example', 'c@paper.example', 'in_doubt', 0, 'north', NULL, NULL);
             INSERT INTO image_loads (mailing_id, hour_ms, class, loads) VALUES ({mailing}, 0, 'human_likely', 5), ({mailing}, 0, 'machine_likely', 2);"
        )).await;
        let writer = world.officer("Wim", Role::Writer).await;
        let text = page(&world, &writer, "/releases/1/report").await.text();
        for part in [
            "2 not delivered", "Their server says that this address does not exist: 550 5.1.1 no such user", "Correct the address",
            "The text was handed to north, and no answer came.", "operator, ", "SEAL", "Probably a person A mail program or a browser 5",
            "All loads 7",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(page(&world, &writer, "/releases/1/report/events.csv").await.body.lines().count(), 1, "nothing was tried");
    }

    async fn one_copy_is_shown_with_its_tries_and_given_out_byte_for_byte(db: TestDb) {
        let world = World::new(db);
        let mailing = approve(&world.db, &world.keys, "wait").await;
        world.db.sql(&format!(
            "INSERT INTO deliveries (id, mailing_id, contact_id, address, address_key, state, due_ms, relay, code, reply)
                 VALUES (1, {mailing}, 1, 'a@paper.example', 'a@paper.example', 'accepted', 0, 'north', 250, 'ok');
             INSERT INTO delivery_slots (delivery_id, name, outlet, language, reason) VALUES (1, 'Noor', 'O', 'en', 'Because you cover all.');
             INSERT INTO attempts (delivery_id, fence, relay, at_ms, ended_ms, phase, outcome, code, reply)
                 VALUES (1, 1, 'north', {NOW}, {NOW}, 'rcpt', 'deferred', 451, '4.7.1 Greylisted'), (1, 2, 'north', {NOW}, {NOW}, 'dot', 'accepted', 250, 'ok');"
        )).await;
        let viewer = world.officer("Vera", Role::Viewer).await;
        let shown = page(&world, &viewer, "/deliveries/1").await;
        assert!(shown.text().contains("451 4.7.1 Greylisted") && shown.text().contains("Because you cover all."), "{}", shown.text());
        let eml = page(&world, &viewer, "/deliveries/1/message.eml").await;
        assert_eq!(eml.header("content-type"), "message/rfc822");
        let read = mail_parser::MessageParser::default().parse(eml.body.as_bytes()).unwrap();
        let id = format!("<{}>", read.message_id().unwrap());
        assert!(shown.text().contains(&id), "{id}");

        world.db.sql("UPDATE deliveries SET sha256 = 'another'").await;
        let differs = world.get(&viewer, "/deliveries/1/message.eml").await;
        assert_eq!(differs.status, StatusCode::CONFLICT);
        assert!(differs.text().contains("not byte for byte"), "{}", differs.text());

        world.db.sql("UPDATE delivery_slots SET name = '', outlet = '', language = '', reason = ''").await;
        let erased = world.get(&viewer, "/deliveries/1/message.eml").await;
        assert_eq!(erased.status, StatusCode::GONE);
        assert!(erased.text().contains("This person was erased") && erased.text().contains(&id), "{}", erased.text());
    }

    async fn a_release_without_a_mailing_or_with_another_ones_has_no_such_page(db: TestDb) {
        let world = World::new(db);
        let viewer = world.officer("Vera", Role::Viewer).await;
        mailing(&world.db, 1, "done", [0, 0, 0, 0, 1, 0, 0, 0], 0).await;
        mailing(&world.db, 2, "done", [0, 0, 0, 0, 1, 0, 0, 0], 0).await;
        world.db.sql("UPDATE mailings SET release_id = 1 WHERE id = 2").await;
        for path in [
            "/releases/2/progress", "/releases/2/report", "/releases/1/report?mailing=9", "/releases/1/report?mailing=x", "/releases/9/report",
            "/deliveries/9", "/deliveries/9/message.eml", "/releases/1/report/people?of=nobody", "/releases/1/report/people?why=x",
        ] {
            assert_eq!(world.get(&viewer, path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let newest = page(&world, &viewer, "/releases/1/report").await;
        assert!(newest.body.contains("/releases/1/report?mailing&#x3D;1"), "the other one is named");
        page(&world, &viewer, "/releases/1/report?mailing=1").await;
    }

    async fn reports_sum_up_a_period_and_call_out_only_what_moved(db: TestDb) {
        let world = World::new(db);
        let viewer = world.officer("Vera", Role::Viewer).await;
        let text = page(&world, &viewer, "/reports").await.text();
        assert!(text.contains("The first report begins"), "{text}");
        mailing(&world.db, 1, "done", [0, 0, 0, 0, 40, 1, 0, 0], 0).await;
        mailing(&world.db, 2, "done", [0, 0, 0, 0, 40, 8, 1, 0], 0).await;
        mailing(&world.db, 3, "void", [0; 8], 2).await;
        world.db.sql(&format!("UPDATE mailings SET created_ms = {} WHERE id = 1", NOW - 50 * DAY)).await;
        let seen = page(&world, &viewer, "/reports").await;
        let text = seen.text();
        assert!(text.contains("The share of refused addresses rose to 17 %"), "{text}");
        assert!(text.contains("Title 2") && !text.contains("Title 1") && !text.contains("Title 3"), "{text}");
        let year = page(&world, &viewer, "/reports?period=year").await.text();
        assert!(!year.contains("rose") && year.contains("Title 1"), "nothing to compare with: {year}");
        assert_eq!(page(&world, &viewer, "/reports.csv?period=month").await.body.lines().count(), 2);
        assert_eq!(page(&world, &viewer, "/reports.csv?period=year").await.body.lines().count(), 3);
    }
}
