//! What nobody can know is decided by a person, once, and by whoever may.

use axum::http::StatusCode;
use dateline::clock::HOUR;
use dateline::store::officers::Role;

use super::mailings::mailing;
use super::world::{NOW, World};
use crate::support::both_databases;

both_databases! {
    async fn one_doubt_is_taken_as_arrived_after_a_last_look(db: TestDb) {
        let world = World::new(db);
        let mut writer = world.officer("Wim", Role::Writer).await;
        mailing(&world.db, 1, "done", [0, 0, 0, 0, 1, 0, 2, 0], 0).await;
        let list = world.get(&writer, "/releases/1/report/people?of=in_doubt").await;
        assert!(list.body.contains("/deliveries/1002/settle?as&#x3D;arrived"), "{}", list.body);
        assert!(!list.body.contains("as&#x3D;again"), "sending again is not a writer's");
        let ask = world.get(&writer, "/deliveries/1002/settle?as=arrived").await;
        assert_eq!(ask.status, StatusCode::OK, "{}", ask.text());
        assert_eq!(world.db.number("SELECT COUNT(*) FROM deliveries WHERE state = 'in_doubt'").await, 2, "asking changes nothing");
        let led = world.press(&writer, &ask, "/deliveries/1002/settle", &[]).await;
        assert_eq!(led.leads_to(), "/deliveries/1002");
        writer.take(&led);
        assert!(world.get(&writer, led.leads_to()).await.text().contains("1 copy is decided."));
        assert_eq!(world.db.number("SELECT COUNT(*) FROM deliveries WHERE id = 1002 AND state = 'accepted'").await, 1);
        assert_eq!(world.get(&writer, "/deliveries/1002/settle?as=arrived").await.status, StatusCode::CONFLICT);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM audit WHERE act = 'delivery.settle' AND actor = 'Wim'").await, 1);
    }

    async fn a_second_copy_takes_the_right_to_send(db: TestDb) {
        let world = World::new(db);
        let (writer, approver) = (world.officer("Wim", Role::Writer).await, world.officer("Ada", Role::Approver).await);
        mailing(&world.db, 1, "done", [0, 0, 0, 0, 0, 0, 1, 0], 0).await;
        world.db.sql(&format!("UPDATE mailings SET useful_until_ms = {NOW} + {HOUR}")).await;
        assert_eq!(world.get(&writer, "/deliveries/1001/settle?as=again").await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.post(&writer, "/deliveries/1001/settle", &[("once", "a"), ("as", "again")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.post(&writer, "/releases/1/settle", &[("once", "b"), ("as", "again"), ("count", "1")]).await.status, StatusCode::FORBIDDEN);
        let ask = world.get(&approver, "/deliveries/1001/settle?as=again").await;
        world.press(&approver, &ask, "/deliveries/1001/settle", &[]).await;
        assert_eq!(world.db.number("SELECT COUNT(*) FROM deliveries WHERE state = 'deferred'").await, 1);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM mailings WHERE state = 'sending'").await, 1, "it goes on");
    }

    async fn a_decision_too_late_says_so_and_changes_nothing(db: TestDb) {
        let world = World::new(db);
        let mut approver = world.officer("Ada", Role::Approver).await;
        mailing(&world.db, 1, "done", [0, 0, 0, 0, 0, 0, 1, 0], 0).await;
        world.db.sql(&format!("UPDATE mailings SET useful_until_ms = {NOW} - 1")).await;
        let ask = world.get(&approver, "/deliveries/1001/settle?as=again").await;
        let led = world.press(&approver, &ask, "/deliveries/1001/settle", &[]).await;
        approver.take(&led);
        assert!(world.get(&approver, led.leads_to()).await.text().contains("it was useful until"));
        assert_eq!(world.db.number("SELECT COUNT(*) FROM deliveries WHERE state = 'in_doubt'").await, 1);
    }

    async fn all_are_decided_only_if_they_are_still_as_many_as_were_shown(db: TestDb) {
        let world = World::new(db);
        let mut writer = world.officer("Wim", Role::Writer).await;
        mailing(&world.db, 1, "done", [0, 0, 0, 0, 0, 0, 3, 0], 0).await;
        let ask = world.get(&writer, "/releases/1/settle?mailing=1&as=arrived").await;
        assert!(ask.text().contains("Take 3 as arrived"), "{}", ask.text());
        world.db.sql("UPDATE deliveries SET state = 'accepted' WHERE id = 1001").await;
        let led = world.press(&writer, &ask, "/releases/1/settle", &[]).await;
        writer.take(&led);
        assert!(world.get(&writer, led.leads_to()).await.text().contains("2 are in doubt by now"));
        assert_eq!(world.db.number("SELECT COUNT(*) FROM deliveries WHERE state = 'in_doubt'").await, 2);

        let ask = world.get(&writer, "/releases/1/settle?mailing=1&as=arrived").await;
        let led = world.press(&writer, &ask, "/releases/1/settle", &[]).await;
        writer.take(&led);
        assert!(world.get(&writer, led.leads_to()).await.text().contains("2 copies are decided."));
        assert_eq!(world.db.number("SELECT COUNT(*) FROM deliveries WHERE state = 'accepted'").await, 3);
        assert_eq!(world.db.number("SELECT COUNT(*) FROM audit WHERE act = 'delivery.settle'").await, 2);
    }
}
