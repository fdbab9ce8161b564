use dateline::model::delivery::{DeliveryState, LeftOut};
use dateline::model::ids::{DeliveryId, MailingId};
use dateline::store::report;

use super::fixture::{HOUR, NOW, delivery, execute, mailing};
use crate::support::both_databases;

both_databases! {
    async fn every_state_lands_in_its_own_column_and_the_sum_closes(db: TestDb) {
        mailing(&db, 1, "sending", 11).await;
        let states = ["pending", "claimed", "attempting", "deferred", "accepted", "accepted", "refused", "in_doubt", "left_out"];
        for (id, state) in (1..).zip(states) {
            delivery(&db, 1, id, state, "").await;
        }
        delivery(&db, 1, 20, "left_out", "left_out = 'already_has_it'").await;
        delivery(&db, 1, 21, "accepted", &format!("settled_ms = {}", NOW - 1)).await;

        let report = report::find(&db.store, MailingId(1), NOW).await.unwrap().unwrap();

        let ledger = report.ledger;
        assert_eq!((ledger.waiting, ledger.retrying, ledger.accepted), (3, 1, 3));
        assert_eq!((ledger.refused, ledger.in_doubt, ledger.left_out), (1, 1, 2));
        assert!(report.closes() && !ledger.is_finished());
        assert_eq!((report.in_hand, report.last_minute, report.next_try), (2, 1, Some(NOW)));
        assert_eq!(report.left_out.into_iter().collect::<Vec<_>>(), [(LeftOut::Stopped, 1), (LeftOut::AlreadyHasIt, 1)]);
    }

    async fn a_missing_row_is_shown_and_never_made_up(db: TestDb) {
        mailing(&db, 1, "done", 3).await;
        delivery(&db, 1, 1, "accepted", "").await;
        delivery(&db, 1, 2, "accepted", "").await;

        let report = report::find(&db.store, MailingId(1), NOW).await.unwrap().unwrap();

        assert!(!report.closes());
        assert_eq!(report.ledger.sum(), 2);
    }

    async fn who_is_not_planned_yet_waits(db: TestDb) {
        mailing(&db, 1, "planning", 5).await;
        delivery(&db, 1, 1, "pending", "").await;
        mailing(&db, 2, "void", 5).await;

        let planning = report::find(&db.store, MailingId(1), NOW).await.unwrap().unwrap();
        let void = report::find(&db.store, MailingId(2), NOW).await.unwrap().unwrap();

        assert_eq!((planning.ledger.waiting, planning.unplanned), (5, 4));
        assert!(!planning.ledger.is_finished());
        assert_eq!((void.ledger.left_out, void.unplanned), (5, 5));
        assert!(planning.closes() && void.closes());
    }

    async fn mailings_are_listed_newest_first_each_with_its_own_counts(db: TestDb) {
        for n in 1..=3 {
            mailing(&db, n, "done", 1).await;
            delivery(&db, n, n * 10, "accepted", "").await;
        }
        execute(&db, "UPDATE deliveries SET state = 'refused' WHERE id = 20").await;

        let all = report::list(&db.store, None, 10, NOW).await.unwrap();
        let older = report::list(&db.store, Some(MailingId(3)), 1, NOW).await.unwrap();

        assert_eq!(all.iter().map(|report| report.id.0).collect::<Vec<_>>(), [3, 2, 1]);
        assert!(all.iter().all(report::MailingReport::closes));
        assert_eq!(older.len(), 1);
        assert_eq!((older[0].id.0, older[0].ledger.refused), (2, 1));
        assert!(report::find(&db.store, MailingId(9), NOW).await.unwrap().is_none());
    }

    async fn people_come_in_pages_each_with_every_try(db: TestDb) {
        mailing(&db, 1, "sending", 5).await;
        for id in 1..=5 {
            delivery(&db, 1, id, if id == 3 { "refused" } else { "accepted" }, "").await;
        }
        execute(
            &db,
            &format!(
                "INSERT INTO attempts (delivery_id, fence, relay, at_ms, ended_ms, phase, outcome, code, reply)
                 VALUES (3, 1, 'office', {NOW}, {NOW}, 'rcpt', 'deferred', 450, 'later'),
                        (3, 2, 'office', {NOW} + {HOUR}, {NOW} + {HOUR}, 'rcpt', 'refused', 550, 'no such user')"
            ),
        )
        .await;

        let mut seen = Vec::new();
        let mut after = String::new();
        loop {
            let page = report::people(&db.store, MailingId(1), &[], &after, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            after.clone_from(&last.address);
            seen.extend(page);
        }
        let refused = report::people(&db.store, MailingId(1), &[DeliveryState::Refused], "", 10).await.unwrap();

        assert_eq!(seen.iter().map(|person| person.delivery.0).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        assert_eq!(refused.len(), 1);
        let replies: Vec<_> = refused[0].attempts.iter().map(|attempt| attempt.reply.as_deref().unwrap()).collect();
        assert_eq!(replies, ["later", "no such user"]);
        assert_eq!(report::person(&db.store, DeliveryId(3)).await.unwrap(), refused.into_iter().next());
    }
}
