use dateline::model::delivery::DeliveryState;
use dateline::model::ids::{DeliveryId, MailingId};
use dateline::model::mailing::MailingState;
use dateline::store::doubts::{Decision, Settled, settle};
use dateline::store::{Store, report};

use super::fixture::{HOUR, NOW, delivery, execute, mailing};
use crate::support::both_databases;

async fn say(store: &Store, delivery: i64, decision: Decision, now: i64) -> Settled {
    settle(store, MailingId(1), DeliveryId(delivery), decision, "Ada", "the relay's log", now).await.unwrap()
}

both_databases! {
    async fn a_persons_word_settles_a_doubt_once(db: TestDb) {
        mailing(&db, 1, "done", 2).await;
        delivery(&db, 1, 1, "in_doubt", "").await;
        delivery(&db, 1, 2, "in_doubt", "").await;

        assert_eq!(say(&db.store, 1, Decision::Accepted, NOW).await, Settled::Done);
        assert_eq!(say(&db.store, 1, Decision::Resend, NOW).await, Settled::NotInDoubt(DeliveryState::Accepted));
        assert_eq!(say(&db.store, 2, Decision::NotSent, NOW).await, Settled::Done);
        assert_eq!(say(&db.store, 3, Decision::NotSent, NOW).await, Settled::NoSuchDelivery);

        let report = report::find(&db.store, MailingId(1), NOW).await.unwrap().unwrap();
        assert_eq!((report.ledger.accepted, report.ledger.left_out, report.ledger.in_doubt), (1, 1, 0));
        assert!(report.ledger.is_finished());
    }

    async fn a_second_try_reopens_the_mailing_but_never_before_the_reply_could_come(db: TestDb) {
        mailing(&db, 1, "done", 1).await;
        delivery(&db, 1, 1, "in_doubt", &format!("reply_by_ms = {}", NOW + 5)).await;

        assert_eq!(say(&db.store, 1, Decision::Resend, NOW).await, Settled::ReplyMayStillCome(NOW + 5));
        assert_eq!(say(&db.store, 1, Decision::Resend, NOW + 5).await, Settled::Done);

        let report = report::find(&db.store, MailingId(1), NOW).await.unwrap().unwrap();
        assert_eq!((report.state, report.ledger.retrying, report.finished), (MailingState::Sending, 1, None));
    }

    async fn a_single_message_in_doubt_is_settled_like_any_other(db: TestDb) {
        delivery(&db, 0, 1, "in_doubt", &format!("single_id = 1, reply_by_ms = {}", NOW + 5)).await;
        let say = async |decision, now| {
            settle(&db.store, MailingId(0), DeliveryId(1), decision, "Ada", "a call", now).await.unwrap()
        };
        assert_eq!(say(Decision::Resend, NOW).await, Settled::ReplyMayStillCome(NOW + 5));
        assert_eq!(say(Decision::Resend, NOW + 5).await, Settled::Done);
        assert_eq!(say(Decision::Accepted, NOW + 5).await, Settled::NotInDoubt(DeliveryState::Deferred));
    }

    async fn nothing_is_sent_again_from_a_closed_mailing_or_after_its_use(db: TestDb) {
        mailing(&db, 1, "stopped", 1).await;
        delivery(&db, 1, 1, "in_doubt", "").await;

        assert_eq!(say(&db.store, 1, Decision::Resend, NOW).await, Settled::MailingIsClosed(MailingState::Stopped));
        execute(&db, "UPDATE mailings SET state = 'done'").await;
        assert_eq!(say(&db.store, 1, Decision::Resend, NOW + HOUR).await, Settled::TooLate(NOW + HOUR));
        assert_eq!(say(&db.store, 1, Decision::Resend, NOW + HOUR - 1).await, Settled::Done);
    }
}
