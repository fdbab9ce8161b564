//! Provider groups known by mail servers: asked beside the sending, remembered for a while, and used for what waits.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use dateline::clock::{DAY, HOUR, MINUTE, SECOND};
use dateline::model::ids::DeliveryId;
use dateline::outbox::drain;
use dateline::outbox::mx::{Answer, Finder, MailServers, Round};
use dateline::store::deliveries::{Claim, claim};
use dateline::store::gate::{Intent, commit_group};
use dateline::store::{Store, domains, queue, workers};
use futures_util::future::BoxFuture;

use super::world::{NOW, World};
use crate::support::{TestDb, both_databases};

/// Somebody who knows what a test says, and remembers what was asked.
#[derive(Debug, Default)]
struct Script {
    servers: Mutex<HashMap<String, Answer>>,
    asked: Mutex<Vec<String>>,
    /// Of whatever is not in the script.
    usual: Option<Answer>,
}

impl Script {
    fn of(servers: &[(&str, &str)]) -> Arc<Self> {
        let script = Self { usual: Some(Answer::Nobody), ..Self::default() };
        servers.iter().for_each(|(domain, host)| script.say(domain, Answer::Servers(vec![(*host).to_owned()])));
        Arc::new(script)
    }

    fn silent() -> Arc<Self> {
        Arc::new(Self { usual: Some(Answer::Silence), ..Self::default() })
    }

    fn say(&self, domain: &str, answer: Answer) {
        self.servers.lock().unwrap().insert(domain.to_owned(), answer);
    }

