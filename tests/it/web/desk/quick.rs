//! What an officer need not wait for, and what a browser need not load.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use dateline::store::officers::Role;
use dateline::web::desk;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::sending::Office;
use super::world::{Browser, World};
use crate::support::both_databases;

async fn get(router: &Router, browser: &Browser, path: &str, with: (&str, &str)) -> (HeaderMap, Vec<u8>) {
    let cookies: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = Request::builder().uri(path).header("cookie", cookies.join("; ")).header(with.0, with.1);
    let answer = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    let (head, body) = answer.into_parts();
    (head.headers, body.collect().await.unwrap().to_bytes().to_vec())
}

both_databases! {
    async fn the_send_page_comes_with_its_count_and_asks_what_came_of_the_checks(db: TestDb) {
        let office = Office::new(db).await;
        let writer = office.world.officer("Wanda", Role::Writer).await;
        office.world.officer("Amal", Role::Approver).await;
        let mut impatient = office.world.desk.clone();
        impatient.patience = Duration::ZERO;
        let router = desk::router(impatient);
        let path = office.path("send");

        let (_, page) = get(&router, &writer, &path, ("accept", "text/html")).await;
        let page = String::from_utf8(page).unwrap();
        assert!(page.contains("data-follow") && page.contains("Checking") && !page.contains("name=\"seal\""), "{page}");
        assert!(page.contains("<span class=\"big\">"), "{page}");
        let who = page.split("id=\"send-who\"").nth(1).unwrap().split("</section").next().unwrap();
        assert!(who.contains(">3<") && who.contains("Reporter 1"), "{who}");

        let (_, parts) = get(&router, &writer, &path, ("dateline-fragment", "1")).await;
        let parts = String::from_utf8(parts).unwrap();
        for id in ["send-said", "send-checks", "send-who", "send-act"] {
            assert!(parts.contains(&format!("id=\"{id}\"")), "{id}: {parts}");
        }
        assert!(parts.contains("data-over") && parts.contains("name=\"seal\"") && !parts.contains("<html"), "{parts}");
    }

    async fn pages_and_files_are_compressed_and_files_are_kept_for_ever(db: TestDb) {
        let world = World::new(db);
        let viewer = world.officer("Vera", Role::Viewer).await;
        let router = world.router();
        let (head, packed) = get(&router, &viewer, "/", ("accept-encoding", "gzip")).await;
        let (plain_head, plain) = get(&router, &viewer, "/", ("accept-encoding", "identity")).await;
        assert_eq!(head["content-encoding"], "gzip");
        assert!(packed.len() * 2 < plain.len() && !plain_head.contains_key("content-encoding"));
        assert_eq!(plain_head["cache-control"], "no-store");
        let page = String::from_utf8(plain).unwrap();
        let named: Vec<&str> = page.split('"').filter(|text| text.starts_with("/assets/")).map(|text| text.split('#').next().unwrap()).collect();
        for kind in [".css", ".js", ".svg"] {
            let asset = named.iter().find(|name| name.ends_with(kind)).unwrap_or_else(|| panic!("no {kind} in {named:?}"));
            let (head, _) = get(&router, &viewer, asset, ("accept-encoding", "gzip")).await;
            assert_eq!((&head["content-encoding"], &head["cache-control"]), (&"gzip".parse().unwrap(), &"public, max-age=31536000, immutable".parse().unwrap()), "{asset}");
        }
    }
}
