//! Whom a release is for: the numbers, the lists behind them, what narrows, and two who choose at once.

use axum::http::{Method, StatusCode};
use dateline::clock::DAY;
use dateline::model::ids::{IssueId, RegionId, ReleaseId};
use dateline::model::release::{Placement, Release, ReleaseKind};
use dateline::store::releases::{self, OnChange};
use dateline::store::suppressions::Reason;
use dateline::store::{directory, vocabulary};

use super::people::{add, leave, rows, writer};
use super::world::{Answer, World};
use crate::support::both_databases;

async fn release(world: &World, title: &str, regions: &[&str], issues: &[&str], proposed: bool) -> i64 {
    let words = vocabulary::load(&world.db.store).await.unwrap();
    let dated = jiff::civil::date(2026, 11, 26);
    let why = |proposed| if proposed { "“Peru” in the title".to_owned() } else { String::new() };
    let region = |name: &&str| Placement { id: words.region(name).unwrap(), proposed, reason: why(proposed) };
    let issue = |name: &&str| Placement { id: words.issue(name).unwrap(), proposed, reason: why(proposed) };
    let release = Release {
        body: "Text.".to_owned(),
        regions: regions.iter().map(region).collect(),
        issues: issues.iter().map(issue).collect(),
        ..Release::draft(ReleaseKind::Release, title, dated)
    };
    releases::insert(&world.db.store, &release, OnChange::Keep, 0).await.unwrap().id().0
}

/// Eight who match: two left, one bounced, one paused, one a second address; three get it. One does not match.
async fn office(world: &World) {
    for n in 0..8 {
        add(world, &format!("r{n}@courier.example"), &format!("Reporter {n}"), &["Peru"], &["Policing"]).await;
    }
    add(world, "far@courier.example", "Far Away", &["Japan"], &["Policing"]).await;
    leave(world, "r0@courier.example", Reason::Unsubscribed, None).await;
    leave(world, "r1@courier.example", Reason::Complained, None).await;
    leave(world, "r2@courier.example", Reason::Bounced, None).await;
    leave(world, "r3@courier.example", Reason::Paused, Some(world.clock.now() + DAY)).await;
    let one = directory::find(&world.db.store, "r6@courier.example").await.unwrap().unwrap();
    let other = directory::find(&world.db.store, "r7@courier.example").await.unwrap().unwrap();
    directory::link(&world.db.store, &one, &other, "test", 0).await.unwrap();
}

/// The links of a page that lead to lists of people.
fn lists(page: &Answer) -> Vec<String> {
    let links = page
        .body
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&").replace("&#x3D;", "="));
    links.filter(|link| link.contains("/audience/people?")).collect()
}

fn number_of(page: &Answer, link: &str) -> Option<usize> {
    let shown = link.replace('&', "&amp;").replace('=', "&#x3D;");
    let after = page.body.split(&format!("href=\"{shown}\">")).nth(1)?;
    after.split('<').next().unwrap().replace(',', "").parse().ok()
}

