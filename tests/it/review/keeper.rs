//! Reviews that run by themselves: made once for all who look, and never shown when something they depend on has changed.

use std::sync::Arc;

use dateline::clock::Clock;
use dateline::model::release::Release;
use dateline::review::{Around, Keeper, Kit, Looked, Order, ReviewError};
use dateline::secrets::Keyring;
use dateline::store::releases::{self, OnChange};

use super::house::{DAY, House, house, one, release};
use super::outside::{Page, Site, Zone};
use super::world::{I, NOW, Out, Person, R, store_outs, store_people};
use crate::support::{TestDb, both_databases};

fn kit(db: &TestDb, house: &House, clock: &Clock) -> Kit {
    Kit {
        store: db.store.clone(),
        keys: Arc::new(Keyring::for_tests()),
        office: Arc::new(house.office.clone()),
        relays: house.relays.clone(),
        policy: house.policy,
        hold: 60_000,
        cap: house.cap,
        around: Arc::new(house.around.clone()),
        clock: clock.clone(),
    }
}

/// Whether it would have to be made anew.
async fn is_gone(keeper: &Keeper, order: &Order) -> bool {
    let is_gone = matches!(keeper.look(order).await.unwrap(), Looked::Running(_));
    keeper.await_ready(order).await.unwrap();
    is_gone
}

