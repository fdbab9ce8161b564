//! The issues and regions of the office on the desk, and the templates it has.

use std::io::Cursor;

use axum::http::StatusCode;
use dateline::directory::{Options, import};
use dateline::model::ids::{ALL_ISSUES, IssueId};
use dateline::store::officers::Role;
use dateline::store::{issues, vocabulary};

use super::world::{Answer, Browser, NOW, World};
use crate::support::both_databases;

const HOME: &str = "/settings/topics";

async fn add(world: &World, browser: &Browser, fields: &[(&str, &str)]) -> Answer {
    let page = world.get(browser, HOME).await;
    world.press(browser, &page, HOME, fields).await
}

async fn find(world: &World, term: &str) -> Option<IssueId> {
    vocabulary::load(&world.db.store).await.unwrap().issue(term)
}

both_databases! {
    async fn an_issue_is_added_below_another_with_its_other_names(db: TestDb) {
        let world = World::new(db);
        let writer = world.officer("Wren", Role::Writer).await;
        let added = add(&world, &writer, &[("name", "  Digital   rights"), ("parent", "1"), ("synonyms", "privacy; Netzpolitik ;;")]).await;
        assert_eq!(added.leads_to(), HOME, "{}", added.text());
        let digital = find(&world, "digital rights").await.unwrap();
        assert_eq!((find(&world, "Privacy").await, find(&world, "netzpolitik").await), (Some(digital), Some(digital)));
        let parent = digital.to_string();
        add(&world, &writer, &[("name", "Spyware"), ("parent", &parent), ("synonyms", "")]).await;
        let spyware = find(&world, "spyware").await.unwrap();
        let list = issues::list(&world.db.store).await.unwrap();
        assert_eq!(list.iter().find(|issue| issue.id == spyware).unwrap().parent, Some(digital));
        let page = world.get(&writer, HOME).await.text();
        assert!(page.contains("Digital rights netzpolitik; privacy 0 0 Spyware"), "{page}");
        assert_eq!(world.db.number("SELECT COUNT(*) FROM audit WHERE act = 'issue.add' AND actor = 'Wren'").await, 2);
    }

    async fn a_name_that_is_taken_or_is_none_is_shown_with_what_was_typed(db: TestDb) {
        let world = World::new(db);
        let writer = world.officer("Wren", Role::Writer).await;
        add(&world, &writer, &[("name", "Health"), ("parent", "1"), ("synonyms", "clinics")]).await;
        for (name, synonyms, why) in [
            ("health", "", "already one called health"),
            ("Clinics", "", "already one called Clinics"),
            ("", "x", "Fill this in"),
            ("a;b", "", "no semicolon"),
            ("Housing", "Clinics", "Clinics is a name of another issue"),
        ] {
            let page = add(&world, &writer, &[("name", name), ("parent", "1"), ("synonyms", synonyms)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
            assert!(page.text().contains(why), "{name}: {}", page.text());
            assert_eq!((page.field("name"), page.field("synonyms")), (name.to_owned(), synonyms.to_owned()));
        }
        assert_eq!(issues::list(&world.db.store).await.unwrap().len(), 2);
    }

    async fn renaming_keeps_the_old_name_and_everything_filed_under_it(db: TestDb) {
        let world = World::new(db);
        let writer = world.officer("Wren", Role::Writer).await;
        add(&world, &writer, &[("name", "Health"), ("parent", "1"), ("synonyms", "clinics")]).await;
        add(&world, &writer, &[("name", "Housing"), ("parent", "1"), ("synonyms", "")]).await;
        let health = find(&world, "health").await.unwrap();
        let action = format!("{HOME}/{health}");
        let page = world.get(&writer, &format!("{HOME}?edit={health}")).await;
        assert_eq!((page.field("name"), page.field("synonyms")), ("Health".to_owned(), "clinics".to_owned()));

        let taken = world.press(&writer, &page, &action, &[("name", "Housing"), ("synonyms", "clinics")]).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = world.get(&writer, &format!("{HOME}?edit={health}")).await;
        let saved = world.press(&writer, &page, &action, &[("name", "Public health"), ("synonyms", "hospitals")]).await;
        assert_eq!(saved.leads_to(), HOME, "{}", saved.text());

        for term in ["public health", "Health", "hospitals"] {
            assert_eq!(find(&world, term).await, Some(health), "{term}");
        }
        assert_eq!(find(&world, "clinics").await, None);
        let all = world.post(&writer, &format!("{HOME}/{ALL_ISSUES}"), &[("once", "x"), ("name", "Everything else")]).await;
        assert_eq!(all.status, StatusCode::NOT_FOUND, "the whole is not renamed");
        assert_eq!(world.get(&writer, &format!("{HOME}?edit=424242")).await.status, StatusCode::NOT_FOUND);
    }

    async fn the_numbers_are_those_who_cover_an_issue_or_region_itself(db: TestDb) {
        let world = World::new(db);
        let writer = world.officer("Wren", Role::Writer).await;
        add(&world, &writer, &[("name", "Health"), ("parent", "1"), ("synonyms", "")]).await;
        let csv = "email,name,regions,issues\na@paper.example,Ana,Peru,Health\nb@paper.example,Ben,Peru,Health\n";
        let file = Cursor::new(csv.as_bytes().to_vec());
        import(&world.db.store, file, Options::default(), NOW, &mut |_| {}).await.unwrap();
        let page = world.get(&writer, HOME).await.text();
        assert!(page.contains("Health 2 0") && page.contains("Peru 2 reporters, 0 releases"), "{page}");
        let viewer = world.officer("Vi", Role::Viewer).await;
        let page = world.get(&viewer, HOME).await;
        assert!(!page.body.contains("?edit=") && !page.body.contains("name=\"parent\""));
        let templates = world.get(&viewer, "/settings/templates").await.text();
        assert!(templates.contains("release") && templates.contains("As shipped") && templates.contains("not used yet"), "{templates}");
    }
}
