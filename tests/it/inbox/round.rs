//! What was kept is decided: once, in the right order, and without one message holding up another.

use std::time::Duration;

use dateline::clock::{MINUTE, SECOND};
use dateline::inbox::canary::{Canary, EVERY};
use dateline::inbox::round::{Became, Deciding, Round};
use dateline::model::inbound::Class;
use dateline::store::{canaries, deciding, inbound};
use tokio_util::sync::CancellationToken;

use super::decide::{BySubject, decided};
use super::world::{World, message, office};
use crate::support::both_databases;

fn round(world: &World) -> Round<BySubject> {
    let mut round = Round::new(world.db.store.clone(), world.keys.clone(), world.clock.clone(), BySubject::default());
    round.limit = Duration::from_millis(150);
    round
}

fn about(subject: &str) -> String {
    format!("From: Jane <jane@paper.example>\r\nSubject: {subject}\r\n\r\nHello\r\n")
}

both_databases! {
    async fn a_message_is_decided_with_its_reasons(db: TestDb) {
        let world = World::new(db).await;
        world.came("media@office.example", &about("bulk")).await;
        assert_eq!(round(&world).step().await.unwrap(), [Became::Decided(Class::Bulk)]);
        let [line] = &world.lines().await[..] else { panic!("one message") };
        assert_eq!((line.state.as_str(), line.class.as_deref()), ("decided", Some("bulk")));
        assert_eq!(line.evidence, r#"[{"sign":"the subject says so","decides":true}]"#);
        assert_eq!((line.from_line.as_str(), line.decided_ms), ("Jane", Some(world.clock.now())));
        assert!(round(&world).step().await.unwrap().is_empty());
        assert_eq!(world.body(line.id()).await, about("bulk").as_bytes());
    }

    async fn what_cannot_be_decided_is_tried_three_times_and_parked_where_people_see_it(db: TestDb) {
        let world = World::new(db).await;
        let nasty = ["panic", "slow", "unreadable", "panic later", "refused"];
        for subject in nasty {
            world.came("media@office.example", &about(subject)).await;
        }
        world.came("media@office.example", &about("fine")).await;
        let round = round(&world);
        let first = round.step().await.unwrap();
        assert_eq!(first.iter().filter(|became| **became == Became::Waits).count(), nasty.len(), "{first:?}");
        assert!(first.contains(&Became::Decided(Class::Inquiry)));
        assert!(round.step().await.unwrap().is_empty(), "not at once");
        world.clock.advance(5 * SECOND);
        assert_eq!(round.step().await.unwrap(), vec![Became::Waits; nasty.len()]);
        world.clock.advance(MINUTE);
        assert_eq!(round.step().await.unwrap(), vec![Became::Parked; nasty.len()]);
        world.clock.advance(10 * MINUTE);
        assert!(round.step().await.unwrap().is_empty());

        let parked = inbound::parked(&world.db.store, dateline::model::ids::InboundId(0)).await.unwrap();
        let reasons: Vec<_> = parked.iter().map(|line| (line.subject.as_str(), line.trouble.as_str())).collect();
        assert_eq!(
            reasons[..4],
            [
                ("panic", "the program failed while reading it"),
                ("slow", "reading it took longer than 0 seconds"),
                ("unreadable", "it cannot be read: no end of its parts"),
                ("panic later", "the program failed while reading it"),
            ]
        );
        assert!(reasons[4].1.contains("some_rule"), "{reasons:?}");
        assert!(parked.iter().all(|line| line.from_line == "Jane <jane@paper.example>"));

        let id = parked[2].id();
        assert!(inbound::again(&world.db.store, id, false, "vera", world.clock.now()).await.unwrap());
        assert!(!inbound::again(&world.db.store, id, false, "vera", world.clock.now()).await.unwrap(), "it is not parked now");
        assert_eq!(round.step().await.unwrap(), [Became::Waits], "with three tries before it");
    }

    async fn a_database_that_is_busy_is_not_the_messages_fault(db: TestDb) {
        let world = World::new(db).await;
        world.came("media@office.example", &about("busy")).await;
        let round = round(&world);
        for _ in 0..5 {
            assert_eq!(round.step().await.unwrap(), [Became::Waits]);
            world.clock.advance(5 * SECOND);
        }
        assert_eq!(world.db.number("SELECT tries FROM inbound").await, 0);
    }

    async fn one_that_ended_its_reader_three_times_is_parked(db: TestDb) {
        let world = World::new(db).await;
        world.came("media@office.example", &about("kills")).await;
        for _ in 0..3 {
            let now = world.clock.now();
            assert_eq!(deciding::claim(&world.db.store, [0, 0, 1], now + MINUTE, now).await.unwrap().len(), 1);
            assert!(round(&world).step().await.unwrap().is_empty(), "somebody reads it");
            world.clock.advance(MINUTE);
        }
        assert_eq!(round(&world).step().await.unwrap(), [Became::Parked]);
    }

    async fn a_reader_whose_lease_is_over_decides_nothing(db: TestDb) {
        let world = World::new(db).await;
        world.came("media@office.example", &about("fine")).await;
        let now = world.clock.now();
        let late = deciding::claim(&world.db.store, [1, 1, 1], now + MINUTE, now).await.unwrap()[0];
        let holds = Deciding::begin(&world.db.store, late).await.unwrap().unwrap();
        drop(holds);
        world.clock.advance(MINUTE);
        assert_eq!(round(&world).step().await.unwrap(), [Became::Decided(Class::Inquiry)]);
        assert!(Deciding::begin(&world.db.store, late).await.unwrap().is_none());
        assert_eq!(deciding::failed(&world.db.store, late, "late", now).await.unwrap(), None);
    }

    async fn nothing_is_written_unless_everything_is(db: TestDb) {
        let world = World::new(db).await;
        world.came("media@office.example", &about("fine")).await;
        let now = world.clock.now();
        let claim = deciding::claim(&world.db.store, [1, 0, 0], now + MINUTE, now).await.unwrap()[0];
        let before = world.db.dump().await;
        let mut holds = Deciding::begin(&world.db.store, claim).await.unwrap().unwrap();
        holds.canary_seen(1, now).await.unwrap();
        drop(holds);
        assert_eq!(world.db.dump().await, before);
        let holds = Deciding::begin(&world.db.store, claim).await.unwrap().unwrap();
        holds.settle(&decided(Class::Spam), now).await.unwrap();
        assert_eq!(world.lines().await[0].class.as_deref(), Some("spam"));
        assert!(inbound::again(&world.db.store, claim.id(), true, "vera", now).await.unwrap(), "a decision can be made again");
        assert_eq!(round(&world).step().await.unwrap(), [Became::Decided(Class::Inquiry)]);
    }

    async fn people_we_know_and_new_mail_go_before_a_backlog_and_the_backlog_goes_on(db: TestDb) {
        let world = World::new(db).await;
        world.db.sql(&format!(
            "INSERT INTO contacts (uid, address, address_key, created_ms, updated_ms) \
             VALUES ({}, 'Known@paper.example', 'known@paper.example', 0, 0)", world.db.uuid(1))).await;
        for n in 0..40 {
            world.came("media@office.example", &message(n)).await;
        }
        world.came("media@office.example", &about("known").replace("jane@", "KNOWN@")).await;
        world.came("media@office.example", &message(41)).await;
        let round = round(&world);
        round.step().await.unwrap();
        let order: Vec<_> = round.decide.order.lock().unwrap().iter().map(|id| id.0).collect();
        let place = |id: i64| order.iter().position(|one| *one == id).unwrap();
        assert!(place(41) < 4 && place(42) < 4, "who is known, and who comes now: {order:?}");
        assert!(place(1) < 4 && place(2) < 8, "and the oldest in every turn: {order:?}");
        assert_eq!(order.len(), 42);
    }

    async fn kept_mail_is_decided_at_once_while_slow_ones_are_in_hand_and_a_stop_ends_them(db: TestDb) {
        let world = World::new(db).await;
        let mut round = round(&world);
        round.limit = Duration::from_secs(10);
        let (decide, stop) = (round.decide.clone(), CancellationToken::new());
        let running = tokio::spawn(round.run(stop.clone()));
        for n in 0..3 {
            world.came("media@office.example", &(about("slow") + &format!("{n}\r\n"))).await;
        }
        world.came("media@office.example", &about("fine")).await;
        let patience = tokio::time::Instant::now() + Duration::from_secs(20);
        while decide.order.lock().unwrap().len() < 4 {
            assert!(tokio::time::Instant::now() < patience, "not all are decided");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(decide.order.lock().unwrap()[0].0, 4, "the quick one first");
        stop.cancel();
        running.await.unwrap();
    }

    async fn a_canary_that_comes_in_is_seen_and_two_that_do_not_are_missed(db: TestDb) {
        let world = World::new(db).await;
        let canary = Canary { office: office(), to: dateline::model::address::EmailAddress::parse("media@office.example").unwrap() };
        let store = &world.db.store;
        assert!(canary.send(store, &world.keys, world.clock.now()).await.unwrap());
        assert!(!canary.send(store, &world.keys, world.clock.now()).await.unwrap(), "one in a quarter of an hour");
        let (_, bytes) = dateline::store::queue::single(store, dateline::model::ids::SingleId(1)).await.unwrap().unwrap();
        world.came("media@office.example", &String::from_utf8(bytes).unwrap()).await;
        assert_eq!(round(&world).step().await.unwrap(), [Became::Decided(Class::Canary)]);
        let mut missing = Vec::new();
        for _ in 0..3 {
            world.clock.advance(EVERY);
            canary.send(store, &world.keys, world.clock.now()).await.unwrap();
            world.clock.advance(1);
            missing.push(canary.is_missing(store, world.clock.now()).await.unwrap());
        }
        assert_eq!(missing, [false, false, true]);
        assert_eq!(canaries::latest(store, world.clock.now(), 9).await.unwrap(), [false, false, false, true]);
    }
}
