//! Reporters: the list and its file, a profile, adding and editing, merging, erasing, tidying, finding.

use axum::http::StatusCode;
use dateline::clock::{DAY, MINUTE};
use dateline::model::address::EmailAddress;
use dateline::model::ids::ALL_ISSUES;
use dateline::store::contacts::{self, Change, Incoming};
use dateline::store::officers::Role;
use dateline::store::suppressions::{self, Leave, Reason, Scope};
use dateline::store::{issues, vocabulary};

use super::world::{Answer, Browser, World};
use crate::support::both_databases;

/// Somebody of this name at this address, covering these places.
pub async fn add(world: &World, address: &str, name: &str, regions: &[&str], about: &[&str]) -> i64 {
    for issue in about {
        issues::insert(&world.db.store, issue, ALL_ISSUES, None, 0).await.unwrap();
    }
    let words = vocabulary::load(&world.db.store).await.unwrap();
    let person = Incoming {
        address: EmailAddress::parse(address).unwrap(),
        name: name.to_owned(),
        outlet: "Daily Courier".to_owned(),
        role: "Reporter".to_owned(),
        language: "en".to_owned(),
        time_zone: String::new(),
        phone: String::new(),
        notes: String::new(),
        regions: regions.iter().map(|name| words.region(name).unwrap()).collect(),
        issues: about.iter().map(|name| words.issue(name).unwrap()).collect(),
    };
    let change = Change { person, known: None, twin: false };
    contacts::bring_in(&world.db.store, &[change], world.clock.now()).await.unwrap();
    id_of(world, address).await
}

pub async fn id_of(world: &World, address: &str) -> i64 {
    world.db.number(&format!("SELECT id FROM contacts WHERE address_key = '{address}'")).await
}

pub async fn leave(world: &World, address: &str, reason: Reason, until: Option<i64>) {
    let leave = Leave { address_key: address, scope: Scope::Office, reason, source: "page", until, delivery: None };
    suppressions::leave(&world.db.store, &leave, world.clock.now()).await.unwrap();
}

/// The rows of a file, but for its head.
pub fn rows(file: &Answer) -> Vec<&str> {
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.header("content-disposition").starts_with("attachment"), "{:?}", file.headers);
    file.body.lines().skip(1).collect()
}

/// The number on a tab.
fn tab(page: &Answer, word: &str) -> usize {
    let text = page.text();
    let tabs = text.split("Not placed").next().unwrap_or_default().len();
    let around = &text[..text.len().min(tabs + 40)];
    let at = around.rfind(&format!("{word} ")).unwrap_or_else(|| panic!("no {word} in {around}"));
    around[at + word.len()..].split_whitespace().next().unwrap().parse().unwrap()
}

fn listed(page: &Answer) -> usize {
    page.body.matches("name=\"who\"").count()
}

async fn out(world: &World, address: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) FROM suppressions WHERE address_key = '{address}' AND lifted_ms IS NULL");
    world.db.number(&sql).await
}

