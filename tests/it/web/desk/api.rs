//! Tokens of programs, and what they open.

use axum::http::{Method, StatusCode};
use dateline::clock::DAY;
use dateline::outbox::plan;
use dateline::review::{self, Sent};
use dateline::store::officers::Role;
use serde_json::Value;

use super::rules::{order, stocked};
use super::team::id;
use super::world::{Answer, Browser, World};
use crate::support::both_databases;

/// Makes a token at the page and reads it there.
async fn token(world: &World, admin: &Browser, days: &str) -> Browser {
    let page = world.get(admin, "/settings/api").await;
    let made = world.press(admin, &page, "/settings/api", &[("name", "newsroom"), ("scopes", "read"), ("until", days)]).await;
    let text = made.text();
    let at = text.find("dl_").unwrap_or_else(|| panic!("no token in {text}"));
    let bearer = text[at..].split(' ').next().unwrap().to_owned();
    assert_eq!(bearer.len(), 55, "256 bits");
    Browser { bearer, ..Browser::default() }
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{}", answer.body))
}

fn problem(answer: &Answer, status: StatusCode) {
    assert_eq!((answer.status, answer.header("content-type")), (status, "application/problem+json"), "{}", answer.body);
    let told = json(answer);
    assert_eq!((told["status"].as_u64(), told["type"].as_str()), (Some(u64::from(status.as_u16())), Some("about:blank")));
}

both_databases! {
    async fn a_token_reads_releases_and_mailings_in_numbers(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Admin).await;
        let release = stocked(&world, 3).await;
        let means = world.desk.means().unwrap();
        let seen = review::review(&means, &order(release)).await.unwrap();
        let sent = review::send(&means, &order(release), &seen.seal.groups(), 3, "Maria", None).await.unwrap();
        let Sent::New { mailing, .. } = sent else { panic!("{sent:?}") };
        plan::run(&world.db.store, &world.keys, mailing, world.clock.now()).await.unwrap();

        let program = token(&world, &maria, "30").await;
        let releases = world.get(&program, "/api/v1/releases").await;
        assert_eq!((releases.status, releases.header("content-type")), (StatusCode::OK, "application/json"));
        let told = json(&releases);
        assert_eq!((told["count"].as_i64(), told["next"].is_null()), (Some(1), true));
        assert_eq!(told["releases"][0]["title"], "Ferries run at night again");
        let mailing = world.get(&program, &format!("/api/v1/mailings/{mailing}")).await;
        let told = json(&mailing);
        assert_eq!((told["ledger"]["approved"].as_i64(), told["ledger"]["waiting"].as_i64()), (Some(3), Some(3)));
        assert_eq!((told["closes"].as_bool(), told["state"].as_str()), (Some(true), Some("sending")));
        assert!(!mailing.body.contains("paper.example") && !mailing.body.contains("Person"));

        for (path, status) in [
            ("/api/v1/mailings/999", StatusCode::NOT_FOUND),
            ("/api/v1/mailings/x", StatusCode::NOT_FOUND),
            ("/api/v1/contacts", StatusCode::NOT_FOUND),
            ("/api/v1/releases?limit=101", StatusCode::BAD_REQUEST),
            ("/api/v1/releases?offset=-1", StatusCode::BAD_REQUEST),
        ] {
            problem(&world.get(&program, path).await, status);
        }
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            let answer = world.request(&program, method, "/api/v1/releases", "").await;
            problem(&answer, StatusCode::METHOD_NOT_ALLOWED);
        }
        let page = world.get(&maria, "/settings/api").await;
        assert!(page.text().contains("newsroom Read Thu 26 Nov 2026, 10:00") && !page.body.contains(&program.bearer), "used, and shown once: {}", page.text());
        assert_eq!(world.db.number(&format!("SELECT COUNT(*) FROM api_tokens WHERE sha256 = '{}'", program.bearer)).await, 0);
    }

    async fn pages_of_releases_lead_to_the_next(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Admin).await;
        let program = token(&world, &maria, "30").await;
        let (first, second) = (stocked(&world, 0).await, stocked(&world, 0).await);
        let page = json(&world.get(&program, "/api/v1/releases?limit=1").await);
        let next = json(&world.get(&program, page["next"].as_str().unwrap()).await);
        let ids = [&page, &next].map(|page| page["releases"][0]["release"].as_i64().unwrap());
        assert_eq!((ids, next["next"].is_null()), ([second.0, first.0], true));
    }

    async fn without_a_valid_token_nothing_is_told(db: TestDb) {
        let world = World::new(db);
        let maria = world.officer("Maria", Role::Admin).await;
        let (short, long) = (token(&world, &maria, "30").await, token(&world, &maria, "90").await);
        let ok = |answer: &Answer| answer.status == StatusCode::OK;
        let made_up = Browser { bearer: "dl_made-up".to_owned(), ..Browser::default() };
        let by_session = Browser { bearer: maria.cookies[0].1.clone(), ..Browser::default() };
        let in_cookie = Browser { cookies: vec![("__Host-session".to_owned(), long.bearer.clone())], ..Browser::default() };
        for stranger in [Browser::default(), maria.clone(), made_up, by_session, in_cookie] {
            let answer = world.get(&stranger, "/api/v1/releases").await;
            problem(&answer, StatusCode::UNAUTHORIZED);
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
        assert_ne!(world.get(&Browser { cookies: Vec::new(), ..long.clone() }, "/account").await.status, StatusCode::OK, "no session");
        world.clock.advance(30 * DAY);
        assert!(!ok(&world.get(&short, "/api/v1/releases").await) && ok(&world.get(&long, "/api/v1/releases").await));

        let maria = world.signed_in(id(&world, "Maria").await, "Maria").await;
        let page = world.get(&maria, "/settings/api").await;
        let href = page.body.split("href=\"/settings/api/").nth(1).unwrap().split('"').next().unwrap();
        let path = format!("/settings/api/{href}");
        let confirm = world.get(&maria, &path).await;
        assert!(confirm.text().contains("Revoke newsroom?") && ok(&world.get(&long, "/api/v1/releases").await), "{}", confirm.text());
        assert_eq!(world.press(&maria, &confirm, &path, &[]).await.leads_to(), "/settings/api");
        problem(&world.get(&long, "/api/v1/releases").await, StatusCode::UNAUTHORIZED);
        assert_eq!(world.post(&maria, &path, &[("once", "again")]).await.status, StatusCode::CONFLICT);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM audit WHERE act IN ('token.make', 'token.revoke')").await, 3);
    }

    async fn a_token_needs_a_name_a_scope_and_an_end_and_is_an_admins_to_make(db: TestDb) {
        let world = World::new(db);
        let (maria, tom) = (world.officer("Maria", Role::Admin).await, world.officer("Tom", Role::Approver).await);
        let page = world.get(&maria, "/settings/api").await;
        for fields in [
            [("name", ""), ("scopes", "read"), ("until", "30")],
            [("name", "bot"), ("scopes", "send"), ("until", "30")],
            [("name", "bot"), ("scopes", "read"), ("until", "36500")],
        ] {
            assert_eq!(world.press(&maria, &page, "/settings/api", &fields).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let fields = [("once", "toms"), ("name", "bot"), ("scopes", "read"), ("until", "30")];
        assert_eq!(world.post(&tom, "/settings/api", &fields).await.status, StatusCode::FORBIDDEN);
        assert!(!world.get(&tom, "/settings/api").await.text().contains("Make this token"));
        assert_eq!(world.db.number("SELECT COUNT(*) FROM api_tokens").await, 0);
    }
}
