//! Alerts told to officers by mail: to whom, once, within the budget, and not when it is no news any more.

use std::sync::Arc;

use dateline::clock::{DAY, HOUR, MINUTE};
use dateline::model::address::EmailAddress;
use dateline::outbox::drain;
use dateline::outbox::tell::Teller;
use dateline::store::officers::{self, Role};
use dateline::store::{Store, alerts};

use super::queue::queue_to;
use super::world::{NOW, World, office};
use crate::support::both_databases;
use crate::support::sink::Sink;

async fn add(store: &Store, name: &str, role: Role) {
    let address = EmailAddress::parse(&format!("{name}@harbour.example")).unwrap();
    officers::add(store, name, &address, role, "operator", NOW).await.unwrap().unwrap();
}

async fn add_all(store: &Store) {
    for (name, role) in [("vi", Role::Viewer), ("wren", Role::Writer), ("app", Role::Approver), ("ada", Role::Admin)] {
        add(store, name, role).await;
    }
}

/// How many notices are queued by a look at the alerts.
async fn tell(world: &World) -> usize {
    let outbox = &world.outbox;
    let teller = Teller { store: &outbox.store, keys: &outbox.keys, office: &office(), relays: outbox.settings.relays.len() };
    teller.tell(world.clock.now()).await.unwrap()
}

async fn raise(world: &World, matter: &str) {
    assert!(alerts::raise(&world.db.store, matter, "it needs somebody", world.clock.now()).await.unwrap());
}

async fn over(world: &World, matter: &str) {
    assert!(alerts::clear(&world.db.store, matter, "dateline", world.clock.now()).await.unwrap());
}

fn told_by(sink: &Sink) -> Vec<String> {
    let ledger = sink.ledger();
    let mut to: Vec<_> = ledger.iter().map(|entry| entry.rcpt.clone()).filter(|to| to.ends_with("harbour.example")).collect();
    to.sort();
    to
}

async fn notices_in(world: &World, state: &str) -> i64 {
    world.db.number(&format!("SELECT COUNT(*) FROM deliveries WHERE mailing_id = 0 AND state = '{state}'")).await
}

