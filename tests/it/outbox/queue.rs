//! The queue from claim to settled, with single messages: the smallest thing the outbox sends.

use std::sync::Arc;

use dateline::clock::{Clock, HOUR, MINUTE};
use dateline::model::address::EmailAddress;
use dateline::model::rate::Rate;
use dateline::outbox::transport::Target;
use dateline::outbox::{Outbox, RelaySettings, Settings, drain};
use dateline::secrets::Keyring;
use dateline::store::suppressions::{Leave, Reason, Scope, leave};
use dateline::store::{Store, control, deliveries, queue, workers};

use crate::support::{TestDb, both_databases};

pub(super) const NOW: i64 = 1_800_000_000_000;

pub(super) fn outbox(db: &TestDb, clock: &Clock, url: &str) -> Outbox {
    let relay = RelaySettings::new("office", Target::parse(url).unwrap(), Rate { messages: 10_000, window: 1_000 }, 4);
    let mut settings = Settings::new("press.example".to_owned(), "test".to_owned(), vec![relay]);
    settings.look = std::time::Duration::from_millis(5);
    Outbox { store: db.store.clone(), keys: Arc::new(Keyring::for_tests()), clock: clock.clone(), settings }
}

pub(super) async fn queue_to(store: &Store, address: &str) {
    let to = EmailAddress::parse(address).unwrap();
    let message = format!("To: {address}\r\nSubject: hello\r\n\r\nHello.\r\n");
    let single = queue::NewSingle {
        purpose: queue::Purpose::Notice,
        author: "operator",
        to: &to,
        sender: "press@office.example",
        message: message.as_bytes(),
    };
    queue::queue_single(store, &single, NOW).await.unwrap();
}

fn mails_in(dir: &std::path::Path) -> usize {
    std::fs::read_dir(dir.join("new")).map_or(0, Iterator::count)
}

both_databases! {
    async fn a_single_message_is_handed_over_once(db: TestDb) {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::standing_at(NOW);
        for n in 0..50 {
            queue_to(&db.store, &format!("reporter{n}@paper.example")).await;
        }

        let outbox = outbox(&db, &clock, &format!("maildir:{}", dir.path().display()));
        drain(outbox.clone()).await.unwrap();
        drain(outbox).await.unwrap();

        assert_eq!(mails_in(dir.path()), 50);
    }

    async fn nothing_is_sent_while_the_kill_switch_is_on(db: TestDb) {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::standing_at(NOW);
        queue_to(&db.store, "reporter@paper.example").await;
        let outbox = outbox(&db, &clock, &format!("maildir:{}", dir.path().display()));

        assert!(control::kill(&db.store, "operator", NOW).await.unwrap());
        drain(outbox.clone()).await.unwrap();
        assert_eq!(mails_in(dir.path()), 0);

        assert!(control::unkill(&db.store, "operator", NOW).await.unwrap());
        drain(outbox).await.unwrap();
        assert_eq!(mails_in(dir.path()), 1);
    }

    async fn an_unsubscribed_reporter_may_still_be_answered_but_a_dead_mailbox_may_not(db: TestDb) {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::standing_at(NOW);
        for (address, reason) in [("left@paper.example", Reason::Unsubscribed), ("dead@paper.example", Reason::Bounced)] {
            queue_to(&db.store, address).await;
            let gone = Leave { address_key: address, scope: Scope::Office, reason, source: "test", until: None, delivery: None };
            leave(&db.store, &gone, NOW).await.unwrap();
        }

        drain(outbox(&db, &clock, &format!("maildir:{}", dir.path().display()))).await.unwrap();

        assert_eq!(mails_in(dir.path()), 1);
    }

    async fn a_claim_of_a_dead_worker_is_freed_and_a_copy_under_way_becomes_a_doubt(db: TestDb) {
        let clock = Clock::standing_at(NOW);
        for n in 0..3 {
            queue_to(&db.store, &format!("reporter{n}@paper.example")).await;
        }
        let me = workers::register(&db.store, "dead", NOW).await.unwrap();
        let terms = deliveries::Claim {
            mailing: dateline::model::ids::MailingId(0),
            lane: "other",
            worker: me.worker,
            relay: "office",
            at_most: 2,
            lease_until: NOW + HOUR,
            slots: None,
        };
        let (claimed, _) = deliveries::claim(&db.store, terms, NOW).await.unwrap();
        assert_eq!(claimed.len(), 2);
        let intent = dateline::store::gate::Intent {
            id: claimed[0].id,
            fence: claimed[0].fence,
            digest: String::new(),
            relay: "office".to_owned(),
            sha256: "00".to_owned(),
        };
        let granted = dateline::store::gate::commit_group(&db.store, &[], std::slice::from_ref(&intent), NOW, NOW + MINUTE).await.unwrap();
        assert_eq!(granted, [claimed[0].id]);
        let again = dateline::store::gate::commit_group(&db.store, &[], &[intent], NOW, NOW + MINUTE).await.unwrap();
        assert!(again.is_empty(), "one intent, one body");
        drop(me);

        let dir = tempfile::tempdir().unwrap();
        drain(outbox(&db, &clock, &format!("maildir:{}", dir.path().display()))).await.unwrap();

        assert_eq!(mails_in(dir.path()), 2);
        let doubts = deliveries::reap(&db.store, None, NOW + HOUR).await.unwrap();
        assert_eq!(doubts, deliveries::Reaped::default(), "the doubt stays one; nothing else is left to reap");
    }

    async fn a_claim_that_a_dead_worker_still_commits_is_freed_at_the_next_look(db: TestDb) {
        queue_to(&db.store, "reporter@paper.example").await;
        let me = workers::register(&db.store, "dead", NOW).await.unwrap();
        let worker = me.worker;
        drop(me);
        // The others have buried it already when its last statement, sent before it died, commits.
        workers::bury(&db.store, worker, NOW).await.unwrap();
        let terms = deliveries::Claim {
            mailing: dateline::model::ids::MailingId(0),
            lane: "other",
            worker,
            relay: "office",
            at_most: 2,
            lease_until: NOW + HOUR,
            slots: None,
        };
        assert_eq!(deliveries::claim(&db.store, terms, NOW).await.unwrap().0.len(), 1);

        let found = deliveries::reap(&db.store, None, NOW).await.unwrap();
        assert_eq!((found.freed, found.in_doubt), (1, 0), "and not when its lease is over, in an hour");
    }

    async fn a_newcomer_is_never_taken_for_one_that_is_gone(db: TestDb) {
        if db.is_sqlite() {
            // The lock file keeps a second sender out.
            return;
        }
        let watcher = workers::register(&db.store, "watcher", NOW).await.unwrap();
        let (store, me) = (db.store.clone(), watcher.worker);
        let come = tokio::spawn(async move {
            let mut living = Vec::new();
            for n in 0..60 {
                living.push(workers::register(&store, &format!("newcomer {n}"), NOW).await.unwrap());
            }
            living
        });
        let mut gone = Vec::new();
        while !come.is_finished() {
            gone.extend(workers::find_gone(&db.store, me).await.unwrap());
        }
        assert_eq!(come.await.unwrap().len(), 60);
        assert!(gone.is_empty(), "{gone:?}");
    }
}
