//! In each reporter's morning: one mailing, a time of its own for each copy, and nothing before it or after its use.

use std::collections::BTreeMap;

use dateline::clock::HOUR;
use dateline::model::ids::RegionId;
use dateline::model::release::{Placement, Release, ReleaseKind};
use dateline::outbox::approval;
use dateline::outbox::plan;
use dateline::review::{self, Around, Order};
use dateline::store::releases::{self, OnChange};

use super::house::{DAY, House, house, one, release};
use super::world::{NOW, Person, R};
use crate::support::{TestDb, both_databases};

fn at(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

/// Mon 21 Sep 2026, 14:13 UTC: an office in Berlin; one reporter in New York, one who covers Japan, two of whom nobody
/// knows where they are.
async fn office(db: &TestDb) -> House {
    let japan = db.number("SELECT id FROM regions WHERE code = 'JP'").await;
    let people = [one(1), one(2), Person { regions: vec![japan], ..one(3) }, one(4)];
    let mut house = house(db, &people).await;
    db.sql("UPDATE contacts SET time_zone = 'America/New_York' WHERE id = 1").await;
    db.sql("UPDATE contacts SET time_zone = 'Mars/Base' WHERE id = 4").await;
    let places = vec![Placement::chosen(RegionId(R)), Placement::chosen(RegionId(japan))];
    let wide = Release { source_id: Some("wide".to_owned()), regions: places, ..release() };
    house.release = releases::insert(&db.store, &wide, OnChange::Keep, NOW).await.unwrap().id();
    house.around = Around { zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(), ..Around::default() };
    house
}

fn in_the_morning(house: &House) -> Order {
    Order { morning: true, ..house.order() }
}

async fn due(db: &TestDb) -> BTreeMap<i64, i64> {
    let mut found = BTreeMap::new();
    for contact in 1..=4 {
        found.insert(contact, db.number(&format!("SELECT due_ms FROM deliveries WHERE contact_id = {contact}")).await);
    }
    found
}

both_databases! {
    async fn every_copy_waits_for_its_readers_own_morning(db: TestDb) {
        let house = office(&db).await;
        let (tokyo, berlin, new_york) = (at("2026-09-21T23:30:00Z"), at("2026-09-22T06:30:00Z"), at("2026-09-22T12:30:00Z"));
        let seen = review::review(&house.means(&db.store), &in_the_morning(&house)).await.unwrap();
        assert_eq!((seen.count, seen.not_before, seen.useful_until), (4, tokyo, new_york + 72 * HOUR));
        assert!(seen.sentence.starts_with("At 08:30 by each reporter’s own clock, first on "), "{}", seen.sentence);

        let mailing = house.send(&db.store, &in_the_morning(&house)).await;
        plan::run(&db.store, &house.keys, mailing, NOW).await.unwrap();

        assert_eq!(due(&db).await, BTreeMap::from([(1, new_york), (2, berlin), (3, tokyo), (4, berlin)]));
        assert_eq!(db.number("SELECT COUNT(*) FROM mailings WHERE id > 0").await, 1, "one mailing");
        assert!(approval::holds(&db.store, &house.keys, mailing).await.unwrap());
        db.sql("UPDATE mailings SET morning = '00:30 UTC'").await;
        assert!(!approval::holds(&db.store, &house.keys, mailing).await.unwrap(), "the time is part of the word");
    }

    async fn all_at_once_is_another_word_and_has_one_time(db: TestDb) {
        let house = office(&db).await;
        let means = house.means(&db.store);
        let (mornings, now) =
            (review::review(&means, &in_the_morning(&house)).await.unwrap(), review::review(&means, &house.order()).await.unwrap());
        assert_ne!(mornings.seal.hex(), now.seal.hex());
        let mailing = house.send(&db.store, &house.order()).await;
        plan::run(&db.store, &house.keys, mailing, NOW).await.unwrap();
        assert!(due(&db).await.values().all(|due| *due == NOW + 60_000));
        assert_eq!(db.number("SELECT COUNT(*) FROM mailings WHERE morning IS NOT NULL").await, 0);
    }

    async fn an_embargo_ends_before_the_first_morning(db: TestDb) {
        let house = office(&db).await;
        let lift = NOW + 2 * DAY;
        let stored = releases::load(&db.store, house.release, None).await.unwrap().unwrap();
        releases::insert(&db.store, &Release { embargo: Some(lift), ..stored }, OnChange::NewVersion, NOW).await.unwrap();
        let seen = review::review(&house.means(&db.store), &in_the_morning(&house)).await.unwrap();
        assert!(!seen.is_blocked(), "{:?}", seen.checks);
        let mailing = house.send(&db.store, &in_the_morning(&house)).await;
        plan::run(&db.store, &house.keys, mailing, NOW).await.unwrap();
        let due = due(&db).await;
        assert!(due.values().all(|due| (lift..lift + DAY).contains(due)), "{due:?}");
    }

    async fn an_event_before_somebodys_morning_is_in_the_way(db: TestDb) {
        let house = office(&db).await;
        let stored = releases::load(&db.store, house.release, None).await.unwrap().unwrap();
        let advisory = |event| Release { kind: ReleaseKind::MediaAdvisory, event: Some(at(event)), ..stored.clone() };
        for (event, late) in [("2026-09-22T12:31:00Z", 0), ("2026-09-22T12:30:00Z", 1), ("2026-09-22T05:00:00Z", 3)] {
            releases::insert(&db.store, &advisory(event), OnChange::NewVersion, NOW).await.unwrap();
            let seen = review::review(&house.means(&db.store), &in_the_morning(&house)).await.unwrap();
            let found: Vec<i64> =
                seen.checks.iter().filter(|one| one.code == "time.morning_after_event").map(|one| one.n).collect();
            assert_eq!(found, if late > 0 { vec![late] } else { vec![] }, "{event}");
        }
    }

    async fn nobody_is_disturbed_at_night_in_their_own_morning(db: TestDb) {
        let mut house = office(&db).await;
        house.around.quiet = dateline::model::hours::QuietHours::parse("21:00-07:00").unwrap();
        let codes = async |order: Order| {
            let seen = review::review(&house.means(&db.store), &order).await.unwrap();
            seen.checks.iter().map(|one| one.code).filter(|code| code.starts_with("time.")).collect::<Vec<_>>()
        };
        assert_eq!(codes(Order { at: Some(at("2026-09-22T03:00:00Z")), ..house.order() }).await, ["time.quiet_hours"]);
        assert_eq!(codes(in_the_morning(&house)).await, [""; 0]);
        let saturday = Order { at: Some(at("2026-09-25T23:00:00Z")), ..in_the_morning(&house) };
        assert_eq!(codes(saturday).await, ["time.weekend"]);
    }
}
