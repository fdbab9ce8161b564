//! A whole demo: from spreadsheet and newsroom to the mailbox, over real SMTP, with nobody forgotten and nobody twice.

use std::path::Path;

use dateline::clock::Clock;
use dateline::demo::house::{House, Pace};
use dateline::demo::{Demo, Releases, Report, Wish};
use dateline::model::address::EmailAddress;
use dateline::store::suppressions::{self, Leave, Reason, Scope};

fn wish(dir: &Path) -> Wish {
    let pace = Pace { per_second: 10_000, connections: 4 };
    Wish { dir: Some(dir.to_owned()), feed: None, contacts: None, pace }
}

async fn whole(demo: &mut Demo) -> Report {
    let contacts = demo.contacts(&mut |_| {}).await.unwrap();
    let newsroom = demo.newsroom().await.unwrap();
    let chosen = demo.choose().await.unwrap().expect("a release reaches somebody");
    let mailing = demo.approve(&chosen).await.unwrap();
    let sent = demo.send(mailing, &mut |_| {}).await.unwrap();
    demo.report(Releases { imported: newsroom.imported, kinds: newsroom.kinds }, contacts, &sent).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sample_office_reaches_every_mailbox_exactly_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut demo = Demo::open(wish(dir.path()), Clock::system()).await.unwrap();

    let report = whole(&mut demo).await;
    demo.close().await.unwrap();

    let (contacts, ledger) = (&report.contacts, &report.mailing.ledger);
    assert_eq!(contacts.rows, contacts.added + contacts.updated + contacts.merged + contacts.rejected.values().sum::<u64>());
    assert_eq!(report.releases.imported, 12);
    assert!(ledger.approved > 100, "{ledger:?}");
    assert_eq!(ledger.approved, ledger.accepted + ledger.refused + ledger.in_doubt + ledger.left_out);
    assert_eq!((ledger.waiting, ledger.retrying), (0, 0));
    assert_eq!(i64::try_from(report.mailbox.messages).unwrap(), ledger.accepted);
    assert_eq!(report.mailbox.recipients, report.mailbox.messages);
    assert!(report.holds(), "{report:?}");
    let json = serde_json::to_value(&report).unwrap();
    let keys: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["contacts", "mailbox", "mailing", "releases", "seconds"]);
    let keys: Vec<_> = json["mailing"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["accepted", "approved", "in_doubt", "left_out", "refused", "release", "retrying", "waiting"]);
    let keys: Vec<_> = json["mailbox"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["messages", "recipients"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_demo_in_the_same_directory_sends_another_release_and_writes_to_nobody_who_left() {
    let dir = tempfile::tempdir().unwrap();
    let mut demo = Demo::open(wish(dir.path()), Clock::system()).await.unwrap();
    let first = whole(&mut demo).await;
    let leaver = EmailAddress::parse("noor.nakamura@hillvalley.example").unwrap();
    let leave = Leave {
        address_key: &leaver.key(),
        scope: Scope::Office,
        reason: Reason::Unsubscribed,
        source: "page",
        until: None,
        delivery: None,
    };
    suppressions::leave(demo.store(), &leave, 0).await.unwrap();
    demo.close().await.unwrap();

    let mut demo = Demo::open(wish(dir.path()), Clock::system()).await.unwrap();
    assert!(demo.house.reused);
    assert_eq!(demo.unfinished().await.unwrap(), None, "the first was finished");
    let second = whole(&mut demo).await;
    demo.close().await.unwrap();

    assert_ne!(first.mailing.release, second.mailing.release);
    assert_eq!(second.contacts.added, 0);
    assert_eq!(second.contacts.rejected.get("exists.opted_out"), Some(&1));
    assert!(second.holds(), "{second:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demo_that_was_stopped_before_sending_is_finished_by_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let demo = Demo::open(wish(dir.path()), Clock::system()).await.unwrap();
    demo.contacts(&mut |_| {}).await.unwrap();
    demo.newsroom().await.unwrap();
    let begun = demo.approve(&demo.choose().await.unwrap().unwrap()).await.unwrap();
    demo.close().await.unwrap();

    let mut demo = Demo::open(wish(dir.path()), Clock::system()).await.unwrap();
    assert_eq!(demo.unfinished().await.unwrap(), Some(begun));
    let sent = demo.send(begun, &mut |_| {}).await.unwrap();
    let proof = demo.proof(begun).await.unwrap();
    demo.close().await.unwrap();

    assert_eq!(i64::try_from(proof.messages).unwrap(), sent.ledger.accepted);
    assert!(proof.wrong.is_empty() && sent.ledger.is_finished());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_missing_from_the_mailbox_or_there_twice_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let mut demo = Demo::open(wish(dir.path()), Clock::system()).await.unwrap();
    let mut report = whole(&mut demo).await;
    demo.close().await.unwrap();
    let index = dir.path().join("mailbox/index.jsonl");
    let lines = std::fs::read_to_string(&index).unwrap();
    let (one, rest) = lines.split_once('\n').unwrap();
    let mailing = dateline::model::ids::MailingId(1);

    std::fs::write(&index, rest).unwrap();
    let demo = Demo::open(wish(dir.path()), Clock::system()).await.unwrap();
    report.mailbox = demo.proof(mailing).await.unwrap();
    assert!(!report.holds(), "one is lost");
    demo.close().await.unwrap();

    std::fs::write(&index, format!("{one}\n{one}\n{rest}")).unwrap();
    let demo = Demo::open(wish(dir.path()), Clock::system()).await.unwrap();
    report.mailbox = demo.proof(mailing).await.unwrap();
    assert!(!report.holds(), "one is there twice");
    demo.close().await.unwrap();
}

#[tokio::test]
async fn a_directory_with_other_files_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("thesis.txt"), "two years").unwrap();
    let refused = House::open(Some(dir.path()), 0).unwrap_err();
    assert!(refused.to_string().contains("files in it that no demo made"), "{refused}");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_directory_made_for_one_run_is_private_and_taken_away() {
    let house = House::open(None, 1_700_000_000_000).unwrap();
    let path = house.path().to_owned();
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
    assert_eq!(mode & 0o077, 0);
    house.leave().unwrap();
    assert!(!path.exists());
}