both_databases! {
    async fn a_halted_relay_is_told_once_to_those_who_can_act_and_another_relay_carries_it(db: TestDb) {
        let mut world = World::new(db, 300, "").await;
        add_all(&world.db.store).await;
        let (_locked, good) = world.with_a_locked_relay_and_a_good_one().await;
        drain(world.outbox.clone()).await.unwrap();

        assert_eq!(tell(&world).await, 2);
        assert_eq!(tell(&world).await, 0, "once");
        drain(world.outbox.clone()).await.unwrap();
        drain(world.outbox.clone()).await.unwrap();

        assert_eq!(told_by(&good), ["ada@harbour.example", "app@harbour.example"]);
        let notice = good.ledger().into_iter().find(|entry| entry.rcpt.starts_with("app@")).unwrap().message;
        let notice = String::from_utf8(notice).unwrap();
        assert!(notice.contains("Subject: Dateline alert: relay locked\r\n"), "{notice}");
        assert!(notice.contains("Auto-Submitted: auto-generated\r\n") && !notice.contains("List-Unsubscribe"), "{notice}");
    }

    async fn two_senders_that_look_at_once_tell_it_once(db: TestDb) {
        let world = World::new(db, 1, "").await;
        add_all(&world.db.store).await;
        raise(&world, "relay:office").await;

        let world = Arc::new(world);
        let looks = (0..6).map(|_| {
            let world = Arc::clone(&world);
            tokio::spawn(async move { tell(&world).await })
        });
        let mut told = 0;
        for look in looks.collect::<Vec<_>>() {
            told += look.await.unwrap();
        }

        assert_eq!(told, 2);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM singles WHERE purpose = 'notice'").await, 2);
    }

    async fn about_one_matter_an_officer_hears_once_in_six_hours(db: TestDb) {
        let world = World::new(db, 1, "").await;
        add(&world.db.store, "app", Role::Approver).await;
        raise(&world, "mailing:7").await;
        assert_eq!(tell(&world).await, 1);
        drain(world.outbox.clone()).await.unwrap();
        over(&world, "mailing:7").await;

        world.clock.advance(HOUR);
        add(&world.db.store, "ada", Role::Admin).await;
        raise(&world, "mailing:7").await;
        raise(&world, "mailing:8").await;
        assert_eq!(tell(&world).await, 3, "the new officer of both, the other of the new matter");
        drain(world.outbox.clone()).await.unwrap();
        over(&world, "mailing:7").await;

        world.clock.advance(6 * HOUR + 1);
        raise(&world, "mailing:7").await;
        assert_eq!(tell(&world).await, 2);
    }

    async fn of_many_alerts_twenty_notices_an_hour_go_out_and_the_rest_is_only_shown(db: TestDb) {
        let world = World::new(db, 1, "").await;
        add_all(&world.db.store).await;
        for n in 1..=15 {
            raise(&world, &format!("lane:office/group{n}")).await;
        }

        assert_eq!(tell(&world).await, 20);
        world.clock.advance(HOUR + 1);
        assert_eq!(tell(&world).await, 0, "what was only shown is not told later");
        assert_eq!(alerts::open(&world.db.store).await.unwrap().len(), 15);
        raise(&world, "relay:office").await;
        assert_eq!(tell(&world).await, 2);
    }

    async fn a_notice_whose_matter_is_over_does_not_go_out_and_counts_for_nothing(db: TestDb) {
        let world = World::new(db, 1, "").await;
        add_all(&world.db.store).await;
        raise(&world, "relay:office").await;
        assert_eq!(tell(&world).await, 2);
        over(&world, "relay:office").await;

        drain(world.outbox.clone()).await.unwrap();
        assert_eq!((notices_in(&world, "left_out").await, told_by(&world.sink)), (2, vec![]));

        world.clock.advance(MINUTE);
        raise(&world, "relay:office").await;
        assert_eq!(tell(&world).await, 2, "nobody heard of it yet");
    }

    async fn a_notice_that_could_not_leave_within_a_day_never_does(db: TestDb) {
        let world = World::new(db, 1, "").await;
        add_all(&world.db.store).await;
        raise(&world, "relay:office").await;
        assert_eq!(tell(&world).await, 2);
        queue_to(&world.db.store, "reporter@paper.example").await;

        world.clock.advance(DAY);
        drain(world.outbox.clone()).await.unwrap();

        assert_eq!((notices_in(&world, "left_out").await, notices_in(&world, "accepted").await), (2, 1));
        assert!(told_by(&world.sink).is_empty());
    }

    async fn the_day_s_cap_is_told_although_it_is_reached(db: TestDb) {
        let mut world = World::new(db, 50, "").await;
        add_all(&world.db.store).await;
        world.outbox.settings.cap_per_day = Some(20);
        drain(world.outbox.clone()).await.unwrap();

        assert_eq!(tell(&world).await, 2);
        drain(world.outbox.clone()).await.unwrap();

        assert_eq!((told_by(&world.sink).len(), world.sink.kept(), world.in_state("pending").await), (2, 22, 30));
        let notice = String::from_utf8(world.sink.ledger().pop().unwrap().message).unwrap();
        assert!(notice.contains("30 copies wait until after midnight UTC"), "{notice}");
    }

    async fn officers_who_share_a_mailbox_get_one_notice_and_nobody_is_no_reason_to_ask_again(db: TestDb) {
        let world = World::new(db, 1, "").await;
        raise(&world, "relay:office").await;
        assert_eq!(tell(&world).await, 0);
        let desk = EmailAddress::parse("desk@harbour.example").unwrap();
        for name in ["Ada", "Bo"] {
            officers::add(&world.db.store, name, &desk, Role::Admin, "operator", NOW).await.unwrap().unwrap();
        }
        assert_eq!(tell(&world).await, 0, "it was decided when nobody was there");
        raise(&world, "relay:spare").await;
        assert_eq!(tell(&world).await, 1);
    }
}
