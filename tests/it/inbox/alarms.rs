//! An alarm sounds once, whoever comes first and whatever was restarted, and stops when it is not wanted any more.

use dateline::clock::{HOUR, MINUTE};
use dateline::inbox::alarm::{self, sort};
use dateline::inbox::tell::Teller;
use dateline::secrets::Keyring;
use dateline::store::timers::{self, Kind};
use dateline::store::{duty, officers};

use super::world::{NO_DEADLINE, desk, inquiry, office, officer};
use crate::support::both_databases;

const NOON: i64 = 1_795_521_600_000;

both_databases! {
    async fn a_restart_over_the_alarms_tells_once_and_says_that_it_is_late(db: TestDb) {
        let ann = officer(&db, "Ann").await;
        let news = desk(&db, "News", &[ann]).await;
        let deadline = NOON + 2 * HOUR;
        let id = inquiry(&db, 1, Some(news), deadline).await;
        timers::arm(&db.store, id, &Kind::ALARMS, &alarm::alarms(deadline, NOON), NOON).await.unwrap();
        assert!(timers::due(&db.store, NOON + 59 * MINUTE).await.unwrap().is_empty());

        // Nothing ran from noon to ten minutes before the deadline.
        let now = deadline - 10 * MINUTE;
        let (picture, all) = (duty::load(&db.store, now).await.unwrap(), officers::list(&db.store).await.unwrap());
        let (keys, office) = (Keyring::for_tests(), office());
        let teller = Teller { store: &db.store, keys: &keys, office: &office, duty: &picture, officers: &all };
        let due = sort(timers::due(&db.store, now).await.unwrap(), &picture, now);
        assert_eq!((due.len(), due[0].kind, due[0].late, due[0].whom.clone()), (1, Kind::Last, true, vec![ann]));
        assert_eq!(teller.tell(&due[0], now).await.unwrap(), Some(1));
        // Another process had read the same timers.
        assert_eq!(teller.tell(&due[0], now).await.unwrap(), None);
        assert!(timers::due(&db.store, now).await.unwrap().is_empty());
        assert_eq!(db.number("SELECT COUNT(*) FROM singles WHERE purpose = 'notice'").await, 1);
        assert_eq!(db.number("SELECT COUNT(*) FROM inquiry_notices WHERE inquiry_id = 1 AND seen = 1 AND canary <> ''").await, 1);
        assert_eq!(timers::due(&db.store, deadline).await.unwrap().len(), 1, "the deadline itself is to come");
    }

    async fn two_processes_tell_of_an_alarm_once(db: TestDb) {
        let ann = officer(&db, "Ann").await;
        let news = desk(&db, "News", &[ann]).await;
        let id = inquiry(&db, 1, Some(news), NO_DEADLINE).await;
        timers::arm(&db.store, id, &[Kind::Target], &[(Kind::Target, NOON)], 1).await.unwrap();
        let (picture, all) = (duty::load(&db.store, NOON).await.unwrap(), officers::list(&db.store).await.unwrap());
        let (keys, office) = (Keyring::for_tests(), office());
        let teller = Teller { store: &db.store, keys: &keys, office: &office, duty: &picture, officers: &all };
        let due = sort(timers::due(&db.store, NOON).await.unwrap(), &picture, NOON);
        let (one, two) = tokio::join!(teller.tell(&due[0], NOON), teller.tell(&due[0], NOON));
        let mut told = [one.unwrap(), two.unwrap()];
        told.sort_unstable();
        assert_eq!(told, [None, Some(1)]);
        assert_eq!(db.number("SELECT COUNT(*) FROM inquiry_notices").await, 1);
    }

    async fn a_changed_deadline_is_another_generation_and_the_old_alarms_are_over(db: TestDb) {
        let id = inquiry(&db, 1, None, NO_DEADLINE).await;
        let arm = async |deadline| {
            timers::arm(&db.store, id, &Kind::ALARMS, &alarm::alarms(deadline, NOON), NOON).await.unwrap();
        };
        arm(NOON + 2 * HOUR).await;
        arm(NOON + 5 * HOUR).await;
        assert!(timers::due(&db.store, NOON + 3 * HOUR).await.unwrap().is_empty());
        let due = timers::due(&db.store, NOON + 4 * HOUR).await.unwrap();
        assert_eq!(due.iter().map(|one| (one.kind, one.due)).collect::<Vec<_>>(), [(Kind::First, NOON + 4 * HOUR)]);
        assert_eq!(db.number("SELECT MAX(generation) FROM timers").await, 2);
        timers::arm(&db.store, id, &Kind::ALARMS, &[], NOON).await.unwrap();
        assert!(timers::due(&db.store, NOON + 9 * HOUR).await.unwrap().is_empty(), "no deadline, no alarm");
    }

    async fn an_unclaimed_inquiry_goes_one_step_further_each_time_and_stops_when_it_is_claimed(db: TestDb) {
        let (ann, ben) = (officer(&db, "Ann").await, officer(&db, "Ben").await);
        let news = desk(&db, "News", &[ann]).await;
        let id = inquiry(&db, 1, Some(news), NO_DEADLINE).await;
        let picture = duty::load(&db.store, NOON).await.unwrap();
        let steps = alarm::unclaimed(picture.desk(news).unwrap(), None, NOON);
        timers::arm(&db.store, id, &Kind::UNCLAIMED, &steps, NOON).await.unwrap();
        let step = async |now| {
            let mut told = Vec::new();
            for one in sort(timers::due(&db.store, now).await.unwrap(), &picture, now) {
                assert!(timers::settle(&db.store, &one.timers, &[], now).await.unwrap());
                told.push((one.kind, one.whom));
            }
            told
        };
        assert_eq!(step(NOON + 29 * MINUTE).await, []);
        assert_eq!(step(NOON + 30 * MINUTE).await, [(Kind::Desk, vec![ann])]);
        assert_eq!(step(NOON + 31 * MINUTE).await, []);
        assert_eq!(step(NOON + 60 * MINUTE).await, [(Kind::Lead, vec![ann])]);
        assert_eq!(step(NOON + 90 * MINUTE).await, [(Kind::Rota, vec![ann, ben])]);
        db.sql("UPDATE inquiries SET state = 'open', owner_id = 1").await;
        assert_eq!(step(NOON + 120 * MINUTE).await, [(Kind::Everybody, vec![])]);
        assert!(timers::due(&db.store, NOON + 9 * HOUR).await.unwrap().is_empty());
    }
}
