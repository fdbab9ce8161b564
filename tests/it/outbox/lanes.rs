//! Lanes, several relays, breakers, thresholds and caps: who is slowed, who is not, and who steps in.

use dateline::clock::{DAY, MINUTE, SECOND};
use dateline::outbox::drain;
use dateline::store::{alerts, control, relays};

use super::world::{NOW, World};
use crate::support::both_databases;

/// The first `count` copies belong to another provider group.
async fn put_in_lane(world: &World, count: i64, lane: &str) {
    let id = world.mailing;
    world
        .db
        .sql(&format!(
            "UPDATE deliveries SET lane = '{lane}' WHERE id <= {count}; INSERT INTO mailing_lanes (mailing_id, lane) VALUES ({id}, '{lane}')"
        ))
        .await;
}

async fn level(world: &World, lane: &str) -> relays::Level {
    let levels = relays::levels(&world.db.store).await.unwrap();
    levels.into_iter().find(|level| level.relay == "office" && level.lane == lane).unwrap_or_default()
}

async fn matters(world: &World) -> Vec<String> {
    alerts::open(&world.db.store).await.unwrap().into_iter().map(|alert| alert.matter).collect()
}

both_databases! {
    async fn a_lane_that_asks_for_patience_is_slowed_and_no_other(db: TestDb) {
        let world = World::new(db, 20, "on rcpt times 1 do reply 451 4.7.1 slow down").await;
        put_in_lane(&world, 20, "google").await;

        drain(world.outbox.clone()).await.unwrap();

        assert_eq!((level(&world, "google").await.slow, level(&world, "").await.slow), (1, 0));
        assert_eq!((world.in_state("deferred").await, world.in_state("accepted").await), (1, 19));
        world.clock.advance(31 * SECOND);
        relays::speed_up(&world.db.store, 30 * SECOND, world.clock.now()).await.unwrap();
        assert_eq!(level(&world, "google").await.slow, 0, "without another signal it recovers");
    }

    async fn five_policy_refusals_close_the_lane_alone_burn_nobody_and_one_copy_probes_it(db: TestDb) {
        let world = World::new(db, 40, "on rcpt times 5 do reply 550 5.7.1 blocked").await;
        put_in_lane(&world, 40, "google").await;
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!((world.in_state("deferred").await, world.in_state("pending").await), (5, 35));
        world.db.sql("UPDATE deliveries SET lane = 'other' WHERE id IN (SELECT id FROM deliveries WHERE state = 'pending' ORDER BY id LIMIT 20)").await;
        drain(world.outbox.clone()).await.unwrap();

        assert_eq!(world.in_state("refused").await, 0);
        let lane = level(&world, "google").await;
        assert!(lane.failures == 1 && lane.retry_at > NOW + 9 * MINUTE, "{lane:?}");
        assert_eq!(matters(&world).await, ["lane:office/google"]);
        let states = world.db.number("SELECT COUNT(*) FROM deliveries WHERE lane = 'other' AND state = 'accepted'").await;
        assert_eq!(states, 20, "pending {} deferred {}", world.in_state("pending").await, world.in_state("deferred").await);

        world.clock.advance(11 * MINUTE);
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!(level(&world, "google").await.failures, 0);
        assert!(matters(&world).await.is_empty(), "what is over is not an alert");
        assert_eq!(world.in_state("accepted").await, 40);
    }

    async fn a_relay_with_wrong_credentials_is_halted_no_recipient_is_touched_and_the_other_sends(db: TestDb) {
        let mut world = World::new(db, 300, "").await;
        let (locked, good) = world.with_a_locked_relay_and_a_good_one().await;

        drain(world.outbox.clone()).await.unwrap();
        drain(world.outbox.clone()).await.unwrap();

        assert_eq!((world.in_state("accepted").await, good.kept(), locked.kept()), (300, 300, 0));
        assert_eq!(matters(&world).await, ["relay:locked"]);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM deliveries WHERE tries > 1").await, 0);
    }

    async fn a_mailing_that_is_refused_too_often_is_paused_by_itself(db: TestDb) {
        let world = World::new(db, 200, "on rcpt do reply 550 5.1.1 nobody").await;

        drain(world.outbox.clone()).await.unwrap();

        assert!(world.mailing_is("paused").await);
        let refused = world.in_state("refused").await;
        assert!((25..60).contains(&refused), "{refused}");
        assert_eq!(matters(&world).await, [format!("mailing:{}", world.mailing)]);
        control::resume(&world.db.store, world.mailing, "operator", NOW).await.unwrap();
        assert!(matters(&world).await.is_empty(), "a person has seen to it");
    }

    async fn no_more_is_begun_on_a_day_than_the_cap_says(db: TestDb) {
        let mut world = World::new(db, 50, "").await;
        world.outbox.settings.cap_per_day = Some(20);

        drain(world.outbox.clone()).await.unwrap();
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!((world.sink.kept(), world.in_state("pending").await), (20, 30));
        assert_eq!(matters(&world).await, ["cap:day"]);

        world.clock.advance(DAY);
        world.db.sql("UPDATE mailings SET started_ms = 1").await;
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!(world.sink.kept(), 40);
    }

    async fn an_urgent_mailing_overtakes_what_is_claimed_already(db: TestDb) {
        let world = World::new(db, 1_000, "on mail after 50 times 1 do hold then usual").await;
        let sending = tokio::spawn({
            let outbox = world.outbox.clone();
            async move { drain(outbox).await.unwrap() }
        });
        world.sink.held().await;
        let urgent = world.another_mailing(20, 0).await;
        world.sink.release();
        sending.await.unwrap();

        let order: Vec<bool> = world.sink.ledger().iter().map(|entry| entry.rcpt.to_lowercase().starts_with("urgent")).collect();
        let last = order.iter().rposition(|is_urgent| *is_urgent).unwrap();
        assert_eq!(order.iter().filter(|is_urgent| **is_urgent).count(), 20);
        // Fifty had gone; of the hundreds claimed before, few go ahead of the last urgent copy.
        assert!(last < 50 + 20 + 300, "the last urgent copy was number {last} of {}", order.len());
        assert_eq!(world.in_state("accepted").await, 1_020, "{urgent}");
    }

    async fn a_link_that_was_used_settles_the_doubt_of_its_copy(db: TestDb) {
        use dateline::model::ids::DeliveryId;
        use dateline::store::suppressions::{Leave, Reason, Scope, leave};
        let world = World::new(db, 1, "on dot do drop").await;
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!(world.in_state("in_doubt").await, 1);

        let wish = |source| Leave {
            address_key: "r1@paper.example",
            scope: Scope::Office,
            reason: Reason::Unsubscribed,
            source,
            until: None,
            delivery: Some(DeliveryId(1)),
        };
        leave(&world.db.store, &wish("officer"), NOW).await.unwrap();
        assert_eq!(world.in_state("in_doubt").await, 1, "an officer's word on the person says nothing of the copy");

        leave(&world.db.store, &wish("one_click"), NOW).await.unwrap();
        assert_eq!(world.in_state("accepted").await, 1);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM events WHERE kind = 'settled'").await, 1);
    }
}
