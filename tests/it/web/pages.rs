//! The pages themselves: what they say, to whom, and what they let in.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use super::world::{AMAL, ANA, NED, NOW, World};
use crate::support::both_databases;

both_databases! {
    async fn the_page_offers_the_narrower_choices_first_and_shows_a_masked_address(db: TestDb) {
        let world = World::new(db).await;

        let page = world.get(&world.out(ANA)).await;

        assert_eq!(page.status, StatusCode::OK);
        let at = |value: &str| page.body.find(&format!("value=\"{value}\"")).unwrap_or_else(|| panic!("{value}: {}", page.body));
        assert!(at("issue") < at("region") && at("region") < at("pause") && at("pause") < at("everything"));
        assert!(page.body.contains("A•••@paper.example") && !page.body.to_lowercase().contains("ana@"));
        assert!(page.body.contains("Prison &amp; reform"));
        assert!(page.body.len() < 15_000);
    }

    async fn the_page_speaks_the_language_of_the_mail(db: TestDb) {
        let world = World::new(db).await;

        let arabic = world.get(&world.out(AMAL)).await.body;
        assert!(arabic.contains("<html lang=\"ar\" dir=\"rtl\">") && arabic.contains("ما الذي تريد إيقافه؟"));
        let german = world.get(&world.out(NED)).await.body;
        assert!(german.contains("<html lang=\"de\" dir=\"ltr\">") && german.contains("Was soll nicht mehr kommen?"));
        assert!(!german.contains("value=\"issue\"") && !german.contains("value=\"region\""), "nothing narrower to stop");
        let request = Request::get("/u/nothing").header("accept-language", "fr-CH, en;q=0.5").body(Body::empty()).unwrap();
        assert!(world.request(request).await.body.contains("Ce lien ne fonctionne pas"));
    }

    async fn no_answer_is_stored_indexed_framed_or_leaks_where_it_came_from(db: TestDb) {
        let world = World::new(db).await;

        for path in [world.out(ANA), "/u/nothing".to_owned(), "/nothing".to_owned(), world.view("en"), "/o/x".to_owned(), "/healthz".to_owned()] {
            let answer = world.get(&path).await;
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
            assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
            assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow", "{path}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert!(answer.headers.get("set-cookie").is_none(), "{path}");
            let policy = answer.header("content-security-policy");
            assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        }
    }

    async fn pages_hold_no_script_no_style_of_their_own_and_no_foreign_address(db: TestDb) {
        let world = World::new(db).await;
        world.post(&world.out(ANA), "choice=issue").await;

        for body in [
            world.get(&world.out(ANA)).await.body,
            world.get(&world.out(NED)).await.body,
            world.post(&world.out(NED), "choice=pause").await.body,
            world.post(&world.out(NED), "undo=pause").await.body,
            world.get("/u/nothing").await.body,
        ] {
            for foreign in ["<script", "<style", " style=", "javascript:", "http://", "https://", " onclick"] {
                assert!(!body.contains(foreign), "{foreign} in {body}");
            }
            let css = body.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
            let css = world.get(css).await;
            assert_eq!(css.status, StatusCode::OK);
            assert!(css.header("cache-control").contains("immutable"));
        }
    }

    async fn a_letter_is_shown_from_its_time_on_until_it_is_withdrawn(db: TestDb) {
        let world = World::new(db).await;
        let view = world.view("en");
        assert_eq!(world.get(&view).await.status, StatusCode::NOT_FOUND, "no letter yet");
        world.put_letter("en").await;

        let answer = world.get(&view).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.contains("Harbour reopened"));
        assert!(answer.header("content-security-policy").contains("sandbox"));
        assert_eq!(world.get(&world.view("fr")).await.status, StatusCode::NOT_FOUND);

        world.db.sql(&format!("UPDATE mailings SET not_before_ms = {NOW} + 1")).await;
        assert_eq!(world.get(&view).await.status, StatusCode::NOT_FOUND);
        world.clock.advance(1);
        assert_eq!(world.get(&view).await.status, StatusCode::OK);

        for state in ["planning", "void", "missed"] {
            world.db.sql(&format!("UPDATE mailings SET state = '{state}'")).await;
            assert_eq!(world.get(&view).await.status, StatusCode::NOT_FOUND, "{state}");
        }
        world.db.sql(&format!("UPDATE mailings SET state = 'done'; UPDATE release_versions SET withdrawn_ms = {NOW}")).await;
        let answer = world.get(&view).await;
        assert_eq!(answer.status, StatusCode::GONE);
        assert!(!answer.body.contains("Harbour reopened"));
    }

    async fn a_process_with_a_database_is_ready_and_one_without_is_not(db: TestDb) {
        let world = World::new(db).await;
        assert_eq!(world.get("/healthz").await.status, StatusCode::OK);
        assert_eq!(world.get("/readyz").await.status, StatusCode::OK);

        world.clock.advance(6 * 60_000);
        let answer = world.get("/readyz").await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "copies are due and nobody sends");
        assert!(answer.body.contains("\"queue\":\"failed\""));

        world.db.store.close().await;
        let answer = world.get("/readyz").await;
        assert!(answer.body.contains("\"database\":\"failed\""), "{}", answer.body);
        assert_eq!(world.get("/healthz").await.status, StatusCode::OK);
        let answer = world.post("/u/x", "List-Unsubscribe=One-Click").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        let answer = world.post(&world.out(ANA), "List-Unsubscribe=One-Click").await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "never a 2xx without a commit");
    }
}
