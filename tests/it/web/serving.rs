//! The server around the pages: over a real socket, with people who are slow, and with an end.

use std::sync::Arc;
use std::time::Duration;

use dateline::app::{self, Parts};
use dateline::clock::Clock;
use dateline::config::Config;
use dateline::secrets::Keyring;
use dateline::web::server;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

async fn conversation(stream: &mut TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn a_request_under_way_is_finished_and_an_idle_connection_closed_when_the_server_stops() {
    let (entered, mut has_entered) = tokio::sync::mpsc::channel(1);
    let (release, may_go) = tokio::sync::watch::channel(false);
    let slow = axum::routing::get(move || {
        let (entered, mut may_go) = (entered.clone(), may_go.clone());
        async move {
            entered.send(()).await.unwrap();
            may_go.wait_for(|go| *go).await.unwrap();
            "finished"
        }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let server = tokio::spawn(server::serve(listener, axum::Router::new().route("/slow", slow), stop.clone()));
    let mut idle = TcpStream::connect(at).await.unwrap();
    let asking = tokio::spawn(async move {
        let mut stream = TcpStream::connect(at).await.unwrap();
        conversation(&mut stream, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await
    });
    has_entered.recv().await.unwrap();

    stop.cancel();
    let mut end = Vec::new();
    idle.read_to_end(&mut end).await.unwrap();
    release.send(true).unwrap();

    assert!(asking.await.unwrap().ends_with("finished"));
    server.await.unwrap();
    assert!(TcpStream::connect(at).await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn a_head_that_never_ends_is_not_read_for_ever() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    tokio::spawn(server::serve(listener, axum::Router::new(), stop.clone()));
    let mut stream = TcpStream::connect(at).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").await.unwrap();

    let mut end = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut end)).await;

    assert!(ended.is_ok(), "the server hung up");
}

#[tokio::test]
async fn a_head_larger_than_any_of_ours_is_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(server::serve(listener, axum::Router::new(), CancellationToken::new()));
    let mut stream = TcpStream::connect(at).await.unwrap();

    let answer = conversation(&mut stream, &format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "y".repeat(100_000))).await;

    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
}

#[tokio::test]
async fn a_relay_that_cannot_be_used_is_said_before_anything_is_served() {
    let db = crate::support::TestDb::sqlite().await;
    let config = Config::from_toml("[relay.main]\nurl = 'smtp://no host:x'").unwrap();
    let parts = Parts { store: db.store.clone(), keys: Arc::new(Keyring::for_tests()), clock: Clock::system() };

    let served =
        tokio::time::timeout(Duration::from_secs(20), Box::pin(app::serve(&config, &parts, ([127, 0, 0, 1], 0).into(), true)))
            .await;

    let problem = served.expect("it ends by itself").expect_err("it does not serve");
    assert!(format!("{problem:#}").contains("relay.main.url"), "{problem:#}");
}
