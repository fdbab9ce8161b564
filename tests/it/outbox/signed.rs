//! Signed mail in the queue: a change of keys changes nothing of what was begun, and a lost key sends nothing unsigned.

use std::path::Path;
use std::sync::Arc;

use dateline::compose::dkim::{Folder, Key, SigningKeys, Signs, State};
use dateline::model::ids::DeliveryId;
use dateline::outbox::again::{Again, again};
use dateline::outbox::drain;
use dateline::secrets::Keyring;
use dateline::store::mailings;

use super::world::{NOW, USEFUL, World};
use crate::support::both_databases;

const DOMAIN: &str = "harbour.example";

fn folder(dir: &Path) -> Folder {
    Folder::new(&dir.join("dkim"), &dir.join("key"))
}

fn keys(dir: &Path) -> Keyring {
    Keyring::for_tests().with_dkim(SigningKeys::open(folder(dir), Signs::Both).unwrap())
}

fn make_and_rotate(dir: &Path, now: i64) -> Vec<Key> {
    folder(dir).make(DOMAIN, now).unwrap();
    folder(dir).start(DOMAIN, &[], now).unwrap().unwrap()
}

fn selectors(mail: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(mail);
    let tags = text.split("\r\n\r\n").next().unwrap().split([';', ' ', '\r', '\n']);
    tags.filter_map(|tag| tag.strip_prefix("s=")).map(str::to_owned).collect()
}

both_databases! {
    async fn a_mailing_begun_before_a_change_of_keys_is_retried_with_the_same_bytes_after_it(db: TestDb) {
        let dir = tempfile::tempdir().unwrap();
        make_and_rotate(dir.path(), NOW);
        let mut world = World::with_keys(db, 2, "on dot times 1 do reply 451 4.3.0 later", keys(dir.path())).await;
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!((world.in_state("deferred").await, world.in_state("accepted").await), (1, 1));

        let after = make_and_rotate(dir.path(), NOW + 1_000);
        let state = |selector: &str| after.iter().find(|key| key.selector == selector).unwrap().state;
        world.outbox.keys = Arc::new(keys(dir.path()));
        world.clock.advance(10 * dateline::clock::MINUTE);
        drain(world.outbox.clone()).await.unwrap();

        let tries = world.sink.ledger();
        assert_eq!((tries.len(), world.in_state("accepted").await), (3, 2));
        let (first, last) = (&tries[0], &tries[2]);
        assert_eq!((&first.rcpt, &first.message), (&last.rcpt, &last.message));
        assert_eq!(selectors(&last.message), ["r202701a", "e202701a"]);
        assert_eq!((state("r202701a"), state("e202701b")), (State::Retired, State::Signing));

        let Again::Copy { sha256, recorded, .. } = again(&world.db.store, &world.outbox.keys, DeliveryId(1)).await.unwrap() else {
            panic!("the copy can be made again");
        };
        assert_eq!(Some(sha256), recorded);
    }

    async fn a_key_made_and_used_while_the_sender_runs_is_found(db: TestDb) {
        let dir = tempfile::tempdir().unwrap();
        let early = keys(dir.path());
        make_and_rotate(dir.path(), NOW);
        let mut world = World::with_keys(db, 1, "", keys(dir.path())).await;
        world.outbox.keys = Arc::new(early);
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!((world.in_state("accepted").await, selectors(&world.sink.ledger()[0].message).len()), (1, 2));
    }

    async fn without_its_private_key_nothing_is_sent_and_the_mailing_pauses(db: TestDb) {
        let dir = tempfile::tempdir().unwrap();
        make_and_rotate(dir.path(), NOW);
        let mut world = World::with_keys(db, 3, "", keys(dir.path())).await;
        std::fs::remove_file(dir.path().join("dkim/harbour.example/e202701a.pem")).unwrap();
        world.outbox.keys = Arc::new(keys(dir.path()));
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!((world.sink.kept(), world.in_state("pending").await), (0, 3));
        assert!(world.mailing_is("paused").await);
        let told = "SELECT COUNT(*) FROM mailings WHERE state_reason LIKE '%`e202701a` of harbour.example%'";
        assert_eq!(world.db.number(told).await, 1);
    }

    async fn letters_are_in_use_until_their_mailing_is_given_up(db: TestDb) {
        let dir = tempfile::tempdir().unwrap();
        make_and_rotate(dir.path(), NOW);
        let world = World::with_keys(db, 1, "", keys(dir.path())).await;
        let store = &world.db.store;
        let used = mailings::letters_in_use(store, NOW).await.unwrap();
        assert_eq!(used.len(), 1);
        let letter: dateline::compose::letter::Letter = serde_json::from_str(&used[0].1).unwrap();
        assert_eq!((used[0].0, letter.signing().unwrap().uses(DOMAIN, "r202701a")), (NOW + USEFUL, true));
        assert!(mailings::letters_in_use(store, NOW + USEFUL).await.unwrap().is_empty());
        world.db.sql("UPDATE mailings SET state = 'stopped'").await;
        assert!(mailings::letters_in_use(store, NOW).await.unwrap().is_empty());
    }
}
