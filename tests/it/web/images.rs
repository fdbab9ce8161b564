//! The open image: the same point for everybody, counted as the office chose.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use dateline::compose::OpensMode;
use dateline::compose::links::Purpose;

use super::world::{AMAL, ANA, NOW, World};
use crate::support::both_databases;

async fn load(world: &World, path: &str, agent: &str) {
    let answer = world.request(Request::get(path).header("user-agent", agent).body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.bytes.starts_with(b"GIF89a"));
}

both_databases! {
    async fn every_token_gets_the_same_answer(db: TestDb) {
        let world = World::new(db).await;
        let good = world.get(&format!("/o/{}", world.token(Purpose::OpenCounted, 1))).await;

        for token in [world.token(Purpose::OpenCounted, 999), world.token(Purpose::Unsubscribe, 1), "x".to_owned(), "%00".to_owned()] {
            let answer = world.get(&format!("/o/{token}")).await;
            assert_eq!((answer.status, &answer.bytes, &answer.headers), (good.status, &good.bytes, &good.headers), "{token}");
        }
        assert_eq!(good.header("content-type"), "image/gif");
        assert_eq!(good.header("cache-control"), "no-store");
    }

    async fn loads_are_counted_by_hour_and_class_and_name_nobody(db: TestDb) {
        let mut world = World::new(db).await;
        let image = format!("/o/{}", world.token(Purpose::OpenCounted, 1));

        load(&world, &image, "Thunderbird/128.3").await;
        load(&world, &image, "Thunderbird/128.3").await;
        load(&world, &image, "Mozilla/5.0").await;
        load(&world, &image, "(via ggpht.com GoogleImageProxy)").await;
        world.counter.flush().await.unwrap();
        world.clock.advance(3_600_000);
        load(&world, &image, "Thunderbird/128.3").await;
        load(&world, &format!("/o/{}", world.token(Purpose::OpenCounted, 999)), "Thunderbird/128.3").await;
        world.counter.flush().await.unwrap();

        let hour = NOW - NOW % 3_600_000;
        for (class, at, loads) in [("human_likely", hour, 2), ("machine_likely", hour, 1), ("proxy_unknown", hour, 1), ("human_likely", hour + 3_600_000, 1)] {
            let found = format!("SELECT CAST(COALESCE(SUM(loads), 0) AS BIGINT) FROM image_loads WHERE mailing_id = 1 AND class = '{class}' AND hour_ms = {at}");
            assert_eq!(world.db.number(&found).await, loads, "{class}");
        }
        assert_eq!(world.db.number("SELECT COUNT(*) FROM image_loads WHERE mailing_id <> 1").await, 0);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM events").await, 0);
    }

    async fn switched_off_nothing_is_counted(db: TestDb) {
        let mut world = World::with(db, OpensMode::Off).await;
        let before = world.db.dump().await;

        load(&world, &format!("/o/{}", world.token(Purpose::OpenCounted, 1)), "Thunderbird/128.3").await;
        load(&world, &format!("/o/{}", world.token(Purpose::OpenIndividual, ANA)), "Thunderbird/128.3").await;
        world.counter.flush().await.unwrap();

        assert_eq!(world.db.dump().await, before);
    }

    async fn a_person_is_recorded_only_while_they_agree_and_never_by_the_hour(db: TestDb) {
        let mut world = World::with(db, OpensMode::Individual).await;
        world.db.sql(&format!("UPDATE contacts SET opens_consent_ms = {NOW} WHERE id = {ANA}")).await;

        for delivery in [ANA, ANA, AMAL] {
            load(&world, &format!("/o/{}", world.token(Purpose::OpenIndividual, delivery)), "Thunderbird/128.3").await;
        }
        world.counter.flush().await.unwrap();
        assert_eq!(world.db.number(&format!("SELECT COUNT(*) FROM events WHERE kind = 'opened' AND delivery_id = {ANA}")).await, 1);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM events").await, 1, "Amal did not agree");
        assert_eq!(world.db.number("SELECT at_ms % 86400000 FROM events").await, 0);

        world.db.sql(&format!("UPDATE contacts SET opens_consent_ms = NULL WHERE id = {ANA}; DELETE FROM events")).await;
        load(&world, &format!("/o/{}", world.token(Purpose::OpenIndividual, ANA)), "Thunderbird/128.3").await;
        world.counter.flush().await.unwrap();
        assert_eq!(world.db.number("SELECT COUNT(*) FROM events").await, 0, "consent taken back");
    }

    async fn counted_mode_ignores_images_of_single_people(db: TestDb) {
        let mut world = World::new(db).await;
        world.db.sql(&format!("UPDATE contacts SET opens_consent_ms = {NOW}")).await;

        load(&world, &format!("/o/{}", world.token(Purpose::OpenIndividual, ANA)), "Thunderbird/128.3").await;
        world.counter.flush().await.unwrap();

        assert_eq!(world.db.number("SELECT COUNT(*) FROM events").await, 0);
    }
}
