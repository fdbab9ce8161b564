//! Signing in, the second step, sessions and the first set-up.

use axum::http::StatusCode;
use dateline::clock::{DAY, HOUR, MINUTE, SECOND};
use dateline::store::officers::{self, Role};
use dateline::store::{credentials, sessions};
use dateline::web::desk::door::{factor, link};

use super::world::{Answer, Browser, URL, World};
use crate::support::both_databases;

const PASSWORD: &str = "three brass lanterns";

/// The first officer, signed up by the link.
async fn set_up(world: &World) -> Browser {
    let link = link::make(&world.db.store, URL, None, world.clock.now()).await.unwrap().unwrap();
    let path = link.strip_prefix(URL).unwrap().to_owned();
    let mut browser = Browser::default();
    let page = world.get(&browser, &path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let fields = [("name", "Maria"), ("address", "maria@harbour.example"), ("password", PASSWORD), ("zone", "Europe/Berlin")];
    let answer = world.post(&browser, &path, &fields).await;
    assert_eq!(answer.leads_to(), "/", "{}", answer.text());
    browser.take(&answer);
    assert_eq!(world.get(&browser, &path).await.status, StatusCode::NOT_FOUND, "the link works once");
    browser
}

async fn sign_in(world: &World, password: &str) -> (Browser, Answer) {
    let mut browser = Browser::default();
    let fields = [("address", "Maria@harbour.example"), ("password", password), ("next", "/account")];
    let answer = world.post(&browser, "/sign-in", &fields).await;
    browser.take(&answer);
    (browser, answer)
}

async fn is_in(world: &World, browser: &Browser) -> bool {
    let answer = world.post(browser, "/sign-in/again", &[]).await;
    answer.status != StatusCode::UNAUTHORIZED
}

both_databases! {
    async fn the_first_officer_signs_up_once_and_signs_in_with_their_password(db: TestDb) {
        let world = World::new(db);
        let first = set_up(&world).await;
        assert!(is_in(&world, &first).await);
        let known = officers::find(&world.db.store, "Maria").await.unwrap().unwrap();
        assert_eq!(known.role, Role::Admin);
        let (browser, answer) = sign_in(&world, PASSWORD).await;
        assert_eq!(answer.leads_to(), "/account");
        assert!(is_in(&world, &browser).await);
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("__Host-session=") && cookie.contains("HttpOnly") && cookie.contains("Secure"), "{cookie}");
        assert!(cookie.contains("SameSite=Lax"));
        let token = &browser.cookies[0].1;
        assert_eq!(world.db.number(&format!("SELECT COUNT(*) FROM sessions WHERE sha256 = '{token}'")).await, 0);
    }

    async fn a_wrong_password_and_an_unknown_address_are_answered_alike(db: TestDb) {
        let world = World::new(db);
        set_up(&world).await;
        let wrong = sign_in(&world, "not the password").await.1;
        let fields = [("address", "nobody@harbour.example"), ("password", "not the password"), ("next", "/account")];
        let unknown = world.post(&Browser::default(), "/sign-in", &fields).await;
        assert_eq!((wrong.status, unknown.status), (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
        assert_eq!(wrong.text().replace("Maria@", "nobody@"), unknown.text());
    }

    async fn after_five_tries_each_waits_longer_also_after_a_restart(db: TestDb) {
        let world = World::new(db);
        set_up(&world).await;
        for _ in 0..5 {
            assert_eq!(sign_in(&world, "not the password").await.1.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let shut = sign_in(&world, PASSWORD).await.1;
        assert_eq!((shut.status, shut.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "30"));
        let world = World::new(world.db);
        assert_eq!(sign_in(&world, PASSWORD).await.1.status, StatusCode::TOO_MANY_REQUESTS);
        world.clock.advance(31 * SECOND);
        assert_eq!(sign_in(&world, PASSWORD).await.1.leads_to(), "/account");
        assert_eq!(sign_in(&world, "not the password").await.1.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn tries_at_once_are_all_counted(db: TestDb) {
        let world = World::new(db);
        set_up(&world).await;
        let tries = (0..12).map(|_| sign_in(&world, "not the password"));
        let answers = futures_util::future::join_all(tries).await;
        let looked_at = answers.iter().filter(|(_, answer)| answer.status == StatusCode::UNPROCESSABLE_ENTITY).count();
        assert!(looked_at <= 5, "{looked_at}");
    }

    async fn a_session_ends_by_idling_by_age_and_by_signing_out(db: TestDb) {
        let world = World::new(db);
        let first = set_up(&world).await;
        let (other, _) = sign_in(&world, PASSWORD).await;
        assert!(world.post(&other, "/sign-out", &[]).await.leads_to() == "/sign-in");
        assert!(!is_in(&world, &other).await && is_in(&world, &first).await);
        for _ in 0..13 {
            world.clock.advance(11 * HOUR);
            assert!(is_in(&world, &first).await, "used within twelve hours");
        }
        world.clock.advance(12 * HOUR);
        assert!(!is_in(&world, &first).await);
        let (second, _) = sign_in(&world, PASSWORD).await;
        for _ in 0..16 {
            world.clock.advance(11 * HOUR);
            is_in(&world, &second).await;
        }
        assert!(!is_in(&world, &second).await, "seven days are the longest");
    }

    async fn the_second_step_takes_each_code_once_and_recovery_codes_too(db: TestDb) {
        let world = World::new(db);
        set_up(&world).await;
        let officer = officers::find(&world.db.store, "Maria").await.unwrap().unwrap().id;
        let key = b"12345678901234567890";
        let sealed = world.keys.seal(factor::PURPOSE, key).unwrap();
        let codes = [factor::code_digest("abcd-efgh-ijkl")];
        credentials::set_factor(&world.db.store, officer, (&sealed, 0), &codes, "Maria", world.clock.now()).await.unwrap();
        let code = factor::digits(key, factor::step(world.clock.now()));

        let (mut browser, answer) = sign_in(&world, PASSWORD).await;
        assert!(answer.leads_to().starts_with("/sign-in/code?"), "{}", answer.leads_to());
        assert!(!is_in(&world, &browser).await, "the password alone opens nothing");
        assert_eq!(world.post(&browser, "/sign-in/code", &[("code", "000000")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let answer = world.post(&browser, "/sign-in/code", &[("code", &code), ("next", "/account"), ("trust", "yes")]).await;
        assert_eq!(answer.leads_to(), "/account", "{}", answer.text());
        browser.take(&answer);
        assert!(is_in(&world, &browser).await);

        let (again, _) = sign_in(&world, PASSWORD).await;
        assert_eq!(world.post(&again, "/sign-in/code", &[("code", &code)]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "once");
        let recovered = world.post(&again, "/sign-in/code", &[("code", "ABCD EFGH IJKL")]).await;
        assert_eq!(recovered.leads_to(), "/");
        assert_eq!(world.post(&again, "/sign-in/code", &[("code", "abcd-efgh-ijkl")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);

        // A trusted browser needs the password only, until that is over.
        let fields = [("address", "maria@harbour.example"), ("password", PASSWORD)];
        assert_eq!(world.post(&browser, "/sign-in", &fields).await.leads_to(), "/");
        world.clock.advance(15 * DAY);
        assert!(world.post(&browser, "/sign-in", &fields).await.leads_to().starts_with("/sign-in/code"));
    }

    async fn a_first_step_is_over_after_ten_minutes_and_cannot_be_made_up(db: TestDb) {
        let world = World::new(db);
        set_up(&world).await;
        let officer = officers::find(&world.db.store, "Maria").await.unwrap().unwrap().id;
        let sealed = world.keys.seal(factor::PURPOSE, b"12345678901234567890").unwrap();
        credentials::set_factor(&world.db.store, officer, (&sealed, 0), &[], "Maria", world.clock.now()).await.unwrap();
        let (browser, _) = sign_in(&world, PASSWORD).await;
        world.clock.advance(11 * MINUTE);
        assert_eq!(world.get(&browser, "/sign-in/code").await.leads_to(), "/sign-in");
        let made_up = format!("{officer}.{}.{}", world.clock.now() + HOUR, "0".repeat(64));
        let forged = Browser { cookies: vec![("__Host-step".to_owned(), made_up)], ..Browser::default() };
        assert_eq!(world.get(&forged, "/sign-in/code").await.leads_to(), "/sign-in");
    }

    async fn an_invited_officer_chooses_a_password_and_a_removed_one_is_out_at_once(db: TestDb) {
        let world = World::new(db);
        let tom = world.officer("Tom", Role::Writer).await;
        let officer = officers::find(&world.db.store, "Tom").await.unwrap().unwrap().id;
        let link = link::make(&world.db.store, URL, Some(officer), world.clock.now()).await.unwrap().unwrap();
        let path = link.strip_prefix(URL).unwrap();
        let page = world.get(&Browser::default(), path).await;
        assert!(page.text().contains("You are Tom"), "{}", page.text());
        for weak in ["short", "aaaaaaaaaaaaaaaa"] {
            let answer = world.post(&Browser::default(), path, &[("password", weak)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(world.post(&Browser::default(), path, &[("password", PASSWORD)]).await.leads_to(), "/");
        assert!(is_in(&world, &tom).await);
        sessions::end(&world.db.store, officer, None, "Maria", world.clock.now()).await.unwrap();
        assert!(!is_in(&world, &tom).await);
    }
}