both_databases! {
    async fn every_number_is_the_list_behind_it_and_its_file_and_the_sum_closes(db: TestDb) {
        let world = World::new(db);
        let who = writer(&world).await;
        office(&world).await;
        let id = release(&world, "Water in Peru", &["Peru"], &["Policing"], false).await;
        let page = world.get(&who, &format!("/releases/{id}/audience")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let mut seen = 0;
        for link in lists(&page) {
            let Some(n) = number_of(&page, &link) else { continue };
            let list = world.get(&who, &link).await;
            assert_eq!(list.body.matches("<tr><th scope=\"row\">").count(), n, "{link}: {}", list.text());
            let file = world.get(&who, &link.replace("/people?", "/people.csv?")).await;
            assert_eq!(rows(&file).len(), n, "{link}");
            seen += 1;
        }
        assert!(seen >= 8, "{seen}");
        let text = page.text();
        for part in ["Match the rule 8", "opted out − 2", "address bounced before − 1", "paused − 1", "same person, second address − 1", "Will receive it 3"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        // Why they get it is what the mail will say.
        let will = world.get(&who, &format!("/releases/{id}/audience/people?list=will")).await;
        assert_eq!(will.text().matches("You get this because you cover Policing in Peru.").count(), 3, "{}", will.text());
        let out = world.get(&who, &format!("/releases/{id}/audience/people?list=out")).await;
        assert!(out.text().contains("Left out: 5") && out.text().contains("same person, second address"), "{}", out.text());
    }

    async fn proposals_are_taken_or_dropped_and_what_narrows_is_kept(db: TestDb) {
        let world = World::new(db);
        let who = writer(&world).await;
        office(&world).await;
        let id = release(&world, "Water in Peru", &["Peru", "Japan"], &["Policing"], true).await;
        let path = format!("/releases/{id}/audience");
        let words = vocabulary::load(&world.db.store).await.unwrap();
        let (peru, policing) = (words.region("Peru").unwrap(), words.issue("Policing").unwrap());
        let page = world.get(&who, &path).await;
        assert!(page.text().contains("Region, because of “Peru” in the title"), "{}", page.text());
        let (r, i) = (format!("r{peru}"), format!("i{policing}"));
        let version = page.field("version");
        let fields = [("version", version.as_str()), ("set", "1"), ("accept", &r), ("accept", &i), ("down", "yes"), ("outlets", "Daily Courier"), ("less", "r5@courier.example")];
        let saved = world.post(&who, &path, &fields).await;
        assert_eq!(saved.leads_to(), path, "{}", saved.text());
        let stored = releases::load(&world.db.store, ReleaseId(id), None).await.unwrap().unwrap();
        assert_eq!(stored.regions, [Placement { id: peru, proposed: false, reason: "“Peru” in the title".to_owned() }]);
        assert_eq!(stored.issues.len(), 1);
        let narrowing = releases::narrowing(&world.db.store, ReleaseId(id)).await.unwrap().unwrap();
        let rule = narrowing.rule.unwrap();
        assert!(narrowing.down && rule.outlets == ["Daily Courier"] && rule.without.len() == 1, "{rule:?}");
        let page = world.get(&who, &path).await;
        assert!(!page.text().contains("Proposed from the text"));
        // r4 and the first of r6 and r7.
        assert!(page.text().contains("Will receive it 2"), "{}", page.text());
        let ask = world.get(&who, &format!("{path}?ask=r4%40courier.example")).await;
        assert!(ask.text().contains("Yes. Reporter 4 gets it: “You get this because you cover Policing in Peru.”"), "{}", ask.text());
        for (asked, why) in [("r5@courier.example", "left out by name"), ("reporter 0", "opted out"), ("far away", "does not fit"), ("zzz", "Nobody of that name")] {
            let asked: String = form_urlencoded::byte_serialize(asked.as_bytes()).collect();
            let ask = world.get(&who, &format!("{path}?ask={asked}")).await;
            assert!(ask.text().contains(why), "{why} in {}", ask.text());
        }
    }

    async fn the_live_count_is_what_saving_comes_to(db: TestDb) {
        let world = World::new(db);
        let who = writer(&world).await;
        office(&world).await;
        let id = release(&world, "Water in Peru", &["Peru"], &["Policing"], false).await;
        let path = format!("/releases/{id}/audience");
        let words = vocabulary::load(&world.db.store).await.unwrap();
        let (world_id, policing) = (words.region("World").unwrap().to_string(), words.issue("Policing").unwrap().to_string());
        let page = world.get(&who, &path).await;
        let version = page.field("version");
        let fields = [("version", version.as_str()), ("set", "1"), ("regions", &world_id), ("issues", &policing), ("down", "yes")];
        let live = world.post(&who, &format!("{path}/count"), &fields).await;
        assert_eq!(live.status, StatusCode::OK, "{}", live.text());
        assert!(live.body.starts_with("<section") && live.body.contains("id=\"audience-count\"") && !live.body.contains("<form"));
        assert!(live.text().contains("Will receive it 4"), "{}", live.text());
        // Its links lead to the people of the form, not of what is stored.
        let link = lists(&live).into_iter().find(|link| number_of(&live, link) == Some(4)).unwrap();
        assert!(world.get(&who, &link).await.text().contains("Will receive it: 4"));
        assert_eq!(world.get(&who, &path).await.field("version"), version, "nothing was stored");
        world.post(&who, &path, &fields).await;
        assert!(world.get(&who, &path).await.text().contains("Will receive it 4"));
        assert_eq!(world.request(&who, Method::POST, "/releases/999/audience/count", "set=1").await.status, StatusCode::NOT_FOUND);
    }

    async fn two_who_choose_at_once_lose_nothing(db: TestDb) {
        let world = World::new(db);
        let (wim, tia) = (writer(&world).await, world.officer("Tia", dateline::store::officers::Role::Writer).await);
        office(&world).await;
        let id = release(&world, "Water in Peru", &["Peru"], &["Policing"], false).await;
        let path = format!("/releases/{id}/audience");
        let words = vocabulary::load(&world.db.store).await.unwrap();
        let (peru, japan) = (words.region("Peru").unwrap().to_string(), words.region("Japan").unwrap().to_string());
        let policing = words.issue("Policing").unwrap().to_string();
        let version = world.get(&wim, &path).await.field("version");
        let mine = [("version", version.as_str()), ("set", "1"), ("regions", &japan), ("issues", &policing), ("down", "yes")];
        let theirs = [("version", version.as_str()), ("set", "1"), ("regions", &peru), ("issues", &policing), ("languages", "en")];
        assert_eq!(world.post(&wim, &path, &mine).await.leads_to(), path);
        let refused = world.post(&tia, &path, &theirs).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.text());
        let stored = releases::load(&world.db.store, ReleaseId(id), None).await.unwrap().unwrap();
        assert_eq!(stored.regions.iter().map(|place| place.id).collect::<Vec<_>>(), [RegionId(japan.parse().unwrap())]);
        assert!(refused.body.contains(&format!("id=\"regions-{peru}\" name=\"regions\" value=\"{peru}\" checked")), "what was typed still stands");
        let again = refused.field("version");
        let theirs: Vec<(&str, &str)> = theirs.iter().map(|(name, value)| if *name == "version" { (*name, again.as_str()) } else { (*name, *value) }).collect();
        assert_eq!(world.post(&tia, &path, &theirs).await.leads_to(), path);
    }

    async fn when_nobody_matches_those_close_by_are_named(db: TestDb) {
        let world = World::new(db);
        let who = writer(&world).await;
        office(&world).await;
        let id = release(&world, "Water in Chile", &["Chile"], &["Policing"], false).await;
        let page = world.get(&who, &format!("/releases/{id}/audience")).await;
        assert!(page.text().contains("Policing in South America (3 reporters)"), "{}", page.text());
        let link = page.body.split("href=\"").find(|link| link.contains("/audience?set")).unwrap().split('"').next().unwrap();
        let wider = world.get(&who, &link.replace("&amp;", "&").replace("&#x3D;", "=")).await;
        assert!(wider.text().contains("Will receive it 3"), "{}", wider.text());
        let stored = releases::load(&world.db.store, ReleaseId(id), None).await.unwrap().unwrap();
        assert_eq!(stored.issues[0].id, IssueId(2), "looking changes nothing");
    }
}
