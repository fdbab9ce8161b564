//! Somebody is told when mail stops coming in, or when something that came is missing.

use dateline::clock::{DAY, MINUTE};
use dateline::inbox::canary::{Canary, EVERY};
use dateline::inbox::health::Health;
use dateline::model::address::EmailAddress;
use dateline::store::{alerts, sources};

use super::world::{NOW, World, message, office};
use crate::support::both_databases;

fn health(world: &World) -> Health {
    Health {
        store: world.db.store.clone(),
        keys: world.keys.clone(),
        clock: world.clock.clone(),
        sources: vec![world.source],
        canary: None,
        patience: 10 * MINUTE,
        since: NOW,
    }
}

async fn open(world: &World) -> Vec<String> {
    alerts::open(&world.db.store).await.unwrap().into_iter().map(|alert| alert.matter).collect()
}

both_databases! {
    async fn a_source_that_does_not_answer_for_ten_minutes_is_told_of_until_it_does(db: TestDb) {
        let world = World::new(db).await;
        let (health, store) = (health(&world), &world.db.store);
        sources::well(store, world.source, NOW).await.unwrap();
        world.clock.advance(MINUTE);
        sources::failing(store, world.source, "the server refused the login: expired", world.clock.now()).await.unwrap();
        world.clock.advance(8 * MINUTE);
        health.look(world.clock.now()).await.unwrap();
        assert!(open(&world).await.is_empty());
        world.clock.advance(MINUTE);
        health.look(world.clock.now()).await.unwrap();
        assert_eq!(open(&world).await, ["inbox:silent/lmtp"]);
        let said = alerts::open(store).await.unwrap().remove(0).message;
        assert!(said.contains("expired") && said.contains("`dateline inbox sources`"), "{said}");
        sources::well(store, world.source, world.clock.now()).await.unwrap();
        health.look(world.clock.now()).await.unwrap();
        assert!(open(&world).await.is_empty());
    }

    async fn what_was_silent_before_we_began_is_given_time(db: TestDb) {
        let world = World::new(db).await;
        sources::well(&world.db.store, world.source, NOW - DAY).await.unwrap();
        let health = health(&world);
        health.look(NOW + 9 * MINUTE).await.unwrap();
        assert!(open(&world).await.is_empty());
        health.look(NOW + 10 * MINUTE).await.unwrap();
        assert_eq!(open(&world).await, ["inbox:silent/lmtp"]);
    }

    async fn a_row_that_goes_missing_is_told_of_within_a_day(db: TestDb) {
        let world = World::new(db).await;
        for n in 0..3 {
            world.came("media@office.example", &message(n)).await;
        }
        let health = health(&world);
        health.look(world.clock.now()).await.unwrap();
        world.db.sql("DELETE FROM inbound WHERE id = 2").await;
        health.look(world.clock.now()).await.unwrap();
        assert!(open(&world).await.is_empty(), "once a day");
        world.clock.advance(DAY);
        sources::well(&world.db.store, world.source, world.clock.now()).await.unwrap();
        health.look(world.clock.now()).await.unwrap();
        assert_eq!(open(&world).await, ["inbox:missing/lmtp"]);
        let said = alerts::open(&world.db.store).await.unwrap().remove(0).message;
        assert!(said.contains("3 messages were kept from lmtp, and 2 are there"), "{said}");
        assert!(sources::accept_count(&world.db.store, world.source, "vera", world.clock.now()).await.unwrap());
        assert!(sources::count(&world.db.store, world.source, world.clock.now()).await.unwrap().agrees());
    }

    async fn two_canaries_that_stay_out_are_told_of(db: TestDb) {
        let world = World::new(db).await;
        let canary = Canary { office: office(), to: EmailAddress::parse("media@office.example").unwrap() };
        let health = Health { canary: Some(canary), sources: Vec::new(), ..health(&world) };
        for expected in [0, 0, 1] {
            health.look(world.clock.now()).await.unwrap();
            assert_eq!(open(&world).await.len(), expected);
            world.clock.advance(EVERY + 1);
        }
        assert_eq!(open(&world).await, ["inbox:canary"]);
        world.db.sql("UPDATE canaries SET seen_ms = sent_ms WHERE round = (SELECT MAX(round) FROM canaries)").await;
        health.look(world.clock.now()).await.unwrap();
        assert!(open(&world).await.is_empty());
    }
}
