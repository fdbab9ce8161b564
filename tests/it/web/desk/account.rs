//! An officer's own: what they choose, their password, their second step, where they are signed in.

use axum::http::StatusCode;
use dateline::clock::{HOUR, SECOND};
use dateline::store::credentials;
use dateline::store::officers::Role;
use dateline::web::desk::door::factor;

use super::team::{PASSWORD, code_now, id, is_in, joined, sign_in, with_factor};
use super::world::{Answer, World};
use crate::support::both_databases;

/// The key a page of enrolment shows.
fn shown_key(page: &Answer) -> Vec<u8> {
    let text = page.body.split("id=\"secret\"").nth(1).unwrap().split_once('>').unwrap().1.split('<').next().unwrap();
    data_encoding::BASE32_NOPAD.decode(text.replace(' ', "").as_bytes()).unwrap()
}

fn shown_codes(page: &Answer) -> Vec<String> {
    let list = page.body.split("id=\"codes\"").nth(1).unwrap().split("</ul>").next().unwrap();
    list.split("<li>").skip(1).map(|item| item.split('<').next().unwrap().to_owned()).collect()
}

both_databases! {
    async fn what_an_officer_chooses_is_kept_and_nothing_else(db: TestDb) {
        let world = World::new(db);
        let tom = joined(&world, "Tom", Role::Writer).await;
        let officer = id(&world, "Tom").await;
        let page = world.get(&tom, "/account").await;
        assert!(!page.body.contains("data-keys"));
        // Every column an officer has, and what a form might be made to say.
        let fields = [
            ("language", "es"), ("zone", "America/Lima"), ("signature", "Tom\r\nHarbour"), ("keys", "yes"),
            ("role", "admin"), ("name", "Maria"), ("address", "evil@x.example"), ("id", "1"), ("uid", "1"), ("password", "x"),
            ("factor", "x"), ("factor_step", "9"), ("removed_ms", "1"), ("officer", "1"), ("officer_id", "1"), ("time_zone", "UTC"),
            ("shortcuts", "0"), ("created_ms", "0"), ("name_key", "maria"),
        ];
        let answer = world.press(&tom, &page, "/account", &fields).await;
        assert_eq!(answer.leads_to(), "/account", "{}", answer.text());
        let known = credentials::of(&world.db.store, officer).await.unwrap().unwrap();
        let own = (known.language.as_str(), known.time_zone.as_str(), known.signature.as_str(), known.shortcuts);
        assert_eq!(own, ("es", "America/Lima", "Tom\nHarbour", true));
        assert_eq!((known.name.as_str(), known.address.as_str()), ("Tom", "tom@harbour.example"));
        assert!(known.factor.is_none());
        assert_eq!(world.db.number("SELECT COUNT(*) FROM officers WHERE role = 'writer' AND removed_ms IS NULL").await, 1);
        let page = world.get(&tom, "/account").await;
        assert!(page.text().contains("Su cuenta") && page.text().contains("tom@harbour.example"), "{}", page.text());
        assert!(page.body.contains("<body data-keys"));
        assert_eq!(sign_in(&world, "tom@harbour.example", PASSWORD).await.1.leads_to(), "/");
        for (field, value) in [("language", "de"), ("zone", "Mars/Olympus"), ("signature", "x".repeat(1_001).as_str())] {
            let good = [("language", "en"), ("zone", "Europe/Berlin"), ("signature", "")];
            let fields: Vec<_> = good.iter().map(|(name, known)| (*name, if *name == field { value } else { *known })).collect();
            let answer = world.press(&tom, &page, "/account", &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        }
    }

    async fn a_new_password_needs_the_old_one_and_ends_every_other_session(db: TestDb) {
        let world = World::new(db);
        let tom = joined(&world, "Tom", Role::Writer).await;
        let (other, _) = sign_in(&world, "tom@harbour.example", PASSWORD).await;
        let page = world.get(&tom, "/account").await;
        let new = "seven copper bells";
        for (now, new) in [("not the password", new), ("", new), (PASSWORD, "short"), (PASSWORD, "aaaaaaaaaaaaaaaa")] {
            let answer = world.press(&tom, &page, "/account/password", &[("now", now), ("new", new)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{now} {new}");
        }
        assert!(is_in(&world, &other).await);
        let answer = world.press(&tom, &page, "/account/password", &[("now", PASSWORD), ("new", new)]).await;
        assert_eq!(answer.leads_to(), "/account", "{}", answer.text());
        assert!(is_in(&world, &tom).await && !is_in(&world, &other).await);
        assert_eq!(sign_in(&world, "tom@harbour.example", PASSWORD).await.1.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(sign_in(&world, "tom@harbour.example", new).await.1.leads_to(), "/");
    }

    async fn a_session_that_was_taken_cannot_try_passwords_on_end(db: TestDb) {
        let world = World::new(db);
        let tom = joined(&world, "Tom", Role::Writer).await;
        let page = world.get(&tom, "/account").await;
        let fields = |now: &'static str| [("now", now), ("new", "seven copper bells")];
        for _ in 0..5 {
            assert!(world.press(&tom, &page, "/account/password", &fields("wrong")).await.text().contains("not your password"));
        }
        let shut = world.press(&tom, &page, "/account/password", &fields(PASSWORD)).await;
        assert!(shut.text().contains("Wait 30 seconds"), "{}", shut.text());
        world.clock.advance(31 * SECOND);
        assert_eq!(world.press(&tom, &page, "/account/password", &fields(PASSWORD)).await.leads_to(), "/account");
    }

    async fn a_second_step_is_proved_by_a_first_code_and_its_recovery_codes_are_shown_once(db: TestDb) {
        let world = World::new(db);
        let tom = joined(&world, "Tom", Role::Writer).await;
        let page = world.get(&tom, "/account/factor").await;
        let key = shown_key(&page);
        assert!(page.body.contains("otpauth://totp/"), "{}", page.text());
        let wrong = world.press(&tom, &page, "/account/factor", &[("code", "000000")]).await;
        assert_eq!((wrong.status, shown_key(&wrong)), (StatusCode::UNPROCESSABLE_ENTITY, key.clone()), "the same key still");
        assert!(credentials::of(&world.db.store, id(&world, "Tom").await).await.unwrap().unwrap().factor.is_none());
        let code = factor::digits(&key, factor::step(world.clock.now()));
        let codes = world.press(&tom, &wrong, "/account/factor", &[("code", &code)]).await;
        let shown = shown_codes(&codes);
        assert_eq!((codes.status, shown.len()), (StatusCode::OK, 10), "{}", codes.text());
        assert_eq!(world.press(&tom, &wrong, "/account/factor", &[("code", &code)]).await.leads_to(), "/account", "a reload");
        let account = world.get(&tom, "/account").await;
        assert!(account.text().contains("10 recovery codes are left") && !account.body.contains(&shown[0]), "{}", account.text());
        assert_eq!(world.get(&tom, "/account/factor").await.leads_to(), "/account", "one that is on is removed first");

        let (mut browser, answer) = sign_in(&world, "tom@harbour.example", PASSWORD).await;
        assert!(answer.leads_to().starts_with("/sign-in/code"));
        let again = world.post(&browser, "/sign-in/code", &[("code", &code)]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "the first code is used up");
        browser.take(&world.post(&browser, "/sign-in/code", &[("code", &shown[3])]).await);
        assert!(is_in(&world, &browser).await);
    }

    async fn a_key_sealed_for_another_officer_or_an_hour_ago_is_not_taken(db: TestDb) {
        let world = World::new(db);
        let (tom, eve) = (joined(&world, "Tom", Role::Writer).await, joined(&world, "Eve", Role::Writer).await);
        let hers = world.get(&eve, "/account/factor").await;
        let code = factor::digits(&shown_key(&hers), factor::step(world.clock.now()));
        let fields = [("once", "not-mine"), ("key", &hers.field("key")), ("code", &code)];
        assert_eq!(world.post(&tom, "/account/factor", &fields).await.leads_to(), "/account/factor");
        let mine = world.get(&tom, "/account/factor").await;
        world.clock.advance(HOUR);
        let code = factor::digits(&shown_key(&mine), factor::step(world.clock.now()));
        assert_eq!(world.press(&tom, &mine, "/account/factor", &[("code", &code)]).await.leads_to(), "/account/factor");
        assert_eq!(world.db.number("SELECT COUNT(*) FROM officers WHERE factor IS NOT NULL").await, 0);
    }

    async fn new_recovery_codes_make_the_old_ones_worthless(db: TestDb) {
        let world = World::new(db);
        let tom = joined(&world, "Tom", Role::Writer).await;
        with_factor(&world, "Tom", &["abcd-efgh-ijkl"]).await;
        let ask = world.get(&tom, "/account/factor/codes").await;
        assert_eq!(world.db.number("SELECT COUNT(*) FROM recovery_codes").await, 1, "looking makes none");
        let shown = shown_codes(&world.press(&tom, &ask, "/account/factor/codes", &[]).await);
        assert_eq!(shown.len(), 10);
        let (browser, _) = sign_in(&world, "tom@harbour.example", PASSWORD).await;
        let old = world.post(&browser, "/sign-in/code", &[("code", "abcd-efgh-ijkl")]).await;
        assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(world.post(&browser, "/sign-in/code", &[("code", &shown[9])]).await.leads_to(), "/");
    }

    async fn a_second_step_is_removed_after_one_last_look_and_a_fresh_proof(db: TestDb) {
        let world = World::new(db);
        let tom = joined(&world, "Tom", Role::Writer).await;
        with_factor(&world, "Tom", &[]).await;
        for _ in 0..2 {
            world.clock.advance(7 * HOUR);
            assert!(is_in(&world, &tom).await);
        }
        for path in ["/account/factor/remove", "/account/factor/codes"] {
            assert!(world.get(&tom, path).await.leads_to().starts_with("/sign-in/again?"), "{path}");
            assert!(world.post(&tom, path, &[("once", path)]).await.leads_to().starts_with("/sign-in/again?"), "{path}");
        }
        let mut tom = tom;
        let fields = [("code", code_now(&world)), ("next", "/account/factor/remove".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let proved = world.post(&tom, "/sign-in/again", &fields).await;
        tom.take(&proved);
        let confirm = world.get(&tom, proved.leads_to()).await;
        assert!(confirm.text().contains("Remove the second factor?"), "{}", confirm.text());
        assert_eq!(world.press(&tom, &confirm, "/account/factor/remove", &[]).await.leads_to(), "/account");
        assert_eq!(sign_in(&world, "tom@harbour.example", PASSWORD).await.1.leads_to(), "/", "the password alone");
        assert_eq!(world.post(&tom, "/account/factor/remove", &[("once", "again")]).await.status, StatusCode::CONFLICT);
    }

    async fn an_officer_ends_their_own_sessions_and_nobody_elses(db: TestDb) {
        let world = World::new(db);
        let (tom, eve) = (joined(&world, "Tom", Role::Writer).await, joined(&world, "Eve", Role::Admin).await);
        let (second, third) = (world.signed_in(id(&world, "Tom").await, "Tom").await, world.signed_in(id(&world, "Tom").await, "Tom").await);
        let hers = world.db.number(&format!("SELECT MAX(id) FROM sessions WHERE officer_id = {}", id(&world, "Eve").await)).await;
        for wrong in [hers, 0, -1] {
            let answer = world.post(&tom, &format!("/account/sessions/{wrong}/end"), &[("once", &format!("end {wrong}"))]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
        }
        let newest = world.db.number(&format!("SELECT MAX(id) FROM sessions WHERE officer_id = {}", id(&world, "Tom").await)).await;
        let page = world.get(&tom, "/account").await;
        world.press(&tom, &page, &format!("/account/sessions/{newest}/end"), &[]).await;
        assert!(is_in(&world, &second).await && !is_in(&world, &third).await);
        world.press(&tom, &page, "/account/sessions/end", &[]).await;
        assert!(is_in(&world, &tom).await && !is_in(&world, &second).await && is_in(&world, &eve).await);
    }
}
