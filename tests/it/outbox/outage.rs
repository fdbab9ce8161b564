//! A relay that is gone for a day, and for too long: in set time, with everything that comes due on the way.

use dateline::clock::{DAY, HOUR, MINUTE};
use dateline::model::delivery::{DeliveryState, LeftOut};
use dateline::outbox::drain;
use dateline::store::{alerts, report};

use super::world::{USEFUL, World};
use crate::support::both_databases;

both_databases! {
    async fn after_a_day_without_the_relay_everybody_gets_one_copy_and_the_relay_no_stampede(db: TestDb) {
        let world = World::over(db, 120, "on connect do drop", 4).await;
        world.db.sql("UPDATE mailings SET started_ms = 1").await;
        let mut knocks = Vec::new();
        for _ in 0..DAY / (30 * MINUTE) {
            let before = world.sink.connections();
            drain(world.outbox.clone()).await.unwrap();
            knocks.push(world.sink.connections() - before);
            world.clock.advance(30 * MINUTE);
        }

        // A sender that starts knocks with its connections; afterwards it waits. Not with 120 copies.
        let most = knocks.iter().max().copied().unwrap();
        assert!(most <= 2 * 4, "{knocks:?}");
        assert_eq!(world.sink.kept(), 0);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM deliveries WHERE tries > 0").await, 0, "it is held against nobody");

        world.sink.play("");
        for _ in 0..8 {
            world.clock.advance(HOUR);
            drain(world.outbox.clone()).await.unwrap();
        }
        assert_eq!((world.sink.kept(), world.in_state("accepted").await), (120, 120));
        assert!(alerts::open(&world.db.store).await.unwrap().is_empty(), "it is over, and nobody need look");
    }

    async fn news_that_went_stale_meanwhile_is_not_sent_and_everybody_who_missed_it_is_named(db: TestDb) {
        let world = World::new(db, 40, "on connect after 1 do drop\non dot after 3 times 1 do drop").await;
        drain(world.outbox.clone()).await.unwrap();
        let (accepted, in_doubt) = (world.in_state("accepted").await, world.in_state("in_doubt").await);
        assert!(accepted >= 3, "some got it while it was news: {accepted}");

        world.sink.play("");
        world.clock.advance(USEFUL);
        drain(world.outbox.clone()).await.unwrap();

        assert_eq!(i64::try_from(world.sink.kept()).unwrap(), accepted + in_doubt, "nothing went out after its time");
        let missed = report::people(&world.db.store, world.mailing, &[DeliveryState::LeftOut], "", 100).await.unwrap();
        assert_eq!(i64::try_from(missed.len()).unwrap(), 40 - accepted - in_doubt);
        assert!(missed.iter().all(|person| person.left_out == Some(LeftOut::Expired) && person.address.contains('@')));
        let found = report::find(&world.db.store, world.mailing, world.clock.now()).await.unwrap().unwrap();
        let ledger = found.ledger;
        assert_eq!((ledger.waiting, ledger.retrying, ledger.accepted + ledger.in_doubt + ledger.left_out), (0, 0, 40), "{ledger:?}");
    }
}
