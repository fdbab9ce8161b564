//! Signing in by mail: the same answer whoever asks, a link that works once and by a press only.

use axum::http::StatusCode;
use dateline::clock::{MINUTE, SECOND};
use dateline::store::officers::Role;

use super::team::{code_now, is_in, joined, link_in, mails, with_factor};
use super::world::{Answer, Browser, World};
use crate::support::both_databases;

async fn ask(world: &World, address: &str) -> Answer {
    world.post(&Browser::default(), "/sign-in/link", &[("address", address)]).await
}

/// Asks for a link and reads it in the mail.
async fn link(world: &World, address: &str) -> String {
    assert_eq!(ask(world, address).await.status, StatusCode::OK);
    link_in(mails(world).await.last().unwrap(), "/sign-in/link/")
}

both_databases! {
    async fn every_address_gets_the_same_answer_and_an_officers_one_message(db: TestDb) {
        let world = World::new(db);
        joined(&world, "Tom", Role::Writer).await;
        // Invited and not come yet: has a link of another kind.
        world.officer("Nour", Role::Writer).await;
        let (known, unknown) = (ask(&world, "TOM@harbour.example").await, ask(&world, "nobody@harbour.example").await);
        let invited = ask(&world, "nour@harbour.example").await;
        assert_eq!(known.status, StatusCode::OK);
        for other in [unknown, invited] {
            assert_eq!((known.status, &known.body), (other.status, &other.body));
            assert_eq!(known.headers, other.headers);
        }
        let mails = mails(&world).await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].contains("To: Tom <tom@harbour.example>"), "{}", mails[0]);
        assert_eq!(ask(&world, "no address").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let token = link_in(&mails[0], "/sign-in/link/");
        let token = token.rsplit('/').next().unwrap();
        assert_eq!(world.db.number(&format!("SELECT COUNT(*) FROM one_time_links WHERE sha256 = '{token}'")).await, 0);
    }

    async fn scanners_use_nothing_up_one_press_signs_in_and_a_second_does_not(db: TestDb) {
        let world = World::new(db);
        joined(&world, "Tom", Role::Writer).await;
        let path = link(&world, "tom@harbour.example").await;
        let mut browser = Browser::default();
        for _ in 0..10 {
            let page = world.get(&Browser::default(), &path).await;
            assert!(page.text().contains("Sign in as t•••@harbour.example"), "{}", page.text());
            assert!(page.headers.get("set-cookie").is_none());
        }
        let page = world.get(&browser, &path).await;
        let answer = world.press(&browser, &page, &path, &[]).await;
        assert_eq!(answer.leads_to(), "/", "{}", answer.text());
        browser.take(&answer);
        assert!(is_in(&world, &browser).await);
        let mut thief = Browser::default();
        let replayed = world.post(&thief, &path, &[]).await;
        thief.take(&replayed);
        assert_eq!(replayed.leads_to(), "/sign-in/link?why=over");
        assert!(!is_in(&world, &thief).await);
        assert_eq!(world.get(&thief, &path).await.leads_to(), "/sign-in/link?why=over");
        assert!(world.get(&thief, "/sign-in/link?why=over").await.text().contains("That link was used or is over"));
    }

    async fn two_presses_at_once_are_one(db: TestDb) {
        let world = World::new(db);
        joined(&world, "Tom", Role::Writer).await;
        let path = link(&world, "tom@harbour.example").await;
        let nobody = Browser::default();
        let answers = futures_util::future::join_all((0..8).map(|_| world.post(&nobody, &path, &[]))).await;
        assert_eq!(answers.iter().filter(|answer| answer.leads_to() == "/").count(), 1);
    }

    async fn a_link_is_over_after_fifteen_minutes_and_when_a_later_one_is_made(db: TestDb) {
        let world = World::new(db);
        joined(&world, "Tom", Role::Writer).await;
        let first = link(&world, "tom@harbour.example").await;
        let second = link(&world, "tom@harbour.example").await;
        let nobody = Browser::default();
        assert_eq!(world.post(&nobody, &first, &[]).await.leads_to(), "/sign-in/link?why=over");
        world.clock.advance(15 * MINUTE);
        assert_eq!(world.post(&nobody, &second, &[]).await.leads_to(), "/sign-in/link?why=over");
        let third = link(&world, "tom@harbour.example").await;
        world.clock.advance(15 * MINUTE - SECOND);
        assert_eq!(world.post(&nobody, &third, &[]).await.leads_to(), "/");
    }

    async fn the_second_step_is_asked_all_the_same_and_cannot_be_guessed(db: TestDb) {
        let world = World::new(db);
        joined(&world, "Tom", Role::Writer).await;
        with_factor(&world, "Tom", &[]).await;
        let mut browser = Browser::default();
        let answer = world.post(&browser, &link(&world, "tom@harbour.example").await, &[]).await;
        browser.take(&answer);
        assert!(answer.leads_to().starts_with("/sign-in/code") && !is_in(&world, &browser).await);
        let mut looked_at = 0;
        for guess in 0..100 {
            if guess % 10 == 9 {
                // A new link is a new first step, and no new tries.
                world.clock.advance(SECOND);
            }
            let answer = world.post(&browser, "/sign-in/code", &[("code", &format!("{guess:06}"))]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            looked_at += usize::from(!answer.text().contains("Too many tries"));
        }
        assert_eq!(looked_at, 5);
        let mut other = Browser::default();
        other.take(&world.post(&other, &link(&world, "tom@harbour.example").await, &[]).await);
        let right = world.post(&other, "/sign-in/code", &[("code", &code_now(&world))]).await;
        assert!(right.text().contains("Too many tries"), "{}", right.text());
        world.clock.advance(31 * SECOND);
        other.take(&world.post(&other, "/sign-in/code", &[("code", &code_now(&world))]).await);
        assert!(is_in(&world, &other).await);
    }

    async fn asking_is_throttled_by_address_whether_it_is_an_officers_or_not(db: TestDb) {
        let world = World::new(db);
        joined(&world, "Tom", Role::Writer).await;
        for address in ["tom@harbour.example", "nobody@harbour.example"] {
            for _ in 0..5 {
                assert_eq!(ask(&world, address).await.status, StatusCode::OK);
            }
            let shut = ask(&world, address).await;
            assert_eq!((shut.status, shut.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "30"), "{address}");
        }
        assert_eq!(mails(&world).await.len(), 5);
        // Passwords have a count of their own: the other way in stays open.
        let wrong = world.post(&Browser::default(), "/sign-in", &[("address", "tom@harbour.example"), ("password", "x")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn asking_is_throttled_by_where_it_comes_from(db: TestDb) {
        let world = World::new(db);
        let mut shut = 0;
        for at in 0..60 {
            shut += usize::from(ask(&world, &format!("a{at}@harbour.example")).await.status == StatusCode::TOO_MANY_REQUESTS);
        }
        assert_eq!(shut, 10);
    }
}
