//! The next envelope goes out behind the dot of the message before it: each comes to its own verdict all the same, and
//! a line that breaks in between never leaves a doubt about a message whose body was not written.

use std::time::Duration;

use dateline::model::address::EmailAddress;
use dateline::outbox::transport::{Deadlines, Envelope, Session, Target, Verdict};

use super::conversation::spell;
use super::faults::SENT;
use crate::support::sink::Sink;

fn envelope(number: usize) -> Envelope {
    let to = EmailAddress::parse(&format!("reporter{number}@paper.example")).unwrap();
    Envelope::new("press@office.example", to, message(number).len()).unwrap()
}

fn message(number: usize) -> Vec<u8> {
    format!("Message-ID: <{number}@x.example>\r\nSubject: A test\r\n\r\nNumber {number}.\r\n").into_bytes()
}

/// Three messages, each next one taken along where the session lets it. `None`: nothing of it was sent.
async fn three(sink: &Sink) -> Vec<Option<Verdict>> {
    let short = Duration::from_millis(700);
    let deadlines = Deadlines { dot: short, data: short, command: short, ..Deadlines::default() };
    let mut session: Option<Session> = None;
    let mut verdicts = Vec::new();
    let mut is_offered = false;
    for number in 0..3 {
        let opened = match session.as_mut() {
            Some(open) if is_offered => open.offered().await,
            _ => {
                let target = Target::parse(&sink.url()).unwrap();
                session = Some(target.open("client.example", deadlines).await.unwrap());
                session.as_mut().unwrap().offer(&envelope(number)).await
            }
        };
        let open = session.as_mut().unwrap();
        if let Err(verdict) = opened {
            // A refused envelope leaves the line open, with nothing asked.
            session = session.filter(|_| verdict.reusable);
            verdicts.push(Some(verdict));
            is_offered = false;
            continue;
        }
        let next = envelope(number + 1);
        let goes_along = number < 2 && open.takes_along(&next);
        let verdict = open.deliver(message(number), Some(&next).filter(|_| number < 2)).await;
        is_offered = goes_along && verdict.reusable;
        if goes_along && !verdict.reusable {
            verdicts.extend([Some(verdict), None]);
            return verdicts;
        }
        verdicts.push(Some(verdict));
    }
    verdicts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_message_comes_to_its_own_verdict() {
    let dead = "refused-dead nobody rcpt 550 open";
    for (script, wanted, kept) in [
        ("", &[SENT, SENT, SENT][..], 3),
        ("on dot times 1 do reply 554 5.6.0 not this one", &["refused nobody dot 554 open", SENT, SENT], 2),
        ("on dot times 1 do reply 451 4.3.0 not now", &["deferred lane dot 451 open", SENT, SENT], 2),
        ("on rcpt to reporter1 do reply 550 5.1.1 who", &[SENT, dead, SENT], 2),
        ("on mail after 1 times 1 do reply 451 4.3.0 later", &[SENT, "deferred-uncounted relay mail 451", SENT], 2),
        ("on data after 1 times 1 do reply 451 4.3.0 later", &[SENT, "deferred lane data 451", SENT], 2),
        // The line is gone: the first is in doubt or put off, and of the second nothing was sent.
        ("on dot times 1 do drop", &["in_doubt relay dot - closed", "nothing"], 1),
        ("on dot times 1 do stall", &["in_doubt relay dot - closed", "nothing"], 1),
        ("on dot times 1 do reply 421 4.3.2 closing then drop", &["deferred-uncounted relay dot 421 closed", "nothing"], 0),
        ("on dot times 1 do reply 354 what", &["in_doubt relay dot", "nothing"], 1),
        // A reply too many is noticed before a body follows.
        ("on dot times 1 do double", &[SENT, "deferred relay data", SENT], 2),
    ] {
        let sink = Sink::offering("pipelining", script).await;
        let verdicts = three(&sink).await;
        let found: Vec<_> = verdicts.iter().map(|verdict| verdict.as_ref().map_or("nothing".to_owned(), spell)).collect();
        let agrees = found.len() == wanted.len() && found.iter().zip(wanted).all(|(found, wanted)| found.starts_with(wanted));
        assert!(agrees, "{script:?}: {found:?}, not {wanted:?}");
        assert_eq!(sink.kept(), kept, "{script:?}");
        assert!(sink.violations().is_empty(), "{script:?}: {:?}", sink.violations());
    }
}

#[tokio::test]
async fn a_relay_that_does_not_offer_it_is_asked_in_turn() {
    let sink = Sink::offering("", "").await;
    let verdicts = three(&sink).await;
    assert!(verdicts.iter().flatten().all(|verdict| spell(verdict) == SENT), "{verdicts:?}");
    assert!(sink.violations().is_empty(), "{:?}", sink.violations());
}
