//! How fast what comes in is decided while ten thousand older messages wait: `benches/inbox`.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use dateline::clock::Clock;
use dateline::inbox::keep::{Arrival, Key};
use dateline::inbox::round::{Decide, Decided, Deciding, Raw, Round, Trouble};
use dateline::model::inbound::{Class, Envelope};
use dateline::store::{StoreError, inbound};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::decide::decided;
use super::world::World;
use crate::support::both_databases;

const BACKLOG: usize = 10_000;
const NEW: usize = 150;
/// Five in a second.
const BETWEEN: Duration = Duration::from_millis(200);

/// Reads every message as the mail parser does, with all of its parts.
struct Parsing {
    new: Arc<Mutex<Vec<Instant>>>,
}

impl Decide for Parsing {
    type Read = String;
    type Found = ();

    fn read(&self, raw: &Raw) -> Result<String, Trouble> {
        let message = mail_parser::MessageParser::default().parse(&raw.body).ok_or(Trouble::Unreadable("nothing in it"))?;
        let text = message.body_text(0).map(|text| text.len()).unwrap_or_default();
        Ok(format!("{} {text}", message.subject().unwrap_or_default()))
    }

    async fn weigh(&self, raw: &Raw, _: String) -> Result<(Decided, ()), Trouble> {
        Ok((Decided { subject: raw.subject.clone(), ..decided(Class::Inquiry) }, ()))
    }

    async fn write(&self, _: &mut Deciding, _: &Raw, _: &Decided, (): ()) -> Result<(), StoreError> {
        Ok(())
    }

    async fn done(&self, decided: &Decided) {
        if let Some(nth) = decided.subject.strip_prefix("New ") {
            self.new.lock().unwrap()[nth.parse::<usize>().unwrap()] = Instant::now();
        }
    }
}

async fn keep(world: &World, subject: &str) {
    let text = "A paragraph of what a reporter may ask, and of what stood in the mail before.\r\n".repeat(60);
    let body = format!(
        "From: Jane <jane@paper.example>\r\nTo: media@office.example\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--b\r\n\
         Content-Type: text/html\r\n\r\n<p>{text}</p>\r\n--b--\r\n"
    );
    let envelope = Envelope { return_path: "jane@paper.example".to_owned(), recipients: vec!["media@office.example".to_owned()] };
    world.keeper.keep(Arrival::new(world.source, Key::Content, envelope, body.into_bytes())).await.unwrap();
}

both_databases! {
    #[ignore = "a measurement: benches/inbox"]
    async fn new_mail_is_decided_soon_behind_a_backlog(db: TestDb) {
        let mut world = World::new(db).await;
        world.clock = Clock::system();
        world.keeper.clock = world.clock.clone();
        let begun = Instant::now();
        for n in 0..BACKLOG {
            keep(&world, &format!("Old {n}")).await;
        }
        println!("kept {BACKLOG} messages of 10 kB in {:.1?}: {:.0} a second", begun.elapsed(), BACKLOG as f64 / begun.elapsed().as_secs_f64());
        let decide = Parsing { new: Arc::new(Mutex::new(vec![begun; NEW])) };
        let times = decide.new.clone();
        let round = Round::new(world.db.store.clone(), world.keys.clone(), world.clock.clone(), decide);
        let (stop, started) = (CancellationToken::new(), Instant::now());
        let running = tokio::spawn(round.run(stop.clone()));
        let mut came = Vec::new();
        let mut tick = tokio::time::interval(BETWEEN);
        let mut left = 0;
        for n in 0..NEW {
            tick.tick().await;
            came.push(Instant::now());
            keep(&world, &format!("New {n}")).await;
            left = inbound::waiting(&world.db.store).await.unwrap();
        }
        println!("when the last of {NEW} came, {left} waited");
        while inbound::waiting(&world.db.store).await.unwrap() > 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let all = started.elapsed();
        stop.cancel();
        running.await.unwrap();
        let mut took: Vec<_> = came.iter().zip(times.lock().unwrap().iter()).map(|(came, decided)| *decided - *came).collect();
        took.sort();
        let at = |share: f64| took[((NEW as f64 * share) as usize).min(NEW - 1)];
        println!(
            "new mail, 5 a second: half decided within {:.0?}, 95 % within {:.0?}, all within {:.0?}; everything in {all:.1?}, {:.0} a second",
            at(0.5), at(0.95), took[NEW - 1], (BACKLOG + NEW) as f64 / all.as_secs_f64()
        );
        assert!(at(0.95) <= Duration::from_secs(5));
    }
}
