//! The same faults, through a real worker and onto both databases: what each leaves in the rows, and that no fault ever
//! makes a second copy.

use std::time::Duration;

use dateline::clock::{Clock, HOUR};
use dateline::model::delivery::DeliveryState;
use dateline::model::ids::{DeliveryId, MailingId};
use dateline::outbox::drain;
use dateline::store::report::{self, Person};
use dateline::store::suppressions;

use super::faults::{FAULTS, Fault, Manner};
use super::faults_more::MORE;
use super::queue::{NOW, outbox, queue_to};
use crate::support::sink::Sink;
use crate::support::{TestDb, both_databases};

const PATIENT: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(400);

async fn load(db: &TestDb) -> Person {
    let people = report::people(&db.store, MailingId(0), &[], "", 10).await.unwrap();
    let delivery: DeliveryId = people[0].delivery;
    report::person(&db.store, delivery).await.unwrap().unwrap()
}

async fn work(db: &TestDb, clock: &Clock, sink: &Sink, silent: &str) -> Result<(), String> {
    let mut outbox = outbox(db, clock, &sink.url());
    outbox.settings.relays[0].connections = 1;
    let limits = &mut outbox.settings.deadlines;
    let of = |phase: &str| if phase == silent { SHORT } else { PATIENT };
    (limits.greeting, limits.command, limits.data, limits.dot) = (of("greeting"), of("command"), of("data"), of("dot"));
    tokio::time::timeout(3 * PATIENT, drain(outbox))
        .await
        .map_err(|_| "the worker does not come to rest")?
        .map_err(|e| e.to_string())
}

/// One message meets the fault; hours later, if it is due again, the relay has recovered.
async fn settle(fault: &Fault, db: TestDb) -> Result<(), String> {
    let clock = Clock::standing_at(NOW);
    let offer = if fault.manners.contains(&Manner::Pipelining) { "pipelining" } else { "" };
    let sink = Sink::offering(offer, fault.script).await;
    queue_to(&db.store, "reporter@paper.example").await;
    let words: Vec<_> = fault.verdicts[0].split(' ').collect();
    let counts = words[0] != "deferred-uncounted";
    let state = match words[0] {
        "accepted" => DeliveryState::Accepted,
        "in_doubt" => DeliveryState::InDoubt,
        "refused" | "refused-dead" => DeliveryState::Refused,
        _ => DeliveryState::Deferred,
    };

    work(&db, &clock, &sink, fault.silent).await?;

    let person = load(&db).await;
    let mut wrong = Vec::new();
    let mut same = |what: &str, found: String, wanted: String| {
        if found != wanted {
            wrong.push(format!("{what}: {found}, not {wanted}"));
        }
    };
    same("state", person.state.as_str().to_owned(), state.as_str().to_owned());
    same("tries", person.tries.to_string(), i64::from(counts).to_string());
    let last = person.attempts.last();
    let outcome = last.and_then(|attempt| attempt.outcome.clone()).unwrap_or_default();
    same("attempt", outcome, state.as_str().to_owned());
    if let [_, _, phase, code, ..] = words[..] {
        same("phase", last.and_then(|attempt| attempt.phase.clone()).unwrap_or_default(), phase.to_owned());
        same("code", last.and_then(|attempt| attempt.code).map_or("-".to_owned(), |code| code.to_string()), code.to_owned());
    }
    let dead = !suppressions::list(&db.store, "reporter@paper.example", NOW).await.unwrap().is_empty();
    same("suppressed", dead.to_string(), (words[0] == "refused-dead").to_string());
    let halted = report::relays(&db.store).await.unwrap().iter().any(|relay| relay.halted.is_some());
    same("halted", halted.to_string(), (words[1] == "halt").to_string());

    sink.play("");
    clock.advance(12 * HOUR);
    work(&db, &clock, &sink, "").await?;

    let after = load(&db).await.state;
    let wanted = if state == DeliveryState::Deferred { DeliveryState::Accepted } else { state };
    same("in the end", after.as_str().to_owned(), wanted.as_str().to_owned());
    let kept = sink.kept();
    let allowed = match wanted {
        DeliveryState::Accepted => kept == 1,
        DeliveryState::InDoubt => kept <= 1,
        _ => kept == 0,
    };
    same("copies are as the state says", format!("{allowed} ({kept})"), format!("true ({kept})"));
    if wrong.is_empty() { Ok(()) } else { Err(format!("{}: {}", fault.name, wrong.join("; "))) }
}

/// A few at a time: each has a database of its own.
async fn settle_all<F: Future<Output = TestDb> + Send + 'static>(open: fn() -> F) {
    let mut wrong = Vec::new();
    let all: Vec<&Fault> = FAULTS.iter().chain(MORE).collect();
    for some in all.chunks(8) {
        let mut plays = tokio::task::JoinSet::new();
        for &fault in some {
            plays.spawn(async move { settle(fault, open().await).await });
        }
        wrong.extend(plays.join_all().await.into_iter().filter_map(Result::err));
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_leaves_the_right_row_and_never_a_second_copy_on_sqlite() {
    settle_all(TestDb::sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_leaves_the_right_row_and_never_a_second_copy_on_postgresql() {
    settle_all(TestDb::postgres).await;
}

both_databases! {
    async fn a_relay_that_refuses_us_burns_nobody(db: TestDb) {
        let clock = Clock::standing_at(NOW);
        let sink = Sink::start("on rcpt do reply 550 5.7.1 blocked").await;
        for n in 0..20 {
            queue_to(&db.store, &format!("reporter{n}@paper.example")).await;
        }

        work(&db, &clock, &sink, "").await.unwrap();

        let people = report::people(&db.store, MailingId(0), &[], "", 100).await.unwrap();
        for person in &people {
            assert!(matches!(person.state, DeliveryState::Pending | DeliveryState::Deferred), "{person:?}");
            assert!(suppressions::list(&db.store, &person.address, NOW).await.unwrap().is_empty());
        }
        let named = sink.commands().iter().filter(|verb| *verb == "RCPT").count();
        assert!(named < 20, "the breaker opened before everybody had been named: {named}");

        sink.play("");
        clock.advance(12 * HOUR);
        work(&db, &clock, &sink, "").await.unwrap();
        assert_eq!(sink.kept(), 20);
    }
}
