//! A mailbox elsewhere: whatever its server does, each message comes in once, and soon.

use std::path::PathBuf;
use std::time::Duration;

use dateline::inbox::sources::imap::{Imap, Secret, Settings, Timing, Tls};
use dateline::model::ids::SourceId;
use dateline::store::sources::{self, Kind};
use dateline::store::{alerts, sources::Source};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::imap_server::{Idle, Server};
use super::world::{LIMIT, NOW, World, message};
use crate::support::{TestDb, both_databases};

const POLL: Duration = Duration::from_millis(300);

struct Reading {
    world: World,
    server: Server,
    source: SourceId,
    settings: Settings,
    dir: tempfile::TempDir,
    stop: CancellationToken,
    running: Option<tokio::task::JoinHandle<()>>,
}

impl Reading {
    async fn of(db: TestDb, idle: Idle) -> Self {
        let (world, server) = (World::new(db).await, Server::start(idle).await);
        let source = sources::ensure(&world.db.store, "imap.press/INBOX", Kind::Imap, NOW).await.unwrap();
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("password"), "secret\n").unwrap();
        let timing = Timing {
            connect: Duration::from_secs(5),
            command: Duration::from_secs(5),
            message: Duration::from_secs(5),
            poll: POLL,
            done: Duration::from_millis(60),
            again: Duration::from_millis(5),
        };
        let settings = Settings {
            host: "127.0.0.1".to_owned(),
            port: server.address.port(),
            tls: Tls::Never,
            user: "press".to_owned(),
            secret: Secret::PasswordFile(dir.path().join("password")),
            folder: "INBOX".to_owned(),
            only_new: false,
            timing,
        };
        Self { world, server, source, settings, dir, stop: CancellationToken::new(), running: None }
    }

    fn start(&mut self) {
        self.stop = CancellationToken::new();
        let imap = Imap::new(self.world.keeper.clone(), self.source, "imap.press/INBOX".to_owned(), self.settings.clone());
        self.running = Some(tokio::spawn(imap.run(self.stop.clone())));
    }

    async fn stop(&mut self) {
        self.stop.cancel();
        if let Some(running) = self.running.take() {
            running.await.unwrap();
        }
    }

    async fn subjects(&self) -> Vec<String> {
        self.world.lines().await.into_iter().map(|line| line.subject).collect()
    }

    async fn source(&self) -> Source {
        sources::find(&self.world.db.store, self.source).await.unwrap().unwrap()
    }

    /// Until so many messages are there; how long that took.
    async fn until(&self, count: usize) -> Duration {
        let begun = Instant::now();
        while self.world.lines().await.len() < count {
            assert!(begun.elapsed() < Duration::from_secs(30), "{:?}, {:?}", self.subjects().await, self.source().await);
            sleep(Duration::from_millis(5)).await;
        }
        begun.elapsed()
    }

    /// Until a look that began after now is over.
    async fn looked(&self) {
        let searches = || self.server.with(|state| state.said.iter().filter(|said| said.contains("SEARCH")).count());
        let (begun, before) = (Instant::now(), searches());
        while searches() < before + 2 {
            assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", self.source().await);
            sleep(Duration::from_millis(5)).await;
        }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

both_databases! {
    async fn each_message_comes_in_once_whatever_happened_while_we_were_away(db: TestDb) {
        let mut reading = Reading::of(db, Idle::Announces).await;
        for uid in [3, 4, 9] {
            reading.server.put(uid, &message(usize::try_from(uid).unwrap()));
        }
        reading.start();
        reading.until(3).await;
        assert_eq!(reading.subjects().await, ["Question 3", "Question 4", "Question 9"]);
        let line = &reading.world.lines().await[0];
        assert_eq!(reading.world.body(line.id()).await, message(3).as_bytes());
        assert_eq!(line.recipients(), ["media@office.example"]);
        assert_eq!(dateline::clock::utc(line.received_ms), "2027-01-14T10:00:00Z");
        reading.stop().await;

        for uid in 10..60 {
            reading.server.put(uid, &message(usize::try_from(uid).unwrap()));
        }
        reading.start();
        reading.until(53).await;
        reading.looked().await;
        let source = reading.source().await;
        assert_eq!((source.uid_validity, source.last_uid, source.kept), (77, 59, 53));

        // Numbered anew: everything has another name, and one is new indeed.
        reading.stop().await;
        reading.server.with(|state| {
            state.validity = 78;
            state.mails = std::mem::take(&mut state.mails).into_iter().map(|(uid, mail)| (uid + 500, mail)).collect();
        });
        reading.server.put(1_000, &message(1_000));
        reading.start();
        reading.until(54).await;
        reading.looked().await;
        assert_eq!(reading.world.lines().await.len(), 54);
        assert_eq!((reading.source().await.uid_validity, reading.source().await.last_uid), (78, 1_000));

        // Moved out and back: it is the last one now.
        reading.server.with(|state| state.mails.remove(&503));
        reading.server.put(1_001, &message(3));
        reading.looked().await;
        assert_eq!(reading.world.lines().await.len(), 54);
        reading.stop().await;
        assert!(alerts::open(&reading.world.db.store).await.unwrap().is_empty());
        let said = reading.server.with(|state| state.said.join("\n"));
        for word in ["STORE", "SELECT", "RFC822 ", "BODY[", "EXPUNGE", "CLOSE"] {
            assert!(!said.contains(word), "nothing in the mailbox is changed: {word}");
        }
    }

    async fn one_that_is_too_large_or_not_given_does_not_delay_the_next(db: TestDb) {
        let mut reading = Reading::of(db, Idle::Announces).await;
        reading.server.put(1, &("Subject: large\r\n\r\n".to_owned() + &"x".repeat(LIMIT)));
        reading.server.put(2, &message(2));
        reading.server.put(3, &message(3));
        reading.server.put(4, &message(4));
        reading.server.put(5, &message(5));
        reading.server.with(|state| {
            state.refuses.insert(2);
            state.breaks.insert(4);
        });
        reading.start();
        reading.until(5).await;
        let lines = reading.world.lines().await;
        let seen: Vec<_> = lines.iter().map(|line| (line.subject.as_str(), line.state.as_str(), line.partial)).collect();
        assert_eq!(
            seen,
            [
                ("large", "parked", true),
                ("Question 2", "parked", true),
                ("Question 3", "ready", false),
                ("", "parked", true),
                ("Question 5", "ready", false),
            ]
        );
        assert!(lines[0].trouble.contains("inbox.max_megabytes") && lines[1].trouble.contains("does not give"), "{lines:?}");
        assert_eq!(lines[0].size, i64::try_from(LIMIT).unwrap() + 18);
        reading.stop().await;
    }

    async fn a_row_deleted_by_hand_is_told_of(db: TestDb) {
        let mut reading = Reading::of(db, Idle::Announces).await;
        for uid in 1..=3 {
            reading.server.put(uid, &message(usize::try_from(uid).unwrap()));
        }
        reading.start();
        reading.until(3).await;
        reading.looked().await;
        reading.stop().await;
        assert!(alerts::open(&reading.world.db.store).await.unwrap().is_empty());
        reading.world.db.sql("DELETE FROM inbound WHERE id = 2").await;
        reading.start();
        reading.looked().await;
        reading.looked().await;
        reading.stop().await;
        let open = alerts::open(&reading.world.db.store).await.unwrap();
        assert_eq!(open[0].matter, "inbox:missing/imap.press/INBOX");
        assert!(open[0].message.starts_with("1 messages"), "{}", open[0].message);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_mail_is_seen_within_the_time_between_two_looks_whatever_the_server_makes_of_idle() {
    for idle in [Idle::Announces, Idle::Silent, Idle::Refuses, Idle::Ignores, Idle::Drops, Idle::NeverEnds] {
        let mut reading = Reading::of(TestDb::sqlite().await, idle).await;
        reading.server.put(1, &message(1));
        reading.start();
        reading.until(1).await;
        for n in 2..5_u32 {
            reading.server.put(n, &message(usize::try_from(n).unwrap()));
            let took = reading.until(usize::try_from(n).unwrap()).await;
            // The machine may be slow; a server that says nothing for thirty seconds is not waited for in any case.
            assert!(took < Duration::from_secs(10), "{idle:?}: {took:?}");
        }
        reading.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_search_that_is_refused_is_not_an_empty_folder() {
    let mut reading = Reading::of(TestDb::sqlite().await, Idle::Announces).await;
    reading.server.with(|state| state.no_search = true);
    reading.server.put(1, &message(1));
    reading.start();
    reading.looked().await;
    let source = reading.source().await;
    assert_eq!(source.well_ms, 0, "it is not well");
    reading.server.with(|state| state.no_search = false);
    reading.until(1).await;
    reading.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_is_said_and_a_new_one_is_used_at_once() {
    let mut reading = Reading::of(TestDb::sqlite().await, Idle::Announces).await;
    reading.server.with(|state| state.password = "changed".to_owned());
    reading.server.put(1, &message(1));
    reading.start();
    let begun = Instant::now();
    while reading.source().await.failing_ms.is_none() {
        assert!(begun.elapsed() < Duration::from_secs(20));
        sleep(Duration::from_millis(5)).await;
    }
    let trouble = reading.source().await.trouble;
    assert!(trouble.contains("the server refused the login") && !trouble.contains("secret"), "{trouble}");
    reading.file("password", "changed\n");
    reading.until(1).await;
    reading.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_asked_for_each_time_it_is_needed() {
    let mut reading = Reading::of(TestDb::sqlite().await, Idle::Drops).await;
    let token = reading.file("token", "token-1\n");
    reading.settings.secret = Secret::TokenCommand(format!("cat '{}'", token.display()));
    reading.server.put(1, &message(1));
    reading.start();
    reading.until(1).await;
    reading.server.with(|state| state.token = "token-2".to_owned());
    reading.file("token", "token-2\n");
    reading.server.put(2, &message(2));
    reading.until(2).await;
    reading.stop().await;
    reading.settings.secret = Secret::TokenCommand("echo no token >&2; exit 3".to_owned());
    reading.start();
    let begun = Instant::now();
    while !reading.source().await.trouble.contains("the command ended with exit status: 3") {
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", reading.source().await);
        sleep(Duration::from_millis(5)).await;
    }
    reading.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_there_before_can_be_left_there() {
    let mut reading = Reading::of(TestDb::sqlite().await, Idle::Announces).await;
    reading.settings.only_new = true;
    reading.server.put(1, &message(1));
    reading.server.put(2, &message(2));
    reading.start();
    reading.looked().await;
    reading.server.put(3, &message(3));
    reading.until(1).await;
    assert_eq!(reading.subjects().await, ["Question 3"]);
    reading.stop().await;
}