both_databases! {
    async fn every_number_of_the_list_is_the_list_behind_it_and_its_file(db: TestDb) {
        let world = World::new(db);
        let who = world.officer("Vera", Role::Viewer).await;
        for n in 0..7 {
            add(&world, &format!("r{n}@courier.example"), &format!("Reporter {n}"), &["Peru"], &["Policing"]).await;
        }
        add(&world, "far@courier.example", "Far Away", &["Japan"], &["Policing"]).await;
        add(&world, "nowhere@courier.example", "No Where", &[], &[]).await;
        leave(&world, "r0@courier.example", Reason::Unsubscribed, None).await;
        leave(&world, "r1@courier.example", Reason::Bounced, None).await;
        leave(&world, "r2@courier.example", Reason::Paused, Some(world.clock.now() + DAY)).await;
        leave(&world, "r3@courier.example", Reason::Paused, Some(world.clock.now() - DAY)).await;

        let page = world.get(&who, "/reporters").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        for (state, word, n) in
            [("", "All", 9), ("active", "Active", 5), ("paused", "Paused", 1), ("opted_out", "Opted out", 1), ("bounced", "Bounced", 1), ("not_placed", "Not placed", 1)]
        {
            assert_eq!(tab(&page, word), n, "{word}");
            let list = world.get(&who, &format!("/reporters?state={state}")).await;
            let file = world.get(&who, &format!("/reporters.csv?state={state}")).await;
            assert_eq!((listed(&list), rows(&file).len()), (n, n), "{word}");
        }
        let words = vocabulary::load(&world.db.store).await.unwrap();
        let peru = words.region("Peru").unwrap();
        for (query, n) in [("q=reporter+5", 1), ("q=COURIER.example", 9), ("q=daily", 9), ("q=zzz", 0), (&format!("set=1&down=yes&regions={peru}"), 7)] {
            let list = world.get(&who, &format!("/reporters?{query}")).await;
            let file = world.get(&who, &format!("/reporters.csv?{query}")).await;
            assert_eq!((listed(&list), rows(&file).len()), (n, n), "{query}");
        }
        let found = world.get(&who, "/find?q=reporter").await;
        assert!(found.text().contains("7 reporters"), "{}", found.text());
        assert!(found.body.contains("/reporters?q&#x3D;reporter"), "{}", found.body);
    }

    async fn a_long_list_has_pages_that_hold_everybody_once(db: TestDb) {
        let world = World::new(db);
        let who = world.officer("Vera", Role::Viewer).await;
        for n in 0..53 {
            add(&world, &format!("p{n}@courier.example"), &format!("Person {:02}", 52 - n), &["Peru"], &["Policing"]).await;
        }
        let first = world.get(&who, "/reporters").await;
        let second = world.get(&who, "/reporters?page=2").await;
        assert_eq!((listed(&first), listed(&second)), (50, 3));
        assert!(first.text().contains("1 to 50 of 53") && second.text().contains("51 to 53 of 53"), "{}", second.text());
        assert!(second.body.contains("Person 52") && !first.body.contains("Person 52"), "sorted by name");
        let down = world.get(&who, "/reporters?sort=name&order=down").await;
        assert!(down.body.contains("Person 52") && down.body.contains("aria-sort=\"descending\""));
        assert_eq!(rows(&world.get(&who, "/reporters.csv").await).len(), 53);
        assert_eq!(listed(&world.get(&who, "/reporters?page=900").await), 3, "a page past the end is the last");
    }

    async fn hostile_long_and_arabic_names_are_only_text(db: TestDb) {
        let world = World::new(db);
        let who = world.officer("Wim", Role::Writer).await;
        let hostile = "<script>alert(\"x\")</script>'); DROP TABLE contacts;--";
        let long = "Öö".repeat(150);
        let bad = add(&world, "bad@courier.example", hostile, &["Peru"], &["Policing"]).await;
        let big = add(&world, "long@courier.example", &long, &["Peru"], &["Policing"]).await;
        let arab = add(&world, "dina@courier.example", "دينا منصور", &["Egypt"], &["Policing"]).await;
        add(&world, "sum@courier.example", "=HYPERLINK(\"http://bad.example\")", &["Peru"], &["Policing"]).await;
        add(&world, "twin@courier.example", hostile, &["Peru"], &["Policing"]).await;
        leave(&world, "bad@courier.example", Reason::Bounced, None).await;
        let mut paths = vec![
            "/reporters".to_owned(),
            "/reporters?q=%3Cscript%3E".to_owned(),
            "/reporters/tidy".to_owned(),
            "/reporters/tidy?queue=left".to_owned(),
            "/find?q=%3Cscript%3Ealert".to_owned(),
            format!("/reporters/{bad}/merge?typed=%3Cscript%3Ealert"),
        ];
        for id in [bad, big, arab] {
            paths.extend(["", "/edit", "/erase", "/left"].map(|end| format!("/reporters/{id}{end}")));
        }
        for path in paths {
            let page = world.get(&who, &path).await;
            assert!(page.status.as_u16() < 500, "{path}: {}", page.text());
            assert!(!page.body.contains("<script>alert"), "{path}");
        }
        assert!(world.get(&who, "/reporters").await.body.contains("<bdi>دينا منصور</bdi>"), "it carries its own direction");
        let found = world.get(&who, &format!("/find?q={}", "%C3%B6%C3%B6")).await;
        assert!(found.text().contains("1 reporter"), "{}", found.text());
        let file = world.get(&who, "/reporters.csv").await;
        assert!(rows(&file).iter().any(|row| row.starts_with("\"'=HYPERLINK")), "{}", file.body);
    }

    async fn an_address_that_left_is_not_put_back_by_hand(db: TestDb) {
        let world = World::new(db);
        let who = world.officer("Wim", Role::Writer).await;
        let other = add(&world, "bo@courier.example", "Bo", &["Peru"], &["Policing"]).await;
        let left = add(&world, "ana@courier.example", "Ana Ruiz", &["Peru"], &["Policing"]).await;
        leave(&world, "ana@courier.example", Reason::Unsubscribed, None).await;
        leave(&world, "gone@courier.example", Reason::Complained, None).await;

        for address in ["gone@courier.example", "Gone@Courier.example"] {
            let form = world.get(&who, "/reporters/add").await;
            let answer = world.press(&who, &form, "/reporters/add", &[("address", address), ("name", "Gus")]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text().contains("Thu 26 Nov 2026, 10:00"), "it says since when: {}", answer.text());
        }
        let path = format!("/reporters/{other}/edit");
        let form = world.get(&who, &path).await;
        let answer = world.press(&who, &form, &path, &[("address", "gone@courier.example")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        // Nor does who left come back by a fresh address.
        let path = format!("/reporters/{left}/edit");
        let form = world.get(&who, &path).await;
        let answer = world.press(&who, &form, &path, &[("address", "ana2@courier.example")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        // Everything else of them can be put right.
        let form = world.get(&who, &path).await;
        let answer = world.press(&who, &form, &path, &[("address", "ana@courier.example"), ("name", "Ana R.")]).await;
        assert_eq!(answer.leads_to(), format!("/reporters/{left}"), "{}", answer.text());
        assert_eq!(world.db.number("SELECT COUNT(*) FROM contacts").await, 2);
        assert_eq!(out(&world, "ana@courier.example").await, 1);
    }

    async fn somebody_is_added_once_with_what_was_typed(db: TestDb) {
        let world = World::new(db);
        let who = world.officer("Wim", Role::Writer).await;
        issues::insert(&world.db.store, "Policing", ALL_ISSUES, None, 0).await.unwrap();
        let form = world.get(&who, "/reporters/add").await;
        let fields = [("address", "new@gmial.com"), ("name", "Nia New"), ("more", "Nevada; Policing"), ("consent", "agreed")];
        let typo = world.press(&who, &form, "/reporters/add", &fields).await;
        assert!(typo.text().contains("Did you mean gmail.com?"), "{}", typo.text());
        let unknown = [("address", "new@courier.example"), ("more", "Germny")];
        let answer = world.press(&who, &form, "/reporters/add", &unknown).await;
        assert!(answer.text().contains("Did you mean Germany"), "{}", answer.text());
        let fields = [("address", "new@courier.example"), ("name", "Nia New"), ("more", "Nevada; Policing"), ("consent", "agreed"), ("embargo", "yes")];
        let done = world.press(&who, &form, "/reporters/add", &fields).await;
        let again = world.press(&who, &form, "/reporters/add", &fields).await;
        assert_eq!((done.status, again.leads_to()), (StatusCode::SEE_OTHER, done.leads_to()));
        assert_eq!(world.db.number("SELECT COUNT(*) FROM contacts").await, 1);
        let page = world.get(&who, done.leads_to()).await.text();
        for word in ["Nia New", "Nevada", "Policing", "Active", "Agreed on Thu 26 Nov 2026, 10:00, Wim", "Wim wrote it down"] {
            assert!(page.contains(word), "{word} in {page}");
        }
        let taken = world.get(&who, "/reporters/add").await;
        let taken = world.press(&who, &taken, "/reporters/add", &[("address", "NEW@courier.example")]).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn two_who_edit_at_once_lose_nothing(db: TestDb) {
        let world = World::new(db);
        let (wim, tia) = (world.officer("Wim", Role::Writer).await, world.officer("Tia", Role::Writer).await);
        let id = add(&world, "ana@courier.example", "Ana", &["Peru"], &["Policing"]).await;
        let path = format!("/reporters/{id}/edit");
        let (first, second) = (world.get(&wim, &path).await, world.get(&tia, &path).await);
        let kept = [("address", "ana@courier.example"), ("name", "Ana"), ("issues", "2"), ("notes", "calls before noon")];
        assert_eq!(world.press(&wim, &first, &path, &kept).await.status, StatusCode::SEE_OTHER);
        let mine = [("address", "ana@courier.example"), ("name", "Ana Ruiz"), ("notes", "reads Spanish")];
        let refused = world.press(&tia, &second, &path, &mine).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
        assert!(refused.body.contains("Ana Ruiz") && refused.body.contains("reads Spanish"), "what was typed still stands");
        assert_eq!(world.db.number("SELECT COUNT(*) FROM contacts WHERE notes = 'calls before noon'").await, 1);
        // Once more means it.
        assert_eq!(world.press(&tia, &refused, &path, &mine).await.status, StatusCode::SEE_OTHER);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM contacts WHERE notes = 'reads Spanish'").await, 1);
    }

    async fn nobody_is_put_back_on_in_bulk_or_by_ending_their_own_pause(db: TestDb) {
        let world = World::new(db);
        let who = world.officer("Wim", Role::Writer).await;
        let until = world.clock.now() + 30 * DAY;
        let left = add(&world, "left@courier.example", "Lea Left", &["Peru"], &["Policing"]).await;
        let paused = add(&world, "own@courier.example", "Ole Own", &["Peru"], &["Policing"]).await;
        let fresh = add(&world, "new@courier.example", "Nia New", &[], &[]).await;
        leave(&world, "left@courier.example", Reason::Unsubscribed, None).await;
        leave(&world, "own@courier.example", Reason::Paused, Some(until)).await;
        let ids = [left, paused, fresh].map(|id| id.to_string());
        let page = world.get(&who, "/reporters").await;
        let once = page.field("once");
        let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("who", id.as_str())).collect();
        fields.extend([("once", once.as_str()), ("do", "place"), ("place", "Japan; Policing")]);
        assert_eq!(world.post(&who, "/reporters/bulk", &fields).await.leads_to(), "/reporters");
        assert_eq!(world.db.number("SELECT COUNT(*) FROM contact_regions").await, 5);
        for act in ["resume", "subscribe", "active", ""] {
            let once = world.get(&who, "/reporters").await.field("once");
            let fields = [("who", ids[0].as_str()), ("once", once.as_str()), ("do", act)];
            assert_eq!(world.post(&who, "/reporters/bulk", &fields).await.status, StatusCode::BAD_REQUEST, "{act}");
        }
        let once = world.get(&who, "/reporters").await.field("once");
        let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("who", id.as_str())).collect();
        fields.extend([("once", once.as_str()), ("do", "pause"), ("until", "2026-12-01")]);
        world.post(&who, "/reporters/bulk", &fields).await;
        assert_eq!(world.get(&who, "/reporters?state=paused").await.text().matches("Paused").count(), 3, "the tab and two rows");
        // The office ends its own pause; the one that Ole chose is his.
        for id in [fresh, paused, left] {
            let once = world.get(&who, "/reporters").await.field("once");
            world.post(&who, &format!("/reporters/{id}/resume"), &[("once", &once)]).await;
        }
        let unsubscribed = "SELECT COUNT(*) FROM suppressions WHERE reason = 'unsubscribed' AND lifted_ms IS NULL";
        assert_eq!(world.db.number(unsubscribed).await, 1);
        let own = "SELECT COUNT(*) FROM suppressions WHERE address_key = 'own@courier.example' AND reason = 'paused' AND lifted_ms IS NULL";
        assert_eq!(world.db.number(own).await, 1);
        assert_eq!(out(&world, "new@courier.example").await, 0);
        let page = world.get(&who, &format!("/reporters/{paused}")).await;
        assert!(!page.text().contains("End the pause"), "{}", page.text());
    }

    async fn erasing_leaves_no_name_and_no_address_but_the_suppression(db: TestDb) {
        let world = World::new(db);
        let who = world.officer("Wim", Role::Writer).await;
        let id = add(&world, "zelda.quist@courier.example", "Zelda Quist", &["Peru"], &["Policing"]).await;
        let other = add(&world, "z.quist@elsewhere.example", "Zelda Quist", &["Japan"], &["Policing"]).await;
        let path = format!("/reporters/{id}/merge?with={other}");
        let look = world.get(&who, &path).await;
        world.press(&who, &look, &format!("/reporters/{id}/merge"), &[]).await;
        history(&world, id, "zelda.quist@courier.example", "accepted").await;
        let before = world.db.number("SELECT COUNT(*) FROM deliveries").await;
        let export = world.get(&who, &format!("/reporters/{id}/export")).await;
        assert!(export.body.contains("Zelda Quist") && export.body.contains("no such user"), "{}", export.body);

        let path = format!("/reporters/{id}/erase");
        let page = world.get(&who, &path).await;
        let answer = world.press(&who, &page, &path, &[]).await;
        assert_eq!(answer.leads_to(), "/reporters", "{}", answer.text());
        let dump = world.db.dump().await;
        let said: Vec<&str> = dump.split("== ").filter(|table| !table.starts_with("suppressions")).collect();
        for word in ["zelda", "Zelda", "Quist", "z.quist"] {
            let found: Vec<&&str> = said.iter().filter(|table| table.contains(word)).collect();
            assert!(found.is_empty(), "{word}: {found:?}");
        }
        assert!(dump.contains("zelda.quist@courier.example") && dump.contains("z.quist@elsewhere.example"));
        assert_eq!(world.db.number("SELECT COUNT(*) FROM deliveries").await, before, "the sums of mailings stay");
        assert_eq!(world.get(&who, &format!("/reporters/{id}")).await.status, StatusCode::NOT_FOUND);
        let form = world.get(&who, "/reporters/add").await;
        let back = world.press(&who, &form, "/reporters/add", &[("address", "zelda.quist@courier.example")]).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn erasing_finds_rows_of_files_that_were_read_as_nobody(db: TestDb) {
        let world = World::new(db);
        let who = world.officer("Wim", Role::Writer).await;
        let id = add(&world, "zelda.quist@courier.example", "Zelda Quist", &["Peru"], &["Policing"]).await;
        world.db.sql("INSERT INTO imports (id, state, actor, file, ground, encoding, delimiter, headers, fields, created_ms) \
            VALUES (1, 'checked', 'Wim', 'x.csv', 'role', 'UTF-8', ',', '[]', '[]', 0)").await;
        let rows = [
            (1, "[\"Zelda\", \"Zelda <ZELDA.Quist@courier.example>, desk\"]"),
            (2, "[\"Griselda\", \"grizelda.quist@courier.example; gone\"]"),
            (3, "[\"\", \"was zelda.quist@courier.example.\"]"),
            (4, "[\"Bo\", \"zelda_quist@courier.example, zelda.quist@courier.example.org\"]"),
        ];
        for (row, cells) in rows {
            world.db.sql(&format!("INSERT INTO import_rows (import_id, file_row, cells, verdict) VALUES (1, {row}, '{cells}', 'rejected')")).await;
        }
        let path = format!("/reporters/{id}/erase");
        let page = world.get(&who, &path).await;
        assert_eq!(world.press(&who, &page, &path, &[]).await.leads_to(), "/reporters");
        let left = async |row: i64| world.db.number(&format!("SELECT COUNT(*) FROM import_rows WHERE file_row = {row}")).await;
        assert_eq!([left(1).await, left(2).await, left(3).await, left(4).await], [0, 1, 0, 1]);
    }

    async fn nobody_is_erased_while_a_copy_is_on_its_way(db: TestDb) {
        let world = World::new(db);
        let who = world.officer("Wim", Role::Writer).await;
        let id = add(&world, "zelda.quist@courier.example", "Zelda Quist", &["Peru"], &["Policing"]).await;
        history(&world, id, "zelda.quist@courier.example", "attempting").await;
        let path = format!("/reporters/{id}/erase");
        let page = world.get(&who, &path).await;
        assert_eq!(world.press(&who, &page, &path, &[]).await.leads_to(), format!("/reporters/{id}"));
        assert_eq!(out(&world, "zelda.quist@courier.example").await, 1, "nothing more is begun");
        world.db.sql("UPDATE deliveries SET state = 'accepted', owner = NULL").await;
        let page = world.get(&who, &path).await;
        assert_eq!(world.press(&who, &page, &path, &[]).await.leads_to(), "/reporters");
    }

    async fn one_of_two_entries_takes_over_and_what_was_left_stays_left(db: TestDb) {
        let world = World::new(db);
        let who = world.officer("Wim", Role::Writer).await;
        let keep = add(&world, "ana@courier.example", "Ana Ruiz", &["Peru"], &["Policing"]).await;
        let other = add(&world, "ana@elsewhere.example", "", &["Japan"], &["Labour"]).await;
        leave(&world, "ana@elsewhere.example", Reason::Unsubscribed, None).await;
        let path = format!("/reporters/{keep}/merge");
        let nobody = world.post(&who, &path, &[("typed", "nobody@courier.example")]).await;
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", nobody.text());
        let look = world.post(&who, &path, &[("typed", "Ana@elsewhere.example")]).await;
        assert!(look.text().contains("has opted out"), "{}", look.text());
        assert_eq!(world.db.number("SELECT COUNT(*) FROM contacts WHERE merged_into IS NOT NULL").await, 0);
        assert_eq!(world.press(&who, &look, &path, &[]).await.leads_to(), format!("/reporters/{keep}"));
        let page = world.get(&who, &format!("/reporters/{keep}")).await.text();
        for word in ["Peru", "Japan", "Policing", "Labour", "ana@elsewhere.example", "Opted out"] {
            assert!(page.contains(word), "{word} in {page}");
        }
        assert_eq!(world.get(&who, &format!("/reporters/{other}")).await.leads_to(), format!("/reporters/{keep}"));
        assert_eq!(listed(&world.get(&who, "/reporters").await), 1);
        assert_eq!(out(&world, "ana@courier.example").await, 1);
        // Read from a spreadsheet again, the other address stays what it is.
        add(&world, "ana@elsewhere.example", "Ana R.", &["Japan"], &["Labour"]).await;
        assert_eq!(listed(&world.get(&who, "/reporters").await), 1);
    }

    async fn what_is_tidied_can_be_taken_back(db: TestDb) {
        let world = World::new(db);
        let who = world.officer("Wim", Role::Writer).await;
        add(&world, "ana@courier.example", "Ana Ruiz", &["Peru"], &["Policing"]).await;
        add(&world, "ana.ruiz@courier.example", "Ana Ruiz", &["Peru"], &["Policing"]).await;
        let gone = add(&world, "gone@courier.example", "Gus Gone", &["Peru"], &["Policing"]).await;
        leave(&world, "gone@courier.example", Reason::Bounced, None).await;

        let page = world.get(&who, "/reporters/tidy").await;
        assert_eq!(page.body.matches("<article").count(), 1, "{}", page.text());
        let action = page.body.split("action=\"").find(|part| part.starts_with("/reporters/tidy/apart/")).unwrap().split('"').next().unwrap();
        let mut browser = who.clone();
        let answer = world.press(&who, &page, action, &[]).await;
        browser.take(&answer);
        let after = world.get(&browser, answer.leads_to()).await;
        assert_eq!(after.body.matches("<article").count(), 0);
        let undo = action.replace("apart", "together");
        world.press(&browser, &after, &undo, &[]).await;
        assert_eq!(world.get(&who, "/reporters/tidy").await.body.matches("<article").count(), 1);

        let left = world.get(&who, "/reporters/tidy?queue=left").await;
        assert!(left.text().contains("Gus Gone"));
        world.press(&who, &left, &format!("/reporters/tidy/gone/{gone}"), &[]).await;
        assert_eq!(out(&world, "gone@courier.example").await, 2);
        assert!(!world.get(&who, "/reporters/tidy?queue=left").await.text().contains("Gus Gone"));
        let once = world.get(&who, "/reporters").await.field("once");
        world.post(&who, &format!("/reporters/tidy/not-gone/{gone}"), &[("once", &once)]).await;
        let left = world.get(&who, "/reporters/tidy?queue=left").await;
        world.press(&who, &left, &format!("/reporters/tidy/still/{gone}"), &[]).await;
        assert_eq!(out(&world, "gone@courier.example").await, 0);
        let once = world.get(&who, "/reporters").await.field("once");
        world.post(&who, &format!("/reporters/tidy/not-still/{gone}"), &[("once", &once)]).await;
        assert_eq!(out(&world, "gone@courier.example").await, 1);

        world.clock.advance(366 * DAY);
        let later = world.signed_in(dateline::store::officers::find(&world.db.store, "Wim").await.unwrap().unwrap().id, "Wim").await;
        let stale = world.get(&later, "/reporters/tidy?queue=stale").await;
        assert!(stale.text().contains("1 to 3 of 3"), "{}", stale.text());
        world.press(&later, &stale, &format!("/reporters/tidy/confirm/{gone}"), &[]).await;
        assert!(world.get(&later, "/reporters/tidy?queue=stale").await.text().contains("1 to 2 of 2"));
    }

    async fn a_viewer_changes_nothing(db: TestDb) {
        let world = World::new(db);
        let who = world.officer("Vera", Role::Viewer).await;
        let id = add(&world, "ana@courier.example", "Ana Ruiz", &["Peru"], &["Policing"]).await;
        let before = world.db.dump().await;
        let forms = [
            "/reporters/add".to_owned(),
            "/reporters/bulk".to_owned(),
            format!("/reporters/{id}/edit"),
            format!("/reporters/{id}/pause"),
            format!("/reporters/{id}/erase"),
            format!("/reporters/{id}/merge"),
            format!("/reporters/{id}/left"),
            format!("/reporters/tidy/gone/{id}"),
            "/reporters/segments/new".to_owned(),
        ];
        for form in forms {
            let fields = [("once", "x"), ("who", "1"), ("do", "pause"), ("until", "2027-01-01"), ("address", "a@b.example")];
            assert_eq!(world.post(&who, &form, &fields).await.status, StatusCode::FORBIDDEN, "{form}");
        }
        assert_eq!(world.db.dump().await, before);
    }
}

/// A mailing with one copy to this address, in this state, and an older one that was refused.
async fn history(world: &World, contact: i64, address: &str, state: &str) {
    let db = &world.db;
    let owner = if state == "attempting" { "1" } else { "NULL" };
    let at = world.clock.now() - 10 * MINUTE;
    db.sql(&format!(
        "INSERT INTO releases (id, uid, kind, version, created_ms, updated_ms) VALUES (900, {uid}, 'release', 1, 0, 0); \
         INSERT INTO release_versions (release_id, version, title, teaser, body, language, dateline, dated, sha256, created_ms) \
           VALUES (900, 1, 'Water', '', 'Text', 'en', '', '2026-11-26', 'x', 0); \
         INSERT INTO mailings (id, uid, release_id, version, state, priority, rule, again, audience_digest, approved_count, \
           approval_digest, not_before_ms, useful_until_ms, doubt_policy, date_ms, key_id, created_ms) \
           VALUES (900, {uid}, 900, 1, 'done', 4, '{{}}', FALSE, 'x', 2, 'x', 0, 0, 'wait', 0, 'k', 0); \
         INSERT INTO singles (id, uid, purpose, author, sender, message, created_ms) \
           VALUES (900, {uid}, 'answer', 'Wim', 'a@b.example', {message}, 0); \
         INSERT INTO deliveries (id, mailing_id, single_id, contact_id, address, address_key, state, due_ms, reply, owner, settled_ms) VALUES \
           (900, 900, 0, {contact}, '{address}', '{address}', '{state}', 0, '250 ok {address}', {owner}, {at}), \
           (901, 0, 900, 0, '{address}', '{address}', 'refused', 0, '550 no such user {address}', NULL, {at}); \
         INSERT INTO delivery_slots (delivery_id, name, outlet, language, reason, consented) \
           VALUES (900, 'Zelda Quist', 'Daily Courier', 'en', 'because Zelda', FALSE); \
         INSERT INTO attempts (delivery_id, fence, relay, at_ms, reply) VALUES (901, 1, 'north', 0, '550 no such user {address}')",
        uid = db.uuid(900),
        message = if db.is_sqlite() { "X'5a656c6461'" } else { "'\\x5a656c6461'::bytea" },
    ))
    .await;
}

/// A browser of somebody who may write.
pub async fn writer(world: &World) -> Browser {
    world.officer("Wim", Role::Writer).await
}
