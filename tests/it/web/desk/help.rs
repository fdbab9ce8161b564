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
}