both_databases! {
    async fn a_review_is_made_once_for_all_who_look(db: TestDb) {
        let house = house(&db, &[one(1), one(2)]).await;
        let clock = Clock::standing_at(NOW);
        let keeper = Keeper::new(kit(&db, &house, &clock));
        assert!(matches!(keeper.look(&house.order()).await.unwrap(), Looked::Running(NOW)));
        let (first, made) = keeper.await_ready(&house.order()).await.unwrap();
        assert_eq!((first.count, made), (2, NOW));
        clock.advance(59_000);
        let Looked::Ready(again, made) = keeper.clone().look(&house.order()).await.unwrap() else { panic!("it is there") };
        assert!(Arc::ptr_eq(&first, &again) && made == NOW);
        clock.advance(1_000);
        assert!(is_gone(&keeper, &house.order()).await, "after a minute");
    }

    async fn whatever_a_review_depends_on_throws_it_away(db: TestDb) {
        let house = house(&db, &[one(1), one(2), Person { regions: vec![R + 1], ..one(3) }]).await;
        let clock = Clock::standing_at(NOW);
        let keeper = Keeper::new(kit(&db, &house, &clock));
        let order = house.order();
        keeper.await_ready(&order).await.unwrap();
        assert!(!is_gone(&keeper, &order).await);

        store_people(&db, &[one(4)]).await;
        assert!(is_gone(&keeper, &order).await, "a new contact");
        store_outs(&db, &[Out { key: one(4).key(), scope: "office", scope_id: 0, reason: "paused", until: Some(NOW + DAY), created: NOW, lifted: None }]).await;
        assert!(is_gone(&keeper, &order).await, "somebody left");
        for change in [
            "UPDATE suppressions SET lifted_ms = 5".to_owned(),
            format!("INSERT INTO contact_issues (issue_id, contact_id) VALUES ({}, 1)", I + 1),
            "DELETE FROM contact_regions WHERE contact_id = 2".to_owned(),
            "UPDATE contacts SET address_key = 'x@paper.example', updated_ms = 9 WHERE id = 3".to_owned(),
            "UPDATE release_versions SET title = 'Other', sha256 = 'other'".to_owned(),
            "UPDATE release_versions SET withdrawn_ms = 5".to_owned(),
            "UPDATE releases SET updated_ms = 77".to_owned(),
            "UPDATE instance SET killed_ms = 5".to_owned(),
        ] {
            db.sql(&change).await;
            assert!(is_gone(&keeper, &order).await, "{change}");
        }
        keeper.change(Kit { cap: Some(1), ..kit(&db, &house, &clock) });
        assert!(is_gone(&keeper, &order).await, "other settings");
        let (seen, _) = keeper.await_ready(&order).await.unwrap();
        assert!(seen.checks.iter().any(|one| one.code == "audience.over_cap"));
    }

    async fn each_order_has_its_own_review(db: TestDb) {
        let house = house(&db, &[one(1)]).await;
        let keeper = Keeper::new(kit(&db, &house, &Clock::standing_at(NOW)));
        let orders = [0, 1, 2, 3].map(|day| Order { at: Some(NOW + (1 + day) * DAY), ..house.order() });
        for order in &orders {
            let (seen, _) = keeper.await_ready(order).await.unwrap();
            assert_eq!(seen.at, order.at);
        }
        for order in &orders {
            let Looked::Ready(seen, _) = keeper.look(order).await.unwrap() else { panic!("kept side by side") };
            assert_eq!(seen.at, order.at);
        }
        let fifth = Order { again: true, ..house.order() };
        keeper.await_ready(&fifth).await.unwrap();
        assert!(is_gone(&keeper, &orders[0]).await, "no more than four");
    }

    async fn of_orders_that_wait_the_newest_is_reviewed(db: TestDb) {
        let held = Page { is_held: true, ..Page::new("200 OK", "at last") };
        let site = Site::open([("/slow", held)]).await;
        let mut house = house(&db, &[one(1)]).await;
        house.around = Around { web: Some(site.looker(&Zone::default())), ..Around::default() };
        let body = format!("The harbour opens at midnight, see [the plan]({}).", site.url("/slow"));
        let slow = Release { body, source_id: Some("slow".to_owned()), ..release() };
        house.release = releases::insert(&db.store, &slow, OnChange::Keep, NOW).await.unwrap().id();
        let clock = Clock::standing_at(NOW);
        let keeper = Keeper::new(kit(&db, &house, &clock));
        let [first, second, third] = [1, 2, 3].map(|day| Order { at: Some(NOW + day * DAY), ..house.order() });

        for (order, at) in [(&first, 0), (&second, 1), (&third, 2)] {
            clock.set(NOW + at);
            assert!(matches!(keeper.look(order).await.unwrap(), Looked::Running(since) if since == NOW + at));
        }
        clock.set(NOW + 9);
        assert!(matches!(keeper.look(&first).await.unwrap(), Looked::Running(NOW)), "it still runs");
        site.open_gate();

        assert_eq!(keeper.await_ready(&third).await.unwrap().0.at, third.at);
        assert!(matches!(keeper.look(&first).await.unwrap(), Looked::Ready(..)), "it was begun, so it is kept");
        assert!(matches!(keeper.look(&second).await.unwrap(), Looked::Running(since) if since == NOW + 9), "it was overtaken");
    }

    async fn what_is_not_there_or_goes_wrong_is_said(db: TestDb) {
        let house = house(&db, &[one(1)]).await;
        let keeper = Keeper::new(kit(&db, &house, &Clock::standing_at(NOW)));
        let nowhere = Order { release: dateline::model::ids::ReleaseId(999), ..house.order() };
        assert!(matches!(keeper.look(&nowhere).await, Err(ReviewError::NoSuchRelease(_))));

        let kind = if db.is_sqlite() { "PRAGMA ignore_check_constraints = ON; " } else { "ALTER TABLE releases DROP CONSTRAINT releases_kind_check; " };
        db.sql(&format!("{kind}UPDATE releases SET kind = 'rumour'")).await;
        assert!(matches!(keeper.look(&house.order()).await.unwrap(), Looked::Running(_)));
        assert!(matches!(keeper.await_ready(&house.order()).await, Err(ReviewError::Store(_))));
        db.sql("UPDATE releases SET kind = 'release'").await;
        assert!(keeper.await_ready(&house.order()).await.is_ok(), "the next look starts it again");
    }
}
