//! What a client may not do, how long it may take, and what it hears when we stop.

use std::time::Duration;

use dateline::inbox::sources::lmtp::{Bind, Limits, Lmtp, Peers};
use tokio::net::{TcpStream, UnixStream};

use super::world::{Client, World, message};
use crate::support::TestDb;

async fn world() -> World {
    World::new(TestDb::sqlite().await).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_offered_is_said_and_what_is_out_of_turn_is_refused() {
    let world = world().await;
    let mut client = world.client().await;
    assert_eq!(client.ask("EHLO x").await, "500 5.5.1 this is LMTP; say LHLO");
    assert_eq!(client.ask("HELO x").await, "500 5.5.1 this is LMTP; say LHLO");
    assert_eq!(client.ask("MAIL FROM:<>").await, "503 5.5.1 say LHLO first");
    let offered = client.ask("LHLO mx.office.example").await;
    for extension in ["PIPELINING", "8BITMIME", "SIZE 20000", "ENHANCEDSTATUSCODES"] {
        assert!(offered.contains(extension), "{offered}");
    }
    for (said, heard) in [
        ("RCPT TO:<media@office.example>", "503 5.5.1"),
        ("DATA", "503 5.5.1"),
        ("MAIL FROM:<jane@paper.example> BODY=8BITMIME", "250 2.1.0"),
        ("MAIL FROM:<jane@paper.example>", "503 5.5.1"),
        ("DATA", "503 5.5.1 no valid recipients"),
        ("RCPT TO:<nobody@office.example>", "550 5.1.1"),
        ("DATA", "503 5.5.1 no valid recipients"),
        ("RSET", "250 2.0.0"),
        ("RCPT TO:<media@office.example>", "503 5.5.1"),
        ("NOOP", "250 2.0.0"),
        ("VRFY media", "252 2.5.0"),
        ("STARTTLS", "502 5.5.1"),
        ("MAIL FROM:<jane@paper.example> NONSENSE=1", "555 5.5.4"),
        ("HOW ARE YOU", "500 5.5.1"),
        ("QUIT", "221 2.0.0"),
    ] {
        let reply = client.ask(said).await;
        assert!(reply.starts_with(heard), "{said}: {reply}");
    }
    assert_eq!(client.rest().await, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_envelope_may_come_at_once_and_a_message_may_not() {
    let world = world().await;
    let mut client = world.greeted().await;
    client.write(b"MAIL FROM:<a@x.example>\r\nRCPT TO:<media@office.example>\r\nRCPT TO:<no@x.example>\r\nDATA\r\n").await;
    let mut replies = Vec::new();
    for _ in 0..4 {
        replies.push(client.reply().await[..3].to_owned());
    }
    assert_eq!(replies, ["250", "250", "550", "354"]);
    client.write((message(1) + ".\r\nQUIT\r\n").as_bytes()).await;
    assert_eq!(client.reply().await, "250 2.0.0 kept", "one word, for the one who was accepted");
    assert!(client.reply().await.starts_with("221"));

    let mut client = world.greeted().await;
    client.write(b"MAIL FROM:<a@x.example>\r\nRCPT TO:<media@office.example>\r\nDATA\r\nSubject: unasked\r\n\r\n.\r\n").await;
    let said = client.rest().await;
    assert!(said.ends_with("503 5.5.0 a message is sent after the 354\r\n"), "{said}");
    assert_eq!(world.lines().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_ends_otherwise_ends_the_conversation() {
    let world = world().await;
    let mut client = world.greeted().await;
    client.write(b"MAIL FROM:<a@x.example>\nRCPT TO:<media@office.example>\r\n").await;
    assert_eq!(client.rest().await, "500 5.5.2 lines end with CRLF\r\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_inside_a_message_is_text() {
    let world = world().await;
    let mut client = world.greeted().await;
    let smuggled = "Subject: x\r\n\r\none\n.\r\nMAIL FROM:<admin@office.example>\r\nRCPT TO:<media@office.example>\r\nDATA\r\nSubject: y\r\n";
    for end in ["\n.\n", "\n.\r\n", "\r.\r", "\r\n.\r", "\r\n.\n"] {
        let text = smuggled.replace("\n.\r\n", end);
        assert_eq!(client.deliver("<a@x.example>", &["media@office.example"], text.as_bytes()).await, ["250 2.0.0 kept"]);
        assert_eq!(client.ask("NOOP").await, "250 2.0.0 ok", "{end:?}: nothing else was answered");
    }
    assert_eq!(world.lines().await.len(), 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_errs_or_talks_too_much_or_not_at_all_is_sent_away() {
    let world = world().await;
    let mut client = world.client_with(Limits { errors: 3, ..Limits::default() }).await;
    client.write(b"A\r\nB\r\nC\r\nD\r\n").await;
    let said = client.rest().await;
    assert!(said.ends_with("421 4.7.0 too many errors\r\n") && said.matches("500 ").count() == 3, "{said}");

    let mut client = world.client_with(Limits { commands: 2, ..Limits::default() }).await;
    client.write(b"NOOP\r\nNOOP\r\nNOOP\r\n").await;
    assert!(client.rest().await.ends_with("421 4.7.0 too many commands; connect again\r\n"));

    let mut client = world.client_with(Limits { idle: Duration::from_millis(30), ..Limits::default() }).await;
    assert_eq!(client.rest().await, "421 4.4.2 nothing was said for too long\r\n");

    let mut client = world.client_with(Limits { recipients: 2, ..Limits::default() }).await;
    client.ask("LHLO x").await;
    client.ask("MAIL FROM:<>").await;
    for expected in ["250", "250", "452 4.5.3"] {
        assert!(client.ask("RCPT TO:<media@office.example>").await.starts_with(expected));
    }

    let mut client = world.client().await;
    let long = "NOOP ".to_owned() + &"x".repeat(5_000);
    assert_eq!(client.ask(&long).await, "500 5.5.2 that line is too long");
    assert_eq!(client.ask("NOOP").await, "250 2.0.0 ok");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_goes_away_in_the_middle_leaves_nothing() {
    let world = world().await;
    let mut client = world.greeted().await;
    client.envelope("<a@x.example>", &["media@office.example"]).await;
    client.write(b"Subject: half a mess").await;
    drop(client);
    world.came("media@office.example", &message(1)).await;
    assert_eq!(world.lines().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_finishes_the_message_in_hand_and_sends_everybody_else_away() {
    let world = world().await;
    let (mut idle, mut busy) = (world.greeted().await, world.greeted().await);
    busy.envelope("<a@x.example>", &["media@office.example"]).await;
    busy.write(b"Subject: in hand\r\n").await;
    world.stop.cancel();
    assert_eq!(idle.rest().await, "421 4.3.2 this server stops now; try again\r\n");
    busy.write(b"\r\nto its end\r\n.\r\n").await;
    assert_eq!(busy.rest().await, "250 2.0.0 kept\r\n421 4.3.2 this server stops now; try again\r\n");
    assert_eq!(world.lines().await.len(), 1);
}

async fn listener(world: &World, bind: &Bind, peers: &[&str], connections: usize) -> Lmtp {
    let limits = Limits { connections, ..Limits::default() };
    Lmtp::bind(bind, world.keeper.clone(), world.source, Peers::parse(peers).unwrap(), limits).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_listed_peers_are_heard_and_only_so_many_at_once() {
    let world = world().await;
    let bind = Bind::parse("127.0.0.1:0").unwrap();
    let lmtp = listener(&world, &bind, &["127.0.0.0/8"], 1).await;
    let address = lmtp.address().unwrap();
    let running = tokio::spawn(lmtp.run(world.stop.clone()));
    let mut first = Client::new(TcpStream::connect(address).await.unwrap());
    assert!(first.reply().await.starts_with("220"));
    let mut second = Client::new(TcpStream::connect(address).await.unwrap());
    assert_eq!(second.rest().await, "421 4.3.2 too many connections; try again\r\n");
    world.stop.cancel();
    assert!(first.rest().await.starts_with("421"));
    running.await.unwrap();

    let world = self::world().await;
    let lmtp = listener(&world, &bind, &["192.0.2.0/24"], 5).await;
    let address = lmtp.address().unwrap();
    let running = tokio::spawn(lmtp.run(world.stop.clone()));
    let mut stranger = Client::new(TcpStream::connect(address).await.unwrap());
    assert!(stranger.rest().await.starts_with("554 5.7.1"));
    world.stop.cancel();
    running.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_unix_socket_that_was_left_behind_is_taken_over_and_a_live_one_is_not() {
    let world = world().await;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("lmtp");
    let bind = Bind::parse(&format!("unix:{}", path.display())).unwrap();
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let lmtp = listener(&world, &bind, &[], 5).await;
    let running = tokio::spawn(lmtp.run(world.stop.clone()));
    let mut client = Client::new(UnixStream::connect(&path).await.unwrap());
    assert!(client.reply().await.starts_with("220"));
    client.ask("LHLO x").await;
    assert_eq!(client.deliver("<a@x.example>", &["media@office.example"], message(1).as_bytes()).await, ["250 2.0.0 kept"]);
    let second = Lmtp::bind(&bind, world.keeper.clone(), world.source, Peers::default(), Limits::default()).await;
    assert_eq!(second.unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
    world.stop.cancel();
    running.await.unwrap();
    assert!(!path.exists());
}
