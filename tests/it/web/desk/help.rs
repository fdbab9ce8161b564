//! Help: open at the door, and whom to ask is said to officers only.

use axum::http::StatusCode;
use dateline::store::officers::Role;

use super::world::{Browser, World};
use crate::support::both_databases;

both_databases! {
    async fn help_is_open_and_names_the_admins_to_officers_only(db: TestDb) {
        let world = World::new(db);
        world.officer("Maria", Role::Admin).await;
        let tom = world.officer("Tom", Role::Viewer).await;
        for (language, title) in [("en", "How a release goes out"), ("es", "Cómo sale un comunicado"), ("ar", "كيف يخرج البيان")] {
            let page = world.get(&Browser { language, ..Browser::default() }, "/help").await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text());
            assert!(page.text().contains(title) && !page.body.contains("Maria") && !page.body.contains("maria@"), "{}", page.text());
        }
        let page = world.get(&tom, "/help").await;
        assert!(page.text().contains("Maria") && !page.text().contains("tom@"), "{}", page.text());
    }

    async fn a_page_that_is_not_there_may_load_what_every_page_of_the_desk_may(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Viewer).await;
        let missing = world.get(&tom, "/no/such/page").await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND);
        assert_eq!(missing.header("content-security-policy"), world.get(&tom, "/help").await.header("content-security-policy"));
        let outside = world.get(&Browser::default(), "/no/such/page").await;
        assert!(!outside.header("content-security-policy").contains("script-src"), "nobody is signed in");
    }
}