    /// What was asked since the last look, in order.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

impl MailServers for Script {
    fn of<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Answer> {
        self.asked.lock().unwrap().push(domain.to_owned());
        let answer = self.servers.lock().unwrap().get(domain).cloned().or_else(|| self.usual.clone()).unwrap();
        Box::pin(std::future::ready(answer))
    }
}

const GOOGLE: &str = "aspmx.l.google.com.";

async fn in_lane(db: &TestDb, lane: &str, state: &str) -> i64 {
    db.number(&format!("SELECT COUNT(*) FROM deliveries WHERE lane = '{lane}' AND state = '{state}'")).await
}

async fn move_to_domain(world: &World, from: i64, to: i64, domain: &str) {
    let text = format!(
        "UPDATE deliveries SET address = 'R' || id || '@{domain}', address_key = 'r' || id || '@{domain}' WHERE id BETWEEN {from} AND {to}"
    );
    world.db.sql(&text).await;
}

async fn known(store: &Store, domain: &str) -> Option<(&'static str, i64)> {
    domains::known(store, &BTreeSet::from([domain])).await.unwrap().get(domain).map(|known| (known.lane, known.due))
}

fn finder(world: &World, script: &Arc<Script>) -> Finder {
    Finder::new(world.db.store.clone(), script.clone())
}

both_databases! {
    async fn copies_that_wait_move_to_the_lane_of_their_mail_servers(db: TestDb) {
        let world = World::new(db, 5_000, "").await;
        move_to_domain(&world, 1, 2_500, "hosted.example").await;
        let script = Script::of(&[("hosted.example", GOOGLE), ("paper.example", "mx.paper.example.")]);

        let round = finder(&world, &script).round(NOW).await.unwrap();

        assert_eq!(round, Round { asked: 2, named: 1, silent: 0, moved: 2_500 });
        assert_eq!((in_lane(&world.db, "google", "pending").await, in_lane(&world.db, "other", "pending").await), (2_500, 2_500));
    }

    async fn what_was_moved_is_handed_over_from_its_new_lane(db: TestDb) {
        let world = World::new(db, 20, "on rcpt times 5 do reply 550 5.7.1 blocked").await;
        move_to_domain(&world, 1, 10, "hosted.example").await;
        world.db.sql("UPDATE deliveries SET due_ms = due_ms + 1 WHERE id > 10").await;
        let script = Script::of(&[("hosted.example", GOOGLE)]);
        finder(&world, &script).round(NOW).await.unwrap();

        drain(world.outbox.clone()).await.unwrap();
        assert_eq!((in_lane(&world.db, "google", "deferred").await, in_lane(&world.db, "google", "pending").await), (5, 5));
        world.clock.advance(SECOND);
        drain(world.outbox.clone()).await.unwrap();
        assert_eq!(in_lane(&world.db, "other", "accepted").await, 10, "who is not hosted there is not held up");

        world.clock.advance(HOUR);
        drain(world.outbox.clone()).await.unwrap();
        assert!(world.mailing_is("done").await && world.in_state("accepted").await == 20);
    }

    async fn a_copy_a_worker_holds_stays_in_its_lane_and_under_its_claim(db: TestDb) {
        let world = World::new(db, 10, "").await;
        let store = &world.db.store;
        let me = workers::register(store, "test", NOW).await.unwrap();
        let terms = Claim {
            mailing: world.mailing,
            lane: "other",
            worker: me.worker,
            relay: "office",
            at_most: 4,
            lease_until: NOW + MINUTE,
            slots: None,
        };
        let (held, _) = claim(store, terms, NOW).await.unwrap();
        let digest = queue::open_mailings(store).await.unwrap()[0].approval_digest.clone();
        let intent = |id: DeliveryId, fence| Intent {
            id,
            fence,
            digest: digest.clone(),
            relay: "office".to_owned(),
            sha256: "of its bytes".to_owned(),
        };
        commit_group(store, &[], &[intent(held[0].id, held[0].fence)], NOW, NOW + MINUTE).await.unwrap();
        let script = Script::of(&[("paper.example", GOOGLE)]);

        let round = finder(&world, &script).round(NOW).await.unwrap();

        assert_eq!(round.moved, 6);
        assert_eq!((in_lane(&world.db, "other", "claimed").await, in_lane(&world.db, "other", "attempting").await), (3, 1));
        let granted = commit_group(store, &[], &[intent(held[1].id, held[1].fence)], NOW, NOW + MINUTE).await.unwrap();
        assert_eq!(granted, [held[1].id], "the claim holds as before");
        let (again, _) = claim(store, terms, NOW).await.unwrap();
        assert!(again.is_empty(), "nothing waits in the old lane");
        let (rest, _) = claim(store, Claim { lane: "google", at_most: 100, ..terms }, NOW).await.unwrap();
        assert_eq!(rest.len(), 6, "what waits is claimed from the new one");
    }

    async fn an_answer_is_kept_for_its_time_and_asked_again_only_if_somebody_needs_it(db: TestDb) {
        let world = World::new(db, 1, "").await;
        let store = &world.db.store;
        world.another_mailing(1, 4).await;
        move_to_domain(&world, 1, 1, "hosted.example").await;
        move_to_domain(&world, 1_000_001, 1_000_001, "gone.example").await;
        let script = Script::of(&[("hosted.example", GOOGLE)]);
        let mut round = finder(&world, &script);

        assert_eq!(round.round(NOW).await.unwrap(), Round { asked: 2, named: 1, silent: 0, moved: 1 });
        script.asked();
        assert_eq!(known(store, "hosted.example").await, Some(("google", NOW + 7 * DAY)));
        assert_eq!(known(store, "gone.example").await, Some(("other", NOW + DAY)));
        round.round(NOW + MINUTE).await.unwrap();
        assert!(script.asked().is_empty());

        // A day later only the one that was nowhere is asked, and a week later nobody needs the other any more.
        finder(&world, &script).round(NOW + DAY).await.unwrap();
        assert_eq!(script.asked(), ["gone.example"]);
        world.db.sql("UPDATE deliveries SET state = 'accepted' WHERE id = 1").await;
        finder(&world, &script).round(NOW + 8 * DAY).await.unwrap();
        assert_eq!(script.asked(), ["gone.example"]);
    }

    async fn without_an_answer_what_was_known_stays_and_is_asked_again_in_an_hour(db: TestDb) {
        let world = World::new(db, 1, "").await;
        let store = &world.db.store;
        move_to_domain(&world, 1, 1, "hosted.example").await;
        let script = Script::of(&[("hosted.example", GOOGLE)]);
        finder(&world, &script).round(NOW).await.unwrap();
        world.db.sql("UPDATE deliveries SET lane = 'other'").await;
        script.say("hosted.example", Answer::Silence);
        script.asked();

        let later = NOW + 7 * DAY;
        let mut rounds = finder(&world, &script);
        assert_eq!(rounds.round(later).await.unwrap(), Round { asked: 1, named: 0, silent: 1, moved: 1 });
        assert_eq!(known(store, "hosted.example").await, Some(("google", later + HOUR)), "old news is better than none");
        rounds.round(later + MINUTE).await.unwrap();
        assert_eq!(script.asked(), ["hosted.example"]);

        script.say("hosted.example", Answer::Servers(vec!["mx.elsewhere.example".to_owned()]));
        rounds.round(later + HOUR).await.unwrap();
        assert_eq!(known(store, "hosted.example").await, Some(("other", later + HOUR + 7 * DAY)), "it moved");
    }

    async fn a_round_asks_two_hundred_at_most_and_stops_when_nobody_answers(db: TestDb) {
        let world = World::new(db, 450, "").await;
        world.db.sql("UPDATE deliveries SET address_key = 'r@d' || id || '.example'").await;
        let silent = Script::silent();
        let mut rounds = finder(&world, &silent);
        assert_eq!(rounds.round(NOW).await.unwrap().asked, 20);
        assert_eq!(rounds.round(NOW + MINUTE).await.unwrap().asked, 20, "others, while those wait an hour");

        let script = Script::of(&[]);
        let mut rounds = finder(&world, &script);
        for expected in [200, 200, 10, 0] {
            assert_eq!(rounds.round(NOW + 2 * MINUTE).await.unwrap().asked, expected);
        }
        let asked: BTreeSet<_> = silent.asked().into_iter().chain(script.asked()).collect();
        assert_eq!(asked.len(), 450, "each once");
    }

    async fn what_mail_waits_for_is_asked_before_the_rest_of_the_directory(db: TestDb) {
        let world = World::new(db, 1, "").await;
        let mut text = String::new();
        for n in 1..=250 {
            let uid = world.db.uuid(n);
            text.push_str(&format!("INSERT INTO contacts (id, uid, address, address_key, created_ms, updated_ms) VALUES ({n}, {uid}, 'c@a{n}.example', 'c@a{n}.example', 0, 0);"));
        }
        world.db.sql(&text).await;
        let script = Script::of(&[]);
        let mut rounds = finder(&world, &script);

        assert_eq!(rounds.round(NOW).await.unwrap().asked, 200);
        assert!(script.asked()[..20].contains(&"paper.example".to_owned()));
        assert_eq!(rounds.round(NOW + MINUTE).await.unwrap().asked, 51);

        world.db.sql("DELETE FROM contacts WHERE id > 1").await;
        for later in [31 * DAY, 31 * DAY + MINUTE, 31 * DAY + 2 * HOUR] {
            rounds.round(NOW + later).await.unwrap();
        }
        assert!(known(&world.db.store, "a1.example").await.is_some() && known(&world.db.store, "a2.example").await.is_none());
    }

    async fn the_newest_mailing_is_served_first(db: TestDb) {
        let world = World::new(db, 300, "").await;
        world.db.sql("UPDATE deliveries SET address_key = 'r@old' || id || '.example'").await;
        let script = Script::of(&[]);
        let mut rounds = finder(&world, &script);
        rounds.round(NOW).await.unwrap();
        script.asked();

        let newer = world.another_mailing(1, 4).await;
        world.db.sql(&format!("UPDATE mailings SET created_ms = created_ms + 1 WHERE id = {newer}")).await;
        move_to_domain(&world, 1_000_001, 1_000_001, "new.example").await;
        rounds.round(NOW + MINUTE).await.unwrap();

        let asked = script.asked();
        assert!(asked.len() == 101 && asked[..20].contains(&"new.example".to_owned()), "{asked:?}");
    }

    async fn two_senders_do_not_ask_for_the_same(db: TestDb) {
        let world = World::new(db, 300, "").await;
        world.db.sql("UPDATE deliveries SET address_key = 'r@d' || id || '.example'").await;
        let script = Script::of(&[]);
        let (mut one, mut other) = (finder(&world, &script), finder(&world, &script));

        let both = tokio::join!(one.round(NOW), other.round(NOW));
        let asked = both.0.unwrap().asked + both.1.unwrap().asked;
        let then = one.round(NOW + SECOND).await.unwrap().asked + one.round(NOW + SECOND).await.unwrap().asked;

        assert_eq!((asked >= 200, asked + then), (true, 300));
        let asked = script.asked();
        assert_eq!((asked.len(), asked.iter().collect::<BTreeSet<_>>().len()), (300, 300));
    }

    async fn a_domain_that_says_its_group_itself_is_not_asked(db: TestDb) {
        let world = World::new(db, 2, "").await;
        move_to_domain(&world, 1, 1, "gmail.com").await;
        let script = Script::of(&[]);

        assert_eq!(finder(&world, &script).round(NOW).await.unwrap().moved, 1, "planned before the group was in the data");

        assert_eq!(script.asked(), ["paper.example"]);
        assert_eq!(in_lane(&world.db, "google", "pending").await, 1);
    }

    async fn moving_beside_a_sender_loses_and_doubles_nothing(db: TestDb) {
        let world = World::over(db, 600, "", 4).await;
        for n in 0..10 {
            move_to_domain(&world, n * 60 + 1, n * 60 + 60, &format!("d{n}.example")).await;
        }
        let sending = tokio::spawn(drain(world.outbox.clone()));
        let mut moved = 0;
        for n in 0..10 {
            let script = Script::of(&[(&format!("d{n}.example"), GOOGLE)]);
            let later = NOW + n * SECOND;
            world.db.sql("UPDATE mail_domains SET due_ms = 0, wanted_ms = 1").await;
            moved += finder(&world, &script).round(later).await.unwrap().moved;
        }
        sending.await.unwrap().unwrap();
        drain(world.outbox.clone()).await.unwrap();

        assert_eq!((world.sink.kept(), world.in_state("accepted").await), (600, 600), "{moved} were moved");
        assert_eq!(world.sink.ledger().iter().map(|entry| &entry.message_id).collect::<BTreeSet<_>>().len(), 600);
    }
}
