//! A relay tried without a message: what was heard at each step, where it failed, and nothing of the password.

use std::time::Duration;

use dateline::outbox::transport::{At, Deadlines, Probed, Target};

use crate::support::sink::{Certs, PASSWORD, Sink};

async fn probe(url: &str) -> Probed {
    let deadlines = Deadlines { greeting: Duration::from_secs(20), command: Duration::from_secs(20), ..Deadlines::impatient() };
    Target::parse(url).unwrap().probe("client.example", deadlines).await
}

fn steps(probed: &Probed) -> Vec<At> {
    probed.heard.iter().map(|heard| heard.at).collect()
}

fn trusted(url: &str) -> String {
    format!("{url}?tls=required&ca={}", Certs::get().ca.display())
}

#[tokio::test]
async fn a_good_relay_is_heard_at_every_step_and_gets_no_message() {
    let sink = Sink::offering("pipelining starttls auth", "").await;
    let probed = probe(&trusted(&sink.url_with_login())).await;
    assert!(probed.is_well(), "{probed:?}");
    assert_eq!(
        steps(&probed),
        [At::Name, At::Connect, At::Greeting, At::Hello, At::Tls, At::Hello, At::SignIn, At::Noop, At::Quit]
    );
    assert_eq!(probed.heard[0].said, "127.0.0.1");
    assert!(probed.heard[2].said.starts_with("220 sink.example") && probed.heard[4].said.starts_with("TLS 1."), "{probed:?}");
    assert!(sink.ledger().is_empty() && !sink.commands().iter().any(|command| command == "MAIL"), "{:?}", sink.commands());
    assert_eq!(sink.violations(), [""; 0]);
}

#[tokio::test]
async fn where_it_fails_is_named_with_what_the_relay_said() {
    let refused = |code: &str| format!("on auth do reply 535 5.7.8 {code}");
    let sink = Sink::offering("starttls auth", &refused(&format!("no {PASSWORD} here"))).await;
    let probed = probe(&trusted(&sink.url_with_login())).await;
    let failed = probed.failed.clone().unwrap();
    assert_eq!((failed.at, failed.said.as_str()), (At::SignIn, "535 5.7.8 no ••• here"));
    assert!(!format!("{probed:?}").contains(PASSWORD));

    let sink = Sink::offering("starttls cert=wrong", "").await;
    let probed = probe(&trusted(&sink.url())).await;
    assert_eq!(probed.failed.as_ref().map(|failed| failed.at), Some(At::Tls), "{probed:?}");
    assert_eq!(steps(&probed), [At::Name, At::Connect, At::Greeting, At::Hello]);

    let sink = Sink::offering("", "on connect do reply 554 5.3.2 not today").await;
    let failed = probe(&sink.url()).await.failed.unwrap();
    assert_eq!((failed.at, failed.said.as_str()), (At::Greeting, "554 5.3.2 not today"));

    let sink = Sink::offering("", "").await;
    let failed = probe(&trusted(&sink.url())).await.failed.unwrap();
    assert_eq!((failed.at, failed.said.as_str()), (At::Tls, "the relay does not offer STARTTLS"));

    // Nobody listens there any more.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    drop(listener);
    let probed = probe(&url).await;
    assert_eq!(probed.failed.as_ref().map(|failed| failed.at), Some(At::Connect), "{probed:?}");
    assert_eq!(probe("smtp://no-such-host.invalid:2525").await.failed.map(|failed| failed.at), Some(At::Name));
}

#[tokio::test]
async fn a_relay_that_says_nothing_is_not_waited_for_long() {
    let sink = Sink::offering("", "on connect do stall").await;
    let deadlines = Deadlines { greeting: Duration::from_millis(300), ..Deadlines::impatient() };
    let failed = Target::parse(&sink.url()).unwrap().probe("client.example", deadlines).await.failed.unwrap();
    assert_eq!((failed.at, failed.said.as_str()), (At::Greeting, "no reply in time"));
}

#[tokio::test]
async fn a_folder_is_tried_too_and_nowhere_always_works() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("mail");
    let probed = probe(&format!("maildir:{}", inside.display())).await;
    assert_eq!((probed.is_well(), steps(&probed)), (true, vec![At::Folder]));
    std::fs::write(folder.path().join("file"), "x").unwrap();
    let probed = probe(&format!("maildir:{}/file", folder.path().display())).await;
    assert_eq!(probed.failed.map(|failed| failed.at), Some(At::Folder));
    assert!(probe("discard:").await.is_well());
}
