//! Leaving, pausing, stopping, killing and voiding, each against a copy that stands at the worst possible moment.

use dateline::model::ids::{DeliveryId, IssueId};
use dateline::model::mailing::MailingState;
use dateline::outbox::{Outbox, drain};
use dateline::store::control::{self, Step};
use dateline::store::suppressions::{Leave, Left, Reason, Scope, leave};

use super::world::{NOW, USEFUL, World};
use crate::support::both_databases;

fn gone(scope: Scope) -> Leave<'static> {
    let delivery = Some(DeliveryId(1));
    Leave { address_key: "r1@paper.example", scope, reason: Reason::Unsubscribed, source: "one_click", until: None, delivery }
}

fn sending(outbox: &Outbox) -> tokio::task::JoinHandle<()> {
    let outbox = outbox.clone();
    tokio::spawn(async move { drain(outbox).await.unwrap() })
}

both_databases! {
    async fn whoever_leaves_while_queued_gets_nothing(db: TestDb) {
        let world = World::new(db, 3, "").await;

        let left = leave(&world.db.store, &gone(Scope::Office), NOW).await.unwrap();
        drain(world.outbox.clone()).await.unwrap();

        assert_eq!(left, Left { already: false, stopped: 1, maybe_on_its_way: 0 });
        assert_eq!((world.sink.kept(), world.in_state("accepted").await, world.left_out("unsubscribed").await), (2, 2, 1));
        assert!(world.mailing_is("done").await);
    }

    async fn whoever_leaves_while_the_envelope_is_offered_gets_nothing(db: TestDb) {
        let world = World::new(db, 1, "on mail do hold then usual").await;
        let sending = sending(&world.outbox);
        world.sink.held().await;

        let left = leave(&world.db.store, &gone(Scope::Office), NOW).await.unwrap();
        world.sink.release();
        sending.await.unwrap();

        assert_eq!((left.stopped, left.maybe_on_its_way), (1, 0));
        assert_eq!((world.sink.kept(), world.left_out("unsubscribed").await), (0, 1));
    }

    async fn whoever_leaves_while_the_copy_waits_at_the_354_gets_nothing(db: TestDb) {
        let world = World::new(db, 1, "on data do hold then usual").await;
        let sending = sending(&world.outbox);
        world.sink.held().await;

        let left = leave(&world.db.store, &gone(Scope::Issue(IssueId(77))), NOW).await.unwrap();
        world.sink.release();
        sending.await.unwrap();

        assert_eq!((left.stopped, left.maybe_on_its_way), (1, 0));
        assert_eq!((world.sink.kept(), world.left_out("unsubscribed").await), (0, 1));
        assert!(world.sink.violations().is_empty(), "no body and no bare dot: {:?}", world.sink.violations());
    }

    async fn whoever_leaves_after_the_intent_is_told_that_one_may_be_on_its_way(db: TestDb) {
        let world = World::new(db, 1, "on dot do hold then usual").await;
        let sending = sending(&world.outbox);
        world.sink.held().await;

        let left = leave(&world.db.store, &gone(Scope::Office), NOW).await.unwrap();
        world.sink.release();
        sending.await.unwrap();
        drain(world.outbox.clone()).await.unwrap();

        assert_eq!(left, Left { already: false, stopped: 0, maybe_on_its_way: 1 });
        assert_eq!((world.sink.kept(), world.in_state("accepted").await), (1, 1));
    }

    async fn pausing_in_the_middle_begins_nothing_more_and_resuming_sends_the_rest_once(db: TestDb) {
        let world = World::over(db, 200, "on data after 100 times 1 do hold then usual", 4).await;
        let sending = sending(&world.outbox);
        world.sink.held().await;

        let paused = control::pause(&world.db.store, world.mailing, "operator", "a typo", NOW).await.unwrap();
        let begun = world.sink.kept() + usize::try_from(world.in_state("attempting").await).unwrap();
        world.sink.release();
        sending.await.unwrap();

        assert_eq!(paused, Step::Done);
        assert!(world.sink.kept() <= begun, "{} after {begun}", world.sink.kept());
        assert!(world.in_state("pending").await >= 90);
        assert_eq!(control::pause(&world.db.store, world.mailing, "operator", "", NOW).await.unwrap(), Step::Refused(MailingState::Paused));

        assert_eq!(control::resume(&world.db.store, world.mailing, "operator", NOW).await.unwrap(), Step::Done);
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!((world.sink.kept(), world.in_state("accepted").await), (200, 200));
    }

    async fn stopping_leaves_out_whoever_has_not_got_it(db: TestDb) {
        let world = World::new(db, 50, "on data after 10 times 1 do hold then usual").await;
        let sending = sending(&world.outbox);
        world.sink.held().await;

        assert_eq!(control::stop(&world.db.store, world.mailing, "operator", "wrong list", NOW).await.unwrap(), Step::Done);
        world.sink.release();
        sending.await.unwrap();

        assert_eq!(world.sink.kept(), 10);
        assert_eq!((world.in_state("accepted").await, world.left_out("stopped").await), (10, 40));
        assert!(world.mailing_is("stopped").await);
    }

    async fn the_kill_switch_holds_a_copy_at_the_354(db: TestDb) {
        let world = World::new(db, 2, "on data times 1 do hold then usual").await;
        let sending = sending(&world.outbox);
        world.sink.held().await;

        assert!(control::kill(&world.db.store, "operator", NOW).await.unwrap());
        world.sink.release();
        sending.await.unwrap();
        assert_eq!((world.sink.kept(), world.in_state("pending").await), (0, 2));

        assert!(control::unkill(&world.db.store, "operator", NOW).await.unwrap());
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!((world.sink.kept(), world.in_state("accepted").await), (2, 2));
    }

    async fn a_halt_file_stops_the_next_body(db: TestDb) {
        let mut world = World::new(db, 2, "").await;
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("STOP-SENDING");
        std::fs::write(&file, "").unwrap();
        world.outbox.settings.halt_file = Some(file.clone());

        drain(world.outbox.clone()).await.unwrap();
        assert_eq!(world.sink.kept(), 0);

        std::fs::remove_file(file).unwrap();
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!(world.sink.kept(), 2);
    }

    async fn nothing_goes_out_before_its_time_or_after_its_use(db: TestDb) {
        let world = World::new(db, 2, "").await;
        world.clock.set(NOW - 1);
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!(world.sink.kept(), 0);

        world.clock.set(NOW + USEFUL);
        world.db.sql("UPDATE mailings SET started_ms = 1").await;
        drain(world.outbox.clone()).await.unwrap();

        assert_eq!((world.sink.kept(), world.left_out("expired").await), (0, 2));
    }

    async fn a_mailing_that_missed_its_time_asks(db: TestDb) {
        let world = World::new(db, 2, "").await;
        world.clock.set(NOW + 11 * dateline::clock::MINUTE);

        drain(world.outbox.clone()).await.unwrap();
        assert!(world.mailing_is("missed").await);
        assert_eq!(world.sink.kept(), 0);

        assert_eq!(control::resume(&world.db.store, world.mailing, "operator", world.clock.now()).await.unwrap(), Step::Done);
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!(world.sink.kept(), 2);
    }

    async fn what_was_changed_behind_the_approval_is_not_sent(db: TestDb) {
        let world = World::new(db, 2, "").await;
        world.db.sql("UPDATE letters SET letter = replace(letter, 'open again', 'shut again')").await;

        drain(world.outbox.clone()).await.unwrap();

        assert_eq!(world.sink.kept(), 0);
        assert!(world.mailing_is("paused").await);
    }

    async fn a_withdrawn_version_reaches_nobody_more(db: TestDb) {
        let world = World::new(db, 5, "on data after 2 times 1 do hold then usual").await;
        let sending = sending(&world.outbox);
        world.sink.held().await;

        control::withdraw(&world.db.store, dateline::model::ids::ReleaseId(1), 1, "operator", NOW).await.unwrap();
        world.sink.release();
        sending.await.unwrap();

        assert_eq!((world.sink.kept(), world.left_out("withdrawn").await), (2, 3));
    }

    async fn a_moved_database_sends_nothing_until_someone_says_so(db: TestDb) {
        let world = World::new(db, 2, "").await;
        world.db.sql("UPDATE instance SET place = 'another machine'").await;

        drain(world.outbox.clone()).await.unwrap();
        assert_eq!(world.sink.kept(), 0);

        assert!(control::leave_quarantine(&world.db.store, "operator", NOW).await.unwrap());
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!(world.sink.kept(), 2);
    }

    async fn what_is_deferred_comes_again_by_the_schedule_and_is_sent_once(db: TestDb) {
        let world = World::new(db, 10, "on rcpt times 10 do reply 451 4.7.1 come back").await;
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!((world.in_state("deferred").await, world.sink.kept()), (10, 0));

        world.clock.advance(3 * dateline::clock::MINUTE);
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!(world.sink.kept(), 0, "not before the first wait is over");

        world.clock.advance(4 * dateline::clock::MINUTE);
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!((world.in_state("accepted").await, world.sink.kept()), (10, 10));
        assert!(world.mailing_is("done").await);
    }

    async fn a_doubt_stays_one_unless_the_approver_chose_a_second_try(db: TestDb) {
        let world = World::new(db, 2, "on dot times 1 do drop").await;
        drain(world.outbox.clone()).await.unwrap();
        world.clock.advance(dateline::clock::MINUTE);
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!((world.in_state("in_doubt").await, world.in_state("accepted").await), (1, 1));

        world.clock.advance(24 * dateline::clock::HOUR);
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!(world.in_state("in_doubt").await, 1, "nobody guesses");

        world.db.sql("UPDATE mailings SET doubt_policy = 'resend_once', state = 'sending'").await;
        drain(world.outbox.clone()).await.unwrap();
        assert!(world.mailing_is("paused").await, "the policy is part of what was approved");
    }

    async fn a_chosen_second_try_is_one_try_with_the_same_bytes_and_not_before_the_reply_could_come(db: TestDb) {
        let world = World::with_doubts(db, 1, "on dot times 2 do drop", "resend_once").await;
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!(world.in_state("in_doubt").await, 1);

        world.clock.advance(10 * dateline::clock::MINUTE);
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!(world.sink.ledger().len(), 1, "the reply may still come");

        world.clock.advance(2 * dateline::clock::MINUTE);
        drain(world.outbox.clone()).await.unwrap();
        let copies = world.sink.ledger();
        assert_eq!(copies.len(), 2);
        assert_eq!((&copies[0].sha256, &copies[0].message_id), (&copies[1].sha256, &copies[1].message_id));

        world.clock.advance(24 * dateline::clock::HOUR);
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!((world.sink.ledger().len(), world.in_state("in_doubt").await), (2, 1), "once, not for ever");
    }
}
